"""CNKI's pages for phones (wap): contents, years, journal and article, with the data in a Nuxt payload."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from verifier.stub.catalogue import Journal
from verifier.stub.cnki_navi import years_covered
from verifier.stub.cnki_search import dbname, list_date, lost_page
from verifier.stub.devalue import nuxt_data
from verifier.stub.markup import page, script_json
from verifier.stub.shown import Shown
from verifier.stub.wire import Desk, Request, Response, html, redirect

_FOLDERS = {
    "CPFD": "conference",
    "CIPD": "conference",
    "IPFD": "conference",
    "CDFD": "dissertation",
    "CMFD": "dissertation",
}
_STATUS = {"active": "正常", "stopped": "停刊", "merged": "合并", "renamed": "更名"}


def _app(title: str, key: str, value: object) -> Response:
    """The application's page: an empty root and the payload."""
    payload = script_json(nuxt_data(key, value))
    body = f'<div id="__nuxt"></div>\n<script type="application/json" id="__NUXT_DATA__" data-ssr="true">{payload}</script>'
    return html(page(title, body))


def contents(desk: Desk, request: Request) -> Response:
    """The contents of one issue: sections with titles and file names, no authors or pages."""
    shelf, code = desk.index.shelf("cnki"), request.args["code"]
    journal = shelf.journal(code)
    if journal is None:
        return lost_page(404)
    found, total = shelf.contents(code, int(request.args["year"]), request.args["issue"])
    sections = groupby(found, key=lambda shown: shown.paper.section or "")
    rows = [_section(name, list(group)) for name, group in sections]
    return _app(f"{journal.title}目录", "journal-list", {"rows": rows, "total": total})


def _section(name: str, group: list[Shown]) -> dict[str, Any]:
    return {"Level": name, "Title": [shown.title for shown in group], "Filename": [shown.id for shown in group]}


def years(desk: Desk, request: Request) -> Response:
    """The issue numbers by year."""
    shelf, code = desk.index.shelf("cnki"), request.args["code"]
    journal = shelf.journal(code)
    if journal is None:
        return lost_page(404)
    listed = groupby(shelf.issues(code), key=lambda each: each.year)
    rows = [{"year": str(year), "period": [each.issue for each in group]} for year, group in listed]
    return _app(f"{journal.title}刊期", "year-period", {"code": code, "rows": rows})


def journal_page(desk: Desk, request: Request) -> Response:
    """The journal's identity."""
    journal = desk.index.shelf("cnki").journal(request.args["code"])
    if journal is None:
        return lost_page(404)
    return _app(journal.title, "journal-index", _identity(desk, journal))


def _identity(desk: Desk, journal: Journal) -> dict[str, Any]:
    first, last = years_covered(desk, journal)
    return {
        "code": journal.codes.cnki,
        "name": journal.title,
        "unit": ";".join(journal.sponsors),
        "usedname": ";".join(former.title for former in journal.former),
        "issn": journal.issn or "",
        "CN": journal.cn or "",
        "periodtype": journal.frequency or "",
        "kq": journal.frequency or "",
        "cbd": journal.place or "",
        "status": _STATUS.get(journal.status or "", ""),
        "hxqkbcmc": ";".join(journal.marks),
        "qkslly": journal.subject or "",
        "NetFirst": int(bool(desk.index.shelf("cnki").online_first(journal.codes.cnki or ""))),
        "CSSCI": int("CSSCI" in journal.marks),
        "YearExt": {"maxYear": last, "minYear": first},
    }


def article(desk: Desk, request: Request) -> Response:
    """One article; in the wrong folder the site redirects to its 404 page."""
    shown = desk.index.shelf("cnki").record(request.args["id"])
    if shown is None:
        return lost_page(404)
    if _FOLDERS.get(shown.dbcode, "journal") != request.args["folder"].casefold():
        return redirect(f"{request.prefix}/404.html")
    units = dict.fromkeys(unit for author in shown.authors for unit in author.affiliations)
    value = {
        "fileName": shown.id,
        "title": shown.title,
        "author": [author.name for author in shown.authors],
        "publishName": shown.container,
        "year": str(shown.year or ""),
        "period": shown.issue or "",
        "dBName": dbname(shown),
        "type": shown.dbcode,
        "page": shown.pages or "",
        "publicationTime": list_date(shown),
        "authorInstitution": list(units),
        "keyword": list(shown.paper.keywords),
        "netMark": int(shown.dbcode == "CAPJ"),
        "coreCode": list(shown.serial.marks) if shown.serial else [],
    }
    return _app(shown.title, "article", value)
