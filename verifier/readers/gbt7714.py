"""Read a reference that carries a type mark: GB/T 7714 of 2005, 2015 and 2025, numeric and author-date, and its relatives."""

from __future__ import annotations

import re

from verifier.readers import heads, hosted, hosts, imprint, numbered, order, publishing, suffixes
from verifier.readers.draft import Draft, Span, trim
from verifier.readers.marks import Mark, governing

_THESIS = re.compile(r"(?:博士|硕士)?(?:研究生)?(?:学位)?论文$|(?:unpublished )?(?:doctoral|master['’]?s?|ph\.?d\.?) (?:dissertation|thesis)$", re.I)
_MARK = re.compile(r"\[[A-Z]{1,2}(?:/[A-Z]{2})?\]\s*")
_HAN = re.compile(r"[\u3040-\u9fff]")
_COMMA_DATE = re.compile(r"(?:19|20)\d\d,\s?[01]\d,\s?[0-3]\d(?!\d)")
_HOUSED = re.compile(r"(?<=[^\W\d]), (?:[A-Z]{2,3}|[A-Z][a-z]+(?: [A-Z][a-z]+)?): (?P<press>[A-Z][^,:;\d]{3,80})$")
"""A journal's country and publisher as some databases export them behind its name."""

_KEPT = frozenset(("A", "Z"))
"""Kinds that are kept somewhere rather than published: archives, manuscripts."""

_SET = frozenset(("M", "Z", "G", "R", "S"))
"""Kinds whose titles may end in the volume of a set."""


def read(draft: Draft, start: int, end: int, marks: tuple[Mark, ...]) -> None:
    """Read a marked reference between two places of the text."""
    mark = governing(marks)
    first = marks[0]
    draft.type = mark.type
    draft.mark = mark.span_in(draft.text)
    if first.damaged:
        draft.doubt("type", "repaired", draft.text[first.start : first.end], "文献类型标识写法有误")
    begin = heads.authors(draft, start, first.start, marked=True)
    _title(draft, begin, first.start, mark)
    stop = next((other.start for other in marks[1:] if other.start - first.end < 2), 0)
    _tail(draft, stop + 3 if stop else first.end, end, mark)


def leading(draft: Draft, mark: Mark) -> int:
    """Take a mark that stands before everything else; returns where the reference begins behind it."""
    draft.type = mark.type
    draft.mark = mark.span_in(draft.text)
    draft.doubt("type", "suspect", draft.text[mark.start : mark.end], "文献类型标识写在最前")
    draft.blank(mark.start, mark.end)
    return mark.end


def _title(draft: Draft, start: int, end: int, mark: Mark) -> None:
    """Write the title, and the number that patents, standards and reports print beside it."""
    start, end = trim(draft.text, start, end)
    start, end = numbered.take(draft, start, end, mark.kind)
    if mark.kind in _SET:
        start, end = suffixes.strip(draft, start, end, numbered=mark.kind == "R")
    else:
        start, end = suffixes.original(draft.text, start, end)
    draft.put("title", *unquoted(draft.text, start, end))


def unquoted(text: str, start: int, end: int) -> Span:
    """Step inside 《》 or quotes that enclose the whole of a title."""
    start, end = trim(text, start, end)
    for opened, closed in ("《》", "“”"):
        if text.startswith(opened, start) and text.endswith(closed, start, end) and text.find(closed, start, end) == end - 1:
            return start + 1, end - 1
    return start, end


