"""Cut the tail of a reference into tokens: numbers, labelled numbers, dates, brackets, words.

One scan from left to right. A word that cannot belong to an imprint throws away what was gathered, so that what is left at the end
is the imprint, and what stands before it the container or publisher.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from verifier.readers import repairs
from verifier.readers.draft import Span

_YEAR = r"(?:1[5-9]|20)\d\d"
_NUMBER = r"[A-Za-z]{0,3}\d[\dA-Za-z]*(?:\.\d+|_suppl\w{0,4})?"
_RUN = rf"{_NUMBER}(?:\s?(?:--?|[/+&·])\s?{_NUMBER})*"
_LIST = rf"{_RUN}(?:\s?[,、]\s{{0,2}}(?!{_YEAR}(?![\d-])){_RUN})*"
_HAN_NUMBER = r"[一二三四五六七八九十〇]{1,4}"
_LABEL_SIGNS = "第总年卷期增页版扉封插彩日无不出合"
_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DIGITS = rf"""
    (?P<figure>\d{{1,5}})(?=\(|,\s?\d{{1,4}}\()
    |(?P<range>(?!{_YEAR}-(?:0\d|1[0-2])\b)\d{{1,5}}-\d{{1,5}})(?=\.?\s*$)
    |(?P<date>{_YEAR}(?:(?:\s?-\s?[01]?\d\s?-\s?[0-3]?\d|\.[01]?\d\.[0-3]?\d|/[01]?\d/[0-3]?\d)(?!\d)|\s?年\s?[01]?\d\s?月(?:\s?[0-3]?\d\s?[日号])?|[-.](?:0\d|1[0-2])(?!\d|\s?\(|\.\d)|\.[1-9](?=\s*$|\s?[,;)])))
    |(?P<year>{_YEAR})\s?年(?:版|度|卷)?
    |(?P<twice>(?P<once>{_YEAR})(?P=once))(?!\d)
    |(?P<blurred>{repairs.YEAR})(?![A-Za-z\d-])
    |(?P<issue>{_RUN}(?:、{_NUMBER})*)\s?(?:期(?!刊)|号(?=\s?(?:[,.;:]|$)))
    |(?P<volume>\d+)(?:\s?卷|\.\s(?:Jg|Jahrgang|Bd)\b\.?)
    |(?P<pages>{_LIST})\s?页
    |(?P<count>\d{{1,4}}\s(?:p|pp|S|с)\.(?=\s*$))
    |(?P<day>\d{{1,2}}\s?(?:月(?:\s?\d{{1,2}}[日,]?)?|(?i:{_MONTHS})(?:\s?\d{{1,2}}(?!\d))?))
    |(?P<number>{_RUN})(?![A-Za-z\d])
"""
"""What begins with a digit."""

_LETTERS = rf"""
    (?i:vol(?:ume)?s?|bd|jg|Т|т)\b\s?\.?\s?(?:(?P<volume2>{_RUN})|(?P<volume5>[IVXLC]{{1,7}})\b)
    |(?:[Vv]\.\s?|V(?=\d))(?P<volume6>\d{{1,4}})(?![A-Za-z\d])
    |(?i:nos?|issue|nr|núm|num|heft|iss|н[°º])\b\s?\.?\s?(?P<issue2>{_RUN})
    |(?:[NnH]\.\s?|N(?=\d{{1,3}}(?!-))|[Nn][°º]\s?)(?P<issue6>{_RUN})
    |(?i:p(?:p|ages?|gs?)?|págs?|С)\b\s?\.?\s?(?P<pages2>{_LIST})
    |[Pp]{{1,2}}(?P<pages6>\d{{1,5}}(?:-\d{{1,5}})?(?:[-+,]\d{{1,5}}(?:-\d{{1,5}})?){{1,8}}|\d{{1,5}}-\d{{1,5}})(?![A-Za-z\d-])
    |[Ss]\.\s?(?P<pages5>{_LIST})
    |(?i:art(?:icle)?)\b\.?\s(?:(?i:no|id|number)\b\.?:?\s?)?(?P<pages7>(?=\w*\d)[\w.-]{{1,16}}\w|\d)(?!\w)
    |Sect(?:ion)?\.?\s?(?P<leaf3>[A-Z]\d{{0,2}}(?::\d{{1,3}})?)
    |(?P<supplement>(?i:suppl?(?:ement)?)\b\.?\s?\d{{0,2}}(?!\d))
    |(?P<undated>(?i:n\.d\.|no\sdate\b|n\.\spag\b))
    |(?P<month>(?i:{_MONTHS})(?:\s?\d{{1,2}}(?!\d))?|(?i:Spring|Summer|Autumn|Fall|Winter)\b)
    |(?P<blurred2>{repairs.YEAR})(?![A-Za-z\d-])
    |(?P<number2>{_RUN})(?![A-Za-z\d])
    |(?P<word>\w[\w'’-]*)
"""
"""What begins with a letter."""

_LABELS = rf"""
    第\s?(?:(?P<issue3>{_RUN}(?:、{_NUMBER})*|{_HAN_NUMBER}|增\s?刊?\s?[\dA-Z]?|l{{1,2}}|I)\s?期(?!刊)|(?P<volume3>{_RUN}|{_HAN_NUMBER})\s?卷|(?P<pages3>{_LIST})\s?页|(?P<leaf>[A-Z]?\d{{1,3}})\s?版|(?P<chapter>(?:{_RUN}|{_HAN_NUMBER})\s?[章节]))
    |期\s(?P<issue4>{_RUN})|卷\s?(?P<volume4>\d+)(?![\d卷])|页\s?(?P<pages4>{_LIST})
    |(?P<supplement2>增\s?刊\s?(?:\d{{1,2}}(?!\d)|[A-ZⅠ-Ⅻ一二三四](?![a-z]))?|增\s?\d{{1,2}}(?!\d)|合刊)
    |(?P<leaf2>扉页|封[二三底面]|插页|彩页)
    |(?P<undated2>日期不详|出版年不详|无日期|不详)
    |(?P<whole>总\s?第?\s?\d{{1,5}}(?:\s?-\s?\d{{1,5}})?\s?期)
    |(?P<filler>年版?|版|总)
"""
"""What begins with a Chinese label."""

_TOKEN = re.compile(
    rf"""(?P<han>[^\s,.;:()\[\]、/\dA-Za-zÀ-ӿ№{_LABEL_SIGNS}-]+)
    |(?P<gap>[\s,.;/、)\[\]-]+)
    |(?=\d)(?:{_DIGITS})
    |(?=[A-Za-zÀ-ӿ])(?:{_LETTERS})
    |(?P<colon>:)
    |\((?P<issue5>\d{{1,3}}|[SZsz]\d)\)
    |\(\s?(?!总)(?P<bracket>(?:[A-Z]?\d|[第增SZC]|(?i:suppl|nos?\.|n\.|pt\b|part\b|spec)|[一二三四五六七八九十]{{1,3}}(?=[)期月])|专刊|特刊|专辑|合刊|[上中下](?=[)旬半])|l{{1,2}}(?=\))|(?i:{_MONTHS}))[^()]{{0,30}}|(?<=\()[A-Z])\)
    |(?P<total>\(\s?总第?\s?\d+\s?期?\s?\)|\()
    |(?=[{_LABEL_SIGNS}])(?:{_LABELS})
    |№\s?(?P<issue7>{_RUN})
    |(?P<other>\S)""",
    re.VERBOSE,
)
"""One token; the branches are told apart by their first sign, so that most are never tried."""

_KINDS = {
    **dict.fromkeys(("han", "other"), "word"),
    **dict.fromkeys(("gap", "filler", "total", "count", "chapter"), ""),
    **dict.fromkeys(("number2", "figure", "range"), "number"),
    "blurred2": "blurred",
    "day": "month",
    "undated2": "undated",
}
"""Groups whose token is of another kind than their name says; the empty kind is passed over."""

YEAR_IN = re.compile(rf"(?<![\d.]){_YEAR}(?!\d)")
"""A year somewhere in a text."""

MONTH_YEAR = re.compile(rf"(?:\d{{1,2}}\s)?(?:{_MONTHS}|Spring|Summer|Autumn|Fall|Winter)[\s,]*(?:\d{{1,2}},\s)?({_YEAR})$", re.I)
"""A year behind its month or season: `March 2019`, `5 Mar. 2019`."""

PLAIN_YEAR = re.compile(rf"c?({_YEAR})[a-z]?$")
ONLY_YEAR = re.compile(
    rf"\s?({_YEAR})(?:[a-z]|\s?年(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?)?|[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?|,\s?(?:[A-Z][a-z]{{2,8}}\.?|[一二三四五六七八九十]{{1,2}}月)(?:\s\d{{1,2}})?)?\s?$"
)
_ONLY_MONTH = re.compile(rf"(?:{_MONTHS}|\d{{1,2}} {_MONTHS}|[一二三四五六七八九十]{{1,2}}月).{{0,20}}$", re.I)
_LAST_WORD = re.compile(r".*(?<!\w)(?P<word>[^\W\d_\u3040-\u9fff][^\W\d_]{2,}[\w'’-]*)", re.S)
LABEL_WORDS = frozenset(("vol", "iss", "hef", "pag", "sup", "spe", "par", "sec", "edi", "nos", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
                "nov", "dec", "spr", "sum", "aut", "fal", "win"))  # fmt: skip
"""How a word begins that may be a label, a month or a season of an imprint."""

_WORDS = re.compile(r"[^\W\d_\u3040-\u9fff]{3}")
_LEAF = re.compile(r"[A-Z]?\d{1,3}版?$")
ISSUE = re.compile(
    rf"(?:第|no\.?\s?|n\.?\s?)?\s?({_RUN}(?:\s?[,、]\s?{_NUMBER}){{0,3}}(?:\s?\([\dA-Z]\))?(?:\s?[上中下](?:半月|旬)?刊?)?|增\s?刊?\s?[\dA-ZⅠ-Ⅻ一二三四]{{0,3}}|专刊\d?|特刊\d?|专辑\d?|[SZCABXH]|(?-i:l{{1,2}})|合刊|[上中下](?:半月|旬)?刊?|"
    rf"suppl?(?:ement)?\.?\s?[\dA-Z]{{0,2}}|(?:pt|part)\.?\s?[\dA-Z]{{1,2}}|spec(?:ial)?\.?(?:\s?iss(?:ue)?\.?)?(?:\s?\d{{1,2}})?|{_HAN_NUMBER})\s?期?(?:\s?[,(]?\s?总第?\s?\d+\s?期?\)?)?(?:\s?合刊)?$",
    re.I,
)


class Token(NamedTuple):
    """One piece of an imprint: its kind, its place, and the place of what it says."""

    kind: str
    start: int
    end: int
    inner: Span


def scan(text: str, start: int, end: int, *, journal: bool) -> list[Token]:
    """Return the tokens of the imprint that ends a stretch; with `journal` a bracketed issue counts as imprint."""
    last = _LAST_WORD.match(text, start, end)
    while last and last["word"][:3].lower() in LABEL_WORDS:
        last = _LAST_WORD.match(text, start, last.start("word"))
    if last:
        run = _runs(text, last.end(), end, journal)
        if _weight(run) and _years(text, run):
            return run
    return _runs(text, start, end, journal)


def _runs(text: str, start: int, end: int, journal: bool) -> list[Token]:
    """Return the tokens of the last run, or of the best one before it where the last has no year."""
    best: list[Token] = []
    run: list[Token] = []
    past = start
    for found in _TOKEN.finditer(text, start, end):
        group = found.lastgroup or "other"
        if group == "gap":
            continue
        kind = _KINDS.get(group, group)
        if kind == "word":
            if run:
                best, run = max(best, run, key=_weight), []
            continue
        start_at, end_at = found.span()
        if start_at < past:
            continue
        if journal and group == "total" and found.group() == "(":
            past = _past_words(text, start_at, end)
            if past and run:
                best, run = max(best, run, key=_weight), []
        if not kind:
            continue
        inner = found.span(group)
        if kind == "bracket" and not _is_imprint(text[inner[0] : inner[1]], journal, bool(run)):
            kind = "word"
        elif kind == "blurred":
            kind = "number" if text[inner[0] : inner[1]].isdigit() or not repairs.is_year(text[inner[0] : inner[1]]) else "year"
        elif group in ("number", "number2") and _is_code(text[inner[0] : inner[1]], journal):
            kind = "word"
        if kind == "word":
            best, run = max(best, run, key=_weight), []
        else:
            run.append(Token(kind, start_at, end_at, inner))
    if not best or (_weight(run) and _years(text, run)) or not _years(text, best) or not _stands_alone(text, start, best):
        return run
    if journal and run and run[0].start - best[-1].end > 6:
        return run
    return best + run


def _years(text: str, run: list[Token]) -> bool:
    """Tell whether a run holds a year."""
    return any(token.kind in ("year", "date", "bracket") or PLAIN_YEAR.match(text, *token.inner) is not None for token in run)


def _stands_alone(text: str, start: int, run: list[Token]) -> bool:
    """Tell whether a run inside the stretch is the imprint although words follow it: set off by a stop, with more than numbers."""
    if all(token.kind in ("number", "colon", "month") for token in run) and len(run) < 2:
        return False
    if len(run) == 1 and run[0].kind == "number" and run[0].start - start < 2:
        return False
    before = text[max(0, run[0].start - 8) : run[0].start].rstrip()
    return run[0].kind == "colon" or before[-1:] in (",", ".", ":", "(", ")", "》", "”", ";")


def _past_words(text: str, at: int, end: int) -> int:
    """Return where a bracket closes that holds words, as part of a journal's name (`(New York, N.Y.: 1991)`); 0 if it does not."""
    close = text.find(")", at, min(end, at + 60))
    return close + 1 if close > 0 and _WORDS.search(text, at, close) else 0


def _is_imprint(inner: str, journal: bool, after: bool) -> bool:
    """Tell whether a bracket's content belongs to the imprint; words like 上 only behind another piece of it."""
    if ONLY_YEAR.match(inner) or _ONLY_MONTH.match(inner):
        return True
    inner = inner.strip()
    return _LEAF.match(inner) is not None if not journal else ISSUE.match(inner) is not None and (after or inner[0] not in "上中下专特ABl")


def _is_code(shown: str, journal: bool) -> bool:
    """Tell whether digits with letters are a report's or meeting's code rather than a page or volume."""
    if shown.isdigit():
        return len(shown) > 9
    return (not journal and shown[:2].isalpha() and shown[:2].isupper()) or (len(shown) > 14 and any(sign.isalpha() for sign in shown))


def _weight(run: list[Token]) -> int:
    return sum([token.kind != "colon" for token in run])
