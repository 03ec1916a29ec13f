"""What a dump's line holds: one work of Crossref, one of OpenAlex, or one record of a database's export; pruned to what is ever read.

Only the fields that the source's own `read` looks at are kept, as they stand. A line that is no work is a `Wrong`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from verifier.formats.entry import Entry
from verifier.retrieval.corpus import keys
from verifier.retrieval.corpus.lines import Wrong

LONGEST_RECORD = 256 << 10
MOST_AUTHORS = 200


class Shaped(NamedTuple):
    """One record: its JSON, its title, the keys that it is found by."""

    raw: bytes
    title: str
    doi: str
    places: tuple[str, ...]


class _Update(msgspec.Struct, omit_defaults=True):
    DOI: str | None = None
    type: str | None = None


class _Unit(msgspec.Struct, omit_defaults=True):
    name: str | None = None


class _Person(msgspec.Struct, omit_defaults=True):
    family: str | None = None
    given: str | None = None
    name: str | None = None
    affiliation: list[_Unit] = []


class _Dates(msgspec.Struct, rename={"parts": "date-parts"}, omit_defaults=True):
    parts: list[list[int | None]] = []


class _Work(
    msgspec.Struct,
    omit_defaults=True,
    rename={
        "original_title": "original-title", "container_title": "container-title", "published_print": "published-print",
        "published_online": "published-online", "journal_issue": "journal-issue", "article_number": "article-number",
        "updated_by": "updated-by", "update_to": "update-to",
    },
):  # fmt: skip
    """A work of Crossref's public data file."""

    DOI: str
    title: list[str] | str
    type: str | None = None
    original_title: list[str] | None = None
    author: list[_Person] | None = None
    container_title: list[str] | str | None = None
    issued: _Dates | None = None
    published_print: _Dates | None = None
    published_online: _Dates | None = None
    volume: str | None = None
    issue: str | None = None
    journal_issue: Any = None
    page: str | None = None
    article_number: str | None = None
    ISSN: list[str] | None = None
    ISBN: list[str] | None = None
    publisher: str | None = None
    updated_by: list[_Update] | None = None
    update_to: list[_Update] | None = None


class _Serial(msgspec.Struct, omit_defaults=True):
    display_name: str | None = None
    issn_l: str | None = None
    issn: list[str] | None = None
    type: str | None = None


class _Location(msgspec.Struct, omit_defaults=True):
    source: _Serial | None = None


class _Biblio(msgspec.Struct, omit_defaults=True):
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    last_page: str | None = None


class _Named(msgspec.Struct, omit_defaults=True):
    display_name: str | None = None


class _Authorship(msgspec.Struct, omit_defaults=True):
    raw_author_name: str | None = None
    author: _Named | None = None
    raw_affiliation_strings: list[str] | None = None
    is_corresponding: bool | None = None


class _Alex(msgspec.Struct, omit_defaults=True):
    """A work of OpenAlex's snapshot."""

    id: str
    title: str | None = None
    display_name: str | None = None
    doi: str | None = None
    type: str | None = None
    publication_year: int | None = None
    biblio: _Biblio | None = None
    primary_location: _Location | None = None
    authorships: list[_Authorship] | None = None
    is_retracted: bool | None = None


_WORK = msgspec.json.Decoder(_Work)
_ALEX = msgspec.json.Decoder(_Alex)
_ENTRY = msgspec.json.Decoder(Entry)
_ENCODE = msgspec.json.Encoder().encode


class Filed(NamedTuple):
    """One record as it is stored: its JSON, the numbers of its exact keys (0 for no DOI), its grams joined by blanks."""

    raw: bytes
    doi: int
    places: tuple[int, ...]
    grams: str


def filed(source: str, line: bytes) -> Filed | Wrong:
    """Return a line of a source's dump as it is stored, or why it is not."""
    found = shaped(source, line)
    if isinstance(found, Wrong):
        return found
    places = tuple([keys.number(place) for place in found.places])
    return Filed(
        found.raw, keys.number(found.doi) if found.doi else 0, places, " ".join(keys.grams(keys.words(found.title)))
    )


def shaped(source: str, line: bytes) -> Shaped | Wrong:
    """Return a line of a source's dump as a record, or why it is none."""
    try:
        found = SHAPES[source](line)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        return Wrong(f"不是该数据包的记录（{str(error)[:80]}）", f"no record of this dump ({str(error)[:80]})")
    if found is None:
        return Wrong("记录没有题名或编号", "the record has no title or number")
    if len(found.raw) > LONGEST_RECORD:
        return Wrong("记录过长，未收", "the record is too long and was left out")
    return found


def _crossref(line: bytes) -> Shaped | None:
    work = _WORK.decode(line)
    title = _first(work.title)
    if not work.DOI or not title:
        return None
    if work.author and len(work.author) > MOST_AUTHORS:
        work.author = work.author[:MOST_AUTHORS]
    years = tuple(
        [_year(dates) for dates in (work.published_print, work.issued, work.published_online) if dates is not None]
    )
    name = _first(work.container_title)
    places = keys.places(
        (name,), tuple(work.ISSN or ()), years, work.issue, work.volume, work.page or work.article_number
    )
    return Shaped(_ENCODE(work), title, keys.doi(work.DOI), places)


def _openalex(line: bytes) -> Shaped | None:
    work = _ALEX.decode(line)
    title = work.title or work.display_name
    if not title:
        return None
    if work.authorships and len(work.authorships) > MOST_AUTHORS:
        work.authorships = work.authorships[:MOST_AUTHORS]
    serial = (work.primary_location.source if work.primary_location else None) or _Serial()
    biblio = work.biblio or _Biblio()
    numbers = tuple(dict.fromkeys(one for one in (serial.issn_l, *(serial.issn or ())) if one))
    years = (str(work.publication_year),) if work.publication_year else ()
    places = keys.places((serial.display_name or "",), numbers, years, biblio.issue, biblio.volume, biblio.first_page)
    return Shaped(_ENCODE(work), title, keys.doi(work.doi), places)


def _entry(line: bytes) -> Shaped | None:
    entry = _ENTRY.decode(line)
    if not entry.title:
        return None
    serials = (entry.issn,) if entry.issn else ()
    places = keys.places(
        (entry.container or "",), serials, ((entry.year or "")[:4],), entry.issue, entry.volume, entry.pages
    )
    return Shaped(line, entry.title, keys.doi(entry.doi), places)


def _first(value: list[str] | str | None) -> str:
    return (value[0] if value else "") if isinstance(value, list) else value or ""


def _year(dates: _Dates) -> str:
    first = dates.parts[0] if dates.parts else None
    return str(first[0]) if first and first[0] else ""


DUMPS: dict[str, Callable[[bytes], Shaped | None]] = {"crossref": _crossref, "openalex": _openalex}
"""Sources whose dumps are open, line by line."""
LICENSED = ("cnki", "wanfang", "vip", "ncpssd")
"""Databases whose exports are read by `verifier.formats`, where an institution's licence allows it."""
SHAPES: dict[str, Callable[[bytes], Shaped | None]] = {**DUMPS, **dict.fromkeys(LICENSED, _entry)}


class _Titled(msgspec.Struct):
    title: list[str] | str | None = None
    display_name: str | None = None


_TITLED = msgspec.json.Decoder(_Titled)


def title(raw: bytes) -> str:
    """Return the title of a stored record."""
    found = _TITLED.decode(raw)
    return _first(found.title) or found.display_name or ""
