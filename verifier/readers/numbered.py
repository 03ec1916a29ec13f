"""Read the numbers of items that are known by them: patents, standards, reports, software copyright."""

from __future__ import annotations

import re

from verifier.readers import imprint, kinds, publishing, tokens
from verifier.readers.draft import Draft, Span, trim

_COUNTRY_CODE = r"(?P<place>[\u3400-\u9fff]{2,5}?|[A-Z]{2})(?:专利)?"
_PATENT = re.compile(rf"[:,.]\s*(?:{_COUNTRY_CODE}\s?,\s*)?(?P<number>(?:ZL|[A-Z]{{2}})?\s?\d[\dA-Z./-]{{5,24}})$")
_PATENT_TAIL = re.compile(
    rf"\s*[.,:]?\s*(?:{_COUNTRY_CODE}\s?[:,]\s*)?(?P<number>(?:ZL|[A-Z]{{2}})?\s?\d[\dA-Z./]{{6,24}}(?:\.\d)?)(?=[\s,.(]|$)"
)
_DOTTED_DATE = re.compile(r"(?:19|20)\d\d\.[01]?\d\.[0-3]?\d$")
_ISSUERS = (
    "GB|GY|DB|HB|JB|YB|DL|HG|SH|NY|JGJ|CJJ|CJ|QB|FZ|SJ|YS|YY|WS|LY|SL|TB|JT|MT|SY|GA|AQ|HJ|QX|T|Q|"
    "ISO|IEC|IEEE|ASTM|DIN|EN|BS|JIS"
)
STANDARD = re.compile(
    rf"\b(?:{_ISSUERS})(?:\d{{2,4}})?(?:/[A-Z]{{1,6}})?(?:\s?\d{{1,6}}){{1,2}}(?:\.\d{{1,3}}){{0,2}}"
    r"(?:\s?[-:]\s?(?P<year>(?:19|20)?\d\d))?(?!\d)"
)
_PATENT_WORD = re.compile(r"专利|\bpatent\b|\bZL\s?\d|\bCN\s?\d{7}", re.I)
_PATENT_NUMBER = re.compile(
    r"(?<![\w-])(?P<number>(?:ZL|[A-Z]{2})?\s?(?:(?:19|20)\d\d\s\d\s\d{7}(?:\s?\.\s?[\dXx])?|\d{6,13}(?:\.[\dXx])?[A-Z]?\d?))(?![\w-])"
)
_PATENT_NAMED = re.compile(
    r"[.,(]\s?(?:[A-Z][\w.]{1,14} )?[Pp]atent(?: [Aa]pplication)?(?: [Nn]o\.?)? (?P<number>(?:[A-Z]{2} ?)?\d[\d,/]{5,13}\d(?: ?[ABC]\d?)?)(?![\w-])"
)
_SOFTWARE = re.compile(r"(?:软著登字第?|登记号\s?:?|软件著作权[^\d]{0,10})?\s?(?P<number>\d{4}SR\d{6,7}|(?<=软著登字第)\d{6,8})号?")
_COUNTRY = re.compile(r"(?<![\u3400-\u9fff])(?P<place>[\u3400-\u9fff]{2,4})\s?(?=[,:])")
_CODE = re.compile(r":\s*(?P<number>(?=[^:]*\d)[\dA-Z][\w./-]{5,40})$")


def take(draft: Draft, start: int, end: int, kind: str) -> Span:
    """Take the number out of a title and write it; returns the title's span without it."""
    if kind == "P":
        return _at_end(draft, _PATENT, start, end)
    if kind == "S":
        return _standard(draft, start, end)
    if kind in ("R", "D", "Z"):
        return _at_end(draft, _CODE, start, end)
    return start, end


def _at_end(draft: Draft, shape: re.Pattern[str], start: int, end: int) -> Span:
    found = shape.search(draft.text, start, end)
    if found is None or found.start() <= start:
        return start, end
    draft.put("number", *found.span("number"))
    if "place" in shape.groupindex and found["place"]:
        draft.put("place", *found.span("place"))
    return trim(draft.text, start, found.start())


