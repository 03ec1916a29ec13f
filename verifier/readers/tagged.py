"""Read the citation-key style `@题名@甲, 乙. (@2010)`, which tags title and year with an at sign."""

from __future__ import annotations

import re

from verifier.readers import kinds, latin, names
from verifier.readers.draft import Draft

_SHAPE = re.compile(r"@(?P<title>[^@]{4,400})@(?P<authors>[^@()]{0,400}?)\.?\s*\(@(?P<year>(?:1[5-9]|20)\d\d)[a-z]?\)\s*\.?$")


def match(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the parts of such a reference, None if it is none."""
    return _SHAPE.match(text, start, end) if text.startswith("@", start) else None


def read(draft: Draft, found: re.Match[str]) -> None:
    """Write title, authors and year."""
    draft.put("title", *found.span("title"))
    draft.put("year", *found.span("year"))
    start, end = found.span("authors")
    if found["authors"].strip().lower() not in ("", "anonymous", "佚名"):
        listed = (names.read if found["authors"][0] >= "\u3040" else latin.read)(draft.text, start, end)
        draft.names, draft.et_al = list(listed.spans), listed.et_al
    kinds.infer(draft, "J")
