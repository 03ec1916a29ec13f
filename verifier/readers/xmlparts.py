"""The XML inside office files: no entities, no network, no document types, names without their namespace."""

from __future__ import annotations

import re
from typing import Any

from verifier.readers.unreadable import unreadable

_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)


def parse(data: bytes, name: str) -> Any:
    """Return the root element of an XML part. Raises UnreadableFile."""
    import lxml.etree as etree  # late: only office files need it

    head = data[:4096].replace(b"\x00", b"")
    if _DOCTYPE.search(head) or b"<!ENTITY" in data:
        raise unreadable(name, "内含文档类型声明，未予打开", "it has a document type declaration and was not opened")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise unreadable(name, "内容已损坏，请重新保存后再交", "its content is damaged; save it again and retry") from None


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """Return an attribute by its name without namespace, or the empty string."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
