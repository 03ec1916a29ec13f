"""The certificate's number: 4 digits of year, 6 characters of unit code, 5 of running number, 1 check character.

The check character is ISO/IEC 7064 MOD 37,36 (the hybrid system for digits and capital letters), because unit codes may
hold letters; it finds every single wrong character and nearly every swap of neighbours.
"""

from __future__ import annotations

import re

from verifier.errors import BadValue
from verifier.model import Report

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LENGTH = 16
NO_UNIT = "000000"
RUNNING = 99_999
"""The largest running number; a unit that issues more in a year takes a second unit code."""
READABLE = "0123456789ABCDEFGHJKMNPQRSTWXYZ"
"""31 characters, none of them misread for another (no I, L, O, U, V); a prime number of them makes the check below whole."""
_BODY = re.compile(r"\d{4}[0-9A-Z]{6}\d{5}")
_SHORT = re.compile(r"([0-9A-Z]{4})-?([0-9A-Z]{4})-?([0-9A-Z]{3})")
_MISREAD = str.maketrans("OIL", "011")


def compose(year: int, unit: str, running: int) -> str:
    """Return the full number for the `running`-th certificate (1 to 99999) of a unit in a year.

    >>> compose(2026, "210100", 1)
    '202621010000001E'
    """
    body = f"{year:04d}{unit.upper()}{running:05d}"
    if running < 1 or not _BODY.fullmatch(body):
        raise BadValue(
            f"编号不能组成：年{year}、单位代码“{unit}”、顺序号{running}。单位代码须为6位数字或字母，顺序号为1至99999。",
            f"No number from year {year}, unit {unit!r}, running {running}: six digits or letters, and 1 to 99999.",
        )
    return body + check_character(body)


def issue(report: Report, issued: str, unit: str = NO_UNIT) -> str:
    """Return a number for a report where nobody keeps a running register: its running part comes from the content digest.

    The same report gets the same number again. Two reports may meet by chance (1 in 99,999), so a unit that keeps a register
    uses `compose`. `issued` is YYYY-MM-DD; `NO_UNIT` stands where no unit code is known.
    """
    return compose(int(issued[:4]), unit, running_of(report.hash))


def running_of(digest: str) -> int:
    """Return the running number (1 to 99999) that a content digest suggests."""
    return int(digest or "0", 16) % RUNNING + 1


def short(digest: str) -> str:
    """Return the short code of a content digest: ten characters of it and a check character, to be read out or typed.

    The check is a weighted sum modulo 31: it finds every single wrong character and every swap of two.

    >>> short("a792ea1209bfb887" + "0" * 48)
    '42K8-MHEN-S75'
    """
    value = int(digest[:16] or "0", 16)
    body = ""
    for _ in range(10):
        value, place = divmod(value, len(READABLE))
        body += READABLE[place]
    code = body + _readable_check(body)
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def read_short(text: str) -> str | None:
    """Return a typed short code as it is printed, None when its form or check character is wrong.

    >>> read_short("42k8mhens75"), read_short("42K8-MHEN-S76"), read_short("42K8-MHNE-S75")
    ('42K8-MHEN-S75', None, None)
    """
    found = _SHORT.fullmatch(text.strip().upper().translate(_MISREAD))
    body = "".join(found.groups()) if found else ""
    if not body or set(body) - set(READABLE) or _readable_check(body[:-1]) != body[-1]:
        return None
    return f"{body[:4]}-{body[4:8]}-{body[8:]}"


def _readable_check(body: str) -> str:
    return READABLE[sum(place * READABLE.index(one) for place, one in enumerate(body, 2)) % len(READABLE)]


def check_character(body: str) -> str:
    """Return the ISO/IEC 7064 MOD 37,36 check character of a string of digits and capital letters.

    >>> check_character("A12425GABC1234002")
    'M'
    """
    product = 36
    for character in body:
        total = (product + ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return ALPHABET[(37 - product) % 36]


def is_valid(number: str) -> bool:
    """Say whether a number has the right form and check character.

    >>> is_valid("202621010000001E"), is_valid("202621010000010E")
    (True, False)
    """
    return (
        len(number) == LENGTH
        and _BODY.fullmatch(number[:-1]) is not None
        and check_character(number[:-1]) == number[-1]
    )
