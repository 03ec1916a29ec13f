"""What kind of output it is: supplements, collections, proceedings, online first, retractions, and what is not checked."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judging import sentences
from verifier.judging.checks import serials
from verifier.judging.grounds import Case, Claim, Open, Proof, Proven
from verifier.judging.notice import Params
from verifier.model import ANSWERED, State
from verifier.normalize import issues
from verifier.reasons import Reason

UNCHECKED = ("newspaper", "thesis", "book", "patent", "other")
"""Kinds that the rules for journals do not fit."""


def supplement(case: Case) -> Iterator[Claim]:
    """Bar what a certain record places in a supplement (增刊); a supplement that no record proves is for a person."""
    issue = case.facts.issue
    if issue.kind != "supplement":
        return
    proof = _witness(case) if issue.sure and not case.facts.foreign else None
    if proof is not None:
        yield Proven(Reason.SUPPLEMENT, proof=proof, slots=_supplement_slots(proof), evidence=issue.evidence)
        return
    reason = Reason.SUPPLEMENT if issue.sure else Reason.ISSUE_KIND_UNSURE
    yield Open(reason, key="supplement?", slots={"basis": issue_basis(case)}, evidence=_seen(case))


def issue_kind(case: Case) -> Iterator[Claim]:
    """Ask a person where a mark (`S`, `Z`, 专刊 …) leaves open whether the issue is a regular one."""
    issue = case.facts.issue
    marked = issue.kind in ("unknown", "combined") and bool(
        issue.witnesses or (issue.kind == "unknown" and issue.basis)
    )
    if issue.sure or issue.kind in ("regular", "supplement") or not (marked or issue.kind == "special"):
        return
    yield Open(Reason.ISSUE_KIND_UNSURE, slots={"basis": issue_basis(case)}, evidence=_seen(case))


def collection(case: Case) -> Iterator[Claim]:
    """Bar what a certain record places in an edited collection (研究成果集) that no registered serial is.

    A collected serial that is proven to carry no CN is left to the rule of serials without one.
    """
    if case.facts.kind != "collection":
        return
    if serials.without_cn(case) is not None:
        return
    proof = next((one for one in case.proofs if set(one.evidence) & set(case.facts.kind_evidence)), None)
    if proof is not None and not case.facts.foreign and _unregistered(case, proof):
        slots = {"source": sentences.source(proof.source), "book": _book(case)}
        yield Proven(Reason.COLLECTION, proof=proof, slots=slots)
        return
    reason = Reason.COLLECTION if case.facts.kind_evidence else Reason.OUTPUT_KIND_UNSURE
    slots = {"book": _book(case), "basis": case.facts.kind_basis or "记录未载明"}
    yield Open(reason, key="collection?", slots=slots, evidence=case.facts.kind_evidence)


def proceedings(case: Case) -> Iterator[Claim]:
    """Ask a person about proceedings: a formal conference paper is not by itself a collection."""
    if case.facts.kind == "proceedings":
        slots = {"book": _book(case), "basis": case.facts.kind_basis or "著录类型为会议"}
        yield Open(Reason.PROCEEDINGS, slots=slots, evidence=case.facts.kind_evidence)


def online_first(case: Case) -> Iterator[Claim]:
    """Ask a person about a record without an issue yet (网络首发)."""
    if case.facts.kind == "online_first":
        yield Open(Reason.ONLINE_FIRST, evidence=case.facts.kind_evidence or case.evidence)


def unchecked_kind(case: Case, params: Params) -> Iterator[Claim]:
    """Say what was not checked of a newspaper article, thesis, book, patent or other output, each under its own clause."""
    if case.facts.kind in (params.kinds or UNCHECKED):
        slots = {"kind": sentences.kind(case.facts.kind)}
        yield Open(Reason.NOT_CHECKED_KIND, slots=slots, evidence=case.facts.kind_evidence)


def output_kind(case: Case) -> Iterator[Claim]:
    """Ask a person where a record was found and still does not say what kind of output it is."""
    if case.facts.kind == "unknown" and case.named:
        slots = {"basis": case.facts.kind_basis or "记录未载明文献类型"}
        yield Open(Reason.OUTPUT_KIND_UNSURE, slots=slots, evidence=case.evidence)


def retracted(case: Case) -> Iterator[Claim]:
    """Ask a person where a named record says that the paper was retracted."""
    says = [record for record in case.records if record.retracted]
    if says:
        slots = {"source": sentences.joined(tuple(dict.fromkeys(sentences.source(one.source) for one in says)))}
        yield Open(Reason.RETRACTED, slots=slots, evidence=tuple(entry for one in says for entry in one.evidence))


def readable(case: Case) -> Iterator[Claim]:
    """Ask for the reference where it could not be read far enough to be searched."""
    if not case.facts.citation.title:
        yield Open(Reason.NOT_READ)


def issue_basis(case: Case) -> str:
    """Say in words which mark the issue carries and who shows it."""
    if case.facts.issue.basis:
        return case.facts.issue.basis
    shown = next((record for record in case.records if record.issue), None)
    if shown is not None:
        return f"{sentences.source(shown.source)}记录的期次为“{shown.issue}”"
    return f"所填期次为“{case.facts.citation.issue or '未填'}”"


def _witness(case: Case) -> Proof | None:
    """Return a proof whose own source spoke of the supplement, by a witness or by its issue mark."""
    spoke = {source for source, _, _ in case.facts.issue.witnesses}
    return next((one for one in case.proofs if one.source in spoke or _marked(one)), None)


def _marked(proof: Proof) -> bool:
    return issues.mark(proof.record.issue).kind_hint in ("supplement", "z") or bool(proof.record.supplement)


def _supplement_slots(proof: Proof) -> dict[str, str]:
    record = proof.record
    numbers = issues.mark(record.issue).numbers
    return {
        "source": sentences.source(proof.source),
        "year": record.year or "",
        "number": "、".join(str(number) for number in numbers),
        "issue": record.issue or "",
    }


def _unregistered(case: Case, proof: Proof) -> bool:
    """Say whether nothing shows a CN: a serial needs the registry's answer; of a book the registry need not be asked.

    A registry that was asked and failed might have shown one, so it leaves the book to a person.
    """
    serial, registry = case.facts.journal, case.lookups.get(serials.REGISTRY)
    if serial.state == "found" or any(record.cn for record in case.records):
        return False
    failed = registry is not None and registry.state not in ANSWERED | {State.SKIPPED}
    return serial.state == "absent" or (bool(proof.record.book) and not failed)


def _book(case: Case) -> str:
    named = (record.book or record.journal for record in case.records)
    return next((name for name in named if name), case.facts.citation.container or "未载")


def _seen(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*case.facts.issue.evidence, *case.evidence)))
