"""Politeness towards each source, shared by every process on the data folder: who may ask next, and when.

A small SQLite table (rollback journal, no WAL) holds per source: the earliest next start, the lease of the one request in
flight, the day's count, and the circuit that a challenge or a limit has opened. A unit shares one address: a careless run
costs the whole institution its access. A source without interval and daily limit (a stub) never touches the table.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from verifier.errors import StorageError
from verifier.model import Answer, Frozen, State
from verifier.retrieval.wire import SHANGHAI, now
from verifier.settings import Settings

COOL_DOWN = {State.BLOCKED: timedelta(hours=24), State.RATE_LIMITED: timedelta(minutes=15)}
"""How long a source is left alone after a challenge or a limit that names no time itself."""
POLL = 1.0
"""Seconds between looks at a lease that another process holds."""

_TABLE = """
CREATE TABLE IF NOT EXISTS pace (
    source TEXT PRIMARY KEY,
    next_start REAL NOT NULL DEFAULT 0,
    lease_until REAL NOT NULL DEFAULT 0,
    holder TEXT NOT NULL DEFAULT '',
    day TEXT NOT NULL DEFAULT '',
    used INTEGER NOT NULL DEFAULT 0,
    open_until REAL NOT NULL DEFAULT 0,
    open_state TEXT NOT NULL DEFAULT '',
    open_words TEXT NOT NULL DEFAULT ''
) STRICT
"""


class Turn(Frozen, frozen=True, kw_only=True):
    """The answer to "may I ask now?": yes (wait 0), not before so many seconds, or not today (`spent`)."""

    wait: float = 0.0
    spent: bool = False


class Circuit(Frozen, frozen=True, kw_only=True):
    """An open circuit: the state that opened it, the site's words, and until when (ISO 8601, or null for this run)."""

    state: State
    words: str
    until: str | None


class Pacing:
    """One process's view of the table. Threads may share it."""

    def __init__(self, settings: Settings, file: Path, clock: Callable[[], datetime] = now) -> None:
        """Name the table's file; it is made when a source first needs it."""
        self._settings = settings
        self._file = file
        self._clock = clock
        self._holder = f"{os.getpid()}-{os.urandom(4).hex()}"
        self._run: dict[str, Circuit] = {}
        self._local = threading.local()

    def circuit(self, source: str) -> Circuit | None:
        """Return the circuit that is open for a source: in this run, or still cooling down from an earlier one."""
        if source in self._run or self._free(source):
            return self._run.get(source)
        with self._row(source) as row:
            if row["open_until"] <= self._clock().timestamp():
                return None
            until = datetime.fromtimestamp(row["open_until"], SHANGHAI).isoformat(timespec="seconds")
            return Circuit(state=State(row["open_state"]), words=row["open_words"], until=until)

    def trip(self, source: str, answer: Answer) -> None:
        """Open the circuit of a source after a challenge or a limit: for this run, and until the cool-down is over."""
        until = _until(answer, self._clock())
        said = answer.until or (None if self._free(source) else until.isoformat(timespec="seconds"))
        self._run[source] = Circuit(state=answer.state, words=answer.words or answer.note, until=said)
        if self._free(source):
            return
        with self._row(source):
            self._connection().execute(
                "UPDATE pace SET open_until = max(open_until, ?), open_state = ?, open_words = ? WHERE source = ?",
                (until.timestamp(), answer.state.value, answer.words or answer.note, source),
            )

    def reserve(self, source: str) -> Turn:
        """Take the next turn if it may start now; the caller holds it until `release` or until its lease is over."""
        if self._free(source):
            return Turn()
        pace = self._settings.pace(source)
        at = self._clock()
        moment, day = at.timestamp(), at.astimezone(SHANGHAI).date().isoformat()
        with self._row(source) as row:
            used = row["used"] if row["day"] == day else 0
            if pace.daily and used >= pace.daily:
                return Turn(spent=True)
            if row["next_start"] > moment:
                return Turn(wait=row["next_start"] - moment)
            if row["lease_until"] > moment:
                return Turn(wait=min(POLL, row["lease_until"] - moment))
            self._connection().execute(
                "UPDATE pace SET next_start = ?, lease_until = ?, holder = ?, day = ?, used = ? WHERE source = ?",
                (moment + pace.interval, moment + pace.lease, self._holder, day, used + 1, source),
            )
        return Turn()

    def left(self, source: str) -> int | None:
        """Return how many requests the day still allows, None where there is no limit."""
        pace = self._settings.pace(source)
        if self._free(source) or not pace.daily:
            return None
        day = self._clock().astimezone(SHANGHAI).date().isoformat()
        with self._row(source) as row:
            return max(0, pace.daily - (row["used"] if row["day"] == day else 0))

    def release(self, source: str) -> None:
        """Give the turn back: the request is no longer in flight."""
        if self._free(source):
            return
        with self._row(source):
            self._connection().execute(
                "UPDATE pace SET lease_until = 0, holder = '' WHERE source = ? AND holder = ?", (source, self._holder)
            )

    def _free(self, source: str) -> bool:
        pace = self._settings.pace(source)
        return pace.interval <= 0 and pace.daily == 0

    @contextmanager
    def _row(self, source: str) -> Iterator[sqlite3.Row]:
        """Hold the table alone and give the source's row; what is done meanwhile is one transaction."""
        try:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.execute("INSERT OR IGNORE INTO pace (source) VALUES (?)", (source,))
                yield connection.execute("SELECT * FROM pace WHERE source = ?", (source,)).fetchone()
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise _broken(self._file, error) from None

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            connection = sqlite3.connect(self._file, timeout=60, isolation_level=None)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(_TABLE)
            self._local.connection = connection
        return connection


def _until(answer: Answer, at: datetime) -> datetime:
    cool = at + COOL_DOWN.get(answer.state, COOL_DOWN[State.BLOCKED])
    if answer.until is None:
        return cool
    try:
        named = datetime.fromisoformat(answer.until)
    except ValueError:
        return cool
    return named if named.tzinfo else named.replace(tzinfo=SHANGHAI)


def _broken(file: Path, error: Exception) -> StorageError:
    return StorageError(
        f"检索节奏表 {file} 无法读写：{error}。为不影响对方网站，本次检索已停止；请检查数据文件夹后重试。",
        f"The pace table {file} cannot be read or written: {error}. The run was stopped for the sites' sake; "
        "check the data folder, then try again.",
    )
