"""PDFs with a text layer: lines in the order of reading, columns apart, running heads and page numbers left out.

Runs in a child process with bounds (see `verifier.sandbox`): the library under it parses hostile input in C++.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from verifier.formats import spreadsheet
from verifier.readers import furniture, pdftable, wrapped
from verifier.readers.content import Content, Grid, Row, Text
from verifier.readers.pdftable import Table
from verifier.readers.unreadable import unreadable

MAX_PAGES = 500
MAX_PIECES = 20_000
MIN_COLUMN = 6
EDGE = 2
BLANK = "\u3000"
"""Lines at the top and the foot of a page among which running heads are looked for."""
_DIGITS = re.compile(r"\d+")
_SOFT = re.compile(r"[\x02\ufffe\u00ad]\s*$")
_HYPHEN = re.compile(r"(?<=[a-z])[-‐]\s*$")
_WORD = re.compile(r"[A-Za-z0-9'’.,:;()\[\]/_+-]+|\S")
_LOWER = re.compile(r"\s*[a-z]")
_PAGE_NUMBER = re.compile(r"\s*(?:第\s?\d{1,4}\s?页.{0,12}|[-–—·•]?\s?\d{1,4}\s?[-–—·•]?|\d{1,4}\s?/\s?\d{1,4}|page \d.{0,12}|[ivxlc]{1,6})\s*", re.I)


class Bit(NamedTuple):
    """A run of text on a page with its box, in points from the lower left."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


def read(data: bytes, name: str) -> Iterator[Content]:
    """Yield the running text of a PDF. Raises UnreadableFile, also where it is a scan without text."""
    pages = list(_pages(data, name))
    if not any(any(part.strip() if isinstance(part, str) else part.rows for part in page) for page in pages):
        raise unreadable(
            name, "PDF 中没有文字层（扫描件或图片），请改交 Word、Excel 或文本清单", "the PDF has no text layer (a scan); hand in Word, Excel or text"
        )
    heads = _heads([[part for part in page if isinstance(part, str) and part] for page in pages])
    body: list[Row] = []
    edges: dict[str, Row] = {}
    head: Table | None = None
    for number, page in enumerate(pages, 1):
        place, shown = 0, sum(part != "" for part in page)
        for part in page:
            place += part != ""
            if part == "":
                body.append(Row("", place, number))
            elif isinstance(part, Table):
                yield Text(tuple(_hyphens(body)))
                body = []
                yield _grid(part, head, number)
                head = part if any(map(spreadsheet.heads, part.rows)) else head
            elif min(place - 1, shown - place) < EDGE and (_PAGE_NUMBER.fullmatch(part) or _masked(part) in heads):
                edges.setdefault(_masked(part), Row(part, place, number, aside=True))
            else:
                body.append(Row(part, place, number))
    yield Text(tuple(_hyphens(body)))
    if heads:
        yield Text(tuple(row for mask, row in edges.items() if mask in heads))


def _grid(table: Table, before: Table | None, page: int) -> Grid:
    """Return a table's cells; one that goes on from the page before, with as many columns and no heads, has the heads of that one."""
    goes_on = before is not None and not any(map(spreadsheet.heads, table.rows)) and len(table.rows[0]) == len(before.rows[0])
    if before is None or not goes_on:
        return Grid(table.rows, covered=table.covered, page=page)
    head = next(row for row in before.rows if spreadsheet.heads(row))
    return Grid((head, *table.rows), first=0, covered=frozenset((row + 1, column) for row, column in table.covered), page=page)


