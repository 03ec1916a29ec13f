"""留痕: every act becomes a link of the hash chain, in the same transaction as what it did."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from verifier import audit
from verifier.model import Event as Act
from verifier.model import canonical, plain
from verifier.portal.models import Account, ChainHead, Event
from verifier.retrieval.wire import now

SYSTEM = "system"
"""Who acts where no person does: the worker, the first start."""


def digest(thing: Any) -> str | None:
    """Return the SHA-256 of a thing's canonical JSON, None for nothing; a digest of 64 hex digits stays what it is."""
    if thing is None:
        return None
    if isinstance(thing, str) and len(thing) == 64:
        return thing
    return hashlib.sha256(canonical(thing)).hexdigest()


def record(who: Account | str, what: str, subject: str, before: Any = None, after: Any = None) -> Event:
    """Append one act. Call it inside the transaction of the act itself: both are kept, or neither.

    `subject` is `kind:id`, e.g. `application:12`; `before` and `after` are what changed, of which only the digest is kept.
    """
    at = now()
    act = Act(
        at=at.isoformat(timespec="seconds"),
        who=who if isinstance(who, str) else who.username,
        what=what,
        subject=subject,
        before=digest(before),
        after=digest(after),
    )
    with transaction.atomic():
        head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1, defaults={"n": 0, "hash": audit.GENESIS})
        link = audit.follow(_last(head), plain(act))
        head.n, head.hash = link.n, link.hash
        head.save(update_fields=["n", "hash"])
        line = audit.to_line(link).decode()
        return Event.objects.create(n=link.n, line=line, hash=link.hash, at=at, who=act.who, what=what, subject=subject)


def _last(head: ChainHead) -> audit.Link | None:
    """Return a stand-in for the last link: only its number and hash count for what follows it."""
    return audit.Link(n=head.n, prev="", entry={}, hash=head.hash) if head.n else None


def lines() -> Iterator[bytes]:
    """Yield the chain, line by line."""
    for line in Event.objects.order_by("n").values_list("line", flat=True).iterator(chunk_size=1000):
        yield line.encode()


def breaks(head: str | None = None) -> tuple[audit.Break, ...]:
    """Return every place where the chain does not hold: links, the stored head, and the columns that copy a link."""
    kept = ChainHead.objects.filter(pk=1).first()
    found = [*audit.breaks(lines(), head or (kept.hash if kept else None))]
    found += [
        audit.Break(line=event.n, says=f"第 {event.n} 条的索引列与该条内容不符")
        for event in Event.objects.iterator()
        if not _true(event)
    ]
    return tuple(sorted(found, key=lambda one: one.line))


def _true(event: Event) -> bool:
    """Say whether the columns of an event are what its line says; a line that is no link was told already."""
    try:
        link = audit.from_line(event.line.encode())
        act = msgspec.convert(link.entry, Act)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return True
    same_time = datetime.fromisoformat(act.at) == event.at.replace(microsecond=0)
    return same_time and (event.n, event.hash, event.who, event.what, event.subject) == (
        link.n,
        link.hash,
        act.who,
        act.what,
        act.subject,
    )


def state(head: str | None = None) -> tuple[int, str, tuple[audit.Break, ...]]:
    """Return how many links the chain has, the hash of the last, and where it does not hold."""
    last = Event.objects.order_by("-n").first()
    return Event.objects.count(), last.hash if last else audit.GENESIS, breaks(head)
