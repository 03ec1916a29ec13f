"""Workbooks (.xlsx, .xls, .ods) by calamine, and tables that only call themselves .xls: HTML and Excel's XML of 2003."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator

from verifier.readers import xmlparts
from verifier.readers.content import Content, Grid
from verifier.readers.unreadable import unreadable
from verifier.readers.xmlparts import attribute, local

MAX_ROWS = 100_000
MAX_CELLS = 5_000_000
WIDEST = 200


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
            raise unreadable(name, "已加密，请去掉密码后再交", "it is encrypted; remove the password and retry") from None
        raise unreadable(name, f"无法按 Excel 打开（{error}）", f"its workbook cannot be opened ({error})") from None


def _sheet(book: object, sheet: str, name: str) -> Iterator[Grid]:
    try:
        opened = book.get_sheet_by_name(sheet)  # type: ignore[attr-defined]
    except Exception as error:  # noqa: BLE001 - calamine names a chart sheet or a damaged one only by its message
        if "not found" in str(error).lower() or "worksheet" in type(error).__name__.lower():
            return
        raise unreadable(name, f"工作表“{sheet}”无法打开（{error}）", f"its sheet “{sheet}” cannot be opened ({error})") from None
    height, width = opened.total_height, opened.total_width
    if height * width > MAX_CELLS and width > WIDEST:
        raise unreadable(
            name, f"工作表“{sheet}”的范围异常庞大（{height}行×{width}列）", f"its sheet “{sheet}” spans {height} rows by {width} columns"
        )
    rows = opened.to_python(skip_empty_area=False)
    if sum(1 for row in rows if any(value not in ("", None) for value in row)) > MAX_ROWS:
        raise unreadable(name, f"工作表“{sheet}”超过 {MAX_ROWS} 行", f"its sheet “{sheet}” has more than {MAX_ROWS} rows")
    yield Grid(tuple(tuple(cell(value) for value in row) for row in rows), sheet)


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
            yield Grid(tuple(_xml_cells(row) for row in rows[:MAX_ROWS]), attribute(sheet, "Name") or None)


def _xml_cells(row: object) -> tuple[str, ...]:
    cells: list[str] = []
    for one in row:  # type: ignore[attr-defined]
        place = attribute(one, "Index")
        if place.isdigit() and len(cells) < int(place) - 1 < WIDEST:
            cells += [""] * (int(place) - 1 - len(cells))
        cells.append("".join(one.itertext()).strip())
    return tuple(cells)
