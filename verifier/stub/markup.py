"""Writing HTML: escaped text, page frames, highlighted hits, label rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape

COMMENT = "<!-- X-Verifier-Stub: demo -->"


def text(value: str | int | None) -> str:
    """A value escaped for text and attributes; None as nothing."""
    return escape(str(value), quote=True) if value is not None else ""


def page(title: str, body: str, head: str = "") -> str:
    """A whole HTML page; `body` and `head` are markup already."""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{text(title)}</title>\n{head}'
        f"</head>\n<body>\n{COMMENT}\n{body}\n</body>\n</html>\n"
    )


def mark(value: str, words: Iterable[str], opening: str, closing: str) -> str:
    """Escaped text in which each of the words is wrapped, as result lists show their hits."""
    wanted = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        return text(value)
    pieces = re.split("(" + "|".join(map(re.escape, wanted)) + ")", value, flags=re.IGNORECASE)
    return "".join(f"{opening}{text(p)}{closing}" if i % 2 else text(p) for i, p in enumerate(pieces))


def rows(pairs: Iterable[tuple[str, str | int | None]], pattern: str) -> str:
    """Label and value rows by a pattern with {label} and {value}; rows without a value are left out."""
    return "\n".join(pattern.format(label=text(k), value=text(v)) for k, v in pairs if v not in (None, ""))


def hidden(fields: Iterable[tuple[str, str | int | None]]) -> str:
    """Hidden inputs whose id and name are the same."""
    return "\n".join(f'<input type="hidden" id="{k}" name="{k}" value="{text(v)}">' for k, v in fields)


def script_json(value: object) -> str:
    """JSON that may stand inside a script element."""
    dumped = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return dumped.replace("<", "\\u003C").replace(">", "\\u003E")
