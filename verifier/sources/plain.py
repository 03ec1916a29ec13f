"""Reading untyped data (JSON, page payloads) that may hold anything: a value of the wanted shape, or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from verifier.sources.markup import squeeze

_NESTED = 40


def load(text: str) -> Any:
    """Return the value of a JSON text, None if it is none or nested beyond reason."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def at(value: Any, *path: str) -> Any:
    """Return what lies at a path of keys, None where it breaks off.

    >>> at({"a": {"b": 1}}, "a", "b"), at({"a": [1]}, "a", "b")
    (1, None)
    """
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def text(value: Any, *path: str) -> str | None:
    """Return a non-empty text or number as text; a list gives its first.

    >>> text({"y": 2021}, "y"), text({"t": [" 甲 "]}, "t"), text({"t": ""}, "t"), text({"t": {}}, "t")
    ('2021', '甲', None, None)
    """
    found = at(value, *path)
    if isinstance(found, list):
        found = found[0] if found else None
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    return squeeze(str(found)[:20_000] if isinstance(found, str) else f"{found:d}"[:40] if abs(found) < 1 << 60 else "") or None


def texts(value: Any, *path: str) -> tuple[str, ...]:
    """Return the non-empty texts of a list, or of one text.

    >>> texts({"a": ["甲", None, "乙"]}, "a"), texts({"a": "甲"}, "a")
    (('甲', '乙'), ('甲',))
    """
    found = at(value, *path)
    parts = found if isinstance(found, list) else [found]
    return tuple(part for part in (text(one) for one in parts[:500]) if part)


def items(value: Any, *path: str) -> list[dict[str, Any]]:
    """Return the objects of a list."""
    found = at(value, *path)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def flag(value: Any, *path: str) -> bool | None:
    """Return a truth value, also out of `1`, `0`, "true", "false"; None for anything else.

    >>> flag({"a": 1}, "a"), flag({"a": "false"}, "a"), flag({"a": None}, "a"), flag({"a": 7}, "a")
    (True, False, None, None)
    """
    found = at(value, *path)
    if isinstance(found, bool):
        return found
    return {"1": True, "true": True, "0": False, "false": False}.get(str(found).lower())


def walk(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every object inside a value, outer ones first, to a bounded depth."""
    if depth > _NESTED:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from walk(part, depth + 1)


def date(value: str | None) -> str | None:
    """Return `YYYY`, `YYYY-MM` or `YYYY-MM-DD` out of a date as data carries it, None if there is none.

    >>> date("2021-06-15T00:00:00"), date("2021-06"), date("20210615"), date("2021/6/5"), date("x"), date("2021-06-31x")
    ('2021-06-15', '2021-06', '2021-06-15', '2021-06-05', None, '2021-06-31')
    """
    found = re.match(r"((?:1[89]|20)\d\d)(?:[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2}))?)?(?!\d)", value or "")
    if not found:
        return None
    parts = [found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)]
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return parts[0]
    return "-".join(parts[:2] if len(parts) > 2 and not 1 <= int(parts[2]) <= 31 else parts)
