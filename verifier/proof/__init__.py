"""Two papers from one report: the certificate (facts only, to be stamped) and the reviewer's check list (never stamped)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model import Report
from verifier.proof import number, shown, terminal
from verifier.proof.annex import AnnexPage, visible_text
from verifier.proof.beside import NOTHING, Beside, Noted, is_draft
from verifier.proof.brought import Brought

if TYPE_CHECKING:
    from verifier.proof import pdf
    from verifier.proof.sheet import Sheet

__all__ = [
    "CERTIFICATE_PDF",
    "CHECKLIST_PDF",
    "NOTHING",
    "AnnexPage",
    "Beside",
    "Brought",
    "Noted",
    "is_draft",
    "number",
    "render",
    "shown",
    "terminal",
    "visible_text",
]

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
    beside: Beside = NOTHING,
    formats: tuple[str, ...] = ("pdf",),
) -> dict[str, bytes]:
    """Return both papers by file name, in each of the formats; the other arguments are those of `certificate.build`."""
    from verifier.proof import attachments, certificate, checklist  # the door imports AnnexPage without the printer
    from verifier.proof import index as indexes

    stated = {"number": number, "issued": issued}
    paper = certificate.build(report, lang, annex=annex, head=head, number=number, issued=issued, beside=beside)
    points = checklist.build(report, lang, number=number, issued=issued, beside=beside)
    made: dict[str, bytes] = {}
    for sheet in (paper, points):
        printed = attachments.numbered(report, annex) if sheet is paper else {}
        listed = indexes.index(
            report, sheet.kind, draft=is_draft(report, beside.noted), head=head, printed=printed, brought=beside.brought, **stated
        )
        inside = indexes.inside(report, listed)
        made.update((f"{sheet.kind}.{kind}", in_format(sheet, kind, inside)) for kind in formats)
    return made


def in_format(sheet: Sheet, kind: str, inside: tuple[pdf.Attached, ...] = ()) -> bytes:
    """Return a sheet in one of the formats pdf, docx, html, xlsx, json; `inside` are attached to a PDF."""
    from verifier.proof import docx, html, json, pdf, xlsx  # each renderer imports its library when it prints

    if kind == "pdf":
        return pdf.render(sheet, inside)
    makers = {"docx": docx.render, "html": html.render, "xlsx": xlsx.paper, "json": json.paper}
    return makers[kind](sheet)
