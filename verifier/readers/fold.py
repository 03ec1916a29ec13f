"""Fold a reference sign for sign, so that every place in the folded text is the same place in the text as printed.

Reading works on `text` (half width, one kind of dash and bracket); values are cut out of `clean`, which is what was printed
without remnants of markup. `at` leads from either back to the raw string.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from verifier.readers import remnants

_TABLE = {
    **{chr(0xFF01 + step): chr(0x21 + step) for step in range(94)},
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n\v\f", " "),
    **dict.fromkeys("‐‑‒–—―−─━﹘﹣~～〜∼∽", "-"),
    **dict.fromkeys("〔［【〖", "["),
    **dict.fromkeys("〕］】〗", "]"),
    **dict.fromkeys("（﹙", "("),
    **dict.fromkeys("）﹚", ")"),
    **dict.fromkeys("「„‟〝＂", "“"),
    **dict.fromkeys("」〞", "”"),
    **dict.fromkeys("『≪", "《"),
    **dict.fromkeys("』≫", "》"),
    **dict.fromkeys("・•‧∙⋅●ꞏ", "·"),
    **dict.fromkeys("。．｡﹒", "."),
    **dict.fromkeys("，﹐", ","),
    **dict.fromkeys("：﹕∶", ":"),
    **dict.fromkeys("；﹔", ";"),
    **dict.fromkeys("、﹑､", "、"),
    **dict(zip("頁冊號編譯載見巻輯學論報書會館業碩", "页册号编译载见卷辑学论报书会馆业硕", strict=True)),
}
"""One code point to one code point: full width, dashes and tildes, brackets, quotes, stops; traditional forms of the label words."""


_ASCII_BLANK = re.compile(r"[\t\r\n\v\f]")
_WIDE = re.compile(f"[{re.escape(''.join(_TABLE))}]")


class Folded(NamedTuple):
    """A reference ready for reading; `clean` and `text` are equally long, `at` is None where they are as long as `raw`."""

    raw: str
    clean: str
    text: str
    at: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the raw string of a span in `text` (half open, code points)."""
        if self.at is None:
            return start, end
        return self.at[start], self.at[end - 1] + 1


def fold(raw: str) -> Folded:
    """Fold a raw reference; markup remnants are left out, everything else keeps its place.

    >>> fold("张某．题名［Ｊ］").text
    '张某.题名[J]'
    """
    clean, at = remnants.strip(raw)
    return Folded(raw, clean, clean if clean.isascii() and not _ASCII_BLANK.search(clean) and "~" not in clean else _WIDE.sub(_half, clean), at)


def _half(sign: re.Match[str]) -> str:
    return _TABLE[sign.group()]
