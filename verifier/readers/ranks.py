"""Take the places that lists print behind names (`刘某（1/3）`, first of three authors) out of the text; they are no part of a name."""

from __future__ import annotations

import re

from verifier.readers.draft import Draft
from verifier.readers.surnames import is_person

_RANK = re.compile(
    r"(?P<name>[\u3400-\u9fff]{2,4})\s?(?P<rank>\(\s?(?P<place>\d{1,2})\s?/\s?(?P<all>\d{1,2})\s?\))(?=\s?[.,:;、《“\s]|$)"
)
_BEFORE = frozenset(" ,;:、")
"""What parts a name from the one before it, or from its label; a stop does not, as titles stand behind it."""


def take(draft: Draft, start: int, end: int) -> None:
    """Blank every place behind a name at the front or behind another separator than a stop, and say so once."""
    if "/" not in draft.text:
        return
    taken = [
        found.span("rank") for found in _RANK.finditer(draft.text, start, end) if _is_ranked(draft.text, start, found)
    ]
    for span in taken:
        draft.blank(*span)
    if taken:
        shown = "、".join(draft.folded.clean[slice(*span)] for span in taken)
        draft.doubt("authors", "unread", shown, "署名次序与人数，不是姓名的一部分")


def _is_ranked(text: str, start: int, found: re.Match[str]) -> bool:
    """Tell whether a bracket holds a place among that many, behind a person's name that stands for itself."""
    alone = found.start() == start or text[found.start() - 1] in _BEFORE
    return alone and 0 < int(found["place"]) <= int(found["all"]) and is_person(found["name"])
