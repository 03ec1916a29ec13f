"""A register of journals: entries of one serial joined, and a stored snapshot found by name, stem and number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from verifier.model import Journal
from verifier.normalize import cn, issn, journals


def numbers_of(journal: Journal) -> frozenset[str]:
    """Return every CN and ISSN that a serial carries or carried."""
    held = [cn.number(one) for one in (journal.cn, *(former.cn for former in journal.former))]
    serials = [issn.compact(one) for one in (journal.issn, *(former.issn for former in journal.former)) if one]
    return frozenset([one for one in held if one] + serials)


def distinct(entries: Iterable[Journal]) -> tuple[Journal, ...]:
    """Return each serial once, by title and CN: the first entry stands, what it leaves open is filled from the later ones."""
    found: dict[tuple[str, str], Journal] = {}
    for one in entries:
        place = (journals.key(one.title), cn.number(one.cn) or issn.compact(one.issn or ""))
        known = found.get(place)
        found[place] = one if known is None or known is one else _filled(known, one)
    return tuple(found.values())


def _filled(known: Journal, more: Journal) -> Journal:
    gaps = {
        field: getattr(more, field)
        for field in Journal.__struct_fields__
        if getattr(known, field) in (None, ()) and getattr(more, field) not in (None, ())
    }
    evidence = tuple(dict.fromkeys(known.evidence + more.evidence))
    return msgspec.structs.replace(known, **{**gaps, "evidence": evidence})


# ---------------------------------------------------------------- the snapshot's index


class Index(NamedTuple):
    by_name: dict[str, list[Journal]]
    by_base: dict[str, list[Journal]]
    by_number: dict[str, list[Journal]]


_built: list[tuple[tuple[Journal, ...], Index]] = []
"""The indexes of the last snapshots seen, by identity: a pure memo, since hashing thousands of records costs more."""


def index_of(snapshot: tuple[Journal, ...]) -> Index:
    for known, index in _built:
        if known is snapshot:
            return index
    made = Index(defaultdict(list), defaultdict(list), defaultdict(list))
    for journal in snapshot:
        for name in {journals.key(journal.title), *(journals.key(former.title) for former in journal.former)}:
            made.by_name[name].append(journal)
        made.by_base[journals.base(journal.title)].append(journal)
        for number in numbers_of(journal):
            made.by_number[number].append(journal)
    _built[:] = [(snapshot, made), *_built[:1]]
    return made
