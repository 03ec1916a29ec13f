"""What if the current title had been obtained on another day, or counted in another series: which outputs would count? Pure.

Only the dates are asked again, from the windows that a stored report holds; everything else that was found stays as it is. A
simulation is for planning: it proves nothing and bars nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from verifier.judging import span
from verifier.judging.notice import Notice
from verifier.model import Applicant, Frozen, ItemReport, Period, Report
from verifier.reasons import Outcome, Reason

Verdict = Literal["counts", "before", "after", "open", "excluded", "undated"]
"""In the period; before the title; after the counting date; across a bound; excluded by another clause; without a date."""

DATED = frozenset(
    {
        Reason.BEFORE_QUALIFICATION,
        Reason.AFTER_CUTOFF,
        Reason.DATE_STRADDLES_START,
        Reason.DATE_STRADDLES_END,
        Reason.DATE_UNKNOWN,
    }
)
"""The reasons that a simulation asks anew."""


class Forecast(Frozen, frozen=True, kw_only=True):
    """One item under the assumed title: its verdict, what else is open, and the last day of a title with which it would count."""

    item: str
    title: str
    verdict: Verdict
    window: tuple[str, str] | None = None
    others: tuple[Reason, ...] = ()
    title_by: str | None = None


class Simulation(Frozen, frozen=True, kw_only=True):
    """A whole list under the assumed title."""

    applicant: Applicant
    period: Period
    items: tuple[Forecast, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many items have a verdict."""
        return sum(one.verdict == verdict for one in self.items)


def assumed(
    applicant: Applicant,
    obtained: str,
    series: Literal["engineering", "economics", "other"] | None = None,
    basis: Literal["certificate", "review-year", "appointment"] | None = None,
) -> Applicant:
    """Return the applicant with another date of the title, and another series or basis if one is given."""
    old = applicant.qualification
    title = msgspec.structs.replace(old, obtained=obtained, basis=basis or old.basis, source="")
    return msgspec.structs.replace(applicant, qualification=title, series=series or applicant.series)


def simulate(report: Report, notice: Notice, applicant: Applicant) -> Simulation:
    """Return which items of a stored report would count for `applicant` under a notice."""
    items = tuple(_forecast(one, notice, applicant) for one in report.items)
    return Simulation(applicant=applicant, period=span.period(notice, applicant), items=items)


def _forecast(item: ItemReport, notice: Notice, applicant: Applicant) -> Forecast:
    others = tuple(dict.fromkeys(one.reason for one in item.findings if one.reason not in DATED))
    barred = any(one.outcome is Outcome.BAR and one.reason not in DATED for one in item.findings)
    return Forecast(
        item=item.id,
        title=item.citation.title or item.citation.raw,
        verdict="excluded" if barred else _verdict(item, notice, applicant),
        window=(item.window.start, item.window.end) if item.window else None,
        others=others,
        title_by=None if barred else _title_by(item, notice, applicant),
    )


def _verdict(item: ItemReport, notice: Notice, applicant: Applicant) -> Verdict:
    window, opened, end = item.window, span.start(notice, applicant), span.cutoff(notice, applicant)
    if window is None or opened is None:
        return "undated"
    side = span.straddle(window, opened)
    if side < 0:
        return "before"
    if end is not None and window.start > end:
        return "after"
    return "open" if side == 0 or (end is not None and window.end > end) else "counts"


def _title_by(item: ItemReport, notice: Notice, applicant: Applicant) -> str | None:
    """Return the last day of a title with which an item would count that the assumed title leaves out, None if no day helps."""
    window, opened, end = item.window, span.start(notice, applicant), span.cutoff(notice, applicant)
    if window is None or opened is None or span.straddle(window, opened) > 0 or (end is not None and window.end > end):
        return None
    return (date.fromisoformat(window.start) - timedelta(days=1)).isoformat()
