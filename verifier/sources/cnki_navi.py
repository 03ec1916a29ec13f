"""CNKI's journal navigation: hits, identity block, issue lists and contents pages. 主管单位 is not shown there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from msgspec.structs import replace
from parsel import Selector

from verifier.model import Answer, Author, Contents, FormerName, IssueList, Journal, Page, Record, State
from verifier.normalize import journals
from verifier.sources import cnki_asks, outcome
from verifier.sources.cnki_search import blocked, stable
from verifier.sources.decoding import decode
from verifier.sources.filename import cnki_witness
from verifier.sources.markup import is_cut, parse, split_names, squeeze, title, visible, words
from verifier.sources.markup import soup as make_soup
from verifier.sources.status import ended, standing

MOST_HITS = 4
_LABELS = {
    "目前状态": "status", "曾用刊名": "former", "主办单位": "sponsors", "主管单位": "authority", "出版周期": "frequency",
    "ISSN": "issn", "CN": "cn", "出版地": "place", "语种": "language", "创刊时间": "since", "专题名称": "subject",
    "收录年限": "span",
}  # fmt: skip
_PAIR = re.compile(r"(" + "|".join(_LABELS) + r")\s*[：:]\s*(\S[^：:\n]{0,300})")
_DATE = re.compile(r"(?:1[89]|20)\d\d-\d\d(?:-\d\d)?")
_YEARS_A_PAGE = 20
_FEWEST_YEARS = 15
"""A list page holds about 20 years; with fewer than this and more announced it was cut."""


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
    own = "".join(str(part) for part in node.find_all(string=True, recursive=False))
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


# ---------------------------------------------------------------- issue list


def year_list(page: Page) -> Answer:
    """Read one page of the issue list; the page with the wanted year ends the search, an older one follows."""
    text = decode(page)
    refused = blocked(page, text)
    if refused:
        return refused
    if is_cut(text.text):
        return outcome.answer(State.INCOMPLETE, "网页中断")
    tree, step = parse(text.text), page.ask.step
    counted = tree.css("input#totalCnt").xpath("@value").get() or ""
    years = {year: issues for year, issues in map(_year, tree.xpath("//dl[contains(@id, '_Year_Issue')]")) if year}
    if not counted.isdecimal() or len(counted) > 4 or (int(counted) and not years):
        return outcome.changed("没有刊期列表")
    if not all(years.values()):
        return outcome.changed("刊期列表有年份而无期号")
    tokens = tuple(
        (cnki_asks.year_issue(step.key, year, issue), token) for year, issues in years.items() for issue, token in issues if token
    )
    left = int(counted) - (step.page - 1) * _YEARS_A_PAGE - len(years)
    if left > 0 and len(years) < _FEWEST_YEARS:
        return outcome.answer(State.INCOMPLETE, f"刊期列表应有{counted}年，只见{len(years)}年")
    older = step.year not in years and left > 0 and bool(years) and step.year < min(years)
    more = (cnki_asks.issues(replace(step, page=step.page + 1)),) if older else ()
    listed = tuple(issue for issue, _ in years.get(step.year, ()))
    journal = Journal(source=cnki_asks.NAME, key=step.key, title="", coverage=_coverage(years, step.page, left))
    return Answer(
        state=State.FOUND,
        issues=None if more else IssueList(source=cnki_asks.NAME, key=step.key, year=step.year, issues=listed),
        journals=(journal,) if years else (),
        total=int(counted),
        tokens=tokens,
        more=more,
        note=text.note,
    )


def _year(block: Selector) -> tuple[str, list[tuple[str, str]]]:
    """Return a year and its (issue, token) pairs."""
    year = re.match(r"\d{4}", block.attrib.get("id", ""))
    links = block.xpath(".//a[starts-with(@id, 'yq')]")
    pairs = [(_issue(link), link.attrib.get("value", "")) for link in links]
    return (year[0] if year else "", [(issue, token) for issue, token in pairs if issue])


def _issue(link: Selector) -> str:
    """Return the issue as coded: `No.S1` in the text, else the end of the id `yq2021S1`."""
    shown = re.match(r"No\.?\s*([0-9A-Za-z/+-]{1,8})$", words(link))
    coded = re.match(r"yq\d{4}([0-9A-Za-z]{1,8})$", link.attrib.get("id", ""))
    return shown[1] if shown else coded[1] if coded else ""


def _coverage(years: dict[str, list[tuple[str, str]]], number: int, left: int) -> tuple[str, str]:
    """Return the first and last `YYYY-II` listed, "" for the end that lies on another page."""
    if not years:
        return ("", "")
    first, last = min(years), max(years)
    start = f"{first}-{min(_numbers(years[first]))}" if left <= 0 else ""
    return (start, f"{last}-{max(_numbers(years[last]))}" if number == 1 else "")


def _numbers(listed: list[tuple[str, str]]) -> list[str]:
    """Return the codes that are numbers, all of them where none is."""
    return [issue for issue, _ in listed if issue.isdigit()] or [issue for issue, _ in listed]


# ---------------------------------------------------------------- contents


def papers(page: Page) -> Answer:
    """Read one issue's contents page."""
    text = decode(page)
    refused = blocked(page, text)
    if refused:
        return refused
    tree, step = parse(text.text), page.ask.step
    rows = tree.xpath("//dd[contains(concat(' ', normalize-space(@class), ' '), ' row ')]")
    records = tuple(_papers(page, tree))
    cut = is_cut(text.text)
    if cut:  # the last row may be cut inside a title or a name
        rows, records = rows[:-1], records[:-1]
    counted = tree.css("input#articleCount").xpath("@value").get() or ""
    total = int(counted) if counted.isdecimal() and len(counted) < 6 else None
    if not records:
        return outcome.answer(State.INCOMPLETE, f"目次没有条目（应有{counted}条）") if total is not None else outcome.changed("没有目次")
    if len(records) < len(rows):
        return outcome.changed(f"目次{len(rows)}行中{len(rows) - len(records)}行缺少题名或文件名")
    unique = tuple({record.id: record for record in records}.values())
    whole = total is not None and step.page == 1 and len(unique) >= total and not cut
    contents = Contents(
        source=cnki_asks.NAME, key=step.key, year=step.year, issue=step.issue, records=unique, complete=whole
    )
    short = total is not None and step.page == 1 and len(unique) < total
    more = (cnki_asks.contents(replace(step, page=2)),) if short else ()
    state = State.INCOMPLETE if short or cut else State.FOUND
    note = f"目次应有{total}条，只见{len(unique)}条" if short else text.note
    return Answer(state=state, records=(), contents=contents, total=total, more=more, note=note)


