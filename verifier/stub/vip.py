"""VIP's qikan.cqvip.com: search lists, detail and journal pages, contents, export. www.cqvip.com is in `vip_www`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from verifier.stub import vip_www
from verifier.stub.catalogue import Journal
from verifier.stub.index import Query, Term
from verifier.stub.markup import hidden, page, rows, text
from verifier.stub.shown import Shown
from verifier.stub.wire import Answer, Desk, Host, Request, Response, cookie, html, redirect, route

COOKIE = "vipqk"
CEILING = 5000
_FIELDS = {
    "U": "any", "M": "title", "K": "keyword", "A": "author", "F": "first_author", "C": "clc", "S": "unit", "J": "journal",
}  # fmt: skip
_EXPRESSION = re.compile(r"\b([UMKAFCSJ])\s*=\s*(?:\"([^\"]*)\"|((?:(?!\s+(?:AND|OR|NOT)\b).)+))", re.IGNORECASE)


def warm_up(desk: Desk, request: Request) -> Response:
    """The advanced search page: its cookie opens the other pages."""
    held = desk.sessions.alive(request.cookies.get(COOKIE, ""))
    headers = () if held else (cookie(COOKIE, desk.sessions.open(), "/vip"),)
    return html(
        page("高级检索 - 维普期刊中文期刊服务平台", '<div id="advSearch"><input name="searchKey"></div>'),
        headers=headers,
    )


def challenge() -> Response:
    """412 with the script that a browser would have to run."""
    script = "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=12345;$_ts.cd=\"qQAcqaAlqA\";</script>"
    return html(f"<html><head><meta charset='utf-8'>{script}</head><body></body></html>", 412)


def guarded(answer: Answer) -> Answer:
    """The page for those who hold the cookie, the challenge for everybody else."""

    def checked(desk: Desk, request: Request) -> Response:
        return answer(desk, request) if desk.sessions.alive(request.cookies.get(COOKIE, "")) else challenge()

    return checked


def _model(request: Request, name: str) -> dict[str, Any]:
    """The JSON that the site posts in a form field; {} when it is none."""
    try:
        model = json.loads(request.form.get(name, ""))
    except (ValueError, RecursionError):
        return {}
    return model if isinstance(model, dict) else {}


def search(desk: Desk, request: Request) -> Response:
    """The result list: articles (ObjectType 1) or journals (7)."""
    model = _model(request, "searchParamModel")
    terms = _terms(model)
    if str(model.get("ObjectType")) == "7":
        return _journals(desk, request, terms)
    shelf = desk.index.shelf("vip")
    found = shelf.search(Query(terms, *_years(model)))[:CEILING]
    number, size = _whole(model.get("PageNum"), 1), _whole(model.get("PageSize"), 20)
    lines = [_item(request, shown) for shown in shelf.page(found, number, size if size in (20, 50, 100) else 20)]
    count = hidden([("hidShowTotalCount", shelf.count(found) if found else 0)])
    if not found:
        return html(f'<div id="remark">{count}<div class="no-data">没有找到相关文献</div></div>')
    return html(f'<div id="remark" class="simple-list">{count}\n{"".join(lines)}</div>')


def _whole(value: object, default: int) -> int:
    text_value = str(value)
    return int(text_value) if text_value.isascii() and text_value.isdigit() and len(text_value) < 7 else default


def _terms(model: dict[str, Any]) -> tuple[Term, ...]:
    """The conditions of SearchKeyList, else of SearchExpression, joined by AND."""
    keys = model.get("SearchKeyList")
    pairs = (
        [(k.get("FieldIdentifier"), k.get("SearchKey"), k.get("IsExact")) for k in keys if isinstance(k, dict)]
        if isinstance(keys, list)
        else []
    )
    if not any(value for _, value, _ in pairs):
        found = _EXPRESSION.finditer(str(model.get("SearchExpression") or ""))
        pairs = [(m[1].upper(), (m[2] or m[3]).strip("()' "), False) for m in found]
    return tuple(
        Term(_FIELDS[str(field)], str(value), "exact" if str(exact) in ("1", "True", "true") else "phrase")
        for field, value, exact in pairs
        if str(field) in _FIELDS and value
    )


def _years(model: dict[str, Any]) -> tuple[int | None, int | None]:
    """The year range of ClusterFilter `YY=2021#2021`, else of BeginYear and EndYear."""
    cluster = re.search(r"YY=(\d{4})#(\d{4})", str(model.get("ClusterFilter") or ""))
    first, last = cluster.groups() if cluster else (str(model.get("BeginYear") or ""), str(model.get("EndYear") or ""))
    return (int(first) if first.isdigit() else None, int(last) if last.isdigit() else None)


def volume_line(shown: Shown) -> str:
    """`2022年第3期41-50,共10页`, the volume after the year when known.

    A page count is printed for plain ranges alone.
    """
    volume = f"第{shown.volume}卷" if shown.volume else ""
    issue = f"第{shown.issue}期" if shown.issue else ""
    plain = re.fullmatch(r"(\d+)-(\d+)", shown.pages or "")
    count = int(plain[2]) - int(plain[1]) + 1 if plain else 0
    extent = f",共{count}页" if count > 0 else ""
    return f"{shown.year or ''}年{volume}{issue}{shown.pages or ''}{extent}"


def _item(request: Request, shown: Shown) -> str:
    people = "".join(f'<span><a title="{text(author.name)}">{text(author.name)}</a></span>' for author in shown.authors)
    name, summary_link = (
        text(shown.container),
        f"{request.prefix}/Qikan/Journal/Summary?kind=1&amp;gch={text(shown.code)}",
    )
    return f"""<dl>
