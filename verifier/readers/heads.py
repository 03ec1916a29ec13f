"""Find where the authors end and the title begins: at a stop, at a year of the author-date styles, or at a blank.

A candidate end counts only if what stands before it reads as an author list; so an initial's stop (`Li S. M. Title`), a body's
abbreviation (`U.S. Office`) or the first half of a title is not taken for it.
"""

from __future__ import annotations

import itertools
import re

from verifier.readers import latin, names, offices, order, publishing
from verifier.readers.draft import Draft, Span, trim
from verifier.readers.names import Names
from verifier.readers.surnames import is_person

YEAR = r"(?:1[5-9]|20)\d\d"
_DATED = rf"(?P<year>{YEAR})(?:[a-z]\b)?(?P<rest>[-./]\d{{1,2}}[-./]\d{{1,2}}|,\s?[^()\[\].]{{2,14}})?"
_UNDATED = r"(?:无日期|不详|日期不详|n\.d\.?|no date|\[[s日].{1,6}\])(?:-?[a-z]\b)?"
_STOP = re.compile(
    rf"(?=[.,:(\[\dn无不日])(?:(?:[.,:]\s*)?[(\[]\s*(?:{_DATED}|{_UNDATED})\s*[)\]]\s*[.,:]?"
    rf"|(?<=[\s,.])(?P<bare>{YEAR})(?:[a-z](?![a-z]))?(?P<day>-\d\d-\d\d)?\s*(?:[.,:]|(?=[“《〈]))(?!\d)"
    rf"|(?<=\s)(?P<lone>{YEAR})(?=\s+[A-Z\u3400-\u9fff])(?!\s?年)"
    rf"|(?<=[\s,.]){_UNDATED}\s*[.,:]"
    r"|(?P<dot>\.(?!\d|\s*[,;&:)]|-)|(?<=[\u3040-\u9fff])\.)"
    r"|(?P<colon>:))\s*"
)
_NEXT_YEAR = re.compile(
    rf"\s*(?:[(\[]\s*(?P<year>{YEAR})(?:[a-z])?(?P<rest>-\d\d-\d\d|,[^()]{{2,14}})?\s*[)\]]\s*[.,:]?|(?P<bare>{YEAR})[a-z]?(?P<day>-\d\d-\d\d)?\s*(?:[.,]|:(?=\s*[“《]))|{_UNDATED}\s*[.,:])\s*(?!\d)"
)
ANONYMOUS = re.compile(r"\s*(?:佚名|作者不详|不详|无名氏|anonymous|anon)(?![\w])\.?\s*(?:[.,:]\s*|(?=\())", re.I)
_INITIAL_NEXT = re.compile(r"\s*(?:[^\W\d_]\.|[^\W\d_](?=,|\s(?:[A-Z]\.|&|and)))|\s*(?:et al|and |& )")
_LEADING_YEAR = re.compile(rf"\s*\(?\s*{_DATED}(?:\.\d{{1,2}}(?=\s))?\s*(?:\)?\s*[.,]\s*(?!\d)|(?<=\.\d)\s|(?<=\.\d\d)\s)")
_TRANSLATORS = re.compile(r"[\u3400-\u9fff·,、;\s等]{2,40}译\s*\.\s*")
_MIDDLE = re.compile(r"[^\W\d_]+(?: [^\W\d_]\.)+ [^\W\d_][\w'’-]+$")
_GIVEN_LIST = re.compile(r"[^\W\d_][\w'’-]*[a-zß-ÿ], [^\W\d_][\w'’-]+(?: [^\W\d_]\.){0,2} [^\W\d_]$")
_FAMILY_NEXT = re.compile(r"\s[^\W\d_a-z][\w'’-]+(?: (?:Jr|Sr|II|III)\.?)?(?:,| and )")
_WITH_INITIALS = re.compile(r"^[A-ZÀ-ÞА-Я]\.|[\s,.-][A-ZÀ-ÞА-Я]{1,3}\.?$|[a-z] [A-ZÀ-Þ]\.? [A-ZÀ-Þ]")
_FAMILY_FIRST = re.compile(r"[\w'’-]{2} [A-ZÀ-ÞА-Я](?: [A-ZÀ-ÞА-Я]){0,3}$")
_COMMON_WORD = re.compile(r"\s[a-zß-ÿ]{5}")
_LAST_JOINED = re.compile(r"(?:and|&|und|et) [^,;]+$")
_EDITED = re.compile(r"\s*\((?:[Ee]ds?|[Hh]rsg|[Hh]g|[Ee]ditors?)\.?\)[.,:]?\s*")
_INITIALS_ONLY = re.compile(r"(?:^|[)\]·])\s?(?:[A-Z]\.\s?){1,3}$")
_PIECE = re.compile(r"[^\s,;、]+")
_SHORT = re.compile(r"[\u3400-\u9fff]{2,3}$")
_HOST = re.compile(r"(?:见|载|收入|载于|收于)\s?:")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]")
_REACH = 4_000
_TRIES = 60
"""Longest author block that is searched, and how many of its stops; the longest printed ones hold some hundred names."""

