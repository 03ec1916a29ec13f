"""Read the tail of a reference: year, volume, issue, pages, date, in all shapes that are really printed.

One scan from left to right cuts the tail into tokens. A word that cannot belong to an imprint throws away what was gathered, so
that what is left at the end is the imprint, and what stands before it the container or publisher.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from verifier.readers.draft import Draft, Span

_YEAR = r"(?:1[5-9]|20)\d\d"
_NUMBER = r"[A-Za-z]{0,2}\d[\dA-Za-z]*(?:\.\d+)?"
_RUN = rf"{_NUMBER}(?:\s?[-/+&]\s?{_NUMBER})*"
_HAN_NUMBER = r"[一二三四五六七八九十〇]{1,4}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\b\.?"
_TOKEN = re.compile(
    rf"(?P<date>{_YEAR}(?:\s?[-./]\s?[01]?\d\s?[-./]\s?[0-3]?\d(?!\d)|\s?年\s?[01]?\d\s?月(?:\s?[0-3]?\d\s?[日号])?|[-.](?:0\d|1[0-2])(?!\d)))"
    rf"|(?<!\d)(?P<year>{_YEAR})\s?年(?:\s?(?:\d{{1,2}}\s?月)?版|度)?"
    rf"|第?\s?(?P<issue>{_RUN}(?:、{_NUMBER})*|{_HAN_NUMBER}|增刊?\s?\d?)\s?期(?!刊)|期\s(?P<issue2>{_RUN})"
    rf"|第\s?(?P<volume>{_RUN}|{_HAN_NUMBER})\s?卷|卷\s?(?P<volume2>\d+)(?![\d卷])|(?P<volume3>\d+)\s?卷"
    rf"|第?\s?(?P<pages>{_RUN}(?:\s?[,、]\s?{_RUN})*)\s?页|页\s?(?P<pages2>{_RUN}(?:\s?[,、]\s?{_RUN})*)"
    rf"|第\s?(?P<leaf>[A-Z]?\d{{1,3}})\s?版"
    rf"|\b(?:vol(?:ume)?s?)\b\s?\.?\s?(?P<volume4>{_RUN})"
    rf"|\b(?:nos?|issue|nr)\b\s?\.?\s?(?P<issue3>{_RUN})"
    rf"|\bp(?:p|ages?|gs?)?\b\s?\.?\s?(?P<pages3>{_RUN}(?:\s?,\s?{_RUN})*)"
    rf"|\(\s?(?P<paren>[^()]{{0,40}})\)"
    rf"|(?P<supplement>增刊\s?(?:\d{{1,2}}(?!\d)|[A-Z一二三四])?|[Ss]uppl?(?:ement)?\.?\s?\d{{0,2}}(?!\d)|合刊)"
    rf"|(?P<leaf2>扉页|封[二三底面]|插页|彩页)"
    rf"|(?P<month>\d{{0,2}}\s?{_MONTH}(?:\s?\d{{1,2}}(?!\d))?|\b(?:Spring|Summer|Autumn|Fall|Winter)\b)"
    rf"|(?P<number>(?<![A-Za-z\d]){_RUN}(?![A-Za-z\d]))"
    rf"|(?P<colon>:)|(?P<filler>[\s,.;/、-]+|年版?|版|总)"
    rf"|(?P<word>[A-Za-z\u00c0-\u04ff][\w'’-]*|[^\s,.;:()、\dA-Za-z第总年卷期增页版扉封插彩]+|\S)",
    re.I,
)
_LABELLED = {
    "issue": "issue", "issue2": "issue", "issue3": "issue", "volume": "volume", "volume2": "volume", "volume3": "volume",
    "volume4": "volume", "pages": "pages", "pages2": "pages", "pages3": "pages", "leaf": "pages", "leaf2": "pages", "supplement": "issue",
}  # fmt: skip
_PLAIN_YEAR = re.compile(rf"{_YEAR}(?=[a-z]?$)")
_PAREN_YEAR = re.compile(rf"\s?({_YEAR})(?:[a-z]|年)?(?:\s?[-./,年].{{0,12}})?$")
_PAREN_MONTH = re.compile(rf"(?:{_MONTH}|\d{{1,2}}\s{_MONTH}|[一二三四五六七八九十]{{1,2}}月).{{0,20}}$", re.I)
_PAREN_ISSUE = re.compile(
    rf"(?:第|总第|no\.?\s?|n\.?\s?)?\s?((?:{_RUN})(?:\s?[,、]\s?{_NUMBER}){{0,3}}|增刊?\s?[\dA-Z一二三四]{{0,2}}|专刊|特刊|专辑|[SZC]|合刊|[上中下](?:旬|半月)?刊?|"
    rf"suppl?(?:ement)?\.?\s?[\dA-Z]{{0,2}}|{_HAN_NUMBER})\s?期?(?:\s?[,(]?总第?\s?\d+\s?期?\)?)?(?:\s?合刊)?$",
    re.I,
)


class Token(NamedTuple):
    """One piece of an imprint: its kind, its place, and the place of what it says."""

    kind: str
    start: int
    end: int
    inner: Span


class Imprint(NamedTuple):
    """Spans by field, and where the imprint begins; `start` = the end of the stretch when there is none."""

    spans: dict[str, Span]
    start: int
    loose: tuple[Span, ...]


def scan(text: str, start: int, end: int, *, journal: bool) -> tuple[Token, ...]:
    """Return the tokens of the imprint that ends a stretch; with `journal` a bracketed issue counts as imprint."""
    best: list[Token] = []
    run: list[Token] = []
    for found in _TOKEN.finditer(text, start, end):
        kind = found.lastgroup or "filler"
        if kind == "paren" and not _is_imprint(text, *found.span("paren"), journal):
            kind = "word"
        if kind == "word":
            if _weight(run) > _weight(best):
                best = run
            run = []
        elif kind != "filler":
            run.append(Token(kind, found.start(), found.end(), found.span(found.lastgroup or 0)))
    return tuple(run if _weight(run) >= min(2, _weight(best)) else best)


def _is_imprint(text: str, start: int, end: int, journal: bool) -> bool:
    inner = text[start:end]
    if _PAREN_YEAR.match(inner) or _PAREN_MONTH.match(inner):
        return True
    return (journal or inner.strip().isdigit()) and _PAREN_ISSUE.match(inner.strip()) is not None


def _weight(run: list[Token]) -> int:
    return len([token for token in run if token.kind != "colon"])


def read(text: str, start: int, end: int, *, journal: bool, year: Span | None = None) -> Imprint:
    """Read the imprint at the end of a stretch; `year` is the year already read before the title, if any.

    >>> text = "刊名, 2019, 57(S1): 66-69"
    >>> {k: text[a:b] for k, (a, b) in read(text, 0, len(text), journal=True).spans.items()}
    {'year': '2019', 'volume': '57', 'issue': 'S1', 'pages': '66-69'}
    """
    tokens = scan(text, start, end, journal=journal)
    spans: dict[str, Span] = {"year": year} if year else {}
    loose: list[Token] = []
    paged = False
    for token in tokens:
        if token.kind == "colon":
            paged = True
            continue
        paged = _place(text, token, spans, loose, paged)
    _spread(text, loose, spans, journal)
    if year:
        del spans["year"]
    begin = tokens[0].start if tokens else end
    return Imprint(spans, begin, tuple([token.inner for token in loose]))


def _place(text: str, token: Token, spans: dict[str, Span], loose: list[Token], paged: bool) -> bool:
    """Give one token its field; returns whether a bare number that follows is still a page."""
    kind, span = token.kind, token.inner
    if kind in _LABELLED:
        spans.setdefault(_LABELLED[kind], span)
    elif kind == "date":
        spans.setdefault("date", span)
        spans.setdefault("year", (span[0], span[0] + 4))
    elif kind == "year":
        spans.setdefault("year", span)
    elif kind == "paren":
        _bracket(text, span, spans, loose)
    elif kind == "number":
        return _number(text, token, spans, loose, paged)
    return False


def _bracket(text: str, span: Span, spans: dict[str, Span], loose: list[Token]) -> None:
    inner = text[span[0] : span[1]]
    year = _PAREN_YEAR.match(inner)
    if year:
        spans.setdefault("year", (span[0] + year.start(1), span[0] + year.end(1)))
        return
    issue = _PAREN_ISSUE.match(inner.strip())
    if issue is None:
        return
    lead = len(inner) - len(inner.lstrip())
    if "volume" not in spans and loose and loose[-1].kind == "number":
        spans["volume"] = loose.pop().inner
    spans.setdefault("issue", (span[0] + lead + issue.start(1), span[0] + lead + issue.end(1)))


def _number(text: str, token: Token, spans: dict[str, Span], loose: list[Token], paged: bool) -> bool:
    span = token.inner
    if "year" not in spans and _PLAIN_YEAR.match(text, *span):
        spans["year"] = (span[0], span[0] + 4)
        return False
    if paged:
        spans["pages"] = (spans["pages"][0], span[1]) if "pages" in spans else span
        return True
    loose.append(token)
    return False


def _spread(text: str, loose: list[Token], spans: dict[str, Span], journal: bool) -> None:
    """Give the numbers without a label their fields by their order: volume, issue, pages."""
    bare = [token.inner for token in loose]
    if bare and "pages" not in spans and ("-" in text[slice(*bare[-1])] or len(bare) > 1 or "issue" in spans or not journal):
        if "issue" in spans or "volume" in spans or "-" in text[slice(*bare[-1])] or len(bare) > 2 or not journal:
            spans["pages"] = bare.pop()
    if journal:
        for field in ("volume", "issue"):
            if bare and field not in spans:
                spans[field] = bare.pop(0)
