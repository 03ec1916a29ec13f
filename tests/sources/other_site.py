"""A second stub, written from the description of the sites alone: its own markup, order and coding, one journal, two issues, four papers.

It shares no template with the packaged stub or the saved pages. What the description leaves open is done otherwise on purpose: attributes
in another order and unquoted, other wrappers, upper-case tags, GBK where nothing is declared, protobuf fields backwards.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit


class Paper(NamedTuple):
    """One paper of the site."""

    name: str
    title: str
    authors: tuple[str, ...]
    issue: str
    pages: str


NAME, CN, ISSN = "他山机床技术", "21-4777/TH", "2777-1007"
PAPERS = (
    Paper("TSJC202003001", "他山主轴轴承预紧力的在线辨识", ("甘砚", "欧阳知远"), "3", "1-7+30"),
    Paper("TSJC202003002", "他山刀柄锥面接触刚度研究", ("邴明",), "3", "8-13"),
    Paper("TSJC202003003", "他山导轨<sub>a</sub>向爬行的抑制", ("仇攸", "甘砚"), "3", "14-19"),
    Paper("TSJC202004001", "他山丝杠温升试验", ("仇攸",), "4", "1-5"),
)
ISSUES = ("3", "4")


def said(form: str) -> tuple[Paper, ...]:
    """Return the papers of which a request speaks: a word of a title, an author, or a common word."""
    words = re.findall(r"\w{2,}", form)
    plain = {paper: paper.title.replace("<sub>", "").replace("</sub>", "") for paper in PAPERS}
    return tuple(p for p, title in plain.items() if any(word in title or word in p.authors for word in words if word in ALL))


ALL = "".join(paper.title.replace("<sub>", "").replace("</sub>", "") + "".join(paper.authors) for paper in PAPERS)

# ---------------------------------------------------------------- CNKI


def grid(form: str) -> bytes:
    """The result fragment, in GBK and without a word about it."""
    rows = "".join(
        f"<TR class=odd><TD class=seq><input value='CJFD!{p.name}' type=checkbox class=cbItem>{n}</TD>"
        f"<TD class='name clearfix'><A target=_blank href='/kcms2/article/abstract?v=Zm9v{n}' class='title fz14'> {p.title.replace('他山', '<font class=Mark>他山</font>')} </A></TD>"
        f"<TD class=author>{''.join(f'<A class=KnowledgeNetLink href=#>{who}</A>' for who in p.authors)}</TD>"
        f"<TD class=source><P><A>{NAME}</A></P></TD><TD class=date>2020-0{p.issue}-15 08:00</TD><TD class=data><SPAN>期刊</SPAN></TD>"
        f"<TD class=quote></TD><TD class=download>1,204</TD>"
        f"<TD class=operat><TABLE><TBODY><TR><TD><A data-filename={p.name} data-dbname=CJFDLAST2020 class=icon-collect></A></TD></TR></TBODY></TABLE></TD></TR>"
        for n, p in enumerate(said(form), 1)
    )
    if not rows:
        return "<div id=briefBox class=x><section><em>抱歉，未检索到相关文献！</em></section></div>".encode("gbk")
    count = rows.count("<TR class=odd>")
    return (
        f"<div class=brief id=briefBox><div><span class='pagerTitleCell'>共找到 <em>{count}</em> 条结果</span></div><div id=countPageDiv></div>"
        f"<table summary='' class='list result-table-list'><THEAD><TR><TH>题名</TH></TR></THEAD><TBODY>{rows}</TBODY></table>"
        f"<input type=hidden value=QUJD id=hidTurnPage></div>"
    ).encode("gbk")


def detail(name: str) -> bytes:
    """A paper's own page: plain names with commas, units without links."""
    p = next(paper for paper in PAPERS if paper.name == name)
    return (
        f"<!doctype html><html><body><div class=top-tip><span><a>{NAME}</a> . 2020 ,12(0{p.issue}) :{p.pages}</span></div>"
        f"<div class=wx-tit><h1>{p.title}<span id=corr-video>附视频</span></h1><h3 class=author>{'，'.join(p.authors)}</h3>"
        f"<h3 class=author><span>1. 他山大学</span></h3></div><div class=row><span class=rowtit>分类号：</span><p class=clc-code>TG502;TH133</p></div>"
        f"<input type=hidden id=param-filename value={p.name}><input id=param-dbcode value=CJFD type=hidden></body></html>"
    ).encode()


