"""Take the on-line part of a reference out first: DOI, address, access date, ISSN and CN, wherever they stand.

They are blanked afterwards, so that their digits and dots cannot be read as a year, a page or the end of a title.
"""

from __future__ import annotations

import re

from verifier.readers import kinds, marks
from verifier.readers.draft import Draft

_DOI = re.compile(r"10\.\d{4,9}/[!-~]+")
_SHORT_DOI = re.compile(r"\bDOI\s?:\s?(?P<doi>(?:10/)?[a-z\d]{5,10})\b(?=\s*\.?\s*$)")
_URL = re.compile(r"(?:https?|ftp)\s?:\s?//[!-~]+|www\.[!-~]+")
_LABEL = re.compile(
    r"[\[(]?(?:(?:\bavailable|retrieved|access|url|网址|载于|见于|在线)(?:\s+(?:at|from))?|(?<![A-Za-z])doi(?:\s*号)?)"
    r"\s*[\])]?\s*[:.]*\s*$|\s*$",
    re.I,
)
_BEHIND = re.compile(
    r"\s*[,.;]?\s*(?P<date>\d{4}(?:-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日|/\d{1,2}/\d{1,2}(?!\d)))(?P<accessed>\s?/\s?\d{4}-\d{1,2}-\d{1,2})?(?=\s*[.)]?\s*$)"
)
_PRINTABLE = re.compile(r"[!-~]+")
_CSTR = re.compile(r"\bCSTR\s*:\s*[!-~]+|\b(?:(?:DOI|doi)\s?:\s?)?CNKI\s?:\s?[A-Z]{2,6}\s?:\s?[A-Z\d]+\.\d[\w.-]*")
"""A number of China's science resources, and the one that CNKI prints as a DOI where a paper has none (`CNKI:SUN:ABCD.0.2019-01-018`)."""
_BRACKET = re.compile(r"\[\s?(?:[12]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|[Oo]nline|在线)")

_DAY = r"[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{4}-\d\d?-\d\d?|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|\d{4} [A-Z][a-z]{2,8}\.? \d{1,2}"
_ACCESSED = re.compile(
    rf"\[\s?(?:(?:cited|accessed|retrieved|consulté le|cit\.)\s)?(?:{_DAY})\s?\]|"
    r"\[\s?((?:19|20)\d\d[a-z]?[-./]\d{1,2}[-./]\d{1,2}|(?:19|20)\d\d年\d{1,2}月\d{1,2}日)\s?\]"
    rf"|[(]?\b(?:date |last )?(?:accessed|retrieved|cited|viewed|visited|дата обращения)\s*:?\s*(?:on\s*)?(?:{_DAY}|\d{{1,2}}\.\d\d\.\d{{4}})(?:, from)?[)]?"
    r"|(?:见于|检索于|访问日期|引用日期|访问时间)\s*:?\s*(?:\d{1,2}月 ?\d{1,2},? ?\d{4}|\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?)",
    re.I,
)
_GUESSED = re.compile(r"\[(?<=[.\]\s]\[)\s?(?:19|20)\d\d\s?\](?=\s*[.\[]|\s*$)")
_FREE = re.compile(r"\[(?:online|internet|electronic resource|электронный ресурс|在线)\]|\bavailable:|载于:|\bURL:\s*(?=$)", re.I)
_DATA = re.compile(r"\s?\[(?P<form>[Dd]ata ?[Ss]et|[Cc]omputer [Ss]oftware|[Ss]oftware)\]")
_REPORT = re.compile(
    r"\s\((?:[A-Z][\w.-]+ ){0,4}(?:[Rr]eport|[Pp]aper|[Pp]ublication) [Nn]o\. (?P<inner>(?=[^\s()]*\d)[\w./-]{1,24})\)|"
    r"(?<=[.,;])\s(?:(?:[Tt]ech(?:nical|\.)|[Rr]es(?:earch|\.))\s(?:[Rr]eport|[Rr]ep\.)(?:\s[Nn]o\.?)?|[Rr]eport [Nn]o\.?|[Ww]orking [Pp]aper [Nn]o\.?):?\s"
    r"(?P<number>(?=[^\s,]*\d)[\w./-]{1,24}\w)"
)
_CATALOGUED = re.compile(
    r"\s\[?PM(?:C?ID):?\s?(?:PMC)?\d+[;.\]]?|[.;]\s(?:Epub|epub)(?: ahead of print)? (?:19|20)\d\d(?: [A-Z][a-z]{2}\.?(?: \d{1,2})?)?(?=[.;]|$)"
    r"|(?<=[\d.])\s(?:Print|Web\. \d{1,2} [A-Z][a-z]{2,8}\.? (?:19|20)\d\d)\.?(?=\s*$)"
)
"""Numbers of a catalogue, dates of a preview, MLA's word for the medium: behind a reference, and none of its fields."""