def _standard(draft: Draft, start: int, end: int) -> Span:
    """Take a standard's number from the front or the end of its title; its year counts where no other is printed."""
    text = draft.text
    found = STANDARD.search(text, start, end)
    if found is None:
        return start, end
    front, back = found.start() - start < 3, end - found.end() < 3
    if not front and not back:
        return start, end
    draft.put("number", *found.span())
    if found["year"] and len(found["year"]) == 4 and "year" not in draft.spans and not tokens.YEAR_IN.search(text, end):
        draft.put("year", *found.span("year"))
        draft.doubt("year", "inferred", found["year"], "年份取自标准编号")
    return trim(text, found.end(), end) if front else trim(text, start, found.start())


def patent(draft: Draft, start: int, end: int) -> None:
    """Read what follows a patent's mark: `中国: 号, 日期`, `日期: 页`, `公告日期`."""
    text = draft.text
    found = _PATENT_TAIL.match(text, start, end)
    if found and not _DOTTED_DATE.match(found["number"]):
        draft.put("number", *found.span("number"))
        if found["place"]:
            draft.put("place", *found.span("place"))
        start = found.end()
    read = imprint.read(text, start, end, journal=False, year=draft.spans.get("year"))
    draft.take(read.spans, ("volume", "issue"))


def unmarked(draft: Draft, title: Span, end: int) -> bool:
    """Read a patent or standard that carries no mark, told by its number; returns whether it was one."""
    text = draft.text
    if not ("专利" in text or "atent" in text or "ZL" in text or "CN" in text or "SR" in text or "软" in text):
        return _unmarked_standard(draft, title, end)
    if named := _PATENT_NAMED.search(text, title[0] + 8, end):
        draft.put("title", title[0], min(title[1], named.start()))
        draft.put("number", *named.span("number"))
        draft.take(imprint.read(text, named.end(), end, journal=False, year=draft.spans.get("year")).spans, ("volume", "issue", "pages"))
        kinds.infer(draft, "P")
        return True
    word = _PATENT_WORD.search(text, title[0] + 4, end) or _SOFTWARE.search(text, title[0] + 4, end)
    found = (_SOFTWARE if word and word.re is _SOFTWARE else _PATENT_NUMBER).search(text, min(title[1], word.start()), end) if word else None
    if word and found:
        draft.put("title", title[0], _before(text, title, min(word.start(), found.start())))
        draft.put("number", *found.span("number"))
        place = _COUNTRY.search(text, title[1], found.start())
        if place:
            draft.put("place", *place.span("place"))
        draft.take(imprint.read(text, found.end(), end, journal=False, year=draft.spans.get("year")).spans, ("volume", "issue", "pages"))
        kinds.infer(draft, "CP" if found.re is _SOFTWARE else "P")
        return True
    return _unmarked_standard(draft, title, end)


def _unmarked_standard(draft: Draft, title: Span, end: int) -> bool:
    """Read a standard that carries no mark; returns whether it was one."""
    text = draft.text
    if not is_standard(text, *title):
        return False
    draft.put("title", *_standard(draft, *title))
    read = imprint.read(text, title[1], end, journal=False, year=draft.spans.get("year"))
    draft.take(read.spans, ("volume", "issue"))
    parts = publishing.segments(text, title[1], read.start)
    if parts and publishing.is_press(text[slice(*parts[-1])]):
        publishing.publisher(draft, *parts[-1])
    kinds.infer(draft, "S")
    return True


def _before(text: str, title: Span, at: int) -> int:
    """Return where a title ends whose segment also holds the word or number at `at`."""
    if at >= title[1]:
        return title[1]
    cut = max(text.rfind(sign, title[0], at) for sign in ",;(:")
    return cut if cut > title[0] + 3 else at


def is_standard(text: str, start: int, end: int) -> bool:
    """Tell whether a title begins or ends with a standard's number."""
    found = STANDARD.search(text, start, end)
    if found is None or publishing.is_imprint(text[start:end]):
        return False
    known = found["year"] is not None or (found.end() - start > 3 and text[end - 1] >= "\u3400")
    return known and (found.start() - start < 3 or end - found.end() < 3)
