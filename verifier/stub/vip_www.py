"""VIP's www.cqvip.com: a Nuxt application whose result list has empty titles and all data in window.__NUXT__."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from verifier.stub.devalue import nuxt_call
from verifier.stub.markup import page, rows, text
from verifier.stub.query import Query, Term
from verifier.stub.shown import Shown
from verifier.stub.wire import Desk, Request, Response, as_json, html, redirect, route

PAGE_SIZE = 20


def search(desk: Desk, request: Request) -> Response:
    """The search page for `k`; what a person would see is filled in by the script."""
    words = request.value("k")
    shelf = desk.index.shelf("vip")
    found = shelf.search(Query((Term("any", words),))) if words else ()
    shown = shelf.page(found, max(request.number("page", 1), 1), PAGE_SIZE)
    records = [record(each) for each in shown]
    items = '<div class="item"><div class="searchTitle"><a class="title"></a></div></div>\n' * len(shown)
    state = {
        "layout": "default",
        "data": [{"listData": {"total": shelf.count(found), "records": records}}],
        "error": None,
    }
    return _app("检索结果 - 维普网", items, state)


def _app(title: str, body: str, state: dict[str, Any]) -> Response:
    script = f"<script>window.__NUXT__={nuxt_call(state)};</script>"
    return html(page(title, f'<div id="__nuxt"><div id="__layout">\n{body}</div></div>{script}'))


def record(shown: Shown) -> dict[str, Any]:
    """One record of listData."""
    paper = shown.paper
    first, last, jump = _extent(shown.pages)
    units = list(dict.fromkeys(unit for author in shown.authors for unit in author.affiliations))
    return {
        "id": shown.id,
        "lngid": shown.id,
        "title": shown.title,
        "doi": paper.doi or "",
        "year": shown.year,
        "pubDate": shown.published or "",
        "beginPage": first,
        "endPage": last,
        "jumpPage": jump,
        "authorInfo": [
            {"name": a.name, "orgs": list(a.affiliations), "iscorr": a.corresponding, "order": n}
            for n, a in enumerate(shown.authors, 1)
        ],
        "organInfo": [{"name": unit} for unit in units],
        "fundInfo": [],
        "classInfo": {"clc": list(shown.clc)},
        "journalInfo": _journal(shown),
        "journalColumnInfo": {"name": paper.section or ""},
        "isRetraction": paper.retracted,
        "netFirst": shown.dbcode == "CAPJ",
        "isReview": False,
    }


def _journal(shown: Shown) -> dict[str, Any]:
    serial = shown.serial
    return {
        "name": shown.container,
        "year": shown.year,
        "vol": shown.volume or "",
        "num": shown.issue or "",
        "issn": shown.issn or "",
        "cnno": shown.cn or "",
        "gch": shown.code or "",
        "isCore": bool(serial and serial.marks),
        "isSuppl": shown.is_suppl,
        "rangeInfo": list(serial.marks) if serial else [],
        "publisher": ";".join(serial.sponsors) if serial else "",
    }


def _extent(pages: str | None) -> tuple[str, str, str]:
    """First page, last page, and what follows elsewhere.

    >>> _extent("106-111+117"), _extent("e4375")
    (('106', '111', '117'), ('e4375', 'e4375', ''))
    """
    first, _, rest = (pages or "").partition("-")
    last, _, jump = re.sub(r"[+,，]", "+", rest or first).partition("+")
    return re.split(r"[+,，]", first)[0], last, jump


def document(desk: Desk, request: Request) -> Response:
    """The detail page needs a fresh sign that only the search page's script can make; without it, away."""
    known = desk.index.shelf("vip").record(request.args["id"])
    if known is None:
        return html(page("维普网", '<div class="error">404 页面不存在</div>'), 404)
    return redirect(f"{request.prefix}/login?redirect=%2Fdoc%2Fjournal%2F{request.args['id']}")


def legacy(desk: Desk, request: Request) -> Response:
    """The old detail page; its path holds the issue: `/qk/<gch>/2021s1/<id>.html`."""
    shown = desk.index.shelf("vip").record(request.args["id"])
    where = f"{shown.year}{(shown.issue or '').lower().zfill(2)}" if shown else ""
    if (
        shown is None
        or request.args["issue"].casefold() != where
        or (shown.code or "").casefold() != request.args["gch"].casefold()
    ):
        return html(page("维普网", '<div class="error">404 页面不存在</div>'), 404)
    place = f"《{shown.container}》{shown.year or ''}年第{shown.issue or ''}期 {shown.pages or ''}页"
    names = " ".join(author.name for author in shown.authors)
    facts = rows((("作　者", names), ("出　处", place), ("分类号", ";".join(shown.clc))), "<p>【{label}】{value}</p>")
    return html(page(f"{shown.title} - 维普网", f"<h1>{text(shown.title)}</h1>\n{facts}"))


def column(desk: Desk, request: Request) -> Response:
    """The journal's page with its issues."""
    shelf, gch = desk.index.shelf("vip"), request.args["gch"]
    journal = shelf.journal(gch)
    if journal is None:
        return html(page("维普网", '<div class="error">404 页面不存在</div>'), 404)
    years = [
        {"year": year, "nums": [e.issue for e in group]}
        for year, group in groupby(shelf.issues(gch), key=lambda e: e.year)
    ]
    info = {"name": journal.title, "gch": gch, "issn": journal.issn or "", "cnno": journal.cn or "", "years": years}
    return _app(f"{journal.title} - 维普网", "", {"layout": "default", "data": [{"journalInfo": info}], "error": None})


def ref_export(desk: Desk, request: Request) -> Response:
    """The reference export in RefMan (RIS) style."""
    shelf = desk.index.shelf("vip")
    found = [shown for record_id in request.value("ids").split(",")[:500] if (shown := shelf.record(record_id))]
    data = [{"id": shown.id, "refText": _refman(shown)} for shown in found]
    return as_json({"code": 200 if data else 404, "msg": "", "data": data})


def _refman(shown: Shown) -> str:
    first, last, jump = _extent(shown.pages)
    pairs = [
        ("TY", "JOUR"),
        *(("AU", author.name) for author in shown.authors),
        ("TI", shown.title),
        ("JO", shown.container),
        ("PY", shown.year),
        ("VL", shown.volume),
        ("IS", shown.issue),
        ("SP", first),
        ("EP", f"{last}+{jump}" if jump else last),
        ("SN", shown.issn),
        ("DO", shown.paper.doi),
    ]
    return "\r\n".join([*(f"{tag}  - {value}" for tag, value in pairs if value not in (None, "")), "ER  - ", ""])


ROUTES = (
    route("GET", r"/|/search", "search", search),
    route("GET", r"/doc/journal/(?P<id>\w{1,40})", "detail", document),
    route("GET", r"/journal/(?P<gch>\w{1,20})/column", "journal", column),
    route("GET", r"/qk/(?P<gch>\w{1,20})/(?P<issue>\d{4}\w{1,4})/(?P<id>\w{1,40})\.html", "detail", legacy),
    route("GET", r"/newsite/literature/base/ref/export", "export", ref_export),
)
