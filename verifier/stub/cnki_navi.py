"""CNKI journal navigation: journal search, identity block, issue lists and contents pages.

`p`, `time` and `yearIssue` tokens are bound to the session of the cookie `SID_navi`; 主管单位 is not shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from verifier.stub.catalogue import Journal
from verifier.stub.cnki_search import OFFSCREEN, list_date, lost_page
from verifier.stub.markup import hidden, page, rows, text
from verifier.stub.query import Listed
from verifier.stub.shown import Shown
from verifier.stub.wire import Desk, Request, Response, cookie, html

YEARS_A_PAGE = 20
PCODE = "CJFD,CCJD"
_NAMES = {"LY": "title", "TI": "title", "SN": "issn", "ISSN": "issn", "CN": "cn", "SP": "sponsor", "CO": "sponsor"}
_STATUS = {"active": "正常", "stopped": "停刊", "merged": "合并", "renamed": "更名"}


def _session(desk: Desk, request: Request) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The open session, or a new one with the headers that hand it out."""
    sid = request.cookies.get("SID_navi", "")
    if desk.sessions.alive(sid):
        return sid, ()
    sid = desk.sessions.open()
    return sid, (cookie("SID_navi", sid, "/cnki"), cookie("Ecp_ClientId", sid[:16], "/cnki"))


def home(desk: Desk, request: Request) -> Response:
    """The search form of the navigation; it opens a session."""
    sid, headers = _session(desk, request)
    options = "".join(f"<option>{name}</option>" for name in ("刊名(曾用刊名)", "ISSN", "CN", "主办单位"))
    form = f'<select id="txt_1_sel">{options}</select><input id="txt_1_value1"><button id="btnSearch">出版来源检索</button>'
    hide = hidden([("time", desk.sessions.token(sid, "time", "t"))])
    return html(page("出版来源导航", f"{form}\n{hide}\n{OFFSCREEN}"), headers=headers)


def search(desk: Desk, request: Request) -> Response:
    """Journals by name (present or former), ISSN, CN or sponsor; 21 a page."""
    sid, headers = _session(desk, request)
    field, value = _asked(request.value("searchStateJson"))
    found = desk.index.shelf("cnki").journals(field, value)
    if not found:
        return html('<div class="no-result"><p>未检索到相关出版来源</p></div>', headers=headers)
    size = min(max(request.number("pagecount", 21), 1), 50)
    start = (max(request.number("pageindex", 1), 1) - 1) * size
    cards = "".join(_card(desk, request, sid, journal) for journal in found[start : start + size])
    total = f'<span class="total">共 <em class="resultCount">{len(found)}</em> 条结果</span>'
    return html(
        f'<div class="re_journal">{total}\n<ul class="list_tup">\n{cards}</ul>\n</div>{OFFSCREEN}', headers=headers
    )


def _asked(raw: str) -> tuple[str, str]:
    """Field and value out of searchStateJson: the first item with a Name that is known."""
    try:
        items = list(_items(json.loads(raw)))
    except (ValueError, RecursionError):
        return "title", ""
    for item in items:
        field = _NAMES.get(str(item.get("Name") or "").upper())
        value = str(item.get("Value") or "").strip().strip("'\"%")
        if field and value:
            return field, value
    return "title", ""


