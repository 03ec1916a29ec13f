"""Read the tail of a reference: year, volume, issue, pages, date, in all shapes that are really printed.

One scan from left to right cuts the tail into tokens. A word that cannot belong to an imprint throws away what was gathered, so
that what is left at the end is the imprint, and what stands before it the container or publisher.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from verifier.readers import repairs
from verifier.readers.draft import Span

_YEAR = r"(?:1[5-9]|20)\d\d"
_NUMBER = r"[A-Za-z]{0,3}\d[\dA-Za-z]*(?:\.\d+)?"
_RUN = rf"{_NUMBER}(?:\s?[-/+&]\s?{_NUMBER})*"
_LIST = rf"{_RUN}(?:\s?[,、]\s?(?!{_YEAR}(?![\d-])){_RUN})*"
_HAN_NUMBER = r"[一二三四五六七八九十〇]{1,4}"
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\b\.?"
_TOKEN = re.compile(
    rf"(?P<date>{_YEAR}(?:\s?[-./]\s?[01]?\d\s?[-./]\s?[0-3]?\d(?!\d)|\s?年\s?[01]?\d\s?月(?:\s?[0-3]?\d\s?[日号])?|[-.](?:0\d|1[0-2])(?![\d.])))"
    rf"|(?<!\d)(?P<year>{_YEAR})\s?年(?:版|度|卷)?"
    rf"|(?<!\d)(?P<twice>(?P<once>{_YEAR})(?P=once))(?!\d)"
    rf"|(?<![A-Za-z\d])(?P<blurred>(?-i:{repairs.YEAR}))(?![A-Za-z\d-])"
    rf"|第?\s?(?P<issue>{_RUN}(?:、{_NUMBER})*|{_HAN_NUMBER}|增刊?\s?\d?)\s?期(?!刊)|期\s(?P<issue2>{_RUN})"
    rf"|第\s?(?P<volume>{_RUN}|{_HAN_NUMBER})\s?卷|卷\s?(?P<volume2>\d+)(?![\d卷])|(?P<volume3>\d+)\s?卷"
    rf"|第?\s?(?P<pages>{_LIST})\s?页|页\s?(?P<pages2>{_LIST})|第\s?(?P<leaf>[A-Z]?\d{{1,3}})\s?版"
    rf"|\b(?:vol(?:ume)?s?)\b\s?\.?\s?(?P<volume4>{_RUN})"
    rf"|\b(?:nos?|issue|nr)\b\s?\.?\s?(?P<issue3>{_RUN})"
    rf"|\bp(?:p|ages?|gs?)?\b\s?\.?\s?(?P<pages3>{_LIST})"
    rf"|\(\s?(?!总)(?P<bracket>(?:[A-Z]?\d|[第增SZC]|suppl|no\.|n\.|[一二三四五六七八九十]{{1,3}}(?=[)期月])|专刊|特刊|专辑|合刊|[上中下](?=[)旬半])|{_MONTHS})[^()]{{0,30}}|(?<=\()[A-Z])\)"
    rf"|(?P<supplement>增刊\s?(?:\d{{1,2}}(?!\d)|[A-Z一二三四](?![a-z]))?|suppl?(?:ement)?\b\.?\s?\d{{0,2}}(?!\d)|合刊)"
    rf"|(?P<leaf2>扉页|封[二三底面]|插页|彩页)"
    rf"|(?P<undated>日期不详|出版年不详|无日期|不详|\bn\. pag\b|\bn\.d\.|\bno date\b)"
    rf"|(?P<month>\d{{1,2}}月(?:\s?\d{{1,2}}[日,]?)?|\d{{0,2}}\s?\b{_MONTHS}(?:\s?\d{{1,2}}(?!\d))?|\b(?:Spring|Summer|Autumn|Fall|Winter)\b)"
    rf"|(?P<number>(?<![A-Za-z\d]){_RUN}(?![A-Za-z\d]))"
    r"|(?P<colon>:)|(?P<filler>[\s,.;/、)-]+|\(\s?总第?\s?\d+\s?期?\s?\)|\(|年版?|版|总)"
    r"|(?P<word>[A-Za-z\u00c0-\u04ff][\w'’-]*|[^\s,.;:()、\dA-Za-z第总年卷期增页版扉封插彩日无不出合]+|\S)",
    re.I,
)
_FIELDS = {
    "issue": "issue", "issue2": "issue", "issue3": "issue", "volume": "volume", "volume2": "volume", "volume3": "volume",
    "volume4": "volume", "pages": "pages", "pages2": "pages", "pages3": "pages", "leaf": "pages", "leaf2": "pages", "supplement": "issue",
}  # fmt: skip
"""What a labelled token says by itself."""

YEAR_IN = re.compile(rf"(?<![\d.]){_YEAR}(?!\d)")
"""A year somewhere in a text."""

_PLAIN_YEAR = re.compile(rf"c?({_YEAR})[a-z]?$")
_ONLY_YEAR = re.compile(
    rf"\s?({_YEAR})(?:[a-z]|\s?年(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?)?|[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?|,\s?(?:[A-Z][a-z]{{2,8}}\.?|[一二三四五六七八九十]{{1,2}}月)(?:\s\d{{1,2}})?)?\s?$"
)
_ONLY_MONTH = re.compile(rf"(?:{_MONTHS}|\d{{1,2}} {_MONTHS}|[一二三四五六七八九十]{{1,2}}月).{{0,20}}$", re.I)
_LEAF = re.compile(r"[A-Z]?\d{1,3}版?$")
_ISSUE = re.compile(
    rf"(?:第|no\.?\s?|n\.?\s?)?\s?({_RUN}(?:\s?[,、]\s?{_NUMBER}){{0,3}}(?:\s?\([\dA-Z]\))?|增刊?\s?[\dA-Z一二三四]{{0,2}}|专刊\d?|特刊\d?|专辑\d?|[SZCABXH]|合刊|[上中下]|"
    rf"suppl?(?:ement)?\.?\s?[\dA-Z]{{0,2}}|{_HAN_NUMBER})\s?期?(?:\s?[,(]?\s?总第?\s?\d+\s?期?\)?)?(?:\s?合刊)?$",
    re.I,
)


class Token(NamedTuple):
    """One piece of an imprint: its kind, its place, and the place of what it says."""

    kind: str
    start: int
    end: int
    inner: Span


class Imprint(NamedTuple):
    """Spans by field, where the imprint begins (the end of the stretch if there is none), and the field that was guessed."""

    spans: dict[str, Span]
    start: int
    guessed: str = ""


def scan(text: str, start: int, end: int, *, journal: bool) -> list[Token]:
    """Return the tokens of the imprint that ends a stretch; with `journal` a bracketed issue counts as imprint."""
    best: list[Token] = []
    run: list[Token] = []
    for found in _TOKEN.finditer(text, start, end):
        kind = found.lastgroup or "filler"
        if kind == "filler":
            continue
        inner = found.span(kind)
        if kind == "bracket" and not _is_imprint(text[inner[0] : inner[1]], journal, bool(run)):
            kind = "word"
        elif kind == "blurred":
            kind = "number" if text[inner[0] : inner[1]].isdigit() or not repairs.is_year(text[inner[0] : inner[1]]) else "year"
        elif kind == "number" and _is_code(text[inner[0] : inner[1]], journal):
            kind = "word"
        if kind != "word":
            run.append(Token(kind, found.start(), found.end(), inner))
        elif run:
            best = max(best, run, key=_weight)
            run = []
    if not best or (_weight(run) and _years(text, run)) or not _years(text, best) or not _stands_alone(text, best):
        return run
    if journal and run and run[0].start - best[-1].end > 6:
        return run
    return best + run


def _years(text: str, run: list[Token]) -> bool:
    """Tell whether a run holds a year."""
    return any([token.kind in ("year", "date", "bracket") or _PLAIN_YEAR.match(text, *token.inner) is not None for token in run])


def _stands_alone(text: str, run: list[Token]) -> bool:
    """Tell whether a run inside the stretch is the imprint although words follow it: set off by a stop, with more than numbers."""
    if all([token.kind in ("number", "colon", "month") for token in run]) and len(run) < 2:
        return False
    before = text[max(0, run[0].start - 8) : run[0].start].rstrip()
    return run[0].kind == "colon" or before[-1:] in (",", ".", ":", "(", ")", "》", "”", ";")


def _is_imprint(inner: str, journal: bool, after: bool) -> bool:
    """Tell whether a bracket's content belongs to the imprint; words like 上 only behind another piece of it."""
    if _ONLY_YEAR.match(inner) or _ONLY_MONTH.match(inner):
        return True
    inner = inner.strip()
    return _LEAF.match(inner) is not None if not journal else _ISSUE.match(inner) is not None and (after or inner[0] not in "上中下专特AB")


