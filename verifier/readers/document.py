"""Documents as applicants hand them in (plain text, Word, Excel): bytes in, pieces of text with their origin out.

Every format is known by its content, never by the file's name alone. A zip-based file is weighed before it is opened.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from verifier.errors import UnreadableFile
from verifier.model import Frozen, Origin
from verifier.readers import listing, table

MAX_BYTES = 32 * 1024 * 1024
MAX_UNZIPPED = 256 * 1024 * 1024
MAX_RATIO = 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Piece(Frozen, frozen=True, kw_only=True):
    """One citation's raw text and where it stood."""

    text: str
    origin: Origin


def read_document(data: bytes, name: str) -> tuple[Piece, ...]:
    """Cut a hand-in into citations. Raises UnreadableFile saying what the file is and what to do instead."""
    if len(data) > MAX_BYTES:
        raise _unreadable(name, "文件超过 32 MB", "it is larger than 32 MB")
    if data.startswith(b"PK\x03\x04"):
        return tuple(_office(data, name))
    if data.startswith(OLE):
        return tuple(_old_office(data, name))
    if data.startswith(b"%PDF"):
        raise _unreadable(name, "是 PDF 文件，请改交 Word、Excel 或文本", "it is a PDF; hand in Word, Excel or text")
    return tuple(_lines(decode(data, name), name))


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


def _lines(text: str, name: str) -> Iterator[Piece]:
    for piece in listing.split(text):
        yield Piece(text=piece.text, origin=Origin(file=name, line=piece.line))


def _office(data: bytes, name: str) -> Iterator[Piece]:
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


def _word(data: bytes, name: str) -> Iterator[Piece]:
    from docx import Document  # late: Word support is not needed to start
    from docx.table import Table

    try:
        blocks = list(Document(io.BytesIO(data)).iter_inner_content())
    except Exception as error:  # noqa: BLE001 - a door: lxml, zip and key errors alike mean a damaged document
        raise _unreadable(name, f"无法按 Word 打开（{type(error).__name__}）", "Word content cannot be opened") from None
    number = 0
    running: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            yield from _running(running, name, number)
            running = []
            rows = [[cell.text for cell in row.cells] for row in block.rows]
            yield from (Piece(text=text, origin=Origin(file=name, row=row)) for row, text in table.read(rows))
        else:
            number += 1
            running.append(("• " if _is_numbered(block) else "") + block.text)
    yield from _running(running, name, number)


def _is_numbered(paragraph: object) -> bool:
    """Say whether Word itself numbers this paragraph (then its number is not part of the text)."""
    properties = getattr(paragraph, "_p", None)
    properties = getattr(properties, "pPr", None)
    return properties is not None and properties.numPr is not None


def _running(lines: list[str], name: str, last: int) -> Iterator[Piece]:
    first = last - len(lines)
    for piece in listing.split("\n".join(lines)):
        yield Piece(text=piece.text, origin=Origin(file=name, line=first + piece.line))


def _workbook(data: bytes, name: str) -> Iterator[Piece]:
    from python_calamine import CalamineError, CalamineWorkbook  # late: Excel support is not needed to start

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(sheet, book.get_sheet_by_name(sheet).to_python()) for sheet in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(name, f"无法按 Excel 打开（{error}）", f"its workbook cannot be opened ({error})") from None
    for sheet, rows in sheets:
        for row, text in table.read([[_cell(value) for value in line] for line in rows]):
            yield Piece(text=text, origin=Origin(file=name, sheet=sheet, row=row))


def _old_office(data: bytes, name: str) -> Iterator[Piece]:
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
