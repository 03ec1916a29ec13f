"""Author lists side by side: who is the same person, and whether somebody moved, came in or fell out."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from verifier.model import Applicant, Author, Citation, Record
from verifier.normalize.names import is_more, key, same

Kind = Literal["", "spelling", "truncated", "order", "dropped", "inserted", "other_name", "none_shared"]

_LOOKED = 100
"""Of a list of thousands only so many names are looked through for each claimed one."""

HARMLESS: frozenset[str] = frozenset({"", "spelling", "truncated"})


class Names(NamedTuple):
    """The names of a list without its `等`, and whether the list says that there are more."""

    names: tuple[str, ...]
    more: bool


class AuthorsRelation(NamedTuple):
    """How a claimed list stands to a recorded one; `shared` counts the people on both, `first` tells if both begin alike."""

    kind: Kind
    shared: int
    first: bool


def claimed_names(citation: Citation) -> Names:
    """Return the names that a citation lists."""
    return _listed(citation.authors, citation.et_al)


def recorded_names(record: Record) -> Names:
    """Return the names that a record lists, an empty list where the page shows none."""
    return _listed(tuple([author.name for author in record.authors or ()]), False)


@lru_cache(maxsize=1 << 13)
def _listed(names: tuple[str, ...], more: bool) -> Names:
    kept = tuple(name for name in names if not is_more(name))
    trimmed = tuple(_without_more(name) for name in kept)
    return Names(trimmed, more or len(kept) < len(names) or trimmed != kept)


def _without_more(name: str) -> str:
    """Take a glued `等` off the end of a name: 赵六等 -> 赵六; a two-character name keeps it (邓等)."""
    bare = name.rstrip()
    return bare[:-1].rstrip(" ,，、") if len(bare) > 2 and bare.endswith("等") else name


@lru_cache(maxsize=1 << 14)
def relation(claimed: Names, recorded: Names) -> AuthorsRelation | None:
    """Compare two lists; None where one of them is empty, since silence is no difference.

    >>> ours, theirs = Names(("张三", "李四"), False), Names(("李四", "张三"), False)
    >>> relation(ours, theirs), relation(Names(("张三",), True), Names(("张三", "王五"), False))
    (AuthorsRelation(kind='order', shared=2, first=False), AuthorsRelation(kind='truncated', shared=1, first=True))
    """
    if not claimed.names or not recorded.names:
        return None
    claimed = _parted(claimed, recorded)
    if claimed.names == recorded.names:
        return AuthorsRelation("truncated" if claimed.more else "", len(claimed.names), True)
    places = _places(claimed.names, recorded.names)
    shared = sum(place is not None for place in places)
    return AuthorsRelation(_kind(claimed, recorded, places), shared, places[0] == 0)


def _parted(claimed: Names, recorded: Names) -> Names:
    """Part a Latin entry at its comma where either side alone is a recorded person and the whole is none.

    `DI Yao, ZANG Anwei` reads as one name turned around as well as two names; the record tells which it is.

    >>> _parted(Names(("DI Yao, ZANG Anwei", "ZANG, Ruidi"), False), Names(("翟垚", "臧桉苇", "臧芮棣"), False)).names
    ('DI Yao', 'ZANG Anwei', 'ZANG, Ruidi')
    """
    if not any("," in name for name in claimed.names):
        return claimed
    names = (part for name in claimed.names for part in _parts(name, recorded.names))
    return Names(tuple(names), claimed.more)


def _parts(name: str, recorded: tuple[str, ...]) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in name.split(","))
    if len(parts) != 2 or any(_whole(name, other) for other in recorded[:_LOOKED]):
        return (name,)
    homes = [{place for place, other in enumerate(recorded[:_LOOKED]) if _whole(part, other)} for part in parts]
    return parts if all(homes) and len(homes[0] | homes[1]) > 1 else (name,)


def _places(claimed: tuple[str, ...], recorded: tuple[str, ...]) -> tuple[int | None, ...]:
    """Return for each claimed name the place of the same person in the record; each place is taken once.

    Equal names are given out first, then other spellings, and initials last, since they fit many people; among equals a name
    prefers its own place.
    """
    places: dict[int, int] = {}
    free = dict(enumerate(recorded))
    for accepts in (_equal, _whole, _loose):
        for number, name in enumerate(claimed):
            if number in places or not free:
                continue
            near = [number] if number in free else []
            place = next((place for place in (*near, *_first(free)) if accepts(name, free[place])), None)
            if place is not None:
                places[number] = place
                del free[place]
    return tuple(places.get(number) for number in range(len(claimed)))


def _first(free: dict[int, str]) -> list[int]:
    """Return the free places that are looked through."""
    return list(free)[:_LOOKED]


def _equal(name: str, other: str) -> bool:
    return key(name) == key(other)


def _whole(name: str, other: str) -> bool:
    return same(name, other) not in ("", "initials")


def _loose(name: str, other: str) -> bool:
    return bool(same(name, other))


def _kind(claimed: Names, recorded: Names, places: tuple[int | None, ...]) -> Kind:
    """Name the gravest thing that happened between two lists."""
    known = [place for place in places if place is not None]
    if not known:
        return "other_name" if recorded.more and len(claimed.names) > 1 else "none_shared"
    if len(known) < len(places):
        return _strangers(claimed, recorded, places)
    if known != sorted(known):
        return "order"
    if known == list(range(len(recorded.names))):
        return "truncated" if claimed.more else "spelling"
    if known == list(range(len(known))):
        return "truncated" if claimed.more else "dropped"
    return "dropped"


def _strangers(claimed: Names, recorded: Names, places: tuple[int | None, ...]) -> Kind:
    """Tell whether the names that the record does not know came in beside the others, or stand in the place of one.

    Names behind the end of a record that itself says 等 are no strangers.
    """
    unknown = [number for number, place in enumerate(places) if place is None]
    if recorded.more and unknown[0] >= len(recorded.names):
        return "spelling"
    return "inserted" if len(claimed.names) > len(recorded.names) or _moved_in(places) else "other_name"


def _moved_in(places: tuple[int | None, ...]) -> bool:
    """Tell whether the known names behind a stranger stand one place later than in the record."""
    strangers = 0
    for number, place in enumerate(places):
        if place is None:
            strangers += 1
        elif strangers and place == number - strangers:
            return True
    return False


def rank(applicant: Applicant, record: Record | None, citation: Citation) -> int | None:
    """Return the applicant's place among the authors (1 = first), by the record if it shows any, None if not among them.

    Whole agreements go before initials; a list that names two people whom initials fit leaves the place open.
    """
    names = recorded_names(record).names if record and record.authors else claimed_names(citation).names
    own = (applicant.name, *applicant.name_latin)
    reasons = [
        max((same(name, one) for one in own), key=lambda reason: (bool(reason), reason != "initials")) for name in names
    ]
    whole = [number for number, reason in enumerate(reasons, 1) if reason and reason != "initials"]
    loose = [number for number, reason in enumerate(reasons, 1) if reason == "initials"]
    if whole:
        return whole[0]
    return loose[0] if len(loose) == 1 else None


def printed(authors: tuple[Author, ...] | None) -> str:
    """Return recorded authors as one line."""
    return ", ".join(author.name for author in authors or ())


__all__ = [
    "HARMLESS",
    "AuthorsRelation",
    "Names",
    "claimed_names",
    "key",
    "printed",
    "rank",
    "recorded_names",
    "relation",
]
