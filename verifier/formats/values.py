"""Single values of an export made clean: names, years, numbers of serials, pages; what is changed is told in a doubt."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from verifier.model import Doubt
from verifier.normalize import names

_TAG = re.compile(r"</?(?:sub|sup|i|b|em|strong|font|span|u|br|p)\b[^<>]{0,80}>", re.I)
_BLANKS = re.compile(r"\s+")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_NOTHING = frozenset({"undefined", "null", "nan", "none", "n/a", "-", "--", "—", "无", "/"})
_SIMPLE = re.compile(r"[\u3400-\u9fff]{2,3}")
"""A name of two or three Chinese characters needs no cleaning."""
_BETWEEN = re.compile(r"[;；]+|\s+and\s+")
_COMMAS = re.compile(r"[,，、]")
_LATIN_COMMAS = re.compile(r"[,，]")
_DOI = re.compile(r"10\.\d{4,9}/\S{1,200}")
LONGEST_NOTHING = 10
_YEAR = re.compile(r"(?<![\dOo])((?:1[89]|20)\d\d)(?!\d)")
_TYPED_YEAR = re.compile(r"(?<![\dA-Za-z])((?:1[89]|2[0Oo])[\dOo]{2})(?![\dA-Za-z])")
_MORE_TAIL = re.compile(r"(?<=[\u3400-\u9fff])[,，]?\s?等(?:人)?\s*$|[,;，；]?\s*et al\.?\s*$", re.I)
_LATIN_NAME = re.compile(r"[A-Za-z]")
_MARKED = re.compile(r"\[[\d,;，；*\s]{1,20}\]|<sup>.{0,20}?</sup>|[*†‡]")
_ISSN = re.compile(r"(?<![\d-])(\d{4})\s?[-—–]?\s?(\d{3}[\dXx])(?![\dXx-])")
_CN = re.compile(r"(?<![\d-])(\d{2})\s?[-—–－]\s?(\d{4})(?:\s?[/／]\s?([A-Z]{1,2}\d{0,3}))?(?!\d)", re.I)
_ISBN = re.compile(r"(?<!\d)97[89][-\s]?(?:\d[-\s]?){9}\d(?!\d)")


class Names(NamedTuple):
    """Authors in order, whether more are left out, and what was dropped from a name."""

    names: tuple[str, ...]
    et_al: bool
    doubts: tuple[Doubt, ...] = ()


@lru_cache(maxsize=8192)  # a table cleans the same journal, date and number again and again
def clean(value: str | None) -> str:
    """Return a value without entities, markup of fonts and doubled blanks; the words for nothing become empty.

    >>> clean(" CO<sub>2</sub>&nbsp;减排 "), clean("undefined")
    ('CO2 减排', '')
    """
    if not value:
        return ""
    text = html.unescape(html.unescape(value)) if "&" in value else value
    text = " ".join((_TAG.sub("", text) if "<" in text else text).split())
    return "" if len(text) < LONGEST_NOTHING and text.casefold() in _NOTHING else text


def joined(value: str | None) -> str:
    """Clean a value that was broken over lines: no blank where two Chinese characters met.

    >>> joined("钢包\\n吹氩"), joined("steel\\nladle")
    ('钢包吹氩', 'steel ladle')
    """
    if value and "\n" in value:
        return clean(_HAN_GAP.sub("", _BLANKS.sub(" ", value)))
    return clean(value)


def authors(values: Iterable[str]) -> Names:
    """Part author values into names: by `;`, and by commas between Chinese names; marks of units are dropped, roles with a doubt.

    >>> authors(["甲某某 乙某 丙某"]).names, authors(["甲 某"]).names
    (('甲某某', '乙某', '丙某'), ('甲某',))
    >>> authors(["甲某;乙 某[1];等"]).names, authors(["甲某,乙某等"]).et_al, authors(["Zhang, San"]).names
    (('甲某', '乙某'), True, ('Zhang, San',))
    """
    return _authors(tuple(values))


@lru_cache(maxsize=4096)  # the same people write together
def _authors(values: tuple[str, ...]) -> Names:
    found: list[str] = []
    doubts: list[Doubt] = []
    more = False
    for value in values:
        text = clean(_MARKED.sub("", value))
        if ("等" in text or "al" in text) and _MORE_TAIL.search(text):
            text, more = _MORE_TAIL.sub("", text), True
        for part in _parts(text):
            if names.is_more(part):
                more = True
                continue
            if _SIMPLE.fullmatch(part):
                found.append(part)
                continue
            name = _HAN_GAP.sub("", names.clean(part)).strip(" ,;，；、")
            if name and name != _HAN_GAP.sub("", part):
                doubts.append(
                    Doubt(field="authors", kind="repaired", original=part, repaired=name, note="去掉署名的身份")
                )
            if name:
                found.append(name)
    return Names(tuple(found), more, tuple(doubts))


def _parts(text: str) -> list[str]:
    found = [part for piece in _BETWEEN.split(text) for part in _by_commas(piece.strip())]
    return [part.strip() for part in found if part.strip(" ,，;；、.")]


def _by_commas(text: str) -> list[str]:
    """Part at commas, but not inside one Latin name such as `Zhang, San`."""
    if not _LATIN_NAME.search(text) or "、" in text:
        parts = _COMMAS.split(text) if _COMMAS.search(text) else _by_blanks(text)
        if len(parts) == 2 and (len(parts[0].strip()) == 1 or parts[0].strip() in names.COMPOUND):
            return ["".join(part.strip() for part in parts)]  # surname, given name
        return parts
    return _LATIN_COMMAS.split(text) if "，" in text or text.count(",") > 1 else [text]


def _by_blanks(text: str) -> list[str]:
    """Part names that only blanks stand between; `张 三` is one name, for none has one character, and 本报记者 is none."""
    parts = text.split()
    return parts if all(2 <= len(part) <= 4 for part in parts) and names.clean(text) == text else [text]


@lru_cache(maxsize=4096)
def year(value: str | None) -> tuple[str | None, Doubt | None]:
    """Return the four digits of a year; a letter O among them is read as zero and doubted.

    >>> year("2019年3月")[0], year("2O19")[1].repaired, year("n.d.")
    ('2019', '2019', (None, None))
    """
    text = clean(value)
    if found := _YEAR.search(text):
        return found[1], None
    if typed := _TYPED_YEAR.search(text):
        repaired = typed[1].upper().replace("O", "0")
        return repaired, Doubt(
            field="year", kind="repaired", original=text, repaired=repaired, note="年份中的字母O按数字0读"
        )
    return None, None


class Serials(NamedTuple):
    """What a field of serial numbers holds: an ISSN, a CN, an ISBN."""

    issn: str | None
    cn: str | None
    isbn: str | None


def serials(values: Iterable[str]) -> Serials:
    """Tell ISSN, CN and ISBN apart by their shape, in whatever field they were written.

    >>> serials(["ISSN1000-0006 CN 21-1234/TH"])
    Serials(issn='1000-0006', cn='21-1234/TH', isbn=None)
    """
    return _serials(" ".join(filter(None, map(clean, values))))


@lru_cache(maxsize=4096)
def _serials(text: str) -> Serials:
    text = text.replace("／", "/").replace("－", "-")
    isbn = _ISBN.search(text)
    rest = _ISBN.sub(" ", text)
    cn = _CN.search(rest)
    issn = _ISSN.search(_CN.sub(" ", rest))
    return Serials(
        f"{issn[1]}-{issn[2].upper()}" if issn else None,
        f"{cn[1]}-{cn[2]}" + (f"/{cn[3].upper()}" if cn[3] else "") if cn else None,
        "".join(isbn[0].split()) if isbn else None,
    )


def doi(value: str | None) -> str | None:
    """Return a DOI without its resolver or label, or None.

    >>> doi("https://doi.org/10.5555/ab.1"), doi("DOI:10.5555/ab.1."), doi("nothing")
    ('10.5555/ab.1', '10.5555/ab.1', None)
    """
    text = clean(value)
    found = _DOI.search(text.replace("／", "/")) if "10." in text else None
    return found[0].rstrip(".,;，。；") if found else None
