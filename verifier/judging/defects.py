"""Known defects of single records in the databases: settled once by a person, with a ground, and then for everybody.

A defect corrects what is compared and judged; what the source shows stays visible as a harmless difference of the kind
`source_defect`, so that reports can be counted by it. A defect is no decision on an applicant: it says nothing of any claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from verifier.model import Author, Difference, Frozen, Record

KIND = "source_defect"
Field = Literal["title", "authors", "journal", "year", "volume", "issue", "pages", "cn", "issn", "doi", "published"]


class Defect(Frozen, frozen=True, kw_only=True):
    """One settled defect: `shown` is what the source's record prints, `right` what the journal prints, `basis` how it was settled.

    Authors are written with commas between them; `settled` is the day, `by` the office that settled it.
    """

    source: str
    record: str
    field: Field
    shown: str
    right: str
    basis: str
    by: str
    settled: date


class Defects(Frozen, frozen=True, kw_only=True):
    """The catalogue."""

    defect: tuple[Defect, ...] = ()


NONE = Defects()


def parse(data: Mapping[str, Any]) -> Defects:
    """Return the catalogue of a parsed TOML document. Unknown keys, wrong types and a place settled twice raise ValidationError."""
    found = msgspec.convert(dict(data), Defects)
    places = Counter((one.source, one.record, one.field) for one in found.defect)
    twice = next((place for place, count in places.items() if count > 1), None)
    if twice:
        raise msgspec.ValidationError(f"settled twice: {' '.join(twice)} - at `$.defect`")
    return found


def of(record: Record, known: Defects) -> tuple[Defect, ...]:
    """Return the defects of a record that it still shows; one that the source has mended since says nothing any more."""
    return tuple(
        one
        for one in known.defect
        if (one.source, one.record) == (record.source, record.id) and _text(record, one.field) == one.shown
    )


def settled(record: Record, found: Iterable[Defect]) -> Record:
    """Return the record as it should read."""
    changes: dict[str, Any] = {one.field: one.right for one in found}
    if "authors" in changes:
        changes["authors"] = tuple(Author(name=name.strip()) for name in changes["authors"].split(",") if name.strip())
    return msgspec.structs.replace(record, **changes) if changes else record


def difference(one: Defect) -> Difference:
    """Return the harmless difference that keeps a settled defect visible in a report."""
    field = "container" if one.field == "journal" else one.field
    return Difference(field=field, kind=KIND, claimed=one.right, recorded=one.shown, harmless=True, source=one.source)


def tally(differences: Iterable[Difference]) -> Counter[str]:
    """Count settled defects by source and field, as `wanfang.pages`."""
    return Counter(f"{one.source}.{one.field}" for one in differences if one.kind == KIND)


def _text(record: Record, field: str) -> str:
    value = getattr(record, field)
    return ",".join(author.name for author in value or ()) if field == "authors" else value or ""
