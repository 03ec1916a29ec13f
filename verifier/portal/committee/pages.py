"""What lies behind an item's page: the text of a captured page, and a page of a scan as a picture. Nothing of either is live."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from verifier.errors import VerifierError
from verifier.portal import files
from verifier.portal.access import Refused, act
from verifier.portal.committee import behind, picture
from verifier.portal.committee.item import FIELDS_SHOWN, report_of, scans, value
from verifier.portal.committee.marks import found
from verifier.portal.language import lang, told
from verifier.portal.models import Item, Sample
from verifier.proof.annex import visible_text
from verifier.proof.words import SOURCES, name

SEALED = "default-src 'none'; sandbox"
"""The content policy of what somebody else made: no script, no form, no frame, an origin of its own."""


@act("case.read", Item)
def page(request: HttpRequest, item: Item, evidence: str) -> HttpResponse:
    """Show a captured page of a flagged item."""
    return _page(request, item, evidence)


@act("sample.read", Sample)
def sample_page(request: HttpRequest, sample: Sample, evidence: str) -> HttpResponse:
    """Show a captured page of a drawn item."""
    return _page(request, sample.item, evidence)


@act("case.read", Item)
def scan(request: HttpRequest, item: Item, file: int, number: int) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Show a page of a scan of a flagged item."""
    return _scan(item, file, number)


@act("sample.read", Sample)
def sample_scan(request: HttpRequest, sample: Sample, file: int, number: int) -> HttpResponse:  # noqa: ARG001 - likewise
    """Show a page of a scan of a drawn item."""
    return _scan(sample.item, file, number)


def _page(request: HttpRequest, item: Item, evidence: str) -> HttpResponse:
    report, shown = report_of(item)
    piece = next((one for one in report.evidence if one.id == evidence), None)
    if piece is None:
        raise Http404
    try:
        stored = behind.opened(report).read(evidence)
    except VerifierError as error:
        raise Refused(error.zh, error.en) from None
    record = behind.behind(item.version.report, item.key).records().get(piece.source)
    same, differing = list[str](), list[str]()
    differs = {one.field for one in shown.item.differences if not one.harmless}
    for field in FIELDS_SHOWN:
        said = value(record, field, shown.item) if record else value(shown.item.citation, field)
        (differing if field in differs else same).extend(said.split("，") if field == "authors" else [said])
    text = found(visible_text(stored.body, stored.content_type), same, differing)
    words = {"piece": piece, "source": name(SOURCES, piece.source, lang()), "text": text, "item": item, "status": stored.status}
    part = "parts/page_text.html" if getattr(request, "htmx", False) else "page.html"
    return render(request, f"portal/committee/{part}", words)


def _scan(item: Item, file: int, number: int) -> HttpResponse:
    one = next((one for one in scans(item) if one.pk == file and one.sniffed in files.SEEN), None)
    if one is None or not 1 <= number <= (one.pages or 1):
        raise Http404
    try:
        data = files.content(one)
        made, kind = picture.of(data, one.sniffed, number)
    except VerifierError as error:
        return HttpResponse(told(error), status=422, content_type="text/plain; charset=utf-8")
    headers = {"Content-Security-Policy": SEALED, "Content-Disposition": "inline", "Cache-Control": "private, max-age=600"}
    return HttpResponse(made, content_type=kind, headers=headers)
