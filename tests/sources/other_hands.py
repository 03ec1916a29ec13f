"""The same page as other hands would write it: what HTML leaves free is done otherwise, what the page says stays.

Each function takes the text of a page and returns it in another dress; a reader must see no difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_TAG = re.compile(r"<([A-Za-z][\w-]*)((?:\s+[\w:@-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*(/?)>")
_ATTRIBUTE = re.compile(r"([\w:@-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_SCRIPTS = re.compile(r"(<script\b.*?</script>)", re.S | re.I)
_VOID = frozenset({"input", "br", "img", "meta", "link", "hr"})


def _outside_scripts(change: Callable[[str], str], text: str) -> str:
    return "".join(part if part.lower().startswith("<script") else change(part) for part in _SCRIPTS.split(text))


def _tags(change: Callable[[str, list[tuple[str, str | None]], str], str], text: str) -> str:
    def one(found: re.Match[str]) -> str:
        pairs = [(name, value.strip("\"'") if value else None) for name, value in _ATTRIBUTE.findall(found[2])]
        return change(found[1], [(name, value) for name, value in pairs], found[3])

    return _outside_scripts(lambda part: _TAG.sub(one, part), text)


def _written(name: str, pairs: list[tuple[str, str | None]], close: str, quote: str = '"') -> str:
    said = "".join(f" {key}" if value is None else f" {key}={quote}{value}{quote}" for key, value in pairs)
    return f"<{name}{said}{close}>"


def attributes_backwards(text: str) -> str:
    return _tags(lambda name, pairs, close: _written(name, pairs[::-1], close), text)


def single_quotes(text: str) -> str:
    return _tags(lambda name, pairs, close: _written(name, pairs, close, "'"), text)


def blanks_around_signs(text: str) -> str:
    def one(name: str, pairs: list[tuple[str, str | None]], close: str) -> str:
        said = "".join(f"\n  {key}" if value is None else f'\n  {key} = "{value}"' for key, value in pairs)
        return f"<{name}{said} {close}>"

    return _tags(one, text)


def upper_case_tags(text: str) -> str:
    opened = _tags(lambda name, pairs, close: _written(name.upper(), pairs, close), text)
    return _outside_scripts(lambda part: re.sub(r"</([\w-]+)>", lambda found: f"</{found[1].upper()}>", part), opened)


def more_classes(text: str) -> str:
    """Other classes before and behind, those of the page in another order."""

    def one(name: str, pairs: list[tuple[str, str | None]], close: str) -> str:
        told = [
            (key, " ".join(["el-x", *value.split()[::-1], "clearfix"]) if key == "class" and value else value)
            for key, value in pairs
        ]
        return _written(name, told, close)

    return _tags(one, text)


def more_attributes(text: str) -> str:
    return _tags(
        lambda name, pairs, close: _written(name, [("data-v-7ba5bd90", None), *pairs, ("style", "color:red")], close),
        text,
    )


def blanks_between_tags(text: str) -> str:
    return _outside_scripts(lambda part: re.sub(r">\s*<", ">\n\t<", part), text)


def blanks_around_text(text: str) -> str:
    """Where a block begins or ends; inside a title a blank would be seen."""
    block = (
        r"(<(?:td|li|dd|dt|p|h\d|div|span|a|label)\b[^<>]*>)([^<>]*\S[^<>]*)(</(?:td|li|dd|dt|p|h\d|div|span|a|label)>)"
    )
    return _outside_scripts(lambda part: re.sub(block, r"\1\r\n    \2\r\n  \3", part), text)


def no_break_blanks(text: str) -> str:
    return _outside_scripts(
        lambda part: re.sub(r">([^<>]*\S[^<>]*)</(td|span|p|li|dd|h\d)>", r">&nbsp;\1&nbsp;</\2>", part), text
    )


def comments(text: str) -> str:
    return _outside_scripts(
        lambda part: re.sub(r"(</(?:td|li|dd|span|p)>)", r"\1<!-- 安全验证 未检索到 -->", part), text
    )


def character_references(text: str) -> str:
    def hidden(found: re.Match[str]) -> str:
        return "".join(f"&#{ord(sign)};" if sign > "\u3400" else sign for sign in found[0])

    return _outside_scripts(lambda part: re.sub(r">[^<>]+<", hidden, part), text)


def open_ends(text: str) -> str:
    """Without the closing tags that HTML lets out."""
    return _outside_scripts(lambda part: re.sub(r"</(?:td|tr|th|li|dd|dt|tbody|thead)>", "", part), text)


def closed_voids(text: str) -> str:
    return _tags(lambda name, pairs, close: _written(name, pairs, " /" if name.lower() in _VOID else close), text)


def a_shell_around(text: str) -> str:
    """The fragment within a whole page with its own menus, forms and scripts."""
    head = '<div class="nav"><ul><li><a href="/">首页</a></li></ul><form><input type="hidden" id="x" value="1"></form></div>'
    foot = '<div class="footer"><p>版权所有 京ICP证</p></div><script>var a="</li>";</script>'
    if "<body" in text.lower():
        return re.sub(
            r"(?i)(<body\b[^>]*>)", lambda found: found[1] + head, re.sub(r"(?i)</body>", foot + "</body>", text)
        )
    return f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>检索</title></head><body>{head}{text}{foot}</body></html>'


DRESSES: tuple[Callable[[str], str], ...] = (
    attributes_backwards, single_quotes, blanks_around_signs, upper_case_tags, more_classes, more_attributes, blanks_between_tags,
    blanks_around_text, no_break_blanks, comments, character_references, open_ends, closed_voids, a_shell_around,
)  # fmt: skip