def _is_code(shown: str, journal: bool) -> bool:
    """Tell whether digits with letters are a report's or meeting's code rather than a page or volume."""
    if shown.isdigit():
        return len(shown) > 9
    return (not journal and shown[:2].isalpha() and shown[:2].isupper()) or (len(shown) > 14 and any(sign.isalpha() for sign in shown))


def _weight(run: list[Token]) -> int:
    return sum([token.kind != "colon" for token in run])


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
        else:
            paged = _place(text, token, spans, loose, paged, journal)
    guessed = _spread(text, tokens, loose, spans) if journal else _as_pages(loose, spans)
    if year:
        del spans["year"]
    return Imprint(spans, tokens[0].start if tokens else end, guessed)


def _place(text: str, token: Token, spans: dict[str, Span], loose: list[Token], paged: bool, journal: bool) -> bool:
    """Give one token its field; returns whether a bare number that follows is still a page."""
    kind, span = token.kind, token.inner
    field = _FIELDS.get(kind)
    if kind == "pages" and not (journal or paged) and _is_count(text, token):
        return False
    if field:
        spans.setdefault(field, span)
        return False
    if kind == "date":
        spans.setdefault("date", span)
        spans.setdefault("year", (span[0], span[0] + 4))
    elif kind == "year":
        spans.setdefault("year", span)
    elif kind == "twice":
        spans.setdefault("year", (span[0], span[0] + 4))
    elif kind == "bracket":
        _bracket(text, span, spans, loose, journal)
    elif kind == "number":
        return _number(text, token, spans, loose, paged)
    return False


