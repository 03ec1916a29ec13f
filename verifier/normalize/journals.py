"""Names of journals: one key per registered name, with its edition, since a bracket often tells two serials apart."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from verifier.normalize.text import fold, has_han

_EDITION = re.compile(
    r"^(?P<base>[^():.·]{2,}?)(?:\s*[:.·]\s*(?P<edition>[^():]{1,24})|\s*-\s*(?P<word>[^():.·-]{1,20}(?:版|刊|辑|卷|编|分册|中英文)))$"
)
_SERIES = re.compile(r"\(([a-d]辑)\)")
_BRACKETS = str.maketrans({"[": "(", "]": ")", "〈": "(", "〉": ")", "<": "(", ">": ")"})
_TITLE_MARKS = re.compile(r"[《》]")
_AND = re.compile(r"\s*&\s*|\s+and\s+")
_SIGN = re.compile(r"[^\w()]|_")
_TAIL = re.compile(r"\(([^()]{1,40})\)")


_SHORT = {
    "(社科版)": "(社会科学版)",
    "(自科版)": "(自然科学版)",
    "(自然版)": "(自然科学版)",
    "(哲社版)": "(哲学社会科学版)",
    "(人文社科版)": "(人文社会科学版)",
    "(社会版)": "(社会科学版)",
}
"""Editions as they are abbreviated, and as they are registered."""
_EDITIONS = re.compile("|".join(re.escape(short) for short in _SHORT))


@lru_cache(maxsize=1 << 16)
def key(name: str | None) -> str:
    """Return the comparison key of a journal's name; the edition stays, a colon or dot edition reads as one in brackets.

    >>> key("《虚构大学学报》（自然科学版）"), key("虚构大学学报：自然科学版"), key("虚构大学学报.自然科学版")
    ('虚构大学学报(自然科学版)', '虚构大学学报(自然科学版)', '虚构大学学报(自然科学版)')
    >>> key("虚构大学学报(社科版)")
    '虚构大学学报(社会科学版)'
    >>> key("Journal of Invented Steel & Iron") == key("JOURNAL OF INVENTED STEEL AND IRON")
    True
    >>> key("虚构大学学报") == key("虚构大学学报(自然科学版)")
    False
    """
    folded = (
        fold(html.unescape(_TITLE_MARKS.sub("", (name or "")[:400]))).translate(_BRACKETS).strip(" .,;:").casefold()
    )
    if has_han(folded):
        edition = _EDITION.match(folded)
        if edition:
            folded = f"{edition['base']}({edition['edition'] or edition['word']})"
        folded = _SERIES.sub(r"\1", folded)
        folded = _EDITIONS.sub(lambda found: _SHORT[found[0]], folded)
    return _SIGN.sub("", _AND.sub("and", folded))


def base(name: str | None) -> str:
    """Return the key without its brackets, to look for neighbours of a name, never to accept one.

    >>> base("虚构大学学报(自然科学版)")
    '虚构大学学报'
    """
    return _TAIL.sub("", key(name))


def editions(name: str | None) -> tuple[str, ...]:
    """Return the editions in brackets of a name.

    >>> editions("虚构学报(医学)(英文版)"), editions("虚构学报")
    (('医学', '英文版'), ())
    """
    return tuple(_TAIL.findall(key(name)))
