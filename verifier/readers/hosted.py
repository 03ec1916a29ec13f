"""Read the host of a Latin part: `In: Smith J, editor. Book. Place: Press; 2019. p. 5-6`, APA, Harvard, MLA, Springer, IEEE, `//`.

What stands for certain is taken out first (editors, pages in brackets, edition), then the imprint from the end; the publisher is what
follows the book's title behind a stop, a bracket with pages, or a comma where it names a house.
"""

from __future__ import annotations

import re

from verifier.readers import heads, imprint, kinds, latin, publishing
from verifier.readers.draft import Draft, Span, trim

_EDITORS = re.compile(
    r"(?P<names>[^()]{3,300}?),?\s?(?:\(\s?(?:eds?|editors?|hrsg|dir|coord)s?\.?\s?\)|\b(?:eds?|editors?|hrsg)\b\.?)\s?[.,:]?\s+(?=[^\W_])", re.I
)
_WORD = r"(?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|der|la)"
_NAME = rf"{_WORD}(?: {_WORD}){{0,5}}"
_EDITED_BY = re.compile(
    rf",?\s(?:edited by\s|ed\. by\s|\(eds?\.?\s)(?P<names>{_NAME}(?:(?:, {_NAME}){{0,12}},? (?:and|&) {_NAME})?)\)?"
)
_DASHES = re.compile(r"(?<=[.\d])\s-(?=\s)")
"""The dashes that GOST sets between the parts of an imprint."""

_INITIAL = re.compile(r"(?:[\s,.-][A-ZÀ-Þ]{1,2}|\s[A-ZÀ-Þ]{3})\.?$|^[A-ZÀ-Þ]\.")
_LONG_STOP = re.compile(r"[a-z]{3}\.")
_SHORTENED = re.compile(r"\b[A-Z][a-z]{1,6}\.")
_LEADING = re.compile(r"[^\s.,]*\d[^\s.,]*\s")
_TRAILING = re.compile(r",\s(?P<names>[^,;:()]{3,40}(?:,\s[^,;:()]{3,40}){0,4}),\s(?:[Ee]ds?|[Ee]ditors?)\.?(?=[\s,.])")
_PAGES = re.compile(
    r"\s?[(](?:[^()]{0,40}[,;]\s*)?pp?\.?\s?(?P<pages>[A-Za-z]?\d[\d.]{0,8}(?:\s?[-,]\s?[A-Za-z]?\d[\d.]{0,8}){0,3})\s?[)]"
    r"|,\s(?:pp?\.?\s?|pages?\s|S\.\s?)?(?P<bare>\d{1,5}\s?-\s?\d{1,5})(?=\.\s+[A-Z])"
)
_VOLUME = re.compile(r"[,.:]?\s\(?[Vv]ol(?:ume|\.)?\s?(?P<volume>\d{1,4}|[IVXL]{1,6})\)?(?=[\s,.;:)]|$)")
_NOTE = re.compile(
    r",?\s?[(]?\b(?:\d{1,2}(?:st|nd|rd|th)|[Rr]ev(?:ised|\.)?|[Ss]econd|[Tt]hird|[Ff]ourth|[Nn]ew)\s(?:ed(?:ition|n)?\b\.?|edition)[)]?"
)
_HELD = re.compile(r",\s(?P<place>[A-ZÀ-Þ][\w'-]+(?: (?:am|de|[A-ZÀ-Þ][\w'-]+)){0,2}(?:, [A-Z][\w. ]{1,20})?)$")
_MEETING = re.compile(r"\b(?:Proc(?:eedings|\.)?|Conf(?:erence|\.)?|Symp(?:osium|\.)?|Workshops?|Congress|Meeting|Advances|Trans(?:actions|\.))(?=[\s,.]|$)")
_MET = re.compile(r";\s(?:19|20)\d\d\s[A-Z][a-z]{2}")
"""The days of a meeting behind its name, as Vancouver prints them."""

_SERIES = re.compile(r"\s\([^()]*\bNo\.\s?[^()]{1,20}\)$")


def read(draft: Draft, start: int, end: int) -> str:
    """Read the host between two places, imprint and all; returns C for the proceedings of a meeting, J for a journal, else M."""
    if _periodical(draft, start, end):
        return "J"
    start = _past_editors(draft.text, *trim(draft.text, start, end))
    meeting = _MEETING.search(draft.text, start, end) is not None
    cut = _cut_notes(draft, start, end)
    text = draft.text
    lead = _LEADING.match(text, start, end)
    tail = imprint.read(text, lead.end() if lead else start, end, journal=False, year=draft.spans.get("year"))
    draft.take(tail.spans, ("volume", "issue"))
    stop = tail.start if tail.spans else end
    container, press = _parted(text, start, stop, cut, meeting)
    if press:
        publishing.publisher(draft, *press)
    _container(draft, container, meeting)
    return "C" if meeting else "M"


def _periodical(draft: Draft, start: int, end: int) -> bool:
    """Read a host that is a journal (`// Journal. 2018. Т. 12. № 3. С. 45-51`, `In: Journal 42 (2018), Nr. 3, S. 5-9`); returns whether it was one.

    The sign: a name without a stop or publisher inside, and an issue behind it, or a volume behind the name of a serial.
    """
    if _MEETING.search(draft.text, start, end):
        return False
    text = _DASHES.sub(lambda found: " " * len(found.group()), draft.text)
    tail = imprint.read(text, start, end, journal=True, year=draft.spans.get("year"))
    name = trim(text, start, tail.start, " ,.;:")
    shown = text[slice(*name)]
    if "pages" not in tail.spans or ":" in shown or publishing.is_press(shown) or len(publishing.segments(text, *name)) > (2 if {"issue", "volume"} <= tail.spans.keys() else 1):
        return False
    if not ("issue" in tail.spans or ("volume" in tail.spans and kinds.is_serial(shown))) or name[0] >= name[1]:
        return False
    draft.text = text
    draft.put("container", *name)
    draft.take(tail.spans)
    return True


