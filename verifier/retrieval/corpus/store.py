"""A corpus on disk: one SQLite file with the records in packed blocks, the exact keys in sorted runs, the watermarks and the manifest.

    meta    schema, name, source, date, licence, engine, state, digest: one row each
    file    an input file: its name, size, time, SHA-256 once it is read through, and the line up to which it is in
    wrong   what was not read: file, line and why
    block   some records of one file, packed: (first record's number) -> "line TAB json" a row
    dictionary  the begin of the first block: what every block is packed against, since records are much alike
    run     (number of a key, record) pairs of one commit, sorted, cut into pages that are found by their first pair

Records are numbered from 0 in the order of reading. A commit holds everything up to a watermark or nothing.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from verifier.errors import StorageError, UnreadableFile
from verifier.model import Frozen
from verifier.retrieval.corpus import keys, shapes

SCHEMA = "1"
FILE = "corpus.sqlite3"
TITLES = "titles"
BLOCK = 32
"""Records of a block: a look-up unpacks one for every candidate; the sample makes up for its smallness."""
PAGE = 256
"""Pairs that are unpacked for one exact key in one turn."""
SAMPLE = 32_000
LEVEL = 6
MOST = 40
"""Records that are looked at under one exact key: journals print as many corrections on one page at most."""
MOST_WRONG = 10_000
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE file (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, size INTEGER, modified INTEGER, sha256 TEXT NOT NULL DEFAULT '',
                   line INTEGER NOT NULL DEFAULT 0, records INTEGER NOT NULL DEFAULT 0, wrong INTEGER NOT NULL DEFAULT 0);
CREATE TABLE wrong (file INTEGER NOT NULL, line INTEGER NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL);
CREATE TABLE block (first INTEGER PRIMARY KEY, file INTEGER NOT NULL, packed BLOB NOT NULL);
CREATE TABLE dictionary (sample BLOB NOT NULL);
CREATE TABLE run (kind TEXT, turn INTEGER, first INTEGER, packed BLOB NOT NULL, PRIMARY KEY (kind, turn, first)) WITHOUT ROWID;
"""


class Manifest(Frozen, frozen=True, kw_only=True):
    """What a corpus is: whose records, of which day, by whose leave; `digest` names its content once it is `whole`."""

    name: str
    source: str
    date: str
    licence: str
    engine: str
    state: str
    digest: str = ""
    records: int = 0


class Kept(NamedTuple):
    """One record as it is stored, with its place in the dump."""

    number: int
    file: str
    sha256: str
    line: int
    raw: bytes


class Known(NamedTuple):
    """An input file as the corpus knows it; `sha256` is "" until it is read through."""

    id: int
    size: int
    modified: int
    sha256: str
    line: int


