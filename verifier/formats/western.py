"""Part a name printed in Latin letters into family and given names, for the formats that want them apart."""

from __future__ import annotations

import re
from typing import NamedTuple

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_INITIALS = re.compile(r"(?:[^\W\d_a-zß-ÿ]\.?[ -]?){1,4}$")
_BODY = re.compile(r"\b(?:of|for|and|the|Institute|University|Association|Society|Group|Committee|Administration|Office|Press|Inc|Ltd)\b|&")


class Name(NamedTuple):
    """A name in two parts; `given` is empty where a name cannot be parted (Chinese names, organisations)."""

    family: str
    given: str


def part(name: str) -> Name:
    """Return family and given name of `Li S M`, `Li, Shu M.`, `S. M. Li`; any other name stays whole.

    >>> part("Li S M"), part("Li, Shu M."), part("S. M. Li"), part("张某某").given
    (Name(family='Li', given='S M'), Name(family='Li', given='Shu M.'), Name(family='Li', given='S. M.'), '')
    """
    if _HAN.search(name) or _BODY.search(name):
        return Name(name, "")
    family, comma, given = name.partition(",")
    if comma:
        return Name(family.strip(), given.strip())
    words = name.split()
    for cut in range(1, len(words)):
        if _INITIALS.match(" ".join(words[cut:])):
            return Name(" ".join(words[:cut]), " ".join(words[cut:]))
    for cut in range(len(words) - 1, 0, -1):
        if _INITIALS.match(" ".join(words[:cut])):
            return Name(" ".join(words[cut:]), " ".join(words[:cut]))
    return Name(name, "")


def initials(given: str) -> str:
    """Return the initials of a given name as GB/T 7714 prints them, without stops.

    >>> initials("Shu M."), initials("J.-P."), initials("SM")
    ('S M', 'J P', 'S M')
    """
    words = [word for word in re.split(r"[\s.-]+", given) if word]
    if len(words) == 1 and words[0].isupper() and len(words[0]) <= 3:
        return " ".join(words[0])
    return " ".join(word[0].upper() for word in words)


def is_han(text: str | None) -> bool:
    """Tell whether a text is written in Chinese or Japanese signs."""
    return bool(text) and _HAN.search(text or "") is not None