<dt><a href="{request.prefix}/Qikan/Article/Detail?id={text(shown.id)}" articleid="{text(shown.id)}">{text(shown.title)}</a></dt>
<dd class="author"><span class="label">作者：</span><span>{people}</span></dd>
<dd class="source"><span class="from"><a href="{summary_link}" title="{name}">《{name}》</a></span>
<span class="vol">{text(volume_line(shown))}</span><span class="cited"><a>0</a></span></dd>
<dd class="subject">{"".join(f"<span><a>{text(word)}</a></span>" for word in shown.paper.keywords)}</dd>
</dl>
"""


def _journals(desk: Desk, request: Request, terms: tuple[Term, ...]) -> Response:
    """The journal list (ASSUMED: as the article list, with the journal's numbers)."""
    value = next((term.value for term in terms), "")
    field = (
        "issn"
        if re.fullmatch(r"\d{4}-\d{3}[\dXx]", value)
        else "cn"
        if re.fullmatch(r"\d\d-\d{4}(/.*)?", value)
        else "title"
    )
    found = desk.index.shelf("vip").journals(field, value)
    count = hidden([("hidShowTotalCount", len(found))])
    if not found:
        return html(f'<div id="remark">{count}<div class="no-data">没有找到相关期刊</div></div>')
    return html(
        f'<div id="remark" class="simple-list">{count}\n{"".join(_journal_item(request, j) for j in found[:100])}</div>'
    )


def _journal_item(request: Request, journal: Journal) -> str:
    gch = text(journal.codes.vip)
    numbers = rows(
        (("ISSN", journal.issn), ("CN", journal.cn)),
        '<dd class="number"><span class="label">{label}：</span>{value}</dd>',
    )
    return f"""<dl><dt><a href="{request.prefix}/Qikan/Journal/Summary?kind=1&amp;gch={gch}" gch="{gch}">{text(journal.title)}</a></dt>
{numbers}
<dd class="organ"><span class="label">主办单位：</span>{text(";".join(journal.sponsors))}</dd></dl>
"""


def detail(desk: Desk, request: Request) -> Response:
    """The detail page of a paper; its h1 carries the noise of the real one."""
    shown = desk.index.shelf("vip").record(request.value("id"))
    if shown is None:
        return html(page("维普期刊", '<div class="no-data">您访问的文章不存在</div>'), 404)
    units = list(dict.fromkeys(unit for author in shown.authors for unit in author.affiliations))
    people = "".join(
        f'<span><a title="{text(a.name)}">{text(a.name)}{_refs(a.affiliations, units)}</a></span>'
        for a in shown.authors
    )
    organs = "".join(f"<span><a>[{n}]{text(unit)}</a></span>" for n, unit in enumerate(units, 1))
    english = f"<em>{text(shown.paper.title_en)}</em>" if shown.paper.title_en else ""
    body = f"""<div class="article-title"><h1>{text(shown.title)}   <span class="cited">被引量：0</span>  <a class="claim">认领</a></h1>
{english}</div>
<div class="article-detail">
<p class="author"><span class="label">作者：</span><span>{people}</span></p>
<p class="organ"><span class="label">机构地区：</span>{organs}</p>
<p class="journal"><span class="label">出处：</span><span class="from"><a title="{text(shown.container)}">《{text(shown.container)}》</a></span>
<span class="vol">{text(volume_line(shown))}</span></p>
<p class="abstract"><span class="label">摘要：</span><span>{text(shown.paper.abstract)}</span></p>
<p class="subject"><span class="label">关键词：</span>{"".join(f"<span><a>{text(w)}</a></span>" for w in shown.paper.keywords)}</p>
<p class="class"><span class="label">分类号：</span><span>{text(";".join(shown.clc))}</span></p>
</div>
{hidden([("hidArticleId", shown.id)])}"""
    return html(page(f"{shown.title} - 维普期刊官网", body))


def _refs(own: tuple[str, ...], units: list[str]) -> str:
    return "".join(f"[{units.index(unit) + 1}]" for unit in own)


def summary(desk: Desk, request: Request) -> Response:
    """The journal page: label pairs (set ASSUMED, without 主管单位) and the issue list."""
    shelf, gch = desk.index.shelf("vip"), request.value("gch")
    journal = shelf.journal(gch)
    if journal is None:
        return html(page("维普期刊", '<div class="no-data">没有找到该期刊</div>'), 404)
    pairs = (
        ("曾用名", ";".join(former.title for former in journal.former)),
        ("主办单位", ";".join(journal.sponsors)),
        ("国际标准刊号", journal.issn),
        ("国内统一刊号", journal.cn),
        ("出版周期", journal.frequency),
        ("创刊时间", journal.since),
        ("出版地区", journal.place),
        ("语种", journal.language),
        ("收录年限", "-".join(filter(None, journal.coverage.get("vip", ())))),
        ("收录汇总", "；".join(journal.marks)),
    )
    labels = rows(pairs, '<li><span class="label">{label}：</span><span>{value}</span></li>')
    years = "".join(
        _year(gch, year, [e.issue for e in group]) for year, group in groupby(shelf.issues(gch), key=lambda e: e.year)
    )
    body = f"""<div class="info-main"><div class="info-box"><div class="title"><h2>{text(journal.title)}</h2></div></div></div>
<div class="info-left"><ul>
{labels}</ul></div>
<div class="cluster"><ul>
{years}</ul></div><div id="rightArticle"></div>"""
    return html(page(f"《{journal.title}》 - 维普期刊官网", body))


def _year(gch: str, year: int, issues: list[str]) -> str:
    links = "".join(
        f'<a class="rightPageShow" gch="{text(gch)}" num="{text(i)}" year="{year}">第{text(i)}期</a>' for i in issues
    )
    return f'<li class="cluster-item"><span class="year">{year}</span>{links}</li>\n'


def contents(desk: Desk, request: Request) -> Response:
    """The contents of one issue for `journalArticalInfoModel` {gch, num, year}."""
    model = _model(request, "journalArticalInfoModel")
    year = _whole(model.get("year"), 0)
    found, total = desk.index.shelf("vip").contents(str(model.get("gch") or ""), year, str(model.get("num") or ""))
    sections = groupby(found, key=lambda shown: shown.paper.section or "")
    body = "".join(_section(request, name, list(group)) for name, group in sections)
    count = hidden([("hidShowTotalCount", total)])
    return html(f'<div class="article-list">{count}\n{body or "<ul></ul>"}</div>')


def _section(request: Request, name: str, group: list[Shown]) -> str:
    head = f"<h5>{text(name)}</h5>\n" if name else ""
    items = "".join(
        f'<li><span class="title"><a href="{request.prefix}/Qikan/Article/Detail?id={text(s.id)}" articleid="{text(s.id)}">{text(s.title)}</a></span>'
        f'<span class="writer">{text(" ".join(author.name for author in s.authors))}</span>'
        f'<span class="pages">({text(s.pages)})</span></li>\n'
        for s in group
    )
    return f"{head}<ul>\n{items}</ul>\n"


def export(desk: Desk, request: Request) -> Response:
    """The XML export inside `input#xmlContent`."""
    shelf = desk.index.shelf("vip")
    ids = re.split(r"[,;]+", request.value("ids") or request.value("id"))[:500]
    found = [shown for record_id in ids if (shown := shelf.record(record_id))]
    xml = "<Papers>" + "".join(_xml(shown) for shown in found) + "</Papers>"
    return html(f'<div><input type="hidden" id="xmlContent" value="{text(xml)}"></div>')


def _xml(shown: Shown) -> str:
    def tag(name: str, value: str | int | None) -> str:
        return f"<{name}>{escape(str(value))}</{name}>" if value not in (None, "") else f"<{name}/>"

    people = "".join(f"<Creator>{tag('Name', author.name)}</Creator>" for author in shown.authors)
    titles = f"<Titles>{tag('Title', shown.title)}</Titles>"
    journal = f"<Periodical>{tag('Name', shown.container)}{tag('ISSN', shown.issn)}</Periodical>"
    rest = (
        ("Volum", shown.volume),
        ("Issue", shown.issue),
        ("Page", shown.pages),
        ("PublishDate", shown.published or shown.year),
    )
    return f"<Paper>{titles}<Creators>{people}</Creators>{journal}{''.join(tag(n, v) for n, v in rest)}{tag('CLC', ';'.join(shown.clc))}</Paper>"


def _home(_desk: Desk, request: Request) -> Response:
    return redirect(f"{request.prefix}/Qikan/Search/Advance")


def _routes(guard: Callable[[Answer], Answer]) -> tuple[Any, ...]:
    return (
        route("GET", r"/", "", _home),
        route("GET", r"/Qikan/Search/Advance", "", warm_up),
        route("GET", r"/Qikan/Search/Index", "", guard(warm_up)),
        route("POST", r"(?:/Qikan)?/Search/SearchList", "search", guard(search)),
        route("GET", r"/Qikan/Article/Detail", "detail", guard(detail)),
        route("GET", r"/Qikan/Journal/Summary", "journal", guard(summary)),
        route("POST", r"(?:/Qikan)?/Journal/RightArticle", "toc", guard(contents)),
        route("POST", r"/Qikan/Search/Export", "export", guard(export)),
    )


HOSTS = (Host("vip", "/vip/qikan", _routes(guarded)), Host("vip", "/vip/www", vip_www.ROUTES))
