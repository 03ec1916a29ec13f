"""A page of a scan as a picture: PDF pages are drawn by a child process with bounds, pictures are handed on as they are."""

from __future__ import annotations

import struct
import sys
import zlib
from typing import Any

from verifier import bounded
from verifier.errors import UnreadableFile

SECONDS = 12
LONGEST = 1600
"""Pixels of the longer side."""
TYPES = {"png": "image/png", "jpg": "image/jpeg"}


def of(data: bytes, kind: str, page: int) -> tuple[bytes, str]:
    """Return (bytes, content type) of a page, counted from 1. Raises UnreadableFile where it cannot be drawn within the bounds."""
    if kind in TYPES:
        return data, TYPES[kind]
    made = bounded.run(__name__, [str(page)], data, SECONDS)
    if not made.startswith(b"\x89PNG"):
        raise UnreadableFile("该页不能显示。请下载原件查看。", "This page cannot be shown. Download the file.")
    return made, TYPES["png"]


def draw(data: bytes, page: int) -> bytes:
    """Draw one page as a PNG of grey or coloured dots."""
    import pypdfium2

    opened: Any = pypdfium2.PdfDocument  # untyped
    with opened(data) as document:
        sheet = document[page - 1]
        scale = min(4.0, LONGEST / max(*sheet.get_size(), 1))
        bitmap = sheet.render(scale=scale, rev_byteorder=True)
        return png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)


def png(dots: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """Return dots of 1, 3 or 4 bytes as a PNG (RFC 2083)."""
    lines = b"".join(b"\x00" + dots[line * stride : line * stride + width * channels] for line in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, part) for name, part in ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b"")))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def main(page: int) -> None:
    """Bound this process for good, then draw a page of the PDF on stdin to stdout."""
    bounded.bind(SECONDS)
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read(), page))


if __name__ == "__main__":
    main(int(sys.argv[1]))
