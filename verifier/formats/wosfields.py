"""Web of Science's field-tagged text (`PT J … ER`), which converters for citation maps make from CNKI's records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.formats import build, tagged
from verifier.formats.entry import Entry, Line, Unread

NAME = "WoS"
_TAG = re.compile(
    r"(FN|VR|PT|AU|AF|BA|CA|GP|TI|ED|SO|SE|BS|LA|DT|CT|CY|CL|SP|HO|DE|ID|AB|C1|RP|EM|FU|FX|CR|NR|TC|Z9"
    r"|PU|PI|PA|SN|EI|BN|J9|JI|PD|PY|VL|IS|PN|SU|SI|MA|BP|EP|AR|DI|D2|PG|WC|SC|GA|UT|ER|EF)(?:\s(.*)|$)",
    re.S,
)
_KINDS = {"J": "J", "B": "M", "S": "M", "P": "P", "C": "C", "D": "D", "N": "N"}


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file is field-tagged: a line `PT` with one letter, and `TI` or `SO` lines."""
    head = [line.text for line in lines[:400]]
    return any(re.match(r"PT [A-Z]\s*$", text) for text in head) and any(text.startswith(("TI ", "SO ")) for text in head)


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not."""
    for block in tagged.blocks(lines, _tag, frozenset({"PT"}), frozenset({"TI"})):
        if {pair.tag for pair in block.pairs} - {"", "FN", "VR", "EF", "ER"}:
            yield build.entry(NAME, block.line, _raw(block))


def _tag(text: str) -> tuple[str, str] | None:
    found = _TAG.match(text)
    return (found[1], found[2] or "") if found else None


def _raw(block: tagged.Block) -> build.Raw:
    start, end = block.one("BP"), block.one("EP")
    return {
        "other_type": _KINDS.get(block.one("PT"), ""),
        "title": block.one("TI"),
        "authors": [name for value in block.all("AU") for name in value.split("\n")],
        "container": block.one("SO"),
        "publisher": block.one("PU"),
        "year": block.one("PY"),
        "volume": block.one("VL"),
        "issue": block.one("IS"),
        "pages": block.one("AR") if not start else (f"{start}-{end}" if end and end != start else start),
        "issn": block.one("SN", "EI"),
        "doi": block.one("DI"),
    }
