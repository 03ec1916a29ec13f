"""VIP's two text exports: 文本/查新 (a reference with `[J]` behind the journal, its abstract below) and 自定义 (【题　名】 lines).

In 自定义 the line 【刊　名】 holds journal, year, volume, issue and pages in one: `刊名2019 34(5):21-25`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.formats import build, tagged
from verifier.formats.entry import Entry, Line, Unread

LISTED, CUSTOM = "VIP 文本", "VIP 自定义"
_REFERENCE = re.compile(
    r"\[(?P<no>\d{1,4})\]\s?(?P<head>[^\[\]]{2,1200})\[J\][,，](?P<year>\d{4})?\s?[(（](?P<issue>[^()（）]{0,20})[)）]\s?[:：]?\s?(?P<pages>[^。\s]{0,40}?)\.?\s*"
)
_IMPRINT = re.compile(
    r"(?P<container>.{1,120}?)\s?[,，.．]?\s?(?P<year>(?:19|20)\d\d)(?!\d)\s?年?\s?[,，]?\s?(?:第\s?)?(?P<volume>[0-9A-Za-z]{0,10})\s?卷?\s?[,，]?"
    r"\s?(?:[(（](?:第\s?)?(?P<issue>[^()（）]{0,20}?)期?[)）]|第\s?(?P<worded>[^期()（）]{1,10})期|(?P<supplement>增刊\d{0,2}))?"
    r"\s?(?:[:：,，]?\s?(?:第\s?)?(?P<pages>[A-Za-z]?-?[A-Za-z]?\d[\dA-Za-z+,，\s–—~～-]{0,40}?)\s?页?)?\s?"
)
_NOISE = re.compile(r"\s*(?:认领|作者认领)\s*")
_DIGITS = str.maketrans("０１２３４５６７８９（）：－", "0123456789():-")


def fits_list(lines: Sequence[Line]) -> bool:
    """Tell whether a file is 文本 or 查新: its first line and most numbered lines have `[J],` behind the journal."""
    shown = [line.text for line in lines if line.text.strip()]
    numbered = [text for text in shown if re.match(r"\[\d{1,4}\]", text)]
    return bool(numbered) and shown[0] is numbered[0] and all(_REFERENCE.fullmatch(text) for text in numbered)


def read_list(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every reference; what stands below one (unit, abstract) belongs to it and is not read."""
    for line in lines:
        found = _REFERENCE.fullmatch(line.text)
        if found:
            yield build.entry(LISTED, line.number, _listed(found))


def _listed(found: re.Match[str]) -> build.Raw:
    """Part `作者.题名.刊名` at its stops; a title may hold stops of its own, an author list never does."""
    parts = found["head"].strip().split(".")
    authors = parts[0] if len(parts) > 2 else ""
    return {
        "other_type": "J",
        "authors": [authors],
        "title": ".".join(parts[1:-1]) if len(parts) > 2 else parts[0],
        "container": parts[-1] if len(parts) > 1 else "",
        "year": found["year"] or "",
        "issue": found["issue"],
        "pages": found["pages"].strip("-"),
    }


def fits_custom(lines: Sequence[Line]) -> bool:
    """Tell whether a file holds 【题名】 lines beside 【刊名】 or 【作者】 lines."""
    tags = {found[0] for line in lines[:400] if (found := tagged.bracketed(line.text))}
    return "题名" in tags and bool(tags & {"刊名", "作者", "机构", "页码"})


def read_custom(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not."""
    start = next((place for place, line in enumerate(lines) if (tagged.bracketed(line.text) or ("",))[0] in ("序号", "题名")), 0)
    for block in tagged.blocks(lines[start:], tagged.bracketed, frozenset({"序号"}), frozenset({"题名"})):
        yield build.entry(CUSTOM, block.line, _custom(block))


def _custom(block: tagged.Block) -> build.Raw:
    found = _IMPRINT.fullmatch(block.one("刊名").translate(_DIGITS))
    imprint = found.groupdict("") if found else {"container": block.one("刊名")}
    return {
        "other_type": "J",
        "title": _NOISE.sub("", block.one("题名")),
        "authors": [_NOISE.sub("", value) for value in block.all("作者")],
        "container": imprint.get("container", ""),
        "year": imprint.get("year") or block.one("年份", "年"),
        "volume": imprint.get("volume") or block.one("卷"),
        "issue": imprint.get("issue") or imprint.get("worded") or imprint.get("supplement") or block.one("期"),
        "pages": block.one("页码").translate(_DIGITS) or imprint.get("pages", ""),
        "issn": block.one("ISSN号", "ISSN"),
        "cn": block.one("CN号", "CN"),
        "doi": block.one("DOI"),
        "url": block.one("网址"),
    }
