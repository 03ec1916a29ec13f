"""Crossref's REST API, asked of foreign outputs: by DOI, else by a bibliographic search whose first row is only a candidate.

A DOI that Crossref does not know says nothing of the paper: another agency may have registered it, and doi.org tells which. A
retraction stands on the work itself (`updated-by`) or in a notice whose `update-to` names the work.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from verifier.model import Answer, Ask, Author, Page, Record, State, Step
from verifier.normalize import doi
from verifier.normalize.text import has_han
from verifier.sources import interface, outcome, plain
from verifier.sources.markup import plain_title

NAME = "crossref"
TITLE = "Crossref"
VERSION = "1"
KIND = "open"
CAN = frozenset({"search", "agency"})
JOURNAL_BY: tuple[str, ...] = ()

ROWS = 20
RANKED = True
"""A search gives whatever has words in common, the likeliest first: its total counts no matches."""
_TYPES = {"journal-article": "J", "proceedings-article": "C", "dissertation": "D", "book": "M", "monograph": "M", "report": "R"}
_TAKEN_BACK = frozenset({"retraction", "withdrawal", "removal", "partial_retraction"})
_RETRACTED = re.compile(r"^\s*(?:RETRACTED(?:\s+ARTICLE|\s+PAPER)?|WITHDRAWN)\s*[:：]\s*", re.IGNORECASE)
_NOTICE = re.compile(r"^\s*(?:retraction|withdrawal|retracted article notice|撤稿|撤回)\b|^\s*(?:撤稿|撤回)", re.IGNORECASE)


def ask(step: Step) -> Ask:
    """Turn a step into a request: a work by its DOI, who registered a DOI, or a bibliographic search."""
    if step.field in ("doi", "agency"):
        number = doi.compact(step.text)
        name, role, path = ("work", "crossref", "/works/") if step.field == "doi" else ("agency", "crossref.doi", "/doiRA/")
        return Ask(source=NAME, role=role, path=path + quote(number, safe="/"), key=(NAME, name, number), step=step)
    parts = (("query.bibliographic", step.text), ("query.author", step.author), ("query.container-title", step.journal))
    query = tuple(pair for pair in parts if pair[1])
    return Ask(
        source=NAME,
        role="crossref",
        path="/works",
        query=(*query, ("rows", str(ROWS))),
        key=(NAME, "works", *(f"{name}={text}" for name, text in query)),
        step=step,
    )


def read(page: Page) -> Answer:
    """Read a work, a list of works, or the agency of a DOI."""
    shape = page.ask.key[1]
    opened = interface.opened(page)
    if isinstance(opened, Answer):
        strange = shape == "agency" and opened.state is State.NOT_FOUND
        return outcome.changed(f"登记机构查询（HTTP {page.status}）") if strange else opened
    told, note = opened
    if shape == "agency":
        return _agency(told, page.ask.step.text)
    message = plain.at(told, "message")
    if not isinstance(message, dict):
        return outcome.changed("接口的数据")
    return _work(page, message, note) if shape == "work" else _works(message, note)


def _agency(told: Any, number: str) -> Answer:
    """Read who registered a DOI: `words` is the agency's name; a DOI that doi.org does not know is its zero."""
    row = told[0] if isinstance(told, list) and told else {}
    agency, status = plain.text(row, "RA"), plain.text(row, "status")
    if not doi.same(plain.text(row, "DOI") or "", number) or not (agency or status):
        return outcome.changed("登记机构查询的数据")
    if agency:
        return Answer(state=State.FOUND, words=agency[:60], total=1)
    return outcome.zero(status or "")


def _work(page: Page, message: dict[str, Any], note: str) -> Answer:
    record = _record(message)
    if record is None:
        return outcome.changed("记录没有题名或DOI")
    if not doi.same(record.doi or "", page.ask.step.text):
        return outcome.changed(f"所得DOI为{(record.doi or '')[:60]}，与所问不同")
    return Answer(state=State.FOUND, records=(record,), total=1, note=note)


