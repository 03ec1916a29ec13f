"""Read references in an unusual order: the title before its authors."""

from __future__ import annotations

import re

from verifier.readers import names
from verifier.readers.draft import Draft, Span
from verifier.readers.surnames import is_person

_WORD = re.compile(r"[^\s,、;/]+")


def are_persons(text: str, part: Span) -> bool:
    """Tell whether a segment is nothing but Chinese persons' names.

    >>> are_persons("张某, 李某某等", (0, 9)), are_persons("技术进展", (0, 4))
    (True, False)
    """
    words = _WORD.findall(text, *part)
    return bool(words) and all(is_person(word.removesuffix("等") or "张三") for word in words)


def authors_behind(draft: Draft, part: Span) -> bool:
    """Take a segment behind the title as the authors if none stood before it; returns whether it was taken."""
    if draft.names or not are_persons(draft.text, part):
        return False
    found = names.read(draft.text, *part)
    draft.names, draft.et_al = list(found.spans), found.et_al
    draft.doubt("authors", "suspect", draft.text[slice(*part)], "作者排在题名之后")
    return True
