"""Read a reference without type mark whose parts are set off by stops: GB/T 7714-1987, author-date styles, APA, Vancouver."""

from __future__ import annotations

import re

from verifier.readers import heads, hosted, hosts, imprint, kinds, latin, numbered, order, publishing, suffixes, tails
from verifier.readers.draft import Draft, Span, trim

_HOST_SIGNS = ("//", "∥", "‖", "见", "载", "收", "In ", "In:", "in:")
_HOST = re.compile(r"(?://|∥|‖)\s*|(?<=[.,\s])(?:见|载于?|收入|收于)(?:\s?:\s*(?=[\u3400-\u9fff《\d])|\s*(?=[\u3400-\u9fff《]))|(?<=[.,?!]\s)(?:In\s?:?|in:)\s+(?=[A-ZÀ-Þ\d“\"]|[a-z][A-Z])")
_THESIS = re.compile(r"[\[(]\s?[^\[\]()]{0,24}(?:学位论文|论文|[Dd]issertation|[Tt]hesis)\s?[\])]")
_NAMED_THESIS = re.compile(
    r"[,.]\s?(?P<school>[\u3400-\u9fff()]{2,20}(?:大学|学院|研究院|研究所|研究总院)(?:[\u3400-\u9fff]{2,8}[系院])?)\s?(?:(?P<year>(?:19|20)\d\d)\s?年?(?:度|届)?)?\s?"
    r"(?:博士|硕士|工程硕士)(?:研究生)?(?:学位)?论文(?:[,.\s]{1,2}(?P<later>(?:19|20)\d\d)年?(?:\d{1,2}月)?)?[\s.,]*$"
)
_DATE = re.compile(r"\((?P<year>(?:19|20)\d\d)[^()]{0,16}\)$")
_SERIES = re.compile(r"(?:[\u3400-\u9fff]{2,12}学报|中国科学(?:[A-K]辑)?)$")
_EDITION = re.compile(r"[\u3400-\u9fff]{2,10}版$|[\u3400-\u9fff]{2,8}科学$|[A-K]辑$")
"""What stands behind the stop inside a journal's name: `某大学学报. 自然科学版`, `中国科学. 技术科学`."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_DAY = re.compile(r"\(\d{4}, [A-Z][a-z]{2,8}\.? \d{1,2}\)[.,:]?\s*$")
_ONLY_YEAR = re.compile(r"(?:19|20)\d\d[\s.]*$")
_ASKED = re.compile(r"[?!]\s+(?=[A-ZÀ-Þ])")
_DEGREE = re.compile(r"(?:博士|硕士)(?:研究生)?(?:学位)?论文$|(?:unpublished )?(?:doctoral|master['’]?s?|ph\.?d\.?) (?:dissertation|thesis)$", re.I)
_PAREN_IMPRINT = re.compile(r"\(\s*(?P<inside>[^()]{2,40}:\s?[^()]{2,60}|[^()]{2,60}(?:出版社|Press|University|Administration))\s*\)\s*$")


def read(draft: Draft, start: int, end: int) -> None:
    """Read an unmarked reference between two places of the text."""
    text = draft.text
    begin = _title_first(draft, start, end) or heads.authors(draft, start, end, marked=False)
    if "论文" in text and (named := _NAMED_THESIS.search(text, begin + 4, end)):
        _named_thesis(draft, begin, named)
        return
    tail = imprint.read(text, _first_stop(text, begin, end), end, journal=True, year=draft.spans.get("year"))
    if not tail.spans and "year" in draft.spans and _ONLY_YEAR.match(text, tail.start, end):
        tail = tail._replace(start=end)  # a year that ends the title, as the year is printed before it
    thesis = _THESIS.search(text, begin, tail.start) if "论文" in text or "hesis" in text or "issertation" in text else None
    host = _HOST.search(text, begin, tail.start) if any(sign in text for sign in _HOST_SIGNS) else None
    if thesis:
        _thesis(draft, begin, thesis, end)
    elif host and host.start() > begin:
        _hosted(draft, begin, host, end)
    elif inside := _PAREN_IMPRINT.search(text, begin, tail.start):
        _in_brackets(draft, begin, inside, end)
    else:
        _segments(draft, begin, tail, end)


def _named_thesis(draft: Draft, begin: int, named: re.Match[str]) -> None:
    """Read `题名，某大学2018年硕士论文`."""
    draft.put("title", begin, named.start())
    draft.put("publisher", *named.span("school"))
    if named["year"] or named["later"]:
        draft.put("year", *named.span("year" if named["year"] else "later"))
    kinds.infer(draft, "D")


def _first_stop(text: str, begin: int, end: int) -> int:
    """Return the first full stop behind a title's first words: no imprint begins before it, if there is one."""
    stop = text.find(".", begin + 4, end - 4)
    while stop > 0 and text[stop + 1].isalnum() and text[stop - 1].isascii():
        stop = text.find(".", stop + 1, end - 4)
    return stop if stop > 0 else begin