def hits() -> bytes:
    """The journal search's answer."""
    return f"<ul><li class=item><a title='{NAME}' href='/knavi/detail?p=aGVsbG8%3D&uniplatform=NZKPT'>图</a><p>ISSN：{ISSN}</p></li></ul>".encode()


def journal() -> bytes:
    """The journal's own page."""
    pairs = (("主办单位", "他山机床研究所;他山大学"), ("出版周期", "月刊"), ("ISSN", ISSN), ("CN", CN), ("创刊时间", "1987"), ("出版地", "虚构市"))
    rows = "".join(f"<p class=hostUnit><label>{label}：</label><span>{value}</span></p>" for label, value in pairs)
    return (
        f"<html><head><meta charset=utf-8></head><body><h3 class='titbox titbox1'>{NAME}<b>收藏</b></h3><div>{rows}</div>"
        "<input id=pykm type=hidden value=TSJC><input id=time type=hidden value=dGltZQ></body></html>"
    ).encode()


def years() -> bytes:
    """The issue list."""
    links = "".join(f"<a value='eXk{n}' id=yq20200{n}>No.0{n}</a>" for n in ISSUES)
    return f"<div><input value=1 id=totalCnt type=hidden><dl class=s-dataList id=2020_Year_Issue><dt><em>2020</em></dt><dd>{links}</dd></dl></div>".encode()


def papers(issue: str) -> bytes:
    """The contents of one issue."""
    mine = [p for p in PAPERS if p.issue == issue]
    rows = "".join(
        f"<dd class='clearfix row'><span class=company title='{p.pages}'>{p.pages}</span><span title='{';'.join(p.authors)};' class=author>…</span>"
        f"<span class=name><b id={p.name} name=encrypt></b><a href=#>{p.title}</a></span></dd>"
        for p in mine
    )
    return f"<div><dl><dt class=tit>研究论文</dt>{rows}</dl><input type=hidden value={len(mine)} id=articleCount></div>".encode()


# ---------------------------------------------------------------- Wanfang


def varint(number: int) -> bytes:
    """A number as protobuf writes it."""
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def field(tag: int, value: str | int | bytes) -> bytes:
    """One field of a message."""
    if isinstance(value, int):
        return varint(tag << 3) + varint(value)
    raw = value.encode() if isinstance(value, str) else value
    return varint(tag << 3 | 2) + varint(len(raw)) + raw


def grpc(body: bytes) -> bytes:
    """The search's frames; the fields of a record come with the last tag first."""
    found = said(body.decode("utf-8", "ignore"))
    records = b"".join(field(4, field(101, _periodical(p)) + field(1, "periodical")) for p in found)
    message = field(3, len(found)) + records if found else b""
    trailer = b"grpc-status:0\r\n"
    return b"\0" + len(message).to_bytes(4, "big") + message + b"\x80" + len(trailer).to_bytes(4, "big") + trailer


def _periodical(p: Paper) -> bytes:
    title = p.title.replace("他山", "<span class='highlight'>他山</span>")
    fields: list[tuple[int, str]] = [
        (45, ISSN), (36, p.pages), (35, "12"), (34, p.issue), (33, "2020"), (28, f"2020-0{p.issue}-15 00:00:00"), (24, NAME), (12, "TG502"),
        *((3, who) for who in p.authors), (2, title), (1, f"tsjcjs2020{p.issue:0>2}{p.name[-3:]}"),
    ]  # fmt: skip
    return b"".join(field(tag, value) for tag, value in fields)


