"""Who wrote it: the applicant among the authors, at the claimed position."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judging.grounds import Case, Claim, Open, Remark
from verifier.model import Applicant
from verifier.normalize import names
from verifier.reasons import Reason

Byline = tuple[str, ...]


def authorship(case: Case) -> Iterator[Claim]:
    """Report an applicant whom no complete author list shows, the records' first and else the reference's own."""
    bylines, whose = _bylines(case)
    if bylines and not any(positions(case.facts.applicant, byline) for byline in bylines):
        slots = {"whose": whose, "recorded": _line(bylines[0]), "name": case.facts.applicant.name}
        yield Open(Reason.APPLICANT_NOT_AUTHOR, slots=slots, evidence=case.evidence)


def author_rank(case: Case) -> Iterator[Claim]:
    """Report a claimed rank that no author list bears out."""
    claimed = case.facts.item.claimed
    if claimed is None or claimed.author_rank is None:
        return
    bylines, whose = _bylines(case)
    held = [(places, byline) for byline in bylines if (places := positions(case.facts.applicant, byline))]
    if held and not any(claimed.author_rank in places for places, _ in held):
        places, byline = held[0]
        slots = {
            "whose": whose,
            "recorded": _line(byline),
            "actual": str(places[0]),
            "claimed": str(claimed.author_rank),
        }
        yield Open(Reason.AUTHOR_RANK_DIFFERS, slots=slots, evidence=case.evidence)


def author_position(case: Case) -> Iterator[Claim]:
    """Note a position behind the first, where the notice asks for none."""
    places = held_positions(case)
    if places and min(places) > 1:
        yield Remark("author_position", slots={"actual": str(min(places))}, evidence=case.evidence)


def held_positions(case: Case) -> tuple[int, ...]:
    """Return every position (from 1) at which an author list shows the applicant."""
    bylines, _ = _bylines(case)
    return tuple(place for byline in bylines for place in positions(case.facts.applicant, byline))


def positions(applicant: Applicant, byline: Byline) -> tuple[int, ...]:
    """Return the positions (from 1) of an author list at which the applicant may stand."""
    own = (applicant.name, *applicant.name_latin)
    return tuple(place for place, name in enumerate(byline, 1) if any(names.same(name, one) for one in own))


def _bylines(case: Case) -> tuple[list[Byline], str]:
    """Return the complete author lists of the named records, else the reference's own unless it says et al."""
    shown = [tuple(author.name for author in record.authors) for record in case.records if record.authors]
    whole = [byline for byline in shown if not names.is_more(byline[-1])]
    if shown:
        return whole, "记录"
    citation = case.facts.citation
    return ([citation.authors] if citation.authors and not citation.et_al else []), "所填"


def _line(byline: Byline) -> str:
    return "，".join(byline)
