"""Read what stands between a title and an imprint in books, theses and reports: editions, translators, place and publisher."""

from __future__ import annotations

import re

from verifier.readers.draft import Draft, Span, trim
from verifier.readers.vocabulary import ABBREVIATIONS, PLACES

_SEGMENT = re.compile(r"[.;](?:(?<=;)|(?=\s|[\u3400-\u9fff])|$|(?<=[\u3400-\u9fff]\.)(?!Net\b|NET\b|net\b))")
_SYSTEMS = re.compile(r"University of (?:California|Wisconsin|Texas|Illinois|Massachusetts|Colorado|Michigan|Minnesota|Nebraska|North Carolina|Tennessee|Missouri|Maryland|Hawaii)$")
"""Universities whose campus is named behind a comma and is no place of publication."""

_FAR_CITY = re.compile(r",\s(?P<place>[A-ZÀ-Þ][\w'’-]+(?: (?:am|an|der|upon|on|de|del|sur|[A-ZÀ-Þ][\w.'’-]+)){0,3}(?:, (?:[A-Z]{2}|[A-Z]\.[A-Z]\.|[A-Z][a-z]+(?: [A-Z][a-z]+)?))?)\.?$")
_HOUSE = re.compile(r"(?:Press|Publish(?:ers?|ing)(?: (?:Co|Company|House|Group))?|Verlag|Wiley|Springer(?: \w+)?|Elsevier|Routledge|Sage(?: Publications)?|SAGE|Norton|Palgrave(?: Macmillan)?|Macmillan|McGraw-Hill|Pearson|Birkhäuser|Kluwer|Blackwell|Books|IEEE|ACM|Association|Society|Sons|Inc|Ltd|Company|Publications|Apress|AIP|AAAI|Bank|Academic|Nature|Polity|Penguin|Gallimard|Suhrkamp|Brill|De Gruyter|Reidel|Dover|USENIX|SIAM|SPIE|Media|House|Textbooks|Publishing Co)\.?$")
_EDITION = re.compile(
    r"\s*(?:第?\s?[\d一二三四五六七八九十]{1,3}\s?版|\d{1,2}|(?:\d{1,2}(?:st|nd|rd|th)?|\w+) ed(?:ition|n)?\b\.?|\d{1,2}e éd\.?"
    r"|(?:新|修订|增订|影印|校点|再|初|珍藏)\S{0,8}[版本]|\S{0,14}(?:影印|活字|刻|抄)本"
    r"|rev(?:ised)?\.? ed\.?|[^\s,.]{1,16}\s版)\s*$",
    re.I,
)
_COMMA_EDITION = re.compile(r",\s(?:\d{1,2}(?:st|nd|rd|th)|rev(?:ised|\.)?|second|third|fourth|fifth|new) ed(?:ition|n)?\b\.?$|,\s\d{1,2}\. Aufl(?:age|\.)?$", re.I)
_TRANSLATOR = re.compile(
    r"[\u3400-\u9fff·,、;\s等\[\]A-Za-z.-]{2,60}(?:译|译注|注释|校注|导读|校)\s*$"
    r"|.{2,80}\btran(?:s|slator)?s?\.?\s*$|.{2,80}\beds?\.?\s*$"
)
_PRESS = re.compile(
    r"出版|书局|书店|印书馆|印書館|书社|书房|学社|评论社|評論社|大学|学院|研究院|研究所|公司|杂志社|报社|编辑部|委员会|協会|协会|学会|Press\b|Publish|Verlag|Univers|"
    r"Wiley|Springer|Elsevier|Academic|Books?\b|Routledge|Institut|Association|Society|College|House|Sons\b|Ltd\b|Inc\b|Editorial|Éditions|Archive|Council|Administration|"
    r"Taylor|Palgrave|McGraw|Pearson|Sage\b|Elsevier|Norton|Agency|Office|Department|Center|Centre|Canvas"
)
_ROMAN_PLACE = re.compile(r"(?:[A-Z\u00c0-\u00de][\w.'-]*(?: [A-Z][\w.'-]*){0,2}(?:, [A-Z][\w. ]{0,20}){0,2}|\[?[sS]\.\s?[lL]\.?\]?|出版地不详)$")
_COUNTRIES = (
    "USA|UK|England|Scotland|Ireland|Germany|France|Italy|Spain|Portugal|Sweden|Norway|Denmark|Finland|Netherlands|The Netherlands|Belgium|"
    "Austria|Switzerland|Poland|Greece|Turkey|Russia|Canada|Mexico|Brazil|China|Japan|Korea|India|Australia|New Zealand"
)
CITY = rf"[A-Z\u00c0-\u00de][\w' -]{{2,20}}, (?:[A-Z]{{2}}|[A-Z]\.[A-Z]\.|{_COUNTRIES})"
"""`City, ST` or `City, Country`, where a meeting was held or a book published."""