def _title_first(draft: Draft, start: int, end: int) -> int:
    """Read title and authors of `题名. 甲, 乙. 刊名, 2019…`; returns where the source begins, 0 if it is not of that order."""
    text = draft.text
    if _HAN.search(text, start, end) is None:
        return 0
    parts = publishing.segments(text, start, end)
    if len(parts) < 3 or order.are_persons(text, parts[0]) or parts[0][1] - parts[0][0] < 5 or not order.authors_behind(draft, parts[1]):
        return 0
    draft.put("title", *parts[0])
    return parts[2][0]


def _books_imprint(draft: Draft, start: int, end: int) -> int:
    read = imprint.read(draft.text, start, end, journal=False, year=draft.spans.get("year"))
    draft.take(read.spans, ("volume", "issue"))
    return read.start


def _thesis(draft: Draft, begin: int, thesis: re.Match[str], end: int) -> None:
    draft.put("title", *numbered.take(draft, *trim(draft.text, begin, thesis.start()), "D"))
    publishing.publisher(draft, thesis.end(), _books_imprint(draft, thesis.end(), end))
    kinds.infer(draft, "D")


def _hosted(draft: Draft, begin: int, host: re.Match[str], end: int) -> None:
    parts = publishing.without_notes(draft.text, publishing.segments(draft.text, begin, host.start()))
    if parts:
        draft.put("title", parts[0][0], _responsible(draft, parts[0][0], parts[-1][1]))
    if not _HAN.search(draft.text, host.end(), end):
        kinds.infer(draft, hosted.read(draft, host.end(), end))
        return
    tail = imprint.read(draft.text, host.end(), end, journal=True, year=draft.spans.get("year"))
    name = trim(draft.text, host.end(), tail.start, " ,.:《》")
    if host.group().strip()[:1] == "载" and "issue" in tail.spans and not re.search(r"[.:,]|编|社", draft.text[slice(*name)]):
        draft.put("container", *name)  # `载辽海机械, 第4期`
        draft.take(tail.spans)
        kinds.infer(draft, "J")
        return
    stop = _books_imprint(draft, host.end(), end)
    hosts.take(draft, host.end(), stop, dated=True)
    kinds.infer(draft, "C" if kinds.is_meeting(draft.text[host.end() : stop]) else "M")


def _responsible(draft: Draft, start: int, end: int) -> int:
    """Return where a title ends before the names that GOST repeats behind a slash; all of them are authors, the head names but one."""
    slash = draft.text.find(" / ", start + 4, end)
    if slash < 0:
        return end
    found = latin.read(draft.text, *trim(draft.text, slash + 3, end))
    if not found.sure:
        return end
    if len(found.spans) > len(draft.names):
        draft.names, draft.et_al = list(found.spans), found.et_al
    return slash


def _in_brackets(draft: Draft, begin: int, inside: re.Match[str], end: int) -> None:
    """Read `书名 (地: 社) p5`, the book of the physics styles."""
    draft.put("title", *suffixes.strip(draft, begin, inside.start()))
    _books_imprint(draft, inside.end(), end)
    publishing.publisher(draft, *inside.span("inside"))
    kinds.infer(draft, "M")


