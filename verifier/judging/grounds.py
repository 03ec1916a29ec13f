"""What a check may say and on what ground: a `Proven` claim holds a `Proof`, everything else is `Open` or a `Remark`.

Only a `Proven` claim can end at BAR, and the only way to a `Proof` is `prove`: a record that is the citation's beyond doubt,
shown by a source that answered, with its evidence. A failed, unasked or incomplete source has no such record, so nothing
that it did or did not say can bar anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from verifier.judging.notice import Notice
from verifier.model import Difference, Facts, Frozen, Lookup, Match, Record, State
from verifier.normalize import names
from verifier.reasons import Reason

Slots = dict[str, str]
NAMED = frozenset({"exact", "strong", "coordinates"})
"""Levels at which a report names a record."""
CERTAIN = frozenset({"exact", "strong"})
"""Levels at which the record is the citation's work, not merely whatever stands at the cited place."""


class Proof(Frozen, frozen=True, kw_only=True):
    """证据 of one record: which source shows it, under which id, in which archived answers (never none)."""

    source: str
    record: Record
    evidence: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a proof without evidence."""
        if not self.evidence:
            raise ValueError("a proof needs evidence")


class Proven(Frozen, frozen=True):
    """A reason that a record proves."""

    reason: Reason
    proof: Proof
    key: str = ""
    slots: Slots = msgspec.field(default_factory=dict)
    evidence: tuple[str, ...] = ()


class Open(Frozen, frozen=True):
    """A reason for a person to look; `key` names the sentence where the reason has several."""

    reason: Reason
    key: str = ""
    slots: Slots = msgspec.field(default_factory=dict)
    evidence: tuple[str, ...] = ()


class Remark(Frozen, frozen=True):
    """Information only; `key` names the sentence."""

    key: str
    slots: Slots = msgspec.field(default_factory=dict)
    evidence: tuple[str, ...] = ()


Claim = Proven | Open | Remark


class Case:
    """One item before the notice: its facts, what differs, and the named records; read by every check, changed by none."""

    def __init__(self, notice: Notice, facts: Facts, differences: tuple[Difference, ...]) -> None:
        self.notice = notice
        self.facts = facts
        self.differences = differences
        self.lookups = {lookup.source: lookup for lookup in facts.lookups}
        self.named = tuple(match for match in facts.matches if match.record is not None and match.level in NAMED)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Return the named records, the item's own first."""
        found = [match.record for match in self.named if match.record is not None]
        first = self.facts.record
        return tuple(sorted(found, key=lambda record: record is not first and record != first))

    @cached_property
    def proofs(self) -> tuple[Proof, ...]:
        """Return a proof for every record that can carry one, the item's own record first."""
        found = [proof for match in self.named if (proof := prove(self, match)) is not None]
        first = self.facts.record
        return tuple(sorted(found, key=lambda proof: proof.record is not first and proof.record != first))

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """Return the evidence of the named records."""
        return tuple(dict.fromkeys(entry for record in self.records for entry in record.evidence))

    def differs(self, *fields: str) -> bool:
        """Say whether anything that is not harmless differs in one of these fields."""
        return any(not one.harmless and one.field in fields for one in self.differences)


def prove(case: Case, match: Match) -> Proof | None:
    """Return the proof that a match carries, or None if its record may be another work or its source did not answer.

    The record must stand in an answer that says found, be certain by its level, differ in nothing that tells two works
    apart (title, journal, year), and share an author with the citation or be the applicant's. A file that a person brought
    may be anybody's making: alone it proves nothing, and a person looks.
    """
    record, lookup = match.record, case.lookups.get(match.source)
    if record is None or match.level not in CERTAIN or lookup is None or lookup.state is not State.FOUND:
        return None
    if record.source != lookup.source or not _shows(lookup, record):
        return None
    if any(not one.harmless and one.field in _IDENTITY for one in (*match.differences, *_of(case, match.source))):
        return None
    if not _theirs(case.facts, record):
        return None
    evidence = record.evidence or trail(lookup, State.FOUND)
    brought = {step.evidence for step in lookup.trail if step.step.field == BROUGHT}
    return Proof(source=record.source, record=record, evidence=evidence) if set(evidence) - brought else None


BROUGHT = "brought"
"""The field of a step that stands for a person's own file (`retrieval.manual`)."""

_IDENTITY = frozenset({"title", "journal", "container", "year"})


def trail(lookup: Lookup, *states: State) -> tuple[str, ...]:
    """Return the evidence ids of a lookup's rungs, all of them or those that ended in one of `states`."""
    return tuple(step.evidence for step in lookup.trail if step.evidence and (not states or step.state in states))


def _of(case: Case, source: str) -> Iterable[Difference]:
    return (one for one in case.differences if one.source == source)


def _shows(lookup: Lookup, record: Record) -> bool:
    """Say whether an answer of this lookup shows the record, in a list or in a contents page."""
    if any(shown.id == record.id for shown in lookup.records):
        return True
    return any(shown.id == record.id for page in lookup.contents for shown in page.records)


def _theirs(facts: Facts, record: Record) -> bool:
    """Say whether the record's authors include the applicant or an author of the citation; unknown authors do not count."""
    if not record.authors:
        return False
    ours = (facts.applicant.name, *facts.applicant.name_latin, *facts.citation.authors)
    return any(names.same(author.name, own) for author in record.authors for own in ours)
