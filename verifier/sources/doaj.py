"""DOAJ, asked of foreign outputs: by DOI, else by the exact words of the title. It holds open-access serials only."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from verifier.model import Answer, Ask, Author, Page, Record, State, Step
from verifier.normalize import doi
from verifier.sources import interface, outcome, plain
from verifier.sources.markup import plain_title

NAME = "doaj"
TITLE = "DOAJ"
VERSION = "1"
KIND = "open"
CAN = frozenset({"search"})
JOURNAL_BY: tuple[str, ...] = ()

ROWS = 20


def ask(step: Step) -> Ask:
    """Turn a step into a request: a Lucene query in the path."""
    text = doi.compact(step.text) if step.field == "doi" else " ".join(step.text.split())
    field = "doi" if step.field == "doi" else "bibjson.title"
    words = re.sub(r'["\\]', " ", text)
    return Ask(
        source=NAME,
        role="doaj",
        path="/api/search/articles/" + quote(f'{field}:"{words}"', safe=""),
        query=(("page", "1"), ("pageSize", str(ROWS))),
        key=(NAME, "articles", field, words),
        step=step,
    )


def read(page: Page) -> Answer:
    """Read a list of articles."""
    opened = interface.opened(page)
    if isinstance(opened, Answer):
        return opened
    told, note = opened
    total, rows = interface.number(told, "total"), plain.items(told, "results")
    if not rows:
        return outcome.zero('"total":0') if total == 0 else outcome.changed("没有记录，也没有说明总数为0")
    found = tuple(record for record in map(_record, rows) if record)
    if len(found) < len(rows):
        return outcome.changed("记录没有题名或编号")
    return Answer(state=State.FOUND, records=found, total=total, note=note)


def _record(item: Any) -> Record | None:
    told = plain.at(item, "bibjson")
    numbers = {plain.text(one, "type") or "": plain.text(one, "id") for one in plain.items(told, "identifier")}
    number, key = doi.compact(numbers.get("doi") or ""), plain.text(item, "id")
    title = plain_title(plain.text(told, "title") or "")
    if not title or not (number or key):
        return None
    year, month = plain.text(told, "year") or "", plain.text(told, "month") or ""
    return Record(
        source=NAME,
        id=number or key or "",
        title=title,
        type="J",
        authors=tuple(_authors(told)) or None,
        journal=plain_title(plain.text(told, "journal", "title") or "") or None,
        year=year if re.fullmatch(r"\d{4}", year) else None,
        volume=plain.text(told, "journal", "volume"),
        issue=plain.text(told, "journal", "number"),
        pages=interface.extent(plain.text(told, "start_page"), plain.text(told, "end_page")),
        issn=plain.text(told, "journal", "issns") or numbers.get("pissn") or numbers.get("eissn"),
        doi=number or None,
        published=plain.date(f"{year}-{month.zfill(2)}" if re.fullmatch(r"\d{1,2}", month) else year),
        publisher=plain.text(told, "journal", "publisher"),
        url=f"https://doi.org/{quote(number, safe='/')}" if number else f"https://doaj.org/article/{quote(key or '')}",
    )


def _authors(told: Any) -> list[Author]:
    people = plain.items(told, "author")[:2000]
    return [Author(name=name, affiliations=plain.texts(one, "affiliation")) for one in people if (name := plain.text(one, "name"))]