def _segments(draft: Draft, begin: int, tail: tails.Imprint, end: int) -> None:
    """Give the segments between authors and imprint their fields: title first, container or publisher last."""
    text = draft.text
    parts = [part for part in publishing.segments(text, begin, tail.start) if not _is_date(draft, part)]
    if not parts or numbered.unmarked(draft, parts[0], end):
        return
    if len(parts) == 1 and "title" not in draft.spans:
        parts = _unstopped(draft, parts[0], tail) if _HAN.search(text, *parts[0]) else _asked(text, parts[0], tail)
        parts = parts if len(parts) > 1 else _last_comma(draft, parts[0], tail)
    kind = "J" if draft.accepted and len(parts) > 1 else kinds.of_tail(text, parts, tail)
    if kind == "M" and len(parts) > 1 and _DAY.search(text, 0, parts[0][0]) and not publishing.is_press(text[slice(*parts[-1])]):
        kind = "N"
    if kind == "J" and not {"volume", "issue"} & tail.spans.keys() and _DAY.search(text, 0, parts[0][0]):
        kind = "N"
    if kind in ("J", "N") and (len(parts) > 1 or "title" in draft.spans):
        _periodical(draft, parts, tail, kind, end)
    elif len(parts) == 1 and (cut := _press_comma(draft, parts[0])):
        _book(draft, [(parts[0][0], cut), (cut + 1, parts[0][1])], "M", end)
    elif len(parts) == 1:
        draft.put("title", *suffixes.strip(draft, *parts[0]))
        _books_imprint(draft, tail.start, end)
        kind = "EB" if kind == "M" and "url" in draft.spans else kind
    else:
        kind = _book(draft, parts, kind, end)
    kinds.infer(draft, kind)


def _press_comma(draft: Draft, part: Span) -> int:
    """Return the last comma of a Latin segment if a publisher follows it, else 0."""
    comma = draft.text.rfind(",", *part)
    if comma <= part[0]:
        return 0
    last = draft.text[comma + 1 : part[1]]
    return comma if publishing.is_imprint(last) or (last.istitle() and len(last.split()) < 5 and publishing.is_press(last)) else 0


def _unstopped(draft: Draft, part: Span, tail: tails.Imprint) -> list[Span]:
    """Part title and source at the last comma or blank where no stop stands between them, and say so."""
    text = draft.text
    monthly = "date" in tail.spans and tail.spans["date"][1] - tail.spans["date"][0] < 8
    if ("date" in tail.spans and not monthly) or not {"issue", "volume", "pages", "year"} & tail.spans.keys():
        return [part]
    cut = _last_gap(text, *part, ",")
    if cut < 0:
        cut = _last_gap(text, *part, " ")
    if cut < 0 or (not monthly and not {"issue", "volume"} & tail.spans.keys() and not publishing.is_press(text[cut + 1 : part[1]])):
        return [part]
    draft.doubt("title", "suspect", text[slice(*part)], "题名与出处之间没有句点，按最后一个逗号或空格分开")
    return [trim(text, part[0], cut), trim(text, cut, part[1])]


def _asked(text: str, part: Span, tail: tails.Imprint) -> list[Span]:
    """Part a title that ends in a question or exclamation mark from its journal or publisher."""
    asked = list(_ASKED.finditer(text, *part))
    if not asked or not tail.spans:
        return [part]
    found = asked[-1]
    return [(part[0], found.start() + 1), (found.end(), part[1])]


def _last_comma(draft: Draft, part: Span, tail: tails.Imprint) -> list[Span]:
    """Part a Latin title from a journal that only a comma sets off (`(2018) Title, Journal of Things, 12:3, 5-9`), and say so."""
    text = draft.text
    comma = text.rfind(", ", *part)
    shown = text[comma + 2 : part[1]]
    if comma < part[0] + 8 or not {"volume", "issue"} & tail.spans.keys() or text[part[0]] >= "\u0400" or not shown[:1].isupper() or not _names_serial(text, shown, part[1]):
        return [part]
    draft.doubt("title", "suspect", text[slice(*part)], "题名与刊名之间只有逗号，分界不确定")
    return [(part[0], comma), (comma + 2, part[1])]


