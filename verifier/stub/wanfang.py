"""Wanfang: the search shell, the gRPC-web calls, detail pages, the journal search. No CN anywhere in this file."""

from __future__ import annotations

import json
import re

from verifier.stub import wanfang_api, wanfang_sns
from verifier.stub.catalogue import Journal
from verifier.stub.grpcweb import CONTENT_TYPE, decode, encode, reply, unframe
from verifier.stub.markup import page, text
from verifier.stub.query import Query, Term
from verifier.stub.shown import Shown
from verifier.stub.wanfang_sns import issue_text, record_year
from verifier.stub.wire import Desk, Host, Request, Response, as_json, html, route

LONGEST_PIECE = 40
"""A piece of a query longer than this finds nothing: full titles of 48 characters were seen to fail."""
LONGEST_QUERY = 2000
_PREFIXED = re.compile(
    r"(题名|标题|作者|第一作者|刊名|关键词|单位|DOI)\s*[:：]\s*(?:[\"“(]([^\"”)]*)[\"”)]|([^\s\"“”]+))", re.IGNORECASE
)
_FIELDS = {
    "题名": "title", "标题": "title", "作者": "author", "第一作者": "first_author", "刊名": "journal",
    "关键词": "keyword", "单位": "unit", "doi": "doi",
}  # fmt: skip
_TYPES = {"CPFD": ("conference", 104), "IPFD": ("conference", 104), "CMFD": ("thesis", 102), "CDFD": ("thesis", 102)}


def shell(_desk: Desk, request: Request) -> Response:
    """The search page: an application without data, whatever was asked."""
    scripts = '<script src="/js/chunk-vendors.js"></script><script src="/js/app.js"></script>'
    # the real shell is some 165 KB of inlined styles
    style = "<style>" + ".wf-skeleton{animation:none}" * 200 + "</style>\n"
    body = f'<div id="app" data-q="{text(request.value("q"))}"><div class="loading">加载中…</div></div>{scripts}'
    return html(page("万方数据知识服务平台", body, style))


def _binary(body: bytes) -> Response:
    return Response(body, 200, CONTENT_TYPE)


def _bytes(value: int | bytes | None) -> bytes:
    """A field that should be bytes; a number there counts as nothing."""
    return value if isinstance(value, bytes) else b""


def _number(value: int | bytes | None, default: int) -> int:
    return min(value, 10_000) if isinstance(value, int) and value > 0 else default


def search(desk: Desk, request: Request) -> Response:
    """The search call: words are ANDed, `题名:"…"` and its like ask one field."""
    try:
        outer = dict(decode(unframe(request.body)))
        asked = dict(decode(_bytes(outer.get(1))))
        words = _bytes(asked.get(2)).decode()[:LONGEST_QUERY]
    except ValueError:
        return _binary(reply(encode([(1, 3), (2, "invalid argument")]), b"grpc-status:3\r\n"))
    terms = parse(words)
    shelf = desk.index.shelf("wanfang")
    found = shelf.search(Query(terms)) if all(len(term.value) <= LONGEST_PIECE for term in terms) else ()
    size = _number(asked.get(6), 20)
    marks = [term.value for term in terms if term.field in ("title", "any")]
    rows = shelf.page(found, _number(asked.get(5), 1), min(size, 100))
    return _binary(reply(_listing(shelf.count(found), [_resource(shown, marks) for shown in rows])))


def parse(words: str) -> tuple[Term, ...]:
    """The terms of a query.

    >>> [tuple(t) for t in parse('题名:"锅炉" 作者:"张三" 节能')]
    [('title', '锅炉', 'phrase'), ('author', '张三', 'phrase'), ('any', '节能', 'phrase')]
    """
    terms = [Term(_FIELDS[m[1].lower()], m[2] or m[3] or "") for m in _PREFIXED.finditer(words)]
    rest = re.split(r"[\s\"“”]+|\bAND\b", _PREFIXED.sub(" ", words), flags=re.IGNORECASE)
    return tuple(term for term in (*terms, *(Term("any", word) for word in rest)) if term.value.strip())