def _items(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Objects with Name and Value, to a bounded depth."""
    if depth > 12:
        return
    if isinstance(node, dict):
        if "Name" in node and "Value" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node[:200]:
            yield from _items(child, depth + 1)


def _card(desk: Desk, request: Request, sid: str, journal: Journal) -> str:
    token = desk.sessions.token(sid, "p", journal.codes.cnki or "")
    link = f"{request.prefix}/knavi/detail?p={token}&uniplatform=NZKPT"
    numbers = rows((("ISSN", journal.issn), ("CN", journal.cn)), "<p>{label}：{value}</p>")
    hosts = "".join(f'<p class="hostUnit">主办单位：{text(";".join(journal.sponsors))}</p>' if journal.sponsors else "")
    return f"""<li><a class="re_bookCover" href="{text(link)}" title="{text(journal.title)}"><h1>{text(journal.title)}</h1></a>
{numbers}{hosts}</li>
"""


def detail(desk: Desk, request: Request) -> Response:
    """The journal page behind a search hit (`p`), or by code."""
    sid, headers = _session(desk, request)
    code = request.args.get("code") or desk.sessions.read(sid, "p", request.value("p"))
    journal = desk.index.shelf("cnki").journal(code) if code else None
    if journal is None:
        return lost_page(404)
    return html(page(f"{journal.title} - 中国知网", _identity(desk, sid, journal)), headers=headers)


def _identity(desk: Desk, sid: str, journal: Journal) -> str:
    """The identity block with its hidden session values."""
    code = journal.codes.cnki or ""
    marks = "".join(f'<span title="{text(m)}">{text(m)}</span>' for m in journal.marks)
    first = '<span class="journalType">网络首发</span>' if desk.index.shelf("cnki").online_first(code) else ""
    pairs = rows(
        _pairs(journal, _span(desk, journal)), '<p class="hostUnit"><label>{label}：</label><span>{value}</span></p>'
    )
    subject = (
        f'<p><label>专题名称：</label><span id="tiName">{text(journal.subject)}</span></p>' if journal.subject else ""
    )
    hide = hidden(
        [
            ("pykm", code),
            ("pCode", PCODE),
            ("time", desk.sessions.token(sid, "time", "t")),
            ("shareChName", journal.title),
        ]
    )
    return f"""<div class="infobox"><h3 class="titbox titbox1">{text(journal.title)}</h3>
<p class="journalType journalType1">{first}</p><p class="journalType journalType2">{marks}</p>
<div id="JournalBaseInfo">
{pairs}
{subject}</div></div>
<div id="yearissue"></div><div id="CataLogContent"></div>
{hide}
{OFFSCREEN}"""


def _pairs(journal: Journal, span: str | None) -> tuple[tuple[str, str | None], ...]:
    """The label and value rows; several former names or sponsors are parted by `;`."""
    status = _STATUS.get(journal.status or "")
    ended = f"({journal.until})" if journal.until and journal.status != "active" else ""
    return (
        ("目前状态", f"{status}{ended}" if status else None),
        ("曾用刊名", ";".join(former.title for former in journal.former)),
        ("主办单位", ";".join(journal.sponsors)),
        ("出版周期", journal.frequency),
        ("ISSN", journal.issn),
        ("CN", journal.cn),
        ("出版地", journal.place),
        ("语种", journal.language),
        ("创刊时间", journal.since),
        ("收录年限", span),
    )


def _span(desk: Desk, journal: Journal) -> str | None:
    first, last = years_covered(desk, journal)
    return f"{first}-{last}" if first and last else None


def years_covered(desk: Desk, journal: Journal) -> tuple[str, str]:
    """First and last year indexed: the catalogue's coverage where known, else the issues listed."""
    first, last = journal.coverage.get("cnki", (None, None))
    years = [str(listed.year) for listed in desk.index.shelf("cnki").issues(journal.codes.cnki or "")]
    return (first or min(years, default=""))[:4], (last or max(years, default=""))[:4]


def year_list(desk: Desk, request: Request) -> Response:
    """The issue list, 20 years a page; a `time` of another session gets the 404 page."""
    sid = request.cookies.get("SID_navi", "")
    if desk.sessions.read(sid, "time", request.value("time")) is None:
        return lost_page(404)
    shelf, code = desk.index.shelf("cnki"), request.args["code"]
    if request.value("isEpublish") == "1":
        return html(_net_first(desk, sid, code, shelf.online_first(code)))
    years = [(year, list(group)) for year, group in groupby(shelf.issues(code), key=lambda listed: listed.year)]
    start = request.number("pIdx", 0) * YEARS_A_PAGE
    blocks = "".join(_year(desk, sid, code, year, listed) for year, listed in years[start : start + YEARS_A_PAGE])
    return html(f'{hidden([("totalCnt", len(years))])}\n<div class="yearissuepage">\n{blocks}</div>')


def _year(desk: Desk, sid: str, code: str, year: int, listed: list[Listed]) -> str:
    issues = "".join(
        f'<a id="yq{year}{text(each.issue)}" value="{_year_issue(desk, sid, code, year, each.issue)}">No.{text(each.issue)}</a>'
        for each in listed
    )
    return f'<dl class="s-dataList" id="{year}_Year_Issue"><dt><em>{year}</em></dt><dd>{issues}</dd></dl>\n'


def _year_issue(desk: Desk, sid: str, code: str, year: int, issue: str) -> str:
    return desk.sessions.token(sid, "yearIssue", f"{code}|{year}|{issue}")


def _net_first(desk: Desk, sid: str, code: str, ahead: tuple[Shown, ...]) -> str:
    years = sorted({shown.year for shown in ahead if shown.year}, reverse=True)
    links = "".join(f'<dd><a id="nf{y}" value="{_year_issue(desk, sid, code, y, "NF")}">{y}</a></dd>' for y in years)
    return f'{hidden([("totalCnt", len(years))])}\n<dl id="NetFirstYear"><dt><em>网络首发</em></dt>{links}</dl>'


def papers(desk: Desk, request: Request) -> Response:
    """The contents of one issue: sections with their rows, and in #articleCount the number announced."""
    sid, code = request.cookies.get("SID_navi", ""), request.args["code"]
    asked = desk.sessions.read(sid, "yearIssue", request.value("yearIssue"))
    if asked is None or asked.split("|")[0].casefold() != code.casefold():
        return lost_page(404)
    _, year, issue = asked.split("|")
    shelf = desk.index.shelf("cnki")
    if issue == "NF":
        found = tuple(shown for shown in shelf.online_first(code) if str(shown.year) == year)
        total = len(found)
    else:
        found, total = shelf.contents(code, int(year), issue)
    sections = groupby(found, key=lambda shown: shown.paper.section or "")
    body = "".join(_section(desk, request, name, list(group)) for name, group in sections)
    return html(f'<div id="CataLogContent"><dl>\n{body}</dl></div>\n{hidden([("articleCount", total)])}')


def _section(desk: Desk, request: Request, name: str, group: list[Shown]) -> str:
    head = f'<dt class="tit">{text(name)}</dt>\n' if name else ""
    return head + "".join(_paper(desk, request, shown) for shown in group)


def _paper(desk: Desk, request: Request, shown: Shown) -> str:
    kns = request.prefix.replace("/navi", "/kns")
    token = desk.sessions.token(request.cookies.get("SID_search", ""), "v", shown.id)
    authors = "".join(f"{author.name};" for author in shown.authors)
    extent = list_date(shown) if shown.dbcode == "CAPJ" else shown.pages or ""
    return f"""<dd class="row clearfix"><span class="name">
<a href="{kns}/kcms2/article/abstract?v={token}&amp;uniplatform=NZKPT" target="_blank">{text(shown.title)}</a>
<b name="encrypt" id="{text(shown.id)}"></b></span>
<span class="author" title="{text(authors)}">{text(authors)}</span>
<span class="company" title="{text(extent)}">{text(extent)}</span></dd>
"""
