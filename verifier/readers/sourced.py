"""Read references whose only quoted part is the journal: `甲，乙：题名，《刊名》2020年第4期，第5—9页`, `论《某书》，载《刊名》…`, `题名，《某报》2020年1月1日`.

The 《》 that an imprint of a periodical follows names the journal; what stands before it is authors and title. Where nothing but
a comma parts the two, the cut is doubted.
"""

from __future__ import annotations

import re

from verifier.readers import imprint, kinds, names, order, quotes
from verifier.readers.draft import Draft, Span, trim

_JOURNAL = re.compile(
    r"《(?P<name>[^《》]{2,60})》\s?(?P<edition>\((?P<bare>[\u3400-\u9fff]{2,12})\))?\s*,?\s?"
    r"(?=(?:\([^()]{1,12}\)\s?,?\s?)?(?:(?:1[89]|20)\d\d\s?(?:[,.(年/]|\s?第|增|-\d)|第?\s?\d{1,4}\s?[卷期(]|第\s?[\d一二三四五六七八九十]{1,4}\s?[卷期辑]|增刊|总第|$))"
)
_DATE_ONLY = re.compile(r"\s*,?\s?(?:\d{4}\s?(?:年(?!\s*(?:第?\s?\d{1,4}\s?[期卷]|第|增|总|[SsZz]\d))|[.-]\d)|$)")
_TURNED = re.compile(
    r"(?P<names>[\u3400-\u9fff]{2,3}(?:[,、]\s?[\u3400-\u9fff]{2,3}){0,5}\s?[,:]?\s?(?=[在于\d]))?(?P<lead>(?:19|20)\d\d年?(?:\d{1,2}月)?)?[,\s]?[在于]?\s?《(?P<name>[^《》]{2,40})》\s?,?\s?"
    r"(?P<imprint>[\s\d年卷第增刊期SZ(),.-]*[年期卷)])\s?上?\s?,?\s?(?:公开)?(?:发表|刊登|刊载)?了?(?:题为)?(?:学术)?(?:论文|文章)?\s?[,:]?\s?[《“](?P<title>[^《》“”]{4,100})[》”]"
)
"""A journal, its imprint, and only then the quoted title."""

_VERB = re.compile(
    r"[\s,.。;:]*(?:原?载于?|见于?|原?刊于?|(?:已|并)?(?:发\s*表|刊登|刊载|登载|收录)\s*[于在]?)?\s?[:,]?\s*$"
)
_CUT = re.compile(
    r"\s*(?:\(?\s?(?P<year>(?:1[89]|20)\d\d)[a-z]?\s?\)?\s?)?[:,.\s]\s*(?:\(?(?P<later>(?:1[89]|20)\d\d)[a-z]?\)?\s?[:,.]\s*)?"
)
_STOP = re.compile(r"[:,.\s(]")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_NOT_EMPTY = re.compile(r"[\u3400-\u9fffA-Za-z]{2}")
LONGEST_HEAD = 80
"""How far names reach at most before an unquoted title."""


def find(text: str, start: int, end: int, *, accepted: bool = False) -> re.Match[str] | None:
    """Return the quoted journal if it is the source of an unquoted title; None if the quoted part is the title.

    `accepted`: a letter of acceptance was named, so that a bare date may follow the journal.
    """
    if turned := _TURNED.match(text, start, end):
        return turned
    found: re.Match[str] | None = None
    for found in _JOURNAL.finditer(text, start, end):  # noqa: B007 - the last one is wanted
        pass
    if found is None:
        return None
    first = quotes.opening(text, start, end)
    before = trim(text, start, _title_end(text, start, found.start()))
    if 0 <= first < found.start() or (
        text[before[1] - 1 : before[1]] in "》”" and text.startswith(("《", "“"), before[0])
    ):
        return None
    if (":" not in text[slice(*before)] and names.read(text, *before).sure) or (
        _DATE_ONLY.match(text, found.end()) and not (accepted or kinds.is_serial(found["name"]))
    ):
        return None
    rest = _past_names(text, *before)[0]
    return found if _NOT_EMPTY.search(text, rest, before[1]) and not quotes.is_label(text, *before) else None


