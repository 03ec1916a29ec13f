"""Which of several registered serials it was, where name and dates leave it open: the paper's own records tell.

Former names often come without dates, and some are another serial's today. A record of the very paper shows where it stands: its
CN and ISSN, the journal page that its id belongs to, or a name that only one of the serials bears. Nothing else settles a tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from verifier.judging import authors
from verifier.judging.register import numbers_of
from verifier.model import Citation, Journal, Lookup, Record
from verifier.normalize import cn, issn, journals
from verifier.normalize.text import key


class Home(NamedTuple):
    """Where a database places a paper: the numbers and the names of the serial."""

    numbers: frozenset[str]
    names: frozenset[str]


def settle(serials: tuple[Journal, ...], citation: Citation, databases: Iterable[Lookup]) -> Journal | None:
    """Return the one serial in which the databases place the cited paper, None where they leave it open or disagree."""
    homes = list(_homes(citation, databases))
    by_number = [one for one in serials if any(home.numbers & numbers_of(one) for home in homes)]
    if by_number:
        return by_number[0] if len(by_number) == 1 else None
    by_name = [one for one in serials if any(home.names & _own_names(one, serials) for home in homes)]
    return by_name[0] if len(by_name) == 1 else None


def _homes(citation: Citation, databases: Iterable[Lookup]) -> Iterator[Home]:
    wanted = key(citation.title or "")
    for lookup in databases:
        for record in lookup.records:
            if wanted and key(record.title) == wanted and _shares_author(citation, record):
                yield _home(record, lookup)


def _shares_author(citation: Citation, record: Record) -> bool:
    relation = authors.relation(authors.claimed_names(citation), authors.recorded_names(record))
    return relation is None or relation.shared > 0


def _home(record: Record, lookup: Lookup) -> Home:
    """Return what a record says of its serial, with the source's page of the journal whose key begins its id."""
    pages = [page for page in lookup.journals if page.key and record.id.casefold().startswith(page.key.casefold())]
    stated = [cn.number(record.cn), issn.compact(record.issn or "")]
    numbers = {number for page in pages for number in numbers_of(page)} | {one for one in stated if one}
    return Home(frozenset(numbers), frozenset(journals.key(name) for name in (record.journal, *(page.title for page in pages)) if name))


def _own_names(serial: Journal, serials: tuple[Journal, ...]) -> frozenset[str]:
    """Return the names of a serial that no other of the serials bears; today's title counts as its own where others bore it once."""
    others = [one for one in serials if one is not serial]
    taken = {journals.key(one.title) for one in others}
    borne = taken | {journals.key(former.title) for one in others for former in one.former}
    names = {journals.key(former.title) for former in serial.former} - borne
    return frozenset(names | ({journals.key(serial.title)} - taken))
