"""The page cache: what a source has answered, kept for as long as that kind of answer stays true.

Disposable: evidence lives in the archive, verdicts in reports. Nothing is ever unpickled (CVE-2025-69872 of diskcache),
nothing is ever evicted while a batch runs, and a failure or a challenge is never an answer: of those only a note is kept,
so that a later run without network can say why a page is missing.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import diskcache
import msgspec

from verifier.errors import StorageError
from verifier.model import Ask, Page, Reply, State
from verifier.retrieval.cache_rows import Stored, body_of, encode_row, said_in
from verifier.retrieval.safe_disk import SafeDisk, UnsafeRow
from verifier.retrieval.wire import SHANGHAI
from verifier.settings import Settings
from verifier.sources import alike
from verifier.sources.outcome import is_short_contents
from verifier.sources.wording import told

FORMAT = "1"
"""Part of every key: raise it when the stored form changes, and old entries are asked again."""
LOCK = ".lock"
DAY = timedelta(days=1)
LONG = timedelta(days=180)
WEEK = timedelta(days=7)
REFUSAL_KEPT = timedelta(days=7)
KEPT_STATES = frozenset({State.FOUND, State.NOT_FOUND, State.AMBIGUOUS})
_HUGE = 1 << 50


class Cache:
    """Answers by normalised ask, of one realm (the live sites, or one catalogue). Processes and threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Open the folder; use `open_cache`, which is the only door."""
        self.folder = folder
        self._lock = hold(folder, alone=False)
        make: Any = diskcache.Cache  # untyped
        self._rows = make(
            str(folder),
            disk=SafeDisk,
            size_limit=_HUGE,
            cull_limit=0,
            eviction_policy="none",
            statistics=0,
            tag_index=0,
            sqlite_journal_mode="truncate",  # WAL of SQLite before 3.51.3 may lose pages when several processes write
            sqlite_synchronous=0,  # disposable: a power cut may cost the cache, never a piece of evidence
        )

    def get(self, ask: Ask, at: datetime) -> tuple[Page, Stored] | None:
        """Return the page that answers an ask and is still true at `at`, None when there is none."""
        return self._find("page", ask, at)

    def refusal(self, ask: Ask, at: datetime) -> tuple[Page, Stored] | None:
        """Return how an ask failed the last time, None when it did not. Never an answer: only a word for why there is none."""
        return self._find("refusal", ask, at)

    def put(self, reply: Reply, parser: str, at: datetime) -> None:
        """Keep a reply if its kind of answer may be kept, else note how the ask failed."""
        life = lifetime(reply, at)
        row = encode_row(_stored(reply, parser, at + (life or REFUSAL_KEPT)), reply.page.body)
        self._write("refusal" if life is None else "page", reply.page.ask, row)
        if life is not None:
            self._drop(_name("refusal", reply.page.ask))

    def __len__(self) -> int:
        """Return how many rows there are, answers and noted refusals together."""
        return len(self._rows)

    def volume(self) -> int:
        """Return the bytes on disk."""
        return int(self._rows.volume())

    def close(self) -> None:
        """Close this thread's connection, and let go of the folder."""
        self._rows.close()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> Cache:
        """Return the cache itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close this thread's connection."""
        self.close()

    def _find(self, kind: str, ask: Ask, at: datetime) -> tuple[Page, Stored] | None:
        row = self._read(_name(kind, ask))
        stored = None if row is None else said_in(row)
        if row is None or stored is None or stored.expires <= at.timestamp() or stored.key != ask.key:
            return None
        body = body_of(row)
        return None if body is None else (_page(ask, stored, body), stored)

    def _read(self, name: str) -> bytes | None:
        try:
            value: bytes | None = self._rows.get(name, retry=True)
        except UnsafeRow:
            self._drop(name)
            return None
        except sqlite3.DatabaseError as error:
            raise _broken(error) from None
        return value

    def _write(self, kind: str, ask: Ask, value: bytes) -> None:
        try:
            self._rows.set(_name(kind, ask), value, retry=True)
        except (OSError, sqlite3.DatabaseError) as error:
            raise _broken(error) from None

    def _drop(self, name: str) -> None:
        try:
            self._rows.delete(name, retry=True)
        except (OSError, sqlite3.DatabaseError) as error:
            raise _broken(error) from None


