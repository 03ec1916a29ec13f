"""One table of a Word document as XML (ECMA-376, part 1, 17.4): fixed widths, rows that do not split, heading rows that repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import msgspec

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TWIPS = 56.6929
"""Twentieths of a point in a millimetre."""
_BORDER = '<w:{side} w:val="single" w:sz="4" w:space="0" w:color="777777"/>'


class Cell(msgspec.Struct, frozen=True):
    """A cell: its text with line breaks, its paragraph style, how many columns it spans, and how it looks."""

    text: str
    style: str
    span: int = 1
    shaded: bool = False
    centred: bool = False


def table(
    widths: Sequence[float],
    rows: Sequence[Sequence[Cell]],
    *,
    headings: int = 0,
    heights: Mapping[int, float] | None = None,
    together: bool = False,
) -> str:
    """Return a table as XML; `widths` and `heights` (by row) are millimetres.

    The first `headings` rows repeat on every page; `together` asks that the whole table stays on one page if it can.
    """
    grid = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in widths)
    sides = "".join(_BORDER.format(side=side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    body = "".join(
        _row(row, widths, heading=place < headings, height=(heights or {}).get(place), keep=together and place < len(rows) - 1)
        for place, row in enumerate(rows)
    )
    return (
        f'<w:tbl xmlns:w="{NAMESPACE}"><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{round(sum(widths) * TWIPS)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _row(cells: Sequence[Cell], widths: Sequence[float], *, heading: bool, height: float | None, keep: bool) -> str:
    properties = "<w:cantSplit/>"
    if height is not None:
        properties += f'<w:trHeight w:val="{round(height * TWIPS)}" w:hRule="atLeast"/>'
    if heading:
        properties += "<w:tblHeader/>"
    made, column = "", 0
    for cell in cells:
        made += _cell(cell, sum(widths[column : column + cell.span]), keep=keep)
        column += cell.span
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def _cell(cell: Cell, width: float, *, keep: bool) -> str:
    properties = f'<w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/>'
    if cell.span > 1:
        properties += f'<w:gridSpan w:val="{cell.span}"/>'
    if cell.shaded:
        properties += '<w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>'
    shape = f'<w:pStyle w:val="{cell.style.replace(" ", "")}"/>'
    if keep:
        shape += "<w:keepNext/>"
    if cell.centred:
        shape += '<w:jc w:val="center"/>'
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' for line in cell.text.split("\n"))
    return (
        f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>'
        f"<w:p><w:pPr>{shape}</w:pPr><w:r>{lines}</w:r></w:p></w:tc>"
    )
