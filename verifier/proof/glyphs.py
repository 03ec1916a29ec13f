"""Characters that cannot be printed: they are written as 〔U+20BB7〕 and reported, so that no box ever stands for a name."""

from __future__ import annotations

import re
import unicodedata

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


def _is_unfit(character: str) -> bool:
    return character in _DIRECTIONS or unicodedata.category(character) in ("Cc", "Co", "Cs", "Cn")


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return _ESCAPED.get(found[2], found[2])
