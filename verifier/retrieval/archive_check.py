"""Is the archive still what it was? Two questions, answered apart: did the evidence change, or did the log?

One pass over the log, each piece looked at when its link comes by; memory stays flat however long the archive is.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from verifier import audit
from verifier.errors import UnreadableFile
from verifier.model import Frozen
from verifier.retrieval.chain import CHAIN, HEAD, ChainFile, read_head
from verifier.retrieval.entries import FORMAT, Sealed
from verifier.retrieval.record import Entry
from verifier.retrieval.stamp import FOLDER, Stamped
from verifier.retrieval.stored import Shelf


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


def check(folder: Path, head: str | None = None, known: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Check every byte of an archive.

    `head` is a chain head printed earlier, which must still be in the chain; `known` are (number, hash) of links that somebody
    outside has witnessed, each of which must still stand in its place.
    """
    return _Walk(folder, head, dict(known)).run()


class _Walk:
    """One pass over the log of an archive."""

    def __init__(self, folder: Path, head: str | None, known: dict[int, str]) -> None:
        self._folder = folder
        self._wanted = head if head != audit.GENESIS else None
        self._known = known
        self._kept = read_head(folder)
        self._problems: list[Problem] = []
        self._notes: list[str] = []
        self._pieces = 0
        self._count = 0
        self._seen: str | None = None
        self._ends: Counter[str] = Counter()

    def run(self) -> Verdict:
        last: audit.Link | None = None
        with Shelf(self._folder) as shelf:
            for number, line in enumerate(ChainFile(self._folder).lines(), 1):
                if not line.endswith(b"\n"):
                    self._notes.append("留痕记录末尾有半行：写入它的进程中途退出，该行不计。")
                    break
                link, wrong = audit.examine(line, last)
                if wrong:
                    self._log(f"第 {number} 行", wrong)
                if link is not None:
                    self._take(link, shelf)
                last = link or last
        self._end(last)
        return Verdict(
            pieces=self._pieces,
            head=last.hash if last else audit.GENESIS,
            problems=tuple(self._problems),
            notes=(*_uncounted(self._folder, self._ends), *self._notes),
        )

    def _take(self, link: audit.Link, shelf: Shelf) -> None:
        self._count += 1
        self._seen = link.hash if link.hash == self._wanted else self._seen
        witnessed = self._known.get(self._count, link.hash)
        if witnessed != link.hash:
            self._log(f"第 {link.n} 条", f"与已加盖时间戳的链头 {witnessed} 不符：留痕记录被重写")
        if self._kept and self._count == self._kept[0] and link.hash != self._kept[1]:
            self._log(HEAD, f"链头文件与第 {link.n} 条记录不符")
        self._look(link.entry, shelf)

    def _look(self, entry: dict[str, Any], shelf: Shelf) -> None:
        """Look at what a link speaks of. A link of another shape was changed, and `audit.examine` has said so."""
        try:
            if entry.get("kind") == "evidence":
                self._piece(msgspec.convert(entry, Entry), shelf)
            elif entry.get("kind") == "sealed":
                self._sealed(msgspec.convert(entry, Sealed))
            elif entry.get("kind") == "stamped":
                self._stamped(msgspec.convert(entry, Stamped))
        except msgspec.ValidationError:
            return
        found = entry.get("format") if entry.get("kind") == "opened" else None
        if isinstance(found, int) and found > FORMAT:
            self._notes.append(f"证据库的格式为 {found}，本程序只识别到 {FORMAT}：请改用较新的版本检查。")

    def _piece(self, entry: Entry, shelf: Shelf) -> None:
        self._pieces += 1
        self._ends[entry.file] = max(self._ends[entry.file], entry.offset + entry.size)
        try:
            shelf.examine(entry)
        except UnreadableFile as error:
            self._problems.append(Problem(part="evidence", where=entry.id, says=error.zh))

    def _sealed(self, seal: Sealed) -> None:
        wrong = _unlike_seal(self._folder / "warc" / Path(seal.file).name, seal)
        if wrong:
            self._problems.append(Problem(part="evidence", where=seal.file, says=wrong))

    def _stamped(self, stamp: Stamped) -> None:
        path = self._folder / FOLDER / Path(stamp.token).name
        same = path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == stamp.sha256
        if not same:
            self._log(f"{FOLDER}/{path.name}", "时间戳文件不存在或有变动")

    def _end(self, last: audit.Link | None) -> None:
        """Look whether the chain ends too early: before its own head file, a printed head, or a witnessed link."""
        for where, says in _too_short(self._kept, self._count):
            self._log(where, says)
        if self._wanted is not None and self._seen is None:
            self._log(f"第 {last.n if last else 0} 行", f"链中没有已公布的链头 {self._wanted}：末尾的记录被删去")
        for number, digest in sorted(self._known.items()):
            if number > self._count:
                self._log(CHAIN, f"第 {number} 条（链头 {digest}）已加盖时间戳，现已不在：末尾的记录被删去")

    def _log(self, where: str, says: str) -> None:
        self._problems.append(Problem(part="log", where=where, says=says))


def _too_short(kept: tuple[int, str] | None, count: int) -> Iterator[tuple[str, str]]:
    """The head file is written after the link: a chain that ends before it has lost its tail."""
    if kept is None:
        if count:
            yield HEAD, "链头文件不存在"
    elif kept[0] < 1:
        yield HEAD, "链头文件已损坏"
    elif count < kept[0]:
        yield CHAIN, f"应有 {kept[0]} 条，只有 {count} 条：末尾的记录被删去"


def _unlike_seal(path: Path, seal: Sealed) -> str:
    if not path.exists():
        return "已封存的文件不存在"
    size = path.stat().st_size
    if size != seal.size:
        return f"已封存的文件应为 {seal.size} 字节，现为 {size} 字节"
    with path.open("rb") as file:
        same = hashlib.file_digest(file, "sha256").hexdigest() == seal.sha256
    return "" if same else "已封存的文件与其摘要不符"


def _uncounted(folder: Path, ends: Counter[str]) -> tuple[str, ...]:
    found = []
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        beyond = path.stat().st_size - ends[path.name]
        if beyond > 0:
            found.append(f"文件 {path.name} 末尾有 {beyond} 字节未计入留痕：写入它的进程中途退出，这些字节不作证据。")
    return tuple(found)
