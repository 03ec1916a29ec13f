"""Two ways in which web applications write their data into a page: Nuxt 3's devalue array and Nuxt 2's call."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any


def flatten(value: object) -> list[Any]:
    """A value as a devalue array: every part at a place of its own, parents hold the places.

    >>> flatten({"a": [1, None]})
    [{'a': 1}, [2, 3], 1, None]
    """
    out: list[Any] = []

    def put(part: object) -> int:
        place = len(out)
        out.append(None)
        if isinstance(part, dict):
            out[place] = {key: put(child) for key, child in part.items()}
        elif isinstance(part, (list, tuple)):
            out[place] = [put(child) for child in part]
        else:
            out[place] = part
        return place

    put(value)
    return out


def nuxt_data(key: str, value: object) -> list[Any]:
    """The payload of `script#__NUXT_DATA__`: reactive wrappers around data[key].

    >>> nuxt_data("k", 7)[:4]
    [['ShallowReactive', 1], {'data': 2, 'state': 4, 'once': 5, '_errors': 6}, ['ShallowReactive', 3], {'k': 7}]
    """
    head: list[Any] = [
        ["ShallowReactive", 1],
        {"data": 2, "state": 4, "once": 5, "_errors": 6},
        ["ShallowReactive", 3],
        {key: 7},
        ["Reactive", 5],
        ["Set"],
        ["ShallowReactive", 5],
    ]
    return head + [_moved(part, len(head)) for part in flatten(value)]


def _moved(part: Any, by: int) -> Any:
    if isinstance(part, dict):
        return {key: place + by for key, place in part.items()}
    return [place + by for place in part] if isinstance(part, list) else part


def nuxt_call(value: dict[str, Any]) -> str:
    """`(function(a,b){return {…}}(null,"x"))`: scalars that recur become parameters, keys are bare where they can be.

    >>> nuxt_call({"x": "", "y": ["", 1]})
    '(function(a){return {x:a,y:[a,1]}}(""))'
    """
    counts = Counter(_literal(scalar) for scalar in _scalars(value))
    shared = [literal for literal, count in counts.items() if count > 1]
    names = dict(zip(shared, _names(), strict=False))
    return f"(function({','.join(names.values())}){{return {_write(value, names)}}}({','.join(shared)}))"


def _scalars(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for child in value:
            yield from _scalars(child)
    else:
        yield value


def _literal(scalar: object) -> str:
    text = json.dumps(scalar, ensure_ascii=False)
    return text.replace("<", "\\u003C").replace(">", "\\u003E").replace("/", "\\u002F")


def _write(value: object, names: dict[str, str]) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_key(k)}:{_write(v, names)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_write(child, names) for child in value) + "]"
    literal = _literal(value)
    return names.get(literal, literal)


def _key(key: str) -> str:
    return key if key.isidentifier() and key.isascii() else _literal(key)


def _names() -> Iterator[str]:
    """a, b, … z, aa, ab, …, without the reserved words that two letters can make."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield from letters
    yield from (a + b for a in letters for b in letters if a + b not in ("do", "if", "in", "is"))
    yield from (
        a + b + c
        for a in letters
        for b in letters
        for c in letters
        if a + b + c not in ("for", "let", "new", "try", "var")
    )
