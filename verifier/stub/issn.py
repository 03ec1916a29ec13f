"""The ISSN portal: a serial's record as JSON-LD. Every journal of the catalogue with that ISSN, now or formerly, has one."""

from __future__ import annotations

from typing import Any

from verifier.stub.catalogue import Journal
from verifier.stub.markup import page, text
from verifier.stub.wire import Desk, Host, Request, Response, as_json, html, route

_BASE = "https://portal.issn.org/resource"
_FORMATS = {"print": "vocabularies/medium#Print", "network": "vocabularies/medium#Online"}


def resource(desk: Desk, request: Request) -> Response:
    """The record of an ISSN as JSON-LD (`format=json`) or a small page; an unknown one is told so."""
    issn = request.args["issn"].upper()
    journals = desk.index.registry.by_issn(issn)
    as_data = request.value("format") == "json" or "json" in request.headers.get("accept", "")
    if not journals:
        said = f"{issn} do not correspond to valid ISSNs"
        if as_data:
            return as_json({"status": 404, "error": "Not Found", "exception": said}, 404)
        return html(page("ISSN Portal", f'<p class="message">The requested ISSN {text(said)}</p>'), 404)
    if as_data:
        return as_json({"@context": f"{_BASE}/context", "@graph": _graph(issn, journals[0])})
    return html(page("ISSN Portal", f'<h5 class="item-result-title">{text(_title(issn, journals[0]))}</h5>'))


def _title(issn: str, journal: Journal) -> str:
    """The title under which this ISSN was given out."""
    former = next((former.title for former in journal.former if former.issn == issn), None)
    return former if former and journal.issn != issn else journal.title


def _graph(issn: str, journal: Journal) -> list[dict[str, Any]]:
    """The nodes of the record; Chinese key titles are ASSUMED as they stand (the real ones are pinyin)."""
    node, title = f"resource/ISSN/{issn}", _title(issn, journal)
    publishers = [{"@id": f"{node}#Publisher", "@type": "Organization", "name": name} for name in journal.sponsors[:1]]
    status = "Ceased" if journal.status in ("stopped", "merged") else "Current"
    return [
        {
            "@id": node,
            "@type": ["Periodical", "Serial"],
            "name": title,
            "mainTitle": title,
            "format": _FORMATS.get(journal.medium or "print", "vocabularies/medium#Print"),
            "isPartOf": f"resource/ISSN-L/{issn}",
            "publicationStatus": status,
        },
        {"@id": f"{node}#KeyTitle", "@type": "KeyTitle", "value": title},
        {"@id": f"{node}#Record", "@type": "CatalogRecord", "status": "Register", "modified": "20240101000000.0"},
        {"@id": f"{node}#ReferencePublicationEvent", "@type": "PublicationEvent", "location": journal.place},
        *publishers,
    ]


HOSTS = (
    Host(
        "issn",
        "/issn",
        (route("GET", r"/resource/ISSN(?:-L)?/(?P<issn>\d{4}-\d{3}[\dX])", "detail", resource),),
    ),
)