def _listing(total: int, resources: list[bytes]) -> bytes:
    """The reply message; without hits it is empty, which makes the 25-byte answer."""
    return encode([(3, total), *((4, resource) for resource in resources)])


def _resource(shown: Shown, marks: list[str]) -> bytes:
    """One hit: type, uid and the message of its kind."""
    kind, tag = _TYPES.get(shown.dbcode, ("periodical", 101))
    body = _periodical(shown, marks) if tag == 101 else _other(shown, marks, tag)
    return encode([(1, kind), (3, f"{kind}_{shown.id}"), (tag, body)])


def _hit(value: str, marks: list[str]) -> str:
    """The title with its hits wrapped; the message carries it unescaped."""
    wanted = "|".join(re.escape(word) for word in sorted(marks, key=len, reverse=True))
    return re.sub(f"({wanted})", r"<span class='highlight'>\1</span>", value, flags=re.IGNORECASE) if wanted else value


def _periodical(shown: Shown, marks: list[str]) -> bytes:
    """A journal paper by the tags seen; titles and journal names come in Chinese and English."""
    paper, units = shown.paper, [unit for author in shown.authors for unit in author.affiliations]
    return encode(
        [
            (1, shown.id),
            (2, _hit(shown.title, marks)),
            (2, paper.title_en),
            *((3, author.name) for author in shown.authors),
            *((10, unit) for unit in dict.fromkeys(units)),
            *((12, code) for code in shown.clc),
            *((16, word) for word in paper.keywords),
            (20, paper.abstract),
            (24, shown.container),
            (28, shown.published or f"{shown.year or ''}"),
            (33, record_year(shown)),
            (34, issue_text(shown)),
            (35, shown.volume),
            (36, shown.pages),
            *((39, each) for each in (shown.serial.marks if shown.serial else ())),
            (41, paper.doi),
            (44, "chi"),
            (45, shown.issn),
            (51, "1" if shown.dbcode == "CAPJ" else ""),
            (54, "periodical"),
        ]
    )


def _other(shown: Shown, marks: list[str], tag: int) -> bytes:
    """A conference paper by the tags seen; the thesis message (102) is ASSUMED to be alike."""
    book = shown.paper.book
    return encode(
        [
            (1, shown.id),
            (3, _hit(shown.title, marks)),
            *((4, author.name) for author in shown.authors),
            (37, shown.container if tag == 104 else None),
            (39, shown.published or str(shown.year or "")),
            (41, book.publisher if book else None),
            (42, book.title if book else None),
            (33, record_year(shown) if tag == 102 else None),
            (10, shown.container if tag == 102 else None),
        ]
    )


def detail_call(desk: Desk, request: Request) -> Response:
    """The detail call `{1: kind, 2: id}`; the reply is ASSUMED to have the envelope of the search call."""
    try:
        asked = dict(decode(unframe(request.body)))
        record_id = _bytes(asked.get(2)).decode()
    except ValueError:
        return _binary(reply(encode([(1, 3), (2, "invalid argument")]), b"grpc-status:3\r\n"))
    shown = desk.index.shelf("wanfang").record(bare_id(record_id))
    return _binary(reply(_listing(1, [_resource(shown, [])]) if shown else b""))


def bare_id(record_id: str) -> str:
    """The id without the kind before it.

    >>> bare_id("periodical_abcd202106012")
    'abcd202106012'
    """
    return re.sub(r"^(?:periodical|conference|thesis|PeriodicalPaper)_", "", record_id, flags=re.IGNORECASE)


def detail(desk: Desk, request: Request) -> Response:
    """The detail page of a paper."""
    shown = desk.index.shelf("wanfang").record(bare_id(request.args["id"]))
    if shown is None:
        return html(page("万方数据知识服务平台", '<div class="error-page">404 您访问的页面不存在</div>'), 404)
    people = "".join(f'<a class="itemUrl"><span>{text(author.name)}</span></a>' for author in shown.authors)
    authors = f'<div class="author detailTitle"><div class="itemUrl">{people}</div></div>'
    english = (
        f'<div class="detailTitleEN"><span>{text(shown.paper.title_en)}</span></div>' if shown.paper.title_en else ""
    )
    body = f"""<div class="detailTitle"><div class="detailTitleCN"><span>{text(shown.title)}</span></div>
{english}</div>
{authors}
{_facts(shown)}"""
    return html(page(f"{shown.title}-期刊-万方数据知识服务平台", body))


