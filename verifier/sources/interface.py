"""The envelope of an open interface (JSON over HTTP): refusals, cut data, its own zero, or something else than expected."""

from __future__ import annotations

from typing import Any

from verifier.model import Answer, Page, State
from verifier.sources import outcome, plain
from verifier.sources.decoding import decode, is_garbled


def opened(page: Page) -> tuple[Any, str] | Answer:
    """Return the interface's value with a note on its encoding, or the answer of a page that is none.

    A 404 is the interface's zero only in words of its own; a page of HTML in its place is something else.
    """
    text = decode(page)
    shown = text.text.lstrip("\ufeff \r\n\t")
    refused = outcome.refused(page, text.text if shown[:1] == "<" or is_garbled(text.text) else "")
    if refused:
        return refused
    told = plain.load(shown)
    if page.status == 404:
        said = (plain.text(told, "exception") or plain.text(told, "message") or shown.strip())[:120]
        known = "<" not in said and ("not found" in shown.lower() or "no such" in shown.lower())
        return outcome.zero(said) if known else outcome.changed("HTTP 404，但不是接口的说明")
    if page.status != 200 or not isinstance(told, dict | list):
        cut = told is None and shown[:1] in ("{", "[")
        return outcome.answer(State.INCOMPLETE, "数据中断") if cut else outcome.changed("接口的数据")
    return told, text.note


def number(value: Any, *path: str) -> int | None:
    """Return a whole number that stands at a path, as a number or as digits.

    >>> number({"total": "12"}, "total"), number({"total": 12}, "total"), number({"total": "many"}, "total")
    (12, 12, None)
    """
    found = plain.text(value, *path) or ""
    return int(found) if found.isascii() and found.isdigit() and len(found) < 12 else None


def extent(first: str | None, last: str | None) -> str | None:
    """Return the pages of a first and a last page.

    >>> extent("17", "20"), extent("e17", "e17"), extent("5", None), extent(None, "5")
    ('17-20', 'e17', '5', None)
    """
    return f"{first}-{last}" if first and last and last != first else first
