"""Which sources that did not say all they know could still show a date that speaks for the applicant: then no date bars.

A date counts by the notice: the printed one, the first release on-line, the day of indexing. At the end of the period an earlier
date would help the applicant, at its start a later one. A source that failed may hold any of its dates; one that was not asked
is missed where it tells days; one that showed the paper is missed where the page that tells the date did not come.
"""

from __future__ import annotations

from collections.abc import Iterable

from verifier.judging.grounds import Case
from verifier.model import ANSWERED, Lookup, Match, State

RELEASES = frozenset({"cnki", "wanfang", "vip", "crossref"})
"""Sources that tell a first release on-line, and so the day of a paper that no other source may have."""
INDEXING = frozenset({"cnki"})
"""Sources that tell when they took a paper in."""
ON_DETAIL = frozenset({"cnki"})
"""Sources that tell release and indexing of a paper that has its issue on the detail page alone."""
OTHER = frozenset({"nppa", "issn"})
"""Sources of serials: they know no paper's date."""
SEARCHES = ("retrieved", "open_search")
"""The checks whose rules name the sources that a notice has searched, at home and abroad."""


def holders(case: Case, basis: str, later: bool) -> tuple[str, ...]:
    """Return the sources, in order, that could still show a date more in the applicant's favour than the one that counts.

    `basis` is the basis of the window that counts; `later` says that a later date would help (the start of the period), else an
    earlier one would (its end). Of a first release or a day of indexing the earliest counts: no source can make it later.
    """
    shown = basis in ("online_first", "indexed")
    if shown and later:
        return ()
    telling = INDEXING if basis == "indexed" else RELEASES
    open_dates = not later and case.notice.dates.governs != "printed"
    matches = {match.source: match for match in case.named}
    return tuple(
        source
        for source in _searched(case)
        if (not shown or source in telling)
        and _missed(case.lookups.get(source), matches.get(source), open_dates, source)
    )


def _searched(case: Case) -> Iterable[str]:
    """Return the sources that the notice has searched for such an output and the others that were asked, each once."""
    check = SEARCHES[case.facts.foreign]
    named = (source for rule in case.notice.rules if rule.check == check for source in rule.params.sources)
    asked = (source for source, lookup in case.lookups.items() if lookup.state is not State.SKIPPED)
    return dict.fromkeys(source for source in (*named, *asked) if source not in OTHER)


def _missed(lookup: Lookup | None, match: Match | None, open_dates: bool, source: str) -> bool:
    """Say whether a source has not said all that it may know of the paper's date."""
    if lookup is None or lookup.state is State.SKIPPED:
        return source in RELEASES
    if lookup.state is State.NOT_FOUND:
        return False
    if lookup.state not in ANSWERED:
        return True
    if lookup.state is State.AMBIGUOUS or match is None or match.record is None:
        return source in RELEASES  # other indexes always show something like it
    details = [trace.state in ANSWERED for trace in lookup.trail if trace.step.kind == "detail"]
    if not all(details):
        return True
    told = bool(details) or bool(match.record.online_first)
    return open_dates and source in ON_DETAIL and not told
