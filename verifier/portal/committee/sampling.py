"""抽查: a random sample of the items in which nothing was found, drawn by unit. Rule and seed make the draw repeatable by anybody.

From each unit's items (CLEAR, unflagged, with the committee) so many are drawn as the rule says: a share in thousandths, rounded up,
and at least so many. Drawn are those with the smallest SHA-256 of `seed:item`. What it was drawn from is kept as a blob, whose digest
stands in the event of the draw, so that a later look finds the same items whatever came in since.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from verifier import audit
from verifier.model import Frozen
from verifier.portal import blobs, events
from verifier.portal.access import Refused
from verifier.portal.models import Account, Application, Event, Item, Plan, Sample, Unit
from verifier.reasons import Outcome

MOST = 5000


class Draw(Frozen, frozen=True, kw_only=True):
    """What a plan was drawn from: the rule, and the items of each unit (by its code), beside those that were drawn."""

    notice: str
    seed: str
    per_mille: int
    least_per_unit: int
    population: dict[str, tuple[int, ...]]
    drawn: tuple[int, ...]


def size(count: int, per_mille: int, least: int) -> int:
    """Return how many of a unit's items are drawn.

    >>> size(201, 50, 1), size(3, 50, 1), size(1, 50, 2), size(0, 50, 2)
    (11, 1, 1, 0)
    """
    return min(count, max(least, -(-count * per_mille // 1000)))


def drawn(population: Mapping[str, tuple[int, ...]], seed: str, per_mille: int, least: int) -> tuple[int, ...]:
    """Return the items that rule and seed draw, unit by unit in the order of their codes."""
    found: list[int] = []
    for code in sorted(population):
        by_chance = sorted(population[code], key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).hexdigest())
        found += sorted(by_chance[: size(len(by_chance), per_mille, least)])
    return tuple(found)


def population(notice: str) -> dict[str, tuple[int, ...]]:
    """Return the items of each unit from which a sample of a notice is drawn."""
    rows = Item.objects.filter(
        current=True, flagged=False, outcome=Outcome.CLEAR, application__removed=None, application__notice=notice,
        application__reached__gte=Application.Stage.COMMITTEE,
    )  # fmt: skip
    units: defaultdict[int, list[int]] = defaultdict(list)
    for unit, pk in rows.order_by("pk").values_list("unit", "pk"):
        units[unit].append(pk)
    codes = dict(Unit.objects.filter(pk__in=units).values_list("pk", "code"))
    return {codes[unit]: tuple(pks) for unit, pks in units.items()}


def draw(by: Account, name: str, notice: str, per_mille: int, least: int, seed: str = "") -> Plan:
    """Draw a sample and keep how. Without a seed one is made. Raises Refused where there is nothing to draw from."""
    seed = seed.strip()[:64] or secrets.token_hex(8)
    with transaction.atomic():
        there = population(notice)
        picked = drawn(there, seed, per_mille, least)
        if not picked:
            raise Refused("评委会还没有该通知下未见问题的成果，无可抽取。", "There is nothing of this notice to draw from yet.")
        if len(picked) > MOST:
            raise Refused(f"按此规则将抽取 {len(picked)} 项，超过 {MOST} 项。请降低比例。", "The sample would be too large; lower the share.")
        kept = Draw(notice=notice, seed=seed, per_mille=per_mille, least_per_unit=least, population=there, drawn=picked)
        plan = Plan.objects.create(
            name=name, notice=notice, seed=seed, per_mille=per_mille, least_per_unit=least, made_by=by,
            drawn_from=sum(map(len, there.values())),
        )  # fmt: skip
        Sample.objects.bulk_create(Sample(plan=plan, item_id=pk) for pk in picked)
        events.record(by, "sample_drawn", f"plan:{plan.pk}", after=blobs.keep(kept))
        return plan


def again(plan: Plan) -> tuple[Draw, bool]:
    """Return what a plan was drawn from, and whether drawing again gives the same items. Raises StorageError where the blob is gone."""
    event = Event.objects.filter(subject=f"plan:{plan.pk}", what="sample_drawn").order_by("n").first()
    entry: dict[str, Any] = audit.from_line(event.line.encode()).entry if event else {}
    kept = msgspec.json.decode(blobs.get(str(entry.get("after") or audit.GENESIS)), type=Draw)
    once_more = drawn(kept.population, plan.seed, plan.per_mille, plan.least_per_unit)
    return kept, once_more == kept.drawn == tuple(plan.samples.order_by("pk").values_list("item", flat=True))


def look(sample: Sample, by: Account, agrees: bool, note: str) -> None:
    """Keep what a look came to. Where it disagrees, the item is raised and comes into the queue. Raises Refused without a reason then."""
    note = note.strip()[:4000]
    if not agrees and not note:
        raise Refused("不同意的，请写明所见的问题和依据。", "Say what you saw, and by which clause.")
    with transaction.atomic():
        sample = Sample.objects.select_for_update().select_related("item__application").get(pk=sample.pk)
        if sample.looked_at is not None:
            raise Refused("该项已抽查过。", "This item was looked at.")
        sample.looked_at, sample.looked_by, sample.agrees, sample.note = timezone.now(), by, agrees, note
        sample.save(update_fields=["looked_at", "looked_by", "agrees", "note"])
        events.record(by, "sample_looked_at", f"item:{sample.item_id}", after={"plan": sample.plan_id, "agrees": agrees, "note": note})
        if not agrees:
            _raise(sample.item)


def _raise(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(raised=True, flagged=True)
    Application.objects.filter(pk=item.application_id).update(flagged=True)
    events.record(events.SYSTEM, "item_raised", f"item:{item.pk}", {"flagged": item.flagged}, {"flagged": True})
