"""Whether the databases show it: found in one is found, and a source that failed is never an absence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from verifier.judging import sentences
from verifier.judging.checks.serials import REGISTRY, unavailable
from verifier.judging.grounds import Case, Claim, Open, Remark, trail
from verifier.judging.notice import Params
from verifier.model import ANSWERED, Lookup, State
from verifier.reasons import Reason


def retrieved(case: Case, params: Params) -> Iterator[Claim]:
    """Report what no database shows, what is only similar, and every source that did not answer."""
    if not case.facts.citation.title:
        return
    hits = {match.source for match in case.named}
    rest = [source for source in params.sources if source not in hits]
    found = len(rest) < len(params.sources)
    missing = [source for source in rest if _failed(case.lookups.get(source), found)]
    yield from (unavailable(case, source) for source in missing)
    answered = [case.lookups[source] for source in rest if _answered(case.lookups.get(source))]
    silent = [lookup for lookup in answered if lookup.state is State.NOT_FOUND]
    similar = [lookup for lookup in answered if lookup.state is not State.NOT_FOUND]
    if not found:
        yield from (_similar(lookup) for lookup in similar)
    nowhere = not found and not missing and not similar
    if silent and (nowhere or (found and params.need == "all")):
        yield _absent(silent)
        yield from _remarks(case, params, silent)


def single_database(case: Case, params: Params) -> Iterator[Claim]:
    """Note that only one database shows it, where the others answered."""
    hits = [source for source in params.sources if any(match.source == source for match in case.named)]
    others = [case.lookups.get(source) for source in params.sources if source not in hits]
    if len(hits) == 1 and others and all(lookup is not None and lookup.state is State.NOT_FOUND for lookup in others):
        yield Remark("single_database", slots={"source": sentences.source(hits[0])}, evidence=case.evidence)


def open_search(case: Case, params: Params) -> Iterator[Claim]:
    """Report an international output that no open source shows, and one that failed while nothing else was found.

    The certificate speaks for such an output; nothing that this program saw does, so a person holds the two together.
    """
    if case.named or not case.facts.citation.title:
        return
    asked = [case.lookups[source] for source in params.sources if source in case.lookups]
    asked = [lookup for lookup in asked if lookup.state is not State.SKIPPED]
    failed = [lookup for lookup in asked if lookup.state not in ANSWERED]
    yield from (unavailable(case, lookup.source) for lookup in failed)
    similar = [lookup for lookup in asked if lookup.state in (State.FOUND, State.AMBIGUOUS)]
    yield from (_similar(lookup) for lookup in similar)
    if not asked or failed or similar:
        return
    if _registry_failed(case):
        slots, evidence = {"source": sentences.source(REGISTRY)}, trail(case.lookups[REGISTRY])
        yield Open(Reason.SOURCE_UNAVAILABLE, key="source_unavailable", slots=slots, evidence=evidence)
    else:
        slots = {"time": sentences.moment(_time(asked)), "sources": _names(asked)}
        yield Open(Reason.NOT_RETRIEVED, key="not_retrieved_abroad", slots=slots, evidence=_evidence(asked))


def sources_agree(case: Case) -> Iterator[Claim]:
    """Report where the sources contradict one another about the issue; both sides stay visible."""
    if case.facts.issue.conflict:
        slots = {"detail": case.facts.issue.conflict}
        yield Open(Reason.SOURCES_CONFLICT, slots=slots, evidence=(*case.facts.issue.evidence, *case.evidence))


def _registry_failed(case: Case) -> bool:
    """Say whether the registry could not say if a serial with a Latin title is a domestic one: then nobody knows where to look."""
    lookup = case.lookups.get(REGISTRY)
    return lookup is not None and bool(lookup.trail) and any(step.state not in ANSWERED for step in lookup.trail)


def _failed(lookup: Lookup | None, found: bool) -> bool:
    """Say whether a source should have answered and did not.

    One that was not asked matters only if nothing was found, and so does a contents page that stopped half way where every search
    for the paper was answered.
    """
    if lookup is None or lookup.state is State.SKIPPED:
        return not found
    if found and lookup.state is State.INCOMPLETE and _searched(lookup):
        return False
    return lookup.state not in ANSWERED


def _searched(lookup: Lookup) -> bool:
    """Say whether a lookup's searches were all answered, the title's among them, and only contents are incomplete."""
    searches = [trace for trace in lookup.trail if trace.step.kind == "search"]
    halted = {trace.step.kind for trace in lookup.trail if trace.state not in ANSWERED}
    return halted == {"contents"} and any(trace.step.field == "title" for trace in searches)


def _answered(lookup: Lookup | None) -> bool:
    return lookup is not None and lookup.state in ANSWERED


def _similar(lookup: Lookup) -> Open:
    return Open(
        Reason.AMBIGUOUS_RECORD, slots={"source": sentences.source(lookup.source)}, evidence=_evidence([lookup])
    )


def _absent(silent: list[Lookup]) -> Open:
    slots = {"time": sentences.moment(_time(silent)), "sources": _names(silent)}
    return Open(Reason.NOT_RETRIEVED, slots=slots, evidence=_evidence(silent))


def _remarks(case: Case, params: Params, silent: list[Lookup]) -> Iterator[Remark]:
    """Say where a silence says little: outside a source's coverage, or too soon after the issue."""
    for lookup in silent:
        if lookup.reach == "outside":
            slots = {"source": sentences.source(lookup.source)}
            yield Remark("outside_coverage", slots=slots, evidence=_evidence([lookup]))
    window, asked = case.facts.window, _date(_time(silent))
    if window is not None and asked is not None and params.grace_days:
        again = date.fromisoformat(window.end) + timedelta(days=params.grace_days)
        if asked < again:
            yield Remark("not_yet_indexed", slots={"again": sentences.day(again.isoformat())}, evidence=window.evidence)


def _names(lookups: list[Lookup]) -> str:
    return sentences.joined(tuple(sentences.source(lookup.source) for lookup in lookups))


def _time(lookups: list[Lookup]) -> str:
    return max((step.at for lookup in lookups for step in lookup.trail if step.at), default="检索时")


def _date(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _evidence(lookups: list[Lookup]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry for lookup in lookups for entry in trail(lookup)))