_CITY = re.compile(rf"{CITY}\.?$")
_LOCATED = re.compile(r"(?<=社)\s?\((?P<place>[\u3400-\u9fff]{2,4})\)$")
_PRESS_LABEL = re.compile(r"出版(?:者|社|单位)?\s?:\s?(?=\S)")
_UNKNOWN = re.compile(r"\[?\s?(?:[sS]\.\s?[lnLN]\.?|出版[者地]不详|出版社不详)\s?\]?$")


def segments(text: str, start: int, end: int) -> list[Span]:
    """Cut a stretch at its full stops, not at those of abbreviations.

    >>> text = "上海: 上海人民出版社. 2 版. Washington, D.C.: X"
    >>> [text[a:b] for a, b in segments(text, 0, len(text))]
    ['上海: 上海人民出版社', '2 版', 'Washington, D.C.: X']
    """
    out: list[Span] = []
    at = start
    for stop in _SEGMENT.finditer(text, start, end):
        if _abbreviates(text, at, stop.start()) or _is_inside(text, at, stop.start(), end):
            continue
        span = trim(text, at, stop.start(), " ,.;/")
        if span[0] < span[1]:
            out.append(span)
        at = stop.end()
    span = trim(text, at, end, " ,.;/")
    return [*out, span] if span[0] < span[1] else out


def _is_inside(text: str, start: int, stop: int, end: int) -> bool:
    """Tell whether a stop between two ideographs stands inside a bracket (`某刊(中国.某院学报)`)."""
    if text[stop - 1] < "\u3400" or text.find("(", start, stop) < 0:
        return False
    return text.count("(", start, stop) > text.count(")", start, stop) and text.find(")", stop, end) > 0


def _abbreviates(text: str, start: int, stop: int) -> bool:
    """Tell whether a full stop ends an abbreviation or initial rather than a segment."""
    if not text[stop - 1 : stop].isascii():
        return False
    if stop - start < 2 or text[max(start, stop - 6) : stop].rsplit(" ", 1)[-1].lstrip("(") in ABBREVIATIONS:
        return True
    if not text[stop - 1].isupper() or text[stop - 2].isalnum():
        return False
    before = text[max(start, stop - 3) : stop - 1]
    return not before.strip() or before[-1:] in (":", ".") or before in (": ", ". ")


def without_notes(text: str, parts: list[Span]) -> list[Span]:
    """Leave out editions and translators, which are no publishers and no containers."""
    return [part for part in parts if not is_note(text, part)]


def without_edition(text: str, start: int, end: int) -> Span:
    """Leave an edition behind a comma out of a title (`Title, 2nd ed`)."""
    start, end = trim(text, start, end)
    found = _COMMA_EDITION.search(text, start, end)
    return start, found.start() if found else end


def is_note(text: str, part: Span) -> bool:
    """Tell whether a segment states an edition, translators or editors."""
    return _EDITION.match(text, *part) is not None or _TRANSLATOR.match(text, *part) is not None


