"""NoteFirst's XML (`<Bibliographies><Bibliography>`) as CNKI, Wanfang and VIP write it; VIP puts all authors into one `<FullName>`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.formats import build, markup
from verifier.formats.entry import Entry, Line, Unread

NAME = "NoteFirst"


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file holds `<Bibliography>` elements."""
    head = "\n".join(line.text for line in lines[:200])
    return "<Bibliograph" in head and "PrimaryTitle" in head


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not."""
    for node in markup.records(lines, "Bibliography"):
        yield node if isinstance(node, Unread) else build.entry(NAME, node.line, _raw(node))


def _raw(node: markup.Node) -> build.Raw:
    element = node.element
    return {
        "kind": markup.text(element, "Type"),
        "title": markup.text(element, "PrimaryTitle/Title") or markup.text(element, "PrimaryTitle"),
        "authors": markup.texts(element, "Authors/Author/Info/FullName") or markup.texts(element, "Authors/Author/FullName"),
        "container": markup.text(element, "Medium/Media") or markup.text(element, "Media") or markup.text(element, "Journal"),
        "publisher": markup.text(element, "Publisher"),
        "year": markup.text(element, "Year"),
        "date": markup.text(element, "PublishDate"),
        "volume": markup.text(element, "Volume"),
        "issue": markup.text(element, "Issue"),
        "pages": markup.text(element, "PageScope") or markup.text(element, "Pages"),
        "serials": [markup.text(element, name) for name in ("ISSN", "CN", "ISBN", "Notes")],
        "doi": markup.text(element, "DOI"),
        "url": markup.text(element, "Url") or markup.text(element, "URL"),
    }
