"""Given and family names as the open indexes keep them."""

from __future__ import annotations

import re

from verifier.stub.catalogue import Author

_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|[aeiouv]))"
)
_PINYIN = re.compile(rf"{_SYLLABLE}(?:[-']?{_SYLLABLE}){{0,2}}", re.IGNORECASE)


def split_name(author: Author) -> tuple[str, str]:
    """Given and family name; pinyin names stand family first, others family last, a comma decides.

    >>> split_name(Author(name="Pu Yandi")), split_name(Author(name="John A. Smith")), split_name(Author(name="濮砚棣"))
    (('Yandi', 'Pu'), ('John A.', 'Smith'), ('砚棣', '濮'))
    """
    name = author.name_en or author.name
    if "," in name:
        family, _, given = name.partition(",")
        return given.strip(), family.strip()
    parts = name.split()
    if len(parts) < 2:
        return ("", name) if name.isascii() else (name[1:], name[:1])
    if all(_PINYIN.fullmatch(part) for part in parts):
        return " ".join(parts[1:]), parts[0].title()
    return " ".join(parts[:-1]), parts[-1]


def date_parts(date: str | None, year: int | None) -> list[int]:
    """A partial date as numbers; the year alone when nothing else is known, [] when not even that.

    >>> date_parts("2020-03", 2020), date_parts(None, 2019)
    ([2020, 3], [2019])
    """
    if date:
        return [int(part) for part in date.split("-")]
    return [year] if year else []


def extent(pages: str | None) -> tuple[str | None, str | None]:
    """First and last page of a range; an article number has neither.

    >>> extent("145-156"), extent("e4375")
    (('145', '156'), (None, None))
    """
    first, dash, last = (pages or "").partition("-")
    return (first, last) if dash else (None, None)
