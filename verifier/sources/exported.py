"""A record of a database's export as a record of its source: its id is the one in its address, else one that says where it stands."""

from __future__ import annotations

import re

from verifier.formats.entry import Entry
from verifier.model import Author, Record
from verifier.sources import plain
from verifier.sources.alike import BROUGHT
from verifier.sources.filename import cnki_witness, wanfang_witness

_ID_IN_ADDRESS = {
    "cnki": re.compile(r"(?i)filename=([A-Z0-9.]{6,40})|CJFDTOTAL-([A-Z0-9]{6,40})"),
    "wanfang": re.compile(r"/periodical/([A-Za-z0-9_-]{6,80})"),
    "vip": re.compile(r"(?i)[?&](?:id|lngid)=(\w{4,40})"),
}


def record(entry: Entry, source: str, digest: str, number: int) -> Record:
    """Return an entry as a record of its source; `digest` is that of its file, `number` its place in it."""
    pattern = _ID_IN_ADDRESS.get(source)
    found = pattern.search(entry.url or "") if pattern else None
    key = next((one for one in found.groups() if one), "") if found else f"{BROUGHT}{digest[:8]}-{number}"
    return Record(
        source=source,
        id=key,
        title=entry.title,
        type=entry.type,
        authors=tuple(Author(name=name) for name in entry.authors) or None,
        journal=entry.container,
        year=entry.year,
        volume=entry.volume,
        issue=entry.issue,
        pages=entry.pages,
        cn=entry.cn,
        issn=entry.issn,
        doi=entry.doi,
        publisher=entry.publisher,
        published=plain.date(entry.date),
        witnesses=cnki_witness(key) if source == "cnki" else wanfang_witness(key) if source == "wanfang" else (),
        url=entry.url or "",
    )
