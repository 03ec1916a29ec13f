"""Two languages, side by side where they are said: Chinese first, English for who switched."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation
from django.utils.functional import lazy

from verifier.errors import VerifierError

CHINESE, ENGLISH = "zh-hans", "en"


def lang() -> str:
    """Return the language of the page in the making, `zh` or `en`."""
    return "en" if (translation.get_language() or CHINESE).startswith("en") else "zh"


def say(zh: str, en: str) -> str:
    """Return a sentence in the language of the page."""
    return en if lang() == "en" else zh


later = lazy(say, str)
"""A sentence that is chosen when it is printed, for what is defined before any page is asked for."""


def both(words: Callable[[], str]) -> tuple[str, str]:
    """Return something said in Chinese and in English, whatever the language of the page is."""
    said = []
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            said.append(words())
    return said[0], said[1]


def told(error: VerifierError) -> str:
    """Return what an error says, in the language of the page."""
    return error.say(lang())
