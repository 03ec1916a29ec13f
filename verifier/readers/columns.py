"""Columns without heads, forms with a head beside each value, and several papers in one row of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from verifier.formats import spreadsheet
from verifier.formats.entry import Entry, Unread
from verifier.model import Doubt

Cells = Sequence[str]
SAMPLE = 200
_HAN_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}(?:\s*[,，;；、\s]\s*[\u3400-\u9fff·]{2,4}){0,15}(?:\s*等)?")
_LATIN_NAMES = re.compile(r"(?:[A-Z][A-Za-z'-]+\.?,?\s?){2,4}(?:[;；,]\s?(?:[A-Z][A-Za-z'-]*\.?,?\s?){2,4})*")
_INDEX = re.compile(r"[\[(（]?\d{1,4}[\])）.、]?")
_DATE = re.compile(r"(?:19|20)\d\d\s*(?:[年.\-/]\s*\d{1,2}\s*(?:[月.\-/]\s*\d{0,2}\s*日?)?|年)?|(?:19|20)\d\d年第?\d{1,2}期|[34]\d{4}")
_SERIAL = re.compile(r"(?:ISSN|CN)?[\s:：]*\d{2,4}\s?[-—]\s?\d{3,4}[\dXx]?(?:\s?/\s?[A-Z]{1,2}\d{0,3})?(?:[\s;；,，/].{0,30})?", re.I)
_PAGES = re.compile(r"(?:第|pp?\.?)?\s*[A-Za-z]?\d{1,5}\s*[-–—~～]\s*[A-Za-z]?\d{1,5}(?:\+\d{1,5})?\s*页?")
_IMPRINT = re.compile(
    r"(?:(?:19|20)\d\d\s*年?[,，]?\s*)?(?:第?\d{1,4}卷?)?[,，]?\s*(?:\([^()]{1,8}\)|（[^（）]{1,8}）|第?\d{1,3}期)\s*[,，:：]?\s*"
    r"(?:第?\d{1,5}\s*[-–—~～]\s*\d{1,5}页?)?"
)
_RANK = re.compile(r"独著|独立|第?[一二三四五六1-6](?:作者)?|第一作者|通讯作者")
_JOURNAL = re.compile(r"学报|杂志|期刊|通报|通讯|月刊|季刊|技术|研究|工程|机械|科学|管理|教育|Journal|Review|Letters|Transactions|Science", re.I)
_NUMBERED_LINE = re.compile(r"\s*(?:[\[(（]\s?(\d{1,2})\s?[\])）]|(\d{1,2})\s?[.．、](?!\d)|([①-⑳]))\s*")
_SHAPES = (("date", _DATE), ("index", _INDEX), ("pages", _PAGES), ("serials", _SERIAL), ("imprint", _IMPRINT), ("rank", _RANK))
SHARE = 0.7


def infer(rows: Sequence[Cells]) -> dict[int, str]:
    """Return column -> field where a table without heads tells itself: a column of titles, and at least one of names, dates, journals."""
    shown = [row for row in rows[:SAMPLE] if sum(1 for cell in row if cell) >= 3]
    if not shown:
        return {}
    width = max(len(row) for row in shown)
    places: dict[int, str] = {}
    texts: list[tuple[float, int]] = []
    for place in range(min(width, 40)):
        cells = [row[place] for row in shown if place < len(row) and row[place]]
        if not cells:
            continue
        field = _field(cells)
        if field and (field not in places.values() or field in ("index", "rank")):
            places[place] = field
        elif not field:
            texts.append((sum(len(cell) for cell in cells) / len(cells), place))
    return _with_titles(places, sorted(texts, reverse=True), shown)


def _field(cells: Sequence[str]) -> str:
    """Return what a column holds by its cells' shapes, or nothing for free text."""
    for field, shape in _SHAPES:
        if sum(1 for cell in cells if shape.fullmatch(cell)) >= SHARE * len(cells):
            return field
    names = sum(1 for cell in cells if _HAN_NAME.fullmatch(cell) or _LATIN_NAMES.fullmatch(cell))
    return "authors" if names >= SHARE * len(cells) and not any(_JOURNAL.search(cell) for cell in cells) else ""


