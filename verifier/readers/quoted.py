"""Read references whose title stands in quotes: `甲：《题名》，《刊名》2018年第5期`, `“Title,” Journal, vol. 3`, MLA, Chicago, IEEE."""

from __future__ import annotations

import re

from verifier.readers import heads, hosted, imprint, kinds, latin, names, numbered, order, publishing, quotes, sourced
from verifier.readers.draft import Draft, Span, trim

_TIME = (
    r"(?P<year>(?:1[5-9]|20)\d\d)(?:[a-z])?(?:(?P<month>[.-](?:0?[1-9]|1[0-2])(?:[.-][0-3]?\d)?(?!\d)|\s?年\s?(?:0?[1-9]|1[0-2])\s?月(?:\s?[0-3]?\d\s?[日号])?)"
    r"|\s?年(?:\s?第\s?(?P<issue>\d{1,3})\s?期)?)?"
)
"""A year, a month or day, or a year with its issue, as work lists print them before a quoted title."""

_TIME_BEFORE = re.compile(rf"{_TIME}\s*\)?[\s,.:]*$")
_TIME_FIRST = re.compile(rf"\(?\s?{_TIME}\s?\)?[\s,.:]+(?=[\u3400-\u9fff])")
_CONTAINER = re.compile(r"《")
_EDITOR = re.compile(r"[编辑]|主编|\beds?\b")
_THESIS = re.compile(r"(?P<before>[^,.;:]{0,60}?)\s?(?:(?P<year>(?:19|20)\d\d)\s?年?(?:度|届)?)?\s?(?:博士|硕士)(?:研究生)?(?:学位)?论文|(?P<alone>)学位论文")
_EDITION = re.compile(r"\s?\((?P<bare>[\u3400-\u9fff]{1,12}版)\)\s?(?=,?\s?[\d第增总(])")
_IN = re.compile(r"\s*[,.]?\s*[Ii]n:?\s+(?=[A-ZÀ-Þ\d“\"]|[a-z][A-Z])")
_PATENT = re.compile(
    r"\s*[,.]?\s*(?:[A-Z][\w.]{1,12}\s)?[Pp]atent\s(?:[Aa]pplication\s)?(?:[Nn]o\.?\s)?(?P<number>(?:[A-Z]{2}\s?)?\d[\d,/.]{4,13}\d(?:\s?[A-C]\d?)?)(?!\w)"
)
_EDITED = re.compile(r",\s(?:edited by|eds?\. by|ed\.)\s")
_PHRASE = re.compile(r"[,.;]\s*|(?<=[\u3400-\u9fff])(?P<kept>\([\u3400-\u9fff]{2,12}(?<!译)\))|[()]\s*")
"""What parts phrases; a bracket of ideographs right behind one is passed over, as it belongs to the name (`某大学学报（自然科学版）`)."""

_SERIAL = re.compile(r"(?:学报|通报|学刊)(?:\([\u3400-\u9fff]{2,12}\))?$")
_CAMPUS = re.compile(r"\([\u3400-\u9fff]{2,4}\)")
_TRANSLATION = re.compile(r"译$|译注$|校$|著$|整理$")


def read(draft: Draft, start: int, end: int, at: int) -> None:
    """Read a reference whose title opens at `at`."""
    text = draft.text
    close = quotes.closing(text, at, end)
    draft.put("title", at + 1, close)
    before(draft, start, at)
    book = text[at] == "《"
    container = _CONTAINER.search(text, close + 1, end)
    if container and quotes.closing(text, container.start(), end) > 0:
        _in_container(draft, close + 1, container.start(), end)
    elif text[at] in "〈“\"‘'" and not any("\u3400" <= sign <= "\u9fff" for sign in text[close:end]):
        _latin_rest(draft, close + 1, end)
    else:
        _rest(draft, close + 1, end, book)


def before(draft: Draft, start: int, at: int) -> None:
    """Read authors and year before the title."""
    text = draft.text
    stop = at
    if time := _TIME_BEFORE.search(text, start, at):
        _timed(draft, time)
        stop = time.start()
    elif time := _TIME_FIRST.match(text, start, at):
        _timed(draft, time)
        start = time.end()
    start, stop = trim(text, start, trim(text, start, stop, " ,.:;([")[1], " ,.:;")
    if start >= stop or quotes.is_label(text, start, stop) or heads.ANONYMOUS.fullmatch(f"{text[start:stop]}."):
        return
    read_names = names.read if re.search(r"[\u3040-\u9fff]", text[start:stop]) else latin.read
    found = read_names(text, start, stop)
    draft.names, draft.et_al = list(found.spans), found.et_al
    if not found.sure:
        draft.doubt("authors", "suspect", text[start:stop], "题名之前的文字不完全像作者")


def _timed(draft: Draft, time: re.Match[str]) -> None:
    """Write the year, month and issue that stand before a title."""
    draft.put("year", *time.span("year"))
    if time["month"]:
        draft.put("date", time.start("year"), time.end("month"))
    if time["issue"]:
        draft.put("issue", *time.span("issue"))


def _in_container(draft: Draft, start: int, at: int, end: int) -> None:
    """Read `《刊名》2018年第5期` or `见某编：《书名》，北京：某社，2010年，第5页`."""
    text = draft.text
    close = quotes.closing(text, at, end)
    edition = _EDITION.match(text, close + 1, end)
    sourced.put_container(draft, at + 1, close, edition.span("bare") if edition else None)
    order.authors_behind(draft, trim(text, start, at, " ,.:;"))
    edited = _EDITOR.search(text, start, at) is not None
    tail = imprint.read(text, edition.end() if edition else close + 1, end, journal=True, year=draft.spans.get("year"))
    if "year" not in tail.spans and "year" not in draft.spans:
        draft.take(imprint.read(text, start, at, journal=True).spans)  # `《题名》发表于2020年第4期《刊名》`
    middle = None if edition else _publisher_phrase(text, close + 1, tail.start)
    if edited or middle:
        _imprint(draft, close + 1, end, journal=False)
        if middle:
            publishing.publisher(draft, *middle)
        kinds.infer(draft, "C" if kinds.is_meeting(text[at:close]) else "M")
        return
    draft.take(tail.spans)
    kinds.infer(draft, kinds.of_container(text[at + 1 : close], draft.spans))


