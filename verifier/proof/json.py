"""JSON: the canonical report, byte for byte what its content digest was taken over, and a paper as the blocks it is made of."""

from __future__ import annotations

from verifier.model import Report, canonical
from verifier.proof.sheet import Sheet


def render(report: Report) -> bytes:
    """Return the report as canonical JSON: sorted keys, UTF-8, no blanks."""
    return canonical(report)


def paper(sheet: Sheet) -> bytes:
    """Return a paper's title, blocks and annex as canonical JSON, for programs that print or compare it."""
    return canonical(sheet)
