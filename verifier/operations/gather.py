"""Which files of a data folder a backup holds, in which order, and how each is read while others write to it.

Whatever is not known to be made again is kept. The order makes a copy sound: what names something is read before what it names (the
portal's rows before blobs and evidence, a chain before its WARC files), so that a copy may hold more than is named and never less.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from verifier import audit
from verifier.operations.manifest import Head
from verifier.retrieval.chain import CHAIN, HEAD, read_head

REMADE = ("corpus", "cache")
"""Top folders that are made again: from their dumps, by asking again. The cache is taken along on demand."""
PASSING = (".part", ".lock", ".upload", ".tmp", "-journal", "-wal", "-shm")
"""Endings of files that live for as long as somebody works."""
ROWS_OF_SQLITE = b"SQLite format 3\0"
_TAIL = 1 << 16


def files(data: Path, with_cache: bool = False) -> Iterator[Path]:
    """Yield the paths, relative to the data folder, in the order in which they are to be read; links and devices are left out."""
    chains = sorted(data.glob(f"archive/*/{CHAIN}"))
    yield from (path.relative_to(data) for path in chains)
    for folder, inner, names in os.walk(data):
        place = Path(folder).relative_to(data)
        if not place.parts:
            inner[:] = [name for name in inner if name not in REMADE or (with_cache and name == "cache")]
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if path not in chains and not _is_passing(name) and _is_plain(path):
                yield place / name


def _is_passing(name: str) -> bool:
    return name.startswith(".") or name.endswith(PASSING)


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


class Readable(Protocol):
    """What can be read to its end, piece by piece."""

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, fewer at the end."""


@contextlib.contextmanager
def opened(path: Path, scratch: Path) -> Iterator[Readable | None]:
    """Open a sound copy of a file: a database by SQLite's own backup, a log up to its last whole line; None where it is gone by now."""
    try:
        stream: BinaryIO = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")
    except (FileNotFoundError, NotADirectoryError):
        yield None
        return
    with stream:
        if stream.read(len(ROWS_OF_SQLITE)) == ROWS_OF_SQLITE:
            yield from _copied(path, scratch)
            return
        size = _whole_lines(stream) if path.suffix == ".jsonl" else os.fstat(stream.fileno()).st_size
        stream.seek(0)
        yield _First(stream, size)


def _copied(path: Path, scratch: Path) -> Iterator[BinaryIO]:
    copy = scratch / "copy.sqlite3"
    copy.unlink(missing_ok=True)
    copy_rows(path, copy)
    with copy.open("rb") as stream:
        yield stream
    copy.unlink()


def copy_rows(path: Path, copy: Path) -> None:
    """Copy a SQLite database as of one moment, without its sessions: who is logged in logs in again."""
    with (
        contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=60)) as source,
        contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA secure_delete = ON")
        if target.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'django_session'").fetchone():
            target.execute("DELETE FROM django_session")


def _whole_lines(stream: BinaryIO) -> int:
    """Return where the last whole line ends."""
    end = stream.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - _TAIL)
        stream.seek(start)
        found = stream.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


class _First:
    """The first bytes of a file, whatever is appended to it meanwhile."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._left = stream, size

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        found = self._stream.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(found)
        return found


def heads(data: Path) -> dict[str, tuple[Head, bytes]]:
    """Return, of every archive, the number and hash of its last link with the head file as it stood at that moment.

    A link is written before the head file; the lock that writers take is held for the moment in which both are read.
    """
    found = {}
    for chain in sorted(data.glob(f"archive/*/{CHAIN}")):
        folder = chain.parent
        with chain.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH)
            kept = read_head(folder)
            raw = (folder / HEAD).read_bytes() if kept is not None else b""
        n, digest = kept if kept is not None else (0, audit.GENESIS)
        found[folder.relative_to(data).as_posix()] = (Head(n=n, hash=digest), raw)
    return found
