"""CNKI's two formats of `Title-题名:` lines: 自定义/查新 (PageCount is a page range) and 知网研学/E-Study (PageCount is a count).

They are told apart by the tags that only one of them has: DataType, Roll and Page stand in E-Study, Volume and CLC in 自定义.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.formats import build, tagged
from verifier.formats.entry import Entry, Line, Unread

CUSTOM, ESTUDY = "CNKI 自定义", "知网研学"
_TAG = re.compile(r"\s{0,8}(?:([A-Z][A-Za-z]{1,15})-[\u3400-\u9fff（）()A-Za-z]{1,10}|(DataType|DOI))\s{0,4}[:：]\s?(.*)", re.S)
_DATA = {"1": "期刊", "2": "学位论文", "3": "会议论文", "4": "报纸", "5": "图书", "6": "年鉴"}
_DATABASES = (
    ("刊", "J"), ("硕士", "D"), ("博士", "D"), ("学位", "D"), ("会议", "C"), ("报纸", "N"), ("专利", "P"), ("标准", "S"), ("年鉴", "Z"), ("图书", "M")
)  # fmt: skip
_UNSET = re.compile(r"0?")


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file holds `Title-题名:` lines."""
    tags = {found[0] for line in lines[:400] if (found := _tag(line.text))}
    return "Title" in tags and len(tags) > 2


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not."""
    first = next((found[0] for line in lines if (found := _tag(line.text))), "")
    for block in tagged.blocks(lines, _tag, frozenset({first}), frozenset({"Title"})):
        tags = {pair.tag for pair in block.pairs}
        if not tags - {""}:
            yield build.unread(block.line, block.text(), "不属于任何记录的文字", "text that belongs to no record")
        elif tags & {"DataType", "Roll", "Page"}:
            yield build.entry(ESTUDY, block.line, _estudy(block))
        else:
            yield build.entry(CUSTOM, block.line, _custom(block))


def _tag(text: str) -> tuple[str, str] | None:
    found = _TAG.match(text)
    return (found[1] or found[2], found[3]) if found else None


def _shared(block: tagged.Block) -> dict[str, str | Sequence[str]]:
    return {
        "title": block.one("Title"),
        "authors": block.all("Author"),
        "container": block.one("Source"),
        "year": _set(block.one("Year")),
        "pubtime": block.one("PubTime"),
        "issue": block.one("Period"),
        "issn": block.one("ISSN"),
        "cn": block.one("CN"),
        "doi": block.one("DOI"),
        "url": block.one("URL", "Link"),
    }


def _custom(block: tagged.Block) -> build.Raw:
    kind = block.one("SrcDatabase")
    return _shared(block) | {
        "kind": kind,
        "volume": _set(block.one("Volume")),
        "pages": block.one("PageCount", "Page"),
        "other_type": _by_database(kind),
        **_published(block, _by_database(kind)),
    }


def _estudy(block: tagged.Block) -> build.Raw:
    kind = _DATA.get(block.one("DataType"), "") if block.one("SrcDatabase") in ("", "期刊") else block.one("SrcDatabase")
    mark = _by_database(kind)
    return _shared(block) | {
        "kind": kind,
        "volume": _set(block.one("Roll")),
        "pages": block.one("Page"),
        "other_type": mark,
        **_published(block, mark),
    }


def _published(block: tagged.Block, mark: str) -> dict[str, str]:
    """Return the school of a thesis and the date of a newspaper, which stand in Source and PubTime."""
    if mark == "D":
        return {"publisher": block.one("Source"), "container": ""}
    return {"date": block.one("PubTime")[:10]} if mark == "N" else {}


def _by_database(word: str) -> str:
    """Return the type that the name of a source database tells."""
    return next((mark for part, mark in _DATABASES if part in word), "")


def _set(value: str) -> str:
    """Return a number, or nothing where the database writes 0 for it."""
    return "" if _UNSET.fullmatch(value.strip()) else value
