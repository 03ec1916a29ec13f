"""Zotero's RDF export: items with a `z:itemType`; the journal stands inside an item or apart, tied by `dcterms:isPartOf`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from verifier.formats import build, markup
from verifier.formats.entry import Entry, Line, Unread

NAME = "Zotero RDF"
_ITEMS = ("bib:Article", "bib:Book", "bib:BookSection", "bib:Thesis", "bib:Patent", "bib:Report", "bib:Document", "bib:Manuscript", "rdf:Description")
_HOSTS = ("bib:Journal", "bib:Newspaper", "bib:Periodical")
_HAN_FIRST = "\u3400"


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file is RDF with Zotero's item types."""
    head = "\n".join(line.text for line in lines[:300])
    return "<rdf:RDF" in head and "itemType>" in head


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every item, read or not; attachments and notes are no items."""
    hosts = {node.element.get("about"): node.element for node in markup.records(lines, *_HOSTS) if isinstance(node, markup.Node)}
    for node in markup.records(lines, *_ITEMS):
        if isinstance(node, Unread):
            yield node
        elif markup.text(node.element, "itemType") not in ("", "attachment", "note"):
            yield build.entry(NAME, node.line, _raw(node.element, _host(node.element, hosts)))


def _host(element: Any, hosts: dict[str | None, Any]) -> Any:
    """Return the journal that an item is part of: written inside it, or named by its address."""
    for part in element.iterfind("isPartOf"):
        inner = next(iter(part), None)
        host = inner if inner is not None else hosts.get(part.get("resource"))
        if host is not None and host.tag in ("Journal", "Newspaper", "Periodical", "Book"):
            return host
    return None


def _raw(element: Any, host: Any) -> build.Raw:
    def hosted(*paths: str) -> str:
        """Return the first text of the journal's, else of the item's own."""
        where = [one for one in (host, element) if one is not None]
        return next((value for one in where for path in paths if (value := markup.text(one, path))), "")

    identifiers = [*markup.texts(element, "identifier"), *(markup.texts(host, "identifier") if host is not None else [])]
    return {
        "kind": markup.text(element, "itemType"),
        "title": markup.text(element, "title"),
        "authors": [_name(person) for person in element.iterfind("authors/Seq/li/Person")],
        "container": markup.text(host, "title") if host is not None else "",
        "publisher": markup.text(element, "publisher/Organization/name"),
        "place": markup.text(element, "publisher/Organization/adr/Address/locality"),
        "year": markup.text(element, "date"),
        "volume": hosted("volume"),
        "issue": hosted("number"),
        "pages": markup.text(element, "pages"),
        "serials": [*identifiers, markup.text(element, "description")],
        "doi": next((one for one in identifiers if "10." in one), ""),
        "number": markup.text(element, "number") if markup.text(element, "itemType") in ("patent", "standard", "report") else "",
    }


def _name(person: Any) -> str:
    """Return a name as printed: Chinese parts together, others as `Family, Given`."""
    family, given = markup.text(person, "surname"), markup.text(person, "givenName") or markup.text(person, "givenname")
    if not given or not family:
        return family or given
    return f"{family}{given}" if family[0] >= _HAN_FIRST else f"{family}, {given}"
