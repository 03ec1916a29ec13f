"""Wanfang's official API (openwanfang): after its published field names; no live answer was seen, so the shape is ASSUMED."""

from __future__ import annotations

import json
import re
from typing import Any

from verifier.stub.catalogue import Journal
from verifier.stub.query import Query, Shelf, Term
from verifier.stub.shown import Shown
from verifier.stub.wanfang_sns import issue_text
from verifier.stub.wire import Desk, Request, Response, as_json

_TERM = re.compile(
    r"(标题|题名|Title|作者|Creator|刊名|PeriodicalTitle|DOI|ISSN|CN)\s*[:：]\s*\"?([^\s\"()]+)\"?", re.IGNORECASE
)
_YEARS = re.compile(r"PublishYear:\[(\d{4}|\*) TO (\d{4}|\*)\]")
_FIELDS = {
    "标题": "title", "题名": "title", "title": "title", "作者": "author", "creator": "author", "刊名": "journal",
    "periodicaltitle": "journal", "doi": "doi", "issn": "issn", "cn": "cn",
}  # fmt: skip


def _asked(request: Request) -> dict[str, Any] | Response:
    """The JSON body, or the refusal: a key is needed."""
    if not request.headers.get("x-app-key"):
        return as_json({"code": 401, "message": "missing X-App-Key"}, 401)
    try:
        asked = json.loads(request.body)
    except (ValueError, RecursionError):
        asked = None
    return asked if isinstance(asked, dict) else as_json({"code": 400, "message": "bad request"}, 400)


def _whole(value: object, default: int, most: int) -> int:
    return min(max(value, 0), most) if isinstance(value, int) else default


def get_query(desk: Desk, request: Request) -> Response:
    """Search journals (OpenMagazine) or papers (OpenPeriodicalChi)."""
    asked = _asked(request)
    if isinstance(asked, Response):
        return asked
    query, shelf = str(asked.get("query") or ""), desk.index.shelf("wanfang")
    start, size = _whole(asked.get("start"), 0, 100_000), _whole(asked.get("rows"), 20, 100)
    terms = [(_FIELDS[m[1].lower()], m[2]) for m in _TERM.finditer(query)]
    if "OpenMagazine" in str(asked.get("collections")):
        docs = [magazine(journal) for journal in _journals(shelf, terms)]
    else:
        first, last = (m[1], m[2]) if (m := _YEARS.search(query)) else ("*", "*")
        years = (None if first == "*" else int(first), None if last == "*" else int(last))
        docs = [paper(shown) for shown in shelf.search(Query(tuple(Term(f, v) for f, v in terms), *years))]
    return as_json({"code": 200, "message": "success", "total": len(docs), "data": docs[start : start + size]})


def _journals(shelf: Shelf, terms: list[tuple[str, str]]) -> tuple[Journal, ...]:
    found: tuple[Journal, ...] | None = None
    for field, value in terms:
        hits = (
            shelf.journals("title" if field == "journal" else field, value)
            if field in ("title", "journal", "issn", "cn")
            else ()
        )
        found = hits if found is None else tuple(journal for journal in found if journal in hits)
    return found or ()


def get_doc(desk: Desk, request: Request) -> Response:
    """One record by id."""
    asked = _asked(request)
    if isinstance(asked, Response):
        return asked
    record_id, shelf = str(asked.get("id") or ""), desk.index.shelf("wanfang")
    if "OpenMagazine" in str(asked.get("collections")):
        journal = shelf.journal(record_id)
        docs = [magazine(journal)] if journal else []
    else:
        shown = shelf.record(record_id)
        docs = [paper(shown)] if shown else []
    return as_json({"code": 200, "message": "success", "total": len(docs), "data": docs})


def magazine(journal: Journal) -> dict[str, object]:
    """A journal: the one place at Wanfang that names CN and 主管单位."""
    return {
        "Id": journal.codes.wanfang,
        "Title": journal.title,
        "FormerTitle": [former.title for former in journal.former],
        "ISSN": journal.issn,
        "CN": journal.cn,
        "Sponsor": list(journal.sponsors),
        "CompetentDepartment": journal.authority,
        "IssuedPeriod": journal.frequency,
        "FoundYear": (journal.since or "")[:4] or None,
        "IsStopped": None if journal.status is None else journal.status != "active",
        "CorePeriodical": list(journal.marks),
    }


def paper(shown: Shown) -> dict[str, object]:
    """A journal paper."""
    units = [unit for author in shown.authors for unit in author.affiliations]
    return {
        "Id": shown.id,
        "Title": [title for title in (shown.title, shown.paper.title_en) if title],
        "Creator": [author.name for author in shown.authors],
        "FirstCreator": shown.authors[0].name if shown.authors else None,
        "OriginalOrganization": list(dict.fromkeys(units)),
        "PeriodicalTitle": [shown.container],
        "PublishYear": shown.year,
        "PublishDate": shown.published,
        "Issue": issue_text(shown),
        "Volum": shown.volume,
        "Page": shown.pages,
        "Column": shown.paper.section,
        "DOI": shown.paper.doi,
        "SourceDB": "WF",
        "ClassCode": list(shown.clc),
    }
