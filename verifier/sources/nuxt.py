"""Data that web applications write into a page: Nuxt 3's devalue array and Nuxt 2's `window.__NUXT__=(function(…){…}(…))`.

Both are read without running anything. Bounds: size, depth and number of values; what is beyond them reads as None.
"""

from __future__ import annotations

import json
import re
from typing import Any

_DEPTH = 60
_VALUES = 400_000
_LONGEST = 8_000_000
_SCRIPT = re.compile(r"<script\b[^>]{0,300}\bid=[\"']?__NUXT_DATA__[\"']?[^>]{0,300}>", re.IGNORECASE)
_CALL = re.compile(r"window\.__NUXT__\s*=\s*\(?\s*function\s*\(([\w$,\s]{0,40000})\)\s*\{\s*return\s*")
_PLAIN = re.compile(r"window\.__NUXT__\s*=\s*(?=\{)")
_TOKEN = re.compile(
    r"""\s*(?:(?P<open>[\[{])|(?P<close>[\]}])|(?P<sign>[,:])|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)|(?P<void>void\s+0|!0|!1)|(?P<name>[A-Za-z_$][\w$]*)(?P<call>\([^()]{0,40}\))?)""",
    re.DOTALL,
)
_WORDS: dict[str, object] = {"null": None, "undefined": None, "NaN": None, "Infinity": None, "true": True, "false": False}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_WRAPPERS = frozenset({"Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"})


class Unreadable(ValueError):
    """The page's data is not in the form that is expected."""


def payload(page: str) -> Any:
    """Return the data that a page carries, in either form; raise Unreadable if there is none or it is cut.

    >>> payload('<script id="__NUXT_DATA__">[{"a":1},[2,3],1,null]</script>')
    {'a': [1, None]}
    >>> payload('<script>window.__NUXT__=(function(a,b){return {x:a,y:[b,void 0,!0,"\\\\u4e2d"]}}("",7));</script>')
    {'x': '', 'y': [7, None, True, '中']}
    """
    if len(page) > _LONGEST:
        raise Unreadable("网页过大")
    script = _SCRIPT.search(page)
    if script:
        end = page.find("</script", script.end())
        return devalue(page[script.end() : end]) if end >= 0 else _raise("数据中断")
    return _call(page)


def _raise(why: str) -> Any:
    raise Unreadable(why)


def devalue(text: str) -> Any:
    """Return the value of a devalue array: objects and lists hold the places of their parts."""
    try:
        flat = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("数据不是JSON") from error
    if not isinstance(flat, list) or not flat or len(flat) > _VALUES:
        raise Unreadable("数据不是数组")
    return _Revival(flat).value(0, 0)


class _Revival:
    """One devalue array being read; counts what it gives out, since parts may be shared without end."""

    def __init__(self, flat: list[Any]) -> None:
        self._flat = flat
        self._given = 0

    def value(self, place: object, depth: int) -> Any:
        """Return the part at a place, with the parts inside it; a place outside (undefined, a hole) is None."""
        self._given += 1
        if depth > _DEPTH or self._given > _VALUES:
            raise Unreadable("数据嵌套过深或过多")
        if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(self._flat):
            return None
        part = self._flat[place]
        if isinstance(part, dict):
            return {key: self.value(child, depth + 1) for key, child in part.items()}
        if isinstance(part, list):
            return self._list(part, depth)
        return part

    def _list(self, part: list[Any], depth: int) -> Any:
        if part and isinstance(part[0], str):
            if part[0] in _WRAPPERS:
                return self.value(part[1], depth + 1) if len(part) > 1 else None
            if part[0] == "Set":
                return [self.value(child, depth + 1) for child in part[1:]]
            return part[1] if part[0] in ("Date", "BigInt") and len(part) > 1 else None
        return [self.value(child, depth + 1) for child in part]


# ---------------------------------------------------------------- Nuxt 2


def _call(page: str) -> Any:
    """Read `(function(a,b){return {…}}(1,"x"))` or a plain object, the parameters put into their places."""
    found = _CALL.search(page)
    if not found:
        plain = _PLAIN.search(page)
        return _Script(page, plain.end(), {}).whole() if plain else _raise("没有页面数据")
    names = [name.strip() for name in found[1].split(",") if name.strip()]
    skim = _Script(page, found.end(), dict.fromkeys(names))
    skim.whole()
    closing = re.compile(r"\s*;?\s*\}\s*\)?\s*\(").match(page, skim.at)
    if not closing:
        raise Unreadable("数据中断")
    arguments = _Script(page, closing.end(), {}).arguments()
    if len(arguments) < len(names):
        raise Unreadable("参数少于形参")
    return _Script(page, found.end(), dict(zip(names, arguments, strict=False))).whole()


class _Script:
    """A literal of JavaScript being read from one place of a page; iterative in nothing but depth, which is bounded."""

    def __init__(self, page: str, at: int, names: dict[str, Any]) -> None:
        self._page = page
        self.at = at
        self._names = names
        self._given = 0

    def whole(self) -> Any:
        """Read one value."""
        return self._value(0, self._next())

    def arguments(self) -> list[Any]:
        """Read values up to the closing bracket of a call."""
        found: list[Any] = []
        while not re.compile(r"\s*\)").match(self._page, self.at):
            token = self._next()
            if token["sign"] == ",":
                continue
            found.append(self._value(0, token))
        return found

    def _next(self) -> re.Match[str]:
        token = _TOKEN.match(self._page, self.at)
        self._given += 1
        if token is None or self._given > _VALUES:
            raise Unreadable("数据中断或不是字面量")
        self.at = token.end()
        return token

    def _value(self, depth: int, token: re.Match[str]) -> Any:
        if depth > _DEPTH:
            raise Unreadable("数据嵌套过深")
        if token["open"]:
            return self._object(depth) if token["open"] == "{" else self._array(depth)
        if token["text"] is not None:
            return _text(token["text"])
        if token["number"]:
            return _number(token["number"])
        if token["void"]:
            return {"!0": True, "!1": False}.get(token["void"])
        if token["name"] and not token["call"]:
            if token["name"] in self._names:
                return self._names[token["name"]]
            if token["name"] in _WORDS:
                return _WORDS[token["name"]]
        return None if token["call"] else _raise("数据中有不认识的词")

    def _array(self, depth: int) -> list[Any]:
        found: list[Any] = []
        while True:
            token = self._next()
            if token["close"] == "]":
                return found
            if token["sign"] != ",":
                found.append(self._value(depth + 1, token))

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while True:
            token = self._next()
            if token["close"] == "}":
                return found
            if token["sign"] == ",":
                continue
            key = _text(token["text"]) if token["text"] is not None else token["name"] or token["number"]
            if not key or self._next()["sign"] != ":":
                raise Unreadable("数据中断或不是字面量")
            found[key] = self._value(depth + 1, self._next())


def _text(literal: str) -> str:
    text = _ESCAPE.sub(lambda sign: _unescaped(sign[1]), literal[1:-1])
    return text if "\\u" not in literal else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(sign: str) -> str:
    if sign[0] in "ux" and len(sign) > 1:
        return chr(int(sign[1:], 16))
    return _ESCAPED.get(sign, sign)


def _number(literal: str) -> int | float | None:
    try:
        return int(literal) if len(literal) < 20 and re.fullmatch(r"-?\d+", literal) else float(literal)
    except ValueError:
        return None
