"""Texts that may hold a run wider than their cell: only these are measured when they are set, for measuring costs most of the time."""

from __future__ import annotations

import re
from typing import Any

POINT = 72 / 25.4
"""Points in a millimetre."""
_RUN = re.compile(r"[^\s\u2e80-\uffff\U00020000-\U0003ffff]{6,}")
_GROUPS = {
    "0123456789acegjnopqsuvxyz_=+#?": 0.66,
    "filtIJ-.,;:/()[]\"'r1": 0.47,
    "bdhk": 0.66,
    "ABCEFGKLNOPQRSTUVXYZ": 0.80,
    "DHMmw%&@": 0.97,
    "W": 1.05,
}
_WIDTHS = {letter: width for group, width in _GROUPS.items() for letter in group} | dict.fromkeys("0123456789", 0.56)
"""Advance widths of Noto Serif SC, rounded up by groups; a letter that is not listed counts as a whole square."""


def marked(text: str, room: float, size: float) -> str | dict[str, str]:
    """Return a text as the template reads it: as it is, or marked as loose where a run may not fit `room` points at `size`.

    >>> marked("短文 10-12", 60.0, 8.0), marked("x" * 40, 60.0, 8.0) == {"loose": "x" * 40}
    ('短文 10-12', True)
    """
    longest = max((widest(run) for run in _RUN.findall(text)), default=0.0)
    return {"loose": text} if longest * size > room else text


def widest(run: str) -> float:
    """Return the most that a run of narrow letters can be wide, in sizes of its font."""
    return sum(_WIDTHS.get(letter, 1.0) for letter in run)


def pairs(facts: list[Any], room: float, size: float) -> list[Any]:
    """Return (label, value) pairs with each value marked."""
    return [[label, marked(value, room, size)] for label, value in facts]
