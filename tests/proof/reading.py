"""What the tests of the papers share: the samples' place, and readers that give a printed page's text back."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pypdfium2

from verifier.model import Evidence, Report
from verifier.proof import AnnexPage
from verifier.proof.sheet import Sheet

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "fixtures" / "reports"
NUMBER = "202621010000001E"
ISSUED = "2026-03-02"


def squeezed(text: str) -> str:
    """Return a text without any white space: a page breaks lines where it likes."""
    return re.sub(r"\s", "", text)


def page_texts(pdf: bytes) -> list[str]:
    """Return every page's text without white space."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [squeezed(document[place].get_textpage().get_text_bounded()) for place in range(len(document))]
    finally:
        document.close()


def every_text(sheet: Sheet) -> str:
    """Return all that a sheet says, as one string."""
    return msgspec.json.encode(sheet).decode()


def annex_of(report: Report, text: str = "检索结果\n共找到 1 条结果") -> tuple[AnnexPage, ...]:
    """Return an annex page for every piece of a report's evidence."""
    return tuple(annex_page(one, text) for one in report.evidence)


def annex_page(evidence: Evidence, text: str) -> AnnexPage:
    """Return one annex page with a field."""
    return AnnexPage(evidence=evidence, text=text, fields=(("题名", "例文"),))
