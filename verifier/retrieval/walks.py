"""Whole walks that the cache alone has answered: while every page of one is still true, its question is not walked again.

A row is what all sources came to say to one question, and the moment at which the first of its pages stops being true. It is made
from cached pages only, never from a refusal or from a question that nobody answered, and it names the same evidence as they do: a
report still rests on archived bytes, from which it can be made again. Disposable, like the pages that it lies beside.
"""

from __future__ import annotations

import functools
import hashlib
import math
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock

import msgspec

from verifier.errors import StorageError
from verifier.model import Lookup, Question

FILE = "walks.db"
LARGEST = 1 << 26
"""Bytes of one walk, at most: a planted row must not fill the memory."""
ROOMS = ("model.py", "normalize", "formats", "sources", "retrieval")
"""What a walk's result depends on in the program itself."""
_PACKAGE = Path(__file__).parents[1]
_TABLE = "CREATE TABLE IF NOT EXISTS walk (name BLOB PRIMARY KEY, until REAL NOT NULL, said BLOB NOT NULL)"
_DECODER = msgspec.msgpack.Decoder(tuple[Lookup, ...])

Said = tuple[Lookup, ...]


class Walks:
    """The kept walks of one cache folder, of one basis. Processes and threads may share the file."""

    def __init__(self, folder: Path, basis: bytes, clock: Callable[[], datetime], *, writes: bool = True) -> None:
        """Open the file in an opened cache's folder; `basis` is what else an answer depends on. Raises StorageError."""
        self._basis, self._clock, self._writes = basis, clock, writes
        self._lock = Lock()
        with _told():
            self._rows = sqlite3.connect(folder / FILE, timeout=60, check_same_thread=False, isolation_level=None)
            for line in ("PRAGMA journal_mode = truncate", "PRAGMA synchronous = off", _TABLE):
                self._rows.execute(line)

    def get(self, question: Question) -> Said | None:
        """Return what all sources said to a question if every page of it is still true, None = walk."""
        row = self._row("SELECT said FROM walk WHERE name = ? AND until > ?", question)
        return None if row is None else _unpacked(row[0])

    def has(self, question: Question) -> bool:
        """Say whether a question need not be asked."""
        return self._row("SELECT 1 FROM walk WHERE name = ? AND until > ?", question) is not None

    def put(self, question: Question, said: Said, until: float) -> None:
        """Keep what was said until a moment (Unix seconds); what is over already, or rests on no page (no end), is not kept."""
        if not self._writes or not self._clock().timestamp() < until < math.inf:
            return
        packed = zlib.compress(msgspec.msgpack.encode(said), 1)
        with self._lock, _told():
            self._rows.execute("INSERT OR REPLACE INTO walk VALUES (?, ?, ?)", (self._name(question), until, packed))

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def _row(self, query: str, question: Question) -> tuple[bytes] | None:
        with self._lock, _told():
            row: tuple[bytes] | None = self._rows.execute(query, (self._name(question), self._clock().timestamp())).fetchone()
        return row

    def _name(self, question: Question) -> bytes:
        asked = msgspec.msgpack.encode(msgspec.structs.replace(question, id=""))
        return hashlib.sha256(self._basis + asked).digest()


def basis(*parts: object) -> bytes:
    """Return a digest of the program's walking rooms and of whatever else an answer depends on."""
    return hashlib.sha256(_program() + msgspec.msgpack.encode(parts)).digest()


def prune(folder: Path, at: datetime) -> None:
    """Take out every walk that is over at a moment. Raises StorageError."""
    if not (folder / FILE).is_file():
        return
    with _told():
        rows = sqlite3.connect(folder / FILE, timeout=60, isolation_level=None)
        try:
            rows.execute("DELETE FROM walk WHERE until <= ?", (at.timestamp(),))
            rows.execute("VACUUM")
        finally:
            rows.close()


@functools.cache
def _program() -> bytes:
    """Return a digest of the rooms: another program may read the same pages otherwise, whatever it calls its version."""
    whole = hashlib.sha256()
    for path in _files():
        whole.update(str(path.relative_to(_PACKAGE)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.digest()


def _files() -> Iterator[Path]:
    for room in ROOMS:
        place = _PACKAGE / room
        yield from [place] if place.is_file() else sorted(
            path for path in place.rglob("*") if path.is_file() and path.suffix != ".pyc"
        )


def _unpacked(packed: bytes) -> Said | None:
    """Return a row's lookups, None for a damaged row: its question is walked again."""
    unpacking = zlib.decompressobj()
    try:
        said = unpacking.decompress(packed, LARGEST)
        return _DECODER.decode(said) if unpacking.eof else None
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError):
        return None


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StorageError(
            f"网页缓存中的 {FILE} 无法读写：{error}。请检查磁盘空间和权限；若文件已损坏，可删除它后重试（证据和网页不受影响）。",
            f"{FILE} in the page cache cannot be read or written: {error}. Check the disk's space and permissions; "
            "a damaged file may be deleted (no page or evidence is lost), then try again.",
        ) from None
