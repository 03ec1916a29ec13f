"""Crossref's REST API: works by DOI and by bibliographic search, with its rate-limit headers."""

from __future__ import annotations

import re
from typing import Any

from verifier.stub.bylines import date_parts, extent, split_name
from verifier.stub.catalogue import Author
from verifier.stub.query import Query, Term
from verifier.stub.shown import Shown
from verifier.stub.titles import fold
from verifier.stub.wire import Desk, Host, Request, Response, as_json, route

LIMITS = (
    ("x-rate-limit-limit", "50"),
    ("x-rate-limit-interval", "1s"),
    ("x-concurrency-limit", "1"),
    ("x-api-pool", "public"),
)
_TYPES = {"proceedings": "proceedings-article", "collection": "book-chapter", "thesis": "dissertation"}
_MOST_ROWS = 1000


def work(desk: Desk, request: Request) -> Response:
    """One work, or `Resource not found.` for a DOI that is not Crossref's."""
    shown = desk.index.shelf("crossref").record(request.args["doi"])
    if shown is None:
        return Response(b"Resource not found.", 404, "text/plain; charset=utf-8", LIMITS)
    return _message("work", message(shown, None))


def _message(kind: str, body: dict[str, Any]) -> Response:
    return as_json({"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": body}, headers=LIMITS)


def works(desk: Desk, request: Request) -> Response:
    """A search: best first and generous, so that the first row is a candidate and never an answer."""
    shelf = desk.index.shelf("crossref")
    words = request.value("query.bibliographic") or request.value("query.title") or request.value("query")
    filters = dict(part.split(":", 1) for part in request.value("filter").split(",") if ":" in part)
    terms = [Term(field, filters[field], "exact") for field in ("doi", "issn") if field in filters]
    if words:
        terms.append(Term("title", words, "loose"))
    found = shelf.search(Query(tuple(terms), *_years(filters)))
    found = _preferred(found, request.value("query.author"), request.value("query.container-title"))
    size = min(request.number("rows", 20), _MOST_ROWS)
    start = request.number("offset", 0)
    if request.value("cursor").isdecimal():
        start = request.number("cursor", 0)
    rows = found[start : start + size]
    body: dict[str, Any] = {
        "facets": {},
        "total-results": shelf.count(found),
        "items": [message(shown, _score(shown, words, start + place)) for place, shown in enumerate(rows)],
        "items-per-page": size,
        "query": {"start-index": start, "search-terms": words or None},
    }
    if request.value("cursor"):
        body["next-cursor"] = str(start + size)
    return _message("work-list", body)


def _years(filters: dict[str, str]) -> tuple[int | None, int | None]:
    first, last = (filters.get(f"{end}-pub-date", "")[:4] for end in ("from", "until"))
    return (int(first) if first.isdecimal() else None, int(last) if last.isdecimal() else None)


def _preferred(found: tuple[Shown, ...], author: str, container: str) -> tuple[Shown, ...]:
    """Hits that also meet the author or container words go first; the others stay."""
    tokens = {token for token in map(fold, re.split(r"[\s,;]+", author)) if token}
    wanted = fold(container)

    def missing(shown: Shown) -> int:
        names = {fold(part) for each in shown.authors for part in split_name(each)}
        return (bool(tokens) and not tokens & names) + (bool(wanted) and wanted not in fold(shown.container))

    return tuple(sorted(found, key=missing))


def _score(shown: Shown, words: str, place: int) -> float:
    """A falling score; more where the whole title stands in the query."""
    whole = fold(shown.title) in fold(words) if words else False
    return round((80.0 if whole else 30.0) / (1 + place / 10), 4)


def message(shown: Shown, score: float | None) -> dict[str, Any]:
    """A work by Crossref's keys; what is unknown is left out, as Crossref does."""
    paper, pages = shown.paper, shown.pages
    issued = date_parts(shown.published, shown.year)
    kind = _TYPES.get(paper.kind, "journal-article")
    out: dict[str, Any] = {
        "DOI": shown.id,
        "URL": f"https://doi.org/{shown.id}",
        "prefix": shown.id.split("/")[0],
        "source": "Crossref",
        "type": kind,
        "title": [shown.title],
        "container-title": [shown.container] if shown.container else [],
        "publisher": "; ".join(shown.serial.sponsors)
        if shown.serial
        else (paper.book.publisher if paper.book else None),
        "ISSN": [shown.issn] if shown.issn else None,
        "ISBN": [paper.book.isbn.replace("-", "")] if paper.book and paper.book.isbn else None,
        "volume": shown.volume,
        "issue": shown.issue,
        "page": pages if pages and (extent(pages)[0] or pages.isdecimal()) else None,
        "article-number": pages if pages and not extent(pages)[0] and not pages.isdecimal() else None,
        "author": [_author(each, place) for place, each in enumerate(shown.authors)] or None,
        "issued": {"date-parts": [issued or [None]]},
        "published-print": {"date-parts": [issued]} if shown.published else None,
        "published-online": {"date-parts": [date_parts(paper.online_first, None)]} if paper.online_first else None,
        "updated-by": [_retraction(shown)] if paper.retracted else None,
        "score": score if score is not None else 1,
    }
    return {key: value for key, value in out.items() if value is not None}


def _author(author: Author, place: int) -> dict[str, Any]:
    given, family = split_name(author)
    return {
        "given": given,
        "family": family,
        "sequence": "additional" if place else "first",
        "affiliation": [{"name": unit} for unit in author.affiliations],
    }


def _retraction(shown: Shown) -> dict[str, Any]:
    """The notice that retracts a work, as `updated-by` names it on the work itself."""
    updated = date_parts(shown.published, shown.year)
    return {"DOI": f"{shown.id}.retraction", "type": "retraction", "label": "Retraction", "source": "publisher",
            "updated": {"date-parts": [updated]}}  # fmt: skip


def retraction_notice(desk: Desk, request: Request) -> Response:
    """The notice itself; its `update-to` names the work that it retracts."""
    shown = desk.index.shelf("crossref").record(request.args["doi"])
    if shown is None or not shown.paper.retracted:
        return Response(b"Resource not found.", 404, "text/plain; charset=utf-8", LIMITS)
    body = message(shown, None)
    del body["updated-by"]
    update = {**_retraction(shown), "DOI": shown.id}
    title = [f"Retraction: {shown.title}"]
    return _message("work", {**body, "DOI": f"{shown.id}.retraction", "title": title, "update-to": [update]})


def agency(desk: Desk, request: Request) -> Response:
    """Who registered a DOI, as doi.org answers: Crossref for what it holds here, ISTIC for any other DOI of the catalogue."""
    number = request.args["doi"]
    if desk.index.shelf("crossref").record(number):
        return as_json([{"DOI": number, "RA": "Crossref"}])
    known = any(desk.index.shelf(source).search(Query((Term("doi", number, "exact"),))) for source in _CHINESE)
    return as_json([{"DOI": number, "RA": "ISTIC"} if known else {"DOI": number, "status": "DOI does not exist"}])


_CHINESE = ("cnki", "wanfang", "vip")

HOSTS = (
    Host("crossref", "/crossref/doi", (route("GET", r"/doiRA/(?P<doi>.{1,300})", "detail", agency),)),
    Host(
        "crossref",
        "/crossref",
        (
            route("GET", r"(?:/v1)?/works", "search", works),
            route("GET", r"(?:/v1)?/works/(?P<doi>10\.\d{4,9}/.{1,300})\.retraction", "detail", retraction_notice),
            route("GET", r"(?:/v1)?/works/(?P<doi>.{1,300})", "detail", work),
        ),
    ),
)
