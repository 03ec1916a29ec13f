"""CNKI's result grid: rows with title, authors, source and date; volume, issue and pages are never shown there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

from msgspec.structs import replace
from parsel import Selector

from verifier.model import Answer, Author, Page, Record, State
from verifier.sources import cnki_asks, elements, outcome
from verifier.sources.decoding import Text, decode
from verifier.sources.elements import Element, first
from verifier.sources.filename import cnki_witness, dbcode, issue_file, type_of
from verifier.sources.markup import is_cut, parse, split_names, visible, words

HEALTHY = ("result-table-list", "paramfilename", "param-filename", "titbox1", "articleCount", "_Year_Issue")
_LONG = "暂无数据，请稍后重试"
_GONE = "您访问的页面不存在"
_SOFT = "暂无数据"
_ZERO = "未检索到相关"
_MARKS = frozenset({"marktip", "icon-shoufa"})
_COLUMNS = ("name", "author", "source", "date")
_KINDS = {
    "期刊": "J", "辑刊": "J", "学术辑刊": "J", "特色期刊": "J", "博士": "D", "硕士": "D", "中国会议": "C", "国际会议": "C",
    "会议": "C", "报纸": "N", "图书": "M", "标准": "S", "专利": "P", "成果": "R",
}  # fmt: skip
_DATE = re.compile(r"(?:1[89]|20)\d\d(?:-\d\d(?:-\d\d)?)?")


def blocked(page: Page, text: Text) -> Answer | None:
    """Recognise CNKI's refusals: XHR challenge, 401 and 404 shells, the soft block, and the common ones."""
    challenge = _xhr_challenge(text.text) if page.status in (200, 403) and not page.failure else None
    refused = challenge or outcome.refused(page, text.text, HEALTHY)
    if refused:
        return refused
    if page.status in (401, 404):
        return outcome.answer(State.SESSION_STALE, f"会话或链接已失效（HTTP {page.status}）", words=visible(text.text, 60))
    if len(page.body) > 2000 or any(mark in text.text for mark in HEALTHY):
        return None
    shown = visible(text.text, 400) or text.text[:200]
    if _GONE in shown:
        return outcome.answer(State.SESSION_STALE, "会话或链接已失效", words=shown[:60])
    if _LONG in shown:
        return outcome.answer(State.INCOMPLETE, "检索式过长，须缩短后重查（RETRY_SMALLER）", words=shown)
    if _SOFT in shown:
        return outcome.answer(State.BLOCKED, "软拦截：只有“暂无数据”（soft），不是零结果", words=shown)
    return None


def _xhr_challenge(text: str) -> Answer | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    message = str(told.get("message") or "") if isinstance(told, dict) else ""
    if "verify/home" in message or "captchaType" in message or (isinstance(told, dict) and told.get("code") == -403):
        return outcome.answer(State.BLOCKED, "要求滑块验证（captcha，code -403）", words="安全验证")
    return None


def opened(page: Page) -> Answer:
    """Read the search page: all it gives is the session."""
    text = decode(page)
    refused = blocked(page, text)
    if refused:
        return refused
    if page.status != 200:
        return outcome.changed(f"检索首页（HTTP {page.status}）")
    return Answer(state=State.FOUND, tokens=(("kns.open", ""),), note=text.note)


def grid(page: Page) -> Answer:
    """Read one page of results."""
    text = decode(page)
    refused = blocked(page, text)
    if refused:
        return refused
    tree = parse(text.text)
    rows = _direct_rows(tree)
    if not rows:
        return _without_rows(tree, text)
    if is_cut(text.text):
        # the last row may be cut inside a title or a name
        return Answer(state=State.INCOMPLETE, records=tuple(_records(rows[:-1])), note="网页在表格中间中断")
    records = tuple(_records(rows))
    if len(records) < len(rows):
        return outcome.changed(f"结果表{len(rows)}行中{len(rows) - len(records)}行缺少题名、作者、来源或时间栏")
    return _paged(page, tree, records, text)