def _works(message: dict[str, Any], note: str) -> Answer:
    if not isinstance(message.get("items"), list):
        return outcome.changed("接口的数据")
    items = plain.items(message, "items")
    total = plain.text(message, "total-results")
    if not items:
        return outcome.zero('"total-results":0') if total == "0" else outcome.changed("没有记录，也没有说明总数为0")
    targets = {doi.compact(plain.text(update, "DOI") or "") for item in items for update in _taken_back(item)}
    found = [record for record in map(_record, items) if record]
    if not found:
        return outcome.changed("记录没有题名或DOI")
    records = tuple(replace(one, retracted=True) if doi.compact(one.doi or "") in targets - {""} else one for one in found)
    return Answer(state=State.FOUND, records=records, total=int(total) if total and total.isdecimal() else None, note=note)


def _record(item: dict[str, Any]) -> Record | None:
    """Read one work; the prefix that a publisher puts before a retracted title is no part of it."""
    number, printed = plain.text(item, "DOI"), plain_title(plain.text(item, "title") or "")
    title = _RETRACTED.sub("", printed)
    if not number or not title:
        return None
    kind = plain.text(item, "type")
    print_date, online = _date(item, "published-print"), _date(item, "published-online")
    issued = print_date or _date(item, "issued") or online
    return Record(
        source=NAME,
        id=number,
        title=title,
        titles=tuple(plain_title(text) for text in (*plain.texts(item, "title")[1:], *plain.texts(item, "original-title"))),
        type=_TYPES.get(kind or ""),
        authors=tuple(_authors(item)) or None,
        journal=plain_title(plain.text(item, "container-title") or "") or None,
        year=issued[:4] if issued else None,
        volume=plain.text(item, "volume"),
        issue=plain.text(item, "issue") or plain.text(item, "journal-issue", "issue"),
        pages=plain.text(item, "page") or plain.text(item, "article-number"),
        issn=plain.text(item, "ISSN"),
        isbn=plain.text(item, "ISBN"),
        doi=number,
        published=print_date or issued,
        online_first=online,
        publisher=plain.text(item, "publisher"),
        retracted=True if _is_retracted(item, printed) else None,
        url=f"https://doi.org/{quote(number, safe='/')}",
    )


def _is_retracted(item: dict[str, Any], title: str) -> bool:
    """Say whether a work is taken back; a notice that takes back another work is not itself retracted."""
    if _RETRACTED.match(title):
        return True
    if any(plain.text(update, "type") in _TAKEN_BACK for update in plain.items(item, "updated-by")):
        return True
    own = doi.compact(plain.text(item, "DOI") or "")
    return any(
        doi.compact(plain.text(update, "DOI") or own) == own or not _NOTICE.match(title) for update in _taken_back(item)
    )


def _taken_back(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [update for update in plain.items(item, "update-to") if (plain.text(update, "type") or "").lower() in _TAKEN_BACK]


def _authors(item: dict[str, Any]) -> list[Author]:
    found = []
    for person in plain.items(item, "author")[:2000]:
        family, given = plain.text(person, "family"), plain.text(person, "given")
        joint = "" if family and has_han(family) else ", "
        name = f"{family}{joint}{given}" if family and given else family or given or plain.text(person, "name")
        units = tuple(unit for unit in (plain.text(one, "name") for one in plain.items(person, "affiliation")) if unit)
        if name:
            found.append(Author(name=name, affiliations=units))
    return found


def _date(item: dict[str, Any], name: str) -> str | None:
    """Return a date out of `{"date-parts": [[2021, 6, 15]]}`."""
    parts = plain.at(item, name, "date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = [part for part in first[:3] if isinstance(part, int) and 0 < part < 10_000] if isinstance(first, list) else []
    return plain.date("-".join(f"{part:02}" for part in numbers)) if numbers else None
