"""CNKI detail pages (kcms2 by session token, KCMS/detail by file name) and the export call."""

from __future__ import annotations

import re

from verifier.stub.catalogue import Author
from verifier.stub.cnki_formats import FORMATS
from verifier.stub.cnki_search import OFFSCREEN, dbname, export_id, list_date, lost_page
from verifier.stub.markup import hidden, page, text
from verifier.stub.shown import Shown
from verifier.stub.wire import Desk, Request, Response, as_json, html


def by_token(desk: Desk, request: Request) -> Response:
    """The detail page behind a search hit; a token of a dead or another session gets the 404 page."""
    record_id = desk.sessions.read(request.cookies.get("SID_search", ""), "v", request.value("v"))
    return _page(desk, request, record_id)


def by_name(desk: Desk, request: Request) -> Response:
    """The stable detail page, by file name."""
    return _page(desk, request, request.value("filename"))


def _page(desk: Desk, request: Request, record_id: str | None) -> Response:
    shown = desk.index.shelf("cnki").record(record_id) if record_id else None
    if shown is None:
        return lost_page(404)
    stable = (
        f"{request.prefix}/KCMS/detail/detail.aspx?dbcode={shown.dbcode}&dbname={dbname(shown)}&filename={shown.id}"
    )
    body = "\n".join((_ids(shown, stable), _head(shown), _rows(shown), OFFSCREEN))
    return html(page(f"{shown.title} - 中国知网", body))


def _ids(shown: Shown, stable: str) -> str:
    code = shown.code or shown.id[:4]
    return hidden(
        [
            ("paramfilename", shown.id),
            ("paramdbcode", shown.dbcode),
            ("paramdbname", dbname(shown)),
            ("param-filename", shown.id),
            ("export-id", export_id(shown)),
            ("export-url", stable),
            ("publicationcode", code),
            ("apiHost", "/"),
            ("abstract_text", shown.paper.abstract),
        ]
    )


def _head(shown: Shown) -> str:
    """Publication line, title, byline and units."""
    units = list(dict.fromkeys(unit for author in shown.authors for unit in author.affiliations))
    people = "".join(_author(author, units) for author in shown.authors)
    houses = "".join(f'<a class="author">{n}.{text(unit)}</a>' for n, unit in enumerate(units, 1))
    return f"""<div class="doc-top"><div class="top-tip"><span>{publication_line(shown)}</span></div>
{_first_release(shown)}</div>
<div class="wx-tit"><h1>{title_markup(shown.title)}<span id="corr-video" style="display:none">附视频</span></h1>
<h3 class="author" id="authorpart">{people}</h3>
<h3 class="author">{houses}</h3></div>"""


def title_markup(title: str) -> str:
    """A title with its own sub and sup marks kept and everything else escaped."""
    return re.sub(r"&lt;(/?su[bp])&gt;", r"<\1>", text(title))


def publication_line(shown: Shown) -> str:
    """`刊名 . 2021 ,43(06) :12-18`, what the source leaves blank left out; plain for books, theses, newspapers."""
    name = f"<a>{text(shown.container)}</a>"
    if shown.dbcode == "CAPJ":
        return f"{name} . 网络首发"
    volume, issue = shown.volume or "", f"({shown.issue})" if shown.issue else ""
    number = f" ,{text(volume + issue)}" if volume or issue else ""
    pages = f" :{text(shown.pages)}" if shown.pages else ""
    return f"{name} . {text(shown.year)}{number}{pages}"


def _first_release(shown: Shown) -> str:
    if not shown.paper.online_first:
        return ""
    label = '<i class="icon-shoufa">网络首发</i>' if shown.dbcode == "CAPJ" else ""
    return f'{label}<div class="head-time"><span>网络首发时间：{text(shown.paper.online_first)}</span></div>'


def _author(author: Author, units: list[str]) -> str:
    numbers = ",".join(str(units.index(unit) + 1) for unit in author.affiliations)
    sup = f"<sup>{numbers}</sup>" if numbers else ""
    mail = '<i class="icon-email"></i><p class="authortip">通讯作者</p>' if author.corresponding else ""
    return f"<span><a>{text(author.name)}{sup}</a>{mail}</span>"


def _rows(shown: Shown) -> str:
    """The labelled rows under the title."""
    paper = shown.paper
    out = []
    if paper.abstract:
        out.append(_row("摘要：", f'<span id="ChDivSummary" class="abstract-text">{text(paper.abstract)}</span>'))
    if paper.keywords:
        words = "".join(f"<a>{text(word)};</a>" for word in paper.keywords)
        out.append(_row("关键词：", f'<p class="keywords">{words}</p>'))
    plain = [*_meeting(shown), ("DOI：", paper.doi), ("专题：", shown.serial.subject if shown.serial else None)]
    out += [_top(label, f"<p>{text(value)}</p>") for label, value in plain if value]
    if shown.clc:
        out.append(_top("分类号：", f'<p class="clc-code">{text(";".join(shown.clc))}</p>'))
    if shown.published and shown.dbcode in ("CJFD", "CAPJ", "CCJD"):
        out.append(_top("在线公开时间：", f"<p>{text(shown.indexed_on or shown.published)}</p>"))
    extent = f'<p class="total-inform"><span>页码：{text(shown.pages)}</span></p>' if shown.pages else ""
    return f'<div class="doc-rows">\n{"".join(out)}</div>\n{extent}'


def _row(label: str, value: str) -> str:
    return f'<div class="row"><span class="rowtit">{label}</span>{value}</div>\n'


def _top(label: str, value: str) -> str:
    return f'<ul><li class="top-space"><span class="rowtit">{label}</span>{value}</li></ul>\n'


def _meeting(shown: Shown) -> list[tuple[str, str | None]]:
    """The rows that only conference papers, theses and newspapers have."""
    book = shown.paper.book
    if shown.dbcode in ("CPFD", "CIPD", "IPFD"):
        named = [("会议名称：", shown.journal or (book.title if book else None)), ("会议时间：", list_date(shown))]
        return [*named, ("论文集：", book.title if book else None), ("出版单位：", book.publisher if book else None)]
    if shown.dbcode in ("CDFD", "CMFD"):
        return [("学位授予单位：", shown.container), ("学位年度：", str(shown.year or ""))]
    if shown.dbcode == "CCND":
        return [("报纸日期：", list_date(shown)), ("版号：", shown.pages)]
    return []


def export(desk: Desk, request: Request) -> Response:
    """The export call: the chosen records in each display mode asked for."""
    shelf = desk.index.shelf("cnki")
    names = [part.split("!")[1] if "!" in part else part for part in re.split(r"[,;+ ]+", request.value("filename"))]
    found = [shown for name in names[:500] if name and (shown := shelf.record(name))]
    if not found:
        return as_json({"code": -1, "msg": "参数错误", "data": None, "traceid": "0"})
    asked = (request.value("displaymode") or "GBTREFER").split(",")
    modes = [FORMATS[mode.strip().casefold()] for mode in asked if mode.strip().casefold() in FORMATS]
    data = [{"key": key, "value": [write(shown, n) for n, shown in enumerate(found, 1)]} for key, write in modes]
    return as_json({"code": 1, "msg": "返回成功", "data": data, "traceid": "0a1b2c3d"})
