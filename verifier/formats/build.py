"""Put the cleaned fields of one record together: one way for every format, so that equal records give equal entries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from verifier.formats import kinds, values
from verifier.formats.entry import Entry, Unread
from verifier.model import Doubt

Raw = Mapping[str, str | Sequence[str]]
"""Field -> value as the file has it; `authors` and `serials` may be several values. Keys: those of `Entry`, and

`kind` (the file's word for the type), `serials` (ISSN, CN, ISBN in any order), `pubtime` (the database's date, good for a year
alone), `count` (a number of pages, never a page), `other_type` (the mark to take where the file's word says nothing).
"""
_PLAIN = ("container", "publisher", "place", "volume", "issue", "date", "number")
SHORT = 60
_ALONE = re.compile(r"\d{1,4}")
_FROM_ONE = re.compile(r"0*1\s*[-–—~～]\s*\d{1,3}")
_LOST_HYPHEN = re.compile(r"(?<=\d)\?(?=\d)")
_STANDARD = re.compile(
    r"\b(?:GB|JB|YB|HG|JGJ|DB|QC|SJ|MT|NB|DL|TB|JT|CJ|YS|SY|SH|QB|FZ|LY|NY|SC|SL|WS|ISO|IEC)\s?(?:/\s?[TZ])?\s?\d", re.I
)


def entry(fmt: str, line: int, raw: Raw) -> Entry | Unread:
    """Return the entry of one record, or why it is none (it has no title)."""
    title = values.joined(_one(raw, "title")).rstrip("\u3000 ")
    if not title:
        return unread(line, _shown(raw), "缺少题名", "it has no title")
    doubts: list[Doubt] = []
    found = values.authors(_many(raw, "authors"))
    doubts += found.doubts
    mark = _type(raw, title, doubts)
    year = _year(raw, doubts)
    doi = _doi(raw, doubts) if raw.get("doi") else None
    serials = values.serials((*_many(raw, "serials"), *_many(raw, "issn"), *_many(raw, "cn")))
    fields: dict[str, Any] = {key: values.joined(_one(raw, key)) or None for key in _PLAIN if raw.get(key)}
    return Entry(
        format=fmt,
        line=line,
        type=mark,
        title=title,
        authors=found.names,
        et_al=found.et_al,
        year=year,
        pages=_pages(raw, mark, fields, year, doubts),
        doi=doi,
        issn=serials.issn or _as_printed(raw, "issn"),
        cn=serials.cn or _as_printed(raw, "cn"),
        url=(values.clean(_one(raw, "url")) or None) if raw.get("url") else None,
        doubts=tuple(doubts),
        **(fields if fields.get("number") or not serials.isbn else {**fields, "number": serials.isbn}),
    )


def unread(line: int, text: str, zh: str, en: str) -> Unread:
    """Return the note about a record that cannot be read."""
    short = " ".join(text.split())
    return Unread(line=line, text=short if len(short) <= SHORT else f"{short[:SHORT]}…", zh=zh, en=en)


def _one(raw: Raw, key: str) -> str:
    found = raw.get(key)
    if not found:
        return ""
    return found if isinstance(found, str) else next((value for value in found if value.strip()), "")


def _many(raw: Raw, key: str) -> Sequence[str]:
    found = raw.get(key, ())
    return (found,) if isinstance(found, str) else found


def _shown(raw: Raw) -> str:
    return "; ".join(_one(raw, key) for key in ("kind", "container", "year", "serials") if _one(raw, key))


def _type(raw: Raw, title: str, doubts: list[Doubt]) -> str | None:
    word = values.clean(_one(raw, "kind")) if raw.get("kind") else ""
    if not word:
        return _one(raw, "other_type") or None
    if word.casefold().startswith("legal") and (_STANDARD.search(title) or _STANDARD.search(_one(raw, "number"))):
        doubts.append(
            Doubt(field="type", kind="repaired", original=word, repaired="S", note="标准在导出文件中标为法规")
        )
        return "S"
    return kinds.mark(word) or (_one(raw, "other_type") or None)


def _year(raw: Raw, doubts: list[Doubt]) -> str | None:
    for key in ("year", "date", "pubtime"):
        found, doubt = values.year(_one(raw, key))
        if doubt:
            doubts.append(doubt)
        if found:
            if key == "pubtime":
                doubts.append(
                    Doubt(
                        field="year",
                        kind="inferred",
                        original=values.clean(_one(raw, key)),
                        note="年份取自数据库所载发表时间",
                    )
                )
            return found
    return None


def _doi(raw: Raw, doubts: list[Doubt]) -> str | None:
    """Return the DOI as printed; a question mark between digits is Wanfang's lost hyphen, said as a suggestion."""
    doi = values.doi(_one(raw, "doi"))
    if doi and _LOST_HYPHEN.search(doi):
        doubts.append(
            Doubt(
                field="doi",
                kind="suspect",
                original=doi,
                repaired=_LOST_HYPHEN.sub("-", doi),
                note="问号处似为丢失的连字符",
            )
        )
    return doi


def _pages(raw: Raw, mark: str | None, fields: Mapping[str, Any], year: str | None, doubts: list[Doubt]) -> str | None:
    """Return the pages, but neither the page count of a conference paper nor the count `1-15` of an online-first one."""
    pages = values.joined(_one(raw, "pages")).strip(" :：") or None
    if pages is None:
        return None
    count = mark == "C" and _ALONE.fullmatch(pages)
    ahead = mark == "J" and not fields.get("issue") and not fields.get("volume") and _FROM_ONE.fullmatch(pages)
    if count or (ahead and year is None):
        note = "会议记录的页码栏只载页数" if count else "网络首发，页码为篇内计数"
        doubts.append(Doubt(field="pages", kind="unread", original=pages, note=note))
        return None
    if ahead:
        doubts.append(Doubt(field="pages", kind="suspect", original=pages, note="无卷期而自第1页起，可能是篇内计数"))
    return pages


def _as_printed(raw: Raw, key: str) -> str | None:
    """Return a serial number as printed where its shape is no CN and no ISSN, so that a wrong one is seen."""
    return values.clean(_one(raw, key)) or None
