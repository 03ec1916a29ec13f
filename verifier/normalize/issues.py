"""Issue marks: what `05`, `S1`, `增刊1`, `7/8`, `Z1` or `5(下旬)` say, without ever dropping a letter.

A mark is a hint about the kind of issue and never a proof: a capital `Z1` is a combined issue at CNKI, a lower-case `z1`
reads as a supplement at Wanfang. `judging.issues` decides with the year's issue list.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from verifier.normalize.text import fold

Hint = Literal["regular", "combined", "supplement", "z", "special", "part", "unknown"]

_TOTAL = re.compile(r"[(,\s]*总\s*第?\s*\d{1,5}\s*期[)]?")
_SUPPLEMENT = re.compile(r"增\s*刊|增\s*[(]?\s*(?=[0-9一二三四A-D]|$)|副刊|suppl(?:ement)?|supp?(?![a-z])", re.I)
_SPECIAL = re.compile(r"专\s*[刊辑集号]|特\s*刊|special\s*(?:issue)?|\bsp(?=[\s.\d]|$)", re.I)
_COMBINED = re.compile(r"合\s*[刊期]")
_TEN_DAY = re.compile(r"[(\s-]*([上中下])\s*(半月)?\s*(?:旬)?\s*(?:刊|月刊)?[)]?")
_NUMERAL = {numeral: str(value) for value, numeral in enumerate("一二三四五六七八九十", 1)}
_WORDS = re.compile(r"第|期|号|no\.?|issue|iss\.?|[()\[\]\s]", re.I)
_RUN = re.compile(r"\d{1,5}(?:[-~/,+&]\d{1,5})*")
_CODE = re.compile(r"([A-Za-z]?)(\d{0,5})([A-Za-z]?)")
_PART = {"S": "上", "Z": "中", "X": "下"}


class Mark(NamedTuple):
    """An issue mark: the kind it hints at, its numbers, its letters (`S`, `Z`, `z`, `A`, `上`, `下半` …), and as printed."""

    kind_hint: Hint
    numbers: tuple[int, ...]
    letters: str
    raw: str


@lru_cache(maxsize=1 << 14)
def mark(text: str | None) -> Mark:
    """Read an issue mark.

    >>> [mark(text)[:3] for text in ("05", "第7期", "增刊1", "S1")]
    [('regular', (5,), ''), ('regular', (7,), ''), ('supplement', (1,), 'S'), ('supplement', (1,), 'S')]
    >>> [mark(text)[:3] for text in ("7/8", "1-3", "Z1", "z1")]
    [('combined', (7, 8), ''), ('combined', (1, 2, 3), ''), ('z', (1,), 'Z'), ('z', (1,), 'z')]
    >>> [mark(text)[:3] for text in ("5下旬", "A01", "05Z", "12(上半月)", "专刊")]
    [('part', (5,), '下'), ('part', (1,), 'A'), ('part', (5,), '中'), ('part', (12,), '上半'), ('special', (), '')]
    """
    raw = text or ""
    bare = _TOTAL.sub("", fold(raw)).strip()
    if not bare or len(bare) > 60:
        return Mark("unknown", (), "", raw)
    if _SUPPLEMENT.search(bare):
        return _supplement(bare, raw)
    if _SPECIAL.search(bare):
        return Mark("special", _numbers(_WORDS.sub("", _SPECIAL.sub("", bare))), "", raw)
    combined = bool(_COMBINED.search(bare))
    return _coded(_WORDS.sub("", _COMBINED.sub("", bare)) if combined else bare, combined, raw)


def _supplement(bare: str, raw: str) -> Mark:
    """Read a mark that says supplement in words; a letter beside it (增刊B) is kept."""
    rest = _WORDS.sub("", _SUPPLEMENT.sub("", bare)).strip(".-:")
    rest = _NUMERAL.get(rest, rest)
    letter = rest.upper() if re.fullmatch(r"[A-Za-z]", rest) else ""
    if re.fullmatch(r"[Ss]\d", rest):
        rest = rest[1:]
    return Mark("supplement", _numbers(rest), "S" + letter, raw)


def _coded(bare: str, combined: bool, raw: str) -> Mark:
    """Read a mark without telling words: digits, a run of digits, or digits with a letter."""
    ten_day = _TEN_DAY.search(bare)
    part = ten_day.group(1) + ("半" if ten_day.group(2) else "") if ten_day else ""
    rest = _WORDS.sub("", _TEN_DAY.sub("", bare) if ten_day else bare).strip(".")
    rest = _NUMERAL.get(rest, rest)
    numbers = _numbers(rest)
    if numbers:
        kind: Hint = "combined" if combined or len(numbers) > 1 else "part" if part else "regular"
        return Mark(kind, numbers, part, raw)
    code = _CODE.fullmatch(rest)
    if not code or not (code.group(1) or code.group(3)):
        return Mark("combined" if combined else "part" if part else "unknown", (), part, raw)
    return _lettered(code, part, raw)


def _lettered(code: re.Match[str], part: str, raw: str) -> Mark:
    """Read `S1`, `Z1`, `z1`, `A01`, `05B`, and the ten-day codes `02X`, `05Z`, `08S` (two digits first)."""
    before, digits, after = code.groups()
    numbers = (int(digits),) if digits else ()
    if before in ("S", "s") and len(digits) <= 1 and not after:
        return Mark("supplement", numbers, "S", raw)
    if before in ("Z", "z") and len(digits) == 1 and not after:
        return Mark("z", numbers, before, raw)
    if not before and len(digits) == 2 and after in _PART:
        return Mark("part", numbers, _PART[after], raw)
    return Mark("part", numbers, (before + after).upper() + part, raw)


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of a plain run of digits; a range is filled up, a list kept, anything else is ().

    >>> _numbers("07-08"), _numbers("7,8"), _numbers("x7"), _numbers("1-3")
    ((7, 8), (7, 8), (), (1, 2, 3))
    """
    if not _RUN.fullmatch(text):
        return ()
    found = tuple(int(digits) for digits in re.split(r"\D", text))
    if len(found) == 2 and found[0] < found[1] <= found[0] + 12:
        return tuple(range(found[0], found[1] + 1))
    return found


