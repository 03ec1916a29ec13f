"""Take off what is printed behind a title and is not part of it: volume of a set, edition, translators, pages, a data set's version."""

from __future__ import annotations

import re

from verifier.readers import brackets
from verifier.readers.draft import Draft, Span, trim

_VOLUME = re.compile(
    r"(?:[:,]\s*(?P<volume>第\s?[\d一二三四五六七八九十百]{1,4}\s?[册集卷辑编部]|卷\s?\.?\s?\d{1,3}|\d{4}\s?年卷|[上中下][册卷编]?"
    r"|vol(?:ume)?\.? \d{1,3}|part \d{1,3})"
    r"|\(\s?(?P<inner>第\s?[\d一二三四五六七八九十]{1,3}\s?[册集卷辑编]|[上中下][册卷])\s?\))\s*$",
    re.I,
)
_NUMBER = re.compile(r"\s*:\s*(?P<volume>\d{1,3})\s*$")
_NOTE = re.compile(
    r"\(\s?(?:第?\s?[\d一二三四五六七八九十]{1,2}\s?版|(?:\d{1,2}(?:st|nd|rd|th)|rev(?:ised|\.)?|second|third|fourth|fifth|new|\d{1,2}\.?)"
    r" (?:ed(?:ition|n)?|aufl)\b\.?(?:, vols?\.? (?P<set>\d{1,3}))?|vols?\.? (?P<part>\d{1,3})(?:, \d{1,2}(?:st|nd|rd|th) ed\.?)?|修订版|[^()]{1,30}译"
    r"|版\s?[\d.]{1,8}|version [\d.]{1,8}|pp?\.\s?(?P<pages>[\d-]+)"
    r"|(?:[A-Z][\w-]+ ){0,4}(?:no\.|number|report|working paper)\s?(?P<number>(?=[^()\s]*\d)[\w./-]{1,24}))\s?\)\s*$",
    re.I,
)
_EDITION = re.compile(r",\s*(?:\d{1,2}(?:st|nd|rd|th) edn?\b\.?|\d{1,2}e éd\.?|第?\s?[\d一二三四五六七八九十]{1,2}\s?版)\s*$", re.I)
_FORM = re.compile(r"\s*\[\s?(?:数据集|data ?set|computer software|软件|地图|map)\s?\]\s*$", re.I)
_CODE = re.compile(r":\s*(?P<number>\d{6,12}|(?=[^:]*\d)[\dA-Z][\w./-]{11,40})\s*$")
_LABEL = re.compile(r"(?:卷|vol(?:ume)?\.?|part)\s?\.?\s?(?=\d)", re.I)


def _take_note(draft: Draft, found: re.Match[str]) -> None:
    """Write what a bracket behind a title says: volume, pages, the number of a report."""
    for group, field in (("pages", "pages"), ("set", "volume"), ("part", "volume"), ("number", "number")):
        if group in found.re.groupindex and found[group]:
            draft.put(field, *found.span(group))


def original(text: str, start: int, end: int) -> Span:
    """Return a title's span without the Chinese original that follows a translated title in brackets."""
    return trim(text, start, _translation(text, *trim(text, start, end)))


def _translation(text: str, start: int, end: int) -> int:
    """Return where a Latin title ends whose Chinese original follows in brackets."""
    if end - start < 8 or text[end - 1] != ")" or text[start] >= "\u3040":
        return end
    first = brackets.opening(text, start, end - 1)
    return first if first > start + 3 and text[first + 1] >= "\u3400" else end


def strip(draft: Draft, start: int, end: int, *, numbered: bool = False) -> Span:
    """Return a title's span without its suffixes; volume and pages among them are written.

    `numbered`: a bare number behind a colon is a volume too (in the title of a set, not of a part).
    """
    text = draft.text
    start, end = trim(text, start, end)
    for shape, signs in ((_FORM, "]"), (_NOTE, ")"), (_EDITION, "版.ndh")):
        if text[end - 1 : end] not in signs:
            continue
        found = shape.search(text, max(start, end - 60), end)
        if found and found.start() > start:
            _take_note(draft, found)
            end = found.start()
    start, end = trim(text, start, _translation(text, start, end))
    code = _CODE.search(text, max(start, end - 50), end) if text[end - 1 : end].isascii() else None
    if code and code.start() > start:
        draft.put("number", *code.span("number"))
        end = code.start()
    found = _VOLUME.search(text, max(start, end - 24), end) or (_NUMBER.search(text, max(start, end - 8), end) if numbered else None)
    if found and found.start() > start:
        first, last = found.span(found.lastgroup or 0)
        label = _LABEL.match(text, first, last)
        draft.put("volume", label.end() if label else first, last)
        end = found.start()
    return trim(text, start, end)
