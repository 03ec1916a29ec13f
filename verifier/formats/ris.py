"""RIS, read by rispy record by record: rispy drops a record without `ER` in silence and knows no line numbers, so we cut first.

`N1` and `C1`-`C8` may hold the CN of a Chinese journal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from verifier.formats import build, tagged
from verifier.formats.entry import Entry, Line, Unread

NAME = "RIS"
_TAG = re.compile(r"\s{0,4}([A-Z][A-Z0-9])\s{1,4}-(?:\s(.*)|$)", re.S)


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file is RIS: a line `TY  - `, or `TI  - ` beside other such tags."""
    tags = {found[0] for line in lines[:400] if (found := _tag(line.text))}
    return "TY" in tags or (bool(tags & {"TI", "T1"}) and bool(tags & {"AU", "A1", "PY", "JO", "ER"}))


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not."""
    kept = [line for line in lines if not (found := _tag(line.text)) or found[0] != "ER"]
    for block in tagged.blocks(kept, _tag, frozenset({"TY"}), frozenset({"TI", "T1"})):
        if any(pair.tag for pair in block.pairs):
            yield build.entry(NAME, block.line, _raw(_parse(block)))
        else:
            yield build.unread(block.line, block.text(), "不属于任何记录的文字", "text that belongs to no record")


def _tag(text: str) -> tuple[str, str] | None:
    found = _TAG.match(text)
    return (found[1], found[2] or "") if found else None


def _parse(block: tagged.Block) -> dict[str, Any]:
    """Hand one record to rispy, with the first and last line that it insists on."""
    import rispy  # late: only RIS files need it

    kind = block.one("TY") or "GEN"
    rows = [f"{pair.tag}  - {' '.join(pair.value.split())}" for pair in block.pairs if pair.tag not in ("TY", "")]
    found = rispy.loads("\n".join([f"TY  - {kind}", *rows, "ER  - ", ""]))
    return dict(found[0]) if found else {}


def _raw(record: dict[str, Any]) -> build.Raw:
    def one(*keys: str) -> str:
        return next((_flat(record[key]) for key in keys if record.get(key)), "")

    kind = one("type_of_reference")
    meeting = kind in ("CONF", "CPAPER", "CHAP")
    start, end = one("start_page"), one("end_page")
    return {
        "kind": kind,
        "title": one("title", "primary_title"),
        "authors": [*record.get("authors", ()), *record.get("first_authors", ())],
        "container": one("secondary_title", "journal_name", "alternate_title3", "alternate_title1", "alternate_title2"),
        "publisher": one("publisher"),
        "place": one("place_published"),
        "year": one("year", "publication_year", "date"),
        "date": one("date") if kind == "NEWS" else "",
        "volume": one("volume"),
        "issue": one("number", "issue") if not meeting or one("number") else "",
        "pages": f"{start}-{end}" if start and end and start != end else start or end,
        "serials": [one("issn"), one("call_number"), one("notes"), *(one(f"custom{n}") for n in range(1, 9))],
        "doi": one("doi"),
        "url": one("urls", "url"),
        "number": one("custom_number") if kind in ("PAT", "STAND") else "",
    }


def _flat(value: Any) -> str:
    return " ".join(str(part) for part in value) if isinstance(value, list) else str(value)
