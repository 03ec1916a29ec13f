"""The peer: one regular expression after folding full width, as a user would write it in an afternoon."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_HEAD = re.compile(r"(?:\[\d+\]\s*)?(?P<authors>.+?)\.\s*(?P<title>[^\[\]]+?)\s*\[(?P<type>[A-Z]{1,2})(?:/[A-Z]{2})?\][.,]?\s*(?P<rest>.*)$")
_JOURNAL = re.compile(
    r"(?P<container>.+?),\s*(?P<year>(?:19|20)\d\d)\s*,?\s*(?P<volume>\d+)?\s*(?:\((?P<issue>[^)]+)\))?\s*(?::\s*(?P<pages>[A-Za-z]?\d[\d\-+, A-Za-z]*))?"
)


def parse(text: str) -> dict[str, Any]:
    """Return the fields that the expression finds."""
    folded = unicodedata.normalize("NFKC", text).replace("。", ".").replace("–", "-").replace("—", "-")
    found = _HEAD.match(re.sub(r"\s+", " ", folded).strip())
    if found is None:
        return {}
    names = [name.strip() for name in found["authors"].split(",")]
    out: dict[str, Any] = {
        "authors": [name for name in names if name not in ("", "等", "et al")],
        "title": found["title"].strip(),
        "type": found["type"],
    }
    if found["type"] == "J" and (tail := _JOURNAL.match(found["rest"])):
        return out | {field: value.strip() for field, value in tail.groupdict().items() if value}
    year = re.search(r"(?:19|20)\d\d", found["rest"])
    page = re.search(r":\s*(\d+(?:-\d+)?)", found["rest"])
    return out | {"year": year[0] if year else None, "pages": page[1] if page else None}
