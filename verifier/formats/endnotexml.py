"""EndNote's XML export (`<xml><records><record>…`), also written by Zotero and NoteExpress; every value may lie in a `<style>`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.formats import build, markup
from verifier.formats.entry import Entry, Line, Unread

NAME = "EndNote XML"


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file is EndNote's XML: `<records>` or `<record>` with a `<ref-type`."""
    head = "\n".join(line.text for line in lines[:200])
    return bool(re.search(r"<record[s>\s]", head)) and "<ref-type" in head


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not."""
    for node in markup.records(lines, "record"):
        yield node if isinstance(node, Unread) else build.entry(NAME, node.line, _raw(node))


def _raw(node: markup.Node) -> build.Raw:
    element = node.element
    kind = element.find("ref-type")
    return {
        "kind": kind.get("name", "") if kind is not None else "",
        "title": markup.text(element, "titles/title"),
        "authors": markup.texts(element, "contributors/authors/author"),
        "container": markup.text(element, "periodical/full-title") or markup.text(element, "titles/secondary-title"),
        "publisher": markup.text(element, "publisher"),
        "place": markup.text(element, "pub-location"),
        "year": markup.text(element, "dates/year"),
        "date": markup.text(element, "dates/pub-dates/date"),
        "volume": markup.text(element, "volume"),
        "issue": markup.text(element, "number"),
        "pages": markup.text(element, "pages"),
        "serials": [*markup.texts(element, "isbn"), markup.text(element, "call-num"), markup.text(element, "notes")],
        "doi": markup.text(element, "electronic-resource-num"),
        "url": markup.text(element, "urls/related-urls/url"),
    }
