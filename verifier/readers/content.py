"""What a document holds before anything is known of citations: lines of running text and grids of cells, each with its place."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One line of running text: a paragraph of Word, a line of a text or a page.

    `numbered` says that the program numbers it (then the number is not part of the text), `aside` that it is styled as a heading or
    stands in a note: then it is a citation only if it shows the sign of one.
    """

    text: str
    line: int
    page: int | None = None
    numbered: bool = False
    aside: bool = False


class Text(NamedTuple):
    """Running text in the order of reading."""

    rows: tuple[Row, ...]


class Grid(NamedTuple):
    """A table: rows of cells, the first being row `first` of its sheet.

    `covered` names the empty cells (row, column, both from 0) that a merged cell further up covers: it counts for them too.
    """

    rows: tuple[tuple[str, ...], ...]
    sheet: str | None = None
    first: int = 1
    covered: frozenset[tuple[int, int]] = frozenset()
    page: int | None = None


Content = Text | Grid
