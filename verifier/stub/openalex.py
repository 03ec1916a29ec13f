"""OpenAlex: works by id or DOI and by search, after its published keys."""

from __future__ import annotations

import re
import zlib
from typing import Any

from verifier.stub.bylines import extent, split_name
from verifier.stub.catalogue import Author
from verifier.stub.query import Query, Term
from verifier.stub.shown import Shown
from verifier.stub.wire import Desk, Host, Request, Response, as_json, route

LIMITS = (("x-ratelimit-limit", "1000"), ("x-ratelimit-remaining", "999"))
_TYPES = {"thesis": "dissertation", "collection": "book-chapter"}


def bare_doi(text: str) -> str:
    """A DOI without its address or prefix.

    >>> bare_doi("https://doi.org/10.5555/x"), bare_doi("doi:10.5555/x")
    ('10.5555/x', '10.5555/x')
    """
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", text.strip(), flags=re.IGNORECASE)


def work(desk: Desk, request: Request) -> Response:
    """One work by DOI (`doi:…` or its address)."""
    shown = desk.index.shelf("openalex").record(bare_doi(request.args["id"]))
    if shown is None:
        return as_json({"error": "Not found", "message": "No such work"}, 404, LIMITS)
    return as_json(message(shown), headers=LIMITS)


def works(desk: Desk, request: Request) -> Response:
    """A list by `filter` (doi, title.search, primary_location.source.issn, publication_year) or `search`."""
    filters = dict(part.split(":", 1) for part in request.value("filter").split(",") if ":" in part)
    terms = []
    if filters.get("doi"):
        terms.append(Term("doi", bare_doi(filters["doi"]), "exact"))
    if words := request.value("search") or filters.get("title.search") or filters.get("display_name.search") or "":
        terms.append(Term("title", words, "fuzzy"))
    if issn := filters.get("primary_location.source.issn") or filters.get("locations.source.issn"):
        terms.append(Term("issn", issn, "exact"))
    year = filters.get("publication_year", "")[:4]
    span = (int(year), int(year)) if year.isdecimal() else (None, None)
    shelf = desk.index.shelf("openalex")
    found = shelf.search(Query(tuple(terms), *span))
    number, size = (
        max(request.number("page", 1), 1),
        min(max(request.number("per_page", request.number("per-page", 25)), 1), 100),
    )
    meta = {"count": shelf.count(found), "db_response_time_ms": 5, "page": number, "per_page": size}
    results = [message(shown) for shown in shelf.page(found, number, size)]
    return as_json({"meta": meta, "results": results, "group_by": []}, headers=LIMITS)


def message(shown: Shown) -> dict[str, Any]:
    """A work by OpenAlex's keys."""
    first, last = extent(shown.pages)
    source = {
        "id": f"https://openalex.org/S{zlib.crc32(shown.container.encode())}",
        "display_name": shown.container,
        "issn_l": shown.issn,
        "issn": [shown.issn] if shown.issn else None,
        "type": "journal" if shown.paper.journal else "conference",
    }
    return {
        "id": f"https://openalex.org/W{zlib.crc32(shown.id.encode())}",
        "doi": f"https://doi.org/{shown.id}",
        "title": shown.title,
        "display_name": shown.title,
        "publication_year": shown.year,
        "publication_date": shown.published,
        "type": _TYPES.get(shown.paper.kind, "article"),
        "is_retracted": shown.paper.retracted,
        "biblio": {
            "volume": shown.volume,
            "issue": shown.issue,
            "first_page": first or shown.pages,
            "last_page": last or shown.pages,
        },
        "primary_location": {"source": source if shown.container else None},
        "authorships": [_authorship(each, place, len(shown.authors)) for place, each in enumerate(shown.authors)],
    }


def _authorship(author: Author, place: int, count: int) -> dict[str, Any]:
    given, family = split_name(author)
    position = "first" if place == 0 else "last" if place == count - 1 else "middle"
    return {
        "author_position": position,
        "author": {"display_name": f"{given} {family}".strip()},
        "is_corresponding": author.corresponding,
        "raw_author_name": author.name,
        "raw_affiliation_strings": list(author.affiliations),
    }


HOSTS = (
    Host(
        "openalex",
        "/openalex",
        (route("GET", r"/works", "search", works), route("GET", r"/works/(?P<id>.{1,300})", "detail", work)),
    ),
)
