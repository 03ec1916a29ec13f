"""Repair look-alikes in numbers, each with a doubt that keeps the original: letter O for zero, l for one, a lost hyphen.

Only numbers of the imprint are touched, never a title or a name; `S1`, `e4375`, `A01` and roman numerals stay as they are.
"""

from __future__ import annotations

import re

from verifier.readers.draft import Draft

_LOOKALIKE = re.compile(r"(?=[^A-Za-z]*[OolI])[\dOolI]{1,6}(?:[-+,/ ]+[\dOolI]{1,6})*$")
_SOUND = re.compile(r"\d+(?:[-+/]\d+)*$")
_DIGITS = str.maketrans("OolI", "0011")
_TWO = re.compile(r"(\d{1,5}) +(\d{1,5})((?:\s?[+,]\s?\d{1,5}(?:-\d{1,5})?){0,8})$")
_HAN_BLANK = re.compile(r"(?<=[\u3400-\u9fff(（]) +(?=[\u3400-\u9fff(（])")
_MONTH = re.compile(r"\d{4}\.\d\d?$")
_NUMERALS = "〇一二三四五六七八九十"
YEAR = r"(?:[12][\dOolI]{3}|l[\dOolI]{3})"
"""A year whose digits may be look-alikes; it counts only if it reads as one when repaired."""


_BLURRED_PAIR = re.compile(r"[12l](?:[OolI][\dOolI]{2}|\d[OolI][\dOolI]|\d\d[OolI]|(?<=l)\d{3})")
_BLURRED = re.compile(r"(?<![A-Za-z\d])(?=[12l][\d]{0,2}[OolI])(?:[12l][\dOolI]{3})(?=\s?(?:[年,.(:)\]-]|$))")


def years(draft: Draft) -> None:
    """Read `2O19` as the year that it is wherever it stands; `numbers` leaves the doubt with what is printed."""
    if _BLURRED_PAIR.search(draft.text) is None:
        return
    for found in _BLURRED.finditer(draft.text):
        shown = found.group()
        if is_year(shown):
            draft.text = draft.text[: found.start()] + shown.translate(_DIGITS) + draft.text[found.end() :]
            draft.blurred.append(found.span())


def is_year(shown: str) -> bool:
    """Tell whether look-alikes read as a year of printing.

    >>> is_year("2O19"), is_year("20l9"), is_year("2019"), is_year("IO1l")
    (True, True, True, False)
    """
    digits = shown.translate(_DIGITS)
    return digits.isdigit() and len(digits) == 4 and 1900 <= int(digits) < 2100 and sum(sign.isdigit() for sign in shown) >= 2


def numbers(draft: Draft) -> None:
    """Repair year, volume, issue and pages where they are printed with look-alikes."""
    for first, last in draft.blurred:
        for field in ("year", "date"):
            span = draft.spans.get(field)
            if span and span[0] <= first and last <= span[1]:
                draft.repair(field, draft.text[slice(*span)], "字母当作数字：O→0，l→1")
    for field in ("year", "volume", "issue", "pages"):
        span = draft.spans.get(field)
        if span is None or field in draft.values or _SOUND.match(draft.text, *span):
            continue
        shown = draft.value(field)
        if not shown:
            continue
        if field == "issue" and shown in "上中下":
            draft.doubt(field, "suspect", shown, "旬刊或半月刊的上、中、下，不是期号")
        if field == "issue" and " " in shown and (closed := _HAN_BLANK.sub("", shown)) != shown:
            draft.repair(field, closed, "期号中的空格")
        elif _LOOKALIKE.match(shown) and (any(sign.isdigit() for sign in shown) or (field == "issue" and shown in ("l", "ll", "I"))):
            draft.repair(field, shown.translate(_DIGITS), "字母当作数字：O→0，l→1")
        elif field in ("volume", "issue") and all(sign in _NUMERALS for sign in shown):
            draft.repair(field, str(_number(shown)), "中文数字")
        elif field == "pages" and "--" in shown:
            draft.repair(field, shown.replace("--", "-"), "页码之间的连接号印了两次")
        elif field == "pages" and " " in shown:
            _lost_hyphen(draft, shown)


def month(draft: Draft) -> None:
    """Write the `2019.08` behind a journal's name as the month that it is, so that nobody takes the 08 for a volume."""
    shown = draft.folded.text[slice(*draft.spans["date"])] if "date" in draft.spans else ""
    if _MONTH.match(shown):
        draft.values["date"] = shown.replace(".", "-")
        draft.doubt("date", "inferred", shown, "年份后的数字按月份读，不是卷号")


def container(draft: Draft) -> None:
    """Close blanks inside a Chinese journal's name, which a PDF or a layout put there."""
    shown = draft.value("container")
    if shown and " " in shown:
        closed = _HAN_BLANK.sub("", shown)
        if closed != shown:
            draft.repair("container", closed, "刊名中的空格")


def _lost_hyphen(draft: Draft, shown: str) -> None:
    """Read `66 69` as 66-69 where the second number can end a range that the first begins."""
    two = _TWO.match(shown)
    if two and 0 < int(two[2]) - int(two[1]) < 300 and len(two[2]) - len(two[1]) < 2:
        draft.repair("pages", f"{two[1]}-{two[2]}{two[3]}", "页码之间的连接号可能丢失")


def _number(numeral: str) -> int:
    """Return the number of a Chinese numeral below 100.

    >>> _number("十"), _number("二十四")
    (10, 24)
    """
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _NUMERALS.index(numeral) if len(numeral) == 1 else int("".join(str(_NUMERALS.index(sign)) for sign in numeral))
    return (_NUMERALS.index(tens) if tens else 1) * 10 + (_NUMERALS.index(ones) if ones else 0)
