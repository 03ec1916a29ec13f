"""What was asked, in a short Chinese sentence, and the piece of evidence that an answer becomes on a certificate."""

from __future__ import annotations

import hashlib
from urllib.parse import quote, urlsplit

from verifier.model import Ask, Evidence, Page, Step

_SEARCHES = {"title": "题名", "pieces": "题名片段", "doi": "DOI", "agency": "DOI登记机构", "control": "对照检索", "open": "打开检索页", "brought": "本地语料库"}
_JOURNALS = {"name": "刊名", "cn": "CN号", "issn": "ISSN", "key": "刊代码"}


def sentence(step: Step) -> str:
    """Say what a step asked.

    >>> sentence(Step(kind="search", field="title", text="锅炉节能")), sentence(Step(kind="contents", year="2021", issue="06"))
    ('题名：锅炉节能', '刊期目次：2021年第06期')
    """
    if step.kind == "search":
        if step.field == "author_journal":
            parts = (("作者", step.author), ("刊名", step.journal), ("年", step.year))
            return "，".join(f"{label}：{text}" for label, text in parts if text)
        return f"{_SEARCHES.get(step.field, '检索')}：{step.text}".rstrip("：") + (f"（第{step.page}页）" if step.page > 1 else "")
    if step.kind == "journal":
        return f"期刊{_JOURNALS.get(step.field, '')}：{step.text}"
    if step.kind == "issues":
        return f"刊期表：{step.year}年"
    if step.kind == "contents":
        return f"刊期目次：{step.year}年第{step.issue}期" + (f"（第{step.page}页）" if step.page > 1 else "")
    return f"详细页：{step.record or dict(step.hints).get('name', '')}"


def address(page: Page) -> str:
    """Return the address of a page without session tokens: the host's base, the path, and the query that names the question.

    >>> ask = Ask(source="cnki", role="cnki.navi", path="/knavi/detail", query=(("p", "{{x}}"), ("a", "1")), key=("k",), step=Step(kind="journal"))
    >>> address(Page(ask=ask, url="http://127.0.0.1:8000/cnki/navi/knavi/detail?p=SECRET&a=1"))
    'http://127.0.0.1:8000/cnki/navi/knavi/detail?a=1'
    """
    ask = page.ask
    path = ask.stable or ask.path + _query(ask)
    return _base(page) + path


def _query(ask: Ask) -> str:
    open_pairs = [(name, value) for name, value in ask.query if "{{" not in value]
    return "?" + "&".join(f"{name}={quote(value)}" for name, value in open_pairs) if open_pairs else ""


def _base(page: Page) -> str:
    """Return the host's base URL, cut off before the asked path; the role where the page tells none."""
    whole, path = page.url.partition("?")[0], quote(page.ask.path)
    for known in (page.ask.path, path):
        if whole.endswith(known):
            return whole.removesuffix(known)
    try:
        parts = urlsplit(page.url)
    except ValueError:
        parts = None
    return f"{parts.scheme}://{parts.netloc}" if parts and parts.netloc else f"{page.ask.role}:"


def told(page: Page) -> tuple[str, str]:
    """Return the query and the address under which the archive holds a page: those of the question that brought it."""
    return page.archived or (sentence(page.ask.step), address(page))


def evidence(page: Page, parser: str) -> Evidence:
    """Return the piece of evidence that a page is."""
    query, where = told(page)
    return Evidence(
        id=page.evidence,
        source=page.ask.source,
        role=page.ask.role,
        url=where,
        query=query,
        at=page.fetched,
        status=page.status,
        sha256=hashlib.sha256(page.body).hexdigest(),
        length=len(page.body),
        demo=page.demo,
        parser=parser,
    )
