"""Typed differences of titles: what sort of difference it is decides, never how many per cent are alike.

Different works one character apart, (一) and (二), 110 kV and 220 kV, 废水 and 废气, look more alike to a ratio than one work
in two typographies; so equality is by canonical key, and every other relation has a name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from verifier.model import Citation, Doubt
from verifier.normalize.text import fold, has_han, key, letters, simplified

Kind = Literal[
    "typography", "punctuation", "script", "language", "look_alike", "stop_word", "subtitle", "sign", "one_letter", "numeral",
    "ordinal", "one_ideograph", "few_ideographs", "words", "other",
]  # fmt: skip

HARMLESS: frozenset[str] = frozenset({"typography", "punctuation", "script", "language", "look_alike", "stop_word"})
"""Kinds in which two titles are still one title; `subtitle` is harmless only where the citation leaves it out."""

NEAR: frozenset[str] = frozenset(
    {"subtitle", "sign", "one_letter", "numeral", "ordinal", "one_ideograph", "few_ideographs", "words"}
)
"""Kinds that may be a slip or another work: they never identify by themselves."""

_ORDINAL = re.compile(
    r"第?(?:[一二三四五六七八九十百]{1,3}|[上中下甲乙丙丁续末]|[ivx]{1,4}|\d{1,2}|[a-d])(?:篇|部分|部|报|讲|章|编|辑|之[一二三四])?"
)
_DIGITS = re.compile(r"\d+(?:\.\d+)*")
REACH = 400
"""So many characters of two keys are aligned at most: time grows with their product."""

_STOP = re.compile(r"\b(?:a|an|the|of|and|in|on|for|to|with)\b")
_SEPARATOR = re.compile(r"\s*(?:--+|-|:|:|\.|\s|\(|,|;|\?|!|\")\s*")


class TitleDifference(NamedTuple):
    """A typed difference of two titles, and whether they are still the same title."""

    kind: Kind
    harmless: bool


def difference(
    claimed: str, recorded: str, others: tuple[str, ...] = (), doubts: tuple[Doubt, ...] = ()
) -> TitleDifference | None:
    """Return how a claimed title differs from a recorded one, None where both are the same in canonical form.

    `others` are the record's titles in other languages, `doubts` what the reader marked in the claimed title.

    >>> difference("高炉渣 “余热” 回收", "高炉渣\\"余热\\"回收") is None
    True
    >>> difference("选矿废水处理", "选矿废气处理").kind, difference("变形监测(一)", "变形监测(二)").kind
    ('one_ideograph', 'ordinal')
    >>> difference("110kV变电站", "220kV变电站").kind, difference("1.5MW机组", "15MW机组").kind
    ('numeral', 'numeral')
    """
    found = _compare(claimed, recorded)
    if found is None or found.harmless:
        return found
    if any(key(claimed) == key(other) for other in others):
        return TitleDifference("language", True)
    if doubts and looks_alike(claimed, recorded, doubts, key):
        return TitleDifference("look_alike", True)
    return found


@lru_cache(maxsize=1 << 15)
def _compare(claimed: str, recorded: str) -> TitleDifference | None:
    left, right = key(claimed), key(recorded)
    if left == right:
        return None
    if letters(claimed) == letters(recorded):
        return _of_signs(left, right)
    if has_han(left) and has_han(right) and key(simplified(claimed)) == key(simplified(recorded)):
        return TitleDifference("script", True)
    subtitle = _subtitle(claimed, recorded, left, right)
    if subtitle:
        return subtitle
    if not has_han(left + right) and _bare(claimed) == _bare(recorded):
        return TitleDifference("stop_word", True)
    return TitleDifference(_of_words(left, right), False)


def _of_signs(left: str, right: str) -> TitleDifference:
    """Judge two keys whose letters and digits agree: another number, a sign with a meaning, or mere punctuation."""
    if _DIGITS.findall(left) != _DIGITS.findall(right):
        return TitleDifference("numeral", False)
    if re.findall(r"(?<=[a-z])[+#]+", left) != re.findall(r"(?<=[a-z])[+#]+", right):
        return TitleDifference("sign", False)
    return TitleDifference("punctuation", True)


def _subtitle(claimed: str, recorded: str, left: str, right: str) -> TitleDifference | None:
    """Return `subtitle` or `ordinal` if one title is the other with something set off behind it."""
    short, long, whole = (left, right, recorded) if len(left) < len(right) else (right, left, claimed)
    if not short or not long.startswith(short):
        return None
    rest = long[len(short) :]
    if _ORDINAL.fullmatch(rest):
        return TitleDifference("ordinal", False)
    if len(short) < 4 or not _set_off(whole, rest):
        return None
    return TitleDifference("subtitle", short == left)


def _set_off(whole: str, rest: str) -> bool:
    """Tell whether the part of a title whose key is `rest` is set off by a dash, colon, bracket or blank."""
    text = fold(whole)
    return any(key(text[place.end() :]) == rest for place in _SEPARATOR.finditer(text))


def _bare(title: str) -> str:
    return key(_STOP.sub(" ", fold(title).casefold()))


def _of_words(left: str, right: str) -> Kind:
    """Name the difference of two unequal keys by what stands in the changed places."""
    if _DIGITS.sub("0", left) == _DIGITS.sub("0", right) or _digits_alone(left, right):
        return "numeral"
    left, right = left[:REACH], right[:REACH]
    ratio = fuzz.ratio(left, right)
    if ratio < 55:
        return "other"
    changed = [
        (left[one.src_start : one.src_end], right[one.dest_start : one.dest_end]) for one in _changes(left, right)
    ]
    if len(changed) == 1 and all(not piece or _ORDINAL.fullmatch(piece) for piece in changed[0]):
        return "ordinal" if not all(changed[0]) or not _latin_word(changed[0]) else "one_letter"
    size = sum(max(len(before), len(after)) for before, after in changed)
    if not has_han("".join(before + after for before, after in changed)):
        return "one_letter" if size == 1 else "words" if ratio >= 80 else "other"
    if size == 1:
        return "one_ideograph"
    if size <= 3:
        return "few_ideographs"
    return "words" if ratio >= 75 else "other"


def _digits_alone(left: str, right: str) -> bool:
    """Tell whether a number is all that one title has and the other has not."""
    return _DIGITS.sub("", left) == _DIGITS.sub("", right) and len(_DIGITS.sub("", left)) >= 4


def _latin_word(pieces: tuple[str, str]) -> bool:
    return any(len(piece) == 1 and "a" <= piece <= "z" and piece not in "ivxabcd" for piece in pieces)


def _changes(left: str, right: str) -> list[Levenshtein.Opcode]:  # type: ignore[name-defined]
    return [one for one in Levenshtein.opcodes(left, right) if one.tag != "equal"]


def looks_alike(claimed: str, recorded: str, doubts: tuple[Doubt, ...], canon: object) -> bool:
    """Tell whether a difference lies only in what the reader itself doubted: its repair agrees, or it stands in the doubted piece.

    `canon` is the key function of the field.
    """
    assert callable(canon)
    for doubt in doubts:
        tries = (
            [claimed.replace(doubt.original, doubt.repaired), claimed.replace(doubt.repaired, doubt.original)]
            if doubt.repaired and doubt.original
            else []
        )
        if any(canon(text) == canon(recorded) for text in tries):
            return True
        if doubt.kind == "suspect" and 0 < len(doubt.original) <= 8 and doubt.original != claimed:
            head, found, tail = claimed.partition(doubt.original)
            left, begin, end = canon(recorded), canon(head), canon(tail)
            if (
                found
                and left.startswith(begin)
                and left.endswith(end)
                and len(left) - len(begin + end) == len(canon(found))
            ):
                return True
    return False


def doubts_of(citation: Citation, field: str) -> tuple[Doubt, ...]:
    """Return the doubts that the reader marked in one field."""
    return tuple(doubt for doubt in citation.doubts if doubt.field == field and doubt.kind in ("repaired", "suspect"))
