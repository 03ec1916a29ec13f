"""CNKI's issue lists and contents pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace
from parsel import Selector

from verifier.model import Answer, Author, Contents, IssueList, Journal, Page, Record, State
from verifier.sources import cnki_asks, elements, outcome
from verifier.sources.cnki_search import blocked, stable
from verifier.sources.decoding import decode
from verifier.sources.filename import cnki_witness
from verifier.sources.markup import is_cut, parse, split_names, squeeze, words

_DATE = re.compile(r"(?:1[89]|20)\d\d-\d\d(?:-\d\d)?")
_YEARS_A_PAGE = 20
_FEWEST_YEARS = 15
"""A list page holds about 20 years; with fewer than this and more announced it was cut."""


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
        empty = outcome.answer(State.INCOMPLETE, f"目次没有条目（应有{counted}条）", total=total)
        return empty if total is not None else outcome.changed("没有目次")
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
    for node in tree.root.iter("dt", "dd"):
        if node.tag == "dt":
            section = (elements.text(node) or None) if elements.has_class(node, "tit") else section
            continue
        record = _paper(page, node, section)
        if record:
            yield record


def _paper(page: Page, row: elements.Element, section: str | None) -> Record | None:
    step = page.ask.step
    shown = elements.title(elements.first(elements.first(row, "span", "name"), "a"))
    name = next((squeeze(mark.get("id") or "") for mark in elements.every(row, "b") if mark.get("name") == "encrypt"), "")
    if not shown or not name:
        return None
    byline, company = elements.first(row, "span", "author"), elements.first(row, "span", "company")
    extent = _said(company)
    dated = _DATE.fullmatch(extent)
    return Record(
        source=cnki_asks.NAME,
        id=name,
        title=shown,
        type="J",
        authors=tuple(Author(name=each) for each in split_names(_said(byline))) if byline is not None else None,
        journal=step.journal or None,
        year=step.year,
        issue=step.issue,
        pages=extent if extent and not dated else None,
        online_first=dated[0] if dated else None,
        section=section,
        witnesses=cnki_witness(name),
        url=stable(name, None, ""),
    )


def _said(node: elements.Element | None) -> str:
    """Return what a cell says in full: its title attribute, else its text."""
    return "" if node is None else squeeze(node.get("title") or "") or elements.text(node)
