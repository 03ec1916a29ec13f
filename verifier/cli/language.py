"""The language of this run, chosen once at the door: `--lang`, else VERIFIER_LANG, else Chinese."""

from __future__ import annotations

import os
import sys


def chosen(argv: list[str], environment: str | None) -> str:
    """Return `zh` or `en`.

    >>> chosen(["check", "--lang", "en"], None), chosen(["--lang=en"], None), chosen(["check"], "en"), chosen([], None)
    ('en', 'en', 'en', 'zh')
    """
    for i, word in enumerate(argv):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and i + 1 < len(argv):
            value = argv[i + 1]
        if value in ("zh", "en"):
            return value
    return "en" if environment == "en" else "zh"


LANG = chosen(sys.argv[1:], os.environ.get("VERIFIER_LANG"))


def say(zh: str, en: str) -> str:
    """Return the text in the language of this run."""
    return en if LANG == "en" else zh
