"""Infer what kind of item a reference without type mark is, and say in a doubt that it was inferred."""

from __future__ import annotations

import re

from verifier.readers import publishing
from verifier.readers.draft import Draft, Span
from verifier.readers.imprint import Imprint

_NEWSPAPER = re.compile(r"(?:日报|晚报|早报|晨报|时报|商报|周报|青年报|报|Times|Daily|Post|Tribune|Zeitung)$")
_JOURNAL = re.compile(r"学报|杂志|期刊|通报|通讯|月刊|季刊|Journal|Review|Transactions|Letters|Annals|Bulletin|Acta|Magazine|Quarterly", re.I)


def of_tail(text: str, parts: list[Span], tail: Imprint, has_authors: bool) -> str:
    """Return J, N, M, D or the empty string for what the last segment and the imprint say.

    The signs: a volume or issue makes a journal, a full date behind a newspaper's name a newspaper, a publisher a book, a
    university alone a thesis.
    """
    last = text[slice(*parts[-1])]
    spans = tail.spans
    if "date" in spans and _NEWSPAPER.search(last.rstrip(" ,")):
        return "N"
    press = publishing.is_press(last)
    if "issue" in spans or ("volume" in spans and not press):
        return "J"
    if press and len(parts) > 1:
        return "D" if re.search(r"(?:大学|学院)(?:\([\u3400-\u9fff]+\))?$", last.strip(" ,.")) and ":" not in last else "M"
    if _NEWSPAPER.search(last.rstrip(" ,")):
        return "N"
    return "J" if "pages" in spans or _JOURNAL.search(last) else "M"


def infer(draft: Draft, kind: str) -> None:
    """Write an inferred type with its doubt."""
    if kind and draft.type is None:
        draft.type = kind
        draft.doubt("type", "inferred", "", "未标注文献类型，按著录形式推断")