def _tail(draft: Draft, start: int, end: int, mark: Mark) -> None:
    """Read everything behind the mark by the kind of the item."""
    text = draft.text
    if mark.kind == "P":
        numbered.patent(draft, start, end)
        return
    journal = mark.kind == "J"
    if mark.kind == "N":
        _comma_date(draft, start, end)
        text = draft.text
    elif mark.kind == "S":
        start = _past_host(text, start, end)
    if not journal and (host := hosts.opening(text, start, end)) and _is_latin_part(text, host, end, mark):
        hosted.read(draft, host, end)
        return
    read = imprint.read(text, start, end, journal=journal, year=draft.spans.get("year"))
    draft.take(read.spans, () if journal else ("volume", "issue"))
    if read.guessed:
        draft.doubt(read.guessed, "inferred", text[slice(*read.spans[read.guessed])], "只有一个数字，按期号读")
    stop = read.start
    host = hosts.opening(text, start, stop)
    if not host:
        start = _past_authors(draft, start, stop, mark)
        if mark.kind == "J" and "," in text[start:stop]:
            start = _past_listed(draft, start, stop)
    if journal or mark.kind == "N":
        start, stop = unquoted(text, host or start, stop)
        if ": " in text[start:stop] and (housed := _HOUSED.search(text, start, stop)) and publishing.is_press(housed["press"]):
            draft.doubt("container", "suspect", housed.group().lstrip(", "), "刊名之后又印了出版地与出版者，不是刊名的一部分")
            stop = housed.start()
        draft.put("container", start, stop)
    elif mark.kind == "S":
        _standard_host(draft, start, stop)
    elif host or mark.kind == "C" or _MARK.search(text, start, stop):
        hosts.take(draft, host or start, stop, dated=bool(read.spans))
    else:
        _published(draft, start, stop, mark)


def _is_latin_part(text: str, start: int, end: int, mark: Mark) -> bool:
    """Tell whether the host of a part is all Latin and carries no mark of its own."""
    return mark.kind in "MCGA" and not _MARK.search(text, start, end) and not _HAN.search(text, start, end)


def _past_authors(draft: Draft, start: int, stop: int, mark: Mark) -> int:
    """Step over authors who stand behind the mark, where none stood before the title."""
    if draft.names:
        return start
    parts = publishing.segments(draft.text, start, stop)
    bare = mark.kind == "J" and len(parts) == 2  # then the last is the journal, and the first nothing but its authors
    return parts[0][1] if len(parts) > 1 and order.authors_behind(draft, parts[0], bare=bare) else start


def _past_listed(draft: Draft, start: int, stop: int) -> int:
    """Step over names that only a comma parts from the journal (`[J]. 甲某某, 乙某某, 某刊`), and say so."""
    text = draft.text
    at = text.rfind(",", start, trim(text, start, stop)[1])
    if at < 0 or text[:at].rstrip()[-1:] < "\u3400" or not order.are_persons(text, listed := trim(text, start, at)):
        return start
    if max(len(word) for word in re.split(r"[\s,、;]+", text[slice(*listed)])) < 3:
        return start  # `建筑, 结构`: two ideographs that begin with a surname may be a word of the journal
    if not order.authors_behind(draft, listed):
        draft.doubt("authors", "suspect", text[slice(*listed)], "刊名之前又印了一次作者")
    return at + 1


def _comma_date(draft: Draft, start: int, end: int) -> None:
    """Read a newspaper's date that is printed with commas (`2000,01,12`)."""
    found = _COMMA_DATE.search(draft.text, start, end)
    if found:
        draft.put("date", *found.span())
        draft.put("year", found.start(), found.start() + 4)
        draft.blank(*found.span())


def _past_host(text: str, start: int, end: int) -> int:
    """Step over the collection that reprints a standard: it is not its container."""
    marked = _MARK.search(text, start, end)
    if marked:
        return marked.end()
    host = hosts.SLASHES.match(text, start, end)
    return text.rfind(".", start, end - 1) if host else start


def _standard_host(draft: Draft, start: int, stop: int) -> None:
    parts = publishing.segments(draft.text, start, stop)
    if parts and publishing.is_press(draft.text[slice(*parts[-1])]):
        publishing.publisher(draft, *parts[-1])


def _published(draft: Draft, start: int, stop: int, mark: Mark) -> None:
    """Read place and publisher, or an unmarked host of a part (`[M]. 编者. 书名. 地: 社`)."""
    text = draft.text
    parts = publishing.without_notes(text, publishing.segments(text, start, stop))
    if len(parts) > 1 and mark.kind == "M":
        hosts.take(draft, parts[0][0], parts[-1][1], dated=True)
    elif parts:
        first, last = parts[-1]
        thesis = _THESIS.search(text, first, last)
        if mark.kind in _KEPT and ":" not in text[first:last]:
            draft.put("place", first, last)
        else:
            publishing.publisher(draft, first, thesis.start() if thesis else last)
