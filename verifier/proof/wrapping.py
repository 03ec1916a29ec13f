"""Lines for a terminal: Chinese characters take two columns and may be parted anywhere but before closing punctuation."""

from __future__ import annotations

import re

from rich.cells import cell_len

NO_START = frozenset("。，、；：？！）》」』】〕”’…—·%.,;:?!)]}")
NO_END = frozenset("（《「『【〔“‘([{")
_TOKEN = re.compile(r"\s+|[!-~]+|.", re.DOTALL)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns; its own line breaks stay.

    >>> wrap("不予认定为学术期刊研究成果（五.3）。", 16)
    ['不予认定为学术期', '刊研究成果', '（五.3）。']
    """
    return [line for part in text.split("\n") for line in _wrapped(part, width)]


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for unit in _units(text):
        for piece in _chopped(unit, width):
            if cell_len(lines[-1] + piece.rstrip()) > width and lines[-1]:
                lines[-1] = lines[-1].rstrip()
                lines.append("")
            lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _units(text: str) -> list[str]:
    """Return the pieces between which a line may end: runs of Latin, blanks, single characters, with their punctuation."""
    units: list[str] = []
    for token in _TOKEN.findall(text):
        if units and not token.isspace() and (token[0] in NO_START or units[-1][-1] in NO_END):
            units[-1] += token
        else:
            units.append(token)
    return units


def _chopped(unit: str, width: int) -> list[str]:
    """Return a unit in pieces none of which is wider than a line."""
    pieces = [""]
    for character in unit:
        if cell_len(pieces[-1]) + cell_len(character) > width and pieces[-1]:
            pieces.append("")
        pieces[-1] += character
    return pieces
