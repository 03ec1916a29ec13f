"""CSSCI's text export: 【来源篇名】…【年代卷期】2018,39(010):5-12, authors parted by `/`, the issue ten times its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.formats import build, tagged
from verifier.formats.entry import Entry, Line, Unread

NAME = "CSSCI"
_IMPRINT = re.compile(
    r"\s*(?P<year>[\dOo]{4})?\s*[,，]?\s*(?P<volume>[^\s,，()（）:：]{0,12})\s*(?:[(（]\s*(?P<issue>[^()（）]{0,12})[)）])?\s*[.,，]?\s*"
    r"(?:[:：]\s*(?P<pages>\S.{0,40}))?\s*"
)
_RULE = re.compile(r"\s*[-=－—]{5,}\s*$")


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file holds 【来源篇名】 lines."""
    return any("来源篇名】" in line.text for line in lines[:400])


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not; the references of a record are not taken for records."""
    rows = [line for line in lines if not _RULE.match(line.text)]
    start = next((place for place, line in enumerate(rows) if tagged.bracketed(line.text)), 0)
    for block in tagged.blocks(rows[start:], tagged.bracketed, frozenset({"来源篇名"}), frozenset({"来源篇名"})):
        yield build.entry(NAME, block.line, _raw(block))


def _raw(block: tagged.Block) -> build.Raw:
    found = _IMPRINT.fullmatch(block.one("年代卷期").split("\n", 1)[0])
    imprint = found.groupdict("") if found else {}
    return {
        "other_type": "J",
        "title": block.one("来源篇名"),
        "authors": [name for value in block.all("来源作者") for name in value.split("/")],
        "container": block.one("期刊").strip("《》"),
        "year": imprint.get("year", ""),
        "volume": imprint.get("volume", ""),
        "issue": issue(imprint.get("issue", "")),
        "pages": imprint.get("pages", ""),
        "issn": block.one("ISSN"),
    }


def issue(code: str) -> str:
    """Return the issue that CSSCI's code means: the number times ten; letters are kept as they are.

    >>> issue("010"), issue("120"), issue("S1"), issue("015"), issue("7/8")
    ('1', '12', 'S1', '015', '7/8')
    """
    if re.fullmatch(r"\d{2}0", code):
        return str(int(code) // 10)
    return code
