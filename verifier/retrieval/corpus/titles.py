"""Which records share the rarest grams of a title: SQLite's FTS5 by default, tantivy where millions of titles are held.

The two brothers share one contract: `add` records, `commit` what was added, `frequency` of a gram, and `best`: the records that hold most
of the given grams, each weighing as much as it is rare. Neither keeps positions or counts: a gram stands in a title or not.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from verifier.errors import BadValue

ENGINES = ("fts5", "tantivy")
HEAP = 160_000_000
"""Bytes that tantivy may hold before it writes."""


class Titles(Protocol):
    """What a corpus needs of an engine."""

    def add(self, rows: Iterable[tuple[int, str]]) -> None:
        """Take records: (number, grams joined by blanks)."""

    def commit(self) -> None:
        """Bring what was taken to the disk, before the watermark says so."""

    def frequency(self, gram: str) -> int:
        """Return in how many records a gram stands."""

    def best(self, grams: Sequence[tuple[int, str]], total: int, most: int) -> list[int]:
        """Return the records that hold most of some (frequency, gram), the best first."""

    def finish(self) -> None:
        """Put the index into its best shape, once all is in."""

    def close(self) -> None:
        """Let go of files."""


class Fts5:
    """A contentless FTS5 table in the corpus's own database: one transaction holds records, grams and watermark.

    Its own ranking reads 0 for every row where nothing but the grams is kept (`detail=none`), so the weights are summed in SQL.
    """

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows

    @staticmethod
    def create(rows: sqlite3.Connection) -> None:
        """Make the tables."""
        rows.execute(
            "CREATE VIRTUAL TABLE gram USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')"
        )
        rows.execute("CREATE VIRTUAL TABLE gram_row USING fts5vocab(gram, 'row')")

    def add(self, rows: Iterable[tuple[int, str]]) -> None:
        """Take records."""
        self._rows.executemany("INSERT INTO gram(rowid, grams) VALUES (?, ?)", rows)

    def commit(self) -> None:
        """Do nothing: the corpus's transaction commits it."""

    def frequency(self, gram: str) -> int:
        """Return in how many records a gram stands."""
        found = self._rows.execute("SELECT doc FROM gram_row WHERE term = ?", (gram,)).fetchone()
        return int(found[0]) if found else 0

    def best(self, grams: Sequence[tuple[int, str]], total: int, most: int) -> list[int]:
        """Return the records with the greatest sum of weights."""
        if not grams:
            return []
        one = "SELECT rowid, {:.3f} AS weight FROM gram WHERE gram MATCH ?"
        every = " UNION ALL ".join(one.format(weight(held, total)) for held, _ in grams)
        asked = f"SELECT rowid FROM ({every}) GROUP BY rowid ORDER BY sum(weight) DESC, rowid LIMIT ?"  # noqa: S608 - numbers of our own
        return [row for (row,) in self._rows.execute(asked, (*(f'"{gram}"' for _, gram in grams), most))]

    def finish(self) -> None:
        """Merge the table's parts into one, so that a look-up reads one list a gram."""
        self._rows.execute("INSERT INTO gram(gram) VALUES ('optimize')")
        self._rows.execute("VACUUM")

    def close(self) -> None:
        """Do nothing: the corpus closes its database."""


class Tantivy:
    """A tantivy index in a folder beside the database. One writer at a time; it commits before the database's watermark does."""

    def __init__(self, folder: Path, *, writes: bool) -> None:
        tantivy = _tantivy()
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("grams", tokenizer_name="blanks", index_option="basic")
        schema.add_unsigned_field("record", fast=True)
        self._lib, self._schema = tantivy, schema.build()
        folder.mkdir(mode=0o700, exist_ok=True)
        self._index = tantivy.Index(self._schema, str(folder))
        self._index.register_tokenizer("blanks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._writer = self._index.writer(HEAP, 1) if writes else None
        self._searcher = self._index.searcher()

    def add(self, rows: Iterable[tuple[int, str]]) -> None:
        """Take records."""
        assert self._writer is not None
        for record, grams in rows:
            made = self._lib.Document()
            made.add_text("grams", grams)
            made.add_unsigned("record", record)
            self._writer.add_document(made)

    def forget(self, first: int) -> None:
        """Take out the records from a number on: a killed build had committed them without its watermark."""
        assert self._writer is not None
        beyond = self._lib.Query.range_query(self._schema, "record", self._lib.FieldType.Unsigned, first, None)
        self._writer.delete_documents_by_query(beyond)
        self.commit()

    def commit(self) -> None:
        """Bring what was taken to the disk."""
        assert self._writer is not None
        self._writer.commit()

    def frequency(self, gram: str) -> int:
        """Return in how many records a gram stands."""
        return int(self._searcher.doc_freq("grams", gram))

    def best(self, grams: Sequence[tuple[int, str]], total: int, most: int) -> list[int]:  # noqa: ARG002
        """Return the records with the greatest sum of weights, by tantivy's own BM25 (every gram counts once)."""
        query = self._lib.Query
        every = [(self._lib.Occur.Should, query.term_query(self._schema, "grams", gram, "basic")) for _, gram in grams]
        if not every:
            return []
        hits = self._searcher.search(query.boolean_query(every), most, count=False).hits
        return [int(one) for one in self._searcher.fast_field_values("record", [place for _, place in hits])]

    def count(self) -> int:
        """Return how many records are held."""
        self._index.reload()
        return int(self._index.searcher().num_docs)

    def finish(self) -> None:
        """Wait for the merges that run beside the writing."""
        assert self._writer is not None
        writer, self._writer = self._writer, None
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def close(self) -> None:
        """Let go of the writer."""
        self._writer = None


def weight(held: int, total: int) -> float:
    """Return what a gram weighs by the records that hold it: its surprise in nats.

    >>> round(weight(1, 1000), 2), round(weight(500, 1000), 2)
    (6.91, 0.69)
    """
    return max(math.log(total / held), 0.05) if held else 0.0


def demand(engine: str) -> None:
    """Raise BadValue where an engine is not installed, before anything is asked."""
    if engine == "tantivy":
        _tantivy()


def _tantivy() -> Any:
    try:
        import tantivy  # late: an extra, wanted by large corpora alone
    except ImportError:
        raise BadValue(
            "该语料库用 tantivy 建索引，但未安装。请安装附加组件 corpus（pip install output-verifier[corpus]）后重试。",
            "This corpus is indexed by tantivy, which is not installed. Install the extra corpus, then try again.",
        ) from None
    return tantivy