def _imprint(draft: Draft, start: int, end: int, *, journal: bool) -> int:
    tail = imprint.read(draft.text, start, end, journal=journal, year=draft.spans.get("year"))
    for field, span in tail.spans.items():
        if journal or field not in ("volume", "issue"):
            draft.put(field, *span)
    return tail.start


def _publisher_phrase(text: str, start: int, end: int) -> Span | None:
    """Return `北京：某出版社` or `某出版社` among the phrases of a stretch."""
    found = [phrase for phrase in _phrases(text, start, end) if publishing.is_press(text[slice(*phrase)]) and not _SERIAL.search(text, *phrase)]
    return found[-1] if found else None


def _phrases(text: str, start: int, end: int) -> list[Span]:
    out: list[Span] = []
    at = start
    for gap in _PHRASE.finditer(text, start, end):
        if gap["kept"]:
            continue
        if gap.start() > at:
            out.append((at, gap.start()))
        at = gap.end()
    if at < end:
        out.append((at, end))
    return [span for span in (trim(text, *part) for part in out) if span[0] < span[1]]


def _rest(draft: Draft, start: int, end: int, book: bool) -> None:
    """Read what follows a title that stands alone: a publisher, a university, an unquoted journal or newspaper."""
    text = draft.text
    tail = imprint.read(text, start, end, journal=True, year=draft.spans.get("year"))
    phrases = [part for part in _phrases(text, start, tail.start) if not _TRANSLATION.search(text[slice(*part)])]
    thesis = _THESIS.search(text, start, tail.start)
    if thesis:
        _imprint(draft, start, end, journal=False)
        _university(draft, thesis, phrases)
        return
    number = numbered.STANDARD.search(text, start, min(end, start + 40)) if book else None
    if number and text[start:number.start()].strip(" ,.:;(") == "":
        draft.put("number", *number.span())
        draft.take(imprint.read(text, number.end(), end, journal=False).spans, ("volume", "issue", "pages"))
        kinds.infer(draft, "S")
        return
    press = _publisher_phrase(text, start, tail.start)
    if press or (book and not ({"issue", "volume"} & tail.spans.keys()) and phrases and "date" not in tail.spans):
        _imprint(draft, start, end, journal=False)
        publishing.publisher(draft, *(press or phrases[-1]))
        if press in phrases[1:] and publishing.is_place(text[slice(*(city := phrases[phrases.index(press) - 1]))]):
            draft.put("place", *city)
        if not press:
            draft.doubt("publisher", "suspect", text[slice(*phrases[-1])], "不像出版者，可能是题名、刊名或说明")
        kinds.infer(draft, "M")
        return
    _imprint(draft, start, end, journal=True)
    if phrases:
        draft.put("container", *phrases[-1])
        kinds.infer(draft, kinds.of_container(text[slice(*phrases[-1])], draft.spans))


def _university(draft: Draft, thesis: re.Match[str], phrases: list[Span]) -> None:
    """Write the university of a thesis, printed before 博士学位论文 or as a phrase of its own."""
    text = draft.text
    before = trim(text, *thesis.span("before")) if thesis["before"] else (0, 0)
    if thesis["year"]:
        draft.put("year", *thesis.span("year"))
    if before[0] < before[1]:
        publishing.publisher(draft, *before)
    else:
        schools = [part for part in phrases if re.search(r"大学|大學|学院|研究院|研究所|University", text[slice(*part)])]
        if schools:
            start, end = schools[-1]
            campus = _CAMPUS.match(text, end)
            publishing.publisher(draft, start, campus.end() if campus else end)
    kinds.infer(draft, "D")


def _latin_rest(draft: Draft, start: int, end: int) -> None:
    """Read what follows a Latin title: the journal up to the imprint."""
    text = draft.text
    host = _IN.match(text, start, end)
    if host or _EDITED.search(text, start, end):
        kinds.infer(draft, hosted.read(draft, host.end() if host else start, end))
        return
    if patent := _PATENT.match(text, start, end):
        draft.put("number", *patent.span("number"))
        _imprint(draft, patent.end(), end, journal=False)
        kinds.infer(draft, "P")
        return
    tail = imprint.read(text, start, end, journal=True, year=draft.spans.get("year"))
    stop = tail.start
    parts = [] if {"volume", "issue"} & tail.spans.keys() else publishing.without_notes(text, publishing.segments(text, start, stop))
    if parts and ":" in text[slice(*parts[-1])] and publishing.is_press(text[slice(*parts[-1])]):
        _imprint(draft, start, end, journal=False)
        publishing.publisher(draft, *parts[-1])
        kinds.infer(draft, "M")
        return
    if not {"volume", "issue"} & tail.spans.keys() and (comma := hosted.press_comma(text, start, stop)):
        _imprint(draft, start, end, journal=False)
        draft.put("container", start, comma)
        publishing.publisher(draft, comma + 1, stop)
        kinds.infer(draft, "M")
        return
    draft.take(tail.spans)
    draft.put("container", start, stop)
    kinds.infer(draft, "J" if {"volume", "issue", "pages"} & draft.spans.keys() else "N" if "container" in draft.spans else "")
