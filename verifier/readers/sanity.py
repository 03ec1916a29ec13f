"""Take back what cannot be what it was read as: a title without a word; better null than a guess."""

from __future__ import annotations

import re

from verifier.readers.draft import Draft

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2}|[^\W\d_]{3}|[\u3400-\u9fff]$")


def check(draft: Draft) -> None:
    """Remove fields that hold no word or no number, and leave a doubt in their place."""
    for field in ("title", "container", "publisher", "place"):
        span = draft.spans.get(field)
        if span is not None and span[1] == draft.spans.get("number", (0, 0))[1]:
            continue  # the server and number of a preprint, taken out of the text already
        if span is not None and not draft.text[span[0] : span[0] + 3].isalpha() and _WORD.search(draft.text[span[0] : span[1]]) is None:
            _drop(draft, field)
    if draft.names and not any(_WORD.search(draft.text[a:b]) or b - a > 1 for a, b in draft.names):
        draft.doubt("authors", "unread", draft.text[draft.names[0][0] : draft.names[-1][1]], "作者未能识别")
        draft.names = []
    if "title" not in draft.spans:
        draft.doubt("title", "unread", draft.folded.clean.strip()[:120], "题名未能识别")


def _drop(draft: Draft, field: str) -> None:
    start, end = draft.spans.pop(field)
    if field != "title" and end - start > 1:
        draft.doubt(field, "unread", draft.folded.clean[start:end], "未能识别")