def _past_editors(text: str, start: int, end: int) -> int:
    """Step over editors before the host's title; the word that says so must stand behind names."""
    found = _EDITORS.match(text, start, end)
    if found and _are_editors(text, *trim(text, *found.span("names"), " ,")):
        return start if _is_press_next(text, found.end(), end) else found.end()
    past = heads.past_names(text, start, end)
    return past if past > start and _are_editors(text, *trim(text, start, past, " .,"), plainly=True) else start


def _is_press_next(text: str, start: int, end: int) -> bool:
    """Tell whether a publisher follows at once, so that what stands before holds the host's title (`Book, M. Jones, Ed. London: Press`)."""
    parts = publishing.segments(text, start, end)
    city, colon, _ = text[slice(*parts[0])].partition(":") if len(parts) == 1 else ("", "", "")
    return bool(colon) and (publishing.is_place(city.strip()) or len(city.split()) < 3)


def _are_editors(text: str, start: int, end: int, *, plainly: bool = False) -> bool:
    """Tell whether a stretch is a list of names and no title; `plainly`: nothing but initials or capitals says so."""
    found = latin.read(text, start, end)
    names = [text[a:b] for a, b in found.spans]
    if not found.sure or any(_LONG_STOP.search(name) for name in names):
        return False
    if plainly and len(names) == 1 and latin.names_body(names[0]):
        return len(publishing.segments(text, end, len(text))) > 2
    return not plainly or all(_INITIAL.search(name) or name.isupper() for name in names)


def _cut_notes(draft: Draft, start: int, end: int) -> int:
    """Take pages, volume, editors and edition out of the host; returns where its title ends by the first of them, 0 if unknown."""
    cut = 0
    for shape in (_PAGES, _EDITED_BY, _TRAILING, _VOLUME, _NOTE):
        found = shape.search(draft.text, start + 2, end)
        if found is None or (shape is _TRAILING and not latin.read(draft.text, *found.span("names")).sure):
            continue
        if shape is _PAGES:
            draft.put("pages", *found.span("pages" if found["pages"] else "bare"))
        elif shape is _VOLUME:
            draft.put("volume", *found.span("volume"))
        draft.blank(*found.span())
        cut = min(cut, found.start()) if cut else found.start()
    return cut


def _parted(text: str, start: int, stop: int, cut: int, meeting: bool) -> tuple[Span, Span | None]:
    """Part title and publisher of a host."""
    if cut and (after := trim(text, cut, stop, " ,.;:()")) and after[0] < after[1]:
        return (start, cut), _last(text, *after)
    parts = publishing.without_notes(text, publishing.segments(text, start, stop))
    if len(parts) > 1 and _is_publisher(text, parts, meeting):
        return (parts[0][0], parts[-2][1]), parts[-1]
    if parts and (comma := press_comma(text, *parts[-1])):
        return (parts[0][0], comma), (comma + 1, parts[-1][1])
    if parts and not cut and publishing.is_imprint(text[slice(*parts[-1])]):
        return (start, start), parts[-1]
    return (start, cut or stop), None


def _last(text: str, start: int, end: int) -> Span:
    """Return the last sentence of what stands behind pages or editors: the publisher."""
    parts = publishing.segments(text, start, end)
    return parts[-1] if parts else (start, end)


def _is_publisher(text: str, parts: list[Span], meeting: bool) -> bool:
    """Tell whether the last sentence is a publisher and not the end of an abbreviated title (`Int. Conf. Robot. Autom`)."""
    last, before = text[slice(*parts[-1])], text[slice(*parts[-2])]
    if ":" in last or publishing.is_press(last):
        return True
    dense = len(_SHORTENED.findall(text, parts[0][0], parts[-1][0])) > 2
    abbreviated = len(last.split()) < 3 and (dense or (len(before.split()) < 3 and len(parts) > 2))
    return not abbreviated and not (meeting and before.endswith(("Proc", "Symp", "Conf", "Int", "Trans")))


def press_comma(text: str, start: int, end: int) -> int:
    """Return the comma before a publisher that follows a title in the same sentence (MLA), 0 if there is none."""
    comma = text.rfind(", ", start, end)
    while comma > start:
        shown = text[comma + 1 : end].strip()
        if publishing.is_house(shown):
            return comma
        comma = text.rfind(", ", start, comma)
    return 0


def _container(draft: Draft, span: Span, meeting: bool) -> None:
    """Write the host's title without a series' number, a place of meeting and quotes."""
    text = draft.text
    start, end = trim(text, *span, " ,.;:")
    met = _MET.search(text, start, end)
    end = met.start() if met else end
    series = _SERIES.search(text, start, end)
    end = series.start() if series else end
    held = _HELD.search(text, start, end) if meeting or "publisher" not in draft.spans else None
    if held and publishing.is_place(held["place"]):
        draft.put("place", *held.span("place"))
        end = held.start()
    if text.startswith(("“", '"'), start) and text.endswith(("”", '"'), start, end):
        start, end = start + 1, end - 1
    draft.put("container", start, end)
