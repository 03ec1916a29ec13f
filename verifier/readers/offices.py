"""Read the levels of a body's name, which GB/T 7714-2015 (8.1.3) parts by stops, the highest first: `University. Department. Title[R]`."""

from __future__ import annotations

import re

from verifier.readers import latin
from verifier.readers.draft import Draft

_OFFICE = re.compile(
    r"(?!(?:The|A|An|On) )(?:(?:[A-Z][\w'’-]*|of|for|and|the|&) ){1,9}"
    r"(?:Office|Department|Bureau|Ministry|Agency|Commission|Committee|Council|Division|Administration|Institute|Centre|Center)$"
    r"|(?:Office|Department|Bureau|Ministry|Division) (?:of|for) [A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*|of|for|and|the|&)){0,9}$"
)
"""A phrase that is nothing but the name of an office; `The Role of the Commission` is a title."""


def past(draft: Draft, at: int, end: int) -> int:
    """Take an office that stands behind a body's stop into its name (`Ministry of X. Bureau of Y. Title[R]`), and say so.

    GB/T 7714-2015, 8.1.3: the levels of a body's name are parted by stops, the highest first.
    """
    text = draft.text
    stop = text.find(". ", at, end)
    if (
        stop < 0
        or end - stop < 8
        or not draft.names
        or not latin.names_body(text[slice(*draft.names[-1])])
        or not _OFFICE.match(text, at, stop)
    ):
        return at
    draft.names[-1] = (draft.names[-1][0], stop)
    draft.doubt("authors", "suspect", text[at:stop], "机关名称之后又是机关名称，按上下级读作同一作者")
    return stop + 2
