"""XLSX: tables as worksheets with a frozen heading row and filters.

A cell is text, or a whole number in a centred column, and never a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from verifier.proof import balance, glyphs
from verifier.proof.sheet import Extract, Fields, Prose, Sheet, Signatures, Table
from verifier.proof.words import Text, pick

LONGEST = 32_000
"""Characters of a cell; a spreadsheet silently drops a longer text (its limit is 32,767), so the rest is cut with a note."""
CUT = "…（余{rest}字）"
MOST_DIGITS = 9
FRONT: Text = ("抬头与说明", "Heading")
ANNEX: Text = ("附件摘录", "Annex")
SHEET_NAME = 31
FACE = "宋体"
LINE = 13.5
"""Points of a line of 10 point text."""
HIGHEST = 400.0
"""Points; a spreadsheet refuses rows above 409."""
_NOT_IN_NAMES = str.maketrans("[]:*?/\\", "（）：＊？／＼")


def render(tables: Sequence[Table], *, title: str = "", issued: str = "", marks: tuple[str, ...] = ()) -> bytes:
    """Return a workbook with one worksheet a table; `issued` is YYYY-MM-DD, `marks` stand above every heading row."""
    out = BytesIO()
    book, looks = _book(out, title, issued)
    for table in tables:
        _worksheet(book.add_worksheet(_named(table.caption)), table, marks, looks)
    book.close()
    return out.getvalue()


def paper(sheet: Sheet) -> bytes:
    """Return one paper as a workbook: its heading and prose first, then a worksheet for each table, then the annex."""
    out = BytesIO()
    book, looks = _book(out, f"{sheet.title} {sheet.number}", sheet.issued)
    _front(book.add_worksheet(pick(FRONT, sheet.lang)), sheet, looks)
    for block in sheet.blocks:
        if isinstance(block, Table):
            _worksheet(book.add_worksheet(_named(block.caption)), block, sheet.marks, looks)
    if sheet.annex:
        _annex(book.add_worksheet(pick(ANNEX, sheet.lang)), sheet.annex, looks)
    book.close()
    return out.getvalue()


def _book(out: BytesIO, title: str, issued: str) -> tuple[Any, dict[str, Any]]:
    import xlsxwriter  # 40 ms that only a workbook needs

    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": datetime.fromisoformat(issued or "1970-01-01")})
    face = {"font_name": FACE, "font_size": 10}
    cell = {**face, "border": 1, "text_wrap": True, "valign": "vcenter"}
    looks = {
        "note": book.add_format({**face, "bold": True}),
        "title": book.add_format({**face, "bold": True, "font_size": 16}),
        "head": book.add_format({**cell, "bold": True, "bg_color": "#F0F0F0", "align": "center"}),
        "label": book.add_format({**cell, "bold": True, "bg_color": "#F0F0F0"}),
        "cell": book.add_format(cell),
    }
    return book, looks


def _named(caption: str) -> str:
    return caption.partition("（")[0].translate(_NOT_IN_NAMES)[:SHEET_NAME]


def _front(page: Any, sheet: Sheet, looks: dict[str, Any]) -> None:
    """Lay out title, marks, labelled facts, prose and the places to sign, one below the other."""
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 110)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    _text(page, 0, 0, sheet.title, looks["title"])
    _text(page, 1, 0, sheet.subtitle, looks["note"])
    _text(page, 2, 0, "　".join(sheet.marks), looks["note"])
    for line, (label, value) in enumerate(_facts(sheet), 3):
        _text(page, line, 0, label, looks["label" if value is not None else "note"])
        if value is not None:
            _text(page, line, 1, value, looks["cell"])
            _fit(page, line, ((label, 34), (value, 110)))


def _facts(sheet: Sheet) -> Iterator[tuple[str, str | None]]:
    """Yield (label, value) of everything that is no table; a heading has no value."""
    for block in sheet.blocks:
        if isinstance(block, Fields):
            yield from block.pairs
        elif isinstance(block, Prose):
            yield block.heading, None
            yield from ((str(place), line) for place, line in enumerate(block.lines, 1))
        elif isinstance(block, Signatures):
            yield from ((label.replace("\n", " "), "") for label, _ in block.places)
            if block.note:
                yield block.note, None
        elif not block.rows:
            yield block.caption, block.empty
    yield sheet.foot, None


def _worksheet(page: Any, table: Table, marks: tuple[str, ...], looks: dict[str, Any]) -> None:
    page.set_landscape()
    page.set_paper(9)
    _text(page, 0, 0, "　".join(part for part in (*marks, table.note) if part), looks["note"])
    whole = sum(column.width for column in table.columns)
    widths = [column.width if whole > FITTED else column.width * FITTED / whole for column in table.columns]
    for place, column in enumerate(table.columns):
        page.set_column(place, place, widths[place])
        _text(page, 1, place, column.title, looks["head"])
    _fit(page, 1, tuple(zip((column.title for column in table.columns), widths, strict=True)))
    for line, row in enumerate(table.rows, 2):
        for place, cell in enumerate(row):
            _write(page, line, place, cell, looks["cell"], number=table.columns[place].align == "center")
        _fit(page, line, tuple(zip(row, widths, strict=True)))
    if not table.rows:
        _text(page, 2, 0, table.empty, looks["note"])
    page.freeze_panes(2, 0)
    page.repeat_rows(1)
    page.fit_to_pages(1, 0)
    page.autofilter(1, 0, max(1, len(table.rows) + 1), len(table.columns) - 1)


FITTED = 150.0
"""A table that is narrower than so many characters is widened to them: its widths are shares of a printed page."""


def _annex(page: Any, annex: tuple[Extract, ...], looks: dict[str, Any]) -> None:
    """List every piece of the annex: a row for each labelled fact, and the page's text in one cell."""
    for place, width in enumerate((18, 18, 110)):
        page.set_column(place, place, width)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    line = 0
    for extract in annex:
        for label, value in (*extract.facts, *extract.fields, (extract.text_heading, extract.text)):
            _text(page, line, 0, extract.heading, looks["cell"])
            _text(page, line, 1, label, looks["label"])
            _text(page, line, 2, value, looks["cell"])
            _fit(page, line, ((extract.heading, 18), (label, 18), (value, 110)))
            line += 1


def _fit(page: Any, line: int, cells: Sequence[tuple[str, float]]) -> None:
    """Make a row as high as its highest cell, given as (text, column width); not every program does so by itself."""
    lines = max(
        sum(1 + int(2 * balance.width(part) // max(width - 2, 1)) for part in cell.split("\n")) for cell, width in cells
    )
    page.set_row(line, min(lines * LINE + 3, HIGHEST))


def _write(page: Any, line: int, place: int, cell: str, look: Any, *, number: bool) -> None:
    """Write a count (`number`) as a number, so that it sorts; everything else as the text it is."""
    if number and cell.isascii() and cell.isdigit() and len(cell) <= MOST_DIGITS:
        page.write_number(line, place, int(cell), look)
        return
    _text(page, line, place, cell, look)


def _text(page: Any, line: int, place: int, cell: str, look: Any) -> None:
    text = glyphs.marked(cell, glyphs.unfit(cell))
    rest = len(text) - LONGEST
    page.write_string(line, place, text[:LONGEST] + CUT.format(rest=rest) if rest > 0 else text, look)
