"""Namesakes: names that very many people bear say little, and an affiliation helps to tell whose paper it is."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.judging import authors
from verifier.judging.weights import Common
from verifier.model import Citation, Record
from verifier.normalize.names import COMPOUND, same
from verifier.normalize.text import fold, has_han, simplified

_PART = re.compile(r"[\s,.;/()]+")
_PLACE = re.compile(r"\d{6}|[一-鿿]{2,3}(?:省|市|县|区)?")
_LOOKED = 30
"""So many names of a list are looked at."""
_SHORTEST = 4
"""Characters that the name of a unit needs to be recognised inside an affiliation."""


@lru_cache(maxsize=1 << 13)
def is_common(name: str, common: Common) -> bool:
    """Tell whether a Chinese name is one of those that very many people bear; one in Latin letters always is.

    >>> names = Common(surnames="王李张", given="伟建国明")
    >>> is_common("王伟", names), is_common("张建国", names), is_common("王伟澍", names), is_common("Wang W", names)
    (True, True, False, True)
    """
    bare = simplified(fold(name).replace(" ", ""))
    if not has_han(bare):
        return True
    if bare[:2] in COMPOUND or not 2 <= len(bare) <= 3:
        return False
    return bare[0] in common.surnames and all(sign in common.given for sign in bare[1:])


def only_common(citation: Citation, record: Record, common: Common) -> bool:
    """Tell whether citation and record agree in one person only, and that by a very common name."""
    theirs = authors.recorded_names(record).names[:_LOOKED]
    ours = authors.claimed_names(citation).names[:_LOOKED]
    shared = [name for name in ours if any(same(name, other) for other in theirs)]
    return len(shared) == 1 and is_common(shared[0], common)


def unit(citation: Citation, record: Record, units: tuple[str, ...]) -> int:
    """Say whether an author whom the citation names is affiliated to one of the applicant's units: 1 yes, -1 no, 0 not shown."""
    if not units:
        return 0
    ours = authors.claimed_names(citation).names[:_LOOKED]
    shown = [
        affiliation
        for author in (record.authors or ())[:_LOOKED]
        if any(same(author.name, name) for name in ours)
        for affiliation in author.affiliations
    ]
    if not shown:
        return 0
    return 1 if any(_is_unit(one, affiliation) for one in units for affiliation in shown) else -1


def _is_unit(stated: str, affiliation: str) -> bool:
    """Tell whether a unit as sealed and an affiliation as printed name one house; departments and addresses are left out.

    >>> _is_unit("沈阳虚构重机有限公司 传动院", "沈阳虚构重机有限公司,辽宁 沈阳 110000"), _is_unit("虚构理工大学", "臆造理工大学")
    (True, False)
    """
    left, right = _houses(stated), _houses(affiliation)
    return any(one in other or other in one for one in left for other in right)


@lru_cache(maxsize=1 << 12)
def _houses(text: str) -> tuple[str, ...]:
    """Return the first named house of a unit or affiliation, address parts left out."""
    parts = [part for part in _PART.split(simplified(fold(text))) if part and not _PLACE.fullmatch(part)]
    long = [part for part in parts if len(part) >= _SHORTEST]
    return tuple(long[:1])
