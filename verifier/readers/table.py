"""Tables of a hand-in: rows of cells in, records and texts out, whatever the order of the columns and with or without heads.

Columns are known by their heads, never by position. A form (a head beside its value, line below line) is read as such. Without any
head, columns are told by what they hold, and that is said in a doubt; a row whose one long cell is a reference is taken as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from verifier.formats import spreadsheet
from verifier.formats.entry import Entry, Unread
from verifier.readers import columns, furniture, running

MIN_CITATION = 12
_OWN = frozenset({"title", "citation"})
"""What a paper has to itself: a merged title is one paper over several rows, not several."""
Cells = Sequence[str]


class Found(NamedTuple):
    """What a row held: an entry, or the text of a citation; or, with `note`, what was left out and why. Rows count from 1."""

    row: int
    text: str = ""
    entry: Entry | None = None
    person: str | None = None
    rank: str | None = None
    note: str = ""


def read(rows: Sequence[Cells], covered: frozenset[tuple[int, int]] = frozenset()) -> Iterator[Found]:
    """Yield everything that a table holds, row by row; `covered` are the cells (row, column, from 0) under a merged one."""
    neat = [[_neat(cell) for cell in row] for row in rows]
    head = next((number for number, row in enumerate(neat) if spreadsheet.heads(row)), None)
    if head is not None:
        yield from _before(neat[:head])
        yield from _below(_filled(neat, head, covered) if covered else neat, head)
    elif columns.is_form(neat):
        yield from _forms(neat)
    else:
        yield from _headless(neat)


def _neat(cell: str) -> str:
    """Return a cell with blanks made single; line ends stay, for a cell may hold several papers."""
    if "\n" not in cell and "\r" not in cell:
        return " ".join(cell.split())
    return "\n".join(line for line in (" ".join(part.split()) for part in cell.splitlines()) if line)


def _filled(rows: list[list[str]], head: int, covered: frozenset[tuple[int, int]]) -> list[list[str]]:
    """Give covered cells what the merged cell above says (one journal or day for several papers), but never a title or reference anew."""
    own = {place for place, field in spreadsheet.heads(rows[head]).items() if field in _OWN}
    used = {number for number, row in enumerate(rows) if any(row)}
    for row, column in sorted(covered):
        if row > head + 1 and row in used and column not in own and column < min(len(rows[row]), len(rows[row - 1])):
            rows[row][column] = rows[row][column] or rows[row - 1][column]
    return rows


def _shown(row: Cells) -> str:
    return " ".join(cell.replace("\n", " ") for cell in row if cell)


def _before(rows: Sequence[Cells]) -> Iterator[Found]:
    """Yield what stands above the heads: titles and names are left out, references are not."""
    for number, row in enumerate(rows, 1):
        text = _shown(row)
        if text and furniture.looks_like_reference(text):
            yield from _texts(number, max(row, key=len))
        elif text:
            yield Found(number, text, note="表头以上的文字")


def _below(rows: Sequence[Cells], head: int) -> Iterator[Found]:
    places: dict[int, str] = {}
    named: tuple[int, ...] = ()
    person = ""
    for number, row in enumerate(rows[head:], head + 1):
        heads = spreadsheet.heads(row)
        if heads:
            places, named = heads, tuple(place for place, field in heads.items() if field == "person")
            unknown = [cell for place, cell in enumerate(row) if cell and place not in heads]
            if unknown:
                yield Found(number, "、".join(unknown), note="未识别的列")
            continue
        if not any(row):
            continue
        if named:  # a merged cell shows the name in its first row alone
            person = next((row[place] for place in named if place < len(row) and row[place]), person)
        yield from _row(number, row, places, person or None)


def _row(number: int, row: Cells, places: dict[int, str], person: str | None) -> Iterator[Found]:
    by_field: dict[str, list[str]] = {}
    for place, field in places.items():
        if place < len(row) and row[place]:
            by_field.setdefault(field, []).append(row[place])
    rank = by_field["rank"][0] if "rank" in by_field else None
    shown = sum(map(bool, row))
    if "citation" in by_field:
        for found in _texts(number, by_field["citation"][0]):
            yield found._replace(person=person, rank=rank)
    elif shown == 1 and len(row) > 2 and (furniture.is_furniture(_shown(row)) or "title" not in by_field):
        text = next(filter(None, row))
        yield from (
            _texts(number, text)
            if furniture.looks_like_reference(text)
            else [Found(number, text, note="表中的标题或说明")]
        )
    elif "title" in by_field and not (shown < 3 and furniture.is_label(by_field["title"][0])):
        for part in columns.papers(by_field):
            yield _entry(number, row, spreadsheet.entry(part, number), person, rank)
    elif by_field.keys() - {"index", "person", "rank", "other"} or furniture.is_label(_shown(row)):
        yield Found(number, _shown(row), note="缺少题名")


def _entry(number: int, row: Cells, found: Entry | Unread, person: str | None = None, rank: str | None = None) -> Found:
    if isinstance(found, Unread):
        return Found(number, _shown(row), note=found.zh)
    return Found(number, "", found, person, rank)


def _texts(number: int, cell: str) -> Iterator[Found]:
    """Yield the references of one cell, which may hold several, and what stands between them."""
    cut = running.cut(cell)
    for piece in cut.pieces:
        yield Found(number, piece.text)
    for piece in cut.left_out:
        yield Found(number, piece.text, note="标题、签名或说明")


def _forms(rows: Sequence[Cells]) -> Iterator[Found]:
    for number, fields in columns.forms(rows):
        person, rank = (next(iter(fields.get(key, ())), None) for key in ("person", "rank"))
        yield _entry(
            number,
            [value for values in fields.values() for value in values],
            spreadsheet.entry(fields, number),
            person,
            rank,
        )


def _headless(rows: Sequence[Cells]) -> Iterator[Found]:
    """Yield rows without heads that we know: as records where the columns tell themselves, else the longest cell of each."""
    head = 1 if len(rows) > 1 and _may_be_heads(rows[0], rows[1:]) else 0
    places = columns.infer(rows[head:])
    head = head if places else 0
    for number, row in enumerate(rows, 1):
        longest = max(row, key=len, default="")
        if not longest:
            continue
        title = next((row[place] for place, field in places.items() if field == "title" and place < len(row)), "")
        if number <= head:
            yield Found(number, _shown(row), note="未识别的列名，各列按内容判断")
        elif furniture.looks_like_reference(longest) or not places:
            yield from _plain(number, row, longest)
        elif title and not furniture.is_furniture(title):
            by_field = {field: [row[place]] for place, field in places.items() if place < len(row) and row[place]}
            rank = next(iter(by_field.get("rank", ())), None)
            yield _entry(number, row, columns.doubted(spreadsheet.entry(by_field, number)), None, rank)
        else:
            yield Found(number, _shown(row), note="标题、签名或说明")


def _may_be_heads(row: Cells, below: Sequence[Cells]) -> bool:
    """Tell whether a row may be heads in words that we do not know: short words alone, above cells that are longer and hold numbers."""
    shown = [cell for cell in row if cell]
    if len(shown) < 3 or any(len(cell) > 12 or any(sign.isdigit() for sign in cell) for cell in shown):
        return False
    longest = max((len(cell) for line in below[:20] for cell in line), default=0)
    return longest > 12 and any(sign.isdigit() for line in below[:20] for cell in line for sign in cell)


def _plain(number: int, row: Cells, longest: str) -> Iterator[Found]:
    """Yield the longest cell of a row whose columns tell nothing; what its other cells hold is said, unless it is a mere number."""
    if len(longest) >= MIN_CITATION and not furniture.is_furniture(longest):
        yield from _texts(number, longest)
        rest = [cell for cell in row if cell and cell is not longest and not columns.is_index(cell)]
        if rest:
            yield Found(number, "、".join(rest), note="同一行的其他单元格，列名未识别")
    else:
        yield Found(number, _shown(row), note="标题、签名或说明")
