"""成果计算期间: the days between which an output counts, by the notice and the applicant's current title."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from verifier.judging.notice import Notice, Rule, Series, Shift, StartBasis
from verifier.model import Applicant, Period, Qualification, Window
from verifier.normalize import dates

Span = tuple[str, str]


def period(notice: Notice, applicant: Applicant) -> Period:
    """Return the period with its clauses: the start as precise as the applicant stated it, or as the notice shifts it."""
    opened = start(notice, applicant)
    shifted = opened is not None and _basis(notice, applicant.qualification).shifts
    end = cutoff(notice, applicant)
    return Period(
        start=opened[0] if opened and shifted else applicant.qualification.obtained,
        start_clause=notice.start.clause,
        end=end,
        end_clause=series(notice, applicant).clause if end else "",
    )


def start(notice: Notice, applicant: Applicant) -> Span | None:
    """Return the days on which the current title may have been obtained; None if the stated date cannot be read."""
    return _start(_basis(notice, applicant.qualification), applicant.qualification.obtained)


def start_proves(notice: Notice, applicant: Applicant) -> bool:
    """Say whether the notice counts from this kind of date, so that a paper before it is before by the clause."""
    return applicant.qualification.basis in notice.start.bases and _basis(notice, applicant.qualification).proves


def series(notice: Notice, applicant: Applicant) -> Series:
    """Return the applicant's series, or the one whose cut-off the notice lends to a series that it does not know."""
    known = {entry.name: entry for entry in notice.series}
    return known.get(applicant.series) or known[notice.other_series]


def cutoff(notice: Notice, applicant: Applicant) -> str | None:
    """Return the last day that counts, None where the notice sets none."""
    day = series(notice, applicant).cutoff
    return day.isoformat() if day else None


def holds(rule: Rule, window: Window | None) -> bool | None:
    """Say whether a dated rule holds on the paper's day: True, False, or None where the window leaves it open."""
    if rule.since is None and rule.until is None:
        return True
    first, last = str(rule.since or date.min), str(rule.until or date.max)
    if window is None:
        return None
    if window.end < first or window.start > last:
        return False
    return True if first <= window.start and window.end <= last else None


def straddle(window: Window, span: Span) -> int:
    """Return -1 if the window is wholly before the span, 1 if wholly after, 0 if they share a day."""
    if window.end < span[0]:
        return -1
    return 1 if window.start > span[1] else 0


def _basis(notice: Notice, qualification: Qualification) -> StartBasis:
    return notice.start.bases.get(qualification.basis) or StartBasis(proves=False)


@lru_cache(maxsize=1 << 12)
def _start(basis: StartBasis, obtained: str) -> Span | None:
    days = dates.parse(obtained)
    if days is None:
        return None
    year = days[0].year
    shift = next((one for one in basis.shifts if one.since <= year <= one.until), None)
    if shift is not None:
        return _shifted(year, shift)
    if basis.whole_year:
        days = date(year, 1, 1), date(year, 12, 31)
    return dates.iso(days)


def _shifted(year: int, shift: Shift) -> Span:
    day = f"{year + shift.plus:04d}-{shift.month_day}"
    return day, day
