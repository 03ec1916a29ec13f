"""Take back what cannot be what it was read as: a title without a word; better null than a guess.

What is shaped unlike its field (a title that holds an imprint, authors with a colon among them, a publisher of Roman numerals) is kept
and doubted: a wrong reading may happen, but not in silence.
"""

from __future__ import annotations

import re

from verifier.readers.draft import Draft

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2}|[^\W\d_]{3}|[\u3400-\u9fff]$")
_SIGN = re.compile(r"[《》“”«»„;(\d]|PMID|DOI")
_IMPRINT = re.compile(
    r"》[\s,].*《|》.{0,2}(?:发表|刊登|刊载|登载)|《[^》]*$|[“«„][^”»“]*$|(?i:\b(?:vol|pp|no|núm|nr)\b\.?\s?\d)|[,;(.]\s?(?:19|20)\d\d\s?[;:,(年]"
    r"|(?:19|20)\d\d\s?[A-Z]?[a-z]{0,8}[;,]\s?\d+\s?[(:]|PMID|\bDOI\b|第\s?\d+\s?[期页]|出版社\s?,?\s?(?:19|20)\d\d|\([^)]*$|\d\s?\(\d+\)\s?[:,]"
)
_HOST_SIGN = re.compile(r"[№«»„;\d《》年]")
_HOST = re.compile(
    r"[№«»„;]|^\W*\d{1,3}(?:[,(]|\W*$)|^[IVXLC]+$|^(?:PMID|pp?|vol|no|[Nn]r|S)\b|[-,] (?:19|20)\d\d|\d\s?\(\d|\b(?:vol|pp)\. ?\d|《[^》]*$|年第?\d|^[^《]*》."
)
_RANGE = re.compile(r"(\d{1,6})-(\d{1,6})(?!\d)")
_FAR = 300
"""Pages that no paper of a journal fills."""

_NAMES = re.compile(r"[:《》“”«»?!]|(?<![\d-])(?:19|20)\d\d(?!\d)|\b[A-Z]{1,4}\d{2}|\. [a-z]{4,} [a-z]{4,} ")
_MARK = re.compile(r"^\s?\[[A-Z]{1,2}(?:/[A-Z]{2})?\][\s.]*")
_WORDED = ("title", "container", "publisher", "place")
_SOURCES = ("container", "publisher", "place", "url", "number", "doi")


def check(draft: Draft) -> None:
    """Remove fields that hold no word or no number, doubt those of an odd shape, and name the title that is missing."""
    text, spans = draft.text, draft.spans
    known = spans.get("number", (0, 0))[1]  # the server and number of a preprint are taken out of the text already
    for field in _WORDED:
        span = spans.get(field)
        if span is None or text[span[0] : span[0] + 3].isalpha() or span[1] == known:
            continue
        if _WORD.search(text, *span) is None:
            _drop(draft, field)
    names = draft.names
    if names and names[0][1] - names[0][0] < 2 and not any(_WORD.search(text[a:b]) or b - a > 1 for a, b in names):
        draft.doubt("authors", "unread", text[names[0][0] : names[-1][1]], "作者未能识别")
        draft.names = []
    if "title" not in spans:
        draft.doubt("title", "unread", draft.folded.clean.strip()[:120], "题名未能识别")
    pages = spans.get("pages")
    if pages and draft.type == "M" and text[pages[1] : pages[1] + 1] == "版" and text[pages[0] - 1 : pages[0]] == "第":
        del spans["pages"]  # 第1版 of a book is its edition
    numbers(draft)
    _shapes(draft)


def numbers(draft: Draft) -> None:
    """Doubt a volume as long as two, and pages that fall or run too far: digits of the page may have got among them."""
    text, spans = draft.text, draft.spans
    if "volume" in spans and spans["volume"][1] - spans["volume"][0] > 4 and text[slice(*spans["volume"])].isdigit():
        draft.doubt("volume", "suspect", text[slice(*spans["volume"])], "卷号过长，可能混入了别的数字")
    pages = _RANGE.match(text, *spans["pages"]) if "pages" in spans and draft.type in ("J", "J/OL", "C") else None
    if pages and "pages" not in draft.values:
        first, last = pages.groups()
        abbreviated = len(last) < len(first)
        if not abbreviated and not 0 <= int(last) - int(first) < _FAR:
            draft.doubt("pages", "suspect", pages.group(), "起止页码相差过大或倒置")


def _drop(draft: Draft, field: str) -> None:
    start, end = draft.spans.pop(field)
    if field != "title" and end - start > 1:
        draft.doubt(field, "unread", draft.folded.clean[start:end], "未能识别")


def _shapes(draft: Draft) -> None:
    """Doubt what is shaped unlike its field, and a title behind which nothing was understood."""
    text, spans = draft.text, draft.spans
    title = spans.get("title")
    if title and _SIGN.search(text, *title) and _IMPRINT.search(text, *title):
        _suspect(draft, "title", "题名中像是混入了出处")
    for field in ("container", "publisher"):
        span = spans.get(field)
        if span and "number" not in spans and (span[1] - span[0] < 6 or _HOST_SIGN.search(text, *span)) and _HOST.search(text[slice(*span)]):
            _suspect(draft, field, "不像名称，可能读错")
    if (
        draft.names
        and _NAMES.search(text, draft.names[0][0], draft.names[-1][1])
        and not any(doubt.field == "authors" for doubt in draft.doubts)
    ):
        draft.doubt("authors", "suspect", text[draft.names[0][0] : draft.names[-1][1]], "作者中混有其他文字")
    if title and "container" not in spans and draft.type in ("J", "J/OL") and not any(doubt.field in ("container", "title") for doubt in draft.doubts):
        draft.doubt("container", "unread", text[title[1] :].strip(" .,;:")[:120], "未能读出刊名")
    if title and spans.keys().isdisjoint(_SOURCES):
        rest = _MARK.sub("", text[max(end for _, end in (*spans.values(), *draft.names)) :].strip(" .,;:@()"))
        if _WORD.search(rest):
            draft.doubt("container", "unread", rest[:120], "题名之后的出处未能识别")


def _suspect(draft: Draft, field: str, note: str) -> None:
    if not any(doubt.field == field and doubt.kind == "suspect" for doubt in draft.doubts):
        draft.doubt(field, "suspect", draft.folded.clean[slice(*draft.spans[field])], note)