def _is_count(text: str, token: Token) -> bool:
    """Tell whether `76 页` behind a book's year counts its pages rather than naming one."""
    return text[token.start] != "第" and text[slice(*token.inner)].isdigit()


def _bracket(text: str, span: Span, spans: dict[str, Span], loose: list[Token], journal: bool) -> None:
    inner = text[span[0] : span[1]]
    year = _ONLY_YEAR.match(inner)
    if year:
        spans.setdefault("year", (span[0] + year.start(1), span[0] + year.end(1)))
        if inner[year.end(1) : year.end(1) + 1] in ("-", "年", ".") and len(inner) > 6:
            spans.setdefault("date", span)
        return
    if not journal:
        spans.setdefault("pages", span)
        return
    issue = _ISSUE.match(inner.strip())
    if issue is None:
        return
    lead = len(inner) - len(inner.lstrip())
    if "volume" not in spans and loose:
        spans["volume"] = loose.pop().inner
    spans.setdefault("issue", (span[0] + lead + issue.start(1), span[0] + lead + issue.end(1)))


def _number(text: str, token: Token, spans: dict[str, Span], loose: list[Token], paged: bool) -> bool:
    """Give a bare number its field: the year that is still missing, a page behind a colon; else it waits for the others."""
    span = token.inner
    year = _PLAIN_YEAR.match(text, *span)
    if year and "year" not in spans:
        spans["year"] = year.span(1)
        return False
    if year and text[slice(*year.span(1))] == text[slice(*spans["year"])] and "-" not in text[slice(*span)]:
        return paged
    if not paged:
        loose.append(token)
        return False
    if "pages" in spans:
        spans["pages"] = (spans["pages"][0], span[1])
    else:
        spans["pages"] = span
    return True


def _as_pages(loose: list[Token], spans: dict[str, Span]) -> str:
    if loose:
        spans.setdefault("pages", loose[-1].inner)
    return ""


def _spread(text: str, tokens: list[Token], loose: list[Token], spans: dict[str, Span]) -> str:
    """Give the numbers without a label their fields by their order: volume, issue, pages.

    A single one that does not follow the year is a volume in a Latin journal, but an issue in a Chinese one, most of which
    print no volume; the guess is named.
    """
    bare = [token.inner for token in loose]
    if bare and "pages" not in spans and _ends_in_pages(text, bare, spans):
        spans["pages"] = bare.pop()
    if bare and "volume" not in spans and "issue" not in spans and len(bare) == 1 and _is_issue(text, tokens, bare[0]):
        spans["issue"] = bare[0]
        return "issue"
    for field in ("volume", "issue"):
        if bare and field not in spans:
            spans[field] = bare.pop(0)
    if "issue" not in spans and "volume" in spans:
        _split_volume(text, spans)
    return ""


def _split_volume(text: str, spans: dict[str, Span]) -> None:
    """Part the `26.2` of MLA into volume and issue."""
    start, end = spans["volume"]
    whole, stop, part = text[start:end].partition(".")
    if stop and whole.isdigit() and part.replace("-", "").isdigit():
        spans["volume"] = (start, start + len(whole))
        spans["issue"] = (end - len(part), end)


def _ends_in_pages(text: str, bare: list[Span], spans: dict[str, Span]) -> bool:
    last = text[slice(*bare[-1])]
    return "-" in last or len(bare) > 1 or "issue" in spans or "volume" in spans or last[:1] in "pe"


def _is_issue(text: str, tokens: list[Token], span: Span) -> bool:
    """Tell whether a lone number is rather an issue: a Chinese journal, no year right before it, a number an issue can have."""
    shown = text[slice(*span)]
    if shown[:1] in "SZsz":
        return True
    if not shown.isdigit() or int(shown) > 52:
        return False
    before = text[: tokens[0].start].rstrip(" ,.:;)》”")
    return before[-1:] >= "\u3400" and tokens[0].inner == span
