"""VIP's XML (`<ResourceList><PeriodicalPaper>`): the volume is spelled `Volum`, names carry `[1]`, no CN."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.formats import build, markup
from verifier.formats.entry import Entry, Line, Unread

NAME = "VIP XML"
_KINDS = {"PeriodicalPaper": "J", "DegreePaper": "D", "ConferencePaper": "C", "Patent": "P", "Standard": "S", "Book": "M", "Achievement": "R"}


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file holds `<ResourceList>` or `<PeriodicalPaper>`."""
    head = "\n".join(line.text for line in lines[:200])
    return "<ResourceList" in head or "<PeriodicalPaper" in head


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record, read or not."""
    for node in markup.records(lines, *_KINDS):
        yield node if isinstance(node, Unread) else build.entry(NAME, node.line, _raw(node))


def _raw(node: markup.Node) -> build.Raw:
    element = node.element
    date = markup.text(element, "PublishDate")
    return {
        "other_type": _KINDS[element.tag],
        "title": markup.text(element, "Titles/Title/Text") or markup.text(element, "Titles/Title"),
        "authors": markup.texts(element, "Creators/Creator/Name"),
        "container": markup.text(element, "Periodical/Name"),
        "year": markup.text(element, "PublishYear") or markup.text(element, "Year") or date,
        "volume": markup.text(element, "Volum") or markup.text(element, "Volume"),
        "issue": markup.text(element, "Issue"),
        "pages": markup.text(element, "Page"),
        "issn": markup.text(element, "Periodical/ISSN"),
        "cn": markup.text(element, "Periodical/CN"),
        "doi": markup.text(element, "DOI"),
    }
