"""When it appeared: a date is a window, and only a window wholly outside the period is outside it."""

from __future__ import annotations

import calendar
from collections.abc import Iterator

from verifier.judging import frequencies, sentences, span
from verifier.judging.grounds import Case, Claim, Open, Proof, Proven
from verifier.model import Window
from verifier.normalize import dates
from verifier.reasons import Reason


def before_qualification(case: Case) -> Iterator[Claim]:
    """Bar what appeared wholly before the current title was obtained; a window that touches that time is for a person."""
    window, applicant = case.facts.window, case.facts.applicant
    if window is None:
        return
    obtained = applicant.qualification.obtained
    opened = span.start(case.notice, applicant)
    if opened is None:
        yield Open(Reason.DATE_STRADDLES_START, key="start_unread", slots={"obtained": obtained})
        return
    side = span.straddle(window, opened)
    if side == 0:
        slots = {**_ends(window), "obtained": obtained}
        yield Open(Reason.DATE_STRADDLES_START, slots=slots, evidence=window.evidence)
    if side < 0:
        proof = dated(case, window, opened) if span.start_proves(case.notice, applicant) else None
        yield _outside(Reason.BEFORE_QUALIFICATION, proof, case, window, {"obtained": obtained})


def after_cutoff(case: Case) -> Iterator[Claim]:
    """Bar what appeared wholly after the series' counting date; a window across that day is for a person."""
    window, end = case.facts.window, span.cutoff(case.notice, case.facts.applicant)
    if window is None or end is None or window.end <= end:
        return
    slots = {"end": sentences.day(end), "series": span.series(case.notice, case.facts.applicant).label}
    early = _online(case)
    if window.start > end and early is not None and early.start <= end:
        two = {"early": printed(early), "when": printed(window), "limit": f"截至日（{slots['end']}）"}
        yield Open(Reason.DATE_STRADDLES_END, key="date_two", slots=two, evidence=early.evidence)
        return
    if window.start <= end:
        yield Open(Reason.DATE_STRADDLES_END, slots={**_ends(window), **slots}, evidence=window.evidence)
        return
    yield _outside(Reason.AFTER_CUTOFF, dated(case, window, (end, end)), case, window, slots)


def date_known(case: Case) -> Iterator[Claim]:
    """Ask for the copyright page where neither record nor reference says when it appeared."""
    if case.facts.window is None and case.facts.citation.title:
        yield Open(Reason.DATE_UNKNOWN, evidence=case.evidence)


def dated(case: Case, window: Window, limit: span.Span) -> Proof | None:
    """Return the proof of a date: a certain record of a year in the window, no named record of another year.

    Where the issue number differs, or the months are no more than a frequency's, the record's whole year must lie outside; a
    window without evidence proves nothing.
    """
    years = {record.year[:4] for record in case.records if record.year}
    within = all(window.start[:4] <= year <= window.end[:4] for year in years)
    if not window.evidence or not years or not within or case.differs("year", "date"):
        return None
    exact = not case.differs("issue") and (window.basis != "issue" or frequencies.hold(case, window, years, limit))
    if not exact and not all(_year_outside(year, limit) for year in years):
        return None
    return next((proof for proof in case.proofs if proof.record.year), None)


def _online(case: Case) -> Window | None:
    """Return the earliest first release on-line that a named record shows."""
    shown = [(days, one) for one in case.records if (days := dates.parse(one.online_first)) is not None]
    if not shown:
        return None
    days, record = min(shown, key=lambda pair: pair[0])
    first, last = dates.iso(days)
    return Window(start=first, end=last, basis="online_first", evidence=record.evidence)


def _year_outside(year: str, limit: span.Span) -> bool:
    return f"{year}-12-31" < limit[0] or f"{year}-01-01" > limit[1]


def _outside(reason: Reason, proof: Proof | None, case: Case, window: Window, slots: dict[str, str]) -> Claim:
    slots = {**slots, "when": printed(window)}
    if proof is not None:
        return Proven(reason, proof=proof, slots=slots, evidence=window.evidence)
    slots["whose"] = "记录" if case.named else "所填"
    return Open(reason, key=f"{reason.value}?", slots=slots, evidence=window.evidence or case.evidence)


def _ends(window: Window) -> dict[str, str]:
    return {"first": sentences.day(window.start), "last": sentences.day(window.end)}


def printed(window: Window) -> str:
    """Print a window in Chinese, as short as it can be said.

    >>> printed(Window(start="2019-01-01", end="2019-12-31")), printed(Window(start="2019-03-01", end="2019-03-31"))
    ('2019年', '2019年3月')
    >>> printed(Window(start="2019-03-05", end="2019-03-05")), printed(Window(start="2019-03-01", end="2019-04-30"))
    ('2019年3月5日', '2019年3月至4月')
    """
    first, last = window.start, window.end
    if first == last:
        return sentences.day(first)
    whole = first.endswith("-01") and _is_last(last)
    if not whole:
        return f"{sentences.day(first)}至{sentences.day(last)}"
    if first[:4] != last[:4]:
        return f"{first[:4]}年{int(first[5:7])}月至{last[:4]}年{int(last[5:7])}月"
    if first[5:7] == "01" and last[5:7] == "12":
        return f"{first[:4]}年"
    month = f"{first[:4]}年{int(first[5:7])}月"
    return month if first[5:7] == last[5:7] else f"{month}至{int(last[5:7])}月"


def _is_last(iso: str) -> bool:
    year, month, number = (int(part) for part in iso.split("-"))
    return number == calendar.monthrange(year, month)[1]
