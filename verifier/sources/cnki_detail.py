"""CNKI's detail page: publication line, byline with units, and the labelled rows."""

from __future__ import annotations

import re

from parsel import Selector, SelectorList

from verifier.model import Answer, Author, Page, Record, State
from verifier.sources import cnki_asks, outcome
from verifier.sources.cnki_search import blocked, stable
from verifier.sources.decoding import decode
from verifier.sources.filename import cnki_witness, dbcode, doi_witness, issue_file, lettered, type_of
from verifier.sources.markup import is_cut, parse, split_names, squeeze, title, words

_LINE = re.compile(
    r"(?P<journal>.{1,120}?)\s*[.．·]\s*(?P<year>(?:1[89]|20)\d\d)(?:年)?\s*[,，]?\s*(?P<volume>[0-9A-Za-z]{0,8})\s*"
    r"(?:[(（]\s*(?P<issue>[^()（）]{1,20})\s*[)）])?\s*(?:[:：]\s*(?P<pages>\S.{0,60}))?"
)
_DATE = re.compile(r"(?:1[89]|20)\d\d(?:-\d\d(?:-\d\d)?)?")
_NUMBERS = re.compile(r"[\d,，;\s*]+")


def detail(page: Page) -> Answer:
    """Read a detail page; it is opened by file name, so its record carries the id that was asked for."""
    text = decode(page)
    refused = blocked(page, text)
    if refused:
        return refused
    tree = parse(text.text)
    name = _hidden(tree, "filename")
    heading = title(tree.css(".wx-tit > h1, .wx-tit h1"), ("corr-video",)).removesuffix("附视频").rstrip()
    if is_cut(text.text):
        return outcome.answer(State.INCOMPLETE, "网页中断")
    if not heading or not name:
        return outcome.changed("没有题名或文件名")
    if name.upper() != page.ask.step.record.upper():
        return outcome.changed(f"所得文件名为{name[:40]}，与所问不同")
    return Answer(state=State.FOUND, records=(_record(tree, name, heading),), total=1, note=text.note)


def _hidden(tree: Selector, what: str) -> str:
    value = tree.xpath(f"//*[@id='param{what}' or @id='param-{what}']/@value").get()
    return squeeze(value or "")


def _record(tree: Selector, name: str, heading: str) -> Record:
    rows = _rows(tree)
    table = _hidden(tree, "dbname")
    code = _hidden(tree, "dbcode").upper() or dbcode(table)
    line = _LINE.fullmatch(words(tree.css(".top-tip")))
    filed = issue_file(name) if code != "CAPJ" else None
    issue = squeeze(line["issue"]) if line and line["issue"] else None
    doi = rows.get("DOI")
    released = _DATE.search(words(tree.css(".head-time")))
    made_public = _DATE.search(rows.get("在线公开时间", ""))
    held = _DATE.search(rows.get("会议时间") or rows.get("报纸日期") or "")
    return Record(
        source=cnki_asks.NAME,
        id=name,
        title=heading,
        type=type_of(code),
        authors=_authors(tree),
        journal=rows.get("会议名称") or (line["journal"] if line else _container(tree)),
        year=line["year"] if line else filed[1] if filed else held[0][:4] if held else None,
        volume=(line["volume"] or None) if line else None,
        issue=issue,
        pages=(line["pages"] if line else None) or rows.get("版号"),
        doi=doi,
        published=held[0] if held else None,
        online_first=released[0] if released else None,
        indexed_on=made_public[0] if made_public else None,
        clc=tuple(part for part in map(squeeze, re.split(r"[;；,，]", words(tree.css(".clc-code")))) if part),
        section=rows.get("栏目"),
        book=rows.get("论文集") or rows.get("论文集名称"),
        publisher=rows.get("出版单位"),
        dbcode=code,
        witnesses=_witnesses(name, code, issue, doi),
        url=stable(name, code, table),
    )


def _container(tree: Selector) -> str | None:
    return words(tree.css(".top-tip a")).rstrip(" .．") or None


def _witnesses(name: str, code: str | None, issue: str | None, doi: str | None) -> tuple[tuple[str, str], ...]:
    printed = (("cnki_issue", issue),) if issue and lettered(issue) else ()
    return (*(cnki_witness(name) if code != "CAPJ" else ()), *printed, *doi_witness(doi))


def _rows(tree: Selector) -> dict[str, str]:
    """Return the labelled rows: what follows a `.rowtit` inside its row."""
    found: dict[str, str] = {}
    for label in tree.css(".rowtit"):
        name = words(label).rstrip("：: ")
        rest = label.xpath("string(..)").get() or ""
        value = squeeze(rest).removeprefix(words(label)).strip()
        if name and value:
            found.setdefault(name, value)
    return found


def _authors(tree: Selector) -> tuple[Author, ...] | None:
    """Return the byline: one link an author with its unit numbers in `<sup>`, or names in plain text."""
    blocks = tree.css("h3.author")
    if not blocks:
        return None
    units = _units(blocks[1:2])
    people = blocks[0].xpath("./span[a or p]") or blocks[0].xpath("./a")
    linked = tuple(author for author in (_author(person, units) for person in people) if author.name)
    return linked or tuple(Author(name=name) for name in split_names(words(blocks[0])))


def _author(person: Selector, units: dict[str, str]) -> Author:
    numbers = _NUMBERS.match(words(person.xpath(".//sup")))
    own = person.xpath(".//text()[not(ancestor::sup) and not(ancestor::p) and not(ancestor::i)]").getall()
    places = [units[number] for number in re.findall(r"\d{1,3}", numbers[0] if numbers else "") if number in units]
    return Author(
        name=squeeze("".join(own)).strip(",，;；"),
        affiliations=tuple(places) or (tuple(units.values()) if len(units) == 1 else ()),
        corresponding=bool(person.css(".authortip, .icon-email")),
    )


def _units(block: SelectorList[Selector]) -> dict[str, str]:
    """Return the numbered units `1.单位名` of the second byline; a single one may stand without a number."""
    found: dict[str, str] = {}
    for place, node in enumerate(block.css("a, span"), 1):
        numbered = re.match(r"(\d{1,3})\s*[.．、]\s*(\S.*)", words(node))
        if numbered:
            found.setdefault(numbered[1], numbered[2].strip())
        elif words(node):
            found.setdefault(str(place), words(node))
    return found
