"""CN, the number of a serial published in mainland China: `CN PP-NNNN/CLASS` (GB/T 9999.1-2018).

PP is the region, NNNN the serial within it, CLASS the CLC basic class fixed by approval (newspapers have none). The serial
ranges are only ever a warning: print journals hold numbers in the 6000s.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from verifier.normalize.invalid import Invalid
from verifier.normalize.text import fold

_REGIONS = (
    "10北京 11北京 12天津 13河北 14山西 15内蒙古 21辽宁 22吉林 23黑龙江 31上海 32江苏 33浙江 34安徽 35福建 36江西 37山东 41河南 42湖北 43湖南 44广东 "
    "45广西 46海南 50重庆 51四川 52贵州 53云南 54西藏 61陕西 62甘肃 63青海 64宁夏 65新疆"
)
REGIONS = {entry[:2]: entry[2:] for entry in _REGIONS.split()}
"""Region codes; 10 and 11 are Beijing with the central bodies."""

_SHAPE = re.compile(r"([0-9]{1,3})-([0-9]{1,6})(?:/([A-Z0-9]{0,6}))?")
_LABEL = re.compile(r"^(?:国内)?(?:统一)?(?:连续出版物号|刊号)?\s*[:]?\s*(?:CN(?![A-Z(]))?\s*[:.]?\s*", re.I)
_HK = re.compile(r"(?i)CN[\s-]*\(?(?:HK|H|MO)\)|\((?:HK|H|MO)\)\s*/|CN(?:HK|MO)")
_INTERNAL = re.compile(r"\(Q\)|(?<=[0-9-])Q(?=[0-9第])|[(]内[)]|准印", re.I)


class Cn(NamedTuple):
    """A CN in its parts; `letter` is the class, empty for newspapers or where it was left off."""

    region: str
    serial: str
    letter: str

    @property
    def number(self) -> str:
        """Return region and serial, the part that identifies."""
        return f"{self.region}-{self.serial}"


def compact(text: str) -> str:
    """Return a CN without label, blanks and width variants; nothing is repaired.

    >>> compact("CN２１－１２３４／ＴＨ"), compact("国内统一刊号：CN 21—1234 / TH"), compact("21-1234")
    ('21-1234/TH', '21-1234/TH', '21-1234')
    """
    return re.sub(r"\s+", "", _LABEL.sub("", fold(text))).upper().rstrip(".,;")


def lookalike(text: str) -> Literal["", "hong_kong", "internal"]:
    """Name what a text is that looks like a CN and never is one: a Hong Kong mark, or a provincial print permit.

    >>> lookalike("CN(HK)21-1234/T"), lookalike("21(Q)第1234号"), lookalike("CN 21-1234/TH")
    ('hong_kong', 'internal', '')
    """
    folded = fold(text)
    if _HK.search(folded):
        return "hong_kong"
    return "internal" if _INTERNAL.search(folded) else ""


def parse(text: str) -> Cn:
    """Return the parts of a CN, or raise `Invalid` naming `hong_kong`, `internal`, `format`, `region`, `serial` or `class`.

    >>> parse("CN 21-1234/TH")
    Cn(region='21', serial='1234', letter='TH')
    >>> parse("CN 81-1234/T")
    Traceback (most recent call last):
      ...
    verifier.normalize.invalid.Invalid: region: 地区号81不在现行地区号表内，请人工核对
    """
    alike = lookalike(text)
    if alike:
        raise Invalid(alike, "不是国内统一连续出版物号（CN）")
    found = _SHAPE.fullmatch(compact(text))
    if not found:
        raise Invalid("format", "CN号形如21-1234/TH")
    region, serial, letter = found.group(1), found.group(2), found.group(3) or ""
    if region not in REGIONS:
        raise Invalid("region", f"地区号{region}不在现行地区号表内，请人工核对")
    if len(serial) != 4:
        raise Invalid("serial", "序号应为4位")
    if letter and not re.fullmatch(r"[A-Z]{1,2}[0-9]{0,3}", letter):
        raise Invalid("class", f"分类号“{letter}”形式有误")
    return Cn(region, serial, letter)


def validate(text: str) -> str:
    """Return the canonical `PP-NNNN/CLASS`, or raise `Invalid`.

    >>> validate("cn21-1234/th")
    '21-1234/TH'
    """
    region, serial, letter = parse(text)
    return f"{region}-{serial}/{letter}" if letter else f"{region}-{serial}"


def medium(serial: str) -> Literal["newspaper", "print", "network", "electronic"]:
    """Name the carrier that a serial's range is meant for; it only ever warns.

    >>> [medium(serial) for serial in ("0012", "1234", "6012", "9012")]
    ['newspaper', 'print', 'network', 'electronic']
    """
    first = serial[:1]
    if first == "0":
        return "newspaper"
    if first in "678":
        return "network"
    return "electronic" if first == "9" else "print"


def suggest(text: str) -> str | None:
    """Return a CN with the letter O read as zero where only that makes it well formed; a suggestion, never a repair.

    >>> suggest("CN 21-12O4/TH"), suggest("CN 21-1204/TH")
    ('21-1204/TH', None)
    """
    head, slash, tail = compact(text).partition("/")
    if "O" not in head:
        return None
    try:
        return validate(head.replace("O", "0") + slash + tail)
    except Invalid:
        return None


@lru_cache(maxsize=1 << 12)
def number(text: str | None) -> str | None:
    """Return region and serial of a text that is a CN, else None: the part that identifies.

    >>> number("CN 21-1234/TH"), number("CN(HK)21-1234"), number(None)
    ('21-1234', None, None)
    """
    if not text:
        return None
    try:
        return parse(text).number
    except Invalid:
        return None


def same(one: str, other: str) -> bool:
    """Tell whether two CN agree in region and serial; the class letter is soft, it may change over the years.

    >>> same("CN21-1234/TH", "21-1234/TQ"), same("21-1234/TH", "21-1235/TH")
    (True, False)
    """
    left, right = number(one), number(other)
    return left == right if left and right else compact(one) == compact(other)
