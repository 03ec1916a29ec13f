"""Re-use: one output in several applications, of several people, units or years. Co-authors who list their paper rightly stand here too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from verifier.portal import permissions
from verifier.portal.access import act
from verifier.portal.models import Account, Application, Item, ItemKey

PAGE = 30
STAGE = Application.Stage


class Use(NamedTuple):
    """One use of an output. `open` is whether its page opens to the account; `person` is "" where it has not come to the committee."""

    item: Item
    person: str
    open: bool
    conflict: bool


def of_item(item: Item, by: Account) -> list[Use]:
    """Return the other applications that list an item's output, as far as they were handed in."""
    keys = ItemKey.objects.filter(item=item).values("key")
    rows = _handed_in().filter(keys__key__in=keys).exclude(application=item.application_id).distinct()
    return _uses(rows.select_related("unit", "application").order_by("application__made", "pk")[:100], by)


def _handed_in() -> QuerySet[Item]:
    return Item.objects.filter(current=True, application__removed=None, application__reached__gte=STAGE.UNIT)


def _uses(rows: Iterable[Item], by: Account) -> list[Use]:
    found = list(rows)
    pks = [one.pk for one in found]
    opened = set(permissions.visible(by, "case.read", Item.objects.filter(pk__in=pks)).values_list("pk", flat=True))
    clashing = set(Item.objects.filter(pk__in=pks, conflicts__isnull=False).values_list("pk", flat=True))
    return [
        Use(one, one.application.person if one.application.reached >= STAGE.COMMITTEE else "", one.pk in opened, one.pk in clashing)
        for one in found
    ]


@act("reuse.read")
def listed(request: HttpRequest) -> HttpResponse:
    """List the outputs that more than one application lists, what clashes first."""
    there = Q(item__current=True, item__application__removed=None, item__application__reached__gte=STAGE.COMMITTEE)
    groups = (
        ItemKey.objects.filter(there)
        .values("key")
        .annotate(uses=Count("item__application", distinct=True), units=Count("item__unit", distinct=True), clashes=Count("item__conflicts", distinct=True))
        .filter(uses__gt=1)
        .order_by("-clashes", "-units", "-uses", "key")
    )
    if request.GET.get("units"):
        groups = groups.filter(units__gt=1)
    page = Paginator(groups, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/committee/reuse.html", {"page": page, "outputs": _together(list(page), request.user)})


def _together(groups: list[dict[str, object]], by: Account) -> list[list[Use]]:
    """Return the uses of each output once: an output is known by several keys."""
    keys = [str(group["key"]) for group in groups]
    pairs = ItemKey.objects.filter(key__in=keys, item__in=_handed_in()).values_list("key", "item")
    rows = {pk: None for _, pk in pairs}
    uses = {use.item.pk: use for use in _uses(Item.objects.filter(pk__in=rows).select_related("unit", "application"), by)}
    by_key: dict[str, frozenset[int]] = {}
    for wanted, pk in pairs:
        by_key[wanted] = by_key.get(wanted, frozenset()) | {pk}
    sets = dict.fromkeys(by_key[one] for one in keys if one in by_key)
    whole = [one for one in sets if not any(one < other for other in sets)]
    return [sorted((uses[pk] for pk in one), key=lambda use: use.item.pk) for one in whole]
