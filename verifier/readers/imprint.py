"""Read the tail of a reference: year, volume, issue, pages, date, in all shapes that are really printed.

The tokens of the tail are given their fields by what they say (`第3期`, `vol. 4`), by the sign before them (a colon), by a bracket
behind them, and last by their order.
"""

from __future__ import annotations

import re

from verifier.readers import tails
from verifier.readers.draft import Span
from verifier.readers.tails import Imprint
from verifier.readers.tokens import ISSUE, MONTH_YEAR, ONLY_YEAR, PLAIN_YEAR, Token, scan

_FIELDS = {
    **dict.fromkeys(("issue", "issue2", "issue3", "issue4", "issue6", "issue7", "supplement", "supplement2"), "issue"),
    **dict.fromkeys(("volume", "volume2", "volume3", "volume4", "volume5", "volume6"), "volume"),
    **dict.fromkeys(("pages", "pages2", "pages3", "pages4", "pages5", "pages6", "pages7", "leaf", "leaf2", "leaf3"), "pages"),
}  # fmt: skip
"""What a labelled token says by itself."""

_VOLUMES_END = re.compile(r"\s?(?::|\(\d|,\s?(?:pp?\.\s?|art\S* )?(?:no\.|\d+\s?[-(]))")
"""What follows a volume rather than a year that is printed twice."""

_LEAF = re.compile(r"[A-FP-RT-Z]\d{1,3}$")
"""A newspaper's page, where nothing else is left to be read."""

_SUPPLEMENT = re.compile(r"[SsZz]\d{1,2}$")
_VOLUME_ISSUE = re.compile(r"\d{1,4}:\d{1,2},\s(?:pp?\.?\s?)?\d{1,5}-\d{1,5}(?!\d)")
"""`12:3, 45-51`: a volume, its issue and pages."""

_YEAR_STOP = re.compile(r"(?:19|20)\d\d\.$")
_APART = re.compile(r"[():]")
_SHAPED = re.compile(r"(\d{1,4})/(\d{1,4})$")

def read(text: str, start: int, end: int, *, journal: bool, year: Span | None = None) -> Imprint:
    """Read the imprint at the end of a stretch; `year` is the year already read before the title, if any.

    >>> text = "刊名, 2019, 57(S1): 66-69"
    >>> {k: text[a:b] for k, (a, b) in read(text, 0, len(text), journal=True).spans.items()}
    {'year': '2019', 'volume': '57', 'issue': 'S1', 'pages': '66-69'}
    """
    quick = tails.common(text, start, end, journal, year)
    if quick:
        return quick
    tokens = scan(text, start, end, journal=journal)
    spans: dict[str, Span] = {"year": year} if year else {}
    loose: list[Token] = []
    paged = False
    twin = _twin(text, tokens, year)
    for place, token in enumerate(tokens):
        if token.kind == "colon":
            paged = not _before_issue(text, tokens, place)
        elif token is twin:
            loose.append(token)
        else:
            paged = _place(text, token, spans, loose, paged, journal)
    guessed = _spread(text, tokens, loose, spans) if journal else _as_pages(loose, spans)
    if year:
        del spans["year"]
    return Imprint(spans, tokens[0].start if tokens else end, guessed)


def _place(text: str, token: Token, spans: dict[str, Span], loose: list[Token], paged: bool, journal: bool) -> bool:
    """Give one token its field; returns whether a bare number that follows is still a page."""
    kind, span = token.kind, token.inner
    if kind == "issue5":
        _in_brackets(span, spans, loose, journal)
        return False
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


def _twin(text: str, tokens: list[Token], year: Span | None) -> Token | None:
    """Return the volume that is the year once more (`2016, 2016: 1-8`), as electronic journals count; None if there is none."""
    shown = text[slice(*year)] if year else ""
    first: Token | None = None
    for token in tokens:
        number = text[slice(*token.inner)]
        if len(number) != 4 or token.kind not in ("number", "year", "bracket"):
            continue
        if number == shown and token.kind == "bracket" and first and _VOLUMES_END.match(text, first.end):
            return first
        if number == shown and _VOLUMES_END.match(text, token.end) and not (year and tails.is_chinese(text, tokens[0].start)):
            return token
        if not shown and PLAIN_YEAR.match(number):
            shown, first = number, token
    return None


