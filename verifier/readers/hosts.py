"""Read the host of a part: `//编者. 书名. 地: 社`, `见: …`, `载《…》`, `In: Editor, ed. Book. Place: Publisher`."""

from __future__ import annotations

import re

from verifier.readers import names, publishing
from verifier.readers.draft import Draft, Span, trim

_OPEN = re.compile(r"\s*[.,]?\s*(?://|∥|‖|(?:见|载|收入|载于|收于|In)\s?[:：]?(?=\s|[\u3400-\u9fff《])|\bIn:?\s)")
_LEAD = re.compile(r"\s*(?:见|载于|载|收入|收于)\s?:?\s*|\s*In\s?:?\s+")
_EDITED = re.compile(r"(?:主?编|编著|主编|选编|辑|\beds?\b\.?|\(eds?\.?\)|等)\s*\.?$", re.I)
_MARK = re.compile(r"\s*\[[A-Z]{1,2}(?:/[A-Z]{2})?\]\s*")


def opening(text: str, start: int, end: int) -> int:
    """Return where a host begins if the stretch opens with `//`, 见 or In; else 0."""
    found = _OPEN.match(text, start, end)
    return found.end() if found else 0


def take(draft: Draft, start: int, end: int, *, dated: bool) -> None:
    """Write container, place and publisher of a host that ends where the imprint begins; `dated`: an imprint follows."""
    text = draft.text
    lead = _LEAD.match(text, start, end)
    if lead:
        start = lead.end()
    marked = _MARK.search(text, start, end)
    if marked:
        _marked(draft, start, marked.start(), marked.end(), end)
        return
    parts = publishing.without_notes(text, publishing.segments(text, start, end))
    if not parts:
        return
    if len(parts) > 1 and dated and (publishing.is_press(text[slice(*parts[-1])]) or len(parts) > 2):
        publishing.publisher(draft, *parts.pop())
    _container(draft, parts)


def _marked(draft: Draft, start: int, stop: int, after: int, end: int) -> None:
    """The host carries a mark of its own: the title before it, the publisher after it."""
    text = draft.text
    _container(draft, publishing.without_notes(text, publishing.segments(text, start, stop)))
    rest = publishing.without_notes(text, publishing.segments(text, after, end))
    if rest:
        publishing.publisher(draft, *rest[-1])


def _container(draft: Draft, parts: list[Span]) -> None:
    """Write the host's title: the last segment that is not an editor."""
    if not parts:
        return
    text = draft.text
    if len(parts) > 1 and not _is_editors(text, parts[0]):
        parts = [(parts[0][0], parts[-1][1])]
    start, end = parts[-1]
    if len(parts) == 1:
        start = _after_editors(text, start, end)
    draft.put("container", start, end)


def _is_editors(text: str, part: Span) -> bool:
    shown = text[slice(*part)]
    return bool(_EDITED.search(shown)) or names.read(text, *part).sure or len(shown.split()) < 12


def _after_editors(text: str, start: int, end: int) -> int:
    """Step over `某某主编: ` or `某某编, ` before a title that shares its segment."""
    found = re.match(r"[^:,《]{2,40}?(?:主?编|编著)\s?[:,]\s*", text[start:end])
    return start + found.end() if found else start


__all__ = ["opening", "take", "trim"]
