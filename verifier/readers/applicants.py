"""Whose list a line begins, where one document lists several people: a labelled name, or a name alone above a new count."""

from __future__ import annotations

import re

from verifier.readers import furniture

NOTE = "申报人姓名"
"""Why a line that is a name alone is left out."""
_ORDER = r"(?:[(（]?[一二三四五六七八九十\d]{1,3}\s?[)）]?\s?[、.．]?\s*)?"
_NAME = r"[\u3400-\u9fff](?:[ \u3000]?[\u3400-\u9fff·]){1,5}?"
_LABEL = r"(?:姓\s*名|申报人(?:姓名)?|申请人|被推荐人|参评人)"
_COLON = re.compile(
    rf"(?:^{_ORDER}|[\s(（]){_LABEL}\s*[:：]\s*({_NAME})(?=[\s,，;；、()（）\]】]|性别|单位|工作|职称|$)"
)
_BLANK = re.compile(rf"{_ORDER}{_LABEL}\s+({_NAME})(?=\s+(?:性\s*别|单\s*位|工作单位|职\s*称|专\s*业)|\s*$)")
_ALONE = re.compile(rf"{_ORDER}[【\[［]?\s*({_NAME})\s*[】\]］]?\s*(?:同志)?\s*[:：]?")
_FIRST = re.compile(r"\s*(?:[\[［(（【〔]\s?1\s?[\]］)）】〕]|1\s?[.．、)）](?!\d)|①|一、)")


def labelled(line: str) -> str | None:
    """Return the name that a line gives an applicant by a label, or None.

    >>> labelled("一、申报人：甲 小满（工程师）"), labelled("姓名 戊小寒  单位 某厂"), labelled("姓名学的研究 甲某")
    ('甲小满', '戊小寒', None)
    """
    found = _COLON.search(line[:200]) or _BLANK.match(line[:200].strip())
    return "".join(found[1].split()) if found else None


def alone(line: str) -> str | None:
    """Return the name that a line may be and nothing else, or None; a heading such as 论文 is none.

    >>> alone("【甲小满】"), alone("2. 戊小寒"), alone("学术论文"), alone("甲小满. 题名")
    ('甲小满', '戊小寒', None, None)
    """
    found = _ALONE.fullmatch(line.strip()) if len(line) < 24 else None
    name = "".join(found[1].split()) if found else ""
    return name if 1 < len(name) < 5 and not furniture.is_heading(name) and not furniture.is_label(line) else None


def begins_anew(line: str, numbered: bool) -> bool:
    """Tell whether a line begins to count at one, or is `numbered` by the program that wrote it."""
    return numbered or _FIRST.match(line) is not None
