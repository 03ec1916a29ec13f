"""A source as small as sources get: what to ask and how to read the small site's pages. Pure, like the real ones."""

from __future__ import annotations

import re

from verifier.model import Answer, Ask, Page, Record, State, Step

NAME = "tiny"
VERSION = "1"
_ROW = re.compile(r"<li data-id='(\w+)'>([^<]+)</li>")


def ask(name: str, word: str = "", **rest: object) -> Ask:
    """Return the ask of one of the site's paths."""
    step = Step(kind="search", field="title", text=word or name)
    query = (("q", word),) if word else ()
    given = {"source": NAME, "role": NAME, "path": f"/{name}", "query": query, "key": (NAME, name, word), "step": step}
    return Ask(**{**given, **rest})  # type: ignore[arg-type]


OPEN = ask("open")


def grid(word: str = "甲") -> Ask:
    """Return an ask that needs a cookie and a token."""
    return ask("grid", word, method="POST", query=(), form=(("q", word), ("t", "{{tiny.token}}")), prelude=(OPEN,))


def read(page: Page) -> Answer:
    """Read a page of the small site."""
    text = page.body.decode()
    if "/verify/home" in page.url or "<title>安全验证" in text:
        return Answer(state=State.BLOCKED, words="安全验证")
    if "authserver" in page.url:
        return Answer(state=State.LOGIN_REQUIRED)
    if page.status == 429:
        return Answer(state=State.RATE_LIMITED, until="2099-01-01T00:00:00+08:00")
    if page.status == 401:
        return Answer(state=State.SESSION_STALE)
    if page.status >= 500:
        return Answer(state=State.UNREACHABLE)
    if "stumble" in text:
        raise KeyError("a cell that is not there")
    if "未检索到相关文献" in text:
        return Answer(state=State.NOT_FOUND, words="未检索到相关文献", total=0)
    if token := re.search(r"<i id='t'>([^<]+)</i>", text):
        return Answer(state=State.FOUND, tokens=(("tiny.token", token[1]),))
    return _rows(page, text)


def _rows(page: Page, text: str) -> Answer:
    found = tuple(Record(source=NAME, id=key, title=title, evidence=(page.evidence,)) for key, title in _ROW.findall(text))
    total = re.search(r"共 (\d+) 条", text)
    if not found or not total:
        return Answer(state=State.LAYOUT_CHANGED)
    whole = len(found) == int(total[1])
    return Answer(state=State.FOUND if whole else State.INCOMPLETE, records=found, total=int(total[1]))