def _facts(shown: Shown) -> str:
    """The rows below the byline: journal, `2020,61(z1)`, extent, DOI, ISSN, keywords."""
    volume, issue = shown.volume or "", f"({issue_text(shown)})" if shown.issue else ""
    words = "".join(f'<a class="keyword">{text(word)}</a>' for word in shown.paper.keywords)
    units = "；".join(dict.fromkeys(unit for author in shown.authors for unit in author.affiliations))
    rows = (
        ("来源", "periodicalName", shown.container),
        ("年，卷(期)", "publishData", f"{record_year(shown)},{volume}{issue}".rstrip(",")),
        ("页数", "pages", f"({shown.pages})" if shown.pages else ""),
        ("DOI", "doiStyle", shown.paper.doi or ""),
        ("ISSN", "periodicalDataItem", shown.issn or ""),
        ("作者单位", "organization", units),
        ("分类号", "classCode", ";".join(shown.clc)),
        ("在线出版日期", "publishDate", shown.indexed_on or shown.published or ""),
    )
    lines = [
        f'<div class="item"><span class="label">{label}：</span><span class="{name}"><a>{text(value)}</a></span></div>'
        for label, name, value in rows
        if value
    ]
    abstract = f'<div class="summary"><span>{text(shown.paper.abstract)}</span></div>' if shown.paper.abstract else ""
    return "\n".join([abstract, f'<div class="keywordList">{words}</div>', *lines])


def magazines(desk: Desk, request: Request) -> Response:
    """The journal search: `{query,start,rows,…}` -> `{total,value:[…]}`."""
    try:
        asked = json.loads(request.body or b"{}")
        words = str(asked.get("query") or "")
        start, size = int(asked.get("start") or 0), int(asked.get("rows") or 20)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return as_json({"error": "bad request"}, 400)
    plain = re.sub(r"^\s*(?:Title|刊名|标题|ISSN)\s*[:：]\s*", "", words, flags=re.IGNORECASE).strip("\"'“”() ")
    shelf = desk.index.shelf("wanfang")
    field = "issn" if re.fullmatch(r"\d{4}-?\d{3}[\dXx]", plain) else "title"
    found = shelf.journals(field, plain)
    shown = found[max(start, 0) : max(start, 0) + min(max(size, 1), 100)]
    return as_json({"total": len(found), "value": [_magazine(journal) for journal in shown]})


def _magazine(journal: Journal) -> dict[str, object]:
    return {
        "Title": journal.title,
        "Id": journal.codes.wanfang,
        "CorePeriodical": list(journal.marks),
        "Award": [],
        "IsPrePublished": False,
    }


_SEARCH = route("POST", r"/SearchService\.SearchService/search", "search", search)
_DETAIL = route("POST", r"/Detail\.DetailService/getDetailInFormation", "detail", detail_call)

HOSTS = (
    Host(
        "wanfang",
        "/wanfang/s",
        (route("GET", r"/|/(?:paper|perio|conference|thesis|patent|standard)", "", shell), _SEARCH),
    ),
    Host(
        "wanfang",
        "/wanfang/d",
        (
            _DETAIL,
            route("GET", r"/(?:periodical|conference|thesis)/(?P<id>[^/]{1,120})", "detail", detail),
            route("GET", r"/(?:Periodical|Conference|Thesis)_(?P<id>[^/]{1,120})\.aspx", "detail", detail),
        ),
    ),
    Host("wanfang", "/wanfang/sns", (route("GET", r"/perio/(?P<id>[^/]{1,60})", "toc", wanfang_sns.journal_page),)),
    Host("wanfang", "/wanfang/c", (route("POST", r"/Category/Magazine/search", "journal", magazines),)),
    Host(
        "wanfang",
        "/wanfang/api",
        (
            route("POST", r"/openwanfang/getQuery", "search", wanfang_api.get_query),
            route("POST", r"/openwanfang/getDoc", "detail", wanfang_api.get_doc),
        ),
    ),
)