class Store:
    """The SQLite file of a corpus. Threads may share it."""

    def __init__(self, folder: Path, *, writes: bool = False) -> None:
        """Open a corpus. Raises UnreadableFile where there is none, or one of another format."""
        self.folder = folder
        path = folder / FILE
        if not path.is_file():
            raise UnreadableFile(
                f"{folder} 中没有语料库。请先用 verifier corpus build 建立。",
                f"There is no corpus in {folder}. Build one first.",
            )
        self.lock = threading.Lock()
        self._sample = b""
        # a reader, too, must be able to undo what a killed build has left halfway; it writes nothing else
        self.rows = sqlite3.connect(
            f"file:{path.resolve().as_posix()}?mode=rw", uri=True, check_same_thread=False, isolation_level=None
        )
        self.rows.execute("PRAGMA cache_size = -32000")
        if not writes:
            self.rows.execute("PRAGMA query_only = ON")
        self._demand_known()

    @staticmethod
    def create(folder: Path, manifest: Manifest) -> None:
        """Make an empty corpus; the file appears whole or not at all."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f"{FILE}.part"
        part.unlink(missing_ok=True)
        rows = sqlite3.connect(part, isolation_level=None)
        rows.execute("PRAGMA page_size = 32768")
        rows.executescript(_TABLES)
        fields = {"schema": SCHEMA, **{name: str(getattr(manifest, name)) for name in Manifest.__struct_fields__}}
        rows.executemany("INSERT INTO meta VALUES (?, ?)", fields.items())
        if manifest.engine == "fts5":
            from verifier.retrieval.corpus.titles import Fts5  # late: it is read after this module

            Fts5.create(rows)
        rows.close()
        part.replace(folder / FILE)

    def _demand_known(self) -> None:
        try:
            found = dict(self.rows.execute("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise UnreadableFile(
                f"语料库 {self.folder} 已损坏：{error}。请删去后重建。",
                f"The corpus {self.folder} is damaged: {error}. Build it anew.",
            ) from None
        if found.get("schema") != SCHEMA:
            raise UnreadableFile(
                f"语料库 {self.folder} 的格式为 {found.get('schema')}，本程序只识别 {SCHEMA}。请删去后重建。",
                f"The corpus {self.folder} is of format {found.get('schema')}; this program knows {SCHEMA}. Delete it and build it anew.",
            )

    # ------------------------------------------------------------ what it is

    def manifest(self) -> Manifest:
        """Return what the corpus is."""
        found = dict(self.rows.execute("SELECT key, value FROM meta"))
        words = {name: found[name] for name in Manifest.__struct_fields__ if name in found and name != "records"}
        return Manifest(**words, records=self.total())

    def total(self) -> int:
        """Return how many records there are."""
        return int(self.rows.execute("SELECT value FROM meta WHERE key = 'records'").fetchone()[0])

    def files(self) -> dict[str, Known]:
        """Return the input files by name."""
        every = self.rows.execute("SELECT name, id, size, modified, sha256, line FROM file ORDER BY id")
        return {name: Known(*rest) for name, *rest in every}

    def counts(self) -> tuple[int, int, int]:
        """Return how many files were begun, how many read through, and how many pieces were not read."""
        begun, through, wrong = self.rows.execute("SELECT count(*), sum(sha256 <> ''), sum(wrong) FROM file").fetchone()
        return int(begun), int(through or 0), int(wrong or 0)

    def wrongs(self) -> Iterator[tuple[str, int, str, str]]:
        """Yield (file, line, Chinese, English) of what was not read."""
        yield from self.rows.execute(
            "SELECT name, wrong.line, zh, en FROM wrong JOIN file ON file.id = wrong.file ORDER BY wrong.rowid"
        )

    # ------------------------------------------------------------ records

    def get(self, number: int) -> Kept:
        """Return a record by its number."""
        with self.lock:
            first, packed, file, sha256 = self.rows.execute(
                "SELECT first, packed, name, sha256 FROM block JOIN file ON file.id = block.file WHERE first <= ? ORDER BY first DESC LIMIT 1",
                (number,),
            ).fetchone()
        line, _, raw = _unpacked(packed, self.sample()).split(b"\n")[number - first].partition(b"\t")
        return Kept(number, file, sha256, int(line), raw)

    def sample(self) -> bytes:
        """Return what blocks are packed against, b"" before the first commit."""
        if not self._sample:
            found = self.rows.execute("SELECT sample FROM dictionary").fetchone()
            self._sample = found[0] if found else b""
        return self._sample

    def exact(self, kind: str, key: str) -> list[Kept]:
        """Return the records that carry a key exactly: (`doi`, DOI) or (`place`, place)."""
        if not key:
            return []
        low = keys.number(key) << 32
        every = [self.get(record) for record in dict.fromkeys(self._filed(kind, low))]
        return [one for one in every if _carries(kind, key, one.raw, self._source())]

    def _source(self) -> str:
        return str(self.rows.execute("SELECT value FROM meta WHERE key = 'source'").fetchone()[0])

    def _filed(self, kind: str, low: int) -> list[int]:
        found: list[int] = []
        with self.lock:
            turns = self.rows.execute("SELECT value FROM meta WHERE key = 'turns'").fetchone()
            for turn in range(int(turns[0]) if turns else 0):
                for first, packed in self.rows.execute(_PAGES, (kind, turn, kind, turn, low, low | 0xFFFFFFFF)):
                    heads, records = _columns(first, packed)
                    place = bisect_left(heads, low >> 32)
                    while place < len(heads) and heads[place] == low >> 32 and len(found) < MOST:
                        found.append(records[place])
                        place += 1
        return found

    def close(self) -> None:
        """Close the file."""
        self.rows.close()


_PAGES = """SELECT first, packed FROM run WHERE kind = ? AND turn = ? AND first >= coalesce((SELECT max(first) FROM run WHERE kind = ? AND turn = ?
            AND first <= ?), 0) AND first <= ? ORDER BY first LIMIT 4"""


def _carries(kind: str, key: str, raw: bytes, source: str) -> bool:
    """Say whether a record has the very key: under one number several keys may be filed."""
    found = shapes.SHAPES[source](raw)
    return found is not None and (key == found.doi if kind == "doi" else key in found.places)


def pages(pairs: list[int]) -> Iterator[tuple[int, bytes]]:
    """Yield (first pair, packed) of sorted pairs, a page at a time: the steps from key to key, then the records."""
    for place in range(0, len(pairs), PAGE):
        page = pairs[place : place + PAGE]
        heads = [pair >> 32 for pair in page]
        steps = [head - before for head, before in zip(heads, [heads[0], *heads], strict=False)]
        columns = array("I", [*steps, *(pair & 0xFFFFFFFF for pair in page)])
        if sys.byteorder == "big":
            columns.byteswap()
        yield page[0], zlib.compress(columns.tobytes(), 6)


def _columns(first: int, packed: bytes) -> tuple[list[int], array[int]]:
    """Return the keys' numbers of a page and, beside them, the records."""
    columns = array("I")
    columns.frombytes(zlib.decompress(packed))
    if sys.byteorder == "big":
        columns.byteswap()
    half = len(columns) // 2
    return list(accumulate(columns[:half], initial=first >> 32))[1:], columns[half:]