Head = tuple[re.Match[str], Names]
"""The stop behind an author list, and the list."""


def authors(draft: Draft, start: int, end: int, *, marked: bool) -> int:
    """Read authors and a year behind them from the front of a stretch; returns where the title begins.

    `marked`: the stretch ends at a type mark, so that everything in it is authors and title.
    """
    text = draft.text
    anonymous = ANONYMOUS.match(text, start, end)
    if anonymous:
        return _after_year(draft, anonymous.end(), end)
    head = find(text, start, end, marked=marked)
    at = _settle(draft, *head, end) if head else _without_stop(draft, start, end)
    if marked and head and head[0]["dot"] and "year" not in draft.spans:
        at = offices.past(draft, at, end)
    translators = _TRANSLATORS.match(text, at, end)
    return translators.end() if translators and translators.end() < end else at


def names_end(text: str, start: int, end: int) -> int:
    """Return where a sure author list at the front of a stretch ends; `start` if there is none."""
    head = find(text, start, end, marked=False)
    return head[0].start() if head and head[1].sure else start


def past_names(text: str, start: int, end: int) -> int:
    """Return where a title begins behind the names of editors; `start` if there are none."""
    head = find(text, start, end, marked=False)
    return head[0].end() if head and head[1].sure and head[0]["dot"] else start


def is_han(text: str, at: int) -> bool:
    """Tell whether a place holds a sign of Chinese or Japanese writing."""
    return text[at : at + 1] >= "\u3040"


def _without_stop(draft: Draft, start: int, end: int) -> int:
    return _at_colon(draft, start, end) or _at_blank(draft, start, end) or _title_only(draft, start, end)


def find(text: str, start: int, end: int, *, marked: bool) -> Head | None:
    """Return the first stop before which an author list stands, with its names; None if there is none."""
    first = _WORD.search(text, start, end)
    if first is None:
        return None
    reader = names.read if is_han(text, first.start()) else latin.read
    spare: Head | None = None
    for tries, stop in enumerate(_STOP.finditer(text, start, min(end, start + _REACH))):
        if tries > _TRIES or stop.end() >= end:
            break
        left = _bare(text, start, stop.start())
        if left[0] >= left[1] or _passes(text, start, stop, left, marked):
            continue
        found = reader(text, *left)
        if found.sure:
            longer = _longer(text, start, end, stop, found) if stop["dot"] and reader is latin.read else None
            return longer or (stop, found)
        if spare is None and not stop["colon"] and not stop["lone"] and _plausible(text, left, stop, end, marked):
            spare = stop, found
            if stop["dot"]:
                break
    return spare


def _passes(text: str, start: int, stop: re.Match[str], left: Span, marked: bool) -> bool:
    """Tell whether a stop cannot end an author list: an initial's, or a colon behind anything but persons."""
    if stop["dot"]:
        return _goes_on(text, start, stop)
    return stop["colon"] is not None and (marked or not (_persons(text, left) or _initialled(text, left)))


