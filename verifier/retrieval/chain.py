"""The chain file: audit links, one a line, appended under a lock by every process that stores evidence; also the index.

Opening it costs nothing however long it is: a writer reads its last line, a reader remembers where each id stands.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from verifier import audit
from verifier.errors import UnreadableFile

CHAIN = "chain.jsonl"
HEAD = "head"
"""Number and hash of the last link, written after it: a chain that ends before its head has lost its tail."""
_BLOCK = 1 << 22
_TAIL = 1 << 16
_PLACE = re.compile(rb'^\{"n":\d+,"prev":"[0-9a-f]{64}","entry":\{"kind":"evidence","id":"(E[0-9a-f]{12})"', re.MULTILINE)
_HEAD_LINE = re.compile(rb"(\d{12}) ([0-9a-f]{64})\n")


class ChainFile:
    """One process's hold on a chain file. Its caller takes care that threads take turns."""

    def __init__(self, folder: Path, opening: dict[str, Any] | None = None) -> None:
        """Name the folder; nothing is made before the first link. `opening` is the entry with which a new chain begins."""
        self._folder = folder
        self._opening = opening
        self._end = 0
        self._last: audit.Link | None = None
        self._places: dict[str, int] = {}
        self._indexed = 0

    def add(self, entry: dict[str, Any]) -> audit.Link:
        """Link an entry to whatever came last, from whichever process. Raises OSError, and then nothing was linked."""
        with self._held() as chain:
            last, end = self._tail(chain)
            if last is None and self._opening is not None:
                last, end = self._put(chain, None, end, self._opening)
            link, self._end = self._put(chain, last, end, entry)
            self._last = link
            self._note_head(link)
        return link

    def first(self) -> audit.Link | None:
        """Return the first link, None when there is none. Raises UnreadableFile when it was changed."""
        return next(self.links(), None)

    def head(self) -> str:
        """Return the hash of the last link, 64 zeros when there is none."""
        with self._opened() as chain:
            last = self._tail(chain)[0] if chain is not None else None
        return last.hash if last else audit.GENESIS

    def find(self, evidence: str) -> audit.Link | None:
        """Return the link of a piece of evidence, None when there is none. Raises UnreadableFile when it was changed."""
        with self._opened() as chain:
            if chain is None:
                return None
            if evidence not in self._places:
                self._index(chain)
            place = self._places.get(evidence)
            return None if place is None else self._link(_line_at(chain, place))

    def links(self, only: bytes = b"") -> Iterator[audit.Link]:
        """Yield every whole link, in order, or only those whose lines hold some bytes."""
        with self._opened() as chain:
            for _, block in _blocks(chain, 0) if chain is not None else ():
                for line in block.split(b"\n")[:-1]:
                    if only in line:
                        yield self._link(line)

    def lines(self) -> Iterator[bytes]:
        """Yield every line as it stands, half a line at the end too, whatever it holds."""
        try:
            with (self._folder / CHAIN).open("rb") as chain:
                yield from chain
        except FileNotFoundError:
            return

    def sync(self) -> None:
        """Bring the file safely to disk."""
        with self._opened() as chain:
            if chain is not None:
                os.fsync(chain)

    def _put(self, chain: int, last: audit.Link | None, end: int, entry: dict[str, Any]) -> tuple[audit.Link, int]:
        """Write the link that follows `last` at `end`; return it and where it ends."""
        link = audit.follow(last, entry)
        line = audit.to_line(link)
        _append(chain, line, end)
        return link, end + len(line)

    def _index(self, chain: int) -> None:
        for start, block in _blocks(chain, self._indexed):
            self._places.update((found[1].decode(), start + found.start()) for found in _PLACE.finditer(block))
            self._indexed = start + len(block)

    def _tail(self, chain: int) -> tuple[audit.Link | None, int]:
        """Return the last whole link and where it ends; half a line after it was never finished and does not count."""
        size = os.fstat(chain).st_size
        if size == self._end:
            return self._last, size
        reach = _TAIL
        while True:
            start = max(0, size - reach)
            lines = os.pread(chain, size - start, start).split(b"\n")
            if start == 0 or len(lines) > 2:
                break
            reach *= 2
        end = size - len(lines[-1])
        return (self._link(lines[-2]) if len(lines) > 1 else None), end

    def _link(self, line: bytes) -> audit.Link:
        try:
            link = audit.from_line(line)
        except msgspec.DecodeError as error:
            raise self._damaged(str(error)) from None
        if link.hash != audit.seal(link.n, link.prev, link.entry):
            raise self._damaged(f"第 {link.n} 条与其哈希值不符")
        return link

    def _note_head(self, link: audit.Link) -> None:
        head = os.open(self._folder / HEAD, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(head, f"{link.n:012d} {link.hash}\n".encode(), 0)
        finally:
            os.close(head)

    @contextmanager
    def _held(self) -> Iterator[int]:
        """Hold the file alone; processes take turns."""
        chain = os.open(self._folder / CHAIN, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(chain, fcntl.LOCK_EX)
            yield chain
        finally:
            os.close(chain)

    @contextmanager
    def _opened(self) -> Iterator[int | None]:
        try:
            chain = os.open(self._folder / CHAIN, os.O_RDONLY)
        except FileNotFoundError:
            yield None
            return
        try:
            yield chain
        finally:
            os.close(chain)

    def _damaged(self, why: str) -> UnreadableFile:
        return UnreadableFile(
            f"证据库 {self._folder} 的留痕记录（{CHAIN}）已损坏：{why}。请停止使用并从备份恢复。",
            f"The log of the archive {self._folder} ({CHAIN}) is damaged: {why}. Stop using it and restore it from a backup.",
        )


def read_head(folder: Path, name: str = HEAD) -> tuple[int, str] | None:
    """Return number and hash from a head file, None when there is no such file; (-1, "") when it is not as this program writes it."""
    try:
        found = _HEAD_LINE.fullmatch((folder / name).read_bytes())
    except FileNotFoundError:
        return None
    return (int(found[1]), found[2].decode()) if found else (-1, "")


def write_all(file: int, data: bytes) -> None:
    """Write every byte. Raises OSError when the disk takes only a part."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _append(chain: int, line: bytes, end: int) -> None:
    os.ftruncate(chain, end)  # half a line that a killed process left behind
    os.lseek(chain, end, os.SEEK_SET)
    try:
        write_all(chain, line)
    except OSError:
        os.ftruncate(chain, end)
        raise


def _blocks(chain: int, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, whole lines) from `start` on; a half line at the end is left out."""
    size = _BLOCK
    while block := os.pread(chain, size, start):
        whole = block[: block.rfind(b"\n") + 1]
        if not whole and len(block) < size:
            return
        size = size if whole else size * 2
        if whole:
            yield start, whole
            start += len(whole)


def _line_at(chain: int, place: int) -> bytes:
    size = 1 << 13
    while True:
        piece = os.pread(chain, size, place)
        line, newline, _ = piece.partition(b"\n")
        if newline or len(piece) < size:
            return line
        size *= 2
