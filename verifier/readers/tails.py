"""Read the commonest tails at one glance: `, 2019, 38(2): 15-18`, `, 38(2): 15-18` behind an early year, `, 2015: 32` of a book.

Nothing is read here that the tokens would read otherwise; what deviates in the least goes to them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from verifier.readers.draft import Span
from verifier.readers.tokens import LABEL_WORDS

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_VOLUME = r"(?P<volume>(?!(?:1[5-9]|20)\d\d(?!\d))[1-9]\d{0,3})"
_ISSUE = r"\((?P<issue>[1-9]\d{0,2})\)"
_PAGES = r": ?(?P<pages>[1-9]\d{0,5}(?:-[1-9]\d{0,5})?)"
_TAIL = re.compile(rf"[.,] ?{_YEAR}(?:[,;] ?{_VOLUME})?(?: ?{_ISSUE})?(?:{_PAGES})?[\s.]*$")
_DATED_TAIL = re.compile(rf"(?:, ?| ){_VOLUME}(?: ?{_ISSUE})?(?:{_PAGES})?[\s.]*$")
_BOOK_TAIL = re.compile(rf"[.,] ?{_YEAR}(?:{_PAGES})?[\s.]*$")
_NOTHING = re.compile(r"(?:[^\w(:№]|(?![第总年卷期增页版扉封插彩日无不出合])[\u4e00-\u9fff])*+$")
"""No sign that any token of an imprint begins with: blanks, stops, ideographs that label nothing."""

_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_LABELS = frozenset("第总年卷期增页版扉封插彩日无不出合月刊号")


class Imprint(NamedTuple):
    """Spans by field, where the imprint begins (the end of the stretch if there is none), and the field that was guessed."""

    spans: dict[str, Span]
    start: int
    guessed: str = ""


def common(text: str, start: int, end: int, journal: bool, year: Span | None) -> Imprint | None:
    """Return the imprint of the commonest shapes, which no token needs to be weighed for; None for all others.

    A word must stand right before it, and no label or month, which would belong to it.
    """
    if _NOTHING.match(text, start, end):
        return Imprint({}, end)
    found = (_DATED_TAIL if year else _TAIL if journal else _BOOK_TAIL).search(text, start, end)
    if found is None or found.start() - start < 3 or (year and not journal):
        return None
    last = found.start() - 1 if text[found.start() - 2 : found.start()] == "版)" else found.start()
    if not text[last - 1].isalpha():
        return None
    word = _WORD_BEFORE.search(text, max(start, last - 24), last)
    if word is None or word.group()[:3].lower() in LABEL_WORDS or (word.group()[-1] in _LABELS and last == found.start()):
        return None
    groups = found.groupdict()
    if journal and not groups["issue"]:
        bare = not year and not groups["volume"]  # a year alone, or with pages behind its colon
        loose = not bare and (not groups["volume"] or not groups["pages"] or text[found.start()] == " ")
        if loose or (year and is_chinese(text, found.start())):
            return None
    spans = {field: found.span(field) for field, shown in groups.items() if shown is not None}
    return Imprint(spans, min(spans.values())[0])


def is_chinese(text: str, at: int) -> bool:
    """Tell whether Chinese writing stands before a place: its journals print no such volume, but repeat the year."""
    return text[:at].rstrip(" ,.:;)》”")[-1:] >= "\u3400"
