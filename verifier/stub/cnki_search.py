"""CNKI search (kns8s): the session page and the result grid."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from verifier.stub.markup import hidden, mark, page, text
from verifier.stub.query import Query, Term
from verifier.stub.shown import Shown
from verifier.stub.wire import JSON, Desk, Request, Response, cookie, html

OFFSCREEN = '<div class="verify-wrap" style="position:absolute;left:-9999px">拖动下方拼图完成验证</div>'
"""The slider's words, off-screen in the DOM of every healthy page."""
ZERO = "抱歉，未检索到相关文献"
LONGEST_EXPRESSION = 3600
_SYMBOLS = re.compile(r"[~_^{}<>$|\\]")
_FIELDS = {
    "SU": "any", "TKA": "any", "TI": "title", "AU": "author", "FI": "first_author", "LY": "journal", "SN": "issn",
    "CN": "cn", "DOI": "doi", "KY": "keyword", "AF": "unit", "CLC": "clc",
}  # fmt: skip
_EXPERT = re.compile(r"\b([A-Z]{2,4})\s*(%?=)\s*(?:'([^']*)'|([^\s()']+))")
_KINDS = {
    "CJFD": "期刊", "CJFQ": "期刊", "CAPJ": "期刊", "CCJD": "辑刊", "CPFD": "中国会议", "CIPD": "国际会议",
    "IPFD": "国际会议", "CDFD": "博士", "CMFD": "硕士", "CCND": "报纸", "CYFD": "年鉴",
}  # fmt: skip


def index_page(desk: Desk, request: Request) -> Response:
    """The search page: it opens the site session that the grid demands."""
    sid = request.cookies.get("SID_search", "")
    headers = () if desk.sessions.alive(sid) else _session_cookies(desk)
    body = f'<div class="search-main"><input id="txt_search" value="{text(request.value("kw"))}"></div>\n{OFFSCREEN}'
    return html(page("检索-中国知网", body + '\n<div id="briefBox"></div>'), headers=headers)


