"""When a read field equals the right one: blind to width, case, blanks and punctuation, but not to one changed character.

Authors are lists; a given name may be initials and 等 / et al. counts for nothing. Pages know every dash and `1255-68`; volume and
issue lose labels and leading zeros, and the spellings of a supplement are one. A value that neither text nor source shows is invented.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

FIELDS = ("type", "title", "authors", "container", "year", "volume", "issue", "pages", "doi", "publisher", "place")
CORE = {
    "J": ("title", "authors", "container", "year", "volume", "issue", "pages"),
    "C": ("title", "authors", "container", "year", "pages"),
    "D": ("title", "authors", "publisher", "year"),
    "N": ("title", "authors", "container", "year"),
    "M": ("title", "authors", "publisher", "year"),
}
"""What must be right for a reference to be read as a whole; other kinds: title, authors, year."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_SUPPLEMENT = re.compile(r"(?:增刊|增|专刊增刊|suppl(?:ement)?\.?|supp\.?|s)[\s.\-_:]*([0-9ivx]*|[a-z]?)$")
_DASH = re.compile(r"\s*[\-\u2010-\u2015\u2212~～〜－﹣至]+\s*")
_MORE = re.compile(r"[\s,，、;；.&]*(?:等人?|et\s*al\.?|and\s+others|others|他|и\s*др\.?)[\s.,，]*(?:编|著|主编|译)?$", re.I)
_PARTICLES = frozenset(["van", "von", "der", "den", "de", "la", "le", "du", "di", "da", "del", "ter", "ten", "zu", "dos", "des", "el", "al", "bin"])
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "2nd", "3rd"))


def wide(value: Any) -> str:
    """Return a value in compatibility form."""
    return unicodedata.normalize("NFKC", str(value if value is not None else ""))


def squash(value: Any) -> str:
    """Return letters and digits alone, case folded."""
    return "".join(sign for sign in wide(value).casefold() if sign.isalnum())


def number(value: Any) -> str:
    """Return a volume or issue without labels and leading zeros; every spelling of a supplement is `sN`."""
    shown = wide(value).casefold().strip(" .,;:()[]")
    shown = re.sub(r"^(?:vol(?:ume)?|no|nr|num(?:ber)?|issue|iss)\.?\s*|^第\s*", "", shown)
    shown = re.sub(r"\s*[期卷辑号]$", "", shown)
    supplement = _SUPPLEMENT.match(shown)
    if supplement:
        return "s" + supplement[1].lstrip("0")
    shown = re.sub(r"\s*[\-–—~～/、,·+]+\s*", "-", shown)
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"\s+", "", shown)).strip("-.")


def pages(value: Any) -> str:
    """Return pages with one dash, `+` between ranges, no labels, and short ends written out."""
    shown = re.sub(r"^\s*(?:pp?\.?|pages?|第)\s*(?=[\da-z])", "", wide(value).casefold())
    shown = _DASH.sub("-", re.sub(r"\s*页\s*", "", shown))
    shown = re.sub(r"\s*[,，、;；+&和]\s*", "+", shown)
    shown = re.sub(r"(?<![\da-z])0+(?=\d)", "", re.sub(r"\s+", "", shown)).strip("+-.:")
    return "+".join(_full(part) for part in shown.split("+"))


def _full(part: str) -> str:
    found = re.fullmatch(r"(\d+)-(\d+)", part)
    if found and len(found[2]) < len(found[1]):
        return f"{found[1]}-{found[1][: len(found[1]) - len(found[2])]}{found[2]}"
    return part


def authors(value: Any) -> list[str]:
    """Return a list of names without what only says that there are more."""
    names = [re.sub(r"\s+", " ", wide(name)).strip(" ,;") for name in value or []]
    return [name for name in (_MORE.sub("", name).strip(" ,;") or ("" if _MORE.fullmatch(name) else name) for name in names) if name]


def same_authors(right: Any, read: Any) -> bool:
    """Tell whether two lists name the same people in the same order."""
    one, other = authors(right), authors(read)
    return len(one) == len(other) and all(same_name(a, b) for a, b in zip(one, other, strict=True))


def same_name(right: str, read: str) -> bool:
    """Tell whether two spellings can be one person."""
    if squash(right) == squash(read):
        return True
    if _HAN.search(right) or _HAN.search(read):
        return _without_country(right) == _without_country(read)
    return any(_agree(one, other) for one in _readings(right) for other in _readings(read))


def _without_country(name: str) -> str:
    return squash(re.sub(r"^[\[（(〔【][^\]）)〕】]{1,4}[\]）)〕】]", "", wide(name)))