def _pages(data: bytes, name: str) -> Iterator[list[str | Table]]:
    """Yield of every page its lines and its tables, in the order of reading."""
    import pypdfium2 as pdfium  # late: only PDFs need it

    try:
        document: Any = pdfium.PdfDocument(data)  # type: ignore[no-untyped-call]
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise unreadable(name, "PDF 已加密，请去掉密码后再交", "the PDF is encrypted; remove the password and retry") from None
        raise unreadable(name, "PDF 已损坏，请重新生成后再交", "the PDF is damaged; make it again and retry") from None
    if len(document) > MAX_PAGES:
        raise unreadable(name, f"PDF 超过 {MAX_PAGES} 页，请只交清单部分", f"the PDF has more than {MAX_PAGES} pages; hand in the list alone")
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
            yield list(_in_order(_bits(text), pdftable.tables(page, text), page.get_width()))
        except pdfium.PdfiumError:
            raise unreadable(name, f"PDF 第 {number + 1} 页已损坏", f"page {number + 1} of the PDF is damaged") from None


def _in_order(bits: Sequence[Bit], tables: Sequence[Table], width: float) -> Iterator[str | Table]:
    """Yield what stands above the first table, the table, what stands below it, and so on."""
    outside = [bit for bit in bits if not any(_within(bit, table) for table in tables)]
    for table in tables:
        yield from lines_of([bit for bit in outside if bit.bottom >= table.top - 1], width)
        outside = [bit for bit in outside if bit.bottom < table.top - 1]
        yield table
    yield from lines_of(outside, width)


def _within(bit: Bit, table: Table) -> bool:
    across, up = (bit.left + bit.right) / 2, (bit.bottom + bit.top) / 2
    return table.left <= across <= table.right and table.bottom <= up <= table.top


def _bits(text: Any) -> list[Bit]:
    count = min(text.count_rects(), MAX_PIECES)
    found = []
    for place in range(count):
        box = text.get_rect(place)
        words = text.get_text_bounded(*box)
        if words.strip():
            left, bottom, right, top = box
            found.append(Bit(left, bottom, right, top, words.replace("\r", "").replace("\n", " ")))
    return found


def lines_of(bits: Sequence[Bit], width: float) -> list[str]:
    """Return the lines of a page in the order of reading: the left column before the right one.

    >>> lines_of([Bit(50, 700, 200, 710, "左"), Bit(220, 700, 300, 710, "右")], 600)
    ['左 右']
    """
    bits = [run for line in _by_line(bits) for run in _runs(sorted(line))]
    gutter = _gutter(bits, width)
    if gutter is None:
        return _rows(bits)
    lines: list[str] = []
    side: list[Bit] = []
    for bit in sorted(bits, key=lambda bit: -bit.top):
        if bit.left < gutter < bit.right:
            lines += _columns(side, gutter) + _rows([bit])
            side = []
        else:
            side.append(bit)
    return lines + _columns(side, gutter)


def _runs(line: Sequence[Bit]) -> Iterator[Bit]:
    """Yield the runs of a line with what follows closely joined: a change of font parts nothing that stands together."""
    held: Bit | None = None
    for bit in line:
        if held and bit.left - held.right <= max(held.top - held.bottom, bit.top - bit.bottom):
            held = Bit(held.left, min(held.bottom, bit.bottom), max(held.right, bit.right), max(held.top, bit.top), _joined([held, bit]))
        else:
            if held:
                yield held
            held = bit
    if held:
        yield held


def _columns(bits: Sequence[Bit], gutter: float) -> list[str]:
    return _rows([bit for bit in bits if bit.right <= gutter]) + _rows([bit for bit in bits if bit.left >= gutter])


def _gutter(bits: Sequence[Bit], width: float) -> float | None:
    """Return where a page parts into two columns, or None: a place near the middle that hardly any run crosses, full on both sides."""
    best: tuple[int, float] | None = None
    for step in range(40, 61):
        place = width * step / 100
        left = [bit for bit in bits if bit.right <= place]
        right = [bit for bit in bits if bit.left >= place]
        crossing = len(bits) - len(left) - len(right)
        if crossing > len(bits) * 0.15 or min(len(_tops(left)), len(_tops(right))) < MIN_COLUMN:
            continue
        if not _wide(left, place) or not _wide(right, place):
            continue
        if best is None or crossing < best[0]:
            best = crossing, place
    return best[1] if best else None


