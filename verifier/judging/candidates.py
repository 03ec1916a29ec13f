"""Which of the records that a source showed are worth comparing, and which of them are rows of one paper."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import msgspec
from rapidfuzz import fuzz

from verifier.judging import authors, containers, differences, titles
from verifier.judging.weights import Weights
from verifier.model import Citation, Contents, Lookup, Record
from verifier.normalize import doi, issues, pages
from verifier.normalize.text import key

RELATED = frozenset({"", "typography", "abbreviation", "former_name", "edition_unstated", "look_alike"})
"""Kinds of container differences in which two names may be one serial's."""


def candidates(citation: Citation, lookup: Lookup, weights: Weights) -> tuple[Record, ...]:
    """Return the records worth comparing, one a record id: equal or like titles, the same DOI, or the claimed first page."""
    shown = merged(chain(lookup.records, (_placed(one, page) for page in lookup.contents for one in page.records)))
    if not citation.title:
        return tuple(record for record in shown if _at_place(citation, record))
    wanted = key(citation.title)
    least = weights.limits.rank_at_least
    return tuple(
        record
        for record in shown
        if any(_alike(wanted, key(title), least) for title in (record.title, *record.titles))
        or _at_place(citation, record)
    )


def _placed(record: Record, page: Contents) -> Record:
    """Return a contents row with the year and issue of its page where the row itself does not print them."""
    if record.year and record.issue:
        return record
    return msgspec.structs.replace(record, year=record.year or page.year, issue=record.issue or page.issue)


def _alike(wanted: str, title: str, least: float) -> bool:
    if wanted == title or (
        min(len(wanted), len(title)) >= 4 and (title.startswith(wanted) or wanted.startswith(title))
    ):
        return True
    return bool(fuzz.ratio(wanted[: titles.REACH], title[: titles.REACH], score_cutoff=least))


def _at_place(citation: Citation, record: Record) -> bool:
    if citation.doi and record.doi and doi.same(citation.doi, record.doi):
        return True
    first = pages.first(citation.pages)
    return bool(first) and first == pages.first(record.pages)


def merged(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return one record an id; what a first page left open is filled from later pages of the same record."""
    found: dict[str, Record] = {}
    for record in records:
        known = found.get(record.id)
        found[record.id] = record if known is None or known == record else _fill(known, record)
    return tuple(found.values())


def _fill(known: Record, more: Record) -> Record:
    gaps = {
        field: getattr(more, field)
        for field in Record.__struct_fields__
        if getattr(known, field) in (None, (), "") and getattr(more, field) not in (None, (), "")
    }
    gaps["evidence"] = tuple(dict.fromkeys(known.evidence + more.evidence))
    gaps["witnesses"] = tuple(dict.fromkeys(known.witnesses + more.witnesses))
    return msgspec.structs.replace(known, **gaps)


def fullness(record: Record) -> int:
    """Count what a record shows, so that of two rows of one paper the fuller one is named."""
    return sum(
        getattr(record, field) not in (None, (), "") for field in ("authors", "year", "issue", "pages", "volume", "doi")
    )


def one_paper(one: Record, other: Record) -> bool:
    """Tell whether two records of one source show the same paper twice: nothing that both show differs.

    A first release on-line and the issued record are one paper; so are a duplicated row and its twin.
    """
    early = one.dbcode in differences.ONLINE_FIRST or other.dbcode in differences.ONLINE_FIRST
    relation = authors.relation(authors.recorded_names(one), authors.recorded_names(other))
    if key(one.title) != key(other.title) or (relation and relation.kind not in authors.HARMLESS):
        return False
    if one.journal and other.journal and containers.relation(one.journal, other.journal) not in RELATED:
        return False
    if early:
        return True
    pairs = ((one.year, other.year), (one.issue, other.issue), (pages.key(one.pages), pages.key(other.pages)))
    return all(not left or not right or left == right or issues.same(left, right) for left, right in pairs)