def publisher(draft: Draft, start: int, end: int) -> None:
    """Write place and publisher of `北京: 某出版社`, `某出版社`, `北京, 某大学`, `某出版社, 北京`."""
    text = draft.text
    start, end = trim(text, start, end, " ,.;:/()")
    if text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end):
        end += 1
    if located := _LOCATED.search(text, start, end):
        _put(draft, "publisher", start, located.start())
        _put(draft, "place", *located.span("place"))
        return
    if label := _PRESS_LABEL.match(text, start, end):
        start = label.end()
    if text[end - 1 : end] == "]" and "[" not in text[start:end]:
        end -= 1
    cut = text.rfind(":", start, end)
    if cut > start and _reversed(text[start:cut].strip(), text[cut + 1 : end].strip()):
        _put(draft, "publisher", start, cut)
        _put(draft, "place", cut + 1, end)
        return
    if cut > start:
        _put(draft, "place", start, cut)
        _put(draft, "publisher", cut + 1, end)
        return
    shown = text[start:end]
    head, comma, tail = shown.partition(",")
    if comma and _SYSTEMS.match(head):
        _put(draft, "publisher", start, end)
    elif comma and shown not in PLACES and (far := _far_place(text, start, end)):
        _put(draft, "publisher", start, far[0])
        _put(draft, "place", *far)
    elif shown in PLACES or (_CITY.match(shown) and not is_press(shown)):
        _put(draft, "place", start, end)
    elif comma and head.strip() in PLACES:
        _put(draft, "place", start, start + len(head))
        _put(draft, "publisher", start + len(head) + 1, end)
    elif comma and tail.strip() in PLACES:
        _put(draft, "publisher", start, start + len(head))
        _put(draft, "place", start + len(head) + 1, end)
    else:
        _put(draft, "publisher", start, end)


def _reversed(head: str, tail: str) -> bool:
    """Tell whether `Press: Place` stands the wrong way round, as ACS prints it."""
    if head in PLACES or _CITY.match(head):
        return False
    return is_place(tail) or (is_house(head) and not is_press(tail) and _ROMAN_PLACE.match(tail) is not None)


def _far_place(text: str, start: int, end: int) -> Span | None:
    """Return the place behind a Latin publisher (`CRC Press, Boca Raton, FL`); None where it may be part of its name."""
    found = _FAR_CITY.search(text, start, end)
    if found is None or found.start() <= start or text[start] >= "\u3400":
        return None
    head, place = text[start : found.start()], found["place"]
    if is_place(place):
        return found.span("place")
    if not is_press(head) or is_press(place) or place.rstrip(".") in ("Inc", "Ltd", "LLC", "Co", "GmbH"):
        return None
    return found.span("place")


def is_house(text: str) -> bool:
    """Tell whether a Latin phrase is a publishing house by its last word."""
    return len(text) < 60 and text[:1].isupper() and _HOUSE.search(text) is not None


def _put(draft: Draft, field: str, start: int, end: int) -> None:
    start, end = trim(draft.text, start, end)
    if not _UNKNOWN.match(draft.text, start, end):
        draft.put(field, start, end)


def is_place(text: str) -> bool:
    """Tell whether a segment is a place and nothing more."""
    return text in PLACES or _CITY.match(text) is not None


def is_press(text: str) -> bool:
    """Tell whether a segment names a publisher: a word of the trade, or a known place before a colon."""
    head, colon, _ = text.partition(":")
    if colon and (head.strip() in PLACES or (head.isascii() and _ROMAN_PLACE.match(head.strip()))):
        return True
    return _PRESS.search(text) is not None


def is_imprint(text: str) -> bool:
    """Tell whether a segment is surely `place: publisher` or a publishing house, and no title.

    >>> is_imprint("北京: 某某出版社"), is_imprint("大学生就业: 现状")
    (True, False)
    """
    head, colon, _ = text.partition(":")
    if colon and head.strip() in PLACES:
        return True
    return re.search(r"(?:出版社|书局|书店|印书馆|印書館|书社|Press|Publishers?|Publishing|Verlag)$", text.strip(" ,.")) is not None
