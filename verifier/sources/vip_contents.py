"""VIP's contents pages and qikan detail pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace
from parsel import Selector

from verifier.model import Answer, Author, Contents, Page, Record, State
from verifier.sources import elements, outcome
from verifier.sources.decoding import decode
from verifier.sources.filename import lettered
from verifier.sources.markup import is_cut, parse, split_names, squeeze, words
from verifier.sources.vip_pages import NAME, announced, empty, placed, query, refused, stable

_PAGES = re.compile(r"[（(]\s*(.{0,60}?)\s*[)）]")


def contents(page: Page) -> Answer:
    """Read one issue's contents; the page need not announce a number, and then is never called complete."""
    text = decode(page)
    blocked = refused(page, text)
    if blocked:
        return blocked
    tree, step = parse(text.text), page.ask.step
    rows = tree.xpath("//li[.//span[contains(concat(' ', normalize-space(@class), ' '), ' title ')]]")
    found = tuple(_papers(page, tree))
    cut = is_cut(text.text)
    if cut:
        rows, found = rows[:-1], found[:-1]
    total = announced(tree)
    if not found:
        if cut or total:
            return outcome.answer(State.INCOMPLETE, f"目次没有条目（应有{total if total is not None else '?'}条）", total=total)
        return empty(tree, text)
    if len(found) < len(rows):
        return outcome.changed(f"目次{len(rows)}条中{len(rows) - len(found)}条缺少题名或编号")
    unique = tuple({record.id: record for record in found}.values())
    short = cut or (total is not None and len(unique) < total)
    whole = Contents(
        source=NAME, key=step.key, year=step.year, issue=step.issue, records=unique, complete=total is not None and not short
    )
    note = f"目次应有{total}条，只见{len(unique)}条" if short else text.note
    return Answer(state=State.INCOMPLETE if short else State.FOUND, contents=whole, total=total, note=note)


def _papers(page: Page, tree: Selector) -> Iterator[Record]:
    """Yield the rows in order, each with the section that stands above it."""
    section: str | None = None
    for node in tree.root.iter("h5", "h6", "li"):
        if node.tag != "li":
            section = elements.text(node) or None
            continue
        record = _paper(page, node, section)
        if record:
            yield record


def _paper(page: Page, row: elements.Element, section: str | None) -> Record | None:
    step = page.ask.step
    link = elements.first(elements.first(row, "span", "title"), "a")
    record = squeeze(link.get("articleid") or "") or query(link.get("href") or "", "id") if link is not None else ""
    if not record or not elements.title(link):
        return None
    pages = _PAGES.fullmatch(elements.text(elements.first(row, "span", "pages")))
    writer = elements.first(row, "span", "writer")
    return Record(
        source=NAME,
        id=record,
        title=elements.title(link),
        type="J",
        authors=tuple(Author(name=name) for name in split_names(elements.text(writer))) if writer is not None else None,
        journal=step.journal or None,
        year=step.year,
        issue=step.issue,
        pages=(pages[1] or None) if pages else None,
        section=section,
        witnesses=(("vip_issue", step.issue),) if lettered(step.issue) else (),
        url=stable(record),
    )


def article(page: Page) -> Answer:
    """Read a detail page; its heading carries noise (认领, 被引量) beside the title."""
    text = decode(page)
    blocked = refused(page, text)
    if blocked:
        return blocked
    if is_cut(text.text):
        return outcome.answer(State.INCOMPLETE, "网页中断")
    tree = parse(text.text)
    own = "".join(tree.xpath("//*[contains(@class, 'article-title')]//h1/text()").getall())
    heading = squeeze(re.sub(r"(?:认领|被引量\s*[：:]?\s*\d*)\s*$", "", squeeze(own)))
    if not heading:
        return outcome.changed("没有题名")
    units = {n: u for n, u in (_unit(words(node)) for node in tree.css(".organ span")) if u}
    codes = re.sub(r"^分类号\s*[：:]", "", words(tree.css(".class")))
    record = Record(
        source=NAME,
        id=page.ask.step.record,
        title=heading,
        type="J",
        authors=tuple(_author(words(node), units) for node in tree.css(".author a")) or None,
        journal=(tree.css(".journal span.from a").xpath("@title").get() or words(tree.css(".journal span.from"))).strip("《》") or None,
        clc=tuple(part for part in map(squeeze, re.split(r"[;；,，\s]", codes)) if part),
        url=stable(page.ask.step.record),
    )
    return Answer(state=State.FOUND, records=(replace(record, **placed(words(tree.css(".journal .vol")))),), total=1, note=text.note)


def _unit(shown: str) -> tuple[str, str]:
    found = re.match(r"\[(\d{1,3})\]\s*(\S.*)", shown)
    return (found[1], found[2]) if found else ("", "")


def _author(shown: str, units: dict[str, str]) -> Author:
    found = re.fullmatch(r"(.*?)((?:\[\d{1,3}\])*)", shown)
    numbers = re.findall(r"\d+", found[2]) if found else []
    return Author(name=squeeze(found[1] if found else shown), affiliations=tuple(units[n] for n in numbers if n in units))