def _primed(sample: bytes) -> Any:
    """Return what packs blocks against a sample; a copy of it packs one."""
    return zlib.compressobj(LEVEL, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, sample)


def _unpacked(packed: bytes, sample: bytes) -> bytes:
    return zlib.decompressobj(-15, sample).decompress(packed)


class Batch:
    """What is read between two commits; it goes into the database in one transaction, with the watermark."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sample = store.sample()
        self._packing: Any = None
        self.next = store.total()
        self._clear()

    def _clear(self) -> None:
        self.first = self.next
        self._open: list[bytes] = []
        self._blocks: list[tuple[int, int, bytes]] = []
        self._dois: list[int] = []
        self._places: list[int] = []
        self._grams: list[tuple[int, str]] = []
        self._wrong: list[tuple[int, int, str, str]] = []

    def add(self, line: int, record: shapes.Filed) -> None:
        """Take one record of the current file."""
        number, self.next = self.next, self.next + 1
        self._open.append(b"%d\t%b" % (line, record.raw))
        if record.doi:
            self._dois.append(record.doi << 32 | number)
        for place in record.places:
            self._places.append(place << 32 | number)
        self._grams.append((number, record.grams))

    def miss(self, file: int, line: int, zh: str, en: str) -> None:
        """Note what was not read."""
        self._wrong.append((file, line, zh, en))

    def pack(self, file: int) -> None:
        """Pack the records that are waiting; they are of this file."""
        if self._open:
            plain = b"\n".join(self._open)
            if self._packing is None:
                self._sample = self._sample or plain[:SAMPLE]
                self._packing = _primed(self._sample)
            packing = self._packing.copy()
            self._blocks.append((self.next - len(self._open), file, packing.compress(plain) + packing.flush()))
            self._open = []

    def is_block(self) -> bool:
        """Say whether enough records wait to be packed."""
        return len(self._open) >= BLOCK

    def __len__(self) -> int:
        return self.next - self.first

    def commit(self, titles: Any, file: int, line: int, sha256: str = "") -> None:
        """Write everything with the file's watermark. Raises StorageError; then nothing of it counts."""
        self.pack(file)
        rows = self._store.rows
        try:
            rows.execute("BEGIN IMMEDIATE")
            titles.add(self._grams)
            titles.commit()  # an engine with files of its own goes first: what it holds beyond the watermark is taken out again
            if self._blocks and not self._store.sample():
                rows.execute("INSERT INTO dictionary VALUES (?)", (self._sample,))
            rows.executemany("INSERT INTO block VALUES (?, ?, ?)", self._blocks)
            self._commit_runs(rows)
            known = rows.execute("SELECT count(*) FROM wrong").fetchone()[0]
            rows.executemany("INSERT INTO wrong VALUES (?, ?, ?, ?)", self._wrong[: max(MOST_WRONG - known, 0)])
            rows.execute(
                "UPDATE file SET line = ?, records = records + ?, wrong = wrong + ?, sha256 = ? WHERE id = ?",
                (line, len(self), len(self._wrong), sha256, file),
            )
            rows.execute("INSERT OR REPLACE INTO meta VALUES ('records', ?)", (str(self.next),))
            rows.execute("COMMIT")
        except (sqlite3.Error, OSError, ValueError) as error:  # tantivy tells of a full disk by a ValueError
            if rows.in_transaction:
                rows.execute("ROLLBACK")
            raise StorageError(
                f"语料库无法写入：{error}。请腾出空间后用同一命令续建，已收入的不会重复。",
                f"The corpus cannot be written: {error}. Make room and run the same command; nothing is taken in twice.",
            ) from None
        self._clear()

    def _commit_runs(self, rows: sqlite3.Connection) -> None:
        if not len(self):
            return
        found = rows.execute("SELECT value FROM meta WHERE key = 'turns'").fetchone()
        turn = int(found[0]) if found else 0
        for kind, pairs in (("doi", self._dois), ("place", self._places)):
            pairs.sort()
            rows.executemany(
                "INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?)",
                ((kind, turn, first, page) for first, page in pages(pairs)),
            )
        rows.execute("INSERT OR REPLACE INTO meta VALUES ('turns', ?)", (str(turn + 1),))


def put(rows: sqlite3.Connection, fields: Iterable[tuple[str, str]]) -> None:
    """Set rows of the manifest."""
    rows.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", fields)
