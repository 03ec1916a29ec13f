"""Contents pages (目次) against a claim: does the paper stand in the issue, and who stands on the claimed pages?"""

from __future__ import annotations

from rapidfuzz import fuzz

from verifier.judging import titles
from verifier.model import Citation, Contents, Lookup, Record
from verifier.normalize import issues, pages
from verifier.normalize.text import key

_FRONT = (
    "目录",
    "目次",
    "封面",
    "封底",
    "版权",
    "投稿",
    "征稿",
    "启事",
    "征订",
    "广告",
    "总目",
    "索引",
    "卷首",
    "简讯",
    "书讯",
    "勘误",
    "更正",
    "订阅",
)


_TELLING = 10
"""A title of so many characters inside a longer one is no chance."""


def of_issue(lookups: tuple[Lookup, ...], year: str, mark: issues.Mark) -> tuple[Contents, ...]:
    """Return the contents pages that the sources showed of one issue of a year."""
    return tuple(
        page
        for lookup in lookups
        for page in lookup.contents
        if page.year == year and issues.same(page.issue, mark.raw)
    )


def listed(citation: Citation, shown: tuple[Contents, ...]) -> bool | None:
    """Tell whether the paper stands in a contents page: True, False only where every complete page lacks it, else None."""
    if any(_is_paper(citation, record) for page in shown for record in page.records):
        return True
    complete = [page for page in shown if page.complete and page.records]
    if not complete or any(_may_be(citation, record) for page in shown for record in page.records):
        return None
    return False


def _is_paper(citation: Citation, record: Record) -> bool:
    found = titles.difference(citation.title or "", record.title, record.titles, titles.doubts_of(citation, "title"))
    return found is None or found.harmless


def _may_be(citation: Citation, record: Record) -> bool:
    """Tell whether a row may be the paper under a slightly other title, or under one that was read with more around it."""
    wanted, shown = key(citation.title or "")[: titles.REACH], key(record.title)[: titles.REACH]
    return fuzz.ratio(wanted, shown) >= 80 or (len(shown) >= _TELLING and shown in wanted)


def collisions(citation: Citation, shown: tuple[Contents, ...]) -> tuple[str, ...]:
    """Return the titles of other papers that fill the claimed pages; two papers may share the page on which one ends."""
    if not pages.ranges(citation.pages):
        return ()
    taken = [
        record.title
        for page in shown
        for record in page.records
        if not _may_be(citation, record) and not _front(record.title) and crosses(citation.pages, record.pages)
    ]
    return tuple(dict.fromkeys(taken))


def crosses(claimed: str | None, recorded: str | None) -> bool:
    """Tell whether two papers cannot both stand on their pages: more than a page, or an inner page, in common.

    A single page to which a paper jumps (8-9,7) may well lie inside another one, at the foot of a page.

    >>> crosses("12-18", "14-20"), crosses("12-18", "18-24"), crosses("15", "12-18"), crosses("12", "12"), crosses("5-8", "1-4,7")
    (True, False, True, False, False)
    """
    for first, last in _runs(claimed):
        for start, end in _runs(recorded):
            low, high = max(first, start), min(last, end)
            if low < high or (low == high and (start < low < end or first < low < last)):
                return True
    return False


def _runs(text: str | None) -> list[tuple[int, int]]:
    """Return a paper's first range of pages, and the further ones of more than one page."""
    return [span for place, span in enumerate(pages.ranges(text)) if not place or span[0] < span[1]]


def _front(title: str) -> bool:
    """Tell whether a row is front matter and no paper."""
    return any(word in title for word in _FRONT)