def _letters(words: str) -> list[str]:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    return [word for word in re.split(r"[\s.\-'’·]+", bare.casefold()) if word and word[0].isalnum() and word not in _SUFFIXES]


def _readings(name: str) -> list[tuple[list[str], list[str]]]:
    """Return the ways to part a Latin name into family and given names."""
    if "," in name:
        family, _, given = name.partition(",")
        return [(_letters(family), _letters(given.replace(",", " ")))]
    words = name.split()
    cuts = range(1, len(words))
    whole: list[tuple[list[str], list[str]]] = [(_letters(name), [])]
    return whole + [(_letters(" ".join(words[i:])), _letters(" ".join(words[:i]))) for i in cuts] + [
        (_letters(" ".join(words[:i])), _letters(" ".join(words[i:]))) for i in cuts
    ]


def _agree(one: tuple[list[str], list[str]], other: tuple[list[str], list[str]]) -> bool:
    family, given = one
    shown, initials = other
    if "".join(family) != "".join(shown):
        left = family[: -len(shown)] if shown and family[-len(shown) :] == shown else None
        if not left or not set(left) <= set(initials) | _PARTICLES:
            return False
        initials = [word for word in initials if word not in family]
    return _initials_agree(given, initials)


def _initials_agree(one: list[str], other: list[str]) -> bool:
    if not one or not other or "".join(one) == "".join(other):
        return True
    full, short = (one, other) if max(map(len, one)) > max(map(len, other)) else (other, one)
    first = [word[0] for word in full]
    second = [sign for word in short for sign in (word if len(word) <= 3 else word[0])]
    size = min(len(first), len(second))
    return first[:size] == second[:size]


def same(field: str, right: Any, read: Any, text: str = "") -> bool:
    """Tell whether a read field is right; `text` excuses the end of a page range that a style did not print."""
    if field == "authors":
        return same_authors(right, read)
    if not read:
        return False
    if field == "type":
        return wide(right).split("/")[0].upper() == wide(read).split("/")[0].upper()
    if field == "year":
        return squash(right)[:4] == squash(read)[:4]
    if field in ("volume", "issue"):
        return number(right) == number(read)
    if field == "pages":
        return pages(right) == pages(read) or _first_only(pages(right), pages(read), text)
    if field == "doi":
        return _doi(right) == _doi(read)
    return squash(right) == squash(read)


def _first_only(right: str, read: str, text: str) -> bool:
    found = re.fullmatch(r"([\da-z.]+)[-+]([\da-z.]+)", right)
    if not found or read != found[1] or not text:
        return False
    rest = wide(text).casefold().replace(found[1], "\x01", 1)
    return re.search(rf"(?<![\da-z]){re.escape(found[2])}(?!\d)", rest) is None


def _doi(value: Any) -> str:
    shown = re.sub(r"\s+", "", wide(value)).casefold()
    return re.sub(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/)?(?:doi:?)?", "", shown).rstrip(".,;")


def judge(row: dict[str, Any], read: dict[str, Any]) -> dict[str, str]:
    """Return ok, wrong, missing or invented for each field that counts in a row with `fields`, `unprinted` and `type_from`."""
    right, hidden = row["fields"], row.get("unprinted", {})
    out: dict[str, str] = {}
    for field in FIELDS:
        if field == "type" and row.get("type_from") == "source":
            continue
        wanted, got = right.get(field), read.get(field)
        if wanted and (field != "authors" or authors(wanted)):
            out[field] = "ok" if got and same(field, wanted, got, row["text"]) else "wrong" if got else "missing"
        elif got and not any(value and same(field, value, got) for value in _excuses(field, right, hidden)):
            out[field] = "invented"
    return out


def _excuses(field: str, right: dict[str, Any], hidden: dict[str, Any]) -> list[Any]:
    """Return what the source knows of a field under another name, so that reading it is no invention."""
    more = {
        "issue": [right.get("number")],
        "volume": [right.get("number")],
        "container": [right.get("event"), right.get("series")],
        "authors": [right.get("editors") or hidden.get("editors"), right.get("translators")],
    }
    return [hidden.get(field), *more.get(field, [])]


def is_whole(row: dict[str, Any], outcome: dict[str, str]) -> bool:
    """Tell whether every core field of the kind is right and nothing is invented."""
    core = CORE.get((row["fields"].get("type") or "").split("/")[0], ("title", "authors", "year"))
    return all(outcome.get(field, "ok") == "ok" for field in core) and "invented" not in outcome.values()
