"""The table of items: filters by words of the address, one indexed query a page, nothing fetched row by row."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict

from verifier.portal import permissions
from verifier.portal.models import Account, Batch, Item

SIZE = 50


class Filters(NamedTuple):
    """What the address says."""

    batch: int | None
    outcome: str
    state: str
    reason: str
    flagged: bool
    unfinished: bool
    raised: bool
    q: str

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        """Read them; what is no filter is none."""
        batch = query.get("batch", "")
        return cls(
            int(batch) if batch.isdigit() and len(batch) < 12 else None, query.get("outcome", ""), query.get("state", ""), query.get("reason", ""),
            query.get("flagged") == "1", query.get("unfinished") == "1", query.get("raised") == "1", query.get("q", "").strip()[:100],
        )  # fmt: skip

    def apply(self, rows: QuerySet[Item]) -> QuerySet[Item]:
        """Narrow some items."""
        if self.batch is not None:
            rows = rows.filter(batch=self.batch)
        if self.outcome in ("CLEAR", "REVIEW", "BAR"):
            rows = rows.filter(outcome=self.outcome)
        if self.state in Item.State.values:
            rows = rows.filter(state=self.state)
        if self.reason:
            rows = rows.filter(by_reason__reason=self.reason).distinct()
        for name in ("flagged", "unfinished", "raised"):
            if getattr(self, name):
                rows = rows.filter(**{name: True})
        if self.q:
            rows = rows.filter(
                Q(title__icontains=self.q) | Q(container__icontains=self.q) | Q(application__person__icontains=self.q)
            )
        return rows


def items(account: Account, filters: Filters) -> QuerySet[Item]:
    """Return the items that an account may list, worst first, narrowed by the filters."""
    rows = permissions.visible(account, "item.list", Item.objects.filter(current=True))
    return filters.apply(rows).order_by("-rank", "id")


def page(rows: QuerySet[Item], number: Any) -> Page:
    """Return one page of items with their applications, in two queries."""
    return Paginator(rows.select_related("application", "unit"), SIZE).get_page(number)


def batches(account: Account) -> QuerySet[Batch]:
    """Return the batches that an account may list."""
    return permissions.visible(account, "batch.list", Batch.objects.select_related("unit", "made_by"))
