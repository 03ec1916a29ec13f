"""国家哲学社会科学文献中心 NCPSSD: JSON rows by the words of a title, anonymous. It also holds collected serials and serials without a CN.

Its `issn` may hold an ISBN, its `creator` numbers of units, or a blank. Search by author was not seen to work and is not used.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from verifier.model import Answer, Ask, Author, Page, Record, State, Step
from verifier.sources import interface, outcome, plain
from verifier.sources.markup import plain_title

NAME = "ncpssd"
TITLE = "国家哲学社会科学文献中心"
VERSION = "1"
KIND = "database"
CAN = frozenset({"search"})
JOURNAL_BY: tuple[str, ...] = ()
BY_AUTHOR = False

ROWS = 50
_ISSN, _UNIT = re.compile(r"\d{4}-\d{3}[\dXx]"), re.compile(r"(?:\[\d{1,3}\])+\s*$")
_TYPES = {"中文期刊文章": "J", "外文期刊文章": "J", "集刊文章": "J", "会议论文": "C", "学位论文": "D", "报纸文章": "N"}


def ask(step: Step) -> Ask:
    """Ask for the papers whose title holds the words; quotation marks would end the field."""
    words = " ".join(re.sub(r'["“”\\()（）]', " ", step.text).split())
    return Ask(
        source=NAME,
        role="ncpssd",
        method="POST",
        path="/searchHandler/search",
        form=(
            ("search", f'(IKTE="{words}")'), ("pageNum", str(step.page)), ("pageSize", str(ROWS)), ("sort", ""), ("sType", "0"),
            ("ajaxKeys", ""), ("customShowCondition", ""),
        ),
        headers=(("X-Requested-With", "XMLHttpRequest"), ("Referer", "/Literature/articlelist")),
        key=(NAME, "search", words, str(step.page)),
        step=step,
    )  # fmt: skip


def read(page: Page) -> Answer:
    """Read one page of rows."""
    opened = interface.opened(page)
    if isinstance(opened, Answer):
        return opened
    told, note = opened
    total, rows = interface.number(told, "data", "total"), plain.items(told, "data", "rows")
    if plain.flag(told, "result") is not True or total is None:
        return outcome.changed("接口的数据")
    if not rows:
        return outcome.zero('"total":0') if total == 0 else outcome.answer(State.INCOMPLETE, f"应有{total}条，没有记录")
    records = tuple(record for record in map(_record, rows) if record)
    if len(records) < len(rows):
        return outcome.changed("记录没有题名或编号")
    step = page.ask.step
    if outcome.page_size(len(rows), total, step.page, ROWS) is None:
        return Answer(state=State.INCOMPLETE, records=records, total=total, note="本页条数少于应有条数")
    more = (ask(Step(kind="search", field=step.field, text=step.text, page=step.page + 1)),) if step.page * ROWS < total else ()
    return Answer(state=State.FOUND, records=records, total=total, more=more, note=note)


def _record(row: dict[str, Any]) -> Record | None:
    key, title = plain.text(row, "id") or plain.text(row, "data_id"), plain_title(plain.text(row, "title") or "")
    if not key or not title:
        return None
    names = [_UNIT.sub("", part).strip() for part in re.split(r"[;；]", plain.text(row, "creator") or "")]
    number = plain.text(row, "issn") or ""
    return Record(
        source=NAME,
        id=key,
        title=title,
        type=_TYPES.get(plain.text(row, "type") or ""),
        authors=tuple(Author(name=name) for name in names if name) or None,
        journal=plain_title(plain.text(row, "cbw_name") or "") or None,
        year=plain.text(row, "years"),
        volume=plain.text(row, "volumn") or plain.text(row, "vol"),
        issue=plain.text(row, "num"),
        pages=interface.extent(plain.text(row, "beginpage"), plain.text(row, "endpage")),
        issn=number if _ISSN.fullmatch(number) else None,
        isbn=None if _ISSN.fullmatch(number) else number or None,
        doi=plain.text(row, "doi"),
        url=f"https://www.ncpssd.cn/Literature/articleinfo?id={quote(key)}",
    )