def _session_cookies(desk: Desk) -> tuple[tuple[str, str], ...]:
    sid = desk.sessions.open()
    return (cookie("Ecp_ClientId", sid[:16], "/cnki"), cookie("SID_search", sid, "/cnki"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A grid request as understood: the query, its highlight words, the page."""

    query: Query
    words: tuple[str, ...]
    length: int
    number: int
    size: int
    digest: str


def grid(desk: Desk, request: Request) -> Response:
    """The result fragment for a QueryJson, or the way the site refuses."""
    sid = request.cookies.get("SID_search", "")
    if not desk.sessions.alive(sid):
        return no_session(request)
    asked = _read(request)
    if asked is None:
        return html("<html><head><title>访问禁止</title></head><body>访问禁止</body></html>", 403)
    if asked.length > LONGEST_EXPRESSION:
        return html('<div id="briefBox"><p class="no-content">抱歉，暂无数据，请稍后重试。</p></div>')
    chain = desk.sessions.read(sid, "turn", request.value("turnpage"))
    if asked.number > 1 and chain != f"{asked.digest}|{asked.number - 1}":
        return lost_page()
    shelf = desk.index.shelf("cnki")
    found = shelf.search(asked.query)
    if not found:
        return html(f'<div id="briefBox"><div class="no-content"><p>{ZERO}</p></div></div>{OFFSCREEN}')
    turn = desk.sessions.token(sid, "turn", f"{asked.digest}|{asked.number}")
    rows = shelf.page(found, asked.number, asked.size)
    first = (asked.number - 1) * asked.size + 1
    lines = [_row(desk, request, sid, shown, first + i, asked.words) for i, shown in enumerate(rows)]
    return html(_frame(lines, shelf.count(found), asked, turn))


def no_session(request: Request) -> Response:
    """The grid's answer to a client without a site session."""
    home = f"{request.prefix}/verify/home?captchaType=blockPuzzle&ident=0a1b2c&captchaId=d4e5f6&returnUrl=%2Fkns8s"
    return Response(json.dumps({"code": -403, "message": home}).encode(), 403, JSON)


def lost_page(status: int = 401) -> Response:
    """The shell that stands where a page cannot be had any more."""
    return html(page("中国知网", '<div class="error-wrap"><p>非常抱歉，您访问的页面不存在</p></div>'), status)


def _read(request: Request) -> _Asked | None:
    """The form of a grid request; None for a broken expression."""
    raw = request.form.get("QueryJson", "")
    try:
        query = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    items = list(_items(query))
    terms = [term for item in items for term in _terms(item)]
    years = next((found for item in items if (found := _years(item))), (None, None))
    values = [str(item.get("Value") or "") for item in items]
    size = request.number("pageSize", 20)
    return _Asked(
        query=Query(tuple(terms), *years),
        words=tuple(term.value for term in terms if term.field in ("title", "any")),
        length=sum(map(len, values)),
        number=max(request.number("pageNum", request.number("CurPage", 1)), 1),
        size=size if size in (10, 20, 50) else 20,
        digest=f"{zlib.crc32(raw.encode()):08x}{size}" if items else "-",
    )


def _items(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object with a Value inside a QueryJson, in order, to a bounded depth."""
    if depth > 12:
        return
    if isinstance(node, dict):
        if "Value" in node:
            yield node
        for child in node.values():
            yield from _items(child, depth + 1)
    elif isinstance(node, list):
        for child in node[:200]:
            yield from _items(child, depth + 1)


def _terms(item: dict[str, Any]) -> Iterator[Term]:
    """The conditions of one QueryJson item; an expert expression gives several."""
    field, value = str(item.get("Field") or item.get("Key") or ""), str(item.get("Value") or "").strip()
    if field.upper() in ("EXPERT", ""):
        for name, operator, quoted, bare in _EXPERT.findall(value):
            if name in _FIELDS:
                yield _term(name, quoted or bare, "DEFAULT" if operator == "=" else "FUZZY")
    elif field.upper() in _FIELDS and value:
        yield _term(field.upper(), value, str(item.get("Operator", "DEFAULT")))


def _term(name: str, value: str, operator: str) -> Term:
    """`=` (DEFAULT) means: holds the words as they stand; `%=` (TOPRANK, FUZZY): by relevance.

    Titles with formula signs find nothing, as on the real site: a term that cannot match stands for them.
    """
    field = _FIELDS[name]
    if field in ("title", "any") and _SYMBOLS.search(value):
        return Term("doi", "\0", "exact")
    loose = operator.upper() in ("FUZZY", "TOPRANK", "%=", "%")
    return Term(field, value, "fuzzy" if loose and field == "title" else "phrase")


def _years(item: dict[str, Any]) -> tuple[int | None, int | None] | None:
    """The year range of a control item: Operator 7 with Value and Value2 (`2021` or `2021-01-01`)."""
    name = str(item.get("Field") or item.get("Key") or "").upper()
    if name not in ("PT", "YE"):
        return None
    first, last = (str(item.get(key) or "")[:4] for key in ("Value", "Value2"))
    return (int(first) if first.isdecimal() else None, int(last) if last.isdecimal() else None)


def _frame(lines: list[str], total: int, asked: _Asked, turn: str) -> str:
    """The fragment around the rows: counts, pager, the key to the next page."""
    pages = -(-total // asked.size)
    marks = "".join(f'<a class="pagesnums" data-curpage="{n}">{n}</a>' for n in range(1, min(pages, 9) + 1))
    heads = "".join(f"<th>{h}</th>" for h in ("", "题名", "作者", "来源", "发表时间", "数据库", "被引", "下载", "操作"))
    return f"""<div id="briefBox">
<div class="pager"><span class="pagerTitleCell">共找到<em>{total:,}</em>条结果</span>
<div id="countPageDiv"><span class="countPageMark" data-pagenum="{pages}">{asked.number}/{pages}</span></div></div>
<table class="result-table-list"><thead><tr>{heads}</tr></thead>
<tbody>
{"".join(lines)}</tbody></table>
<div class="pages">{marks}</div>
{hidden([("hidTurnPage", turn)])}
{OFFSCREEN}
</div>"""


def _row(desk: Desk, request: Request, sid: str, shown: Shown, number: int, words: tuple[str, ...]) -> str:
    """One line of the result table; the operations cell holds a table of its own, as on the real page."""
    token = desk.sessions.token(sid, "v", shown.id)
    link = f"{request.prefix}/kcms2/article/abstract?v={token}&uniplatform=NZKPT&language=CHS"
    title = mark(shown.title, words, '<font class="Mark">', "</font>")
    first = '<b class="marktip">网络首发</b>' if shown.dbcode == "CAPJ" else ""
    authors = "".join(
        f'<a class="KnowledgeNetLink" href="javascript:void(0)">{text(a.name)}</a>' for a in shown.authors
    )
    ids = f'data-dbname="{dbname(shown)}" data-filename="{text(shown.id)}"'
    return f"""<tr>
<td class="seq"><input type="checkbox" class="cbItem" value="{text(export_id(shown))}">{number}</td>
<td class="name"><a class="fz14" href="{text(link)}" target="_blank">{title}</a>{first}</td>
<td class="author">{authors}</td>
<td class="source"><a href="javascript:void(0)">{text(shown.container)}</a></td>
<td class="date">{text(list_date(shown))}</td>
<td class="data">{_KINDS.get(shown.dbcode, "期刊")}</td>
<td class="quote"></td>
<td class="download"></td>
<td class="operat"><table><tr><td><a class="icon-collect" {ids}></a></td><td><i {ids}></i></td></tr></table></td>
</tr>
"""


def dbname(shown: Shown) -> str:
    """The CNKI table of a record: database code and year; CAPJLAST for pre-publication."""
    return "CAPJLAST" if shown.dbcode == "CAPJ" else f"{shown.dbcode}{shown.year or ''}"


def export_id(shown: Shown) -> str:
    """The id under which the export knows a record."""
    return f"{dbname(shown)}!{shown.id}!1!0"


def list_date(shown: Shown) -> str:
    """The date in the list: as exact as known."""
    first = shown.paper.online_first if shown.dbcode == "CAPJ" else None
    return first or shown.published or str(shown.year or "/")