def ten_day(mark: Mark) -> str:
    """Return which third or half of a month a mark names (`上`, `中`, `下`, `上半`, `下半`), or an empty string.

    >>> ten_day(Mark("part", (5,), "下", "5下")), ten_day(Mark("part", (5,), "A", "A05"))
    ('下', '')
    """
    return mark.letters if mark.letters in ("上", "中", "下", "上半", "下半") else ""


@lru_cache(maxsize=1 << 14)
def same(one: str | None, other: str | None) -> bool:
    """Tell whether two marks say the same issue: padding, wording and the separator of a combined issue do not count.

    A supplement without a number agrees with any supplement, since what is not stated is no difference. A letter never
    drops: `S1` is not `1`, `Z1` is not `S1`.

    >>> same("05", "5"), same("增刊1", "S1"), same("7/8", "7-8"), same("第8期", "08"), same("增刊", "S2")
    (True, True, True, True, True)
    >>> same("S1", "1"), same("Z1", "S1"), same("5A", "5"), same("6", "7"), same("7-8", "7")
    (False, False, False, False, False)
    """
    left, right = mark(one), mark(other)
    if left.kind_hint == right.kind_hint == "supplement" and not (left.numbers and right.numbers):
        return left.letters == right.letters or "S" in (left.letters, right.letters)
    if left.kind_hint == "unknown" or right.kind_hint == "unknown":
        return fold(left.raw).casefold() == fold(right.raw).casefold()
    return _canonical(left) == _canonical(right)


def _canonical(mark: Mark) -> tuple[str, tuple[int, ...], str]:
    """Return what of a mark is compared."""
    kind = "regular" if mark.kind_hint in ("regular", "combined", "part") else mark.kind_hint
    return kind, mark.numbers, mark.letters.upper()
