"""The queue: flagged items, the worst first, in pages, with filters; and the same as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from verifier.portal import events
from verifier.portal.access import act
from verifier.portal.committee import books, cases
from verifier.portal.language import lang, say
from verifier.portal.models import Item, ItemReason, Unit
from verifier.proof import words
from verifier.proof.sheet import Column
from verifier.reasons import Outcome, Reason

PAGE = 50
MOST = 20_000
"""Rows of one workbook; a larger export is made in parts, by filters."""
OUTCOMES = (Outcome.BAR, Outcome.REVIEW, Outcome.CLEAR)


@act("queue.read")
def queue(request: HttpRequest) -> HttpResponse:
    """Show a page of the queue."""
    rows = wanted(cases.flagged(request.user), request.GET)
    page = Paginator(cases.worst_first(rows).select_related("unit", "application"), PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "portal/committee/queue.html", {"page": page, "states": cases.STATES, **choices(request)})


@act("queue.export", methods=("POST",))
def export(request: HttpRequest) -> HttpResponse:
    """Hand the queue over as a workbook, as it is filtered."""
    rows = cases.worst_first(wanted(cases.flagged(request.user), request.POST)).select_related("unit", "application")[
        :MOST
    ]
    lines = list(_lines(rows))
    with transaction.atomic():
        events.record(
            request.user,
            "queue_exported",
            "queue:flagged",
            after={"rows": len(lines), "filters": request.POST.urlencode()},
        )
    return books.answer("queue.xlsx", [books.table("queue", say("待核对成果", "Flagged items"), _columns(), lines)])


def wanted(rows: QuerySet[Item], said: QueryDict) -> QuerySet[Item]:
    """Return the items that some filters leave; a filter that names nothing known filters nothing."""
    rows = cases.stated(rows)
    if (outcome := said.get("outcome", "")) in Outcome.__members__:
        rows = rows.filter(outcome=outcome)
    if (reason := said.get("reason", "")) in set(Reason):
        rows = rows.filter(pk__in=ItemReason.objects.filter(reason=reason).values("item"))
    if (unit := said.get("unit", "")).isdigit():
        rows = rows.filter(unit=int(unit))
    if journal := said.get("journal", "").strip()[:100]:
        rows = rows.filter(journal__icontains=journal) | rows.filter(container__icontains=journal)
    if (state := said.get("state", "")) in cases.STATES:
        rows = rows.filter(case=state)
    return rows


def choices(request: HttpRequest) -> dict[str, Any]:
    """Return what the filters offer: the units that have an item there, and every reason in words."""
    there = cases.flagged(request.user).order_by().values("unit").distinct()
    named = [(one.value, words.pick(words.REASONS[one], lang())) for one in Reason]
    return {"units": Unit.objects.filter(pk__in=there), "reasons": named, "outcomes": OUTCOMES}


def _columns() -> tuple[Column, ...]:
    heads = (
        (say("结论", "Outcome"), 10), (say("单位", "Unit"), 24), (say("申报人", "Applicant"), 10), (say("题名", "Title"), 44),
        (say("期刊", "Journal"), 24), (say("年", "Year"), 6), (say("期", "Issue"), 6), (say("理由", "Reasons"), 40), (say("状态", "State"), 12),
    )  # fmt: skip
    return tuple(Column(title=title, width=width) for title, width in heads)


def _lines(rows: QuerySet[Item]) -> Iterator[tuple[str, ...]]:
    short = {
        Outcome.BAR: say("属所列情形", "Named by the notice"),
        Outcome.REVIEW: say("需核对", "To check"),
        Outcome.CLEAR: say("一致", "Agrees"),
    }
    named = {one.value: words.pick(words.REASONS[one], lang()) for one in Reason}
    for row in rows:
        said = say("；", "; ").join(named.get(one, one) for one in row.reasons)
        yield (
            short[Outcome(row.outcome)], row.unit.name, row.application.person, row.title, row.journal or row.container, row.year, row.issue,
            said, str(cases.STATES[row.case]),
        )  # fmt: skip