def _wide(bits: Sequence[Bit], place: float) -> bool:
    """Tell whether a side is a column of prose: half of its lines are long. Columns of a table are narrow."""
    spans = [max(bit.right for bit in line) - min(bit.left for bit in line) for line in _by_line(bits)]
    return sum(1 for span in spans if span > place * 0.45) * 2 >= len(spans)


def _tops(bits: Sequence[Bit]) -> set[int]:
    return {round(bit.bottom / 4) for bit in bits}


def _by_line(bits: Sequence[Bit]) -> list[list[Bit]]:
    """Gather runs into lines, from top to bottom, by the middle of their height."""
    lines: list[list[Bit]] = []
    for bit in sorted(bits, key=lambda bit: (-(bit.top + bit.bottom) / 2, bit.left)):
        middle = (bit.top + bit.bottom) / 2
        if lines and lines[-1][0].bottom - 1 <= middle <= lines[-1][0].top + 1:
            lines[-1].append(bit)
        else:
            lines.append([bit])
    return lines


def _rows(bits: Sequence[Bit]) -> list[str]:
    """Return lines as text behind the blanks that they are indented by, and an empty one behind a line that the margin did not break.

    In a list without numbers nothing else tells where a reference begins.
    """
    lines = [sorted(line) for line in _by_line(bits)]
    edge = min((line[0].left for line in lines), default=0.0)
    margin = max((line[-1].right for line in lines), default=0.0)
    rows: list[str] = []
    for line, below in zip(lines, [*lines[1:], None], strict=False):
        indent = round((line[0].left - edge) / max(line[0].top - line[0].bottom, 4))
        rows.append(BLANK * min(indent, 40) + _joined(line).strip())
        if below and _had_room(line[-1], below[0], margin, margin - edge):
            rows.append("")
    return rows


def _had_room(last: Bit, next_: Bit, margin: float, measure: float) -> bool:
    """Tell whether the first word of a line would have found room on the line before: then a paragraph ended there."""
    height = max(last.top - last.bottom, next_.top - next_.bottom, 4)
    word = _WORD.match(next_.text)
    share = wrapped.width(word[0]) / max(wrapped.width(next_.text), 1) if word else 1.0
    return measure > 15 * height and margin - last.right > (next_.right - next_.left) * share + height


def _joined(line: Sequence[Bit]) -> str:
    """Join the runs of a line, with a blank where there is room for one."""
    text = line[0].text
    for before, bit in pairwise(line):
        room = bit.left - before.right > max(bit.top - bit.bottom, before.top - before.bottom) * 0.25
        text += (" " if room and not text.endswith(" ") and not _SOFT.match(bit.text) else "") + bit.text
    return text


def _heads(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the running heads and feet, numbers masked: what stands at the edge of most pages and is no part of a reference."""
    edges = Counter(mask for page in pages for mask in {_masked(line) for line in (*page[:EDGE], *page[-EDGE:])} if mask)
    return {line for line, count in edges.items() if count >= 3 and count * 2 >= len(pages)}


def _masked(line: str) -> str:
    """Return a line with its numbers masked, or nothing for one that may belong to a reference."""
    if len(line) > 60 or furniture.looks_like_reference(line):
        return ""
    return _DIGITS.sub("0", "".join(line.split()))


def _hyphens(rows: Sequence[Row]) -> Iterator[Row]:
    """Join words that a line end parted; a real hyphen before a small letter is lost with it, as comparison forms drop both."""
    held: Row | None = None
    for row in rows:
        if held is None:
            held = row
        elif _SOFT.search(held.text):
            held = held._replace(text=_SOFT.sub("", held.text) + row.text.lstrip())
        elif _HYPHEN.search(held.text) and _LOWER.match(row.text):
            held = held._replace(text=_HYPHEN.sub("", held.text) + row.text.lstrip())
        else:
            yield held
            held = row
    if held is not None:
        yield held
