"""Read a reference without type mark whose parts are set off by stops: GB/T 7714-1987, author-date styles, APA, Vancouver."""

from __future__ import annotations

import re

from verifier.readers import heads, hosts, imprint, kinds, publishing
from verifier.readers.draft import Draft, trim

_HOST = re.compile(r"\s*(?://|∥|‖)\s*|(?<=[.,\s])\s*(?:见|载于?|收入|收于)\s?[:：]?\s*(?=[\u3400-\u9fff《])|(?<=[.,])\s+In\s?:?\s+(?=[A-Z])")
_THESIS = re.compile(r"[,:.]?\s*[\[(]\s?(?P<word>[^\[\]()]{0,24}(?:学位论文|论文|[Dd]issertation|[Tt]hesis))\s?[\])]")
_DEGREE = re.compile(r"\s*,?\s*(?:博士|硕士)(?:研究生)?(?:学位)?论文$")


def read(draft: Draft, start: int, end: int) -> None:
    """Read an unmarked reference between two places of the text."""
    begin = heads.authors(draft, start, end, marked=False)
    text = draft.text
    tail = imprint.read(text, begin, end, journal=True, year=draft.spans.get("year"))
    thesis = _THESIS.search(text, begin, tail.start)
    host = _HOST.search(text, begin, tail.start)
    if thesis:
        _thesis(draft, begin, tail, thesis, end)
    elif host and host.start() > begin:
        draft.put("title", begin, host.start())
        _books_imprint(draft, host.end(), end)
        hosts.take(draft, host.end(), tail.start, dated=True)
        kinds.infer(draft, "C" if re.search("会议|论文集|年会|Proceedings|Conference", text[host.end() : tail.start]) else "M")
    else:
        _segments(draft, begin, tail, end)


def _thesis(draft: Draft, begin: int, tail: imprint.Imprint, thesis: re.Match[str], end: int) -> None:
    draft.put("title", begin, thesis.start())
    _books_imprint(draft, thesis.end(), end)
    publishing.publisher(draft, thesis.end(), max(tail.start, thesis.end()))
    kinds.infer(draft, "D")


def _books_imprint(draft: Draft, start: int, end: int) -> None:
    for field, span in imprint.read(draft.text, start, end, journal=False, year=draft.spans.get("year")).spans.items():
        if field not in ("volume", "issue"):
            draft.put(field, *span)


def _segments(draft: Draft, begin: int, tail: imprint.Imprint, end: int) -> None:
    """Give the segments between authors and imprint their fields: title first, container or publisher last."""
    text = draft.text
    parts = publishing.segments(text, begin, tail.start)
    if not parts:
        return
    kind = kinds.of_tail(text, parts, tail, bool(draft.names))
    if len(parts) == 1 and kind != "J":
        draft.put("title", *parts[0])
        _books_imprint(draft, tail.start, end)
        return
    last = parts.pop() if len(parts) > 1 else None
    if kind in ("J", "N"):
        stop = parts[-1][1] if heads.is_han(text, begin) else parts[0][1]
        if last is None:
            draft.put("title", *parts[0])
        else:
            draft.put("title", parts[0][0], stop)
            draft.put("container", stop if not heads.is_han(text, begin) else last[0], last[1])
        for field, span in tail.spans.items():
            draft.put(field, *span)
    else:
        _books_imprint(draft, tail.start, end)
        parts = [parts[0], *publishing.without_notes(text, parts[1:])]
        draft.put("title", *parts[0])
        if last:
            degree = _DEGREE.search(text, *last)
            publishing.publisher(draft, last[0], degree.start() if degree else last[1])
            kind = "D" if degree else kind
    kinds.infer(draft, kind)


__all__ = ["read", "trim"]
