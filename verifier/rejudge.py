"""A stored batch judged again under another notice, or an edited one: from what the batch left, without asking any source.

Beside its reports a batch leaves `batch.json` (settings, moment, and the text of the rules that judged) and `handed.jsonl` (the
submissions as they were read). The answers come out of the cache as they stood at that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from verifier import __version__, batch, packaged
from verifier.errors import BadValue, UnreadableFile, why
from verifier.judging import changes, policy
from verifier.judging.notice import Notice
from verifier.model import Finding, Frozen, ItemReport, Report
from verifier.reasons import Outcome
from verifier.settings import Settings
from verifier.submissions import Handed

SCHEMA = "batch/1"
BASIS, HANDED, REPORTS = "batch.json", "handed.jsonl", "report.jsonl"


Shape = TypeVar("Shape")


class Sealed(msgspec.Struct, frozen=True):
    """A stored report, of which only the hash is read."""

    hash: str


class Rules(Frozen, frozen=True, kw_only=True):
    """The text of one notice and of the map of specialties that it used."""

    notice: str
    fields: str


class Basis(Frozen, frozen=True, kw_only=True):
    """What a batch was judged on; `at` is ISO 8601, `rules` are by the name that the submissions use."""

    schema: str
    program: str
    at: str
    settings: Settings
    registry: str | None
    rules: dict[str, Rules]
    registry_sha256: str = ""


class Stored(Frozen, frozen=True, kw_only=True):
    """A batch as read back: its basis and submissions, and the hashes of its reports."""

    basis: Basis
    handed: tuple[Handed, ...]
    hashes: tuple[str, ...]


class Moved(Frozen, frozen=True, kw_only=True):
    """An item whose findings another notice changes."""

    applicant: str
    item: str
    title: str
    before: Outcome
    after: Outcome
    gone: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    moved: tuple[tuple[Finding, Finding], ...] = ()


class Comparison(Frozen, frozen=True, kw_only=True):
    """What another notice changes over a batch; `stale` = reports that the cache no longer yields as they were stored."""

    items: int
    moved: tuple[Moved, ...]
    stale: int

    @property
    def turned(self) -> tuple[Moved, ...]:
        """Return the items whose outcome changes."""
        return tuple(one for one in self.moved if one.before is not one.after)


def keep(folder: Path, settings: Settings, registry: str | None, notices: Iterable[str], at: datetime, digest: str = "") -> None:
    """Write what the batch was judged on beside its reports; `digest` is the SHA-256 of the registry snapshot."""
    basis = Basis(
        schema=SCHEMA,
        program=__version__,
        at=at.isoformat(),
        settings=msgspec.structs.replace(settings, data=str(Path(settings.data).resolve())),
        registry=str(Path(registry).resolve()) if registry else None,
        rules={name: _rules(name) for name in notices},
        registry_sha256=digest,
    )
    (folder / BASIS).write_bytes(msgspec.json.format(msgspec.json.encode(basis), indent=1))


def _rules(name: str) -> Rules:
    path = packaged.notice_file(name)
    return Rules(notice=path.read_text("utf-8"), fields=packaged.field_map(path).read_text("utf-8"))


def read(folder: Path) -> Stored:
    """Read a batch back. Raises UnreadableFile or BadValue naming the file."""
    basis = _decode(folder / BASIS, _bytes(folder / BASIS), Basis)
    if basis.schema != SCHEMA:
        raise BadValue(
            f"{folder / BASIS} 的格式为 {basis.schema}，本程序只读 {SCHEMA}。请用当时的版本重新核验。",
            f"{folder / BASIS} is of format {basis.schema}; this program reads {SCHEMA} only. Use the version of that time.",
        )
    handed = tuple(_decode(folder / HANDED, line, Handed) for line in _bytes(folder / HANDED).splitlines())
    sealed = [_decode(folder / REPORTS, line, Sealed) for line in _bytes(folder / REPORTS).splitlines()]
    if len(sealed) != len(handed):
        raise BadValue(
            f"{folder} 中的核验结果与申报份数不一。请重新核验该批。",
            f"The reports in {folder} do not match its submissions. Run the batch again.",
        )
    return Stored(basis=basis, handed=handed, hashes=tuple(one.hash for one in sealed))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{path} 无法读取（{why(error)}）。请给出 verifier batch 的输出文件夹。",
            f"{path} cannot be read ({error.strerror}). Name the folder that verifier batch wrote.",
        ) from None


def _decode(path: Path, data: bytes, kind: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadValue(
            f"{path} 有误：{error}。请重新核验该批。", f"{path} is damaged: {error}. Run the batch again."
        ) from None


def whatif(stored: Stored, notice: Notice, jobs: int = 1, data: str | None = None) -> Comparison:
    """Judge a stored batch under its own rules and under `notice`, and return what changes; no request is made.

    Both sides are judged now, by this program and from one cache, so that every change is the notice's. `data` is where the data
    folder lies today, if it was moved.
    """
    own = {
        name: packaged.standards(_own(name, rules), stored.basis.registry) for name, rules in stored.basis.rules.items()
    }
    other = dict.fromkeys(own, packaged.standards(notice, stored.basis.registry))
    judged = (_judged(stored, rules, jobs, data) for rules in (own, other))
    items, stale, moved = 0, 0, list[Moved]()
    for before, after, known in zip(*judged, stored.hashes, strict=True):
        items, stale = items + len(before.items), stale + (before.hash != known)
        pairs = zip(before.items, after.items, strict=True)
        changed = (_moved(before.applicant.id, old, new) for old, new in pairs)
        moved += [one for one in changed if one is not None]
    return Comparison(items=items, moved=tuple(moved), stale=stale)


def _own(name: str, rules: Rules) -> Notice:
    return policy.load(rules.notice.encode(), f"{name}.toml", rules.fields.encode())


def _judged(stored: Stored, rules: batch.Rules, jobs: int, data: str | None) -> Iterator[Report]:
    settings = msgspec.structs.replace(stored.basis.settings, offline=True, data=data or stored.basis.settings.data)
    return batch.reports(stored.handed, settings, rules, jobs, datetime.fromisoformat(stored.basis.at))


def _moved(applicant: str, before: ItemReport, after: ItemReport) -> Moved | None:
    change = changes.compare(before.findings, after.findings)
    if before.outcome is after.outcome and not (change.gone or change.new or change.moved):
        return None
    return Moved(
        applicant=applicant,
        item=before.id,
        title=before.citation.title or before.citation.raw,
        before=before.outcome,
        after=after.outcome,
        gone=change.gone,
        new=change.new,
        moved=change.moved,
    )
