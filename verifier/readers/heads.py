"""Find where the authors end and the title begins: at a stop, at a year of the author-date styles, or at a blank.

A candidate end counts only if what stands before it reads as an author list; so an initial's stop (`Li S. M. Title`), a body's
abbreviation (`U.S. Office`) or the first half of a title is not taken for it.
"""

from __future__ import annotations

import re

from verifier.readers import latin, names
from verifier.readers.draft import Draft, trim
from verifier.readers.names import Names
from verifier.readers.surnames import is_person

YEAR = r"(?:1[5-9]|20)\d\d"
_DATED = rf"(?P<year>{YEAR})(?:[a-z]\b)?(?:(?P<rest>[-./]\d{{1,2}}[-./]\d{{1,2}}|,\s?[^()\[\].]{{2,14}}))?"
_UNDATED = r"(?:无日期|不详|日期不详|n\.d\.?|no date|\[[s日].{1,6}\])(?:-?[a-z]\b)?"
_STOP = re.compile(
    rf"(?:[.,:]?\s*[(\[]\s*(?:{_DATED}|{_UNDATED})\s*[)\]]\s*[.,:]?"
    rf"|(?<=[\s,.])(?P<bare>{YEAR})(?:[a-z](?![a-z]))?(?:-\d\d-\d\d)?\s*(?:[.,:]|(?=[“《〈]))(?!\d)"
    rf"|(?<=[\s,.]){_UNDATED}\s*[.,:]"
    r"|(?P<dot>\.)(?!\d|\s*[,;&:)]|-)"
    r"|(?P<colon>:))\s*"
)
_NEXT_YEAR = re.compile(rf"\s*[(\[]?\s*(?P<year>{YEAR})(?:[a-z])?(?P<rest>-\d\d-\d\d)?\s*[)\]]?\s*[.,:]\s*(?!\d)|\s*{_UNDATED}\s*[.,:]\s*")
_ANONYMOUS = re.compile(r"\s*(?:佚名|作者不详|不详|无名氏|anonymous|anon)\b\.?\s*(?:[.,:]\s*|(?=\())", re.I)
_INITIAL_NEXT = re.compile(r"\s*(?:[^\W\d_]\.|[^\W\d_](?=,|\s(?:[A-Z]\.|&|and)))|\s*(?:et al|and |& )")
_LEADING_YEAR = re.compile(rf"\s*\(?\s*{_DATED}\s*\)?\s*[.,]\s*")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]")
_REACH = 600
"""Longest author block that is searched; the longest printed ones hold some forty names."""


def authors(draft: Draft, start: int, end: int, *, marked: bool) -> int:
    """Read authors and a year behind them from the front of a stretch; returns where the title begins.

    `marked`: the stretch ends at a type mark, so that everything in it is authors and title.
    """
    text = draft.text
    anonymous = _ANONYMOUS.match(text, start, end)
    if anonymous:
        return _after_year(draft, anonymous.end(), end)
    first = _WORD.search(text, start, end)
    if first is None:
        return start
    read = names.read if is_han(text, first.start()) else latin.read
    return _at_stop(draft, start, end, read, marked) or _at_blank(draft, start, end) or _title_only(draft, start, end)


def is_han(text: str, at: int) -> bool:
    """Tell whether a place holds a sign of Chinese or Japanese writing."""
    return text[at] >= "\u3040"


def _at_stop(draft: Draft, start: int, end: int, read, marked: bool) -> int:  # type: ignore[no-untyped-def]
    """Take the first stop before which an author list stands; 0 if there is none."""
    text = draft.text
    spare = 0, Names((), False, False)
    for tries, stop in enumerate(_STOP.finditer(text, start, min(end, start + _REACH))):
        if tries > 24:
            break
        left = trim(text, start, stop.start(), " ,;:")
        if left[0] >= left[1] or stop.end() >= end or (stop["dot"] and _goes_on(text, start, stop)):
            continue
        found = read(text, *left)
        if found.sure:
            return _settle(draft, stop, found, end)
        if stop["colon"]:
            continue
        if marked and not spare[0] and _plausible(text, *left):
            spare = stop.start(), found
            if stop["dot"]:
                break
    if spare[0]:
        again = _STOP.match(text, spare[0], end)
        assert again is not None
        return _settle(draft, again, spare[1], end)
    return 0


def _goes_on(text: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether a stop belongs to an initial or abbreviation inside the list."""
    before = text[max(start, stop.start() - 2) : stop.start()]
    single = len(before.strip()) == 1 or not before[0].isalpha() if before else False
    if single and before[-1:].isupper() and _INITIAL_NEXT.match(text, stop.start() + 1):
        return True
    return text.startswith(("et al", " et al"), stop.start() + 1)


def _plausible(text: str, start: int, end: int) -> bool:
    """Tell whether a first segment may stand for authors although not every piece looks like a name."""
    part = text[start:end]
    if _HAN.search(part):
        return len(part) <= 60 and not any(sign in part for sign in "《》“”?!")
    words = part.split()
    small = sum(word[0].islower() for word in words)
    return len(words) <= 40 and small * 2 <= len(words)


def _settle(draft: Draft, stop: re.Match[str], found: Names, end: int) -> int:
    """Write the names, and the year if the stop is one or one follows."""
    draft.names, draft.et_al = list(found.spans), found.et_al
    for group in ("year", "bare"):
        if stop[group]:
            draft.put("year", *stop.span(group))
            _date(draft, stop, group)
            return stop.end()
    return _after_year(draft, stop.end(), end)


def _after_year(draft: Draft, at: int, end: int) -> int:
    follows = _NEXT_YEAR.match(draft.text, at, end)
    if follows is None or follows.end() >= end:
        return at
    if follows["year"]:
        draft.put("year", *follows.span("year"))
        _date(draft, follows, "year")
    return follows.end()


def _date(draft: Draft, found: re.Match[str], group: str) -> None:
    if found.re is not _STOP or group == "year":
        rest = found["rest"]
        if rest and rest[0] in "-./":
            draft.put("date", found.start("year"), found.end("rest"))


def _at_blank(draft: Draft, start: int, end: int) -> int:
    """Take persons at the front of a Chinese stretch that are only set off by a blank or comma; 0 if there are none."""
    text = draft.text
    at, last = start, 0
    for word in re.finditer(r"[^\s,;、]+", text[start:end]):
        if not is_person(text[start + word.start() : start + word.end()].rstrip("等")):
            break
        at, last = start + word.end(), last + 1
        if last > 12:
            break
    if not last or end - at < 6 or not _HAN.search(text, at, end):
        return 0
    found = names.read(text, start, at)
    draft.names, draft.et_al = list(found.spans), found.et_al
    draft.doubt("authors", "suspect", text[start:at].strip(), "作者与题名之间没有分隔符")
    return at


def _title_only(draft: Draft, start: int, end: int) -> int:
    """Read a leading year where no author is printed."""
    lead = _LEADING_YEAR.match(draft.text, start, end)
    if lead is None or lead.end() >= end:
        return start
    draft.put("year", *lead.span("year"))
    _date(draft, lead, "year")
    return lead.end()
