"""What an archived page shows of the outputs that rest on it: values of the report that stand on the page word for word.

Nothing is printed as a field of a page that the page does not hold, whatever another page of the same source says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from verifier.model import ItemReport, Journal, Record
from verifier.proof.attachments import evidence_of
from verifier.proof.words import FIELDS, Text, pick

RECORD: Text = ("记录号", "Record")
CLASS: Text = ("分类号", "CLC number")
SPONSORS: Text = ("主办单位", "Sponsor")
AUTHORITY: Text = ("主管单位", "Authority")
FREQUENCY: Text = ("刊期", "Frequency")
LOOKED_AT = 2_000_000
"""So many characters of a page are searched for values; a page that is longer is no page of these sources."""


def fields(items: tuple[ItemReport, ...], evidence: str, source: str, page: str, lang: str) -> tuple[tuple[str, str], ...]:
    """Return labelled values of the items that rest on a piece of evidence, as far as `page` (its text) holds them."""
    text = _squeezed(unescape(page[:LOOKED_AT]))
    pairs = (
        (pick(label, lang), value)
        for item in items
        if evidence in evidence_of(item)
        for label, value in _values(item, evidence, source)
    )
    return tuple(dict.fromkeys((label, value) for label, value in pairs if _squeezed(value) in text))


def sought(items: tuple[ItemReport, ...], evidence: str) -> tuple[str, ...]:
    """Return the titles that a reader looks for on a page: those of the items that rest on it."""
    mine = [item for item in items if evidence in evidence_of(item)]
    titles = [title for item in mine for title in (item.record and item.record.title, item.citation.title) if title]
    return tuple(dict.fromkeys(titles))


def _values(item: ItemReport, evidence: str, source: str) -> Iterator[tuple[Text, str]]:
    result = item.lookups.get(source)
    if item.journal is not None and item.journal.source == source:
        yield from _journal(item.journal)
    elif result is not None and result.record:
        yield RECORD, result.record
    if item.record is not None and item.record.source == source:
        yield from _record(item.record, whole=evidence in item.record.evidence)
    elif item.citation.title:
        yield FIELDS["title"], item.citation.title


def _record(record: Record, *, whole: bool) -> Iterator[tuple[Text, str]]:
    """Yield a record's values; the short ones only for a page that it was read from, for they may stand anywhere."""
    yield FIELDS["title"], record.title
    names = [author.name for author in record.authors or ()]
    yield from ((FIELDS["authors"], one) for one in names)
    if record.journal:
        yield FIELDS["journal"], record.journal
    if whole:
        short = (("year", record.year), ("volume", record.volume), ("issue", record.issue), ("pages", record.pages))
        yield from ((FIELDS[key], value) for key, value in short if value)
    yield from ((FIELDS[key], value) for key, value in (("doi", record.doi), ("isbn", record.isbn)) if value)
    yield from ((CLASS, one) for one in record.clc)


def _journal(journal: Journal) -> Iterator[tuple[Text, str]]:
    yield FIELDS["journal"], journal.title
    known = (
        (FIELDS["cn"], journal.cn),
        (FIELDS["issn"], journal.issn),
        (SPONSORS, "；".join(journal.sponsors)),
        (AUTHORITY, journal.authority),
        (FREQUENCY, journal.frequency),
        (FIELDS["place"], journal.place),
    )
    yield from ((label, value) for label, value in known if value)


def joined(pairs: tuple[tuple[str, str], ...], lang: str) -> tuple[tuple[str, str], ...]:
    """Return pairs with the values of one label in one line, in the order of first appearance."""
    together: dict[str, list[str]] = {}
    for label, value in pairs:
        together.setdefault(label, []).append(value)
    comma = "；" if lang == "zh" else "; "
    return tuple((label, comma.join(values)) for label, values in together.items())




def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
