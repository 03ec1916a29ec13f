"""The links of the chain that concern one item: whole in themselves, and joined to the ones before and after them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from verifier import audit
from verifier.portal.models import Event, Item


class Links(NamedTuple):
    """The events of an item and its application, the last first, and the numbers of those that do not hold."""

    events: list[Event]
    wrong: list[int]


def of(item: Item) -> Links:
    """Return an item's links and which of them do not hold."""
    mine = list(Event.objects.filter(subject__in=(f"application:{item.application_id}", f"item:{item.pk}")).order_by("-n"))
    wanted = {n for event in mine for n in (event.n - 1, event.n + 1)}
    beside = Event.objects.in_bulk(sorted(wanted))
    return Links(mine, _wrong(mine, {**beside, **{event.n: event for event in mine}}))


def _wrong(mine: Iterable[Event], known: dict[int, Event]) -> list[int]:
    return [event.n for event in mine if not _holds(event, known)]


def _holds(event: Event, known: dict[int, Event]) -> bool:
    try:
        link = audit.from_line(event.line.encode())
        before = known.get(event.n - 1)
        after = known.get(event.n + 1)
        follows = audit.from_line(after.line.encode()) if after else None
    except msgspec.DecodeError:
        return False
    sealed = link.hash == audit.seal(link.n, link.prev, link.entry) == event.hash and link.n == event.n
    joined = link.prev == (before.hash if before else audit.GENESIS if event.n == 1 else None)
    return sealed and joined and (follows is None or follows.prev == link.hash)
