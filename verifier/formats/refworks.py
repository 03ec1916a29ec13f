"""RefWorks tagged format as CNKI, Wanfang and VIP write it: two-letter tags, the volume also as lower-case `vo`.

Seen: a blank line inside a record behind K1; `A1` ending in `;`; `OP` with a page count in conference records; VIP's `PP 中国`,
which is no place of publication; Wanfang's record with the English names of the record before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from verifier.formats import build, tagged
from verifier.formats.entry import Entry, Line, Unread
from verifier.model import Doubt
from verifier.normalize import names

NAME = "RefWorks"
_TAG = re.compile(
    r"\s{0,4}(RT|SR|ID|A[1-6]|AD|T[1-3]|J[FOP]|Y[R1]|FD|IS|vo|VO|OP|SP|EP|K1|AB|S[NC]|CN|LA|L[KL]|D[SO]|P[BP]|NO|CL|UL|ED|OL|U[1-5]|CR"
    r"|WP|WT|RD|AN|AV|CT|NN|ST)(?:\s(.*)|$)",
    re.S,
)
_FIRST = re.compile(
    r"\s{0,4}RT (?:Journal|Dissertation|Thesis|Conference|Newspaper|Book|Report|Patent|Standard|Generic|Web|Magazine|Online|Legal|Year|Computer)"
)
_NO_PLACE = frozenset({"中国", "硕士", "博士"})
_MARKED = re.compile(r"\[[\d,;，；*\s]{1,20}\]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file is RefWorks: an `RT` line with a reference type, or `T1` with `JF` where the first lines are cut off."""
    head = [line.text for line in lines[:400]]
    return any(_FIRST.match(text) for text in head) or (
        any(text.startswith("T1 ") for text in head) and any(text.startswith(("JF ", "YR ", "A1 ")) for text in head)
    )


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not."""
    before: frozenset[str] = frozenset()
    for block in tagged.blocks(lines, _tag, frozenset({"RT"}), frozenset({"T1"})):
        if not any(pair.tag for pair in block.pairs):
            yield build.unread(block.line, block.text(), "不属于任何记录的文字", "text that belongs to no record")
            continue
        authors, leaked = _authors(block, before)
        before = frozenset((*authors, *leaked))
        yield _doubted(build.entry(NAME, block.line, _raw(block, authors)), leaked)


def _tag(text: str) -> tuple[str, str] | None:
    found = _TAG.match(text)
    return (found[1].upper() if found[1] == "vo" else found[1], found[2] or "") if found else None


def _raw(block: tagged.Block, authors: list[str]) -> build.Raw:
    kind, container = block.one("RT"), block.one("JF", "JO", "T2")
    in_publisher = kind.startswith(("Conference", "Newspaper"))  # these records name their proceedings or newspaper in PB
    start, end, other = block.one("SP"), block.one("EP"), block.one("OP")
    if re.fullmatch(r"[A-Za-z]?\d+", other) and (start or end):  # Wanfang: SP is the first page and OP the last
        start, end, other = start or other, end or other, ""
    pages = other or (f"{start}-{end}" if start and end and start != end else start)
    return {
        "kind": kind,
        "title": block.one("T1"),
        "authors": authors,
        "container": container or (block.one("PB") if in_publisher else ""),
        "publisher": "" if in_publisher and not container else block.one("PB"),
        "place": "" if block.one("PP") in _NO_PLACE else block.one("PP"),
        "year": block.one("YR", "Y1"),
        "date": block.one("FD") if re.search(r"\d{4}", block.one("FD")) else "",
        "volume": block.one("VO"),
        "issue": block.one("IS"),
        "pages": pages,
        "issn": block.one("SN"),
        "cn": block.one("CN"),
        "doi": block.one("DO") or block.one("LK", "UL") * ("doi.org/10." in block.one("LK", "UL")),
        "url": block.one("LK", "UL"),
    }


def _authors(block: tagged.Block, before: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return a record's authors without the English names beside Chinese ones that are the same people or the record's before it."""
    values = [_MARKED.sub("", value) for value in block.all("A1")]
    found = [name.strip() for value in values for name in re.split(r"[;；]", value) if name.strip()]
    chinese = [name for name in found if _HAN.search(name)]
    if not chinese or len(chinese) == len(found):
        return found, []
    spare = [name for name in found if name not in chinese and (name in before or any(names.same(name, other) for other in chinese))]
    return [name for name in found if name not in spare], spare


def _doubted(found: Entry | Unread, leaked: list[str]) -> Entry | Unread:
    if isinstance(found, Unread) or not leaked:
        return found
    doubt = Doubt(field="authors", kind="repaired", original="; ".join(leaked), note="去掉与中文作者重复或由上一条记录混入的英文姓名")
    return msgspec.structs.replace(found, doubts=(*found.doubts, doubt))
