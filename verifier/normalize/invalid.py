"""The one error of the identifier modules: it names the part that is wrong."""

from __future__ import annotations


class Invalid(ValueError):
    """An identifier is not well formed; `part` is the word of the module for what is wrong, `says` the Chinese sentence."""

    def __init__(self, part: str, says: str) -> None:
        super().__init__(f"{part}: {says}")
        self.part = part
        self.says = says
