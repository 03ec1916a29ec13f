"""The page of one item: what was stated, what every source shows, the captured pages and scans, why, the chain, and what people said."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from verifier.model import Contents, ItemReport, Record, Report
from verifier.normalize import pages
from verifier.normalize.text import key
from verifier.portal import filing, showing
from verifier.portal.committee import behind, deciding, issue_table, reuse, trail, waterfall
from verifier.portal.committee.marks import marked
from verifier.portal.files import SEEN
from verifier.portal.language import lang
from verifier.portal.models import Appeal, Attachment, Item, Sample
from verifier.proof.annex import BY_HAND
from verifier.proof.words import FIELDS, SOURCES, name
from verifier.reasons import Outcome

FIELDS_SHOWN = ("title", "authors", "container", "year", "volume", "issue", "pages", "doi", "cn", "issn", "type")
SHEETS = 40
"""Pages of one scan that are shown; the rest is in the download."""
AROUND = 3
"""Papers shown before and after the stated place in an issue's contents."""


class Side(NamedTuple):
    """One source's value of a field, with what differs marked; `differs` is "", `harmless` or `differs`."""

    shown: SafeString | str
    differs: str


class Compared(NamedTuple):
    """One field across all sources: as stated (marked against the record that was taken), then each source's."""

    name: str
    claimed: SafeString | str
    sides: list[Side]
    differs: bool


class Scan(NamedTuple):
    """One file that people added, and the numbers of its pages that are shown."""

    file: Attachment
    pages: range


class Paper(NamedTuple):
    """One line of an issue's contents; `is_it` the stated paper, `is_there` another one on the stated pages."""

    title: str
    authors: str
    pages: str
    is_it: bool
    is_there: bool


def context(request: HttpRequest, item: Item, sample: Sample | None = None) -> dict[str, Any]:
    """Return all that the page shows; a sample's page has its own addresses, for its item is flagged for nobody."""
    version = item.version
    report, shown = showing.of(version, item.key)
    told = behind.behind(version.report, item.key)
    records = told.records() or _named(shown.item)
    shown_first = [record.evidence[-1] for record in records.values() if record.evidence]  # a record's own page was read last
    every = sorted(
        showing.evidence(report, shown), key=lambda piece: (piece.id not in shown_first, piece.source != taken(shown.item))
    )
    pieces = [piece for piece in every if piece.role not in BY_HAND]
    brought = [piece for piece in every if piece.role in BY_HAND]
    lines = issue_table.rows(told.tables, shown.item.citation)
    year = shown.item.citation.year or (shown.item.record.year if shown.item.record else "") or ""
    return {
        "item": item, "sample": sample, "application": item.application, "report": report, "shown": shown, "told": told,
        "sources": [name(SOURCES, source, lang()) for source in records], "compared": compared(shown.item, records),
        "stairs": [waterfall.staircase(one) for one in told.matches if one.record is not None],
        "issues": lines, "issues_picture": issue_table.picture(lines, year) if lines else "", "year": year,
        "contents": [(name(SOURCES, one.source, lang()), one, papers(one, shown.item)) for one in told.contents],
        "proofs": behind.proofs(report, pieces), "brought": brought, "scans": [Scan(one, range(1, min(one.pages or 0, SHEETS) + 1) if one.sniffed in SEEN else range(0)) for one in scans(item)], "links": trail.of(item),
        "conflicts": showing.conflicts(item), "reused": reuse.of_item(item, request.user), "base": address(item, sample),
        **said(request, item),
    }  # fmt: skip


def address(item: Item, sample: Sample | None) -> str:
    """Return where the pages under an item's page stand."""
    return reverse("committee-sample", args=[sample.pk]) if sample else reverse("committee-item", args=[item.pk])


