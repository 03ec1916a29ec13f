"""Lists without numbers whose references run over several lines: which lines begin a reference.

Three signs, the surest first. Indentation, where it tells first lines from the others. Room: a line was broken by the margin only if the
next line's first word had no room left on it, else somebody ended it. The text: an end (a stop or pages behind a year) before, an author
list behind. Where the signs do not agree the choice is said to be unsure.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from verifier.readers import furniture

LOOK_BACK = 2_000
"""How much of a gathered text is looked at for its end: a list without numbers or ends must not take quadratic time."""
SAMPLE = 2_000
"""Lines by which the margin and the indentation of a list are told."""
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_ENDS = re.compile(r"(?:[.。．;；]|[\d）)\]］页期版报])\s*$")
_STOP = re.compile(
    r"(?:\d|[)）\]］页期版]|[A-Za-z\u3400-\u9fff]{2})\s?[.。．]\s*$|(?:19|20)\d\d[^.。]{0,12}[:：]\s?[\dA-Za-z+,，\s–—~～-]{1,24}$"
)
_OPEN = re.compile(r"[-–—~～:：,，(（/、&《“]\s*$|\b(?:and|of|the|in|on|for|a|an|[A-Z])\.?\s*$")
_NEVER_FIRST = re.compile(
    r"\s*(?:[a-z\d,，.．。;；:：、)）\]］】》”’!?！？&/~～–—-]|\[[A-Z]{1,2}(?:/OL)?\]|DOI\b|https?:|www\.|等[.,，。]|(?:第|卷|期|页)\s?\d)"
)
_WHO_FIRST = re.compile(
    r"\s*(?:[\u3400-\u9fff]{2,4}(?:\s?[,，、;；]\s?[\u3400-\u9fff]{2,4}){0,30}\s?(?:[,，]?\s?等)?\s?[.．。:：,，;；(（]"
    r"|[\u3400-\u9fff]\s[\u3400-\u9fff]\s?[,，.．]"
    r"|[\u3400-\u9fff·]{2,20}\s?[.．。,，]"
    r"|[A-Z][A-Za-z'’.-]+,?\s(?:[A-Z][A-Za-z.'-]*[,.;]?\s?){1,4})"
)
_WORD = re.compile(r"[A-Za-z0-9'’.,:;()\[\]/_+-]+|\S")
_TOLERANCE = 3
ALL_SPACED = 0
"""The margin of a list that leaves a space behind its references: no other line had room."""


class Begin(NamedTuple):
    """Whether a line begins a reference, and whether the signs left a doubt."""

    first: bool
    unsure: bool = False


def begins(lines: Sequence[str], gaps: Sequence[bool]) -> list[Begin]:
    """Return of every line whether a reference begins on it; `gaps` tells before which lines the text leaves a space.

    >>> [one.first for one in begins(["甲某. 题名之一[J]. 某某学报,", "2019(3): 1-5.", "乙某. 题名[M]. 某地: 某社, 2018."], [True, False, False])]
    [True, False, True]
    """
    if indented := _by_indentation(lines, gaps):
        return indented
    margin = ALL_SPACED if sum(gaps) * 4 > len(gaps) + 4 else _margin(lines)
    found: list[Begin] = []
    text = ""
    for place, line in enumerate(lines):
        one = Begin(True) if not found or gaps[place] else _decide(text, lines[place - 1], line, margin)
        text = line.strip() if one.first else f"{text[-LOOK_BACK:]}\n{line.strip()}"
        found.append(one)
    return found


def _decide(text: str, before: str, line: str, margin: int | None) -> Begin:
    """Tell whether a line goes on where the text before it left off."""
    ended, opens = finished(text), _WHO_FIRST.match(line) is not None
    room = margin is not None and _room(before, line, margin)
    if _NEVER_FIRST.match(line) or _OPEN.search(text[-16:]):
        return Begin(first=False, unsure=room or (ended and finished(line)))
    if margin is None:
        return Begin(ended and (opens or _YEAR.search(line) is not None or len(line) > 15), unsure=ended and not opens)
    if room:
        return Begin(first=ended or opens or _ENDS.search(text[-8:]) is not None, unsure=not (ended and opens))
    return Begin(first=ended and opens, unsure=ended)


def finished(text: str) -> bool:
    """Tell whether a text may be a whole reference: it ends like one and holds a year."""
    end = text[-60:]
    if _ENDS.search(end[-8:]) is None:
        return False
    tail = text[-LOOK_BACK:]
    return _YEAR.search(tail) is not None and (_STOP.search(end) is not None or furniture.looks_like_reference(tail))


def _room(before: str, line: str, margin: int) -> bool:
    """Tell whether the first word of a line would have found room on the line before: then the margin did not break it."""
    word = _WORD.match(line.strip())
    return width(before.rstrip()) + (width(word[0]) if word else 0) + _TOLERANCE <= margin


def _margin(lines: Sequence[str]) -> int | None:
    """Return the width at which lines are broken, or None where they end where they like: several lines end there, none beyond."""
    widths = sorted((width(line.rstrip()) for line in lines[:SAMPLE]), reverse=True)
    if len(widths) < 3:
        return None
    widest = widths[0]
    full = sum(1 for one in widths if one >= widest * 0.93 - 1)
    return widest if full >= max(2, len(widths) // 6) else None


def _by_indentation(lines: Sequence[str], gaps: Sequence[bool]) -> list[Begin] | None:
    """Return the first lines where two depths of indentation part them from the others, or None where they tell nothing."""
    depths = [
        len(line) - len(line.lstrip()) + sum(1 for sign in line[: len(line) - len(line.lstrip())] if sign in "\u3000\t")
        for line in lines
    ]
    counts = Counter(depths[:SAMPLE])
    if len(counts) < 2 or len(lines) < 3:
        return None
    first, other = depths[0], counts.most_common(2)
    if (
        counts[first] < 2
        or {one for one, _ in other} != {first, *(one for one, _ in other if one != first)}
        or sum(n for _, n in other) < len(depths[:SAMPLE]) * 0.9
    ):
        return None
    found = [Begin(depth == first or gap) for depth, gap in zip(depths, gaps, strict=True)]
    pieces: list[str] = []
    for line, one in zip(lines, found, strict=True):
        if one.first:
            pieces.append(line)
        else:
            pieces[-1] = f"{pieces[-1][-LOOK_BACK:]} {line.strip()}"
    good = sum(1 for piece in pieces if _YEAR.search(piece) and not _NEVER_FIRST.match(piece))
    return found if good >= len(pieces) * 0.9 else None


def width(text: str) -> int:
    """Return how many cells a text takes where a Chinese character takes two.

    >>> width("钢a")
    3
    """
    return len(text) + sum(1 for sign in text if sign > "\u1100" and unicodedata.east_asian_width(sign) in "WF")
