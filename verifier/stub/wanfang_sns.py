"""Wanfang's journal pages (sns): issue list and contents, rendered by the server in custom elements."""

from __future__ import annotations

from itertools import groupby

from verifier.stub.catalogue import Journal
from verifier.stub.markup import page, rows, text
from verifier.stub.query import Contents, Listed
from verifier.stub.shown import Shown
from verifier.stub.wire import Desk, Request, Response, html

PAGE_SIZE = 20


def issue_text(shown: Shown) -> str | None:
    """The issue as Wanfang prints it: no leading nought, supplements in lower case."""
    return shown.issue.lstrip("0").lower() or shown.issue if shown.issue else None


def record_year(shown: Shown) -> str:
    """The year as text, "" when unknown."""
    return str(shown.year or "")


def journal_page(desk: Desk, request: Request) -> Response:
    """The journal with the contents of the issue asked for, else of the newest; 20 papers a page."""
    shelf, code = desk.index.shelf("wanfang"), request.args["id"]
    journal = shelf.journal(code)
    if journal is None:
        return html(page("万方数据", '<div class="error-page">404 您访问的页面不存在</div>'), 404)
    listed = shelf.issues(code)
    newest = listed[0] if listed else Listed(0, "")
    year = request.number("publishYear", newest.year)
    issue = request.value("issueNum") or next((each.issue for each in listed if each.year == year), "")
    number = max(request.number("page", 1), 1)
    body = _issues(request, listed) + _articles(request, shelf.contents(code, year, issue), number)
    return html(page(f"《{journal.title}》 - 万方数据", f"{_identity(journal)}\n{body}"))


def _identity(journal: Journal) -> str:
    """What the head of the page says of the journal (labels ASSUMED); the CN is not shown."""
    pairs = (
        ("曾用名", ";".join(former.title for former in journal.former)),
        ("主办单位", ";".join(journal.sponsors)),
        ("ISSN", journal.issn),
        ("出版周期", journal.frequency),
    )
    items = rows(
        pairs, "<wf-field-item><label>{label}：</label><wf-field-value>{value}</wf-field-value></wf-field-item>"
    )
    return f'<wf-perio-info><h1 class="perio-title">{text(journal.title)}</h1>\n{items}</wf-perio-info>'


def _issues(request: Request, listed: tuple[Listed, ...]) -> str:
    blocks = []
    for year, group in groupby(listed, key=lambda each: each.year):
        spans = "".join(
            f'<span data-href="{text(_link(request, year, each.issue))}">{text(each.issue)}</span>' for each in group
        )
        blocks.append(f"<wf-field-item><label>{year}</label><wf-field-value>{spans}</wf-field-value></wf-field-item>")
    return "<wf-issue-list>\n" + "\n".join(blocks) + "\n</wf-issue-list>\n"


def _link(request: Request, year: int, issue: str, number: int = 1) -> str:
    code = request.args["id"]
    return f"{request.prefix}/perio/{code}?tabId=article&publishYear={year}&issueNum={issue}&page={number}&isSync=0"


def _articles(request: Request, contents: Contents, number: int) -> str:
    """The rows of one page and the pager, which announces the whole number."""
    start = (number - 1) * PAGE_SIZE
    items = "".join(_article(request, shown) for shown in contents.papers[start : start + PAGE_SIZE])
    pages = -(-contents.total // PAGE_SIZE) or 1
    return (
        f"<wf-article-list>\n{items}</wf-article-list>\n"
        f'<wf-pagination total="{contents.total}" page="{number}" page-size="{PAGE_SIZE}" pages="{pages}">'
        f"共 <em>{contents.total}</em> 条</wf-pagination>"
    )


def _article(request: Request, shown: Shown) -> str:
    link = f"{request.prefix.replace('/sns', '/d')}/periodical/{shown.id}"
    authors = "".join(f"<wf-author>{text(author.name)}</wf-author>" for author in shown.authors)
    pages = f'<span class="pages">{text(shown.pages)}</span>' if shown.pages else ""
    section = f'<span class="column">{text(shown.paper.section)}</span>' if shown.paper.section else ""
    return f"""<wf-article-item><input type="checkbox" value="{text(shown.title)}" docuid="periodical_{text(shown.id)}">
<a href="{text(link)}"><h2>{text(shown.title)}</h2></a>{authors}{section}{pages}</wf-article-item>
"""
