"""Pictures drawn on the server: SVG with classes for the style sheet, a title and a description for who does not see them.

Coordinates are numbers and classes are ours; every text is escaped here.
"""

from __future__ import annotations

import unicodedata
from itertools import count

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_ids = count(1)


def rect(x: float, y: float, width: float, height: float, kind: str, title: str = "") -> str:
    """Return a box; `title` is what a pointer shows."""
    inner = f"<title>{escape(title)}</title>" if title else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" class="{kind}">{inner}</rect>'


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """Return a line of text that begins, is centred or ends (`start`, `middle`, `end`) at x, on the base line y."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(words)}</text>'


def line(x: float, y: float, to_x: float, to_y: float, kind: str) -> str:
    """Return a line."""
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" class="{kind}"/>'


def picture(width: float, height: float, parts: list[str], title: str, says: str, kind: str = "") -> SafeString:
    """Return a picture that is never wider than its place; `says` tells the whole of it in words."""
    name = f"picture-{next(_ids)}"
    html = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" class="picture {kind}" role="img" '
        f'aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(says)}</desc>'
        f"{''.join(parts)}</svg>"
    )
    return mark_safe(html)  # noqa: S308 - every text was escaped, the rest is ours


def width_of(words: str, size: float = 13) -> float:
    """Return about how wide a line of text is: a Chinese sign is as wide as it is high, others half of it.

    >>> width_of("中文ab", 10)
    31.0
    """
    return sum(size if unicodedata.east_asian_width(sign) in "WF" else size * 0.55 for sign in words)


def cut(words: str, room: float, size: float = 13) -> str:
    """Return as much of a line as there is room for, with a sign that it goes on.

    >>> cut("机械设计与制造", 50, 10)
    '机械设计…'
    """
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room + size * 0.5:
        words = words[:-1]
    return words + "…"
