"""Whether it belongs to the applicant's field: proposed with its evidence, decided by the unit."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judging import fields, sentences
from verifier.judging.grounds import Case, Claim, Open, Remark
from verifier.reasons import Reason


def own_field(case: Case) -> Iterator[Claim]:
    """Ask the unit about a field that is off or undetermined; near is a note, and what nobody found is not judged.

    Of an international output without any class number there is nothing to weigh: the unit states its field, by a note.
    """
    field = case.facts.field
    if field.relation == "core" or not (case.named or case.facts.foreign):
        return
    slots = {
        "clc": sentences.joined(field.clc) or "未载",
        "subject": field.subject or field.journal_class or "未载",
        "specialty": case.facts.applicant.specialty,
        "specialty_en": fields.english(case.notice.fields, case.facts.applicant.specialty),
        "basis": field.basis,
    }
    if field.relation == "near":
        yield Remark("near_field", slots=slots, evidence=field.evidence)
    elif case.facts.foreign and field.relation == "undetermined" and not field.clc:
        yield Remark("foreign_field", slots=slots, evidence=field.evidence)
    else:
        reason = Reason.OFF_FIELD if field.relation == "off" else Reason.FIELD_UNDETERMINED
        yield Open(reason, slots=slots, evidence=field.evidence or case.evidence)
        if field.basis:
            yield Remark("field_basis", slots=slots, evidence=field.evidence)
