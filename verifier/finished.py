"""What a batch has finished, kept while it runs: a run that was stopped or killed goes on where it was.

`finished.jsonl` in the output folder holds a line for every report that is done: the key of what it was made from (submission,
rules, program, registry) and the report itself. The same keys find a report in an earlier batch's folder (`--since`). A report in
which a source failed is never taken over: it is asked again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec

from verifier import __version__
from verifier.errors import UnreadableFile, why
from verifier.judging import across, policy
from verifier.model import Frozen, Report, canonical
from verifier.proof import beside
from verifier.submissions import Handed
from verifier.verify import Standards, unfinished

FILE = "finished.jsonl"
BASIS = "batch.json"
HANDED = "handed.jsonl"
REPORTS = "report.jsonl"


class Made(Frozen, frozen=True, kw_only=True):
    """A report as whoever made it hands it on: its canonical bytes, and what the batch asks of it, so that nobody reads it again."""

    report: bytes
    is_unfinished: bool
    is_draft: bool
    summaries: tuple[across.Summary, ...]

    @classmethod
    def of(cls, report: Report) -> Made:
        """Return a report made ready to be handed on."""
        summaries = tuple(across.summarise(report.applicant, item, report.notice) for item in report.items)
        return cls(report=canonical(report), is_unfinished=unfinished(report), is_draft=beside.is_draft(report), summaries=summaries)

    def read(self) -> Report:
        """Return the report itself."""
        return msgspec.json.decode(self.report, type=Report)


class Line(msgspec.Struct, frozen=True):
    """One line of `finished.jsonl`."""

    key: str
    report: msgspec.Raw


class Place(NamedTuple):
    """Where a finished report stands."""

    file: Path
    start: int
    size: int
    wrapped: bool


class Basis(msgspec.Struct, frozen=True):
    """What every report of a batch rests on beside its own submission: rules, program, registry, and the world it asks."""

    rules: dict[str, Standards]
    realm: str
    registry: str
    program: str = __version__

    def fits(self, earlier: dict[str, Any]) -> bool:
        """Say whether an earlier batch (its `batch.json`) rests on the same program, registry and world."""
        realm = earlier.get("settings", {}).get("realm")
        return (earlier.get("program"), realm, earlier.get("registry_sha256", "")) == (self.program, self.realm, self.registry)

    def key(self, handed: Handed) -> str:
        """Return the key of what a report is made from."""
        notice = self.rules[handed.submission.notice].notice
        made_from = [self.program, self.realm, self.registry, msgspec.to_builtins(policy.rule_set(notice)), handed]
        return hashlib.sha256(canonical(made_from)).hexdigest()


def registry_digest(file: str | None) -> str:
    """Return the digest of a registry snapshot, "" for none. Raises UnreadableFile."""
    if not file:
        return ""
    from verifier.retrieval import snapshot  # late: most runs have none

    path = Path(file)
    try:
        with (snapshot.newest(path) if path.is_dir() else path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(
            f"期刊名录 {file} 无法读取（{why(error)}）。请检查路径后重试。",
            f"The registry {file} cannot be read ({error.strerror}). Check the path, then try again.",
        ) from None


class Finished:
    """The finished reports of an output folder, those of a stopped run among them."""

    def __init__(self, folder: Path) -> None:
        """Open the folder's file and read what a stopped run has left; half a line at its end is dropped."""
        self._path = folder / FILE
        self._places: dict[str, Place] = {}
        self._stream = self._path.open("ab")
        end = 0
        for start, line in _whole_lines(self._path):
            key = _key_of(line)
            if key is None:
                break
            end = start + len(line)
            self._places[key] = Place(self._path, start, len(line), True)
        os.truncate(self._path, end)

    def take_over(self, folder: Path, basis: Basis) -> None:
        """Know the reports of an earlier batch, where nothing they were made from has changed. Raises UnreadableFile."""
        try:
            if not basis.fits(msgspec.json.decode((folder / BASIS).read_bytes())):
                return
            handed, reports = (folder / HANDED).open("rb"), _whole_lines(folder / REPORTS)
            with handed:
                for text, (start, line) in zip(handed, reports, strict=False):
                    key = _known(text, line, basis)
                    if key is not None:
                        self._places.setdefault(key, Place(folder / REPORTS, start, len(line), False))
        except (OSError, msgspec.DecodeError) as error:
            raise UnreadableFile(
                f"{folder} 中没有可用的上一批结果：{error}。请给出 verifier batch 的输出文件夹。",
                f"{folder} holds no earlier batch: {error}. Name the folder that verifier batch wrote.",
            ) from None

    def keys(self) -> frozenset[str]:
        """Return the keys of what is finished now."""
        return frozenset(self._places)

    def get(self, key: str) -> Made:
        """Return a finished report."""
        place = self._places[key]
        with place.file.open("rb") as stream:
            stream.seek(place.start)
            line = stream.read(place.size)
        return Made.of(msgspec.json.decode(msgspec.json.decode(line, type=Line).report if place.wrapped else line, type=Report))

    def add(self, key: str, made: Made) -> None:
        """Keep a report; from now on a killed run has it."""
        self._stream.write(msgspec.json.encode(Line(key=key, report=msgspec.Raw(made.report))) + b"\n")
        self._stream.flush()

    def close(self) -> None:
        """Close the file and leave it to the next run."""
        self._stream.close()

    def remove(self) -> None:
        """The batch is done: remove the file."""
        self.close()
        self._path.unlink(missing_ok=True)


class Spool:
    """The submissions of one batch on disk, in their order, so that memory stays flat however many there are."""

    def __init__(self, folder: Path) -> None:
        """Begin an empty one beside its place."""
        self._draft, self._place = folder / f"{HANDED}.part", folder / HANDED
        self._stream: IO[bytes] = self._draft.open("wb")
        self._count = 0

    def add(self, handed: Handed) -> None:
        """Keep one submission."""
        self._stream.write(msgspec.json.encode(handed) + b"\n")
        self._count += 1

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def __iter__(self) -> Iterator[Handed]:
        """Yield them."""
        self._stream.flush()
        with self._draft.open("rb") as stream:
            for line in stream:
                yield msgspec.json.decode(line, type=Handed)

    def keep(self) -> None:
        """The batch is done: put the file in its place."""
        self._stream.close()
        self._draft.replace(self._place)


def _known(text: bytes, line: bytes, basis: Basis) -> str | None:
    """Return the key of an earlier report if it may be taken over: same rules, and no source that failed."""
    handed, report = msgspec.json.decode(text, type=Handed), msgspec.json.decode(line, type=Report)
    standards = basis.rules.get(handed.submission.notice)
    if standards is None or policy.rule_set(standards.notice) != report.rules or unfinished(report):
        return None
    return basis.key(handed)


def _key_of(line: bytes) -> str | None:
    try:
        return msgspec.json.decode(line, type=Line).key
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _whole_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as stream:
        start = 0
        for line in stream:
            if line.endswith(b"\n"):
                yield start, line
            start += len(line)
