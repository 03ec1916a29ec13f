"""VIP's search on qikan.cqvip.com: result lists of articles and of journals."""

from __future__ import annotations

import json
import re
from typing import Any

from verifier.stub.catalogue import Journal
from verifier.stub.markup import hidden, rows, text
from verifier.stub.query import Query, Term
from verifier.stub.shown import Shown
from verifier.stub.wire import Desk, Request, Response, html

CEILING = 5000
_FIELDS = {
    "U": "any", "M": "title", "K": "keyword", "A": "author", "F": "first_author", "C": "clc", "S": "unit", "J": "journal",
}  # fmt: skip
_EXPRESSION = re.compile(r"\b([UMKAFCSJ])\s*=\s*(?:\"([^\"]*)\"|((?:(?!\s+(?:AND|OR|NOT)\b).)+))", re.IGNORECASE)


def read_model(request: Request, name: str) -> dict[str, Any]:
    """The JSON that the site posts in a form field; {} when it is none."""
    try:
        model = json.loads(request.form.get(name, ""))
    except (ValueError, RecursionError):
        return {}
    return model if isinstance(model, dict) else {}


def search(desk: Desk, request: Request) -> Response:
    """The result list: articles (ObjectType 1) or journals (7)."""
    model = read_model(request, "searchParamModel")
    terms = _terms(model)
    if str(model.get("ObjectType")) == "7":
        return _journals(desk, request, terms)
    shelf = desk.index.shelf("vip")
    found = shelf.search(Query(terms, *_years(model)))[:CEILING]
    number, size = whole(model.get("PageNum"), 1), whole(model.get("PageSize"), 20)
    lines = [_item(request, shown) for shown in shelf.page(found, number, size if size in (20, 50, 100) else 20)]
    count = hidden([("hidShowTotalCount", shelf.count(found) if found else 0)])
    if not found:
        return html(f'<div id="remark">{count}<div class="no-data">没有找到相关文献</div></div>')
    return html(f'<div id="remark" class="simple-list">{count}\n{"".join(lines)}</div>')


def whole(value: object, default: int) -> int:
    text_value = str(value)
    return int(text_value) if text_value.isascii() and text_value.isdecimal() and len(text_value) < 7 else default


def _terms(model: dict[str, Any]) -> tuple[Term, ...]:
    """The conditions of SearchKeyList, else of SearchExpression, joined by AND."""
    keys = model.get("SearchKeyList")
    pairs = (
        [(k.get("FieldIdentifier"), k.get("SearchKey"), k.get("IsExact")) for k in keys if isinstance(k, dict)]
        if isinstance(keys, list)
        else []
    )
    if not any(value for _, value, _ in pairs):
        found = _EXPRESSION.finditer(str(model.get("SearchExpression") or "")[:4000])
        pairs = [(m[1].upper(), (m[2] or m[3]).strip("()' "), False) for m in found]
    return tuple(
        Term(_FIELDS[str(field)], str(value), "exact" if str(exact) in ("1", "True", "true") else "phrase")
        for field, value, exact in pairs
        if str(field) in _FIELDS and value
    )


def _years(model: dict[str, Any]) -> tuple[int | None, int | None]:
    """The year range of ClusterFilter `YY=2021#2021`, else of BeginYear and EndYear."""
    cluster = re.search(r"YY=(\d{4})#(\d{4})", str(model.get("ClusterFilter") or ""))
    first, last = cluster.groups() if cluster else (str(model.get(key) or "")[:4] for key in ("BeginYear", "EndYear"))
    return (int(first) if first.isdecimal() else None, int(last) if last.isdecimal() else None)


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
