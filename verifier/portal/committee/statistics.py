"""Statistics of all that came to the committee: by reason, by unit, by journal; as bars, in figures, and as a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from verifier.portal import events, walk
from verifier.portal.access import act
from verifier.portal.committee import books, charts
from verifier.portal.committee.charts import Row
from verifier.portal.language import lang, say
from verifier.portal.models import Application, Item, ItemReason, Unit
from verifier.proof import words
from verifier.proof.sheet import Column, Table
from verifier.reasons import Reason

SHOWN = 25
"""Lines of one chart; the workbook holds all."""
PLACES = {"BAR": 0, "REVIEW": 1, "CLEAR": 2}


@act("statistics.read")
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the charts with their tables."""
    notice = request.GET.get("notice", "")
    counted = count(notice)
    named = [(one.id, one.document) for one in walk.notices()]
    shown = [(title, head, rows[:SHOWN], len(rows), charts.bars(title, rows[:SHOWN])) for head, title, rows in counted]
    whole = [sum(row.counts[place] for row in counted[1][2]) for place in range(3)]
    return render(request, "portal/committee/statistics.html", {"parts": shown, "notice": notice, "notices": named, "whole": whole, "sum": sum(whole)})


@act("statistics.read", methods=("POST",))
def export(request: HttpRequest) -> HttpResponse:
    """Hand the statistics over as a workbook."""
    counted = count(request.POST.get("notice", ""))
    with transaction.atomic():
        events.record(request.user, "statistics_exported", "statistics:all", after={title: len(rows) for _, title, rows in counted})
    return books.answer("statistics.xlsx", [_table(head, title, rows) for head, title, rows in counted])


def count(notice: str) -> list[tuple[str, str, list[Row]]]:
    """Return (what is counted, title, lines) of the three countings: four queries, however many items there are."""
    rows = Item.objects.filter(current=True, application__removed=None, application__reached__gte=Application.Stage.COMMITTEE)
    reasons = ItemReason.objects.filter(item__current=True, item__application__removed=None, item__application__reached__gte=Application.Stage.COMMITTEE)
    if notice:
        rows, reasons = rows.filter(application__notice=notice), reasons.filter(item__application__notice=notice)
    return [
        (say("理由", "Reason"), say("按理由", "By reason"), _by_reason(reasons)),
        (say("单位", "Unit"), say("按单位", "By unit"), _by_unit(rows)),
        (say("期刊", "Journal"), say("按期刊", "By journal"), _by_journal(rows)),
    ]


def _by_reason(rows: QuerySet[Any]) -> list[Row]:
    pairs = rows.order_by().values_list("reason", "outcome").annotate(n=Count("item", distinct=True))
    label = {one.value: words.pick(words.REASONS[one], lang()) for one in Reason}
    return _lines(((label.get(reason, reason), reason), outcome, n, {"reason": reason}) for reason, outcome, n in pairs)


def _by_unit(rows: QuerySet[Any]) -> list[Row]:
    pairs = list(rows.order_by().values_list("unit", "outcome").annotate(n=Count("pk")))
    names = dict(Unit.objects.filter(pk__in={unit for unit, _, _ in pairs}).values_list("pk", "name"))
    return _lines(((names[unit], unit), outcome, n, {"unit": unit}) for unit, outcome, n in pairs)


def _by_journal(rows: QuerySet[Any]) -> list[Row]:
    pairs = rows.exclude(journal="").order_by().values_list("journal", "outcome").annotate(n=Count("pk"))
    return _lines(((journal, journal), outcome, n, {"journal": journal}) for journal, outcome, n in pairs)


def _lines(counted: Iterable[tuple[tuple[str, Any], str, int, dict[str, Any]]]) -> list[Row]:
    """Return a line a thing, the most flagged first."""
    sums: defaultdict[tuple[str, Any], list[int]] = defaultdict(lambda: [0, 0, 0])
    queries: dict[tuple[str, Any], str] = {}
    for key, outcome, n, query in counted:
        sums[key][PLACES[outcome]] += n
        queries[key] = urlencode(query)
    lines = [Row(key[0], (three[0], three[1], three[2]), queries[key]) for key, three in sums.items()]
    return sorted(lines, key=lambda row: (-row.flagged, -row.total, row.label))


def _table(head: str, title: str, rows: list[Row]) -> Table:
    heads = ((head, 40.0), (say("属所列情形", "Named by the notice"), 14.0), (say("需核对", "To check"), 14.0), (say("一致", "Agrees"), 14.0), (say("合计", "Total"), 14.0))
    columns = tuple(Column(title=one, width=width, align="left" if place == 0 else "center") for place, (one, width) in enumerate(heads))
    return books.table("statistics", title, columns, [(row.label, *map(str, row.counts), str(row.total)) for row in rows])
