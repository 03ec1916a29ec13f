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
    [
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "dt",
        "dd",
        "pre",
        "blockquote",
        "section",
        "article",
        "ul",
        "ol",
        "table",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "title"])
_UNSEEN = frozenset(["script", "style", "head", "noscript", "template", "del"])
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]{2,20})""", re.I)
DEEPEST = 200
WIDEST = 5_000


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
            raise unreadable(
                name, "文字编码无法识别，请另存为 UTF-8", "its encoding is unknown; save it as UTF-8"
            ) from None


def _is_mark(element: Any) -> bool:
    """Tell whether an element is the number of a note, as office programs write it."""
    return element.tag == "a" and element.get("class", "") in ("sdfootnotesym", "sdfootnoteanc", "sdendnotesym", "sdendnoteanc")


class _Walk:
    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.buffer: list[str] = []
        self.line = 0
        self.item = False

    def blocks(self, element: Any, depth: int) -> Iterator[Content]:
        """Yield grids as they come; gather everything else as lines."""
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _UNSEEN or depth > DEEPEST or _is_mark(child):
                self.buffer.append(child.tail or "")
                continue
            if child.tag == "table" and not child.xpath(".//table"):
                self.end_line(heading=False)
                yield from self.flush()
                yield _grid(child)
            else:
                if child.tag in _BLOCKS:
                    self.end_line(heading=False)
                    self.item = self.item or child.tag == "li"
                self.buffer.append(child.text or "")
                yield from self.blocks(child, depth + 1)
                if child.tag in _BLOCKS:
                    self.end_line(heading=child.tag in _HEADINGS)
            self.buffer.append(child.tail or "")

    def end_line(self, heading: bool) -> None:
        """Close the line gathered so far; the first one of a list's item is numbered by the program that shows it."""
        text = " ".join("".join(self.buffer).split())
        self.buffer = []
        if text:
            self.line += 1
            self.rows.append(Row(text, self.line, aside=heading, numbered=self.item))
            self.item = False

    def flush(self) -> Iterator[Content]:
        """Yield the lines gathered so far."""
        self.end_line(heading=False)
        if self.rows:
            yield Text(tuple(self.rows))
        self.rows = []


def _grid(table: Any) -> Grid:
    """Return a table's cells in their columns: a cell over several columns is followed by empty ones, one over several rows covers those."""
    below: dict[int, int] = {}  # column -> rows that a cell further up still covers
    rows: list[tuple[str, ...]] = []
    covered: set[tuple[int, int]] = set()
    for row in table.iter("tr"):
        covered |= {(len(rows), column) for column in below}
        cells: list[str] = []
        merged: dict[int, int] = {}
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while len(cells) in below and len(cells) < WIDEST:
                cells.append("")
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            merged |= dict.fromkeys(range(len(cells), len(cells) + width), height - 1) if height > 1 else {}
            cells += [_cell_text(cell), *[""] * (width - 1)]
        below = {column: left - 1 for column, left in below.items() if left > 1} | merged
        rows.append(tuple(cells))
    return Grid(tuple(rows), covered=frozenset(covered))


def _span(cell: Any, name: str) -> int:
    said = cell.get(name, "1")
    return max(1, min(int(said), 64)) if said.isascii() and said.isdigit() and len(said) < 5 else 1


def _cell_text(cell: Any) -> str:
    parts: list[str] = []
    _gather(cell, parts, 0)
    return "\n".join(line for line in (" ".join(part.split()) for part in "".join(parts).split("\n")) if line)


def _gather(element: Any, parts: list[str], depth: int) -> None:
    """Append the text below an element in the order of reading; line ends of the source are blanks, those of blocks are lines."""
    parts.append(" ".join(element.text.split("\n")) if element.text else "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN and depth < DEEPEST:
            parts.append("\n" if child.tag in ("br", "p", "div", "li") else "")
            _gather(child, parts, depth + 1)
            parts.append("\n" if child.tag in ("p", "div", "li") else "")
        parts.append(" ".join(child.tail.split("\n")) if child.tail else "")
