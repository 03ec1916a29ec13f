"""Bytes of a page to text: what the bytes are decides, not what the header says; a lie is noted beside the text."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from verifier.model import Page

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PLAIN_SHARE = 0.85
"""Least share of GB2312's characters among the ideographs of a page that is really written in a GB encoding."""
_ALIKE = {"gbk": "gb18030", "gb2312": "gb18030", "utf8": "utf-8"}


class Text(NamedTuple):
    """A page's text, the encoding that its bytes have, and a sentence when the page declared another one."""

    text: str
    encoding: str
    note: str


def decode(page: Page) -> Text:
    """Decode a page: a byte order mark, then UTF-8, then GB18030, then what it declares, then UTF-8 with replacements.

    Nearly any bytes decode as GB18030: where the page does not declare it, what comes out must look like Chinese. A character cut at the very end of the bytes does not count against an encoding: the page may be cut there.
    """
    body = page.body
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return Text(body.decode(encoding, "replace"), encoding, f"编码：带BOM的{encoding}")
    declared = _declared(page)
    for encoding in ("utf-8", "gb18030", declared):
        text = _strictly(body, encoding)
        if text is not None and (encoding != "gb18030" or declared == encoding or _is_chinese(text)):
            return Text(text, encoding, _note(body, declared, encoding))
    return Text(body.decode("utf-8", "replace"), "utf-8", "编码：有无法识别的字节，已替换")


def is_garbled(text: str) -> bool:
    """Tell whether so much of a text could not be decoded that nothing of it may be read.

    >>> is_garbled("\ufffd" * 9 + "CO2"), is_garbled("一" * 2000 + "\ufffd\ufffd")
    (True, False)
    """
    lost = text.count("\ufffd")
    return lost > 3 and lost * 50 > sum(sign > "\x7f" for sign in text)


def header(page: Page, name: str) -> str:
    """Return the value of a header, "" if the page has none of that name.

    >>> from verifier.model import Ask, Step
    >>> ask = Ask(source="vip", role="vip.qikan", path="/", key=("x",), step=Step(kind="search"))
    >>> header(Page(ask=ask, headers=(("Retry-After", "30"),)), "retry-after")
    '30'
    """
    return next((value for key, value in page.headers if key.lower() == name.lower()), "")


def _is_chinese(text: str) -> bool:
    """Tell whether the ideographs of a text are mostly everyday ones, as bytes of another encoding never yield."""
    signs = [sign for sign in text if sign >= "\u3400"][:5000]
    if len(signs) < 5:
        return True
    plain = sum(bool(sign.encode("gb2312", "ignore")) for sign in signs)
    return plain >= _PLAIN_SHARE * len(signs)


def _declared(page: Page) -> str:
    found = _DECLARED.search(header(page, "content-type").encode("ascii", "ignore")) or _DECLARED.search(page.body[:2048])
    name = found[1].decode("ascii").lower() if found else ""
    return _ALIKE.get(name, name)


def _strictly(body: bytes, encoding: str) -> str | None:
    """Decode or return None; an incomplete last character is left out."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
    except (LookupError, ValueError):
        return None
    try:
        text = decoder.decode(body)
    except (UnicodeError, AssertionError):
        return None
    return text if isinstance(text, str) else None


def _note(body: bytes, declared: str, encoding: str) -> str:
    if body.isascii() or declared == encoding:
        return ""
    if not declared:
        return "" if encoding == "utf-8" else f"编码：未声明，按{encoding}读取"
    return f"编码：声明为{declared}，实为{encoding}"
