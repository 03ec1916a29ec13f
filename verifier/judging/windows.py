"""When a paper appeared, as a window of days: by the record's printed date, else by its issue, else by its year.

The printed date is kept apart from a first release on-line, which never stands in for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from verifier.judging import tables
from verifier.judging.differences import ONLINE_FIRST, year_of
from verifier.model import Citation, JournalFinding, Lookup, Match, Record, Window
from verifier.normalize import dates

Span = tuple[date, date]
Counts = Callable[[int], tuple[int, ...]]
"""How many issues the journal may have had in a year."""

_SURE_LEVELS = ("exact", "strong", "coordinates")


def window(
    citation: Citation,
    record: Record | None,
    matches: tuple[Match, ...],
    journal: JournalFinding,
    lookups: tuple[Lookup, ...] = (),
) -> Window | None:
    """Return the days within which the paper appeared, None if nothing says.

    `basis` is `published`, `issue` or `year` by the records, `online_first` where nothing is printed yet, `claimed_date`,
    `claimed_issue` or `claimed_year` where there is no record; the last four carry no evidence, so they prove nothing. A printed
    date that the record's own issue contradicts widens the window, and so do records that contradict each other. The issue lists
    in `lookups` say how many issues the journal had in that year.
    """

    @cache
    def counts(year: int) -> tuple[int, ...]:
        return tables.counts_of(lookups, str(year), journal.journal)

    others = [one.record for one in matches if one.record is not None and one.level in _SURE_LEVELS]
    records = [one for one in dict.fromkeys([record, *others]) if one is not None]
    if not records:
        return _claimed(citation, counts)
    found = [(one, *span) for one in records if (span := _of_record(one, counts))]
    for basis in ("published", "issue", "year"):
        spans = [(one, span) for one, span, said in found if said == basis]
        if spans:
            return _joined(spans, basis)
    return _online(records)


def of_issue(record: Record, lookups: tuple[Lookup, ...], journal: JournalFinding) -> Span | None:
    """Return the days of a record's issue by every number of issues that its year may have had, None if nothing says."""
    return _of_issue(
        year_of(record.year), record.issue, lambda year: tables.counts_of(lookups, str(year), journal.journal)
    )


def _joined(spans: list[tuple[Record, Span]], basis: str) -> Window:
    """Join the windows of several records: the days that all leave open, or all days of all where they contradict."""
    first, last = max(span[0] for _, span in spans), min(span[1] for _, span in spans)
    if first > last:
        first, last = min(span[0] for _, span in spans), max(span[1] for _, span in spans)
    evidence = tuple(dict.fromkeys(entry for one, _ in spans for entry in one.evidence))
    return Window(start=first.isoformat(), end=last.isoformat(), basis=basis, evidence=evidence)


def _online(records: list[Record]) -> Window | None:
    """Return the day of a first release on-line where nothing is printed yet; it carries no evidence and proves nothing."""
    spans = [span for one in records if (span := dates.parse(one.online_first or one.published))]
    return Window(start=spans[0][0].isoformat(), end=spans[0][1].isoformat(), basis="online_first") if spans else None


def _of_record(record: Record, counts: Counts) -> tuple[Span, str] | None:
    """Return a record's window and its basis: printed date, issue, year; an on-line first record has none of them."""
    if record.dbcode in ONLINE_FIRST:
        return None
    year = year_of(record.year)
    issue = _of_issue(year, record.issue, counts)
    printed = dates.parse(record.published)
    if printed is not None:
        return _printed(printed, issue, year)
    if issue is not None:
        return issue, "issue"
    return ((date(year, 1, 1), date(year, 12, 31)), "year") if year else None


def _of_issue(year: int | None, issue: str | None, counts: Counts) -> Span | None:
    """Return the days of an issue, by every number of issues that its year may have had."""
    if not year or not issue:
        return None
    spans = [span for count in counts(year) if (span := dates.issue_window(year, issue, count))]
    return (min(span[0] for span in spans), max(span[1] for span in spans)) if spans else None


def _printed(printed: Span, issue: Span | None, year: int | None) -> tuple[Span, str]:
    """Join a printed date with the issue's months: narrow where they meet, wide where they contradict."""
    if (printed[1] - printed[0]).days > 31:
        return _meet(printed, issue) if issue else (printed, "year")
    if year is not None and not printed[0].year <= year <= printed[1].year:
        whole = issue or (date(year, 1, 1), date(year, 12, 31))
        return (min(printed[0], whole[0]), max(printed[1], whole[1])), "published"
    return printed, "published"


def _meet(printed: Span, issue: Span) -> tuple[Span, str]:
    """Return the common days of a year-long date and an issue, or all days of both if they have none."""
    first, last = max(printed[0], issue[0]), min(printed[1], issue[1])
    if first <= last:
        return (first, last), "issue"
    return (min(printed[0], issue[0]), max(printed[1], issue[1])), "published"


def _claimed(citation: Citation, counts: Counts) -> Window | None:
    """Return the window that the claim itself leaves, without evidence."""
    exact, year = dates.parse(citation.date), year_of(citation.year)
    issue = _of_issue(year, citation.issue, counts)
    whole = (date(year, 1, 1), date(year, 12, 31)) if year else None
    for span, basis in ((exact, "claimed_date"), (issue, "claimed_issue"), (whole, "claimed_year")):
        if span is not None:
            return Window(start=span[0].isoformat(), end=span[1].isoformat(), basis=basis)
    return None
