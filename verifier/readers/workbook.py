"""Workbooks (.xlsx, .xls, .ods) by calamine, and tables that only call themselves .xls: HTML and Excel's XML of 2003."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from verifier.readers import xmlparts
from verifier.readers.content import Content, Grid
from verifier.readers.unreadable import unreadable
from verifier.readers.xmlparts import attribute, local

MAX_ROWS = 100_000
MAX_CELLS = 5_000_000
WIDEST = 200
MAX_MERGED = 10_000


def read(data: bytes, name: str) -> Iterator[Content]:
    """Yield one grid a sheet. Raises UnreadableFile."""
    from python_calamine import CalamineError, CalamineWorkbook  # late: Excel support is not needed to start

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheet_names:
            yield from _sheet(book, sheet, name)
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        locked = "password" in str(error).lower() or "encrypt" in str(error).lower()
        if locked:
            raise unreadable(
                name, "已加密，请去掉密码后再交", "it is encrypted; remove the password and retry"
            ) from None
        raise unreadable(name, f"无法按 Excel 打开（{error}）", f"its workbook cannot be opened ({error})") from None


def _sheet(book: object, sheet: str, name: str) -> Iterator[Grid]:
    try:
        opened = book.get_sheet_by_name(sheet)  # type: ignore[attr-defined]
    except Exception as error:  # noqa: BLE001 - calamine names a chart sheet or a damaged one only by its message
        if "not found" in str(error).lower() or "worksheet" in type(error).__name__.lower():
            return
        raise unreadable(
            name, f"工作表“{sheet}”无法打开（{error}）", f"its sheet “{sheet}” cannot be opened ({error})"
        ) from None
    height, width = opened.total_height, opened.total_width
    if height * width > MAX_CELLS and width > WIDEST:
        raise unreadable(
            name,
            f"工作表“{sheet}”的范围异常庞大（{height}行×{width}列）",
            f"its sheet “{sheet}” spans {height} rows by {width} columns",
        )
    rows = opened.to_python(skip_empty_area=False)
    if sum(1 for row in rows if any(value not in ("", None) for value in row)) > MAX_ROWS:
        raise unreadable(
            name, f"工作表“{sheet}”超过 {MAX_ROWS} 行", f"its sheet “{sheet}” has more than {MAX_ROWS} rows"
        )
    merged = opened.merged_cell_ranges or ()
    yield Grid(
        tuple(tuple(map(cell, row)) for row in rows),
        sheet,
        covered=frozenset(_covered(merged, height, width)),
    )


def _covered(
    merged: Iterable[tuple[tuple[int, int], tuple[int, int]]], height: int, width: int
) -> Iterator[tuple[int, int]]:
    """Yield the cells that merged ones over several rows cover; a range beyond every measure is none that a person drew."""
    for (top, left), (bottom, right) in islice(merged, MAX_MERGED):
        if top < bottom < min(height + 1, top + MAX_MERGED) and right < min(width + 1, left + WIDEST):
            yield from ((row, column) for row in range(top + 1, bottom + 1) for column in range(left, right + 1))


def cell(value: object) -> str:
    """Return a cell as a person sees it: whole numbers without a point, days without midnight.

    >>> cell(2019.0), cell(datetime.date(2019, 3, 5)), cell(None), cell(datetime.datetime(2019, 3, 5))
    ('2019', '2019-03-05', '', '2019-03-05')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ") if value.time() != datetime.time() else value.date().isoformat()
    return "" if value is None else str(value)


def read_sheetml(data: bytes, name: str) -> Iterator[Content]:
    """Yield one grid a sheet of Excel's XML of 2003, as some systems export it under .xls. Raises UnreadableFile."""
    root = xmlparts.parse(data, name)
    for sheet in root.iter():
        if local(sheet) == "Worksheet":
            rows = [row for table in sheet if local(table) == "Table" for row in table if local(row) == "Row"]
            yield _xml_grid(rows[:MAX_ROWS], attribute(sheet, "Name") or None)


def _xml_grid(rows: list[Any], sheet: str | None) -> Grid:
    """Return rows of cells in their places: some programs name the place of a cell, others leave out what a merged one covers."""
    below: dict[int, int] = {}  # column -> rows that a cell further up still covers
    grid: list[tuple[str, ...]] = []
    covered: set[tuple[int, int]] = set()
    for row in rows:
        place = attribute(row, "Index")
        if place.isdigit() and len(place) < 7 and len(grid) < int(place) - 1 < MAX_ROWS:
            grid += [()] * (int(place) - 1 - len(grid))
        covered |= {(len(grid), column) for column in below}
        cells, merged = _xml_cells(row, below)
        below = {column: left - 1 for column, left in below.items() if left > 1} | merged
        grid.append(tuple(cells))
    return Grid(tuple(grid), sheet, covered=frozenset(covered))


def _xml_cells(row: Any, below: dict[int, int]) -> tuple[list[str], dict[int, int]]:
    """Return the cells of one row, and of the columns that its cells cover further down the number of rows."""
    cells: list[str] = []
    merged: dict[int, int] = {}
    for one in row:
        place = attribute(one, "Index")
        if place.isdigit() and len(place) < 5 and len(cells) < int(place) - 1 < WIDEST:
            cells += [""] * (int(place) - 1 - len(cells))
        while not place and len(cells) in below and len(cells) < WIDEST:
            cells.append("")
        across, down = _merged(one, "MergeAcross"), _merged(one, "MergeDown")
        merged |= dict.fromkeys(range(len(cells), len(cells) + across + 1), down) if down else {}
        cells += [_xml_text(one), *[""] * across]
    return cells, merged


def _merged(cell: Any, name: str) -> int:
    said = attribute(cell, name)
    return min(int(said), WIDEST if name == "MergeAcross" else MAX_ROWS) if said.isdigit() and len(said) < 7 else 0


def _xml_text(cell: Any) -> str:
    """Return what a cell shows; a day comes without its midnight, and a comment on the cell is no part of it."""
    data = next((one for one in cell if local(one) == "Data"), None)
    text = "".join(data.itertext()).strip() if data is not None else ""
    return text.partition("T")[0] if data is not None and attribute(data, "Type") == "DateTime" else text