def _bare(text: str, start: int, end: int) -> Span:
    """Return the span of an author list without stops and without brackets around all of it."""
    start, end = trim(text, start, end, " ,;:.")
    if text.startswith("[", start) and text.endswith("]", start, end) and text.find("]", start, end) == end - 1:
        return start + 1, end - 1
    return start, end


def _goes_on(text: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether a stop belongs to an initial or abbreviation inside the list."""
    before = text[max(start, stop.start() - 2) : stop.start()]
    single = len(before.strip()) == 1 or (before != "" and not before[0].isalpha())
    if single and before[-1:].isupper() and _INITIAL_NEXT.match(text, stop.start() + 1):
        return True
    if single and text[stop.start() + 1 : stop.start() + 3].strip() >= "\u3400" and _INITIALS_ONLY.search(text, start, stop.start() + 1):
        return True
    if text.startswith(("et al", " et al"), stop.start() + 1):
        return True
    return (
        single
        and _GIVEN_LIST.search(text, max(start, stop.start() - 60), stop.start()) is not None
        and _FAMILY_NEXT.match(text, stop.start() + 1) is not None
    )


def _longer(text: str, start: int, end: int, stop: re.Match[str], found: Names) -> Head | None:
    """Return a later stop if the first one only ends a middle initial (`David J. Bach, Ann Wu. Title`)."""
    if found.et_al or not re.search(r"[A-Z][a-z]+ [A-Z]$", text[slice(*found.spans[-1])]):
        return None
    if len(found.spans) > 1 and _FAMILY_FIRST.search(text, *found.spans[-2]):
        return None
    given = latin.is_given(text[found.spans[-1][0] : stop.start()])
    best = None
    for later in _STOP.finditer(text, stop.end(), min(end, stop.end() + 200)):
        if given and later["colon"] and _initialled(text, trim(text, start, later.start())):
            return later, latin.read(text, *trim(text, start, later.start()))
        if not later["dot"] or _goes_on(text, start, later):
            continue
        if _COMMON_WORD.search(text, stop.end(), later.start()):
            break
        wider = latin.read(text, *trim(text, start, later.start(), " ,;:"))
        if not wider.sure:
            break
        if (given or _given_first(text, wider) or _is_family(text, stop, later, end)) and all(" " in text[a:b] for a, b in wider.spans):
            best = later, wider
            if len(wider.spans) == 1:
                break
    return best


def _given_first(text: str, found: Names) -> bool:
    """Tell whether most names of a list are `Given I. Family`."""
    middle = [_MIDDLE.match(text, a, b) is not None for a, b in found.spans]
    return len(middle) > 1 and sum(middle) * 2 > len(middle)


def _is_family(text: str, stop: re.Match[str], later: re.Match[str], end: int) -> bool:
    """Tell whether one capitalised word between two stops is a family name: title and source are still to come behind it."""
    word = text[stop.end() : later.start()]
    return word.isalpha() and word.istitle() and len(publishing.segments(text, later.end(), end)) > 1


def _initialled(text: str, left: Span) -> bool:
    """Tell whether a Latin stretch before a colon is a list of names, each with initials or a known given name: no title is."""
    if text[left[0]] >= "\u3040" or left[1] - left[0] > 400:
        return False
    found = latin.read(text, *left)
    names = [text[a:b] for a, b in found.spans]
    told = [_WITH_INITIALS.search(name) is not None or latin.is_given(name) for name in names]
    paired = all(name.count(",") == 1 for name in names) and len(names) > 1
    whole = all(" " in name and "," not in name for name in names) and _LAST_JOINED.search(text, *left) is not None
    return found.sure and (all(told) or paired or (whole and any(told)))


def _persons(text: str, left: Span) -> bool:
    """Tell whether a stretch is nothing but Chinese persons' names."""
    return order.are_persons(text, left)


def _plausible(text: str, left: Span, stop: re.Match[str], end: int, marked: bool) -> bool:
    """Tell whether a first segment may stand for authors although not every piece looks like a name."""
    part = text[slice(*left)]
    dated = not stop["dot"]
    if not marked and not _leaves_two(text, stop.end(), end):
        return False
    if _HAN.search(part):
        limit = 60 if marked or dated else 16
        return len(part) <= limit and "--" not in part and not any(sign in part for sign in "《》“”?!的")
    words = part.split()
    if re.search(r"(?:^|[\s.])[A-Z]$", part):
        return False
    small = sum(word[0].islower() for word in words)
    return len(words) <= 40 and small * 2 <= len(words) and (marked or dated)


def _leaves_two(text: str, start: int, end: int) -> bool:
    """Tell whether behind an author list two segments are left, the first of them no publisher: a title and its source."""
    parts = publishing.segments(text, start, end)
    return len(parts) > 1 and not publishing.is_imprint(text[slice(*parts[0])]) and not _HOST.match(text, *parts[0])


def _settle(draft: Draft, stop: re.Match[str], found: Names, end: int) -> int:
    """Write the names, and the year if the stop is one or one follows."""
    draft.names, draft.et_al = _with_stop(draft.text, found.spans), found.et_al
    if _dated(draft, stop):
        return stop.end()
    edited = _EDITED.match(draft.text, stop.end(), end)
    return _after_year(draft, edited.end() if edited else stop.end(), end)


def _with_stop(text: str, spans: tuple[Span, ...]) -> list[Span]:
    """Give the last name the stop of its last initial back (`Li, S. M.`)."""
    start, end = spans[-1] if spans else (0, 0)
    if text.startswith(".", end) and text.find(".", start, end) > 0 and text[end - 2 : end - 1] in (" ", ".", "-"):
        return [*spans[:-1], (start, end + 1)]
    return list(spans)


def _dated(draft: Draft, found: re.Match[str]) -> bool:
    """Write the year, and the date where it is a whole one, of a stop; returns whether it has one."""
    for year, rest in (("year", "rest"), ("bare", "day"), ("lone", "")):
        if year in found.re.groupindex and found[year]:
            draft.put("year", *found.span(year))
            if rest and found[rest] and found[rest][0] in "-./":
                draft.put("date", found.start(year), found.end(rest))
            return True
    return False


def _after_year(draft: Draft, at: int, end: int) -> int:
    follows = _NEXT_YEAR.match(draft.text, at, end)
    if follows is None or follows.end() >= end:
        return at
    _dated(draft, follows)
    return follows.end()


def _at_colon(draft: Draft, start: int, end: int) -> int:
    """Take persons before the colon of `张某某: 题名` where no stop parts them from the title; 0 if there are none."""
    text = draft.text
    colon = text.find(":", start, min(end, start + 60))
    if colon < 0 or colon + 4 > end or not _persons(text, (start, colon)):
        return 0
    found = names.read(text, start, colon)
    if not found.spans or "." in text[colon:end]:
        return 0
    draft.names, draft.et_al = list(found.spans), found.et_al
    draft.doubt("authors", "suspect", text[start:colon].strip(), "冒号之前像是作者，也可能属于题名")
    return colon + 1


def _at_blank(draft: Draft, start: int, end: int) -> int:
    """Take persons at the front of a Chinese stretch that are only set off by a blank or comma; 0 if there are none."""
    text = draft.text
    at, last = start, 0
    words = list(itertools.islice(_PIECE.finditer(text, start, end), 16))
    for word, after in itertools.pairwise(words):
        if not is_person(word.group().rstrip("等")) and not (_SHORT.match(word.group()) and is_person(after.group())):
            break
        at, last = word.end(), last + 1
        if last > 12:
            break
    if not last or end - at < 6 or text.startswith("、", at) or not _HAN.search(text, at, end):
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
    _dated(draft, lead)
    return lead.end()
