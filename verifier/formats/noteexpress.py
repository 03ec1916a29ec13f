"""NoteExpress (.net) as CNKI, Wanfang and VIP write it: `{Tag}: value`, the CN in {Notes}, one author a line or all in one.

Seen: `{Title}:` without a blank, `{Volume} :` with one before the colon, full-width colons, leading blanks, a comma inside a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.formats import build, tagged
from verifier.formats.entry import Entry, Line, Unread

NAME = "NoteExpress"
_TAG = re.compile(r"\s{0,40}\{([A-Z][A-Za-z /,]{1,30})\}\s{0,4}[:：]?\s?(.*)", re.S)


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file is NoteExpress's: a reference type, or a title beside authors or a journal, in braces."""
    tags = {found[0] for line in lines[:400] if (found := _tag(line.text))}
    return "Reference Type" in tags or ("Title" in tags and bool(tags & {"Author", "Journal", "Year"}))


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not."""
    for block in tagged.blocks(lines, _tag, frozenset({"Reference Type"}), frozenset({"Title"})):
        if any(pair.tag for pair in block.pairs):
            yield build.entry(NAME, block.line, _raw(block))
        else:
            yield build.unread(block.line, block.text(), "不属于任何记录的文字", "text that belongs to no record")


def _tag(text: str) -> tuple[str, str] | None:
    found = _TAG.match(text)
    return (found[1].strip(" ,"), found[2]) if found else None


def _raw(block: tagged.Block) -> build.Raw:
    return {
        "kind": block.one("Reference Type"),
        "title": block.one("Title"),
        "authors": block.all("Author") or block.all("Inventor"),
        "container": block.one("Journal", "Newspaper", "Secondary Title", "Conference Name", "Book Title"),
        "publisher": block.one("Publisher", "Academic Publisher", "University"),
        "place": block.one("Place Published"),
        "year": block.one("Year"),
        "date": block.one("Date") if re.search(r"\d{4}", block.one("Date")) else "",
        "volume": block.one("Volume"),
        "issue": block.one("Issue"),
        "pages": block.one("Pages"),
        "serials": [block.one("ISBN/ISSN", "ISSN"), block.one("Notes")],
        "doi": block.one("DOI"),
        "url": block.one("URL", "Link"),
        "number": block.one("Patent Number", "Standard Number", "Application Number"),
    }