def _before_issue(text: str, tokens: list[Token], place: int) -> bool:
    """Tell whether a colon parts volume and issue (`69:8 (2021), 5-36`): a year in brackets and the pages follow."""
    if place and _VOLUME_ISSUE.match(text, tokens[place - 1].start):
        return True
    around = tokens[place - 1 : place + 3] if place else []
    if len(around) < 4 or place + 3 >= len(tokens):
        return False
    before, _, after, year = around
    numbers = before.kind == after.kind == "number" and "-" not in text[slice(*after.inner)]
    return numbers and year.kind == "bracket" and ONLY_YEAR.match(text[slice(*year.inner)]) is not None


def _is_count(text: str, token: Token) -> bool:
    """Tell whether `76 页` behind a book's year counts its pages rather than naming one."""
    return text[token.start] != "第" and text[slice(*token.inner)].isdigit()


def _bracket(text: str, span: Span, spans: dict[str, Span], loose: list[Token], journal: bool) -> None:
    inner = text[span[0] : span[1]]
    year = ONLY_YEAR.match(inner)
    if year:
        spans.setdefault("year", (span[0] + year.start(1), span[0] + year.end(1)))
        if inner[year.end(1) : year.end(1) + 1] in ("-", "年", ".") and len(inner) > 6:
            spans.setdefault("date", span)
        return
    dated = MONTH_YEAR.match(inner)
    if dated:
        spans.setdefault("year", (span[0] + dated.start(1), span[0] + dated.end(1)))
        return
    lead = len(inner) - len(inner.lstrip())
    issue = ISSUE.match(inner.strip())
    if issue:
        _in_brackets((span[0] + lead + issue.start(1), span[0] + lead + issue.end(1)), spans, loose, journal)


def _in_brackets(span: Span, spans: dict[str, Span], loose: list[Token], journal: bool) -> None:
    """Give a bracketed number its field: a journal's issue, with the volume before it; else a newspaper's page."""
    if not journal:
        spans.setdefault("pages", span)
        return
    if "volume" not in spans and loose:
        spans["volume"] = loose.pop().inner
    spans.setdefault("issue", span)


def _number(text: str, token: Token, spans: dict[str, Span], loose: list[Token], paged: bool) -> bool:
    """Give a bare number its field: the year that is still missing, a page behind a colon; else it waits for the others."""
    span = token.inner
    year = PLAIN_YEAR.match(text, *span) if 3 < span[1] - span[0] < 7 else None
    if year and "year" not in spans:
        spans["year"] = year.span(1)
        return False
    if year and text[slice(*year.span(1))] == text[slice(*spans["year"])] and "-" not in text[slice(*span)] and not text.startswith("(", span[1]):
        return paged
    if not paged:
        loose.append(token)
        return False
    if "pages" in spans and not _APART.search(text, spans["pages"][1], span[0]):
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
    if bare and "pages" not in spans and (_ends_in_pages(text, bare, spans) or ("date" in spans and text[bare[-1][0]].isupper())):
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
    """Part the `26.2` of MLA, and a `69/8` that is no double volume, into volume and issue."""
    start, end = spans["volume"]
    shaped = _SHAPED.match(text, start, end)
    if shaped and "pages" in spans and not 0 < int(shaped[2]) - int(shaped[1]) < 3 and not tails.is_chinese(text, start):
        spans["volume"], spans["issue"] = shaped.span(1), shaped.span(2)
        return
    whole, stop, part = text[start:end].partition(".")
    if stop and whole.isdigit() and part.replace("-", "").isdigit():
        spans["volume"] = (start, start + len(whole))
        spans["issue"] = (end - len(part), end)


def _ends_in_pages(text: str, bare: list[Span], spans: dict[str, Span]) -> bool:
    last = text[slice(*bare[-1])]
    if "issue" not in spans and _SUPPLEMENT.match(last):
        return False
    if len(bare) == 1 and "issue" in spans and "volume" not in spans and bare[0][0] < spans["issue"][0]:
        return False
    if len(bare) == 1 and _LEAF.match(last) and "issue" not in spans:
        return True
    return "-" in last or len(bare) > 1 or "issue" in spans or "volume" in spans or last[:1] in "pe"


def _is_issue(text: str, tokens: list[Token], span: Span) -> bool:
    """Tell whether a lone number is rather an issue: a Chinese journal, no year right before it, a number an issue can have."""
    shown = text[slice(*span)]
    if shown[:1] in "SZsz":
        return True
    if not shown.isdigit() or int(shown) > 52:
        return False
    before = text[: tokens[0].start].rstrip(" ,.:;)》”")
    if _YEAR_STOP.search(text, max(0, span[0] - 5), span[0]) and int(shown) <= 24:
        return before[-1:] >= "\u3400"  # `某刊, 2018.4: 3-9`
    return before[-1:] >= "\u3400" and tokens[0].inner == span
