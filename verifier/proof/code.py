"""The QR code of a paper: its number and content digest in capitals (the code's compact mode), nothing that names a person."""

from __future__ import annotations

from io import BytesIO

import segno

ERROR_LEVEL = "m"


def svg(text: str) -> str:
    """Return the code as an SVG picture."""
    picture: str = segno.make(text, error=ERROR_LEVEL, micro=False).svg_inline(border=0, omitsize=True)
    return picture


def png(text: str) -> bytes:
    """Return the code as a PNG picture, four dots a module."""
    out = BytesIO()
    segno.make(text, error=ERROR_LEVEL, micro=False).save(out, kind="png", scale=4, border=0)
    return out.getvalue()
