"""Documents as applicants hand them in: bytes in, pieces of text or records with their origin out.

Every format is known by its content, never by the file's name. Export files of the databases are read record by record, Word, Excel,
PDF, HTML and plain text as lists and tables, a zip file as the documents in it. Nothing that stands in a document is lost in silence:
what is no citation is returned as left out, what cannot be read is named with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from verifier.errors import UnreadableFile
from verifier.formats import encoding, read_text
from verifier.formats import sniff as sniff_format
from verifier.formats.encoding import Decoded
from verifier.formats.encoding import lines as cut_lines
from verifier.formats.entry import Export, Line
from verifier.model import Origin
from verifier.readers import (
    applicants,
    archive,
    hypertext,
    ole,
    pdftext,
    plaintext,
    running,
    sniff,
    table,
    word,
    workbook,
)
from verifier.readers.content import Content, Grid, Row
from verifier.readers.package import Package
from verifier.readers.pieces import Failed, HandIn, Piece, citation, in_context, of_person
from verifier.readers.unreadable import unreadable

__all__ = ["Failed", "HandIn", "Piece", "citation", "decode", "grids", "of_person", "read_document", "read_hand_in"]
MAX_BYTES = 32 * 1024 * 1024
ENCRYPTED = "已加密（设有打开密码或工作簿保护），请去掉密码、另存后再交"


def read_document(data: bytes, name: str) -> tuple[Piece, ...]:
    """Cut a hand-in into citations. Raises UnreadableFile saying what the file is and what to do instead."""
    return read_hand_in(data, name).pieces


def read_hand_in(data: bytes, name: str) -> HandIn:
    """Read one document, or an archive of them; an empty one holds nothing, and the door says so.

    Raises UnreadableFile saying what the file is and what to do instead.
    """
    if len(data) > MAX_BYTES:
        raise unreadable(name, "文件超过 32 MB", "it is larger than 32 MB")
    kind = sniff.kind(data)
    if kind == "refused":
        raise unreadable(name, *(sniff.refused(data) or ("", "")))
    if kind == "zip":
        return _package(data, name)
    if kind == "text":
        return _text(data, name)
    if kind == "pdf":
        return _hand_in(pdftext.read(data, name), name, "PDF")
    if kind == "ole":
        return _hand_in(_ole(data, name), name, "Excel")
    if kind == "sheetml":
        return _hand_in(workbook.read_sheetml(data, name), name, "Excel")
    return _hand_in((hypertext.read if kind == "html" else hypertext.read_mht)(data, name), name, "HTML")


def grids(data: bytes, name: str) -> tuple[Grid, ...]:
    """Return the sheets of a workbook as they are. Raises UnreadableFile where it is none."""
    kind = sniff.kind(data)
    if kind == "zip":
        package = Package(data, name)
        contents = workbook.read(data, name) if "word/document.xml" not in package else iter(())
    elif kind == "ole":
        contents = _ole(data, name)
    else:
        raise unreadable(name, "不是 Excel 工作簿", "it is no workbook")
    found = tuple(content for content in contents if isinstance(content, Grid))
    if not found:
        raise unreadable(name, "工作簿中没有内容", "the workbook is empty")
    return found


def decode(data: bytes, name: str) -> str:
    """Decode text in UTF-8, UTF-16 or GB18030. Raises UnreadableFile."""
    return _decoded(data, name).text


def _decoded(data: bytes, name: str) -> Decoded:
    try:
        return encoding.decode(data)
    except encoding.NotText as error:
        if "NUL" in str(error):
            raise unreadable(name, "不是文本文件", "it is not a text file") from None
        raise unreadable(
            name, "文字编码无法识别，请另存为 UTF-8", "its encoding is unknown; save it as UTF-8"
        ) from None


def _package(data: bytes, name: str) -> HandIn:
    package = Package(data, name)
    if word.MAIN in package:
        return _hand_in(word.read(package), name, "Word", _macros(package))
    if "xl/workbook.xml" in package or "xl/workbook.bin" in package:
        return _hand_in(workbook.read(data, name), name, "Excel", _macros(package))
    if ("content.xml" in package and "mimetype" in package) or "encrypted-package" in package:
        if "encrypted-package" in package or b"encryption-data" in _manifest(package):
            raise unreadable(
                name, ENCRYPTED, "it is encrypted; remove the password or the protection, save it again and retry"
            )
        if b"spreadsheet" in package.read("mimetype")[:100]:
            return _hand_in(workbook.read(data, name), name, "Excel")
        raise unreadable(name, "是 OpenDocument 文档，请另存为 .docx", "it is an OpenDocument text; save it as .docx")
    if "[Content_Types].xml" in package:
        raise unreadable(
            name, "是 Office 文件，但不是 Word 或 Excel", "it is an office file, but neither Word nor Excel"
        )
    return _archive(package)


def _manifest(package: Package) -> bytes:
    return package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package else b""


def _macros(package: Package) -> str:
    return "文件含有宏，未运行" if any(member.lower().endswith("vbaproject.bin") for member in package.infos) else ""


def _archive(package: Package) -> HandIn:
    """Read the documents of an archive; one that cannot be read is named, and the others go on."""
    found: list[HandIn] = []
    failed: list[Failed] = []
    for member in archive.members(package):
        try:
            found.append(read_member(package, member))
        except UnreadableFile as error:
            failed.append(Failed(file=member, zh=error.zh, en=error.en))
    return together(package.name, found, failed)


def read_member(package: Package, member: str) -> HandIn:
    """Read one document of an archive. Raises UnreadableFile, also for an archive inside it."""
    data = package.read(member)
    if sniff.kind(data) == "zip" and not is_office(data, member):
        raise unreadable(
            member, "压缩包内又有压缩包，请解开后再交", "it is an archive inside an archive; unpack it and retry"
        )
    return read_hand_in(data, member)


def together(name: str, found: Sequence[HandIn], failed: Sequence[Failed]) -> HandIn:
    """Return what the documents of an archive hold as one hand-in. Raises UnreadableFile where there is none."""
    if not found and not failed:
        raise unreadable(name, "压缩包中没有文件", "the archive is empty")
    return HandIn(
        pieces=tuple(piece for one in found for piece in one.pieces),
        left_out=tuple(piece for one in found for piece in one.left_out),
        failed=tuple(failed),
        form="zip",
    )


def is_office(data: bytes, name: str) -> bool:
    """Tell whether a zip file is an office document rather than an archive of documents. Raises UnreadableFile."""
    package = Package(data, name)
    return "[Content_Types].xml" in package or "mimetype" in package


def _ole(data: bytes, name: str) -> Iterator[Content]:
    """Yield the sheets of an old workbook; an old or encrypted Word document is named as such. Raises UnreadableFile."""
    held = ole.kind(data)
    if held == "encrypted":
        raise unreadable(
            name, ENCRYPTED, "it is encrypted; remove the password or the protection, save it again and retry"
        )
    if held == "word":
        raise unreadable(
            name, "是旧版 .doc，请用 Word 另存为 .docx 后再交", "it is an old .doc; save it as .docx and retry"
        )
    if held == "other":
        raise unreadable(
            name,
            "不是 Word 或 Excel 文件，请改交 .docx、.xlsx 或文本清单",
            "it is no Word or Excel file; hand in .docx, .xlsx or text",
        )
    yield from workbook.read(data, name)


def _text(data: bytes, name: str) -> HandIn:
    decoded = _decoded(data, name)
    lost = (
        [Piece(written=f"{decoded.lost}", origin=Origin(file=name), note="处文字无法解码，显示为“\ufffd”")]
        if decoded.lost
        else []
    )
    export = read_text(decoded)
    if export is not None:
        pieces = [*_exported(export, name), *lost]
        return _parted(pieces, export.format, decoded.encoding)
    rows = cut_lines(decoded.text.lstrip("\ufeff"))
    pieces = [piece for content in plaintext.read(rows) for piece in _pieces(content, name)]
    return _parted([*in_context(pieces), *lost], "文本", decoded.encoding)


def _hand_in(contents: Iterable[Content], name: str, form: str, remark: str = "") -> HandIn:
    pieces = [piece for content in contents for piece in _pieces(content, name)]
    said = [Piece(written=name, origin=Origin(file=name), note=remark)] if remark else []
    return _parted([*in_context(pieces), *said], form, None)


def _parted(pieces: Iterable[Piece], form: str, coding: str | None) -> HandIn:
    every = tuple(pieces)
    return HandIn(
        pieces=tuple(piece for piece in every if not piece.note),
        left_out=tuple(piece for piece in every if piece.note),
        form=form,
        encoding=coding,
    )


def _exported(export: Export, name: str) -> Iterator[Piece]:
    for entry in export.entries:
        yield Piece(origin=Origin(file=name, line=entry.line), entry=entry)
    for one in export.unread:
        yield Piece(written=one.text, origin=Origin(file=name, line=one.line), note=one.zh)


def _pieces(content: Content, name: str) -> Iterator[Piece]:
    if isinstance(content, Grid):
        yield from _tabled(content, name)
        return
    rows = [Line(row.line, row.text) for row in content.rows]
    if sniff_format(rows):
        export = read_text(Decoded("\n".join(row.text for row in rows), ""))
        assert export is not None
        yield from (_placed(piece, content.rows) for piece in _exported(export, name))
        return
    yield from _cut(content.rows, name)


def _placed(piece: Piece, rows: tuple[Row, ...]) -> Piece:
    """Give a piece the place of the row that it was read from."""
    row = rows[min((piece.origin.line or 1), len(rows)) - 1]
    return msgspec.structs.replace(piece, origin=msgspec.structs.replace(piece.origin, line=row.line, page=row.page))


def _cut(rows: tuple[Row, ...], name: str) -> Iterator[Piece]:
    """Yield the citations of running text and what stands around them, in the order of reading."""
    cut = running.cut_rows(rows)
    both = [(piece, "") for piece in cut.pieces] + [
        (piece, applicants.NOTE if piece.line in cut.names else "标题、签名或说明") for piece in cut.left_out
    ]
    for piece, note in sorted(both, key=lambda one: one[0].line):
        row = rows[piece.line - 1]
        origin = Origin(file=name, line=row.line, page=row.page)
        yield Piece(written=piece.text, origin=origin, note=note, unsure=piece.unsure and not note)


def _tabled(grid: Grid, name: str) -> Iterator[Piece]:
    for found in table.read(grid.rows, grid.covered):
        origin = Origin(file=name, sheet=grid.sheet, row=found.row + grid.first - 1, page=grid.page)
        yield Piece(
            written=found.text, origin=origin, entry=found.entry, person=found.person, rank=found.rank, note=found.note
        )
