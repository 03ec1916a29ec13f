"""EndNote's tagged format (Refer, `%A`) as CNKI and VIP write it: ISSN in `%@`, CN in `%L`, a colon behind some of VIP's tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.formats import build, tagged
from verifier.formats.entry import Entry, Line, Unread

NAME = "EndNote"
_TAG = re.compile(r"\s{0,4}%([0-9A-Z@+?!#$\]&()*^>\[=~<]):?(?:\s(.*)|([^\s%].*)|$)", re.S)
_INLINE = re.compile(r"(?<=\S)\s?%A\s(?=\S)")


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file is EndNote's: a `%0` line with a type, or `%T` beside `%A` or `%J`."""
    head = [line.text.lstrip() for line in lines[:400]]
    return any(re.match(r"%0 ?[A-Z]", text) for text in head) or (
        any(text.startswith("%T ") for text in head) and any(text.startswith(("%A ", "%J ", "%D ")) for text in head)
    )


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not."""
    for block in tagged.blocks(lines, _tag, frozenset({"0"}), frozenset({"T"})):
        if any(pair.tag for pair in block.pairs):
            yield build.entry(NAME, block.line, _raw(block))
        else:
            yield build.unread(block.line, block.text(), "不属于任何记录的文字", "text that belongs to no record")


def _tag(text: str) -> tuple[str, str] | None:
    found = _TAG.match(text)
    return (found[1], found[2] or found[3] or "") if found else None


def _raw(block: tagged.Block) -> build.Raw:
    kind = block.one("0")
    thesis = kind.casefold().startswith("thesis")
    news = kind.casefold().startswith("newspaper")
    return {
        "kind": kind,
        "title": block.one("T"),
        "authors": [name for value in block.all("A") for name in _INLINE.split(value)],
        "container": block.one("J", "B"),
        "publisher": block.one("I"),
        "place": block.one("C") if not thesis or not block.one("I") else "",
        "year": block.one("D"),
        "date": block.one("8") if news or not block.one("D") else "",
        "volume": block.one("V"),
        "issue": block.one("N"),
        "pages": block.one("P"),
        "issn": block.one("@"),
        "cn": block.one("L"),
        "doi": block.one("R"),
        "url": block.one("U"),
        "number": "",
    }
