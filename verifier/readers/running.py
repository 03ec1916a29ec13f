"""Running text of a hand-in: the references that it lists, and the lines around them that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from verifier.readers import applicants, furniture, listing, wrapped
from verifier.readers.content import Row

_ENDS = re.compile(r"[.．。;；\d)）\]］】页期版报]\s*$")
_NUMBER = re.compile(r"\s*(?:[\[［【〔(（]\s?\d{1,4}\s?[\]］】〕)）]|\d{1,3}\s?[.．、)）]|[①-⑳•●▪■◆★※*]|[一二三四五六七八九十]{1,3}、)")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_OPENING = re.compile(r"\s*(?!DOI|ISSN|CN\s?\d)(?:[\u3400-\u9fff“《「A-Z@]|[a-z]{1,4} [A-Z])")
MOST_BEFORE = 6
_NAME = re.compile(r"\s*[\u3400-\u9fff·\s]{2,12}\s*$")
_BREAKS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))
_BULLET = "• "
"""Stands for a number that Word gives by itself, while the list is cut; it is taken away again."""


class Cut(NamedTuple):
    """The references of a text and the lines left out of it; `line` is the place of the row that it begins on, from 1.

    `names` are the lines that are a name alone, with a list below that counts anew.
    """

    pieces: tuple[listing.Piece, ...]
    left_out: tuple[listing.Piece, ...]
    names: frozenset[int] = frozenset()


def cut(text: str) -> Cut:
    """Part a text into its references and what stands around them.

    >>> [piece.text for piece in cut("发表论文清单\\n姓名：甲某\\n[1] 甲某. 题名[J]. 刊名, 2019(3): 1-5.\\n审核人：").pieces]
    ['[1] 甲某. 题名[J]. 刊名, 2019(3): 1-5.']
    """
    return cut_rows([Row(line, number) for number, line in enumerate(text.splitlines(), 1)])


def cut_rows(rows: Sequence[Row]) -> Cut:
    """Part rows of running text; a row that the program numbers begins a reference."""
    names = frozenset(_names(rows))
    kept, left = _mask(rows, names)
    spaced, place = _spaced(kept)
    pieces = tuple(
        piece._replace(text=piece.text.removeprefix(_BULLET), line=place[piece.line - 1]) for piece in listing.split("\n".join(spaced))
    )
    marked = {place for place, line in enumerate(kept, 1) if line.startswith(_BULLET)}
    first = _first_reference(pieces, marked)
    before = [piece for piece in pieces[:first] if not (furniture.looks_like_reference(piece.text) or _YEAR.search(piece.text))]
    left += before
    return Cut(tuple(piece for piece in pieces if piece not in before), tuple(sorted(left, key=lambda piece: piece.line)), names)


def _names(rows: Sequence[Row]) -> Iterator[int]:
    """Yield the places of rows that are a name alone, behind nothing or a finished reference, above a row that counts anew."""
    shown = [(place, row) for place, row in enumerate(rows, 1) if row.text.strip()]
    before = ""
    for (place, row), (_, below) in pairwise(shown):
        text = row.text.strip()
        bare = not row.numbered and (not before or wrapped.finished(before)) and applicants.alone(text) is not None
        if bare and applicants.begins_anew(below.text, below.numbered):
            yield place
        else:
            before = "" if furniture.is_heading(text) or furniture.is_label(text) else text


def _mask(rows: Sequence[Row], names: frozenset[int]) -> tuple[list[str], list[listing.Piece]]:
    """Return the lines with furniture made empty, and the furniture."""
    kept: list[str] = []
    left: list[listing.Piece] = []
    before, blank, beside, listed = "", True, False, False
    for place, row in enumerate(rows, 1):
        text = row.text.translate(_BREAKS).replace("\n", " ").strip()
        if not text:
            kept.append("")
            blank, beside = True, False
            continue
        beside = furniture.is_beside(text) or (beside and not row.numbered and _NUMBER.match(text) is None)
        ended = not before or blank or _ENDS.search(before) is not None
        listed = listed or row.numbered
        behind = listed and not row.numbered and wrapped.finished(before) and _NUMBER.match(text) is None
        if place in names or beside or furniture.is_furniture(text, ended) or ((row.aside or behind) and not furniture.looks_like_reference(text)):
            left.append(listing.Piece(text, place))
            kept.append("")
        else:
            own = (row.numbered or behind) and not _NUMBER.match(text)
            kept.append(f"{_BULLET}{text}" if own else _indented(row.text, text))
            before = text
        blank = False
    return kept, left


def _indented(line: str, text: str) -> str:
    """Return a line's text behind the blanks that it is indented by."""
    return line[: len(line) - len(line.lstrip(" \t\u3000"))] + text


def _spaced(lines: Sequence[str]) -> tuple[list[str], list[int]]:
    """Set an empty line between two lines that each are a whole reference; returns the lines, and of each its place before (from 1)."""
    spaced: list[str] = []
    place: list[int] = []
    whole = False
    for number, line in enumerate(lines, 1):
        now = _OPENING.match(line) is not None and _YEAR.search(line) is not None and furniture.looks_like_reference(line)
        if whole and now:
            spaced.append("")
            place.append(number)
        spaced.append(line)
        place.append(number)
        whole = now
    return spaced, place


def _first_reference(pieces: tuple[listing.Piece, ...], marked: set[int]) -> int:
    """Return how many pieces stand before the list: those before its first number, or a lone name on top of unnumbered ones.

    A number far down the text begins no list, it only looks like one.
    """
    for place, piece in enumerate(pieces[: MOST_BEFORE + 1]):
        if piece.line in marked or _NUMBER.match(piece.text):
            return place
    return 1 if len(pieces) > 1 and _NAME.match(pieces[0].text) and furniture.looks_like_reference(pieces[1].text) else 0
