"""What the reference says otherwise than the record: one finding a field, harmless writing is a note."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judging import sentences
from verifier.judging.grounds import Case, Claim, Open, Remark
from verifier.model import Difference
from verifier.reasons import Reason

REASONS = {
    "title": Reason.TITLE_DIFFERS,
    "authors": Reason.AUTHORS_DIFFER,
    "author_rank": Reason.AUTHOR_RANK_DIFFERS,
    "journal": Reason.JOURNAL_DIFFERS,
    "container": Reason.JOURNAL_DIFFERS,
    "year": Reason.YEAR_DIFFERS,
    "date": Reason.YEAR_DIFFERS,
    "volume": Reason.VOLUME_DIFFERS,
    "issue": Reason.ISSUE_DIFFERS,
    "pages": Reason.PAGES_DIFFER,
    "doi": Reason.DOI_DIFFERS,
    "cn": Reason.CN_DIFFERS,
    "issn": Reason.ISSN_DIFFERS,
    "type": Reason.TYPE_DIFFERS,
}

OF_SOURCE = ("source_slip", "source_defect")
"""Kinds of harmless differences that are a source's own."""

GIVES = tuple(dict.fromkeys((*REASONS.values(), Reason.SOURCES_CONFLICT)))


def differences(case: Case) -> Iterator[Claim]:
    """Report every field that differs in substance, with all that the records say of it."""
    for field, several in _by_field(case, harmless=False).items():
        recorded = dict.fromkeys(one.recorded or "未载" for one in several)
        slots = {
            "field": sentences.field(field),
            "claimed": several[0].claimed or "未填",
            "recorded": "／".join(recorded),
        }
        reason = REASONS.get(field, Reason.SOURCES_CONFLICT)
        key = "" if field in REASONS else "differs"
        yield Open(reason, key=key, slots=slots, evidence=_evidence(case, several))


def harmless(case: Case) -> Iterator[Claim]:
    """Note what differs in writing only; a number that the database merely pads (4, 04) is not worth a word."""
    for field, several in _by_field(case, harmless=True).items():
        yield from (_of_source(case, one) for one in several if one.kind in OF_SOURCE)
        first = next((one for one in several if one.kind not in OF_SOURCE and not _padded(one)), None)
        if first is None:
            continue
        slots = {"field": sentences.field(field), "claimed": first.claimed, "recorded": first.recorded}
        yield Remark("harmless", slots=slots, evidence=_evidence(case, several))


def _of_source(case: Case, one: Difference) -> Remark:
    """Note what one source alone shows otherwise, or a defect of it that was settled before."""
    slots = {"source": sentences.source(one.source), "field": sentences.field(one.field)}
    slots |= {"claimed": one.claimed, "recorded": one.recorded}
    return Remark(one.kind, slots=slots, evidence=_evidence(case, [one]))


def _padded(one: Difference) -> bool:
    """Say whether two numbers differ by leading zeros only (期号补零)."""
    both = one.claimed.strip(), one.recorded.strip()
    return all(text.isascii() and text.isdigit() for text in both) and both[0].lstrip("0") == both[1].lstrip("0")


def _by_field(case: Case, *, harmless: bool) -> dict[str, list[Difference]]:
    found: dict[str, list[Difference]] = {}
    for one in case.differences:
        if one.harmless is harmless:
            found.setdefault(one.field, []).append(one)
    return found


def _evidence(case: Case, several: list[Difference]) -> tuple[str, ...]:
    sources = {one.source for one in several}
    own = tuple(entry for record in case.records if record.source in sources for entry in record.evidence)
    return tuple(dict.fromkeys(own)) or case.evidence
