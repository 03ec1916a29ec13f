"""Write citations as CSL-JSON: what Zotero and the citation processors take in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from verifier.formats import western
from verifier.model import Citation

TYPES = {
    "J": "article-journal", "M": "book", "C": "paper-conference", "D": "thesis", "N": "article-newspaper", "P": "patent",
    "S": "standard", "R": "report", "EB": "webpage", "DS": "dataset", "DB": "dataset", "CP": "software", "CM": "map",
    "PP": "article", "G": "book", "A": "document", "Z": "document",
}  # fmt: skip
"""GB/T 7714 marks and the CSL types for them."""

_FIELDS = {
    "title": "title", "container": "container-title", "volume": "volume", "issue": "issue", "pages": "page", "doi": "DOI", "url": "URL",
    "publisher": "publisher", "place": "publisher-place", "issn": "ISSN", "number": "number",
}  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:\s?[-年./]\s?(\d{1,2})(?:\s?[-月./]\s?(\d{1,2}))?)?")


def write(citations: Iterable[Citation]) -> str:
    """Return a JSON array of CSL items.

    >>> write([Citation(id="1", raw="", type="J", title="题名", year="2019")]).count("article-journal")
    1
    """
    return json.dumps([item(citation) for citation in citations], ensure_ascii=False, indent=2)


def item(citation: Citation) -> dict[str, Any]:
    """Return one citation as a CSL item; what is null is left out."""
    out: dict[str, Any] = {"id": citation.id, "type": kind(citation)}
    for field, key in _FIELDS.items():
        value = getattr(citation, field)
        if value is not None:
            out[key] = value
    if citation.authors:
        out["author"] = [_name(name) for name in citation.authors]
    issued = _issued(citation)
    if issued:
        out["issued"] = {"date-parts": [issued]}
    if citation.title:
        out["language"] = "zh-CN" if western.is_han(citation.title) else "en"
    notes = [*([f"CN: {citation.cn}"] if citation.cn else []), *(["et al."] if citation.et_al else [])]
    if notes:
        out["note"] = "; ".join(notes)
    return out


def kind(citation: Citation) -> str:
    """Return the CSL type; a part of a book is a chapter."""
    mark = (citation.type or "").split("/")[0]
    if mark == "M" and citation.container:
        return "chapter"
    return TYPES.get(mark, "document")


def _name(name: str) -> dict[str, str]:
    parts = western.part(name)
    return {"family": parts.family, "given": parts.given} if parts.given else {"literal": name}


def _issued(citation: Citation) -> list[int]:
    found = _DATE.search(citation.date or "") or _DATE.search(citation.year or "")
    return [int(part) for part in found.groups() if part] if found else []
