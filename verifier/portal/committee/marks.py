"""Differences marked in the text: what is stated beside what a record shows, and a page's text with the values that were read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LONGEST = 1000
"""Characters of a field that are compared sign by sign; comparing takes the square of it."""
_PIECES = re.compile(r"[A-Za-z]+|\d+|.", re.DOTALL)


def marked(claimed: str, recorded: str) -> tuple[SafeString, SafeString]:
    """Return both texts with what only one of them has marked: numbers and Latin words as a whole, Chinese sign by sign.

    >>> marked("第12—18页", "第12—17页")
    ('第12—<del>18</del>页', '第12—<ins>17</ins>页')
    """
    left, right = _PIECES.findall(claimed[:LONGEST]), _PIECES.findall(recorded[:LONGEST])
    one, other = list[str](), list[str]()
    for kind, start, end, begin, stop in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        mine, theirs = "".join(left[start:end]), "".join(right[begin:stop])
        if kind == "equal":
            one.append(escape(mine))
            other.append(escape(theirs))
            continue
        if mine:
            one.append(f"<del>{escape(mine)}</del>")
        if theirs:
            other.append(f"<ins>{escape(theirs)}</ins>")
    return _safe("".join(one) + escape(claimed[LONGEST:])), _safe("".join(other) + escape(recorded[LONGEST:]))


def found(text: str, same: Iterable[str], differing: Iterable[str]) -> SafeString:
    """Return a page's text with the values that agree and those that differ marked, wherever a blank or line break splits them."""
    kinds = {_key(word): kind for kind, words in (("same", same), ("differs", differing)) for word in words if len(_key(word)) > 1}
    if not kinds:
        return _safe(escape(text))
    longest = sorted(kinds, key=len, reverse=True)
    pattern = re.compile("|".join(r"\s{0,3}".join(re.escape(sign) for sign in word) for word in longest), re.IGNORECASE)
    parts, end = list[str](), 0
    for hit in pattern.finditer(text):
        kind = kinds.get(_key(hit[0]), "same")
        parts += [escape(text[end : hit.start()]), f'<mark class="{kind}">{escape(hit[0])}</mark>']
        end = hit.end()
    return _safe("".join(parts) + escape(text[end:]))


def _key(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - every part was escaped above, the tags are ours
