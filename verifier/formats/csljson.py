"""CSL-JSON (Zotero, Crossref-like tools): an array of items, read one by one so that a broken one keeps its line.

There is no field for a CN: it is looked for in `note`, `call-number` and `custom`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from verifier.formats import build
from verifier.formats.entry import Entry, Line, Unread

NAME = "CSL-JSON"
_BETWEEN = re.compile(r"[\s,]*")
_NEXT = re.compile(r"\}\s*,\s*(?=\{)")
_HAN = re.compile(r"[\u3400-\u9fff]")


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file is CSL-JSON: an array or object with `"title"` beside `"type"`, `"author"` or `"issued"`."""
    head = "\n".join(line.text for line in lines[:400])[:20_000].lstrip()
    return head.startswith(("[", "{")) and '"title"' in head and any(f'"{key}"' in head for key in ("type", "author", "issued", "container-title"))


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every item, read or not."""
    text = "\n".join(line.text for line in lines)
    decoder = json.JSONDecoder()
    at, line, seen = _start(text), 1, 0
    while at < len(text) and text[at] == "{":
        line += text.count("\n", seen, at)
        seen = at
        try:
            item, at = decoder.raw_decode(text, at)
            yield _entry(item, line)
        except (ValueError, RecursionError) as error:
            yield build.unread(line, text[at : at + 80], f"JSON 有误：{_why(error)}", f"its JSON is malformed: {_why(error)}")
            following = _NEXT.search(text, at + 1)
            at = following.end() if following else len(text)
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at


def _start(text: str) -> int:
    """Return where the first item begins: in the array, in the array under `items`, or the object itself."""
    inner = re.match(r'\s*\{\s*"(?:items|references|data)"\s*:\s*\[', text)
    array = inner or re.match(r"\s*\[", text)
    found = re.compile(r"\s*").match(text, array.end() if array else 0)
    return found.end() if found else 0


def _why(error: Exception) -> str:
    return "嵌套过深" if isinstance(error, RecursionError) else str(error)[:80]


def _entry(item: Any, line: int) -> Entry | Unread:
    if not isinstance(item, dict):
        return build.unread(line, str(item)[:80], "不是一条记录", "it is no record")
    return build.entry(NAME, line, _raw(item))


def _raw(item: dict[str, Any]) -> build.Raw:
    def one(*keys: str) -> str:
        return next((_text(item[key]) for key in keys if item.get(key) not in (None, "", [])), "")

    date = _date(item.get("issued"))
    kind = one("type")
    return {
        "kind": kind,
        "title": one("title"),
        "authors": [_name(name) for name in _list(item.get("author"))],
        "container": one("container-title", "event-title", "event"),
        "publisher": one("publisher"),
        "place": one("publisher-place", "event-place"),
        "year": date,
        "date": date if kind in ("article-newspaper", "patent", "webpage", "post") else "",
        "volume": one("volume"),
        "issue": one("issue"),
        "pages": one("page", "number-of-pages") if kind.startswith("article") else one("page"),
        "serials": [one("ISSN"), one("ISBN"), one("call-number"), one("note"), _custom(item.get("custom"))],
        "doi": one("DOI"),
        "url": one("URL"),
        "number": one("number") if kind in ("patent", "standard", "report") else "",
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(_text(part) for part in value[:20])
    return str(value) if isinstance(value, (str, int, float)) else ""


def _custom(value: Any) -> str:
    return " ".join(_text(part) for part in value.values()) if isinstance(value, dict) else _text(value)


def _name(value: Any) -> str:
    """Return a name as it is printed: Chinese family and given name together, others as `Family, Given`."""
    if not isinstance(value, dict):
        return _text(value)
    literal, family, given = (_text(value.get(key, "")).strip() for key in ("literal", "family", "given"))
    if literal or not family:
        return literal or given
    return f"{family}{given}" if _HAN.search(family) else f"{family}, {given}" if given else family


def _date(value: Any) -> str:
    """Return `2019-03-05` of date-parts, or the literal."""
    if not isinstance(value, dict):
        return _text(value)
    parts = _list(value.get("date-parts"))
    if parts and isinstance(parts[0], list) and parts[0] and parts[0][0]:
        return "-".join(_text(part).zfill(2) for part in parts[0][:3] if part)
    return _text(value.get("literal") or value.get("raw") or "")
