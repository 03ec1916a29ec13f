"""NSTL 国家科技图书文献中心, asked of foreign outputs: by DOI, else by title. Each record is a list of (field, value) pairs.

That `doi` may be searched as a field is ASSUMED; the fields of a record and the search by title were seen in public code.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from verifier.model import Answer, Ask, Author, Page, Record, State, Step
from verifier.normalize import doi
from verifier.sources import interface, outcome, plain
from verifier.sources.markup import plain_title, split_names

NAME = "nstl"
TITLE = "国家科技图书文献中心"
VERSION = "1"
KIND = "open"
CAN = frozenset({"search"})
JOURNAL_BY: tuple[str, ...] = ()

ROWS = 20
_TYPES = {"JournalPaper": "J", "ProceedingsPaper": "C", "DegreePaper": "D", "Book": "M"}


def ask(step: Step) -> Ask:
    """Turn a step into a request; the two search ids that the site's own script makes up are made of the question."""
    by_doi = step.field == "doi"
    text = doi.compact(step.text) if by_doi else " ".join(step.text.split())
    condition = {"k": "doi" if by_doi else "tit_s_q", "v": text, "a": 1, "o": "AND"}
    query = {
        "c": 10, "st": "0", "f": [], "p": "", "q": [condition], "op": "AND", "s": ["nstl", "haveAbsAuK:desc", "yea:desc", "score"],
        "t": ["JournalPaper", "ProceedingsPaper"],
    }  # fmt: skip
    search = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    form = (
        ("query", json.dumps(query, ensure_ascii=False, separators=(",", ":"))),
        ("webDisplayId", "11"),
        ("sl", "1"),
        ("searchWordId", search),
        ("searchId", search),
        ("facetRelation", "[]"),
        ("pageSize", str(ROWS)),
        ("pageNumber", "1"),
    )
    return Ask(
        source=NAME,
        role="nstl",
        method="POST",
        path="/api/service/nstl/web/execute",
        query=(("target", "nstl4.search4"), ("function", "paper/pc/list/pl")),
        form=form,
        key=(NAME, "papers", "doi" if by_doi else "title", text),
        step=step,
    )


def read(page: Page) -> Answer:
    """Read a list of papers."""
    opened = interface.opened(page)
    if isinstance(opened, Answer):
        return opened
    told, note = opened
    code = plain.text(told, "code")
    if code is not None and code != "0":
        return outcome.answer(State.UNREACHABLE, f"接口应答码{code[:10]}", words=plain.text(told, "msg") or "")
    if code is None:
        return outcome.changed("接口的数据")
    total, rows = interface.number(told, "total"), plain.at(told, "data")
    if not rows:
        return outcome.zero('"total":0') if total == 0 else outcome.changed("没有记录，也没有说明总数为0")
    fields = [pairs(row) for row in rows] if isinstance(rows, list) else []
    found = tuple(record for record in map(_record, fields) if record)
    if not fields or len(found) < len(fields):
        return outcome.changed("记录没有题名或编号")
    return Answer(state=State.FOUND, records=found, total=total, note=note)


def pairs(row: Any) -> dict[str, Any]:
    """Return the fields of a row of `{"f": name, "v": value}` pairs; anything else has none.

    >>> pairs([{"f": "tit", "v": ["A title"]}, {"f": "yea", "v": "2020"}, {"v": 1}])
    {'tit': ['A title'], 'yea': '2020'}
    """
    named = [one for one in row if isinstance(one, dict)] if isinstance(row, list) else []
    return {name: one.get("v") for one in named if (name := plain.text(one, "f"))}


def _record(told: dict[str, Any]) -> Record | None:
    key, title = plain.text(told, "id"), plain_title(plain.text(told, "tit") or "")
    if not key or not title:
        return None
    number = plain.text(told, "doi")
    kind = _TYPES.get(plain.text(told, "type") or "")
    meeting = plain.text(told, "hasPronam_s")
    return Record(
        source=NAME,
        id=key,
        title=title,
        titles=tuple(plain_title(text) for text in plain.texts(told, "tial")),
        type=kind,
        authors=tuple(Author(name=name) for name in _names(told)) or None,
        journal=plain.text(told, "hasSotit_s") or meeting,
        year=(plain.text(told, "yea") or "")[:4] or None,
        volume=plain.text(told, "vol"),
        issue=plain.text(told, "iss"),
        pages=interface.extent(plain.text(told, "stpa"), plain.text(told, "enpa")),
        issn=plain.text(told, "issn"),
        isbn=plain.text(told, "isbn"),
        doi=number,
        url=f"https://www.nstl.gov.cn/paper_detail.html?id={quote(key)}",
    )


def _names(told: dict[str, Any]) -> tuple[str, ...]:
    """Return the byline: a list of names, or of people with fields of their own."""
    listed = plain.texts(told, "hasAutnam_s")
    if listed:
        return listed
    people = told.get("hasAut")
    if isinstance(people, str):
        return split_names(people)
    every = [pairs(one) for one in people] if isinstance(people, list) else []
    return tuple(name for one in every if (name := plain.text(one, "nam") or plain.text(one, "nam_s")))
