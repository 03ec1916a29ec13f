"""HTML that calls itself .doc or .xls, as databases and systems export it, also inside a web archive (.mht)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from typing import Any

from verifier.formats import encoding
from verifier.readers.content import Content, Grid, Row, Text
from verifier.readers.unreadable import unreadable

_BLOCKS = frozenset(
    ["p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "br", "dt", "dd", "pre", "blockquote", "section", "article", "ul", "ol", "table"]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "title"])
_UNSEEN = frozenset(["script", "style", "head", "noscript", "template"])
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]{2,20})""", re.I)
DEEPEST = 200


def read(data: bytes, name: str) -> Iterator[Content]:
    """Yield the tables and the running text of an HTML file. Raises UnreadableFile."""
    import lxml.etree as etree  # late: only HTML files need it
    import lxml.html

    text = _text(data, name)
    try:
        parser: Any = lxml.html.HTMLParser(no_network=True, remove_comments=True, huge_tree=False)  # type: ignore[no-untyped-call]
        root = lxml.html.document_fromstring(text, parser=parser)  # type: ignore[no-untyped-call]
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise unreadable(name, "网页内容已损坏", "its HTML is damaged") from None
    walk = _Walk()
    yield from walk.blocks(root, 0)
    yield from walk.flush()


def read_mht(data: bytes, name: str) -> Iterator[Content]:
    """Yield the content of the HTML part of a web archive. Raises UnreadableFile."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
        body = parts[0].get_payload(decode=True) if parts else None
    except (ValueError, LookupError, RecursionError):
        body = None
    if not isinstance(body, bytes):
        raise unreadable(name, "网页存档中没有正文，请另存为 .docx", "the web archive has no text; save it as .docx")
    yield from read(body, name)


def _text(data: bytes, name: str) -> str:
    """Decode HTML: by its bytes where they are clear, by its own word where they are not."""
    try:
        return encoding.decode(data).text.replace("\x00", "")
    except encoding.NotText:
        said = _CHARSET.search(data[:4096])
        try:
            return data.decode(said[1].decode() if said else "gb18030", "replace").replace("\x00", "")
        except LookupError:
            raise unreadable(name, "文字编码无法识别，请另存为 UTF-8", "its encoding is unknown; save it as UTF-8") from None


class _Walk:
    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.buffer: list[str] = []
        self.line = 0

    def blocks(self, element: Any, depth: int) -> Iterator[Content]:
        """Yield grids as they come; gather everything else as lines."""
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _UNSEEN or depth > DEEPEST:
                self.buffer.append(child.tail or "")
                continue
            if child.tag == "table" and not child.xpath(".//table"):
                self.end_line(heading=False)
                yield from self.flush()
                yield Grid(tuple(_cells(row) for row in child.iter("tr")))
            else:
                if child.tag in _BLOCKS:
                    self.end_line(heading=False)
                self.buffer.append(child.text or "")
                yield from self.blocks(child, depth + 1)
                if child.tag in _BLOCKS:
                    self.end_line(heading=child.tag in _HEADINGS, numbered=child.tag == "li")
            self.buffer.append(child.tail or "")

    def end_line(self, heading: bool, numbered: bool = False) -> None:
        """Close the line gathered so far."""
        text = " ".join("".join(self.buffer).split())
        self.buffer = []
        if text:
            self.line += 1
            self.rows.append(Row(text, self.line, aside=heading, numbered=numbered))

    def flush(self) -> Iterator[Content]:
        """Yield the lines gathered so far."""
        self.end_line(heading=False)
        if self.rows:
            yield Text(tuple(self.rows))
        self.rows = []


def _cells(row: Any) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in ("td", "th"):
            cells.append(_cell_text(cell))
            span = cell.get("colspan", "1")
            cells += [""] * (min(int(span), 64) - 1 if span.isdigit() and len(span) < 4 else 0)
    return tuple(cells)


def _cell_text(cell: Any) -> str:
    parts = []
    for element in cell.iter():
        if element.tag in ("br", "p", "div"):
            parts.append("\n")
        if isinstance(element.tag, str) and element.tag not in _UNSEEN:
            parts.append(element.text or "")
        if element is not cell:
            parts.append(element.tail or "")
    return "\n".join(line for line in (" ".join(part.split()) for part in "".join(parts).split("\n")) if line)