def _papers(page: Page, tree: Selector) -> Iterator[Record]:
    """Yield the rows in order, each with the section that stands above it."""
    section: str | None = None
    for node in tree.xpath("//dt[contains(concat(' ', normalize-space(@class), ' '), ' tit ')] | //dd"):
        if node.root.tag == "dt":
            section = words(node) or None
            continue
        record = _paper(page, node, section)
        if record:
            yield record


def _paper(page: Page, row: Selector, section: str | None) -> Record | None:
    step = page.ask.step
    shown = title(row.css("span.name > a, span.name a"))
    name = squeeze(row.css("b[name=encrypt]").xpath("@id").get() or "")
    if not shown or not name:
        return None
    byline = row.css("span.author")
    extent = squeeze(row.css("span.company").xpath("@title").get() or words(row.css("span.company")))
    dated = _DATE.fullmatch(extent)
    names = split_names(byline.xpath("@title").get() or words(byline)) if byline else None
    return Record(
        source=cnki_asks.NAME,
        id=name,
        title=shown,
        type="J",
        authors=tuple(Author(name=each) for each in names) if names is not None else None,
        journal=step.journal or None,
        year=step.year,
        issue=step.issue,
        pages=extent if extent and not dated else None,
        online_first=dated[0] if dated else None,
        section=section,
        witnesses=cnki_witness(name),
        url=stable(name, None, ""),
    )
