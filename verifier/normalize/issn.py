"""ISSN (GB/T 9999.2, ISO 3297): eight digits, weights 8 to 2, mod 11, X for ten.

A failed check digit means "check the typing" and nothing more: real serials carry printed numbers that fail, and invented
serials carry numbers that pass.
"""

from __future__ import annotations

import re

from verifier.normalize.invalid import Invalid
from verifier.normalize.text import fold

_NOISE = re.compile(r"^(?:e-?|p-?)?issn\s*[:.]?\s*", re.I)


def compact(text: str) -> str:
    """Return `NNNN-NNNX` where eight characters are there, else what is left of the text.

    >>> compact("ISSN １０００－０００６"), compact("2049363x")
    ('1000-0006', '2049-363X')
    """
    bare = re.sub(r"[\s-]", "", _NOISE.sub("", fold(text))).upper()
    return f"{bare[:4]}-{bare[4:]}" if len(bare) == 8 else bare


def check_digit(seven: str) -> str:
    """Return the check character of seven digits.

    >>> check_digit("1000000")
    '3'
    """
    rest = -sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), seven, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def validate(text: str) -> str:
    """Return the compact number, or raise `Invalid` naming `length`, `format` or `check`.

    >>> validate("1000-0003")
    '1000-0003'
    >>> validate("1000-0004")
    Traceback (most recent call last):
      ...
    verifier.normalize.invalid.Invalid: check: 校验位应为3，请核对是否录入有误
    """
    number = compact(text)
    if len(number) != 9:
        raise Invalid("length", "ISSN应为8位")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{3}[0-9X]", number):
        raise Invalid("format", "ISSN只含数字，末位可为X")
    expected = check_digit(number.replace("-", "")[:7])
    if number[-1] != expected:
        raise Invalid("check", f"校验位应为{expected}，请核对是否录入有误")
    return number


def same(one: str, other: str) -> bool:
    """Tell whether two ISSN are the same number, however they are written.

    >>> same("ISSN 1000-0003", "10000003"), same("1000-0003", "1000-0011")
    (True, False)
    """
    return compact(one) == compact(other)