def perio(query: dict[str, list[str]]) -> bytes:
    """The journal's page: its issues, and the contents of the one asked for."""
    issue = query.get("issueNum", [ISSUES[-1]])[0]
    mine = [p for p in PAPERS if p.issue == issue]
    listed = "".join(f"<span data-href='/perio/tsjcjs?publishYear=2020&amp;issueNum={n}'>{n}</span>" for n in ISSUES)
    rows = "".join(
        f"<wf-article-item><label><input type=checkbox value='{p.title}' docuid='tsjcjs2020{p.issue:0>2}{p.name[-3:]}'></label>"
        f"<a href='//d/periodical/x'><h2>{p.title}</h2></a><div>{''.join(f'<wf-author>{who}</wf-author>' for who in p.authors)}</div>"
        f"<i class=pages>({p.pages})</i></wf-article-item>"
        for p in mine
    )
    return (
        f"<!DOCTYPE html><html><body><wf-issue-list><wf-field-value>{listed}</wf-field-value></wf-issue-list>"
        f"<wf-article-list>{rows}</wf-article-list><wf-pagination total='{len(mine)}' page-size='20'></wf-pagination></body></html>"
    ).encode()


# ---------------------------------------------------------------- VIP


def listing(form: str) -> bytes:
    """The result list, or the journals."""
    if '"ObjectType":7' in form:
        return (
            "<input value='1' id=hidShowTotalCount type=hidden><div class=simple-list><dl><dt>"
            f"<a href='/Qikan/Journal/Summary?kind=1&gch=97777X&from=s' gch=97777X>{NAME}</a></dt></dl></div>"
        ).encode()
    rows = "".join(
        f"<DL><DD class=author><span>作者：<a><span>{'</span></a><a><span>'.join(p.authors)}</span></a></span></DD><DT><a articleid=77{p.name[-6:]} href=#>{p.title}</a></DT>"
        f"<DD class=from><span class=from><a title={NAME}>《{NAME}》</a></span><span class=vol>2020年第12卷第{p.issue}期{p.pages.replace('+', ',')},共7页</span></DD></DL>"
        for p in said(form)
    )
    if not rows:
        return "<div class=no-data><p>没有找到与检索条件相符的文献</p></div>".encode()
    return f"<input id=hidShowTotalCount value={rows.count('<DL>')} type=hidden><div class=simple-list>{rows}</div>".encode()


def summary() -> bytes:
    """The journal's page with its issues."""
    issues = "".join(f"<a class=rightPageShow year=2020 num={n} gch=97777X>第{n}期</a>" for n in ISSUES)
    pairs = (("主办单位", "他山机床研究所"), ("国际标准刊号", ISSN), ("国内统一刊号", CN), ("出版周期", "月刊"))
    rows = "".join(f"<li><span class=label>{label}：</span>{value}</li>" for label, value in pairs)
    return (
        f"<html><body><div class=info-main><div class=info-box><div class=title><h2>{NAME}</h2></div></div></div><div class=info-left><ul>{rows}</ul></div>"
        f"<ul><li class=cluster-item>2020{issues}</li></ul></body></html>"
    ).encode()


def right(form: str) -> bytes:
    """The contents of one issue."""
    mine = [p for p in PAPERS if f'"num":"{p.issue}"' in form]
    rows = "".join(
        f"<li><span class=pages>({p.pages})</span><span class=title><a articleid=77{p.name[-6:]} href='/Qikan/Article/Detail?id=77{p.name[-6:]}'>{p.title}</a></span>"
        f"<span class=writer>{' '.join(p.authors)}</span></li>"
        for p in mine
    )
    return f"<div><input value={len(mine)} id=hidShowTotalCount type=hidden><h6>设计与研究</h6><ul>{rows}</ul></div>".encode()


def nuxt(query: dict[str, list[str]]) -> bytes:
    """The search page of the other host, everything in its script."""
    records = [
        {
            "id": f"77{p.name[-6:]}", "title": p.title, "year": 2020, "pubDate": f"2020-0{p.issue}-15", "beginPage": p.pages.split("-")[0],
            "endPage": p.pages.split("-")[1].split("+")[0], "jumpPage": p.pages.partition("+")[2], "classInfo": {"clc": ["TG502"]},
            "authorInfo": [{"order": n, "name": who, "orgs": []} for n, who in enumerate(p.authors, 1)],
            "journalInfo": {"name": NAME, "year": 2020, "vol": "12", "num": p.issue, "cnno": CN, "issn": ISSN, "gch": "97777X", "isSuppl": False},
        }
        for p in said(query.get("k", [""])[0])
    ]  # fmt: skip
    state = json.dumps({"data": [{"listData": {"total": len(records), "records": records}}]}, ensure_ascii=False)
    return f"<html><body><div class=item></div><script>window.__NUXT__=(function(a,b){{return {state}}}(null,true));</script></body></html>".encode()