def _without_rows(tree: Selector, text: Text) -> Answer:
    """Judge a page without rows: cut, a table that should have some, the site's own zero, or something else."""
    if is_cut(text.text):
        return outcome.answer(State.INCOMPLETE, "网页中断")
    if tree.css("table.result-table-list"):
        return outcome.changed("结果表没有行")
    shown = words(tree.css("#briefBox")) or visible(text.text, 400)
    if _ZERO in shown and len(shown) < 300:
        return outcome.zero(shown[:80])
    return outcome.changed("没有结果表，也没有零结果说明")


def _direct_rows(tree: Selector) -> list[Element]:
    """Return the rows of the result table itself, not those of tables inside its cells."""
    table = tree.css("table.result-table-list")[:1]
    return [row.root for row in table.xpath("./tbody/tr | ./tr") if first(row.root, "td") is not None]


def _records(rows: list[Element]) -> Iterator[Record]:
    """Yield the records of the rows that hold every column we read."""
    for row in rows:
        cells: dict[str, Element] = {}
        for cell in row:
            for name in (cell.get("class") or "").split() if cell.tag == "td" else ():
                cells.setdefault(name, cell)
        record = _record(row, cells) if all(name in cells for name in _COLUMNS) else None
        if record:
            yield record


def _record(row: Element, cells: dict[str, Element]) -> Record | None:
    shown = elements.title(first(cells["name"], "a", "fz14"), _MARKS)
    name = elements.holder(row, "data-filename")
    if not shown or not name:
        return None
    table = elements.holder(row, "data-dbname")
    code = dbcode(table)
    early = code == "CAPJ" or any("网络首发" in elements.text(mark) for mark in _marks(cells["name"]))
    date = _DATE.search(elements.text(cells["date"]))
    filed = issue_file(name) if not early else None
    return Record(
        source=cnki_asks.NAME,
        id=name,
        title=shown,
        type=type_of(code) or _KINDS.get(elements.text(cells.get("data"))),
        authors=_authors(cells["author"]),
        journal=elements.text(cells["source"]) or None,
        year=filed[1] if filed else date[0][:4] if date else None,
        published=date[0] if date and not early else None,
        online_first=date[0] if date and early else None,
        dbcode=code,
        witnesses=cnki_witness(name),
        url=stable(name, code, table),
    )


def _marks(cell: Element) -> Iterator[Element]:
    """Yield what may say 网络首发 beside a title; an `i` inside the title is part of it."""
    for mark in (*elements.every(cell, "b", "marktip"), *elements.every(cell, "i")):
        if not any(above.tag == "a" for above in mark.iterancestors()) or elements.has_class(mark, "icon-shoufa"):
            yield mark


def stable(name: str, code: str | None, table: str) -> str:
    """Return the link of a record that outlives the session: by file name."""
    dbname = f"&dbname={quote(table)}" if table else ""
    return f"https://kns.cnki.net{cnki_asks.DETAIL}?dbcode={quote(code or 'CJFD')}{dbname}&filename={quote(name)}"


def _authors(cell: Element) -> tuple[Author, ...]:
    """One author a link; text beside the links is a byline without links."""
    linked = [elements.text(link) for link in elements.every(cell, "a")]
    return tuple(Author(name=name) for name in (*linked, *split_names(elements.outside(cell, "a"))) if name)


def _paged(page: Page, tree: Selector, records: tuple[Record, ...], text: Text) -> Answer:
    """Finish a healthy page: the total, the key to the next page, and whether any row is missing."""
    step = page.ask.step
    counted = re.search(r"\d[\d,]{0,12}", words(tree.css("span.pagerTitleCell em")))
    total = int(counted[0].replace(",", "")) if counted else None
    turn = tree.css("#hidTurnPage").xpath("@value").get() or ""
    tokens = ((cnki_asks.turn(cnki_asks.search_key(step), step.page), turn),) if turn else ()
    unique = tuple({record.id: record for record in records}.values())
    note = "；".join(part for part in (text.note, "有重复行，已去重" if len(unique) < len(records) else "") if part)
    size = outcome.page_size(len(records), total, step.page, cnki_asks.SIZE)
    if size is None:
        return Answer(state=State.INCOMPLETE, records=unique, total=total, note="本页行数少于应有行数", tokens=tokens)
    more = (cnki_asks.search(replace(step, page=step.page + 1)),) if total and step.page * size < total else ()
    return Answer(state=State.FOUND, records=unique, total=total, note=note, tokens=tokens, more=more)
