"""JSON: the canonical report, byte for byte what its content digest was taken over, with the digest in it."""

from __future__ import annotations

from verifier.model import Report, canonical


def render(report: Report) -> bytes:
    """Return the report as canonical JSON: sorted keys, UTF-8, no blanks."""
    return canonical(report)
