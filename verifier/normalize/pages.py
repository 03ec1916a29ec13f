"""Page ranges as printed: `12-18`, `8-9,7`, `1106-1111+1117`, `1255-68`, article numbers and newspaper pages."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.normalize.text import fold

_LABEL = re.compile(r"^(?:pp?\.?\s*(?=\d)|pages?|第|页码?[:]?)\s*|\s*页$", re.I)
_RANGE = re.compile(r"([A-Z]{0,3})0*(\d{1,8})(?:-+([A-Z]{0,3})0*(\d{1,8}))?", re.I)
_LIST = re.compile(r"[,+;&]")
_REACH = 5_000


@lru_cache(maxsize=1 << 14)
def _tokens(text: str | None) -> tuple[tuple[str, int, int], ...]:
    """Return (prefix, first, last) of every part that reads as a page or range; others are left out."""
    bare = _LABEL.sub("", _LABEL.sub("", fold(text or "")[:200]))
    bare = re.sub(r"\s+", "", bare.replace("~", "-"))
    found = []
    for part in _LIST.split(bare):
        shape = _RANGE.fullmatch(part)
        if shape:
            prefix, first, _, last = shape.groups()
            found.append((prefix.lower(), int(first), _last(first, last)))
    return tuple(found)


def _last(first: str, last: str | None) -> int:
    """Return the last page, filling up a shortened one: 1255-68 ends at 1268."""
    if last is None:
        return int(first)
    if len(last) < len(first) and int(last) < int(first):
        return int(first[: len(first) - len(last)] + last)
    return int(last)


@lru_cache(maxsize=1 << 14)
def ranges(text: str | None) -> tuple[tuple[int, int], ...]:
    """Return the (first, last) page of every printed range, in order; article and lettered numbers have none.

    >>> ranges("12-18"), ranges("8-9,7"), ranges("1106～1111+1117"), ranges("1255-68"), ranges("第5页")
    (((12, 18),), ((8, 9), (7, 7)), ((1106, 1111), (1117, 1117)), ((1255, 1268),), ((5, 5),))
    >>> ranges("e4375"), ranges("A01"), ranges("18-12"), ranges(None)
    ((), (), (), ())
    """
    return tuple(
        (first, last) for prefix, first, last in _tokens(text) if not prefix and first <= last <= first + _REACH
    )


def key(text: str | None) -> str:
    """Return one spelling of printed pages; ranges are joined by commas, zeros and labels dropped, letters kept.

    >>> key("012—018"), key("8-9+7"), key("e4375"), key("A01"), key("1255-68"), key("pp12–18"), key("")
    ('12-18', '8-9,7', 'e4375', 'a1', '1255-1268', '12-18', '')
    """
    parts = (
        f"{prefix}{first}" if first == last else f"{prefix}{first}-{prefix}{last}"
        for prefix, first, last in _tokens(text)
    )
    return ",".join(parts) or re.sub(r"\s+", "", fold(text or "")).casefold()


@lru_cache(maxsize=1 << 14)
def first(text: str | None) -> str:
    """Return the first page as a key, letters included, or an empty string.

    >>> first("1106-1111+1117"), first("e4375"), first(None)
    ('1106', 'e4375', '')
    """
    tokens = _tokens(text)
    return f"{tokens[0][0]}{tokens[0][1]}" if tokens else ""


def overlap(one: str | None, other: str | None) -> int:
    """Return how many pages two printed ranges share.

    >>> overlap("12-18", "17-20"), overlap("8-9,7", "7"), overlap("12-18", "19-22"), overlap("e1", "e1")
    (2, 1, 0, 0)
    """
    return sum(
        max(0, min(last, end) - max(first, start) + 1) for first, last in ranges(one) for start, end in ranges(other)
    )
