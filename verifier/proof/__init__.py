"""Two papers from one report: the certificate (facts only, to be stamped) and the reviewer's check list (never stamped)."""

from __future__ import annotations

from verifier.model import Report
from verifier.proof import number, terminal
from verifier.proof.annex import AnnexPage, visible_text

__all__ = ["CERTIFICATE_PDF", "CHECKLIST_PDF", "AnnexPage", "number", "render", "terminal", "visible_text"]

CERTIFICATE_PDF = "certificate.pdf"
CHECKLIST_PDF = "checklist.pdf"


def render(
    report: Report,
    lang: str = "zh",
    *,
    annex: tuple[AnnexPage, ...] = (),
    head: str = "",
    number: str,
    issued: str,
    noted: str = "",
) -> dict[str, bytes]:
    """Return both papers as PDF by file name; the arguments are those of `certificate.build`."""
    from verifier.proof import certificate, checklist, pdf  # the door imports AnnexPage without the printer

    paper = certificate.build(report, lang, annex=annex, head=head, number=number, issued=issued, noted=noted)
    points = checklist.build(report, lang, number=number, issued=issued)
    return {CERTIFICATE_PDF: pdf.render(paper), CHECKLIST_PDF: pdf.render(points)}
