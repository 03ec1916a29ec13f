"""Find the document type mark of GB/T 7714: `[J]`, `[EB/OL]`, `【M】`, `[A]…[C]//`, and its damaged spellings.

Letters: GB/T 3469-1983 and GB/T 7714-2015 annex B, with the marks that GB/T 7714-2025 adds (PP).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_KINDS = "EB|DB|DS|CP|CM|PP|AR|J|M|C|D|P|N|R|S|Z|G|A|K"
_MEDIA = "OL|CD|MT|DK"
_MARK = re.compile(rf"\[\s?({_KINDS})\s?(?:[/\\|]\s?({_MEDIA}|[O0]L)\s?)?\]")
_BROKEN = re.compile(
    rf"[\[({{<]\s?({_KINDS})\s?(?:/\s?({_MEDIA})\s?)?[\])}}>](?=\s?(?:[.,:]|//|$|[\u3400-\u9fff]))"
    rf"|\[\s?(eb|db|ds|j|m|c|d|p|n|r|s|z)\s?(?:/\s?(ol|cd)\s?)?\]"
)
_HALF = re.compile(r"(?<=[\u3400-\u9fff)]) ?(J|M|D|N)\](?=\s?[.,])")


class Mark(NamedTuple):
    """A mark's kind, medium and place; `damaged` where it is not printed as the standard has it."""

    kind: str
    medium: str
    start: int
    end: int
    damaged: bool = False

    @property
    def type(self) -> str:
        """The mark as it stands between the brackets."""
        return f"{self.kind}/{self.medium}" if self.medium else self.kind

    def span_in(self, text: str) -> tuple[int, int] | None:
        """Return where the type is printed just so inside the mark; None where it is spelled otherwise."""
        at = text.find(self.type, self.start, self.end)
        return (at, at + len(self.type)) if at >= 0 else None


def find(text: str, start: int, end: int) -> tuple[Mark, ...]:
    """Return the marks between two places, in order; damaged spellings only where no sound one stands.

    >>> [mark.type for mark in find("甲. 题名[J/OL]. 刊名", 0, 15)]
    ['J/OL']
    """
    sound = tuple([Mark(m[1], "OL" if m[2] == "0L" else m[2] or "", m.start(), m.end()) for m in _MARK.finditer(text, start, end)])
    if sound:
        return sound
    damaged = _BROKEN.search(text, start, end) or (_HALF.search(text, start, end) if text.find("]", start, end) > 0 else None)
    return (_damaged(damaged),) if damaged else ()


def _damaged(found: re.Match[str]) -> Mark:
    kind, medium = found[1], "" if found.re is _HALF else found[2] or ""
    if kind is None:
        kind, medium = found[3], found[4] or ""
    return Mark(kind.upper(), medium.upper(), found.start(), found.end(), damaged=True)


def governing(marks: tuple[Mark, ...]) -> Mark:
    """Return the mark that says what the item is: a leading `[A]` (析出) yields to the host's mark.

    >>> governing(find("甲. 题名[A]. 乙. 文集[C]. 北京", 0, 30)).type
    'C'
    """
    first = marks[0]
    if first.kind == "A":
        return next((mark for mark in marks[1:] if mark.kind != "A"), first)
    return first
