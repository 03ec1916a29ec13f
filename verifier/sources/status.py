"""目前状态 of a journal, as pages print it, in the four words of the records: active, stopped, merged, renamed."""

from __future__ import annotations

import re

_WORDS = (
    ("停刊", "stopped"),
    ("休刊", "stopped"),
    ("合并", "merged"),
    ("更名", "renamed"),
    ("改名", "renamed"),
    ("正常", "active"),
    ("在刊", "active"),
    ("出版中", "active"),
)
_DATE = re.compile(r"((?:1[89]|20)\d\d)(?:\s*[-./年]\s*(\d{1,2}))?")


def standing(text: str | None) -> str | None:
    """Return the status in the records' words; an unknown word stays as printed.

    >>> standing("停刊（2019-12）"), standing("正常"), standing("待查"), standing(None)
    ('stopped', 'active', '待查', None)
    """
    if not text:
        return None
    return next((word for shown, word in _WORDS if shown in text), text)


def ended(text: str | None) -> str | None:
    """Return the date in a status, `YYYY` or `YYYY-MM`, None if there is none.

    >>> ended("停刊（2019年3月）"), ended("停刊(2019)"), ended("停刊")
    ('2019-03', '2019', None)
    """
    found = _DATE.search(text or "")
    if not found:
        return None
    return f"{found[1]}-{int(found[2]):02}" if found[2] and 1 <= int(found[2]) <= 12 else found[1]
