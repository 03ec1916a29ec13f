"""DOAJ: article and journal search by a Lucene query, after its published keys."""

from __future__ import annotations

import re
import zlib
from typing import Any

from verifier.stub.bylines import date_parts, extent
from verifier.stub.catalogue import Journal
from verifier.stub.query import Query, Term
from verifier.stub.shown import Shown
from verifier.stub.wire import Desk, Host, Request, Response, as_json, route

_TERM = re.compile(r"([\w.]+):(?:\"([^\"]*)\"|(\S+))")
_FIELDS = {
    "doi": ("doi", "exact"),
    "bibjson.title": ("title", "fuzzy"),
    "title": ("title", "fuzzy"),
    "issn": ("issn", "exact"),
    "bibjson.journal.title": ("journal", "phrase"),
}


def articles(desk: Desk, request: Request) -> Response:
    """Articles whose fields meet the query; bare words search the titles."""
    words, shelf = request.args["query"], desk.index.shelf("doaj")
    terms = [Term(_FIELDS[m[1]][0], m[2] or m[3], _FIELDS[m[1]][1]) for m in _TERM.finditer(words) if m[1] in _FIELDS]
    if rest := _TERM.sub(" ", words).replace(" AND ", " ").strip(' "'):
        terms.append(Term("title", rest, "fuzzy"))
    found = shelf.search(Query(tuple(terms)))
    number, size = _page(request)
    return _answer(request, shelf.count(found), [article(shown) for shown in shelf.page(found, number, size)])


def journals(desk: Desk, request: Request) -> Response:
    """Journals that have articles here, by ISSN or title."""
    words = request.args["query"]
    term = _TERM.search(words)
    wanted = (term[2] or term[3] if term else words).strip(' "').casefold()
    known = {s.serial.id: s.serial for s in desk.index.shelf("doaj").everything() if s.serial}
    found = [j for j in known.values() if wanted and wanted in ((j.issn or "").casefold(), j.title.casefold())]
    number, size = _page(request)
    return _answer(request, len(found), [_journal(j) for j in found[(number - 1) * size : number * size]])


def _page(request: Request) -> tuple[int, int]:
    return max(request.number("page", 1), 1), min(max(request.number("pageSize", 10), 1), 100)


def _answer(request: Request, total: int, results: list[dict[str, Any]]) -> Response:
    number, size = _page(request)
    return as_json(
        {"total": total, "page": number, "pageSize": size, "query": request.args["query"], "results": results}
    )


def article(shown: Shown) -> dict[str, Any]:
    """An article with its bibjson."""
    first, last = extent(shown.pages)
    dates = date_parts(shown.published, shown.year)
    serial = shown.serial
    journal = {
        "title": shown.container,
        "issns": [shown.issn] if shown.issn else [],
        "volume": shown.volume,
        "number": shown.issue,
        "publisher": "; ".join(serial.sponsors) if serial else None,
    }
    bibjson = {
        "title": shown.title,
        "year": str(dates[0]) if dates else None,
        "month": str(dates[1]) if len(dates) > 1 else None,
        "start_page": first or shown.pages,
        "end_page": last,
        "author": [{"name": each.name, "affiliation": "; ".join(each.affiliations)} for each in shown.authors],
        "identifier": [{"type": "doi", "id": shown.id}, {"type": "eissn", "id": shown.issn}],
        "journal": journal,
        "keywords": list(shown.paper.keywords),
        "abstract": shown.paper.abstract,
    }
    return {"id": f"{zlib.crc32(shown.id.encode()):032x}", "bibjson": bibjson}


def _journal(journal: Journal) -> dict[str, Any]:
    bibjson = {
        "title": journal.title,
        "eissn": journal.issn,
        "publisher": {"name": "; ".join(journal.sponsors), "country": journal.place},
        "language": [journal.language],
    }
    return {"id": f"{zlib.crc32(journal.id.encode()):032x}", "bibjson": bibjson}


HOSTS = (
    Host(
        "doaj",
        "/doaj",
        (
            route("GET", r"/api(?:/v\d)?/search/articles/(?P<query>.{1,500})", "search", articles),
            route("GET", r"/api(?:/v\d)?/search/journals/(?P<query>.{1,500})", "journal", journals),
        ),
    ),
)
