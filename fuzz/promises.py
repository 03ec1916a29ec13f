"""What every reader promises for any bytes at all; the fuzzer and the tests hold the same promises."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from verifier import formats, readers
from verifier.errors import UnreadableFile
from verifier.formats import encoding
from verifier.readers import document, hypertext, pdftext, running, table, workbook
from verifier.readers.content import Grid, Text
from verifier.readers.document import HandIn

Target = Callable[[bytes], None]
MAIN = "word/document.xml"


def hold(target: Target, data: bytes) -> None:
    """Run a target; what a reader may say no with is no find."""
    try:
        target(data)
    except (UnreadableFile, encoding.NotText):
        return


def text(data: bytes) -> None:
    """Any bytes as a text or export: every piece has text, a place, and spans that hold what they name."""
    _hand_in(document.read_hand_in(data, "x"))
    export = formats.read(data)
    if export:
        count = len(encoding.lines(encoding.decode(data).text))
        for one in (*export.entries, *export.unread):
            assert 1 <= one.line <= max(count, len(export.entries) + len(export.unread)), one
        assert all(entry.title.strip() for entry in export.entries)


def listed(data: bytes) -> None:
    """A list: no character of it gets lost but numbers' blanks, furniture and page numbers, and nothing is taken twice."""
    given = data.decode("utf-8", "replace")
    cut = running.cut(given)
    known = "".join(given.split())
    for piece in (*cut.pieces, *cut.left_out):
        assert piece.text.strip()
        for line in piece.text.split("\n"):
            assert "".join(line.split()) in known
    for piece in cut.pieces[:20]:
        readers.read(piece.text, "1")


def html(data: bytes) -> None:
    """Any bytes as HTML: tables and lines come out, and are read on."""
    for content in hypertext.read(data, "x"):
        _content(content)


def word(data: bytes) -> None:
    """Any bytes as the main part of a .docx."""
    _hand_in(document.read_hand_in(_docx(data), "x"))


def package(data: bytes) -> None:
    """Any bytes as a zip file."""
    _hand_in(document.read_hand_in(b"PK\x03\x04" + data[4:], "x"))


def book(data: bytes) -> None:
    """Any bytes as a workbook."""
    for content in workbook.read(data, "x"):
        _content(content)


def pdf(data: bytes) -> None:
    """Any bytes as a PDF."""
    for content in pdftext.read(data, "x"):
        _content(content)


def tabled(data: bytes) -> None:
    """Any text as a table of cells parted by tabs."""
    rows = [tuple(line.split("\t")[:60]) for line in data.decode("utf-8", "replace").split("\n")[:2000]]
    _content(Grid(tuple(rows)))


TARGETS: dict[str, Target] = {
    "text": text, "list": listed, "html": html, "word": word, "package": package, "workbook": book, "pdf": pdf, "table": tabled,
}  # fmt: skip


def seed(target: str, data: bytes) -> bytes:
    """Return a sample as the target takes it: of a .docx its main part."""
    if target != "word":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read(MAIN)


def _docx(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr(MAIN, data)
    return stream.getvalue()


def _content(content: Grid | Text) -> None:
    if isinstance(content, Text):
        running.cut_rows(content.rows)
        return
    for found in table.read(content.rows):
        assert 1 <= found.row <= len(content.rows)
        assert found.entry or found.text.strip() or found.note


def _hand_in(found: HandIn) -> None:
    for piece in found.pieces:
        assert piece.text.strip(), piece
        one = document.citation(piece, "1")
        for field, (start, end) in one.spans.items():
            assert 0 <= start <= end <= len(one.raw), (field, start, end)
            value = ", ".join(one.authors) if field == "authors" else getattr(one, field)
            assert piece.entry is None or one.raw[start:end] == value, (field, value)
        if piece.entry:
            assert piece.entry.title in one.raw
    for piece in found.left_out:
        assert piece.note