def rows(form: str) -> bytes:
    """NCPSSD's rows."""
    found = [
        {"id": p.name, "title": p.title, "creator": ";".join(f"{who}[1]" for who in p.authors), "cbw_name": NAME, "years": "2020", "num": p.issue,
         "beginpage": p.pages.split("-")[0], "endpage": p.pages.split("-")[1], "issn": ISSN, "type": "中文期刊文章"}
        for p in said(form)
    ]  # fmt: skip
    return json.dumps({"result": True, "code": 200, "data": {"total": len(found), "rows": found}}, ensure_ascii=False).encode()


# ---------------------------------------------------------------- the server


def answer(path: str, query: dict[str, list[str]], body: bytes) -> bytes | None:
    """Return the page of a path, None for none."""
    form = unquote(body.decode("utf-8", "ignore").replace("+", " "))
    last = path.rsplit("/", 1)[-1]
    pages: dict[str, Any] = {
        "/kns/kns8s/defaultresult/index": lambda: b"<html><body><form></form></body></html>",
        "/kns/kns8s/brief/grid": lambda: grid(form),
        "/kns/KCMS/detail/detail.aspx": lambda: detail(query["filename"][0]),
        "/navi/knavi/journals/searchbaseinfo": hits,
        "/navi/knavi/detail": journal,
        "/navi/knavi/journals/TSJC/detail": journal,
        "/navi/knavi/journals/TSJC/yearList": years,
        "/navi/knavi/journals/TSJC/papers": lambda: papers(query["yearIssue"][0][-1]),
        "/wf/SearchService.SearchService/search": lambda: grpc(body),
        "/wf/Category/Magazine/search": lambda: json.dumps({"value": [{"Id": "tsjcjs", "Title": NAME}], "total": 1}).encode(),
        "/qikan/Qikan/Search/Advance": lambda: b"<html><body>ok</body></html>",
        "/qikan/Search/SearchList": lambda: listing(form),
        "/qikan/Qikan/Journal/Summary": summary,
        "/qikan/Journal/RightArticle": lambda: right(form),
        "/www/search": lambda: nuxt(query),
        "/ncpssd/searchHandler/search": lambda: rows(form),
        "/nppa/bsfw/cyjghcpcx/qkan/index.html": lambda: (
            f"<table><tr><th>序号<th>期刊名称<th>CN号<th>主管单位<th>主办单位</tr><tr><td>1<td>{NAME}<td>CN {CN}<td>他山省厅<td>他山机床研究所</tr></table>"
        ).encode(),
    }  # fmt: skip
    if path.startswith("/wf/perio/"):
        return perio(query)
    made: bytes | None = pages[path]() if path in pages else b"User-agent: *\nAllow: /\n" if last == "robots.txt" else None
    return made


class Handler(BaseHTTPRequestHandler):
    """Answers a request by its path."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a page without naming its coding."""
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        made = answer(parts.path, parse_qs(parts.query), body)
        self.send_response(200 if made is not None else 404)
        self.send_header("Content-Type", "application/grpc-web+proto" if "SearchService" in parts.path else "text/html")
        self.send_header("Content-Length", str(len(made or b"")))
        self.end_headers()
        self.wfile.write(made or b"")

    def do_POST(self) -> None:
        """Answer a form like a page."""
        self.do_GET()


HOSTS = {"cnki.kns": "/kns", "cnki.navi": "/navi", "wanfang.search": "/wf", "wanfang.sns": "/wf", "wanfang.journal": "/wf", "wanfang.detail": "/wf",
         "vip.qikan": "/qikan", "vip.www": "/www", "nppa": "/nppa", "ncpssd": "/ncpssd"}  # fmt: skip


@contextmanager
def serving() -> Iterator[dict[str, str]]:
    """Serve on loopback and give the hosts by role."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield {role: f"http://127.0.0.1:{server.server_address[1]}{path}" for role, path in HOSTS.items()}
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
