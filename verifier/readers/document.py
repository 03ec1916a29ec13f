"""Documents as applicants hand them in (plain text, Word, Excel): bytes in, pieces of text with their origin out.

Every format is known by its content, never by the file's name alone. A zip-based file is weighed before it is opened.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from verifier.errors import UnreadableFile
from verifier.model import Frozen, Origin
from verifier.readers import running, table

MAX_BYTES = 32 * 1024 * 1024
MAX_UNZIPPED = 256 * 1024 * 1024
MAX_RATIO = 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Piece(Frozen, frozen=True, kw_only=True):
    """One citation's raw text and where it stood."""

    text: str
    origin: Origin


class HandIn(Frozen, frozen=True, kw_only=True):
    """What a document held: its citations, and what was left out as a heading, a name line, a signature or a remark."""

    pieces: tuple[Piece, ...]
    left_out: tuple[Piece, ...] = ()


def read_document(data: bytes, name: str) -> tuple[Piece, ...]:
    """Cut a hand-in into citations. Raises UnreadableFile saying what the file is and what to do instead."""
    return read_hand_in(data, name).pieces


def read_hand_in(data: bytes, name: str) -> HandIn:
    """Cut a hand-in into citations and what stands around them. Raises UnreadableFile as `read_document` does."""
    found = _found(data, name)
    pieces = [piece for piece, kept in found if kept]
    return HandIn(pieces=tuple(pieces), left_out=tuple(piece for piece, kept in found if not kept))


def _found(data: bytes, name: str) -> list[tuple[Piece, bool]]:
    if len(data) > MAX_BYTES:
        raise _unreadable(name, "文件超过 32 MB", "it is larger than 32 MB")
    if data.startswith(b"PK\x03\x04"):
        return list(_office(data, name))
    if data.startswith(OLE):
        return list(_old_office(data, name))
    if data.startswith(b"%PDF"):
        raise _unreadable(name, "是 PDF 文件，请改交 Word、Excel 或文本", "it is a PDF; hand in Word, Excel or text")
    return list(_running(decode(data, name).splitlines(), name, 0))


def decode(data: bytes, name: str) -> str:
    """Decode text in UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030, tried in this order."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strict(data, codec, name)
    if b"\x00" in data:
        raise _unreadable(name, "不是文本文件", "it is not a text file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(data, "gb18030", name)


def _strict(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        raise _unreadable(name, "文字编码无法识别，请另存为 UTF-8", "its encoding is unknown; save it as UTF-8") from None


def _office(data: bytes, name: str) -> Iterator[tuple[Piece, bool]]:
    members = _weigh(data, name)
    if "word/document.xml" in members:
        yield from _word(data, name)
    elif "xl/workbook.xml" in members or "xl/workbook.bin" in members or "content.xml" in members:
        yield from _workbook(data, name)
    else:
        raise _unreadable(name, "既不是 Word 也不是 Excel 文件", "it is neither a Word nor an Excel file")


def _weigh(data: bytes, name: str) -> set[str]:
    """Return the members' names after checking that nothing unpacks to more than a document ever needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _unreadable(name, "已损坏，请重新保存后再交", "it is damaged; save it again and retry") from None
    if any(info.flag_bits & 1 for info in infos):
        raise _unreadable(name, "已加密，请去掉密码后再交", "it is encrypted; remove the password and retry")
    size = sum(info.file_size for info in infos)
    if size > MAX_UNZIPPED or size > MAX_RATIO * max(len(data), 10_000) or len(infos) > 10_000:
        raise _unreadable(name, "解压后异常庞大，未予打开", "it unpacks to an abnormal size and was not opened")
    return {info.filename for info in infos}


def _word(data: bytes, name: str) -> Iterator[tuple[Piece, bool]]:
    from docx import Document  # late: Word support is not needed to start
    from docx.table import Table

    try:
        blocks = list(Document(io.BytesIO(data)).iter_inner_content())
    except Exception as error:  # noqa: BLE001 - a door: lxml, zip and key errors alike mean a damaged document
        raise _unreadable(name, f"无法按 Word 打开（{type(error).__name__}）", "Word content cannot be opened") from None
    number = 0
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            yield from _running(lines, name, number - len(lines))
            lines = []
            rows = [[cell.text for cell in row.cells] for row in block.rows]
            for row, text, kept in table.read(rows):
                yield Piece(text=text, origin=Origin(file=name, row=row)), kept
        else:
            number += 1
            lines.append(("• " if _is_numbered(block) else "") + block.text)
    yield from _running(lines, name, number - len(lines))


def _is_numbered(paragraph: object) -> bool:
    """Say whether Word itself numbers this paragraph (then its number is not part of the text)."""
    properties = getattr(paragraph, "_p", None)
    properties = getattr(properties, "pPr", None)
    return properties is not None and properties.numPr is not None


def _running(lines: list[str], name: str, before: int) -> Iterator[tuple[Piece, bool]]:
    """Yield the pieces of running text whose first line follows `before` others, and what stands around them."""
    cut = running.cut("\n".join(lines))
    for kept, pieces in ((True, cut.pieces), (False, cut.left_out)):
        for piece in pieces:
            yield Piece(text=piece.text, origin=Origin(file=name, line=before + piece.line)), kept


def _workbook(data: bytes, name: str) -> Iterator[tuple[Piece, bool]]:
    from python_calamine import CalamineError, CalamineWorkbook  # late: Excel support is not needed to start

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(sheet, book.get_sheet_by_name(sheet).to_python()) for sheet in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(name, f"无法按 Excel 打开（{error}）", f"its workbook cannot be opened ({error})") from None
    for sheet, rows in sheets:
        for row, text, kept in table.read([[_cell(value) for value in line] for line in rows]):
            yield Piece(text=text, origin=Origin(file=name, sheet=sheet, row=row)), kept


def _old_office(data: bytes, name: str) -> Iterator[tuple[Piece, bool]]:
    try:
        yield from _workbook(data, name)
    except UnreadableFile:
        raise _unreadable(
            name, "是旧版 .doc 或已加密，请另存为 .docx 后再交", "it is an old .doc or encrypted; save it as .docx and retry"
        ) from None


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _unreadable(name: str, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(f"文件 {name} 无法读取：{zh}。", f"The file {name} cannot be read: {en}.")
