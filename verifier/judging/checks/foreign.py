"""International outputs: a literature certificate, and never the rules for Chinese serials."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judging.grounds import Case, Claim, Open
from verifier.reasons import Reason


def foreign_certificate(case: Case) -> Iterator[Claim]:
    """Ask for the literature certificate (科技文献检索证明) of an international output that states none."""
    claimed = case.facts.item.claimed
    certificate = claimed.certificate if claimed else None
    if certificate is None or not (certificate.issuer.strip() and certificate.number.strip()):
        yield Open(Reason.FOREIGN_CERTIFICATE, evidence=case.evidence)
