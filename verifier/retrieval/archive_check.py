"""Is the archive still what it was? Two questions, answered apart: did the evidence change, or did the log?"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path
from typing import Literal

import msgspec

from verifier import audit
from verifier.errors import UnreadableFile
from verifier.model import Frozen
from verifier.retrieval.archive import Sealed, stored_bytes
from verifier.retrieval.chain import CHAIN, HEAD
from verifier.retrieval.record import Entry, parse


class Problem(Frozen, frozen=True, kw_only=True):
    """One thing that does not hold: in the `evidence` or in the `log`, where, and what, in Chinese."""

    part: Literal["evidence", "log"]
    where: str
    says: str


class Verdict(Frozen, frozen=True, kw_only=True):
    """What a check found; `evidence` and `log` say which of the two is whole. `notes` accuse nobody."""

    pieces: int
    head: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def evidence(self) -> bool:
        """Say whether every counted piece is unchanged."""
        return not any(problem.part == "evidence" for problem in self.problems)

    @property
    def log(self) -> bool:
        """Say whether the chain of links is whole."""
        return not any(problem.part == "log" for problem in self.problems)


def check(folder: Path, head: str | None = None) -> Verdict:
    """Check every byte of an archive; `head` is a chain head printed earlier, which must still be in the chain."""
    lines, torn = _lines(folder / CHAIN)
    links = [link for line in lines if (link := _link(line)) is not None]
    last = links[-1].hash if links else audit.GENESIS
    entries, seals = _entries(links)
    log = [Problem(part="log", where=f"第 {found.line} 行", says=found.says) for found in audit.breaks(lines, head)]
    log += _missing_tail(folder, links)
    evidence = [problem for entry in entries for problem in _piece(folder, entry)]
    evidence += [problem for seal in seals for problem in _sealed(folder, seal)]
    uncounted = _uncounted(folder, entries)
    notes = (*uncounted, *(("留痕记录末尾有半行：写入它的进程中途退出，该行不计。",) if torn else ()))
    return Verdict(pieces=len(entries), head=last, problems=(*log, *evidence), notes=notes)


def _lines(chain: Path) -> tuple[list[bytes], bool]:
    text = chain.read_bytes() if chain.exists() else b""
    whole, newline, rest = text.rpartition(b"\n")
    return (whole + newline).splitlines(keepends=True), bool(rest)


def _link(line: bytes) -> audit.Link | None:
    try:
        return audit.from_line(line)
    except msgspec.DecodeError:
        return None  # audit.breaks names the line


def _entries(links: list[audit.Link]) -> tuple[list[Entry], list[Sealed]]:
    pieces, seals = [], []
    for link in links:
        try:
            if link.entry.get("kind") == "sealed":
                seals.append(msgspec.convert(link.entry, Sealed))
            else:
                pieces.append(msgspec.convert(link.entry, Entry))
        except msgspec.ValidationError:
            continue  # audit.breaks names the link: its hash cannot hold
    return pieces, seals


def _missing_tail(folder: Path, links: list[audit.Link]) -> list[Problem]:
    """The `head` file is written after the link: a chain that ends before it has lost its tail."""
    try:
        number, digest = (folder / HEAD).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return [Problem(part="log", where="head", says="链头文件不存在")] if links else []
    except ValueError:
        return [Problem(part="log", where="head", says="链头文件已损坏")]
    if not number.isdigit() or len(links) < int(number):
        return [Problem(part="log", where="chain.jsonl", says=f"应有 {number} 条，只有 {len(links)} 条：末尾的记录被删去")]
    if links[int(number) - 1].hash != digest:
        return [Problem(part="log", where="head", says=f"链头文件与第 {int(number)} 条记录不符")]
    return []


def _piece(folder: Path, entry: Entry) -> list[Problem]:
    try:
        parse(entry, stored_bytes(folder, entry))
    except UnreadableFile as error:
        return [Problem(part="evidence", where=entry.id, says=error.zh)]
    return []


def _sealed(folder: Path, seal: Sealed) -> list[Problem]:
    path = folder / "warc" / seal.file
    if not path.exists():
        return [Problem(part="evidence", where=seal.file, says="已封存的文件不存在")]
    size = path.stat().st_size
    if size != seal.size:
        return [Problem(part="evidence", where=seal.file, says=f"已封存的文件应为 {seal.size} 字节，现为 {size} 字节")]
    with path.open("rb") as file:
        same = hashlib.file_digest(file, "sha256").hexdigest() == seal.sha256
    return [] if same else [Problem(part="evidence", where=seal.file, says="已封存的文件与其摘要不符")]


def _uncounted(folder: Path, entries: list[Entry]) -> tuple[str, ...]:
    ends: dict[str, int] = defaultdict(int)
    for entry in entries:
        ends[entry.file] = max(ends[entry.file], entry.offset + entry.size)
    found = []
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        beyond = path.stat().st_size - ends[path.name]
        if beyond > 0:
            found.append(f"文件 {path.name} 末尾有 {beyond} 字节未计入留痕：写入它的进程中途退出，这些字节不作证据。")
    return tuple(found)
