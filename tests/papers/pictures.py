"""Small files as people bring them: a PDF of one's own making, a JPG and a PNG without any library."""

from __future__ import annotations

import zlib

from verifier.proof import pdf


def page(words: str, pages: int = 1, *, flipped: bool = False) -> bytes:
    """Return a PDF of some pages that show some words, as a browser might print it."""
    source = f'#set page(paper: "a4", flipped: {str(flipped).lower()})\n#set text(font: "Noto Serif SC")\n'
    source += "#pagebreak()\n".join(f"{words} {count}\n" for count in range(1, pages + 1))
    return pdf._typeset({"main.typ": source.encode()}, 0)


def png(width: int, height: int) -> bytes:
    """Return a grey PNG (ISO/IEC 15948)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    rows = zlib.compress(b"".join(b"\x00" + b"\xc0" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def lying_png(width: int, height: int) -> bytes:
    """Return a PNG whose header promises more than it holds."""
    real = png(4, 4)
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    return real[:16] + head + zlib.crc32(b"IHDR" + head).to_bytes(4, "big") + real[33:]
