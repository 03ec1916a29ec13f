"""Elements of an HTML tree, for the rows of pages that come by the thousand: one pass over a row instead of many queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import lxml.etree

from verifier.sources.markup import squeeze, title_of

Element = Any
"""An lxml element; lxml is untyped."""

_STRING = lxml.etree.XPath("string()")


def has_class(node: Element, name: str) -> bool:
    """Tell whether an element carries a class."""
    return name in (node.get("class") or "").split()


def every(node: Element, tag: str, name: str = "") -> Iterator[Element]:
    """Yield the elements of a tag below (and at) a node, those of one class if it is named, in document order."""
    for found in node.iter(tag):
        if not name or has_class(found, name):
            yield found


def first(node: Element | None, tag: str, name: str = "") -> Element | None:
    """Return the first such element, None where there is none."""
    return None if node is None else next(every(node, tag, name), None)


def text(node: Element | None) -> str:
    """Return an element's text with its blanks collapsed, "" for none."""
    return "" if node is None else squeeze(str(_STRING(node)))


def title(node: Element | None, drop: frozenset[str] = frozenset()) -> str:
    """Return a title as shown, "" for none; elements whose class or id is in `drop` are left out."""
    return "" if node is None else title_of(node, drop)


def holder(node: Element, attribute: str) -> str:
    """Return the first value of an attribute below (and at) a node, "" where nothing carries it."""
    return next((squeeze(found.get(attribute)) for found in node.iter() if found.get(attribute)), "")


def outside(node: Element, tag: str) -> str:
    """Return the text below a node that stands in no element of a tag."""
    parts: list[str | None] = []
    depth = 0  # below an element of the tag; elements themselves are no keys, for lxml makes them anew as it likes
    for event, found in lxml.etree.iterwalk(node, events=("start", "end", "comment")):
        if event == "start" and (depth or (found.tag == tag and found is not node)):
            depth += 1
        elif event == "start":
            parts.append(found.text)
        elif depth and event == "end":
            depth -= 1
        if event != "start" and not depth and found is not node:
            parts.append(found.tail)
    return squeeze(" ".join(part for part in parts if part))
