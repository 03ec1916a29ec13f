"""VIP's www pages: a Nuxt application whose list shows empty titles and carries its records in the script."""

from __future__ import annotations

from typing import Any

from verifier.model import Answer, Author, Page, Record, State
from verifier.sources import nuxt, outcome, plain
from verifier.sources.decoding import decode
from verifier.sources.filename import doi_witness, lettered
from verifier.sources.markup import is_cut, plain_title
from verifier.sources.vip_pages import NAME, refused, stable


def records(page: Page) -> Answer:
    """Read the search page; for a detail step only the record that was asked for counts."""
    text = decode(page)
    blocked = refused(page, text)
    if blocked:
        return blocked
    try:
        data = nuxt.payload(text.text)
    except nuxt.Unreadable as error:
        what = f"页面数据：{error}"
        return outcome.answer(State.INCOMPLETE, what) if is_cut(text.text) else outcome.changed(what)
    listed = next((one["listData"] for one in plain.walk(data) if isinstance(one.get("listData"), dict)), None)
    if listed is None or not isinstance(listed.get("records"), list):
        return outcome.changed("页面数据中没有记录列表")
    found = tuple(record for record in map(_record, plain.items(listed, "records")) if record)
    wanted = page.ask.step.record
    mine = tuple(record for record in found if record.id == wanted) if wanted else found
    total = plain.text(listed, "total")
    if not mine:
        return outcome.answer(State.AMBIGUOUS, f"结果{total or len(found)}条中没有所问记录")
    return Answer(state=State.FOUND, records=mine, total=len(found), note=text.note)


def _record(item: dict[str, Any]) -> Record | None:
    """Read one record; `journalInfo` speaks of the serial, `isSuppl` of the issue."""
    record, shown = plain.text(item, "id") or plain.text(item, "lngid"), plain_title(plain.text(item, "title") or "")
    if not record or not shown:
        return None
    serial = plain.at(item, "journalInfo")
    issue, suppl = plain.text(serial, "num"), plain.flag(serial, "isSuppl")
    doi = plain.text(item, "doi")
    published = plain.date(plain.text(item, "pubDate"))
    first = plain.flag(item, "netFirst")
    return Record(
        source=NAME,
        id=record,
        title=shown,
        type="J",
        authors=tuple(_authors(item)),
        journal=plain.text(serial, "name"),
        year=plain.text(serial, "year") or plain.text(item, "year"),
        volume=plain.text(serial, "vol"),
        issue=issue,
        pages=_pages(item),
        cn=plain.text(serial, "cnno"),
        issn=plain.text(serial, "issn"),
        doi=doi,
        published=None if first else published,
        online_first=published if first else None,
        clc=plain.texts(item, "classInfo", "clc"),
        section=plain.text(item, "journalColumnInfo", "name"),
        supplement=suppl,
        retracted=plain.flag(item, "isRetraction"),
        witnesses=(
            *((("vip_isSuppl", "true"),) if suppl else ()),
            *((("vip_issue", issue),) if issue and lettered(issue) else ()),
            *doi_witness(doi),
        ),
        url=stable(record),
    )


def _authors(item: dict[str, Any]) -> list[Author]:
    people = sorted(plain.items(item, "authorInfo")[:500], key=_order)
    return [
        Author(name=name, affiliations=_orgs(one), corresponding=bool(plain.flag(one, "iscorr")))
        for one in people
        if (name := plain.text(one, "name"))
    ]


def _order(person: dict[str, Any]) -> int:
    order = plain.text(person, "order") or ""
    return int(order[:6]) if order.isascii() and order.isdigit() else 0


def _orgs(person: dict[str, Any]) -> tuple[str, ...]:
    named = tuple(name for name in (plain.text(org, "name") for org in plain.items(person, "orgs")) if name)
    return named or plain.texts(person, "orgs")


def _pages(item: dict[str, Any]) -> str | None:
    """Join begin, end and jump page: `106-111+117`."""
    first, last, jump = (plain.text(item, key) for key in ("beginPage", "endPage", "jumpPage"))
    if not first:
        return None
    extent = f"{first}-{last}" if last and last != first else first
    return f"{extent}+{jump}" if jump else extent
