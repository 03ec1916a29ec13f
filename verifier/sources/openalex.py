"""OpenAlex, asked of foreign outputs: by DOI, which costs nothing there, else by the words of the title.

Its date of publication is the earliest that anybody gave it and often the first of January: only the year is taken. It is said
to lack many titles, so that its silence says little.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from verifier.model import Answer, Ask, Author, Page, Record, State, Step
from verifier.normalize import doi
from verifier.sources import interface, outcome, plain
from verifier.sources.markup import plain_title

NAME = "openalex"
TITLE = "OpenAlex"
VERSION = "1"
KIND = "open"
CAN = frozenset({"search"})
JOURNAL_BY: tuple[str, ...] = ()

ROWS = 25
_SYNTAX = re.compile(r"[^\w\s-]|_")
"""Signs that mean something in a filter (comma, colon, bar, quotation mark)."""
_TYPES = {"article": "J", "review": "J", "letter": "J", "editorial": "J", "dissertation": "D", "book": "M", "report": "R"}


def ask(step: Step) -> Ask:
    """Turn a step into a request: a work by its DOI, or works by the words of their title."""
    if step.field == "doi":
        number = doi.compact(step.text)
        path = f"/works/doi:{quote(number, safe='/')}"
        return Ask(source=NAME, role="openalex", path=path, key=(NAME, "work", number), step=step)
    words = " ".join(_SYNTAX.sub(" ", step.text).split())
    query = (("filter", f"title.search:{words}"), ("per_page", str(ROWS)))
    return Ask(source=NAME, role="openalex", path="/works", query=query, key=(NAME, "works", words), step=step)


def read(page: Page) -> Answer:
    """Read a work or a list of works."""
    opened = interface.opened(page)
    if isinstance(opened, Answer):
        return opened
    told, note = opened
    if page.ask.key[1] == "work":
        record = _record(told)
        if record is None or not doi.same(record.doi or "", page.ask.step.text):
            return outcome.changed("记录没有题名，或DOI与所问不同")
        return Answer(state=State.FOUND, records=(record,), total=1, note=note)
    total, rows = interface.number(told, "meta", "count"), plain.items(told, "results")
    if not rows:
        return outcome.zero('"count":0') if total == 0 else outcome.changed("没有记录，也没有说明总数为0")
    found = tuple(record for record in map(_record, rows) if record)
    if len(found) < len(rows):
        return outcome.changed("记录没有题名或编号")
    return Answer(state=State.FOUND, records=found, total=total, note=note)


def _record(item: Any) -> Record | None:
    number, key = doi.compact(plain.text(item, "doi") or ""), (plain.text(item, "id") or "").rpartition("/")[2]
    title = plain_title(plain.text(item, "title") or plain.text(item, "display_name") or "")
    if not title or not (number or key):
        return None
    serial = plain.at(item, "primary_location", "source")
    kind = _TYPES.get(plain.text(item, "type") or "")
    year = plain.text(item, "publication_year")
    return Record(
        source=NAME,
        id=number or key,
        title=title,
        type="C" if kind == "J" and plain.text(serial, "type") == "conference" else kind,
        authors=tuple(_authors(item)) or None,
        journal=plain_title(plain.text(serial, "display_name") or "") or None,
        year=year if year and re.fullmatch(r"\d{4}", year) else None,
        volume=plain.text(item, "biblio", "volume"),
        issue=plain.text(item, "biblio", "issue"),
        pages=interface.extent(plain.text(item, "biblio", "first_page"), plain.text(item, "biblio", "last_page")),
        issn=plain.text(serial, "issn_l") or plain.text(serial, "issn"),
        doi=number or None,
        retracted=True if plain.flag(item, "is_retracted") else None,
        url=f"https://doi.org/{quote(number, safe='/')}" if number else f"https://openalex.org/{quote(key)}",
    )


def _authors(item: Any) -> list[Author]:
    named = [
        (plain.text(one, "raw_author_name") or plain.text(one, "author", "display_name"), one)
        for one in plain.items(item, "authorships")[:2000]
    ]
    return [
        Author(
            name=name,
            affiliations=plain.texts(one, "raw_affiliation_strings"),
            corresponding=bool(plain.flag(one, "is_corresponding")),
        )
        for name, one in named
        if name
    ]
