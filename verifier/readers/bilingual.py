"""Choose one of two printed copies of the same reference: the Chinese one, where a style prints an English copy beside it.

Seen: `English … (in Chinese) [中文 …]`, `中文 …; ENGLISH …[J] …`, `中文 …[J] …. [[J]. …]`, and styles that print only a year
before the bracketed Chinese reference. What is left unread is named in a doubt.
"""

from __future__ import annotations

import re

from verifier.readers import brackets
from verifier.readers.draft import Draft

_MARK = r"\[(?:J|M|C|D|P|N|R|S|Z|G|EB|DB|DS|CM)(?:/OL)?\]"
_SECOND_MARK = re.compile(rf"[;.]?\s?\[?\s?{_MARK}\s?\.")
_MARKS = re.compile(_MARK)
_HAN = re.compile(r"[\u3400-\u9fff]")
_IN_CHINESE = re.compile(r"\(\s?in Chinese[^()]{0,40}\)", re.I)
_LATIN_COPY = re.compile(r"(?<=[\d\]).页期版者成刊A-Za-z])\s?[;.]?(?:\s+|\s?[(\[]\s?|(?<=[\d.;)页期版者成刊]))(?=[A-Z][A-Za-z'-]+,? (?:[A-Z]|[a-z]+ [A-Z]))")
_ANY_MARK = re.compile(r"[\[(]\s?[A-Za-z]{1,2}(?:/[A-Z]{2})?\s?[\])]")
_NUMBERS = re.compile(r"\d\)?\s?[(:期页]|年\s?(?:第?\s?\d|增|[SsZz]\d)|\d\s?-\s?\d|(?:19|20)\d\d(?!年[\u3400-\u9fff])|://")
_IMPRINT = re.compile(r"\d\)?\s?[(:期页]|年\s?(?:第?\s?\d|增|[SsZz]\d)|\d\s?-\s?\d")
_LATIN_IMPRINT = re.compile(r"\. [A-Z][^.]{2,90}[.,;] ?(?:19|20)\d\d")


def choose(draft: Draft, start: int, end: int) -> tuple[int, int]:
    """Return the span of the copy to read."""
    text = draft.text
    if start >= end:
        return start, end
    chosen = _bracketed(text, start, end)
    if chosen == (start, end):
        chosen = _repeated(text, start, end)
    if chosen != (start, end):
        left = text[start : chosen[0]] + text[chosen[1] : end]
        draft.doubt("raw", "unread", left.strip()[:200], "同一文献著录了两遍，只读其中一遍")
    return chosen


def _bracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """Look into a bracket that closes the reference: a second copy inside it is read or left out."""
    last = end - 1
    while last > start and text[last] in " .;":
        last -= 1
    first = brackets.opening(text, start, last)
    if first < 0 or last - first < 14:
        return start, end
    outside_han = _HAN.search(text, start, first) is not None
    inside_han = _HAN.search(text, first, last) is not None
    noted = _IN_CHINESE.search(text, max(start, first - 40), first)
    if inside_han and noted and first - start < (last - first):
        return first + 1, last
    if inside_han and not outside_han and (first > start or _IN_CHINESE.search(text, start, first)):
        return first + 1, last
    if outside_han and (_SECOND_MARK.match(text, first, last) or (not inside_han and _MARKS.search(text, first, last)) or _is_copy(text, first + 1, last)):
        return start, first
    return start, end


def _repeated(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut off a second copy that follows without brackets."""
    marks = list(_MARKS.finditer(text, start, end)) if text.count("[", start, end) > 1 else []
    bare = _SECOND_MARK.search(text, marks[0].end(), end) if len(marks) > 1 else None
    if bare and bare.end() >= marks[1].end() and (text[bare.start()] == ";" or text.startswith("[[", bare.start())):
        return start, bare.start()
    if text[start : start + 24].isascii():
        return start, end
    for copy in _LATIN_COPY.finditer(text, start + 12, end - 30):
        if _is_whole(text, start, copy.start()) and _is_copy(text, copy.end(), end):
            return start, copy.start()
    return start, end


def _is_whole(text: str, start: int, at: int) -> bool:
    """Tell whether a Chinese reference may end at a place: an imprint stands behind its mark, or behind its title."""
    if _HAN.search(text, start, start + 24) is None:
        return False
    mark = _ANY_MARK.search(text, start, at)
    if mark:
        return _NUMBERS.search(text, mark.end(), at) is not None
    return _IMPRINT.search(text, start + 8, at) is not None and len(_HAN.findall(text, start, at)) > 7


def _is_copy(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is a Latin reference: hardly a Chinese sign, and a type mark or a year behind a journal's name."""
    han = len(_HAN.findall(text, start, end))
    if end - start < 30 or han * 12 > end - start:
        return False
    return _MARKS.search(text, start, end) is not None or _LATIN_IMPRINT.search(text, start, end) is not None
