"""How often each source has answered the portal's worker, from the net or from the cache: counters beside the database, for `/metrics`.

A small SQLite table of its own: the worker is another process than the one that is asked, and a count is no row of the portal.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

Counted = Counter[tuple[str, str, bool]]
"""(source, state, whether the cache answered) -> how often."""
FILE = "answers.sqlite3"
_TABLE = """
CREATE TABLE IF NOT EXISTS answer (
    source TEXT, state TEXT, recalled INTEGER, count INTEGER NOT NULL, PRIMARY KEY (source, state, recalled)
) STRICT
"""


def add(folder: Path, counted: Counted) -> None:
    """Add to the counters of a portal's folder. A count that cannot be written is lost: nobody's list depends on it."""
    if not counted:
        return
    with contextlib.suppress(sqlite3.Error), _opened(folder) as rows, rows:
        rows.execute(_TABLE)
        rows.executemany(
            "INSERT INTO answer VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            [(source, state, int(recalled), count) for (source, state, recalled), count in counted.items()],
        )


def read(folder: Path) -> Counted:
    """Return the counters; none where nothing was counted yet."""
    if not (folder / FILE).is_file():
        return Counter()
    with contextlib.suppress(sqlite3.Error), _opened(folder) as rows:
        return Counter({(one[0], one[1], bool(one[2])): one[3] for one in rows.execute("SELECT * FROM answer")})
    return Counter()


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(folder / FILE, timeout=5)) as rows:
        yield rows
