"""From what an applicant pastes, uploads or corrects to the draft of their application; what was read first stays visible."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from verifier import sandbox
from verifier.errors import EmptyList
from verifier.model import Applicant, Citation, Claimed, Doubt, Item, LiteratureCertificate, Submission
from verifier.readers import document
from verifier.submissions import Handed, item

FIELDS = ("title", "authors", "container", "year", "volume", "issue", "pages", "doi", "publisher", "cn", "issn")
"""What an applicant may correct of a citation."""
BY_HAND = "申报人更正"
MOST = 200
"""Items of one applicant's list."""


def begun(applicant: Applicant, notice: str) -> Handed:
    """Return the hand-in of an applicant without an item."""
    return Handed(submission=Submission(applicant=applicant, notice=notice, items=()))


def added(handed: Handed, data: bytes, name: str) -> Handed:
    """Return a hand-in with the items of one more document. Raises UnreadableFile, EmptyList, or BadValue for a list of others."""
    found = document.of_person(sandbox.read_hand_in(data, name), handed.submission.applicant.name)
    if not found.pieces:
        raise EmptyList(
            f"{name} 中没有读到成果。请一行一条，按 GB/T 7714 著录，或上传清单文件。",
            f"No output was read from {name}. Write one a line.",
        )
    start = max((int(one.id) for one in handed.submission.items if one.id.isdigit()), default=0)
    items = tuple(item(piece, str(start + number)) for number, piece in enumerate(found.pieces, 1))
    everything = (*handed.submission.items, *items)
    if len(everything) > MOST:
        raise EmptyList(
            f"清单超过 {MOST} 项。请只列用于本次申报的成果。",
            f"More than {MOST} items. List only those for this application.",
        )
    citations = {one.id: document.citation(piece, one.id) for one, piece in zip(items, found.pieces, strict=True)}
    left = tuple(f"{piece.text[:80]}（{piece.note}）" for piece in found.left_out) + tuple(
        one.zh for one in found.failed
    )
    return Handed(
        submission=msgspec.structs.replace(handed.submission, items=everything),
        citations={**handed.citations, **citations},
        left_out=(*handed.left_out, *left)[-50:],
    )


def dropped(handed: Handed, keys: Iterable[str]) -> Handed:
    """Return a hand-in without some items."""
    gone = set(keys)
    items = tuple(one for one in handed.submission.items if one.id not in gone)
    citations = {key: citation for key, citation in handed.citations.items() if key not in gone}
    return msgspec.structs.replace(
        handed, submission=msgspec.structs.replace(handed.submission, items=items), citations=citations
    )


def shown(citation: Citation, field: str) -> str:
    """Return a field as a form shows it."""
    value = getattr(citation, field)
    return "，".join(value) if isinstance(value, tuple) else value or ""


def corrected(handed: Handed, key: str, words: dict[str, Any]) -> Handed:
    """Return a hand-in in which a person put fields right; each keeps what was read before as a doubt of the citation."""
    citation = handed.citations[key]
    changes: dict[str, Any] = {}
    doubts = list(citation.doubts)
    for field in FIELDS:
        before, after = shown(citation, field), str(words.get(field, "")).strip()
        if field in words and after != before:
            changes[field] = _authors(after) if field == "authors" else after or None
            doubts = [one for one in doubts if one.field != field or one.note == BY_HAND]
            doubts.append(
                Doubt(field=field, kind="repaired", original=before, repaired=_written(changes[field]), note=BY_HAND)
            )
    fresh = msgspec.structs.replace(citation, **changes, doubts=tuple(doubts)) if changes else citation
    items = tuple(_claims(one, words) if one.id == key else one for one in handed.submission.items)
    return msgspec.structs.replace(
        handed,
        citations={**handed.citations, key: fresh},
        submission=msgspec.structs.replace(handed.submission, items=items),
    )


def _written(value: Any) -> str | None:
    return "，".join(value) if isinstance(value, tuple) else value


def _authors(text: str) -> tuple[str, ...]:
    for sign in (",", ";", "；", "、"):
        text = text.replace(sign, "，")
    return tuple(part.strip() for part in text.split("，") if part.strip())


def _claims(one: Item, words: dict[str, Any]) -> Item:
    old = one.claimed or Claimed()
    issuer, number, date = (
        str(words.get(f"certificate_{part}") or "").strip() for part in ("issuer", "number", "date")
    )
    proof = LiteratureCertificate(issuer=issuer, number=number, date=date) if issuer and number and date else None
    claimed = msgspec.structs.replace(old, author_rank=words.get("author_rank") or None, certificate=proof)
    return msgspec.structs.replace(one, claimed=claimed if claimed != Claimed() else None)


def by_hand(citation: Citation) -> tuple[Doubt, ...]:
    """Return what people put right in a citation, with what was read before."""
    return tuple(one for one in citation.doubts if one.note == BY_HAND)
