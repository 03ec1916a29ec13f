"""CNKI's journal navigation: hits, identity block, issue lists and contents pages. 主管单位 is not shown there."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Comment, Tag
from parsel import Selector

from verifier.model import Answer, FormerName, Journal, Page, State
from verifier.normalize import journals
from verifier.sources import cnki_asks, outcome
from verifier.sources.cnki_search import blocked
from verifier.sources.decoding import decode
from verifier.sources.markup import is_cut, parse, squeeze, visible, words
from verifier.sources.markup import soup as make_soup
from verifier.sources.status import ended, standing

MOST_HITS = 4
_LABELS = {
    "目前状态": "status", "曾用刊名": "former", "主办单位": "sponsors", "主管单位": "authority", "出版周期": "frequency",
    "ISSN": "issn", "CN": "cn", "出版地": "place", "语种": "language", "创刊时间": "since", "专题名称": "subject",
    "收录年限": "span",
}  # fmt: skip
_PAIR = re.compile(r"(" + "|".join(_LABELS) + r")\s*[：:]\s*(\S[^：:\n]{0,300})")


def hits(page: Page) -> Answer:
    """Read the answer of the journal search; each hit's own page follows, exact names first."""
    text = decode(page)
    refused = blocked(page, text)
    if refused:
        return refused
    if is_cut(text.text):
        return outcome.answer(State.INCOMPLETE, "网页中断")
    tree = parse(text.text)
    links = tree.xpath("//a[contains(@href, '/knavi/detail?p=') and @title]")
    found = _told_apart([hit for hit in map(_hit, links) if hit[2]])
    if not found:
        zero = outcome.zero_words(visible(text.text, 2000))
        return outcome.zero(zero) if zero else outcome.changed("没有期刊条目，也没有零结果说明")
    wanted = journals.key(page.ask.step.text)
    exact = [hit for hit in found if journals.key(hit[0]) == wanted]
    chosen = (exact or found)[:MOST_HITS]
    tokens = tuple((cnki_asks.hit(name, number), p) for name, number, p in chosen)
    more = tuple(cnki_asks.identity(name, number, page.ask) for name, number, _ in chosen)
    return Answer(state=State.FOUND, total=len(found), tokens=tokens, more=more, note=text.note)


def _told_apart(found: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Number the hits that share name and ISSN, so that each has a question of its own; a hit shown twice stays one."""
    seen: dict[tuple[str, str], int] = {}
    out = []
    for name, number, p in dict.fromkeys(found):
        count = seen[name, number] = seen.get((name, number), 0) + 1
        out.append((name, number if count == 1 else f"{number}#{count}", p))
    return out


def _hit(link: Selector) -> tuple[str, str, str]:
    """Return (name, ISSN, `p`) of a hit."""
    card = link.xpath("./ancestor::*[self::li or self::dl or self::tr][1]") or link.xpath("./ancestor::div[1]")
    number = re.search(r"ISSN\s*[：:]\s*(\d{4}-\d{3}[\dXx])", words(card) if card else "")
    try:
        p = parse_qs(urlsplit(link.attrib.get("href", "")).query).get("p", [""])[0]
    except ValueError:
        p = ""
    return squeeze(link.attrib.get("title", "")), number[1] if number else "", p


def identity(page: Page) -> Answer:
    """Read a journal's own page: its identity block and the session's `time`."""
    text = decode(page)
    refused = blocked(page, text)
    if refused:
        return refused
    if is_cut(text.text):
        return outcome.answer(State.INCOMPLETE, "网页中断")
    soup = make_soup(text.text)
    name = soup.select_one("h3.titbox.titbox1") or soup.select_one("h3.titbox")
    code = _hidden(soup, "pykm") or page.ask.step.key
    if name is None or not code:
        return outcome.changed("没有刊名或刊代码")
    said = _pairs(soup)
    journal = _journal(code, _name(name), said, soup)
    time = _hidden(soup, "time")
    tokens = (("navi.time", time),) if time else ()
    return Answer(state=State.FOUND, journals=(journal,), total=1, tokens=tokens, note=text.note)


def _hidden(soup: BeautifulSoup, name: str) -> str:
    node = soup.find(id=name)
    value = node.get("value") if isinstance(node, Tag) else None
    return squeeze(value) if isinstance(value, str) else ""


def _name(node: Tag) -> str:
    own = "".join(str(part) for part in node.find_all(string=True, recursive=False) if not isinstance(part, Comment))
    return squeeze(own) or squeeze(node.get_text(" "))


def _pairs(soup: BeautifulSoup) -> dict[str, str]:
    """Return what the labels say: label and span side by side, else `label：value` in the visible text."""
    said: dict[str, str] = {}
    for label in soup.find_all(["label", "span", "dt", "th"]):
        known = _LABELS.get(squeeze(label.get_text("")).rstrip("：: "))
        value = label.find_next_sibling(["span", "em", "dd", "td", "p"]) if known else None
        if known and isinstance(value, Tag):
            said.setdefault(known, squeeze(value.get_text(" ")))
    for node in soup.find_all(["p", "li"]):
        found = _PAIR.match(squeeze(node.get_text(" "))[:400])
        if found:
            said.setdefault(_LABELS[found[1]], found[2].strip())
    return {name: value for name, value in said.items() if value and value not in ("-", "—", "/")}


def _journal(code: str, name: str, said: dict[str, str], soup: BeautifulSoup) -> Journal:
    subject = soup.find(id="tiName")
    span = re.fullmatch(r"((?:1[89]|20)\d\d)\s*[-—~至]\s*((?:1[89]|20)\d\d)年?", said.get("span", ""))
    return Journal(
        source=cnki_asks.NAME,
        key=code,
        title=name,
        former=tuple(FormerName(title=part) for part in _split(said.get("former"))),
        cn=said.get("cn"),
        issn=said.get("issn"),
        sponsors=_split(said.get("sponsors")),
        authority=said.get("authority"),
        frequency=said.get("frequency"),
        place=said.get("place"),
        language=said.get("language"),
        status=standing(said.get("status")),
        since=said.get("since"),
        until=ended(said.get("status")),
        subject=(squeeze(subject.get_text(" ")) if isinstance(subject, Tag) else None) or said.get("subject"),
        coverage=(span[1], span[2]) if span else None,
    )


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in map(squeeze, re.split(r"[;；]", text or "")) if part)