def is_index(cell: str) -> bool:
    """Tell whether a cell is a mere number of its row."""
    return _INDEX.fullmatch(cell) is not None


def _with_titles(places: dict[int, str], texts: list[tuple[float, int]], rows: Sequence[Cells]) -> dict[int, str]:
    """Add the titles (the longest texts) and the journals (the next that read like them)."""
    if not texts or texts[0][0] < 6 or not set(places.values()) & {"authors", "date", "imprint", "serials"}:
        return {}
    found = {**places, texts[0][1]: "title"}
    for _, place in texts[1:]:
        cells = [row[place] for row in rows if place < len(row) and row[place]]
        if sum(1 for cell in cells if _JOURNAL.search(cell)) * 2 >= len(cells):
            return {**found, place: "container"}
    return found


def doubted(found: Entry | Unread) -> Entry | Unread:
    """Say of a record that its columns were told by their content."""
    if isinstance(found, Unread):
        return found
    doubts = [
        Doubt(field=field, kind="inferred", original=getattr(found, field), note="表格没有列名，按内容判断")
        for field in ("title", "container")
        if getattr(found, field)
    ]
    return msgspec.structs.replace(found, doubts=(*found.doubts, *doubts))


def is_form(rows: Sequence[Cells]) -> bool:
    """Tell whether a table is a form: heads beside their values, a title and something else among them."""
    fields = [field for row in rows[:SAMPLE] for field, _ in _pairs(row)]
    return "title" in fields and bool(set(fields) & {"container", "date", "year", "serials", "publisher"})


def forms(rows: Sequence[Cells]) -> Iterator[tuple[int, Mapping[str, Sequence[str]]]]:
    """Yield (row of the title, field -> values) for every paper of a form; a second title begins the next paper."""
    fields: dict[str, list[str]] = {}
    begins = 1
    for number, row in enumerate(rows, 1):
        for field, value in _pairs(row):
            if field == "title" and "title" in fields:
                yield begins, fields
                fields = {key: values for key, values in fields.items() if key == "person"}
            if field == "title":
                begins = number
            fields.setdefault(field, []).append(value)
    if "title" in fields:
        yield begins, fields


def _pairs(row: Cells) -> list[tuple[str, str]]:
    """Return the heads of a row with the values beside them."""
    cells = [cell for cell in row if cell]
    found = []
    place = 0
    while place + 1 < len(cells):
        field = spreadsheet.column(cells[place]) if len(cells[place]) <= 20 else None
        if field and spreadsheet.column(cells[place + 1]) is None:
            found.append((field, cells[place + 1]))
            place += 1
        place += 1
    return found


def papers(cells: Mapping[str, Sequence[str]]) -> Sequence[Mapping[str, Sequence[str]]]:
    """Part a row whose title cell holds several numbered titles; cells with as many lines go along, the others are shared.

    >>> [part["title"] for part in papers({"title": ["1.甲题\\n2.乙题"], "container": ["1.甲刊\\n2.乙刊"]})]
    [['甲题'], ['乙题']]
    """
    title = cells.get("title", [""])[0]
    titles = _numbered(title) if "\n" in title else []
    if len(titles) < 2:
        return [cells]
    parted: list[dict[str, list[str]]] = [{} for _ in titles]
    for field, values in cells.items():
        for value in values:
            lines = _numbered(value) or value.split("\n")
            for place, part in enumerate(parted):
                part.setdefault(field, []).append(lines[place] if len(lines) == len(titles) else value)
    return parted


def _numbered(cell: str) -> list[str]:
    """Return the lines of a cell without their numbers if every line has the next one; lines without a number go on."""
    found: list[str] = []
    for line in cell.split("\n"):
        number = _NUMBERED_LINE.match(line)
        if number and _value(number) == len(found) + 1:
            found.append(line[number.end() :])
        elif found:
            found[-1] += line
        else:
            return []
    return found


def _value(number: re.Match[str]) -> int:
    groups: tuple[Any, ...] = number.groups()
    return ord(groups[2]) - ord("①") + 1 if groups[2] else int(groups[0] or groups[1])
