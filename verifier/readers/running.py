"""Running text of a hand-in: the references that it lists, and the lines around them that are none."""

from __future__ import annotations

import re
from typing import NamedTuple

from verifier.readers import furniture, listing

_ENDS = re.compile(r"[.．。;；\d)）\]］】页期版报]\s*$")
_NUMBER = re.compile(r"\s*(?:[\[［【〔(（]\s?\d{1,4}\s?[\]］】〕)）]|\d{1,3}\s?[.．、)）]|[①-⑳•●▪■◆★※*]|[一二三四五六七八九十]{1,3}、)")
_NAME = re.compile(r"\s*[\u3400-\u9fff·\s]{2,12}\s*$")


class Cut(NamedTuple):
    """The references of a text and the lines left out of it, each with its line number from 1."""

    pieces: tuple[listing.Piece, ...]
    left_out: tuple[listing.Piece, ...]


def cut(text: str) -> Cut:
    """Part a text into its references and what stands around them.

    >>> [piece.text for piece in cut("发表论文清单\\n姓名：甲某\\n[1] 甲某. 题名[J]. 刊名, 2019(3): 1-5.\\n审核人：").pieces]
    ['[1] 甲某. 题名[J]. 刊名, 2019(3): 1-5.']
    """
    kept, left = _mask(text.splitlines())
    pieces = listing.split("\n".join(kept))
    first = _first_reference(pieces)
    before = [piece for piece in pieces[:first] if not furniture.looks_like_reference(piece.text)]
    left += before
    return Cut(tuple(piece for piece in pieces if piece not in before), tuple(sorted(left, key=lambda piece: piece.line)))


def _mask(lines: list[str]) -> tuple[list[str], list[listing.Piece]]:
    """Return the lines with furniture made empty, and the furniture."""
    kept: list[str] = []
    left: list[listing.Piece] = []
    before = ""
    for number, line in enumerate(lines, 1):
        ended = not before.strip() or _ENDS.search(before) is not None or (number > 1 and not lines[number - 2].strip())
        if line.strip() and furniture.is_furniture(line, ended):
            left.append(listing.Piece(line.strip(), number))
            kept.append("")
        else:
            kept.append(line)
            before = line if line.strip() else before
    return kept, left


def _first_reference(pieces: tuple[listing.Piece, ...]) -> int:
    """Return how many pieces stand before the list: those before its first number, or a lone name on top of unnumbered ones."""
    for place, piece in enumerate(pieces):
        if _NUMBER.match(piece.text):
            return place
    return 1 if len(pieces) > 1 and _NAME.match(pieces[0].text) and furniture.looks_like_reference(pieces[1].text) else 0
