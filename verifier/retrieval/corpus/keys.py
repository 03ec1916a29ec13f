"""By what a corpus finds a record: its DOI, its place in a journal, and the grams of its title. Pure.

A gram is a pair of neighbouring Chinese characters, or the head or the tail of a word in letters: so few pairs of Latin letters
exist that each stands in every other title, whereas four letters are rare, and one wrong letter spoils the head or the tail.
"""

from __future__ import annotations

import html
import re
import zlib
from functools import lru_cache

from verifier.normalize import doi as dois
from verifier.normalize import issn, issues, journals, pages
from verifier.normalize.text import fold

LONGEST = 600
"""Characters of a title that are looked at."""
MOST = 160
"""Grams of one title, at most."""
END = 4
MARK = "·"
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"[{_HAN}]+")
_WORDS = re.compile(rf"[^\W_{_HAN}]+")
_PLAIN = re.compile(r"[\u4e00-\u9fff0-9A-Za-z]+(?: [\u4e00-\u9fff0-9A-Za-z]+)*")
"""What no folding changes but for capitals."""
_PLAIN_DOI = re.compile(r"10\.\d{4,9}/[!-$&-~]*[0-9A-Za-z]")


def words(title: str) -> str:
    """Return a title as it is compared: folded, without markup, in lower case, its blanks kept.

    >>> words("CO<sub>2</sub> Ｃapture &amp; storage"), words("虚构锅炉 节能")
    ('co2 capture & storage', '虚构锅炉 节能')
    """
    plain = title[:LONGEST]
    if _PLAIN.fullmatch(plain):
        return plain.lower()
    if "&" in plain or "<" in plain:
        plain = _TAG.sub("", html.unescape(plain))
    return fold(plain).casefold()


def grams(compared: str) -> list[str]:
    """Return the distinct grams of a title in its compared form.

    >>> grams("虚构锅炉co2 capture of 氢")
    ['虚构', '构锅', '锅炉', '氢', 'co2', 'capt·', '·ture', 'of']
    """
    found: list[str] = []
    if not compared.isascii():
        for run in _RUNS.findall(compared):
            found += [run[place : place + 2] for place in range(max(len(run) - 1, 1))]
    for word in _WORDS.findall(compared) if len(found) < len(compared) - 1 else ():
        if len(word) <= END:
            found.append(word)
        else:
            found += (word[:END] + MARK, MARK + word[-END:])
    return list(dict.fromkeys(found))[:MOST]


def doi(text: str | None) -> str:
    """Return the key of a DOI, "" for none.

    >>> doi("https://doi.org/10.12345/A.b"), doi("10.12345/A.b"), doi(None)
    ('10.12345/a.b', '10.12345/a.b', '')
    """
    if not text:
        return ""
    bare = text.lower() if _PLAIN_DOI.fullmatch(text) else dois.compact(text[:2000])
    return bare.replace("?", "-")


def places(
    names: tuple[str, ...],
    serials: tuple[str, ...],
    years: tuple[str, ...],
    issue: str | None,
    volume: str | None,
    printed: str | None,
) -> tuple[str, ...]:
    """Return the keys of a place: each name and ISSN of the journal, with each year, the issue (or else the volume) and the first page.

    >>> places(("虚构学报",), ("1000-0003",), ("2021",), "05", None, "012-18")
    ('虚构学报|2021|5|12', '1000-0003|2021|5|12')
    >>> places(("虚构学报",), (), ("2021",), None, None, "12")
    ()
    """
    page = _page(printed)
    within = _issue(issue) if issue else f"v{_issue(volume)}" if volume else ""
    if not page or not within:
        return ()
    heads = [journals.key(name) for name in names if name]
    heads += [issn.compact(one) for one in serials if one]
    tail = f"|{within}|{page}"
    return tuple(dict.fromkeys([f"{head}|{year[:4]}{tail}" for head in heads if head for year in years if year]))


@lru_cache(maxsize=1 << 14)
def _issue(text: str) -> str:
    if text.isascii() and text.isdigit():
        return text[:9].lstrip("0")
    read = issues.mark(text[:80])
    if read.kind_hint == "unknown":
        return fold(text[:80]).casefold()
    kind = "" if read.kind_hint in ("regular", "combined", "part") else read.kind_hint[:1]
    return kind + "-".join(map(str, read.numbers)) + read.letters.upper()


def _page(text: str | None) -> str:
    if text and text.isascii() and (first := text.partition("-")[0]).isdigit() and len(first) < 9:
        return first.lstrip("0")
    return pages.first(text)


def number(key: str) -> int:
    """Return the number (1 to 2^31 - 1) under which a key is filed; what is found under it is compared with the record itself."""
    return (zlib.crc32(key.encode("utf-8", "replace")) & 0x7FFFFFFF) or 1
