"""The issue table of a journal-year as a picture: what each source lists, what it does not, and where the stated issue would stand.

A number that no list shows is drawn as not listed, never as missing: whether an absence says anything is judged elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString

from verifier.judging.tables import Table
from verifier.model import Citation
from verifier.normalize import issues
from verifier.portal.committee import svg
from verifier.portal.language import lang, say
from verifier.proof.words import SOURCES, name

LABEL, CELL, LINE, MOST = 96.0, 40.0, 34.0, 26
"""At most so many numbers stand in one line; a weekly's year takes two."""


class Cell(NamedTuple):
    """One issue in one source: its number or code, and `regular`, `extra` (supplement or Z) or `absent`."""

    code: str
    kind: str
    stated: bool


class Row(NamedTuple):
    """One source's year."""

    source: str
    cells: tuple[Cell, ...]
    closed: bool
    evidence: tuple[str, ...]


def rows(found: tuple[Table, ...], citation: Citation) -> list[Row]:
    """Return the years of all sources on one scale of numbers, their other codes behind it."""
    stated = issues.mark(citation.issue)
    known = [table.yearly for table in found if table.yearly]
    last = max([*known, *(max(table.numbers, default=0) for table in found), *stated.numbers], default=0)
    return [Row(name(SOURCES, table.source, lang()), _cells(table, min(last, 60), citation.issue), table.closed, table.evidence) for table in found]


def _cells(table: Table, last: int, issue: str | None) -> tuple[Cell, ...]:
    stated = issues.mark(issue)
    plain = stated.kind_hint in ("regular", "combined", "part")
    numbers = (
        Cell(str(number), "regular" if number in table.numbers else "absent", plain and number in stated.numbers)
        for number in range(1, last + 1)
    )
    extra = [code for code in table.codes if issues.mark(code).kind_hint not in ("regular", "part")]
    behind = [Cell(code, "extra", bool(issue) and issues.same(issue, code)) for code in extra]
    if issue and not plain and not any(cell.stated for cell in behind):
        behind.append(Cell(issue, "absent", stated=True))
    return (*numbers, *behind)


def picture(lines: list[Row], year: str) -> SafeString:
    """Draw the table."""
    wide = min(MOST, max((len(row.cells) for row in lines), default=1))
    parts, y, said = list[str](), 4.0, list[str]()
    for row in lines:
        parts.append(svg.text(LABEL - 8, y + 21, svg.cut(row.source, LABEL - 10), "label", "end"))
        for place, cell in enumerate(row.cells):
            x, top = LABEL + CELL * (place % MOST), y + LINE * (place // MOST)
            title = f"{row.source} {year}：{_says(cell)}"
            parts.append(svg.rect(x + 1, top + 1, CELL - 4, LINE - 6, f"cell {cell.kind}{' stated' if cell.stated else ''}", title))
            parts.append(svg.text(x + CELL / 2 - 1, top + 19, svg.cut(cell.code, CELL - 6, 12), f"code {cell.kind}", "middle"))
        y += LINE * (1 + (len(row.cells) - 1) // MOST) if row.cells else LINE
        said.append(f"{row.source}：" + say("、", ", ").join(cell.code for cell in row.cells if cell.kind != "absent"))
    title = say(f"{year}年刊期表", f"Issues of {year}")
    return svg.picture(LABEL + CELL * wide + 4, y + 4, parts, title, say("；", "; ").join(said), "issues")


def _says(cell: Cell) -> str:
    word = {"regular": say("已列", "listed"), "extra": say("另列（增刊或合刊标识）", "listed apart"), "absent": say("未列", "not listed")}[cell.kind]
    return f"{cell.code} {word}" + (say("，所填期次", ", the stated issue") if cell.stated else "")
