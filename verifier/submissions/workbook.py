"""A unit's workbook: a sheet of applicants and a sheet of items, as `verifier template` writes it, columns in any order.

Every cell is checked before anything starts; wrong ones are told all at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from verifier.errors import UnreadableFile
from verifier.formats import spreadsheet
from verifier.formats.entry import Entry
from verifier.model import Citation, Origin, Submission
from verifier.readers import composed, sorting
from verifier.readers.content import Grid
from verifier.submissions import heads, people
from verifier.submissions.handed import Handed
from verifier.submissions.wrong import Wrong, complaint

NAMED = (("applicants", heads.APPLICANTS, "obtained"), ("items", heads.ITEMS, "applicant"))


class Row(NamedTuple):
    """One row of a sheet: its sheet, its number from 1, field -> cell, and the cells of a record's own columns."""

    sheet: str
    number: int
    cells: dict[str, str]
    record: dict[str, list[str]]


class Table(NamedTuple):
    """The rows of one sheet under its heads; `places` is column -> field, `shown` column -> the head as written."""

    sheet: str
    rows: tuple[Row, ...]
    places: dict[int, str]
    shown: dict[int, str]

    def wrong(self, row: Row, field: str, zh: str, en: str) -> Wrong:
        """Return the complaint about one field of a row, at its column (or the first, where the column is missing)."""
        column = next((place for place, name in self.places.items() if name == field), 0)
        return Wrong(self.sheet, row.number, column, self.shown.get(column, field), zh, en)


def read(grids: Sequence[Grid], file: str, notice: str) -> Iterator[Handed]:
    """Yield every submission. Raises BadValue naming every wrong cell, or UnreadableFile where a sheet is missing."""
    applicants, items = tables(grids, file)
    complaints = [*_about_applicants(applicants), *_about_items(items, applicants)]
    if complaints:
        raise complaint(file, sorted(complaints, key=lambda one: (one.sheet, one.row, one.column)))
    mine: dict[str, list[Row]] = {}
    for row in items.rows if items else ():
        mine.setdefault(row.cells["applicant"], []).append(row)
    for row in applicants.rows:
        keys = dict.fromkeys((row.cells.get("id", ""), row.cells["name"]))
        yield _handed(row, [one for key in keys if key for one in mine.get(key, ())], file, notice)


def tables(grids: Sequence[Grid], file: str) -> tuple[Table, Table | None]:
    """Return the sheet of applicants and the sheet of items. Raises UnreadableFile where there are no applicants."""
    found: dict[str, Table] = {}
    for grid in grids:
        for name, columns, needed in NAMED:
            if name not in found and (table := _table(grid, columns, needed)):
                found[name] = table
                break
    if "applicants" not in found:
        raise UnreadableFile(
            f"工作簿 {file} 中没有申报人表（须有“姓名”“取得时间”等列）。请用 verifier template 生成的样表填写。",
            f"The workbook {file} has no sheet of applicants (columns 姓名, 取得时间 …). Fill in the one that verifier template writes.",
        )
    if not found["applicants"].rows:
        raise UnreadableFile(
            f"工作簿 {file} 的申报人表中没有填写申报人。请每人填一行后重试。",
            f"The sheet of applicants in {file} is empty. Give every applicant a row and retry.",
        )
    return found["applicants"], found.get("items")


def _table(grid: Grid, columns: tuple[heads.Column, ...], needed: str) -> Table | None:
    for number, cells in enumerate(grid.rows[:30]):
        places = heads.place(list(cells), columns)
        if needed in places.values() and len(places) > 1:
            own = {place: field for place, field in _record_heads(cells, places).items() if place not in places}
            rows = tuple(_rows(grid, number, places, own))
            return Table(grid.sheet or "", rows, places, {place: "".join(cells[place].split()).rstrip("*＊") for place in places})
    return None


def _record_heads(cells: Sequence[str], places: dict[int, str]) -> dict[int, str]:
    """Return the columns of a record's own fields (题名, 作者 …), which may stand in place of one column 著录."""
    if "text" in places.values() and not any(spreadsheet.column(cell) == "title" for cell in cells):
        return {}
    return {place: field for place, cell in enumerate(cells) if cell and (field := spreadsheet.column(cell))}


def _rows(grid: Grid, head: int, places: dict[int, str], own: dict[int, str]) -> Iterator[Row]:
    for number, cells in enumerate(grid.rows[head + 1 :], head + 2):
        if any(cell.strip() for cell in cells):
            record: dict[str, list[str]] = {}
            for place, field in own.items():
                if place < len(cells) and cells[place].strip():
                    record.setdefault(field, []).append(cells[place])
            filled = {field: cells[place].strip() for place, field in places.items() if place < len(cells)}
            yield Row(grid.sheet or "", number, filled, record)


def _about_applicants(table: Table) -> Iterator[Wrong]:
    seen: dict[str, int] = {}
    for row in table.rows:
        for field, zh, en in people.complaints(row.cells):
            yield table.wrong(row, field, zh, en)
        key = row.cells.get("id") or row.cells.get("name", "")
        if key and key in seen:
            field = "id" if row.cells.get("id") else "name"
            yield table.wrong(row, field, f"与第{seen[key]}行重复，请填写不同的编号", f"repeats row {seen[key]}; give different ids")
        seen.setdefault(key, row.number)


def _about_items(table: Table | None, applicants: Table) -> Iterator[Wrong]:
    keys = Counter(key for row in applicants.rows for key in {row.cells.get("id", ""), row.cells.get("name", "")} if key)
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows if table else ():
        assert table
        who = row.cells.get("applicant", "")
        if keys[who] != 1:
            zh = "未填写" if not who else f"有 {keys[who]} 位申报人叫“{who}”，请填编号" if keys[who] else f"申报人表中没有“{who}”，请核对编号"
            yield table.wrong(row, "applicant", zh, f"“{who}” names {keys[who]} applicants of the workbook, not one")
        if not row.cells.get("text") and not row.record.get("title"):
            yield table.wrong(row, "text", "未填写著录", "has no citation")
        for field, zh, en in people.item_complaints(row.cells):
            yield table.wrong(row, field, zh, en)
        key = who, row.cells.get("id", "")
        if key[1] and key in seen:
            yield table.wrong(row, "id", f"与第{seen[key]}行重复，请改为不同的编号", f"repeats row {seen[key]}; give different ids")
        seen.setdefault(key, row.number)


def _handed(row: Row, items: list[Row], file: str, notice: str) -> Handed:
    listed, citations = [], {}
    for number, one in enumerate(items, 1):
        text, entry = one.cells.get("text", ""), None
        if not text:
            made = spreadsheet.entry(one.record, one.number)
            entry = made if isinstance(made, Entry) else None
            text = composed.text(entry) if entry else one.record["title"][0]
        item = people.item_of_row(one.cells, number, text)
        listed.append(item)
        if entry:
            citations[item.id] = _cited(entry, item.id, Origin(file=file, sheet=one.sheet, row=one.number))
    submission = Submission(applicant=people.applicant(row.cells), notice=row.cells.get("notice") or notice, items=tuple(listed))
    return Handed(submission=submission, citations=citations)


def _cited(entry: Entry, id: str, origin: Origin) -> Citation:  # noqa: A002 - the field is called id
    return sorting.typed(composed.cite(entry, id, origin))
