"""How far the committee is with an item: its own state, beside the unit's. Derived from decisions, so that it cannot fall out of step.

An item is open until somebody of the committee decides; asked while the question lies with the unit, and open again once the
application has come back. `split` is a standing decision whose second reviewer came to another outcome.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from verifier.portal import permissions
from verifier.portal.language import later
from verifier.portal.models import Account, Application, Decision, Item, ItemReason

Kind = Decision.Kind
STATES: dict[str, Any] = {
    "open": later("待核对", "Open"),
    "asked": later("已退问", "Asked back"),
    "once": later("待复核", "Wants a second look"),
    "agreed": later("复核一致", "Second look agrees"),
    "split": later("复核不一致", "Second look differs"),
}
BY_COMMITTEE = Q(role="committee")


def flagged(account: Account) -> QuerySet[Item]:
    """Return the current items that want the committee's look, as far as the table opens them to an account."""
    return permissions.visible(account, "queue.read", Item.objects.filter(current=True, flagged=True))


def stated(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Annotate items with `found` (findings), `stood` (the standing decision's row) and `case` (a key of STATES)."""
    of_item = Decision.objects.filter(BY_COMMITTEE, item=OuterRef("pk")).order_by("-id")
    reasons = ItemReason.objects.filter(item=OuterRef("pk")).order_by().values("item").annotate(n=Count("pk"))
    looked = Decision.objects.filter(kind=Kind.SECOND, on=OuterRef("stood")).order_by("-id")
    there = rows.annotate(
        found=Coalesce(Subquery(reasons.values("n"), output_field=IntegerField()), 0),
        last=Subquery(of_item.filter(kind__in=(Kind.DECIDE, Kind.ASK)).values("kind")[:1]),
        stood=Subquery(of_item.filter(kind=Kind.DECIDE).values("pk")[:1]),
    ).annotate(second=Subquery(looked.values("agrees")[:1]))
    away = Q(last=Kind.ASK, application__stage__lt=Application.Stage.COMMITTEE)
    return there.annotate(
        case=Case(
            When(away, then=Value("asked")),
            When(Q(last=Kind.DECIDE, second=True), then=Value("agreed")),
            When(Q(last=Kind.DECIDE, second=False), then=Value("split")),
            When(last=Kind.DECIDE, then=Value("once")),
            default=Value("open"),
            output_field=CharField(),
        )
    )


def worst_first(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Order stated items: what the notice names before what is to be checked, then by the number of findings."""
    return rows.order_by("-rank", "-found", "pk")


def waiting(account: Account) -> int:
    """Return how many items wait for the committee: nobody has decided, and the question is not with the unit."""
    return stated(flagged(account)).filter(case="open").count()
