"""XLSX: tables as worksheets with a frozen heading row and filters.

A cell is text, or a whole number in a centred column, and never a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from verifier.proof import glyphs
from verifier.proof.sheet import Table

LONGEST = 32_000
"""Characters of a cell; a spreadsheet silently drops a longer text (its limit is 32,767), so the rest is cut with a note."""
CUT = "…（余{rest}字）"
MOST_DIGITS = 9


def render(tables: Sequence[Table], *, title: str = "", issued: str = "", marks: tuple[str, ...] = ()) -> bytes:
    """Return a workbook with one worksheet a table; `issued` is YYYY-MM-DD, `marks` stand above every heading row."""
    import xlsxwriter  # 40 ms that only a workbook needs

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": datetime.fromisoformat(issued or "1970-01-01")})
    looks = {
        "note": book.add_format({"bold": True}),
        "head": book.add_format(
            {"bold": True, "border": 1, "bg_color": "#F0F0F0", "text_wrap": True, "align": "center"}
        ),
        "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"}),
    }
    for table in tables:
        _worksheet(book.add_worksheet(table.caption[:31]), table, marks, looks)
    book.close()
    return out.getvalue()


def _worksheet(page: Any, table: Table, marks: tuple[str, ...], looks: dict[str, Any]) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.write_string(0, 0, "　".join(part for part in (table.note, *marks) if part), looks["note"])
    for place, column in enumerate(table.columns):
        page.set_column(place, place, column.width)
        page.write_string(1, place, column.title, looks["head"])
    for line, row in enumerate(table.rows, 2):
        for place, cell in enumerate(row):
            _write(page, line, place, cell, looks["cell"], number=table.columns[place].align == "center")
    page.freeze_panes(2, 0)
    page.repeat_rows(1)
    page.fit_to_pages(1, 0)
    page.autofilter(1, 0, max(1, len(table.rows) + 1), len(table.columns) - 1)


def _write(page: Any, line: int, place: int, cell: str, look: Any, *, number: bool) -> None:
    """Write a count (`number`) as a number, so that it sorts; everything else as the text it is."""
    if number and cell.isascii() and cell.isdigit() and len(cell) <= MOST_DIGITS:
        page.write_number(line, place, int(cell), look)
        return
    text = glyphs.marked(cell, glyphs.unfit(cell))
    rest = len(text) - LONGEST
    page.write_string(line, place, text[:LONGEST] + CUT.format(rest=rest) if rest > 0 else text, look)
