"""VIP's detail page on qikan.cqvip.com, and the XML export."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from verifier.stub.markup import hidden, page, text
from verifier.stub.shown import Shown
from verifier.stub.vip_search import volume_line
from verifier.stub.wire import Desk, Request, Response, html


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
