"""Find where a bracket opens, counted from its closing end."""

from __future__ import annotations

import re

_PAIRS = {"]": "[", ")": "("}
_SIGNS = {"]": re.compile(r"[\[\]]"), ")": re.compile(r"[()]")}


def opening(text: str, start: int, last: int) -> int:
    """Return where the bracket that closes at `last` opens, not before `start`; -1 if nowhere or `last` closes none.

    >>> opening("a (b (c) d)", 0, 10)
    2
    """
    close = text[last : last + 1]
    if close not in _PAIRS:
        return -1
    depth = 0
    for sign in reversed(list(_SIGNS[close].finditer(text, start, last + 1))):
        depth += 1 if sign.group() == close else -1
        if depth == 0:
            return sign.start()
    return -1
