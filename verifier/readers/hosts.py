"""Read the host of a part: `//编者. 书名. 地: 社`, `见: …`, `载《…》`, `In: Editor, ed. Book. Place: Publisher`."""

from __future__ import annotations

import re

from verifier.readers import heads, latin, names, publishing, suffixes
from verifier.readers.draft import Draft, Span, trim

SLASHES = re.compile(r"(?://|∥|‖)\s*")
_OPEN = re.compile(r"\s*[.,]?\s*(?:(?:见|载|收入|载于|收于)\s?:?(?=\s|[\u3400-\u9fff《\d])|\bIn\b:?\s)")
_LEAD = re.compile(r"\s*(?:见|载于|载|收入|收于)\s?:?\s*|\s*In\s?:?\s+")
_SEE = re.compile(r"(?:见|载于?|收入|收于)\s?:\s*")
_EDITED = re.compile(r"(?:主?编|编著|主编|选编|辑|\beds?\b\.?|\(eds?\.?\)|\(编\)|\(主编\)|等)\s*\.?$", re.I)
_CITY = re.compile(rf",\s(?P<place>{publishing.CITY})$")
_PAGES = re.compile(r"\((?:[^()]{0,30}[,;]\s*)?(?:pp?\.|页|第)\s?(?P<pages>[A-Za-z]?\d[\d.]{0,8}(?:\s?-\s?[A-Za-z]?\d[\d.]{0,8})?)\s?页?\s?\)")
_HAN_CITY = re.compile(r",\s?(?P<place>[\u3400-\u9fff]{2,4})$")
_MARK = re.compile(r"\[[A-Z]{1,2}(?:/[A-Z]{2})?\]\s*")
_EDITORS_FIRST = re.compile(r"(?:[^:,《]{2,40}?(?:\(\s?主?编\s?\)|主?编|编著)|[^:《]{2,200}?(?:\(eds?\.?\)|,? eds?\.))\s?[:,]\s*", re.I)
_EDITORS_LAST = re.compile(r"\((?:编|eds?\.?)\s[^()]{2,60}\)\s*$")


def opening(text: str, start: int, end: int) -> int:
    """Return where a host begins: behind `//` anywhere, or behind 见, 载 or In at the front; 0 if there is none."""
    slashes = SLASHES.search(text, start, end)
    if slashes:
        return slashes.end()
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
        _container(draft, _titles(text, heads.past_names(text, start, marked.start()), marked.start()))
        _publisher(draft, _titles(text, marked.end(), end))
        return
    pages = _PAGES.search(text, start, end)
    if pages:
        draft.put("pages", *pages.span("pages"))
        draft.blank(*pages.span())
        text = draft.text
    parts = _titles(text, heads.past_names(text, start, end), end)
    if len(parts) == 1 and dated:
        parts = _commas(text, *parts[0])
    if (len(parts) > 1 and publishing.is_place(text[slice(*parts[-1])])) or (len(parts) == 1 and publishing.is_place(text[slice(*parts[0])])):
        publishing.publisher(draft, *parts.pop())
        _container(draft, parts)
        return
    if len(parts) == 1 and dated and publishing.is_imprint(text[slice(*parts[0])]):
        publishing.publisher(draft, *parts[0])
        return
    if len(parts) > 1 and dated and (len(parts) > 2 or publishing.is_press(text[slice(*parts[-1])]) or not _is_editors(text, parts[0])):
        publishing.publisher(draft, *parts.pop())
    _container(draft, parts)


def _titles(text: str, start: int, end: int) -> list[Span]:
    """Cut a stretch at its stops, without editions, translators and a 见 that stands behind them."""
    parts = publishing.without_notes(text, publishing.segments(text, start, end))
    return [(lead.end() if (lead := _SEE.match(text, *part)) else part[0], part[1]) for part in parts]


def _publisher(draft: Draft, parts: list[Span]) -> None:
    if parts:
        publishing.publisher(draft, *parts[-1])


def _commas(text: str, start: int, end: int) -> list[Span]:
    """Cut `论文集, 某学会` at its last comma, where a publisher follows it."""
    comma = text.rfind(",", start, end)
    if comma > start and publishing.is_press(text[comma:end]) and ":" not in text[start:end]:
        return [trim(text, start, comma), trim(text, comma, end)]
    return [(start, end)]


def _container(draft: Draft, parts: list[Span]) -> None:
    """Write the host's title: the last segment that is not an editor, without its volume."""
    if not parts:
        return
    text = draft.text
    if len(parts) > 1 and not _is_editors(text, parts[0]):
        parts = [(parts[0][0], parts[-1][1])]
    start, end = parts[-1]
    first = _EDITORS_FIRST.match(text, start, end)
    last = _EDITORS_LAST.search(text, start, end)
    start, end = first.end() if first else start, last.start() if last else end
    city = _CITY.search(text, start, end) or _HAN_CITY.search(text, start, end)
    if city and city.re is _HAN_CITY and not publishing.is_place(city["place"]):
        city = None
    if city and city.start() > start:
        draft.put("place", *city.span("place"))
        end = city.start()
    draft.put("container", *suffixes.strip(draft, start, end, numbered=True))


def _is_editors(text: str, part: Span) -> bool:
    """Tell whether a segment names editors: it says so, or it reads as a list of names."""
    if _EDITED.search(text, *part):
        return True
    if text[part[0]] >= "\u3040":
        return names.read(text, *part).sure
    return latin.read(text, *part).sure