def said(request: HttpRequest, item: Item) -> dict[str, Any]:
    """Return what people said of an item, without what is kept from this member; and what this member may do now."""
    first, hidden = deciding.standing(item), deciding.is_hidden(item, request.user)
    history = list(item.decisions.select_related("by", "on").order_by("id"))
    if hidden:
        history = [one for one in history if one.role != "committee" or one.kind == "note"]
    return {
        "first": None if hidden else first, "second": deciding.second_of(first) if first and not hidden else None, "hidden": hidden,
        "history": history, "holds": item.current and filing.holds(item.application, request.user), "outcomes": list(Outcome)[::-1],
        "appeals": [] if hidden else list(Appeal.objects.filter(item=item).select_related("made_by", "decided_by")),
        "may_appeal": bool(first and item.settled and not hidden),
    }  # fmt: skip


def taken(item: ItemReport) -> str:
    """Return the source whose record was taken for the paper, "" where none was."""
    return item.identity.source if item.identity else ""


def _named(item: ItemReport) -> dict[str, Record]:
    return {item.record.source: item.record} if item.record else {}


def compared(item: ItemReport, records: dict[str, Record]) -> list[Compared]:
    """Return every field that any side has."""
    matched = taken(item) or next(iter(records), "")
    kinds = {(one.field, one.source): "harmless" if one.harmless else "differs" for one in item.differences}
    lines = []
    for field in FIELDS_SHOWN:
        claimed = value(item.citation, field)
        theirs = {source: value(record, field, item) for source, record in records.items()}
        if not claimed and not any(theirs.values()):
            continue
        sides, left = [], claimed
        for source, recorded in theirs.items():
            kind = kinds.get((field, source)) or ("harmless" if _loosely(claimed, recorded) else "")
            mine, shown = marked(claimed, recorded) if kind == "differs" else (claimed, recorded)
            left = mine if source == matched and kind == "differs" else left
            sides.append(Side(shown, kind))
        lines.append(Compared(name(FIELDS, field, lang()), left, sides, any(one.differs == "differs" for one in sides)))
    return lines


def _loosely(claimed: str, recorded: str) -> bool:
    return bool(claimed and recorded) and claimed != recorded and key(claimed) == key(recorded)


def value(side: Any, field: str, item: ItemReport | None = None) -> str:
    """Return a field of a citation or a record as one line of text."""
    if field == "authors":
        return "，".join(getattr(one, "name", one) for one in side.authors or ())
    if field == "container" and item is not None:
        return side.journal or side.book or ""
    if field in ("cn", "issn") and item is not None and item.journal is not None:
        return getattr(side, field) or getattr(item.journal, field) or ""
    return getattr(side, field) or ""


def papers(page: Contents, item: ItemReport) -> list[Paper]:
    """Return the papers of an issue around the stated one: all of a short issue, of a long one those near its pages."""
    wanted, start = key(item.citation.title or ""), pages.first(item.citation.pages)
    listed = [
        Paper(
            one.title, "，".join(author.name for author in one.authors or ()), one.pages or "", bool(wanted) and key(one.title) == wanted,
            bool(pages.overlap(item.citation.pages, one.pages)) and key(one.title) != wanted,
        )
        for one in page.records
    ]  # fmt: skip
    if len(listed) <= 4 * AROUND:
        return listed
    near = [place for place, one in enumerate(listed) if one.is_it or one.is_there] or [_nearest(listed, start)]
    return [one for place, one in enumerate(listed) if any(abs(place - there) <= AROUND for there in near)]


def _nearest(listed: list[Paper], start: Any) -> int:
    def far(place: int) -> int:
        own = pages.first(listed[place].pages)
        return abs(int(own) - int(start)) if str(own or "").isdigit() and str(start or "").isdigit() else 10**6

    return min(range(len(listed)), key=far)


def scans(item: Item) -> list[Attachment]:
    """Return the files that people added to an item, or to its application as a whole."""
    rows = item.application.attachments.filter(removed=None, item__in=("", item.key)).select_related("by")
    return sorted(rows, key=lambda one: (one.item == "", one.pk))


def report_of(item: Item) -> tuple[Report, showing.Shown]:
    """Return an item's report and what its page shows of it."""
    return showing.of(item.version, item.key)
