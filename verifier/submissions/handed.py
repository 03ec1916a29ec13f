"""What a unit's hand-in yields: submissions, and rows that cannot be used."""

from __future__ import annotations

from verifier.model import Citation, Frozen, Submission


class Handed(Frozen, frozen=True, kw_only=True):
    """One submission with the citations that a document reader already cut out of it (with their origin).

    `left_out` says, line by line, what of the document was not taken for a citation.
    """

    submission: Submission
    citations: dict[str, Citation] = {}
    left_out: tuple[str, ...] = ()


class Rejected(Frozen, frozen=True, kw_only=True):
    """One row that cannot be used: where it stands and why, in Chinese and English. The other rows go on."""

    where: str
    zh: str
    en: str
