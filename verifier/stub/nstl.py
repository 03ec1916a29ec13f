"""NSTL's search: each record a list of (field, value) pairs. It shows what Crossref shows; that `doi` is searchable is ASSUMED."""

from __future__ import annotations

import json
import zlib
from typing import Any

from verifier.stub.bylines import extent, split_name
from verifier.stub.query import Query, Term
from verifier.stub.shown import Shown
from verifier.stub.wire import Desk, Host, Request, Response, as_json, route

_TYPES = {"proceedings": "ProceedingsPaper", "collection": "ProceedingsPaper", "thesis": "DegreePaper"}
_FIELDS = {"doi": ("doi", "exact"), "tit_s_q": ("title", "fuzzy"), "tit": ("title", "fuzzy"), "": ("title", "fuzzy")}
_MOST_ROWS = 100


def execute(desk: Desk, request: Request) -> Response:
    """The papers that meet every condition of the query; another target or function, or a broken query, has a code of its own."""
    asked = (request.value("target"), request.value("function"))
    conditions = _conditions(request.value("query"))
    if asked != ("nstl4.search4", "paper/pc/list/pl") or conditions is None:
        return as_json({"code": "500", "msg": "参数错误", "data": None})
    shelf = desk.index.shelf("crossref")
    terms = tuple(Term(_FIELDS[field][0], value, _FIELDS[field][1]) for field, value in conditions if field in _FIELDS)
    found = shelf.search(Query(terms))
    size = min(max(request.number("pageSize", 10), 1), _MOST_ROWS)
    rows = shelf.page(found, max(request.number("pageNumber", 1), 1), size)
    return as_json({"code": "0", "msg": "", "total": shelf.count(found), "data": [record(each) for each in rows]})


def _conditions(query: str) -> list[tuple[str, str]] | None:
    """The (field, value) pairs of a query, None when it is no JSON of that shape."""
    try:
        told = json.loads(query)
        return [(str(one.get("k") or ""), str(one["v"])) for one in told["q"] if one.get("v")]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def record(shown: Shown) -> list[dict[str, Any]]:
    """One paper as its pairs; what is unknown is left out."""
    first, last = extent(shown.pages)
    source = {"JournalPaper": "hasSotit_s"}.get(_kind(shown), "hasPronam_s")
    values: dict[str, Any] = {
        "id": f"{zlib.crc32(shown.id.encode()):08x}{zlib.crc32(shown.title.encode()):08x}" * 2,
        "type": _kind(shown),
        "tit": [shown.title],
        "hasAut": [[{"f": "nam", "v": [" ".join(filter(None, split_name(author)))]}] for author in shown.authors] or None,
        "hasCrOr": [[{"f": "nam", "v": [unit]}] for unit in _units(shown)] or None,
        source: [shown.container] if shown.container else None,
        "yea": str(shown.year) if shown.year else None,
        "vol": shown.volume,
        "iss": shown.issue,
        "stpa": first or shown.pages,
        "enpa": last,
        "issn": [shown.issn] if shown.issn else None,
        "doi": shown.paper.doi,
        "key": list(shown.paper.keywords) or None,
    }
    return [{"f": name, "v": value} for name, value in values.items() if value]


def _kind(shown: Shown) -> str:
    return _TYPES.get(shown.paper.kind, "JournalPaper")


def _units(shown: Shown) -> list[str]:
    return list(dict.fromkeys(unit for author in shown.authors for unit in author.affiliations))


HOSTS = (Host("nstl", "/nstl", (route("POST", r"/api/service/nstl/web/execute", "search", execute),)),)
