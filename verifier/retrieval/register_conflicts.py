"""What a list of journals says twice and differently, and what changed since the snapshot before; shown, and settled by nobody here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from verifier.normalize import cn, issn, journals
from verifier.retrieval.snapshot import Row

Kind = Literal["shared_cn", "one_title", "twice", "shared_issn", "living_former"]
WORDS: dict[Kind, tuple[str, str]] = {
    "shared_cn": ("同一CN号下有几个刊名", "several titles under one CN"),
    "one_title": ("同一刊名有几个CN号", "one title with several CNs"),
    "twice": ("同一刊名、CN号重复列出，内容不一", "one title and CN listed twice, differently"),
    "shared_issn": ("同一ISSN用于几个CN号", "one ISSN under several CNs"),
    "living_former": ("曾用名是另一刊的现名", "a former name that is another title today"),
}
_COMPARED = ("issn", "sponsors", "authority", "frequency", "medium", "status", "until")


class Conflict(NamedTuple):
    """One conflict: its kind, the number or name that it is about, and the titles (with CN) that meet in it."""

    kind: Kind
    about: str
    titles: tuple[str, ...]


class Change(NamedTuple):
    """What a snapshot says otherwise than the one before: `what` is new, gone, title, or a key of the row."""

    what: str
    title: str
    before: str
    after: str


def conflicts(rows: Sequence[Row]) -> tuple[Conflict, ...]:
    """Return every conflict of a list, by kind and in the list's order."""
    return (
        *_clashes("shared_cn", rows, lambda row: cn.number(row.cn), lambda row: journals.key(row.title)),
        *_clashes("one_title", rows, lambda row: journals.key(row.title), lambda row: cn.number(row.cn) or ""),
        *_clashes("twice", rows, _place, lambda row: repr([getattr(row, key) for key in _COMPARED])),
        *_clashes("shared_issn", rows, lambda row: issn.compact(row.issn) if row.issn else None, lambda row: cn.number(row.cn) or ""),
        *_living(rows),
    )  # fmt: skip


def _clashes(kind: Kind, rows: Iterable[Row], of: object, by: object) -> Iterator[Conflict]:
    """Yield the groups of rows that agree in `of` and differ in `by`; rows without `of` are left aside."""
    assert callable(of)
    assert callable(by)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        key = of(row)
        if key:
            groups[key].append(row)
    for key, several in groups.items():
        if len({by(row) for row in several}) > 1:
            yield Conflict(kind, key, tuple(dict.fromkeys(_line(row) for row in several)))


def _living(rows: Sequence[Row]) -> Iterator[Conflict]:
    living: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        living[journals.key(row.title)].append(row)
    for row in rows:
        for former in row.former:
            others = [one for one in living.get(journals.key(former.title), ()) if one is not row]
            if others:
                yield Conflict("living_former", former.title, tuple(_line(one) for one in (row, *others)))


def _place(row: Row) -> str | None:
    number = cn.number(row.cn)
    return f"{number} {journals.key(row.title)}" if number else None


def _line(row: Row) -> str:
    return f"{row.title}（{row.cn or '无CN'}）"


def merged(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return one row a title and CN: the first stands, what it leaves open is filled from the later ones."""
    found: dict[str, Row] = {}
    for row in rows:
        place = _place(row) or f"{journals.key(row.title)} {row.issn or ''}"
        known = found.get(place)
        found[place] = row if known is None else _filled(known, row)
    return tuple(found.values())


def _filled(known: Row, more: Row) -> Row:
    gaps = {
        key: getattr(more, key)
        for key in Row.__struct_fields__
        if getattr(known, key) in (None, (), {}) and getattr(more, key) not in (None, (), {})
    }
    return msgspec.structs.replace(known, **gaps)


def changes(before: Sequence[Row], after: Sequence[Row]) -> tuple[Change, ...]:
    """Return what is new, gone or different: serials are the same by title and CN, then by a CN that one title alone carries."""
    old = {_identity(row): row for row in before}
    now = {_identity(row): row for row in after}
    come = {key: row for key, row in now.items() if key not in old}
    gone = {key: row for key, row in old.items() if key not in now}
    renamed = list(_renamed(gone, come))
    found = [Change("title", new.title, earlier.title, new.title) for earlier, new in renamed]
    paired = {id(row) for pair in renamed for row in pair}
    found += [Change("new", row.title, "", row.cn or "") for row in come.values() if id(row) not in paired]
    found += [Change("gone", row.title, row.cn or "", "") for row in gone.values() if id(row) not in paired]
    for key, row in now.items():
        if key in old:
            found += [
                Change(name, row.title, _shown(getattr(old[key], name)), _shown(getattr(row, name)))
                for name in ("issn", "frequency", "status", "sponsors")
                if getattr(old[key], name) != getattr(row, name)
            ]
    return tuple(found)


def _renamed(gone: dict[str, Row], come: dict[str, Row]) -> Iterator[tuple[Row, Row]]:
    """Yield pairs of an old and a new row that carry one CN, which no other row of theirs carries."""
    by_number: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((gone, come)):
        for row in rows.values():
            number = cn.number(row.cn)
            if number:
                by_number[number][side].append(row)
    yield from ((old[0], new[0]) for old, new in by_number.values() if len(old) == len(new) == 1)


def _identity(row: Row) -> str:
    return f"{cn.number(row.cn) or row.issn or ''} {journals.key(row.title)}"


def _shown(value: object) -> str:
    return "；".join(value) if isinstance(value, tuple) else str(value or "")
