"""When it appeared: a date is a window, and only a window wholly outside the period is outside it."""

from __future__ import annotations

import calendar
from collections.abc import Iterator

from verifier.judging import frequencies, sentences, span, unseen, windows
from verifier.judging.grounds import Case, Claim, Open, Proof, Proven, Remark, trail
from verifier.model import Record, Window
from verifier.normalize import dates, names
from verifier.normalize.text import key
from verifier.reasons import Reason


def before_qualification(case: Case) -> Iterator[Claim]:
    """Bar what appeared wholly before the current title was obtained; a window that touches that time is for a person."""
    window, applicant = governing(case), case.facts.applicant
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
    elif side < 0:
        proof = dated(case, window, opened) if span.start_proves(case.notice, applicant) else None
        yield _outside(Reason.BEFORE_QUALIFICATION, proof, case, window, {"obtained": obtained})
    elif (early := _early(case)) is not None and span.straddle(early, opened) <= 0:
        two = {"early": printed(early), "when": printed(window), "limit": f"资格取得日（{obtained}）"}
        yield Open(Reason.DATE_STRADDLES_START, key="date_two", slots=two, evidence=early.evidence)


def after_cutoff(case: Case) -> Iterator[Claim]:
    """Bar what appeared wholly after the series' counting date; a window across that day is for a person."""
    window, end = governing(case), span.cutoff(case.notice, case.facts.applicant)
    if window is None or end is None or window.end <= end:
        return
    slots = {"end": sentences.day(end), "series": span.series(case.notice, case.facts.applicant).label}
    early = _early(case)
    if window.start <= end:
        yield Open(Reason.DATE_STRADDLES_END, slots={**_ends(window), **slots}, evidence=window.evidence)
    elif early is not None and early.start <= end:
        two = {"early": printed(early), "when": printed(window), "limit": f"截至日（{slots['end']}）"}
        yield Open(Reason.DATE_STRADDLES_END, key="date_two", slots=two, evidence=early.evidence)
    else:
        yield _outside(Reason.AFTER_CUTOFF, dated(case, window, (end, end)), case, window, slots)


def date_known(case: Case) -> Iterator[Claim]:
    """Ask for the copyright page where neither record nor reference says when it appeared; tell of a date that rules set."""
    window = governing(case)
    if window is None and case.facts.citation.title:
        yield Open(Reason.DATE_UNKNOWN, evidence=case.evidence)
    elif window is not None and window.basis in _SHOWN and window is not case.facts.window:
        slots = {"which": _SHOWN[window.basis][1], "when": printed(window)}
        yield Remark("date_governs", slots=slots, evidence=window.evidence)


def governing(case: Case) -> Window | None:
    """Return the window of the date that the notice counts by: the printed one unless it names another.

    Where the first release on-line counts and none is shown, the printed date stands in; where the day of indexing counts and no
    database shows it, the date is unknown.
    """
    match case.notice.dates.governs:
        case "online_first":
            return _shown(case, "online_first") or case.facts.window
        case "indexed":
            return _shown(case, "indexed")
        case _:
            return case.facts.window


def dated(case: Case, window: Window, limit: span.Span) -> Proof | None:
    """Return the proof of a date: a certain record of a year in the window, no named record of another year.

    Where the issue number differs, or the months are no more than a frequency's, the record's whole year must lie outside; a
    window without evidence proves nothing, nor does a day that the record's own issue contradicts in the applicant's favour.
    """
    if window.basis in _SHOWN and window.evidence:
        return next((proof for proof in case.proofs if getattr(proof.record, _SHOWN[window.basis][0])), None)
    years = {record.year[:4] for record in case.records if record.year}
    within = all(window.start[:4] <= year <= window.end[:4] for year in years)
    if not window.evidence or not years or not within or case.differs("year", "date"):
        return None
    exact = not case.differs("issue") and (window.basis != "issue" or frequencies.hold(case, window, years, limit))
    if not exact and not all(_year_outside(year, limit) for year in years):
        return None
    if window.basis == "published" and _issue_reaches(case, window, limit):
        return None
    return next((proof for proof in case.proofs if proof.record.year), None)


_SHOWN = {"online_first": ("online_first", "网络首发日期"), "indexed": ("indexed_on", "数据库收录日期")}
"""Dates beside the printed one, by the word that a notice uses: the record's attribute, and its name."""


def _shown(case: Case, which: str) -> Window | None:
    """Return the earliest date of a kind that a named record shows, or its source's other record of the same paper."""
    told = _SHOWN[which][0]
    held = [(days, one) for one in _rows(case, told) if (days := dates.parse(getattr(one, told))) is not None]
    if not held:
        return None
    days, record = min(held, key=lambda pair: pair[0])
    first, last = dates.iso(days)
    return Window(start=first, end=last, basis=which, evidence=record.evidence)


def _rows(case: Case, told: str) -> Iterator[Record]:
    """Yield the named records, each with what its source lists with a date under the same title by one of the same people.

    A paper that was released on-line keeps the record of that release beside the one of its issue.
    """
    for named in case.records:
        lookup = case.lookups.get(named.source)
        yield named
        for row in lookup.records if lookup else ():
            if (
                getattr(row, told)
                and row.id != named.id
                and key(row.title) == key(named.title)
                and _by_same(row, named)
            ):
                yield row


def _by_same(row: Record, named: Record) -> bool:
    return any(names.same(one.name, other.name) for one in row.authors or () for other in named.authors or ())


def _early(case: Case) -> Window | None:
    """Return the first release on-line, where the notice leaves open which date counts."""
    return _shown(case, "online_first") if case.notice.dates.governs == "open" else None


def _year_outside(year: str, limit: span.Span) -> bool:
    return f"{year}-12-31" < limit[0] or f"{year}-01-01" > limit[1]


def _issue_reaches(case: Case, window: Window, limit: span.Span) -> bool:
    """Say whether the months of the issue, off the printed day, are not on that day's side of the limit, or may not be.

    A database may print the day on which it put a paper up; the copyright page then settles it. While the registry, which tells how
    often the journal comes out, has not answered, nobody knows an issue's months.
    """
    for record in case.records:
        if record.issue and case.facts.journal.state == "unknown" and not case.facts.foreign:
            return True
        days = windows.of_issue(record, case.facts.lookups, case.facts.journal)
        issue = Window(start=days[0].isoformat(), end=days[1].isoformat()) if days else None
        apart = issue is not None and (issue.end < window.start or issue.start > window.end)
        if issue is not None and apart and span.straddle(issue, limit) != span.straddle(window, limit):
            return True
    return False


def _outside(reason: Reason, proof: Proof | None, case: Case, window: Window, slots: dict[str, str]) -> Claim:
    slots = {**slots, "when": printed(window)}
    missing = unseen.holders(case, window.basis, reason is Reason.BEFORE_QUALIFICATION) if proof is not None else ()
    if missing:
        named = {**slots, "sources": sentences.joined(tuple(sentences.source(source) for source in missing))}
        tried = (entry for source in missing if source in case.lookups for entry in trail(case.lookups[source]))
        return Open(reason, key=f"{reason.value}_unseen", slots=named, evidence=(*window.evidence, *tried))
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
