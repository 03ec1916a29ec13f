"""What a hand-in is, told by its first bytes and members, never by its name."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["pdf", "zip", "ole", "html", "mht", "sheetml", "refused", "text"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "是 RTF 文档，请用 Word 另存为 .docx", "it is RTF; save it as .docx with Word"),
    (b"ID;P", "是 SYLK 表格，请用 Excel 另存为 .xlsx", "it is a SYLK table; save it as .xlsx with Excel"),
    (b"TABLE\r\n0,1\r\n", "是 DIF 表格，请用 Excel 另存为 .xlsx", "it is a DIF table; save it as .xlsx with Excel"),
    (b"TABLE\n0,1\n", "是 DIF 表格，请用 Excel 另存为 .xlsx", "it is a DIF table; save it as .xlsx with Excel"),
    (b"%CAJ", "是知网 CAJ 全文，请改交论文清单或导出的题录", "it is a CAJ full text; hand in a list or an export"),
    (
        b"HN\x00\x00",
        "是知网 CAJ 全文，请改交论文清单或导出的题录",
        "it is a CAJ full text; hand in a list or an export",
    ),
    (b"KDH ", "是知网 KDH 全文，请改交论文清单或导出的题录", "it is a KDH full text; hand in a list or an export"),
    (b"\x89PNG", "是图片，请改交文字清单", "it is a picture; hand in a list as text"),
    (b"\xff\xd8\xff", "是图片，请改交文字清单", "it is a picture; hand in a list as text"),
    (b"GIF8", "是图片，请改交文字清单", "it is a picture; hand in a list as text"),
    (b"II*\x00", "是图片，请改交文字清单", "it is a picture; hand in a list as text"),
    (b"MM\x00*", "是图片，请改交文字清单", "it is a picture; hand in a list as text"),
    (b"Rar!", "是 RAR 压缩包，请解开后逐个提交，或改用 .zip", "it is a RAR archive; unpack it or use .zip"),
    (b"7z\xbc\xaf", "是 7z 压缩包，请解开后逐个提交，或改用 .zip", "it is a 7z archive; unpack it or use .zip"),
    (b"\x1f\x8b", "是 gzip 压缩包，请解开后逐个提交，或改用 .zip", "it is a gzip archive; unpack it or use .zip"),
    (b"MZ", "是可执行程序，未予打开", "it is a program and was not opened"),
    (b"\x7fELF", "是可执行程序，未予打开", "it is a program and was not opened"),
)
_HTML = re.compile(
    rb"(?is)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?(?:<!doctype html|<(?:html|table|head|body|style)[\s>]|<meta\s)"
)
_MHT = re.compile(rb"(?im)\A(?:[\w-]{1,40}:[^\n]{0,500}\n(?:[ \t][^\n]{0,500}\n){0,20}){0,20}?MIME-Version:")
HEAD = 8_192


def kind(data: bytes) -> Kind:
    """Return what kind of document some bytes are.

    >>> kind(b"%PDF-1.7"), kind("题名[J].".encode()), kind(b"<html><table>"), kind(b"PK\\x03\\x04"), kind(b"Rar!")
    ('pdf', 'text', 'html', 'zip', 'refused')
    """
    if refused(data):
        return "refused"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith(OLE):
        return "ole"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _markup(_narrow(data[:HEAD]))


def _markup(head: bytes) -> Kind:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<html" not in head.lower():
        return "sheetml"
    if _HTML.match(head):
        return "html"
    return "mht" if _MHT.match(head) else "text"


def refused(data: bytes) -> tuple[str, str] | None:
    """Return why a kind of file is never opened, in Chinese and English, or None."""
    return next(((zh, en) for mark, zh, en in _REFUSED if data.startswith(mark) and not _is_text(data)), None)


def _is_text(data: bytes) -> bool:
    """Tell whether what begins like a program (`MZ`, `HN`) is a text that happens to begin so."""
    return data[:2] in (b"MZ", b"HN") and b"\x00" not in data[:HEAD]


def _narrow(head: bytes) -> bytes:
    """Return the first bytes without marks and, of UTF-16, every second one, so that tags can be seen."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.replace(b"\x00", b"")[2:]
    return head.removeprefix(b"\xef\xbb\xbf")
