"""DOI (ISO 26324): prefix `10.` + registrant, a slash, a suffix; compared without case."""

from __future__ import annotations

import re
from urllib.parse import unquote

from verifier.normalize.invalid import Invalid
from verifier.normalize.text import fold

_LABEL = re.compile(r"^\s*(?:https?://)?(?:dx\.)?(?:doi\.org/|doi\s*[:.]?\s*)+", re.I)
_PREFIX = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9})*")


def compact(text: str) -> str:
    """Return the DOI without resolver, label, blanks and final stop, in lower case.

    >>> compact("https://doi.org/10.12345/J.Jxgc.2021.06.012."), compact("DOI：10.12345／j.ab")
    ('10.12345/j.jxgc.2021.06.012', '10.12345/j.ab')
    """
    bare = _LABEL.sub("", fold(text))
    bare = unquote(bare) if "%" in bare else bare
    return re.sub(r"\s+", "", bare).rstrip(".,;:").lower()


def validate(text: str) -> str:
    """Return the compact DOI, or raise `Invalid` naming `prefix` or `suffix`.

    >>> validate("doi:10.12345/abc")
    '10.12345/abc'
    >>> validate("11.12345/abc")
    Traceback (most recent call last):
      ...
    verifier.normalize.invalid.Invalid: prefix: DOI以10.加登记机构代码开头
    """
    number = compact(text)
    prefix, _, suffix = number.partition("/")
    if not _PREFIX.fullmatch(prefix):
        raise Invalid("prefix", "DOI以10.加登记机构代码开头")
    if not suffix:
        raise Invalid("suffix", "DOI缺少斜线后的部分")
    return number


def same(one: str, other: str) -> bool:
    """Tell whether two texts are the same DOI; a hyphen lost to `?` in an export is the same hyphen.

    >>> same("10.12345/a-b", "DOI:10.12345/A?b"), same("10.12345/a-b", "10.12345/a-c")
    (True, False)
    """
    return compact(one).replace("?", "-") == compact(other).replace("?", "-")
