"""ISBN (GB/T 5795, ISO 2108): ten characters mod 11, or thirteen digits with weights 1 and 3 mod 10."""

from __future__ import annotations

import re

from verifier.normalize.invalid import Invalid
from verifier.normalize.text import fold

_NOISE = re.compile(r"^isbn(?:-?1[03])?\s*[:.]?\s*", re.I)


def compact(text: str) -> str:
    """Return the number without blanks, dashes and label.

    >>> compact("ISBN 978-7-0000-0000-0"), compact("ISBN-13: 9787000000000")
    ('9787000000000', '9787000000000')
    """
    return re.sub(r"[\s-]", "", _NOISE.sub("", fold(text))).upper()


def check_digit(number: str) -> str:
    """Return the check character of the first nine or twelve digits.

    >>> check_digit("700000000"), check_digit("978700000000")
    ('7', '1')
    """
    if len(number) == 9:
        rest = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), number, strict=True)) % 11
        return "X" if rest == 10 else str(rest)
    return str(-sum((3 if place % 2 else 1) * int(digit) for place, digit in enumerate(number)) % 10)


def validate(text: str) -> str:
    """Return the compact number, or raise `Invalid` naming `length`, `format`, `prefix` or `check`.

    >>> validate("978-7-00-000000-1")
    '9787000000001'
    >>> validate("7-00-000000-5")
    Traceback (most recent call last):
      ...
    verifier.normalize.invalid.Invalid: check: 校验位应为7，请核对是否录入有误
    """
    number = compact(text)
    if len(number) not in (10, 13):
        raise Invalid("length", "ISBN应为10位或13位")
    if not re.fullmatch(r"[0-9]{9}[0-9X]|[0-9]{13}", number):
        raise Invalid("format", "ISBN只含数字，10位者末位可为X")
    if len(number) == 13 and number[:3] not in ("978", "979"):
        raise Invalid("prefix", "13位ISBN以978或979开头")
    expected = check_digit(number[:-1])
    if number[-1] != expected:
        raise Invalid("check", f"校验位应为{expected}，请核对是否录入有误")
    return number


def to13(number: str) -> str:
    """Return the thirteen-digit form of a compact ISBN.

    >>> to13("7000000007")
    '9787000000001'
    """
    if len(number) != 10:
        return number
    return f"978{number[:-1]}{check_digit('978' + number[:-1])}"


def same(one: str, other: str) -> bool:
    """Tell whether two ISBN name the same book, ten-character and thirteen-digit forms alike.

    >>> same("7-00-000000-7", "9787000000001")
    True
    """
    return to13(compact(one)) == to13(compact(other))