_ARXIV = re.compile(r"(?P<server>\b[Aa]r[Xx]iv (?:e-?prints?|preprints?)(?: server)?,?\s)?\b(?:[Aa]r|[Cc]hina|[Bb]io[Rr]|[Mm]ed[Rr])[Xx]iv\s?:\s?(?P<number>(?:\d{4,6}\.\d{4,5}(?:[vV]\d{1,2})?|[a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7}))(?:\s?\[[a-z.A-Z-]{2,18}\])?")
_ISSN = re.compile(r"\bISSN\s?[:.]?\s?(\d{4}-?\d{3}[\dXx])(?![\d-])")
_CN = re.compile(r"\bCN\s?[:.]?\s?(\d\d-\d{4}(?:/[A-Z]{1,2}\d{0,2})?)(?![\d-])")


def take(draft: Draft, start: int, end: int) -> int:
    """Read DOI, address, ISSN and CN between two places and blank them, with access dates and labels.

    Returns where the reference ends without what was blanked at its end.
    """
    text = draft.text
    if not _is_online(text, start):
        return end
    if "//" in text or "www." in text:
        _addresses(draft, start, end)
    if "10." in text:
        _dois(draft, start, end)
    elif "DOI" in text and (short := _SHORT_DOI.search(draft.text, start, end)):
        draft.put("doi", *short.span("doi"))
        draft.blank(*short.span())
    bracket = _BRACKET.search(text, start) is not None
    if bracket or "ccess" in text or "于" in text or "日期" in text or "时间" in text or "etr" in text or "it" in text or "обр" in text:
        for found in _ACCESSED.finditer(draft.text, start, end):
            draft.blank(*found.span())
    if "nline" in text or "vailable" in text or "nternet" in text or "URL" in text or "lectronic" in text or "лектр" in text or "载于" in text or "在线" in text:
        for found in _FREE.finditer(draft.text, start, end):
            draft.blank(*found.span())
    for found in _GUESSED.finditer(draft.text, start, end) if bracket else ():
        draft.doubt("year", "unread", found.group(), "方括号内的年份是推定或访问年份，未作出版年")
        draft.blank(*found.span())
    if "CSTR" in text or "CNKI" in text:
        for found in _CSTR.finditer(draft.text, start, end):
            draft.blank(*found.span())
    if "eport No" in text or "Rep. " in text or "aper No" in text or "ation No" in text:
        _report(draft, start, end)
    if "Xiv" in text or "rxiv" in text:
        _preprint(draft, start, end)
    if "et]" in text or "oftware]" in text:
        _form(draft, start, end)
    if "PM" in text or "Epub" in text or "Print" in text or "Web." in text:
        for found in _CATALOGUED.finditer(draft.text, start + 30, end):
            draft.blank(*found.span())
    if "SSN" in text or "CN" in text:
        _codes(draft, start, end)
    return start + len(draft.text[start:end].rstrip(" "))


def _preprint(draft: Draft, start: int, end: int) -> None:
    """Take the number of an arXiv preprint, whose digits are neither year nor pages."""
    found = _ARXIV.search(draft.text, start, end)
    if found:
        draft.put("number", *found.span("number"))
        if found["server"]:
            draft.put("container", found.start(), found.end("number"))
        draft.blank(*found.span())
        if not marks.find(draft.text, start, end):
            kinds.infer(draft, "PP")


