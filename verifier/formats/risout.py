"""Write citations as RIS, the tagged lines that EndNote, Zotero and NoteExpress take in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from verifier.formats import western
from verifier.model import Citation

TYPES = {
    "J": "JOUR", "M": "BOOK", "C": "CPAPER", "D": "THES", "N": "NEWS", "P": "PAT", "S": "STAND", "R": "RPRT",
    "EB": "ELEC", "DS": "DATA", "DB": "DBASE", "CP": "COMP", "CM": "MAP", "PP": "UNPB", "G": "BOOK", "A": "GEN", "Z": "GEN",
}  # fmt: skip
"""GB/T 7714 marks and the RIS types for them."""

_BREAKS = re.compile(r"\s+")


def write(citations: Iterable[Citation]) -> str:
    """Return all citations as RIS records.

    >>> write([Citation(id="1", raw="", type="J", title="题名", pages="15-18")]).splitlines()[:2]
    ['TY  - JOUR', 'TI  - 题名']
    """
    return "\n".join(record(citation) for citation in citations)


def record(citation: Citation) -> str:
    """Return one record, from its type to its end."""
    lines = [f"{tag}  - {_BREAKS.sub(' ', value).strip()}" for tag, value in _tags(citation)]
    return "\n".join([*lines, "ER  - ", ""])


def kind(citation: Citation) -> str:
    """Return the RIS type; a part of a book is a chapter."""
    mark = (citation.type or "").split("/")[0]
    return "CHAP" if mark == "M" and citation.container else TYPES.get(mark, "GEN")


def _tags(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", kind(citation)
    for tag, value in (("TI", citation.title), *(("AU", _name(name)) for name in citation.authors)):
        if value:
            yield tag, value
    first, last = _pages(citation.pages)
    values = {
        "T2": citation.container, "PY": citation.year, "DA": citation.date, "VL": citation.volume, "IS": citation.issue, "SP": first, "EP": last,
        "DO": citation.doi, "UR": citation.url, "PB": citation.publisher, "CY": citation.place, "SN": citation.issn, "M1": citation.number,
        "N1": f"CN {citation.cn}" if citation.cn else None, "ID": citation.id,
    }  # fmt: skip
    yield from ((tag, value) for tag, value in values.items() if value)


def _name(name: str) -> str:
    parts = western.part(name)
    return f"{parts.family}, {parts.given}" if parts.given else name


def _pages(pages: str | None) -> tuple[str | None, str | None]:
    """Return first and last page of a plain range; anything else stays whole in the first."""
    found = re.fullmatch(r"(\w+)\s?-\s?(\w+)", pages or "")
    return (found[1], found[2]) if found else (pages, None)