def _names_serial(text: str, shown: str, end: int) -> bool:
    """Tell whether a phrase is a journal's name by a word of it, or by being abbreviated (`Tetsu Res.`)."""
    return kinds.is_serial(shown) or (text.startswith(".", end) and len(shown.split()) < 6 and all(word[0].isupper() for word in shown.split()))


def _last_gap(text: str, start: int, end: int, sign: str) -> int:
    """Return the last comma or blank outside brackets with at least two signs on either side, -1 if there is none."""
    at = end
    while (at := text.rfind(sign, start + 4, at)) > 0:
        tail = text[at:end]
        if end - at > 2 and text[at - 1] not in ":,;" and tail.count("(") == tail.count(")"):
            return at
    return -1


def _is_date(draft: Draft, part: Span) -> bool:
    """Take a date in brackets that stands between title and source."""
    found = _DATE.match(draft.text, *part)
    if found is None:
        return False
    draft.put("year", *found.span("year"))
    if part[1] - part[0] > 6:
        draft.put("date", found.start("year"), part[1] - 1)
    return True


def _periodical(draft: Draft, parts: list[Span], tail: tails.Imprint, kind: str, end: int) -> None:
    """Write title, container and imprint; a Latin container may hold stops itself (`Psychol. Rev.`), a Chinese one does not."""
    first, last = parts[0], parts[-1]
    if "title" in draft.spans:
        draft.put("container", first[0], last[1])
    elif heads.is_han(draft.text, last[0]):
        cut = -2 if len(parts) > 2 and _SERIES.match(draft.text, *parts[-2]) and _EDITION.match(draft.text, *last) else -1
        draft.put("title", first[0], parts[cut - 1][1])
        draft.put("container", parts[cut][0], last[1])
    else:
        cut = _container_from(draft.text, parts)
        draft.put("title", first[0], parts[cut - 1][1])
        draft.put("container", parts[cut][0], last[1])
    if kind == "N":
        _books_imprint(draft, last[1], end)
        return
    draft.take(tail.spans)
    if tail.guessed:
        draft.doubt(tail.guessed, "inferred", draft.text[slice(*tail.spans[tail.guessed])], "只有一个数字，按期号读")


def _container_from(text: str, parts: list[Span]) -> int:
    """Return the first segment of a Latin container: the last one, with the abbreviated words before it (`Ann. Intern. Med`)."""
    cut = len(parts) - 1
    while cut > 1 and _is_shortened(text[slice(*parts[cut - 1])].split()):
        cut -= 1
    return cut


def _is_shortened(words: list[str]) -> bool:
    """Tell whether a segment is the front of an abbreviated name: few words, or most with stops, all capitalised."""
    stops = sum(word[-1] == "." for word in words)
    return (len(words) < 4 or stops * 2 > len(words)) and all(word[0].isupper() for word in words)


def _book(draft: Draft, parts: list[Span], kind: str, end: int) -> str:
    """Write title, place and publisher; returns the kind, D where a degree is named."""
    text = draft.text
    first, *others = parts
    others = publishing.without_notes(text, others)
    draft.put("title", *suffixes.strip(draft, *first))
    if not others:
        _books_imprint(draft, parts[-1][1], end)
        return kind
    start, stop = others[-1]
    _books_imprint(draft, stop, end)
    degree = _DEGREE.search(text, start, stop)
    publishing.publisher(draft, start, degree.start() if degree else stop)
    if kind == "M" and not degree and heads.is_han(text, start) and ":" not in text[start:stop] and not publishing.is_press(text[start:stop]):
        draft.doubt("publisher", "suspect", text[start:stop], "没有出版者的字样，也可能是刊名")
    if len(others) > 1 and kind == "M" and heads.is_han(text, others[-2][0]):
        draft.doubt("container", "unread", text[others[0][0] : others[-2][1]], "题名与出版者之间的文字未能识别")
    return "D" if degree else kind
