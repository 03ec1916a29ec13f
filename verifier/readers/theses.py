"""Read Latin theses, which name their degree in words: `[Doctoral dissertation, School]`, `PhD thesis, School`, `School, Ph.D. diss.`

Only a phrase of a degree that is set off on both sides counts, and only where a school is named: a title may speak of a thesis.
"""

from __future__ import annotations

import re

from verifier.readers import commas, heads, imprint, kinds, publishing, quoted, quotes, suffixes
from verifier.readers.draft import Draft, Span, trim

_DEGREE = re.compile(
    r"(?P<open>[\[(,.;”\"]\s{0,2})(?:[Uu]npublished )?"
    r"(?:(?:[Dd]octoral|[Mm]aster(?:['’]?s| of \w+)?|[Bb]achelor['’]?s?|Ph\.?\s?D\.?|D\.?Phil\.?|M\.?\s?(?:A|S|Sc|Phil|Eng|Ed)\.?|[Ll]icentiate)\s"
    r"(?:[Dd]issertation|[Tt]hesis|diss\.?)|[Dd]issertation|[Tt]hesis|Thèse de doctorat|Diplomarbeit|Habilitation|Tesis doctoral)"
    r"(?=\s?[\]),.;:]|\s?$)"
)
_YEAR = re.compile(r"[.?!,]\s(?P<year>(?:19|20)\d\d)[.,\s]*$")
_SCHOOL = re.compile(r"Universi|\bUniv\.|College|Institut|School|Academ|Polytech|Hochschule|École|Facult|ETH\b|MIT\b")


def find(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the phrase that names a degree; None where there is none or no school goes with it."""
    if not ("hesis" in text or "issertation" in text or "diss." in text or "hèse" in text or "abilitation" in text or "iplomarbeit" in text or "esis doctoral" in text):
        return None
    found = _DEGREE.search(text, start + 20, end)
    return found if found and _SCHOOL.search(text, max(start, found.start() - 90), end) else None


def read(draft: Draft, start: int, end: int, degree: re.Match[str]) -> None:
    """Read authors, title, school and year around a degree."""
    text = draft.text
    tail = imprint.read(text, degree.end(), end, journal=False)
    school = trim(text, degree.end(), tail.start, " ,.:;()[]")
    draft.blank(degree.start() + 1, degree.end())
    draft.take(tail.spans, ("volume", "issue"))
    stop = degree.start()
    if school[0] < school[1]:
        publishing.publisher(draft, *_last(text, *school))
    else:
        stop = _school_before(draft, start, stop)
    _title(draft, start, stop)
    kinds.infer(draft, "D")


def _last(text: str, start: int, end: int) -> Span:
    """Return the last sentence of a stretch: the school behind a closing bracket or stop."""
    parts = publishing.segments(text, start, end)
    schools = [part for part in parts if _SCHOOL.search(text, *part)]
    return (schools or parts or [(start, end)])[-1]


def _school_before(draft: Draft, start: int, stop: int) -> int:
    """Write the school that stands between title and degree; returns where the title ends."""
    text = draft.text
    parts = publishing.segments(text, start, stop)
    tail = imprint.read(text, parts[-1][0], stop, journal=False) if parts else None
    if len(parts) < 2 or tail is None:
        return stop
    draft.take(tail.spans, ("volume", "issue", "pages"))
    publishing.publisher(draft, parts[-1][0], tail.start)
    return parts[-1][0]


def _title(draft: Draft, start: int, stop: int) -> None:
    """Read authors, year and title before the degree; the title may stand in quotes or behind commas."""
    text = draft.text
    at = quotes.opening(text, start, stop + 1)
    if at >= 0:
        quoted.before(draft, start, at)
        draft.put("title", at + 1, quotes.closing(text, at, stop + 1))
        return
    begin = commas.past_names(draft, start, stop) or heads.authors(draft, start, stop, marked=True)
    year = _YEAR.search(text, begin, stop) if "year" not in draft.spans else None
    if year:
        draft.put("year", *year.span("year"))
        stop = year.start() + 1
    draft.put("title", *suffixes.strip(draft, *trim(text, begin, stop, " ,.:;[(")))
