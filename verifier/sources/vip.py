"""维普 VIP: qikan (search, journal page, contents) after a warm-up visit; www (Nuxt) as the source of details.

The list already shows year, issue and pages. The www page shows empty titles and carries everything in its script: CLC, DOI,
CN and `isSuppl`. Its detail page needs a sign that only its own script can make, so details are searched by title; the
qikan detail page is the second choice.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from msgspec.structs import replace

from verifier.model import Answer, Ask, Page, State, Step
from verifier.sources import vip_contents, vip_pages, vip_www

NAME = vip_pages.NAME
TITLE = "维普"
VERSION = "1"
KIND = "database"
CAN = frozenset({"journal", "issues", "contents", "search", "detail"})
JOURNAL_BY = ("name",)

SIZE = 50
_FIELDS = {"title": "M", "pieces": "M", "control": "U", "doi": "U"}
_XHR = (("X-Requested-With", "XMLHttpRequest"),)
_WARM_UP = Ask(
    source=NAME,
    role="vip.qikan",
    path="/Qikan/Search/Advance",
    key=(NAME, "open"),
    step=Step(kind="search", field="open"),
)


def ask(step: Step) -> Ask:
    """Turn a step into a request."""
    return {"journal": _journal, "issues": _issues, "contents": _contents, "search": _search, "detail": _detail}[step.kind](step)


def read(page: Page) -> Answer:
    """Read a page by what was asked."""
    answer = _READ[page.ask.key[1]](page)
    step = page.ask.step
    if page.ask.key[1] in ("journals", "articles"):
        return replace(answer, more=_identities(page, answer))
    if page.ask.key[1] == "search" and answer.state is State.FOUND and answer.total is not None:
        size = vip_pages.size_of(answer, step)
        more = (_search(replace(step, page=step.page + 1)),) if step.page * size < answer.total else ()
        return replace(answer, more=more)
    if page.ask.key[1] == "www" and not answer.records and answer.state is not State.BLOCKED:
        return replace(answer, more=(_article(step),))
    return answer


def _model(step: Step, kind: int, pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The form of a search: one JSON model; conditions are joined by AND."""
    keys = [
        {"FieldIdentifier": field, "SearchKey": text, "PreLogicalOperator": "AND" if place else "", "IsExact": "0"}
        for place, (field, text) in enumerate(pairs)
    ]
    year = step.year if step.field == "author_journal" else ""
    model = {
        "ObjectType": kind,
        "SearchKeyList": keys,
        "SearchExpression": "",
        "BeginYear": year,
        "EndYear": year,
        "JournalRange": "",
        "ClusterFilter": f"YY={year}#{year}" if year else "",
        "PageNum": step.page,
        "PageSize": SIZE,
    }
    return (("searchParamModel", json.dumps(model, ensure_ascii=False, separators=(",", ":"))),)


def _search(step: Step) -> Ask:
    if step.field == "author_journal":
        pairs = tuple(pair for pair in (("A", step.author), ("J", step.journal)) if pair[1])
    else:
        words = step.text.split() if step.field == "pieces" else [step.text]
        pairs = tuple((_FIELDS.get(step.field, "M"), word) for word in words)
    year = step.year if step.field == "author_journal" else ""
    return Ask(
        source=NAME,
        role="vip.qikan",
        method="POST",
        path="/Search/SearchList",
        form=_model(step, 1, pairs),
        headers=_XHR,
        key=(NAME, "search", step.field, *(text for _, text in pairs), year, str(step.page)),
        step=step,
        prelude=(_WARM_UP,),
        stable="/Qikan/Search/Index?key=" + quote(" ".join(text for _, text in pairs)),
    )


def _journal(step: Step) -> Ask:
    """Search the journal list by name; the hits' own pages follow as `more`."""
    return Ask(
        source=NAME,
        role="vip.qikan",
        method="POST",
        path="/Search/SearchList",
        form=_model(step, 7, (("J", step.text),)),
        headers=_XHR,
        key=(NAME, "journals", step.text),
        step=step,
        prelude=(_WARM_UP,),
        stable="/Qikan/Search/Index?key=" + quote(step.text),
    )


def _identities(page: Page, answer: Answer) -> tuple[Ask, ...]:
    """Return the journal pages of the hits; a journal list that cannot be read is made up for by the journal's articles."""
    step = page.ask.step
    if answer.state is State.FOUND:
        return tuple(_summary(gch, step) for gch in vip_pages.hits(page))
    if answer.state is not State.LAYOUT_CHANGED or page.ask.key[1] == "articles":
        return ()
    return (replace(_journal(step), form=_model(step, 1, (("J", step.text),)), key=(NAME, "articles", step.text)),)


def _summary(gch: str, step: Step, *more: str) -> Ask:
    return Ask(
        source=NAME,
        role="vip.qikan",
        path="/Qikan/Journal/Summary",
        query=(("kind", "1"), ("gch", gch)),
        key=(NAME, "summary", gch, *more),
        step=replace(step, key=gch),
        prelude=(_WARM_UP,),
    )


def _issues(step: Step) -> Ask:
    return _summary(step.key, step, step.year)


def _contents(step: Step) -> Ask:
    model = {"gch": step.key, "num": step.issue, "year": step.year}
    return Ask(
        source=NAME,
        role="vip.qikan",
        method="POST",
        path="/Journal/RightArticle",
        form=(("journalArticalInfoModel", json.dumps(model, ensure_ascii=False, separators=(",", ":"))),),
        headers=_XHR,
        key=(NAME, "contents", step.key, step.year, step.issue),
        step=step,
        prelude=(_WARM_UP,),
        stable=f"/Qikan/Journal/Summary?kind=1&gch={quote(step.key)}",
    )


def _detail(step: Step) -> Ask:
    """Search www by the record's title; the page carries the record's details in its script."""
    title = dict(step.hints).get("title", "")
    return Ask(
        source=NAME, role="vip.www", path="/search", query=(("k", title),), key=(NAME, "www", step.record, title), step=step
    ) if title else _article(step)


def _article(step: Step) -> Ask:
    return Ask(
        source=NAME,
        role="vip.qikan",
        path="/Qikan/Article/Detail",
        query=(("id", step.record),),
        key=(NAME, "article", step.record),
        step=step,
        prelude=(_WARM_UP,),
    )


_READ = {
    "open": vip_pages.opened,
    "search": vip_pages.listing,
    "journals": vip_pages.journals,
    "articles": vip_pages.journals,
    "summary": vip_pages.summary,
    "contents": vip_contents.contents,
    "www": vip_www.records,
    "article": vip_contents.article,
}
