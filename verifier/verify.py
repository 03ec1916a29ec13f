"""`verify()`: the only place where the steps of the walk meet; pure but for the `look_up` that it is handed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from verifier import readers
from verifier.judging import across, fields, issues, kinds, matching, policy, registry, windows
from verifier.judging.defects import NONE, Defects
from verifier.judging.weights import Weights
from verifier.model import (
    ANSWERED,
    REPORT_SCHEMA,
    Citation,
    Claimed,
    Evidence,
    Facts,
    Identity,
    Item,
    ItemReport,
    Journal,
    JournalFinding,
    Lookup,
    Match,
    Question,
    Record,
    Report,
    SourceResult,
    State,
    Submission,
    canonical,
)
from verifier.normalize.text import has_han
from verifier.sources import drift

NAMED = ("exact", "strong", "coordinates")
"""The levels at which a report names a record."""

LookUp = Callable[[Question], tuple[Lookup, ...]]
"""Answers one question from every source: live, or from the cache alone."""


class Standards(msgspec.Struct, frozen=True, kw_only=True):
    """What a run judges by, loaded at the door: the notice's rules, the weights, the sources' settled defects, a registry snapshot."""

    notice: policy.Notice
    weights: Weights
    defects: Defects = NONE
    snapshot: tuple[Journal, ...] = ()


def read_items(submission: Submission) -> dict[str, Citation]:
    """Read the text of every item; the result maps item ids to citations."""
    return {item.id: readers.read(item.text, item.id) for item in submission.items}


def question(citation: Citation, claimed: Claimed | None = None) -> Question:
    """Turn a citation into the question that the sources are asked.

    A reference whose title and container hold no Chinese character is asked abroad, unless the applicant claims a CN or the
    registry turns out to know the serial (then the ladder asks the Chinese databases after all).
    """
    cn = citation.cn or (claimed.cn if claimed else None)
    latin = bool(citation.title) and not has_han((citation.title or "") + (citation.container or ""))
    return Question(
        id=citation.id,
        type=kinds.asked_type(citation),
        title=citation.title,
        authors=citation.authors,
        journal=citation.container,
        year=citation.year,
        volume=citation.volume,
        issue=citation.issue,
        pages=citation.pages,
        doi=citation.doi,
        cn=cn,
        issn=citation.issn or (claimed.issn if claimed else None),
        foreign=latin and not cn,
    )


def questions(submission: Submission, citations: Mapping[str, Citation]) -> Iterator[Question]:
    """Yield what `verify` will ask the sources for a submission whose every item was read into `citations`."""
    for item in submission.items:
        citation = citations[item.id]
        if asks(citation):
            yield question(citation, item.claimed)


def verify(
    submission: Submission,
    *,
    look_up: LookUp,
    standards: Standards,
    citations: Mapping[str, Citation] | None = None,
    progress: Callable[[Item], object] = id,
) -> Report:
    """Verify one applicant's list and return the report, the same bytes for the same answers.

    `citations` may hold what was already read (from a document, or corrected by a person); the rest is read here.
    """
    known = {**read_items(submission), **(citations or {})}
    found = []
    for item in submission.items:
        progress(item)
        citation = known[item.id]
        found.append(look_up(question(citation, item.claimed)) if asks(citation) else ())
    found = drift.wary(found)
    items = tuple(
        judge_item(submission, item, known[item.id], lookups, standards)
        for item, lookups in zip(submission.items, found, strict=True)
    )
    return seal(submission, items, [lookup for lookups in found for lookup in lookups], standards)


def asks(citation: Citation) -> bool:
    """Say whether there is anything to ask: a reference without a title is left to a person."""
    return bool(citation.title)


def judge_item(
    submission: Submission, item: Item, citation: Citation, lookups: tuple[Lookup, ...], standards: Standards
) -> ItemReport:
    """Judge one item from what the sources said."""
    by_source = {lookup.source: lookup for lookup in lookups}
    databases = tuple(lookup for lookup in lookups if lookup.source != "nppa")
    serial = registry.decide(
        citation, by_source.get("nppa"), standards.snapshot, claimed=item.claimed, databases=databases
    )
    units = submission.applicant.units
    matches = tuple(
        matching.match(citation, lookup, standards.weights, serial, standards.defects, units) for lookup in databases
    )
    identity, differences, conflicts = matching.combine(matches)
    record = _record(identity, matches)
    issue = issues.examine(citation, record, matches, lookups, serial, conflicts)
    kind, basis, proof = kinds.kind(citation, record, serial, lookups)
    facts = Facts(
        item=item,
        citation=citation,
        applicant=submission.applicant,
        foreign=question(citation, item.claimed).foreign and serial.journal is None,
        lookups=lookups,
        matches=matches,
        record=record,
        journal=serial,
        issue=issue,
        field=fields.relate(standards.notice, submission.applicant, citation, record, serial, _others(matches)),
        window=windows.window(citation, record, matches, serial, lookups),
        kind=kind,
        kind_basis=basis,
        kind_evidence=proof,
    )
    findings, notes = policy.judge(standards.notice, facts, differences)
    return ItemReport(
        id=item.id,
        citation=citation,
        lookups={lookup.source: source_result(lookup, matches, serial) for lookup in lookups},
        identity=identity if identity and identity.level != "weak" else None,
        differences=differences,
        findings=findings,
        outcome=policy.outcome(findings),
        notes=notes,
        record=record,
        journal=serial.journal,
        window=facts.window,
        kind=kind,
        foreign=facts.foreign,
        author_rank=matching.rank(submission.applicant, record, citation),
        certificate=item.claimed.certificate if item.claimed else None,
        claimed=item.claimed,
    )


def source_result(lookup: Lookup, matches: Iterable[Match], serial: JournalFinding) -> SourceResult:
    """State in one line what a source said of this item."""
    match = next((one for one in matches if one.source == lookup.source), None)
    state, record = lookup.state, None
    if match and match.record and match.level in NAMED:
        state, record = State.FOUND, match.record.id
        proof = match.record.evidence
    elif lookup.source == "nppa" and serial.journal and serial.journal.source == "nppa":
        record, proof = serial.cn_then or serial.journal.cn, serial.evidence
    elif lookup.source == "issn" and state is State.FOUND and lookup.journals:  # it knows serials, no papers
        record, proof = lookup.journals[0].issn, lookup.journals[0].evidence
    else:
        proof = tuple(trace.evidence for trace in lookup.trail if trace.evidence)
        if state is State.FOUND and match is not None:
            state = State.AMBIGUOUS
    at = max((trace.at for trace in lookup.trail), default="")
    return SourceResult(state=state, record=record, evidence=proof, at=at, note=lookup.note, reach=lookup.reach)


def seal(
    submission: Submission, items: tuple[ItemReport, ...], lookups: list[Lookup], standards: Standards
) -> Report:
    """Close a report: the findings over the whole list, the evidence it rests on, and its content hash."""
    evidence = _evidence(lookups)
    times = sorted(entry.at for entry in evidence if entry.at)
    report = Report(
        schema=REPORT_SCHEMA,
        applicant=submission.applicant,
        notice=standards.notice.id,
        rules=policy.rule_set(standards.notice),
        period=policy.period(standards.notice, submission.applicant),
        items=items,
        across=across.over_list(items, standards.notice),
        evidence=evidence,
        retrieved=(times[0], times[-1]) if times else None,
        demo=any(entry.demo for entry in evidence),
    )
    return msgspec.structs.replace(report, hash=content_hash(report))


def content_hash(report: Report) -> str:
    """Return the SHA-256 of a report's canonical JSON with an empty `hash`."""
    return hashlib.sha256(canonical(msgspec.structs.replace(report, hash=""))).hexdigest()


def unfinished(report: Report) -> bool:
    """Say whether any source that should have answered did not (未完成检索)."""
    skipped_for_good = {State.SKIPPED}
    return any(
        result.state not in ANSWERED | skipped_for_good for item in report.items for result in item.lookups.values()
    )


def _others(matches: tuple[Match, ...]) -> tuple[Record, ...]:
    return tuple(match.record for match in matches if match.record and match.level in NAMED)


def _record(identity: Identity | None, matches: tuple[Match, ...]) -> Record | None:
    if identity is None:
        return None
    return next(match.record for match in matches if match.source == identity.source)


def _evidence(lookups: Iterable[Lookup]) -> tuple[Evidence, ...]:
    found = {entry.id: entry for lookup in lookups for entry in lookup.evidence}
    return tuple(sorted(found.values(), key=lambda entry: (entry.at, entry.id)))
