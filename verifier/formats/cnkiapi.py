"""What CNKI's export interface returns: JSON with one text a format and record, or the older HTML list; `<br>` for line ends."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from verifier.formats import build, cnkifields, endnote, noteexpress, refworks
from verifier.formats.encoding import lines as cut
from verifier.formats.entry import Entry, Line, Unread

NAME = "CNKI API"
Read = Callable[[Sequence[Line]], Iterator[Entry | Unread]]
_READERS: tuple[tuple[Callable[[Sequence[Line]], bool], Read], ...] = (
    (refworks.fits, refworks.read),
    (endnote.fits, endnote.read),
    (noteexpress.fits, noteexpress.read),
    (cnkifields.fits, cnkifields.read),
)
_ITEM = re.compile(r"<li[^<>]{0,200}>(.*?)</li>", re.I | re.S)
_LIST = re.compile(r"<ul[^<>]{0,80}literature-list", re.I)


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a text is the interface's: JSON with `data` of `key` and `value`, or a `ul.literature-list`."""
    head = "\n".join(line.text for line in lines[:50])[:4_000].lstrip()
    return (head.startswith("{") and '"data"' in head and '"key"' in head and '"value"' in head) or _LIST.search(head) is not None


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every record from the format that says most of it; its line is its place in the answer."""
    text = "<br>\n".join(line.text for line in lines)
    for number, value in enumerate(_texts(text), 1):
        rows = [row._replace(number=number) for row in cut(value)]
        reader = next((read_ for fits_, read_ in _READERS if fits_(rows)), None)
        if reader is None:
            yield build.unread(number, value, "只有引文，没有字段", "it holds a reference without fields")
        for found in reader(rows) if reader else ():
            yield msgspec.structs.replace(found, line=number)


def _texts(text: str) -> list[str]:
    """Return one text a record, in the format that carries the CN if there is one."""
    if not text.lstrip().startswith("{"):
        return [html.unescape(found) for found in _ITEM.findall(text)]
    try:
        data = json.loads(text.replace("<br>\n", "\n"), strict=False).get("data")
    except (ValueError, RecursionError, AttributeError):
        return []
    lists = [_values(row) for row in data] if isinstance(data, list) else []
    ranked = sorted(lists, key=_rank)
    return ranked[0] if ranked else []


def _values(row: Any) -> list[str]:
    value = row.get("value") if isinstance(row, dict) else None
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _rank(values: list[str]) -> int:
    rows = [row for value in values[:1] for row in cut(value)]
    return next((place for place, (fits_, _) in enumerate(_READERS) if fits_(rows)), len(_READERS))