def read(draft: Draft, start: int, end: int, journal: re.Match[str]) -> None:
    """Read authors, title, journal and imprint around the journal's name."""
    text = draft.text
    if journal.re is _TURNED:
        _turned(draft, journal)
        return
    stop = _title_end(text, start, journal.start())
    begin, listed, year = _past_names(text, start, stop)
    if listed:
        draft.names, draft.et_al = list(listed.spans), listed.et_al
        if _is_unsure(text, start, begin):
            draft.doubt(
                "authors", "suspect", text[start:begin].strip(" ,:."), "作者与题名之间只有逗号或冒号，分界不确定"
            )
    tail = imprint.read(text, journal.end(), end, journal=True, year=year)
    if year and _YEAR.search(text, journal.end(), end):
        tail = imprint.read(text, journal.end(), end, journal=True)
        begin = (
            year[0] if text[year[1] : begin].strip(" ,.") == ":" else begin
        )  # `甲：2018：题名` with its year behind the journal
    elif year:
        draft.put("year", *year)
    draft.put("title", begin, stop)
    put_container(draft, journal.start("name"), journal.end("name"), journal.span("bare") if journal["bare"] else None)
    draft.take(tail.spans)
    kinds.infer(draft, kinds.of_container(journal["name"], draft.spans))


def _turned(draft: Draft, found: re.Match[str]) -> None:
    """Read a journal with its imprint before the title: `在《刊名》2020年第4期发表论文《题名》`."""
    text = draft.text
    if found["names"]:
        listed = names.read(text, *trim(text, *found.span("names"), " ,、:"))
        draft.names, draft.et_al = list(listed.spans), listed.et_al
    draft.put("title", *found.span("title"))
    draft.put("container", *found.span("name"))
    draft.take(imprint.read(text, found.end("name") + 1, found.end("imprint"), journal=True).spans)
    if found["lead"]:
        draft.take(imprint.read(text, *found.span("lead"), journal=True).spans, ("volume", "issue", "pages"))
    draft.doubt("title", "suspect", text[slice(*found.span("title"))], "刊名排在题名之前，按语序区分")
    kinds.infer(draft, kinds.of_container(found["name"], draft.spans))


def put_container(draft: Draft, start: int, end: int, edition: Span | None) -> None:
    """Write a quoted journal with the edition that stands behind its quote (`《某学报》（社会科学版）`), which is part of its name."""
    draft.put("container", start, end)
    if edition and draft.text[edition[1] - 1] == "版":
        draft.spans["container"] = (start, edition[1] + 1)
        clean = draft.folded.clean
        draft.repair(
            "container", clean[start:end] + clean[edition[0] - 1 : edition[1] + 1], "版别印在书名号之外，是刊名的一部分"
        )


def _title_end(text: str, start: int, at: int) -> int:
    """Return where the title ends before a journal's name, without 载, 见, 发表于."""
    verb = _VERB.search(text, max(start, at - 12), at)
    return verb.start() if verb else at


def _past_names(text: str, start: int, end: int) -> tuple[int, names.Names | None, Span | None]:
    """Return where the title begins, with the names before it and the year behind them; a colon behind names counts before a comma."""
    limit = min(end, start + LONGEST_HEAD)
    colon = text.find(":", start, limit)
    if (
        colon > start
        and (listed := names.read(text, *trim(text, start, colon, " ,("))).sure
        and len(text[start:colon]) < 60
    ):
        return _behind(text, start, colon, end, listed)
    last = None
    for stop in _STOP.finditer(text, start, limit):
        part = trim(text, start, stop.start(), " ,.、")
        if part[0] < part[1] and order.are_persons(text, part):
            last = stop.start()
    if last is None:
        return start, None, None
    return _behind(text, start, last, end, names.read(text, *trim(text, start, last, " ,")))


def _behind(
    text: str, start: int, at: int, end: int, listed: names.Names
) -> tuple[int, names.Names | None, Span | None]:
    """Step over the sign and the year behind names."""
    cut = _CUT.match(text, at, end)
    if cut is None:
        return start, None, None
    year = next((cut.span(group) for group in ("year", "later") if cut[group]), None)
    return cut.end(), listed, year


def _is_unsure(text: str, start: int, begin: int) -> bool:
    """Tell whether the cut behind the names is none but a comma, or the only name is of two characters (`高炉：…`)."""
    head = text[start:begin].strip(" .")
    return head[-1:] not in (":", ")") or (len(head.strip(" :,")) < 3)
