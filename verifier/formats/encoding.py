"""Bytes to text: UTF-8, UTF-16 and GB18030 told apart by their marks and by what decodes, and named, never guessed in silence."""

from __future__ import annotations

import re
from typing import NamedTuple

from verifier.formats.entry import Line

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 BOM"),
    (b"\xff\xfe", "utf-16", "UTF-16LE"),
    (b"\xfe\xff", "utf-16", "UTF-16BE"),
)
_BREAK = re.compile(r"\r\n|\r|\n")
_HTML_BREAK = re.compile(r"<br\s{0,3}/?>", re.I)
SAMPLE = 65_536
MOST_NULLS = 0.9
"""The share of NUL bytes that stand on one side of their pairs in UTF-16; 一 (U+4E00) and its like have one on the other side."""
DAMAGE = 0.01
"""The largest share of characters that may be lost before a text counts as no text at all."""


class Decoded(NamedTuple):
    """A text with the name of its encoding; `lost` counts the bytes that could not be decoded (they show as U+FFFD)."""

    text: str
    encoding: str
    lost: int = 0


class NotText(ValueError):
    """The bytes are text in none of the encodings that Chinese databases and offices write."""


def decode(data: bytes) -> Decoded:
    """Decode a file's bytes. Raises NotText.

    >>> decode("题名".encode("gb18030")), decode("题名".encode("utf-16")).encoding
    (Decoded(text='题名', encoding='GB18030', lost=0), 'UTF-16LE')
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _lenient(data, codec, name)
    if wide := _unmarked_utf16(data):
        return _lenient(data, *wide)
    if b"\x00" in data:
        raise NotText("NUL bytes")
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _utf8_or_gb(data)


def _utf8_or_gb(data: bytes) -> Decoded:
    """Decode text that is not clean UTF-8: damaged UTF-8 where nearly all of it fits, else GB18030."""
    text = data.decode("utf-8", "replace")
    beyond = sum(1 for character in text if character > "\x7f")
    lost = text.count("\ufffd")
    if lost <= max(1, beyond // 50) and beyond > 3 * lost:
        return Decoded(text, "UTF-8", lost)
    return _lenient(data, "gb18030", "GB18030")


def _lenient(data: bytes, codec: str, name: str) -> Decoded:
    text = data.decode(codec, "replace")
    lost = text.count("\ufffd")
    if lost > max(2, len(text) * DAMAGE):
        raise NotText(name)
    if "\x00" in text:
        raise NotText("NUL characters")
    return Decoded(text, name, lost)


def _unmarked_utf16(data: bytes) -> tuple[str, str] | None:
    """Return the codec of UTF-16 without its mark, told by line ends and blanks that stand as pairs with a NUL."""
    head = data[:SAMPLE]
    if b"\x00" not in head or len(data) % 2:
        return None
    little = sum(head.count(pair) for pair in (b"\n\x00", b"\r\x00", b" \x00"))
    big = sum(head.count(pair) for pair in (b"\x00\n", b"\x00\r", b"\x00 "))
    nulls = head.count(b"\x00")
    if not little and not big:
        return None
    if head[1::2].count(b"\x00") >= nulls * MOST_NULLS:
        return "utf-16-le", "UTF-16LE"
    return ("utf-16-be", "UTF-16BE") if head[0::2].count(b"\x00") >= nulls * MOST_NULLS else None


def lines(text: str) -> list[Line]:
    r"""Cut a text at CRLF, CR and LF alike, as editors count; a `<br>` of the databases' web form parts a line in two of one number.

    >>> [tuple(line) for line in lines("a\rb<br>c\r\nd")]
    [(1, 'a'), (2, 'b'), (2, 'c'), (3, 'd')]
    """
    return [
        Line(number, part)
        for number, line in enumerate(_BREAK.split(text), 1)
        for part in (_HTML_BREAK.split(line) if "<" in line else (line,))
    ]
