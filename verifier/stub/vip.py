"""VIP: the hosts and their pages; here the warm-up that opens qikan.cqvip.com, its journal pages and contents."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from verifier.stub import vip_detail, vip_search, vip_www
from verifier.stub.markup import hidden, page, rows, text
from verifier.stub.shown import Shown
from verifier.stub.vip_search import read_model, whole
from verifier.stub.wire import Answer, Desk, Host, Request, Response, cookie, html, redirect, route

COOKIE = "vipqk"


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
    model = read_model(request, "journalArticalInfoModel")
    year = whole(model.get("year"), 0)
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


def _home(_desk: Desk, request: Request) -> Response:
    return redirect(f"{request.prefix}/Qikan/Search/Advance")


def _routes(guard: Callable[[Answer], Answer]) -> tuple[Any, ...]:
    return (
        route("GET", r"/", "", _home),
        route("GET", r"/Qikan/Search/Advance", "", warm_up),
        route("GET", r"/Qikan/Search/Index", "", guard(warm_up)),
        route("POST", r"(?:/Qikan)?/Search/SearchList", "search", guard(vip_search.search)),
        route("GET", r"/Qikan/Article/Detail", "detail", guard(vip_detail.detail)),
        route("GET", r"/Qikan/Journal/Summary", "journal", guard(summary)),
        route("POST", r"(?:/Qikan)?/Journal/RightArticle", "toc", guard(contents)),
        route("POST", r"/Qikan/Search/Export", "export", guard(vip_detail.export)),
    )


HOSTS = (Host("vip", "/vip/qikan", _routes(guarded)), Host("vip", "/vip/www", vip_www.ROUTES))