def cache_folder(settings: Settings) -> Path:
    """Return where a run's pages are kept: what one catalogue's stubs said never answers for another's, or for a live site."""
    return Path(settings.data) / "cache" / settings.realm


def open_cache(folder: Path) -> Cache:
    """Open (or make) the cache in a folder that only its owner may enter. Raises StorageError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        return Cache(folder)
    except (OSError, sqlite3.DatabaseError) as error:
        raise _broken(error) from None


def hold(folder: Path, *, alone: bool) -> int:
    """Hold a cache folder's lock together with other users, or alone; return the lock's descriptor. Raises StorageError.

    While anybody uses the cache nothing is taken out of it: only `alone` may its rows be pruned.
    """
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise StorageError(
            f"网页缓存 {folder.name} 正在使用或整理中。请待检索或整理结束后重试。",
            f"The page cache {folder.name} is in use or being pruned. Try again when that has ended.",
        ) from None
    return lock


def lifetime(reply: Reply, at: datetime) -> timedelta | None:
    """Return how long an answer stays true, None when it may not be kept at all.

    A zero holds a day, and so do rows that have nothing to do with the search and a contents page that announces more than it holds; the past (contents, details, issue
    lists of earlier years) holds long; searches and identities a week.
    """
    step, answer = reply.page.ask.step, reply.answer
    if reply.page.failure is not None:
        return None
    if answer.state is State.NOT_FOUND or is_short_contents(reply):
        return DAY
    if answer.state not in KEPT_STATES:
        return None
    if step.kind == "search" and step.field == "control":
        return DAY  # it vouches for the zeros of its day
    if step.kind == "search" and answer.records and not any(alike.is_related(step, record) for record in answer.records):
        return DAY  # filler rows are a zero that the site did not say
    if step.kind in ("journal", "search"):
        return WEEK
    if step.kind in ("contents", "issues"):
        return LONG if step.year.isdigit() and int(step.year) < at.astimezone(SHANGHAI).year else DAY
    return LONG if step.kind == "detail" else DAY


def _name(kind: str, ask: Ask) -> str:
    return msgspec.json.encode([FORMAT, kind, ask.source, *ask.key]).decode()


def _page(ask: Ask, stored: Stored, body: bytes) -> Page:
    """Return the stored page as the answer to an ask, with the archive's own words where that was asked in others."""
    page = Page(
        ask=ask,
        status=stored.status,
        url=stored.url,
        headers=stored.headers,
        body=body,
        fetched=stored.fetched,
        evidence=stored.evidence,
        demo=stored.demo,
        failure=stored.failure,
        note=stored.note,
    )
    words = (stored.query, stored.address)
    return page if not stored.query or words == told(page) else msgspec.structs.replace(page, archived=words)


def _stored(reply: Reply, parser: str, expires: datetime) -> Stored:
    page = reply.page
    query, address = told(page)
    return Stored(
        key=page.ask.key,
        status=page.status,
        url=page.url,
        headers=page.headers,
        fetched=page.fetched,
        evidence=page.evidence,
        demo=page.demo,
        failure=page.failure,
        note=page.note,
        expires=expires.timestamp(),
        parser=parser,
        answer=msgspec.structs.replace(reply.answer, tokens=()),  # tokens never reach the disk
        query=query,
        address=address,
    )


def _broken(error: Exception) -> StorageError:
    return StorageError(
        f"网页缓存无法读写：{error}。请检查数据文件夹的磁盘空间和权限；若缓存已损坏，可删除其中的 cache 文件夹后重试（证据不受影响）。",
        f"The page cache cannot be read or written: {error}. Check the data folder's space and permissions; "
        "a damaged cache folder may be deleted (no evidence is lost), then try again.",
    )
