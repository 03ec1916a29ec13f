"""Tables of a PDF that are drawn with lines: the lines of a page in, rows of cells with their place out.

A cell is what its lines enclose; where a line between two cells is missing they are one. What no lines part stays running text.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

MAX_SEGMENTS = 20_000
MAX_LINES = 600
"""Lines of one direction on a page beyond which it is a drawing and no table."""
NEAR = 3.0
"""Points within which two lines are one: a drawn border has a width, and cells are drawn one by one."""
SHORTEST = 6.0
_HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
_NUMBERED = re.compile(r"\s*(?:[\[(（]\s?\d{1,2}\s?[\])）]|\d{1,2}\s?[.．、](?!\d)|[①-⑳])")


class Line(NamedTuple):
    """A drawn line: its place across (x of an upright one, y of a level one), and from where to where it goes."""

    at: float
    start: float
    end: float


class Table(NamedTuple):
    """A table's place on the page, its rows of cells, and the cells (row, column, from 0) under a merged one."""

    left: float
    bottom: float
    right: float
    top: float
    rows: tuple[tuple[str, ...], ...]
    covered: frozenset[tuple[int, int]]


def tables(page: Any, text: Any) -> list[Table]:
    """Return the ruled tables of a page from top to bottom; `text` is its text page."""
    level, upright = _drawn(page)
    if not (3 <= len(level) <= MAX_LINES and 3 <= len(upright) <= MAX_LINES):
        return []
    found = [_table(text, *group) for group in _groups(level, upright)]
    return sorted((one for one in found if one), key=lambda one: -one.top)


def _drawn(page: Any) -> tuple[list[Line], list[Line]]:
    """Return the level and the upright lines of a page, also the sides of boxes."""
    import pypdfium2.raw  # late: only PDFs need it

    raw: Any = pypdfium2.raw
    level: set[Line] = set()
    upright: set[Line] = set()
    left = MAX_SEGMENTS
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        points = list(_points(raw, drawn.raw, min(left, 2_000)))
        left -= len(points)
        for (x0, y0, _), (x1, y1, joined) in pairwise(points):
            if joined and abs(y1 - y0) < 1 and abs(x1 - x0) >= SHORTEST:
                level.add(Line(round((y0 + y1) / 2, 1), min(x0, x1), max(x0, x1)))
            elif joined and abs(x1 - x0) < 1 and abs(y1 - y0) >= SHORTEST:
                upright.add(Line(round((x0 + x1) / 2, 1), min(y0, y1), max(y0, y1)))
        if left <= 0:
            return [], []
    return sorted(level), sorted(upright)


def _points(raw: Any, path: Any, most: int) -> Iterator[tuple[float, float, bool]]:
    """Yield the corners of a path on the page, and whether a straight line leads there; a closed path ends where it began."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] | None = None
    for number in range(min(raw.FPDFPath_CountSegments(path), most)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        place = (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        straight = raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO
        if not straight:
            first = place
        yield (*place, straight)
        if raw.FPDFPathSegment_GetClose(segment) and first:
            yield (*first, True)


def _groups(level: Sequence[Line], upright: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Yield the lines that touch one another, table by table."""
    left_level, left_upright = set(level), set(upright)
    while left_level:
        rows: list[Line] = [left_level.pop()]
        columns: list[Line] = []
        queue: list[tuple[Line, bool]] = [(rows[0], True)]
        while queue:
            line, is_level = queue.pop()
            others = left_upright if is_level else left_level
            touching = [other for other in others if _touch(line, other)]
            others.difference_update(touching)
            (columns if is_level else rows).extend(touching)
            queue += [(other, not is_level) for other in touching]
        yield rows, columns


def _touch(one: Line, other: Line) -> bool:
    return one.start - NEAR <= other.at <= one.end + NEAR and other.start - NEAR <= one.at <= other.end + NEAR


def _table(text: Any, level: list[Line], upright: list[Line]) -> Table | None:
    """Return the cells that some lines enclose, or None where they part nothing: a frame, a rule under a heading."""
    xs, ys = _places(upright), _places(level)[::-1]
    if len(xs) < 3 or len(ys) < 3:
        return None
    rows: list[tuple[str, ...]] = []
    covered: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        cells: list[str] = []
        while len(cells) < len(xs) - 1:
            begin, end = len(cells), len(cells) + 1
            while end < len(xs) - 1 and not _is_drawn(upright, xs[end], (ys[row] + ys[row + 1]) / 2):
                end += 1
            middle = (xs[begin] + xs[begin + 1]) / 2
            if row and not _is_drawn(level, ys[row], middle):
                covered |= {(row, column) for column in range(begin, end)}
                cells += [""] * (end - begin)
                continue
            below = row + 1
            while below < len(ys) - 1 and not _is_drawn(level, ys[below], middle):
                below += 1
            cells += [_words(text, xs[begin], ys[below], xs[end], ys[row]), *[""] * (end - begin - 1)]
        rows.append(tuple(cells))
    if not any(any(row) for row in rows):
        return None
    return Table(xs[0], ys[-1], xs[-1], ys[0], tuple(rows), frozenset(covered))


def _places(lines: Sequence[Line]) -> list[float]:
    """Return where lines stand, each place once, in rising order."""
    places: list[float] = []
    for line in sorted(lines):
        if not places or line.at - places[-1] > NEAR:
            places.append(line.at)
    return places


def _is_drawn(lines: Sequence[Line], at: float, beside: float) -> bool:
    """Tell whether a line is drawn at a place, where it passes `beside`."""
    return any(abs(line.at - at) <= NEAR and line.start - 1 <= beside <= line.end + 1 for line in lines)


def _words(text: Any, left: float, bottom: float, right: float, top: float) -> str:
    """Return the text between four lines; lines of a cell are joined, but for numbered ones, which are several papers."""
    found = ""
    for line in text.get_text_bounded(left + 1, bottom + 1, right - 1, top - 1).splitlines():
        line = " ".join(line.split())
        if found and line:
            together = _HAN.match(found[-1]) and _HAN.match(line[0])
            found += "\n" if _NUMBERED.match(line) and _NUMBERED.match(found) else "" if together else " "
        found += line
    return found