def _report(draft: Draft, start: int, end: int) -> None:
    """Take the number of a report that stands by itself at or near the end (`Report No.: AB-12`, `Tech. Rep. 12`)."""
    found = _REPORT.search(draft.text, start + 20, end)
    if found:
        draft.put("number", *found.span("inner" if found["inner"] else "number"))
        draft.blank(*found.span())
        if not marks.find(draft.text, start, end):
            kinds.infer(draft, "R")


def _form(draft: Draft, start: int, end: int) -> None:
    """Take the form that APA prints behind the title of data and software."""
    found = _DATA.search(draft.text, start, end)
    if found:
        draft.blank(*found.span())
        kinds.infer(draft, "DS" if "et" in found["form"] else "CP")


def _is_online(text: str, start: int) -> bool:
    """Tell whether any sign of an on-line part stands in a text; most references hold none."""
    if "PM" in text or "Epub" in text or "Print" in text or "Web." in text:
        return True
    if "Xiv" in text or "eport No" in text or "Rep. " in text or "aper No" in text or "ata set]" in text or "oftware]" in text or "nternet]" in text or "обращения" in text or "ataset]" in text:
        return True
    if "//" in text or "10." in text or "SSN" in text or "CN" in text or "DOI" in text or "CSTR" in text or "www." in text:
        return True
    if text.find("[", start) >= 0 and _BRACKET.search(text, start):
        return True
    if text.isascii() or text[start : start + 1] < "\u3000":
        return "ccessed" in text or "etrieved" in text or "ited" in text or "vailable" in text
    return "于" in text or "日期" in text or "时间" in text


def _addresses(draft: Draft, start: int, end: int) -> None:
    for found in _URL.finditer(draft.folded.clean, start, end):
        stop = _closed(draft.folded.clean, found.start(), found.end())
        inner = _DOI.search(draft.text, found.start(), stop)
        if inner:
            draft.put("doi", *inner.span(), strip=".,;")
        if not (inner and "doi.org" in found.group()):
            draft.put("url", found.start(), stop)
        _blank(draft, start, found.start(), stop)
        _dated(draft, stop, end)


def _blank(draft: Draft, start: int, at: int, stop: int) -> None:
    """Blank an address with the label before it and the bracket around both."""
    label = _LABEL.search(draft.text, max(start, at - 40), at)
    at = label.start() if label else at
    closes = draft.text[at] in "[(" and draft.text[stop : stop + 1] in ("]", ")")
    draft.blank(at, stop + 1 if closes else stop)


def _dated(draft: Draft, at: int, end: int) -> None:
    """Take the access date that some styles print behind the address; of `published/accessed` the first is kept."""
    found = _BEHIND.match(draft.text, at, end)
    if found is None:
        return
    if found["accessed"]:
        draft.blank(*found.span("accessed"))
    else:
        draft.doubt("date", "unread", found["date"], "网址之后的日期多为访问日期，未作出版日期")
        draft.blank(*found.span("date"))


def _dois(draft: Draft, start: int, end: int) -> None:
    for found in _DOI.finditer(draft.text, start, end):
        stop = _closed(draft.folded.clean, *found.span())
        draft.put("doi", found.start(), stop)
        _blank(draft, start, found.start(), stop)


def _codes(draft: Draft, start: int, end: int) -> None:
    for field, shape in (("issn", _ISSN), ("cn", _CN)):
        for found in shape.finditer(draft.text, start, end):
            draft.put(field, *found.span(1))
            draft.blank(*found.span())


def _closed(clean: str, start: int, end: int) -> int:
    """Return where an address ends: before full-width signs, closing stops and unbalanced brackets."""
    shape = _PRINTABLE.match(clean, start, end)
    shown = shape.group() if shape else ""
    while shown and (shown[-1] in ".,;:'\"]>" or (shown[-1] == ")" and shown.count("(") < shown.count(")"))):
        shown = shown[:-1]
    return start + len(shown)
