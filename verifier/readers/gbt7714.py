"""Read a reference that carries a type mark: GB/T 7714 of 2005, 2015 and 2025, numeric and author-date, and its relatives."""

from __future__ import annotations

import re

from verifier.readers import heads, hosts, imprint, publishing
from verifier.readers.draft import Draft, trim
from verifier.readers.marks import Mark, governing

_JOURNAL = frozenset("J")
_PAPER = frozenset("N")
_HOSTED = frozenset("CMGS")
_THESIS = re.compile(r"\s*,?\s*(?:博士|硕士)?(?:研究生)?(?:学位)?论文$")
_NUMBERED = re.compile(r"(?:^|[:.,]\s*)(?P<number>(?:[A-Z]{1,4}(?:/[A-Z]{1,2})?\s?)?\d[\w./ -]{3,40})$")
_COUNTRY = re.compile(r":\s*(?:(?P<place>[\u3400-\u9fff]{2,5}|[A-Z]{2}),\s*)?(?P<number>(?:[A-Z]{2})?\s?\d[\dA-Z./-]{5,24})$")
_STANDARD = re.compile(r"(?P<number>(?:GB|GY|DB|HB|JB|YB|DL|HG|SH|NY|JGJ|CJJ|QB|FZ|SJ|YS|ISO|IEC|ASTM|DIN|EN|Q)[A-Z0-9]{0,4}(?:/[TZ])?\s?[\d.]+(?:[-:]\d{4})?)")
_MARK = re.compile(r"\s*\[[A-Z]{1,2}(?:/[A-Z]{2})?\]\s*")


def read(draft: Draft, start: int, end: int, marks: tuple[Mark, ...]) -> None:
    """Read a marked reference between two places of the text."""
    mark = governing(marks)
    first = marks[0]
    draft.type = mark.type
    if first.damaged:
        draft.doubt("type", "repaired", draft.text[first.start : first.end], "文献类型标识写法有误")
    begin = heads.authors(draft, start, first.start, marked=True)
    _title(draft, begin, first.start, mark)
    _tail(draft, first.end, end, mark)


def _title(draft: Draft, start: int, end: int, mark: Mark) -> None:
    """Write the title, and the number that patents, standards and reports print beside it."""
    text = draft.text
    start, end = trim(text, start, end)
    if mark.kind == "P":
        end = _numbered(draft, _COUNTRY, start, end)
    elif mark.kind == "S":
        start, end = _standard(draft, start, end)
    elif mark.kind in "RDZ":
        end = _numbered(draft, re.compile(r":\s*(?P<number>[\dA-Z][\w./-]{5,40})$"), start, end)
    draft.put("title", *_unquoted(text, start, end))


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Step inside 《》 or quotes that enclose the whole title."""
    start, end = trim(text, start, end)
    for opened, closed in ("《》", "“”"):
        if text.startswith(opened, start) and text.endswith(closed, start, end) and text.find(closed, start, end) == end - 1:
            return start + 1, end - 1
    return start, end


def _numbered(draft: Draft, shape: re.Pattern[str], start: int, end: int) -> int:
    found = shape.search(draft.text, start, end)
    if found is None:
        return end
    draft.put("number", *found.span("number"))
    if "place" in shape.groupindex and found["place"]:
        draft.put("place", *found.span("place"))
    return found.start()


def _standard(draft: Draft, start: int, end: int) -> tuple[int, int]:
    """Take a standard's number from the front or the end of its title."""
    text = draft.text
    found = _STANDARD.search(text, start, end)
    if found is None:
        return start, end
    if found.start() - start < 3:
        draft.put("number", *found.span("number"))
        return found.end(), end
    if end - found.end() < 3:
        draft.put("number", *found.span("number"))
        return start, found.start()
    return start, end


def _tail(draft: Draft, start: int, end: int, mark: Mark) -> None:
    """Read everything behind the mark by the kind of the item."""
    text = draft.text
    journal = mark.kind == "J"
    read = imprint.read(text, start, end, journal=journal, year=draft.spans.get("year"))
    for field, span in read.spans.items():
        if field in ("volume", "issue") and not journal:
            continue
        draft.put(field, *span)
    stop = read.start
    host = hosts.opening(text, start, stop)
    if journal or mark.kind == "N":
        draft.put("container", *_name(text, host or start, stop))
    elif host or mark.kind == "C" or _MARK.search(text, start, stop):
        hosts.take(draft, host or start, stop, dated=bool(read.spans))
    else:
        _published(draft, start, stop)


def _name(text: str, start: int, stop: int) -> tuple[int, int]:
    return _unquoted(text, *trim(text, start, stop, " ,.;:-/、"))


def _published(draft: Draft, start: int, stop: int) -> None:
    """Read place and publisher, or an unmarked host of a part (`[M]. 编者. 书名. 地: 社`)."""
    text = draft.text
    parts = publishing.without_notes(text, publishing.segments(text, start, stop))
    if len(parts) > 1 and draft.type and draft.type[0] in "MS":
        hosts.take(draft, parts[0][0], parts[-1][1], dated=True)
    elif parts:
        first, last = parts[-1]
        thesis = _THESIS.search(text, first, last)
        publishing.publisher(draft, first, thesis.start() if thesis else last)
