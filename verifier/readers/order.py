"""Read references in an unusual order: the title before its authors."""

from __future__ import annotations

import re

from verifier.readers import names
from verifier.readers.draft import Draft, Span
from verifier.readers.surnames import is_person

_THREE = re.compile(r"[\u3400-\u9fff]{3}$")
"""A name of a rare surname, where it stands among others."""

_SHORT = re.compile(r"[\u3400-\u9fff]{2,3}(?:[,、; ]{1,2}[\u3400-\u9fff]{2,4}){0,11}\s?等?$")
_WORD = re.compile(r"[^\s,、;/]+")


def are_persons(text: str, part: Span) -> bool:
    """Tell whether a segment is nothing but Chinese persons' names.

    >>> are_persons("张某, 李某某等", (0, 9)), are_persons("技术进展", (0, 4))
    (True, False)
    """
    words = [word.removesuffix("等") or "张三" for word in _WORD.findall(text, *part)]
    odd = [word for word in words if not is_person(word)]
    return bool(words) and (not odd or (len(odd) == 1 and len(words) > 2 and _THREE.match(odd[0]) is not None))


def authors_behind(draft: Draft, part: Span, *, bare: bool = False) -> bool:
    """Take a segment behind the title as the authors if none stood before it; returns whether it was taken.

    `bare`: its place says what it is, so that names of rare surnames are taken too.
    """
    if draft.names or not (are_persons(draft.text, part) or (bare and _SHORT.match(draft.text[slice(*part)]))):
        return False
    found = names.read(draft.text, *part)
    draft.names, draft.et_al = list(found.spans), found.et_al
    draft.doubt("authors", "suspect", draft.text[slice(*part)], "作者排在题名之后")
    return True
