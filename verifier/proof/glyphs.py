"""Characters that cannot be printed: they are written as 〔U+20BB7〕 and reported, so that no box ever stands for a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from verifier.proof.sheet import Sheet

Paper = TypeVar("Paper", bound=msgspec.Struct)
MARK = "〔U+{code:04X}〕"
_NAMED = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}|\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT = frozenset("\n\t")


def unfit(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no font may decide on: controls, direction overrides, private use.

    A private character has no agreed shape, and an override would print a line otherwise than it is stored.

    >>> [f"{ord(one):04X}" for one in unfit("李\\ue001某\\u202e")]
    ['202E', 'E001']
    """
    return tuple(sorted({one for one in text if one not in _KEPT and _is_unfit(one)}))


def named(diagnostic: str) -> tuple[str, ...]:
    """Return the characters that typst names as missing in all fonts, from the text of its error.

    >>> named('error: PDF/A-3b error: the text `"𠮷"` could not be displayed with font `"Noto Serif SC"`')
    ('𠮷',)
    """
    texts = (_ESCAPE.sub(_unescaped, found) for found in _NAMED.findall(diagnostic))
    return tuple(sorted({one for text in texts for one in text}))


def marked(text: str, missing: tuple[str, ...]) -> str:
    """Return a text with each missing character written as its code point.

    >>> marked("𠮷某", ("𠮷",))
    '〔U+20BB7〕某'
    """
    return text.translate({ord(one): MARK.format(code=ord(one)) for one in missing})


def unfit_in(paper: Any) -> tuple[str, ...]:
    """Return the unfit characters of a whole sheet or other record; every renderer marks them before it prints."""
    return unfit(text_of(paper))


def text_of(paper: Any) -> str:
    """Return everything that a sheet or other record says, as one string."""
    return "".join(_texts(msgspec.to_builtins(paper)))


def replaced(paper: Paper, missing: tuple[str, ...]) -> Paper:
    """Return a sheet or other record with each of the missing characters written as its code point wherever it stands."""
    return msgspec.convert(_replaced(msgspec.to_builtins(paper), missing), type(paper)) if missing else paper


def note(sheet: Sheet, missing: tuple[str, ...]) -> str:
    """Return the sentence that names the characters printed as code points, "" if there are none."""
    return sheet.glyph_note.replace("{marks}", " ".join(marked(one, (one,)) for one in missing)) if missing else ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _replaced(value: Any, missing: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return marked(value, missing)
    if isinstance(value, list | tuple):
        return [_replaced(part, missing) for part in value]
    if isinstance(value, dict):
        return {key: _replaced(part, missing) for key, part in value.items()}
    return value


def _is_unfit(character: str) -> bool:
    return character in _DIRECTIONS or unicodedata.category(character) in ("Cc", "Co", "Cs", "Cn")


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return _ESCAPED.get(found[2], found[2])
