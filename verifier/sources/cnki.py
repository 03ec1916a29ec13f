"""中国知网 CNKI: kns (search, detail) and navi (journals, issue lists, contents).

Tokens live for one site session and never in a key: `kns.open` (no text: a visit to the search page), `kns.turnpage:…` (the
key to the next result page), `navi.p:…` (a journal hit's link), `navi.time`, `navi.yearIssue:CODE:2021:06`. A prelude says
how to come by them again. A detail page is asked by file name, which is stable.
"""

from __future__ import annotations

from verifier.model import Answer, Ask, Page, Step
from verifier.sources import cnki_asks, cnki_detail, cnki_issues, cnki_navi, cnki_search

NAME = cnki_asks.NAME
TITLE = "中国知网"
VERSION = "1"
KIND = "database"
CAN = frozenset({"journal", "issues", "contents", "search", "detail"})
JOURNAL_BY = ("cn", "issn", "name")

_ASK = {
    "journal": cnki_asks.journal,
    "issues": cnki_asks.issues,
    "contents": cnki_asks.contents,
    "search": cnki_asks.search,
    "detail": cnki_asks.detail,
}
_READ = {
    "open": cnki_search.opened,
    "search": cnki_search.grid,
    "detail": cnki_detail.detail,
    "journal": cnki_navi.hits,
    "identity": cnki_navi.identity,
    "issues": cnki_issues.year_list,
    "contents": cnki_issues.papers,
}


def ask(step: Step) -> Ask:
    """Turn a step into a request."""
    return _ASK[step.kind](step)


def read(page: Page) -> Answer:
    """Read a page by what was asked."""
    return _READ[page.ask.key[1]](page)
