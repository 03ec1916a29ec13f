"""万方 Wanfang: gRPC-web search, journal search, and the server-rendered journal pages (sns) with issues and contents.

No tokens and no prelude. Words of a query are ANDed and a long title often finds nothing, so a zero for the title alone says
little: the ladder goes on to shorter pieces. Wanfang shows no CN.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from msgspec.structs import replace

from verifier.model import Answer, Ask, Page, State, Step
from verifier.sources import grpcweb, wanfang_grpc, wanfang_pages
from verifier.sources.wanfang_grpc import SIZE

NAME = wanfang_grpc.NAME
TITLE = "万方数据"
VERSION = "1"
KIND = "database"
CAN = frozenset({"journal", "issues", "contents", "search", "detail"})
JOURNAL_BY = ("name",)
PIECE = 16
"""Longest piece of a title, in characters, that one search is given."""

_GRPC = (("Content-Type", "application/grpc-web+proto"), ("x-grpc-web", "1"))
_FIELDS = {"title": '题名:"{}"', "pieces": "{}", "control": "{}", "doi": "{}"}


def ask(step: Step) -> Ask:
    """Turn a step into a request."""
    return {"journal": _journal, "issues": _issues, "contents": _contents, "search": _search, "detail": _detail}[step.kind](step)


def read(page: Page) -> Answer:
    """Read a page by what was asked."""
    shape, step = page.ask.key[1], page.ask.step
    answer = _READ[shape](page)
    following = replace(step, page=step.page + 1)
    if shape == "search" and answer.state is State.FOUND and answer.total and step.page * SIZE < answer.total:
        return replace(answer, more=(_search(following),))
    if shape == "contents" and answer.contents and wanfang_pages.goes_on(answer, step):
        return replace(answer, more=(_contents(following),))
    if shape == "by_title" and not answer.records and answer.state in (State.FOUND, State.NOT_FOUND, State.AMBIGUOUS):
        return replace(answer, more=(_article(step),))
    return answer


def _word(step: Step) -> str:
    """The query in the site's own syntax; quotation marks would end a field early."""
    if step.field == "author_journal":
        named = (("作者", step.author), ("刊名", step.journal))
        return " ".join(f'{field}:"{_unquoted(text)}"' for field, text in named if text)
    return _FIELDS.get(step.field, "{}").format(_unquoted(step.text))


def _unquoted(text: str) -> str:
    return " ".join(re.sub(r"[\"“”]", " ", text).split())


def _call(step: Step, word: str, shape: str, *key: str) -> Ask:
    message = grpcweb.encode([(1, grpcweb.encode([(1, "paper"), (2, word), (5, step.page), (6, SIZE)])), (2, 1)])
    return Ask(
        source=NAME,
        role="wanfang.search",
        method="POST",
        path="/SearchService.SearchService/search",
        body=grpcweb.frame(message),
        headers=_GRPC,
        key=(NAME, shape, *key, str(step.page)),
        step=step,
        stable=f"/paper?q={quote(word)}&p={step.page}",
    )


def _search(step: Step) -> Ask:
    word = _word(step)
    return _call(step, word, "search", step.field, word)


def _detail(step: Step) -> Ask:
    """Search by the record's title, which shows every field; its own page is the second choice."""
    runs = re.findall(r"\w+", dict(step.hints).get("title", ""))
    if not runs:
        return _article(step)
    word = f'题名:"{max(runs, key=len)[: 2 * PIECE]}"'
    return _call(step, word, "by_title", step.record, word)


def _article(step: Step) -> Ask:
    return Ask(
        source=NAME,
        role="wanfang.detail",
        path=f"/periodical/{quote(step.record)}",
        key=(NAME, "article", step.record),
        step=step,
    )


def _journal(step: Step) -> Ask:
    body = {
        "query": step.text,
        "start": 0,
        "rows": 20,
        "class_code": "",
        "core_periodical": "",
        "sponsor_region": "",
        "publishing_period": "",
        "return_fields": ["Title", "Id", "CorePeriodical", "Award", "IsPrePublished"],
    }
    return Ask(
        source=NAME,
        role="wanfang.journal",
        method="POST",
        path="/Category/Magazine/search",
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
        headers=(("Content-Type", "application/json"),),
        key=(NAME, "journals", step.text),
        step=step,
    )


def _issues(step: Step) -> Ask:
    query = (("tabId", "article"), ("publishYear", step.year), ("page", "1"), ("isSync", "0"))
    return _perio(step, query, (NAME, "issues", step.key, step.year))


def _contents(step: Step) -> Ask:
    query = (
        ("tabId", "article"),
        ("publishYear", step.year),
        ("issueNum", step.issue),
        ("page", str(step.page)),
        ("isSync", "0"),
    )
    return _perio(step, query, (NAME, "contents", step.key, step.year, step.issue, str(step.page)))


def _perio(step: Step, query: tuple[tuple[str, str], ...], key: tuple[str, ...]) -> Ask:
    return Ask(source=NAME, role="wanfang.sns", path=f"/perio/{quote(step.key)}", query=query, key=key, step=step)


_READ = {
    "search": wanfang_grpc.search,
    "by_title": wanfang_grpc.by_title,
    "article": wanfang_pages.article,
    "journals": wanfang_pages.journals,
    "issues": wanfang_pages.issues,
    "contents": wanfang_pages.contents,
}
