"""Misprints: signs that the eye and the recognition of scans take for one another (己 已 巳, 末 未, O 0, l 1).

A title or a name that differs from the record's in such signs alone, while everything else that both state agrees, is the same one
badly read. It is told and harms nobody; where anything else differs, it stays a difference.
"""

from __future__ import annotations

from msgspec.structs import replace

from verifier.judging import authors
from verifier.model import Citation, Difference, Record
from verifier.normalize.names import same
from verifier.normalize.text import key, simplified

KIND = "look_alike"
MOST = 2
"""So many signs of a title or a name may be misread; more is another wording."""

_GROUPS = (
    "己已巳", "末未", "日曰", "术木", "究宄", "候侯", "戊戌戍", "干千于", "土士", "人入", "大太犬", "天夭", "炼练", "设没", "折析拆",
    "晴睛", "贷货", "徽微", "戴载", "拔拨", "崇祟", "洒酒", "治冶", "今令", "刀力", "儿几", "九丸", "由甲申田", "白自", "目且",
    "免兔", "子孑", "王玉", "住往", "侍待", "性牲", "弋戈", "柬束", "毫亳", "汆氽", "灸炙", "盲肓", "圆园", "卫卩", "竞竟", "辩辨",
    "拴栓", "杆扦", "枝技", "狠狼", "0o", "1il", "汩汨", "幻幼",
)  # fmt: skip
_GROUP = {sign: number for number, signs in enumerate(_GROUPS) for sign in signs}


def misread(one: str, other: str) -> bool:
    """Tell whether two texts differ in look-alike signs alone, a letter standing for a digit and never a digit for a digit.

    >>> misread("己二酸装置末端治理", "已二酸装置未端治理"), misread("CO2气氛", "C02气氛"), misread("110kV", "11OkV")
    (True, True, True)
    >>> misread("选矿废水处理", "选矿废气处理"), misread("110kV", "220kV"), misread("己已巳", "已巳己"), misread("同", "同")
    (False, False, False, False)
    """
    left, right = key(simplified(one)), key(simplified(other))
    changed = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
    return len(left) == len(right) and 0 < len(changed) <= MOST and all(_alike(*pair) for pair in changed)


def _alike(one: str, other: str) -> bool:
    """Tell whether two signs look alike; of Latin signs only a digit and a letter do, since letters spell another word."""
    return _GROUP.get(one, -1) == _GROUP.get(other, -2) and not (one.isalpha() and other.isalpha() and one.isascii())


def excused(citation: Citation, record: Record, found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """Return the differences with a misread title or misread names as harmless ones, where everything else that is stated agrees."""
    grave = [one for one in found if not one.harmless]
    if not grave or any(one.field not in ("title", "authors") for one in grave) or not _placed(citation, record):
        return found
    if not all(_is_misread(one, citation, record) for one in grave):
        return found
    return tuple(one if one.harmless else replace(one, kind=KIND, harmless=True, weight=0.02) for one in found)


def _placed(citation: Citation, record: Record) -> bool:
    """Tell whether both name a journal and a year, and an issue or pages: what nothing is compared of agrees with everything."""
    both = [bool(one and other) for one, other in _pairs(citation, record)]
    return both[0] and both[1] and any(both[2:])


def _pairs(citation: Citation, record: Record) -> tuple[tuple[str | None, str | None], ...]:
    return (
        (citation.container, record.journal or record.book),
        (citation.year, record.year),
        (citation.issue, record.issue),
        (citation.pages, record.pages),
    )


def _is_misread(one: Difference, citation: Citation, record: Record) -> bool:
    if one.field == "title":
        return misread(citation.title or "", record.title)
    ours, theirs = authors.claimed_names(citation), authors.recorded_names(record)
    if len(ours.names) > len(theirs.names) or (len(ours.names) < len(theirs.names) and not ours.more):
        return False
    pairs = zip(ours.names, theirs.names, strict=False)
    return all(same(name, other) or misread(name, other) for name, other in pairs)
