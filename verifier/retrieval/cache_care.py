"""Looking after the page cache: what is in it, whether every row is sound, and taking out what no run can use any more."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import diskcache
import msgspec

from verifier.errors import StorageError
from verifier.model import Frozen
from verifier.retrieval import walks
from verifier.retrieval.cache import FORMAT, hold
from verifier.retrieval.cache_rows import Stored, read_row
from verifier.retrieval.lookup import GRACE

FILE = "cache.db"


class Row(Frozen, frozen=True, kw_only=True):
    """One row: its place, what it holds (None = nothing sound, with the reason), and whether it is a noted refusal."""

    place: int
    size: int
    name: str = ""
    source: str = ""
    stored: Stored | None = None
    is_refusal: bool = False
    wrong: str = ""


class Look(Frozen, frozen=True, kw_only=True):
    """What is in a cache: rows by (source, kind of answer), bytes, and the first and last time an answer came (ISO 8601)."""

    pages: int
    refusals: int
    stale: int
    size: int
    by_source: tuple[tuple[str, str, int], ...] = ()
    first: str = ""
    last: str = ""


def look(folder: Path, at: datetime) -> Look:
    """Return what is in a cache; `stale` counts the rows that are no longer true at a moment. Raises StorageError."""
    counts, times, refusals, stale = Counter[tuple[str, str]](), list[str](), 0, 0
    for row in rows(folder):
        if row.stored is None:
            continue
        refusals += row.is_refusal
        stale += row.stored.expires <= at.timestamp()
        counts[row.source, row.stored.answer.state.value] += 1
        times = [min([*times[:1], row.stored.fetched]), max([*times[1:], row.stored.fetched])]
    return Look(
        pages=counts.total() - refusals,
        refusals=refusals,
        stale=stale,
        size=(folder / FILE).stat().st_size,
        by_source=tuple((source, state, count) for (source, state), count in sorted(counts.items())),
        first=times[0] if times else "",
        last=times[-1] if times else "",
    )


def check(folder: Path) -> tuple[Row, ...]:
    """Return every row that is not sound: planted, damaged, or of another format. Raises StorageError."""
    return tuple(row for row in rows(folder) if row.wrong)


def prune(folder: Path, at: datetime) -> int:
    """Take out what no run can use any more, and return how many rows it was. Raises StorageError while a run uses the cache.

    That is every unsound row, and every answer whose time was over more than `lookup.GRACE` ago: until then a run without network
    may still count on it.
    """
    lock = hold(folder, alone=True)
    try:
        with _opened(folder) as connection:
            gone = [row.place for row in _rows(connection) if row.wrong or _is_over(row, at)]
            connection.executemany("DELETE FROM Cache WHERE rowid = ?", ((place,) for place in gone))
            connection.commit()
            connection.execute("VACUUM")
        walks.prune(folder, at)
    finally:
        os.close(lock)
    return len(gone)


def rows(folder: Path) -> Iterator[Row]:
    """Yield every row as it stands, nothing of it unpickled. Raises StorageError."""
    with _opened(folder) as connection:
        yield from _rows(connection)


def _is_over(row: Row, at: datetime) -> bool:
    return row.stored is not None and row.stored.expires <= (at - GRACE).timestamp()


def _rows(connection: sqlite3.Connection) -> Iterator[Row]:
    for place, key, raw, mode, filename, value in connection.execute("SELECT rowid, key, raw, mode, filename, value FROM Cache"):
        size = len(value) if isinstance(value, bytes) else 0
        if not raw or type(key) is not str or mode != diskcache.core.MODE_RAW or filename is not None or type(value) is not bytes:
            yield Row(place=place, size=size, wrong="不是本程序写入的行")
            continue
        yield _sound(place, key, value)


def _sound(place: int, key: str, value: bytes) -> Row:
    name = _parts(key)
    stored = read_row(value)
    if name is None or name[0] != FORMAT:
        return Row(place=place, size=len(value), name=key, wrong="另一格式的行")
    if stored is None or list(stored.key) != name[3:]:
        return Row(place=place, size=len(value), name=key, wrong="内容已损坏")
    return Row(place=place, size=len(value), name=key, source=name[2], stored=stored, is_refusal=name[1] == "refusal")


def _parts(key: str) -> list[Any] | None:
    try:
        parts = msgspec.json.decode(key, type=list[Any])
    except msgspec.DecodeError:
        return None
    return parts if len(parts) > 3 else None


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(folder / FILE, timeout=60)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise StorageError(
            f"网页缓存 {folder} 无法读取：{error}。若已损坏，可删除该文件夹（证据不受影响）。",
            f"The page cache {folder} cannot be read: {error}. A damaged one may be deleted (no evidence is lost).",
        ) from None
