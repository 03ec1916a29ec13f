"""Workbooks of this room: the same sheets as the papers print, sent as a download."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from verifier.portal import walk
from verifier.portal.language import lang, say
from verifier.proof import xlsx
from verifier.proof.sheet import Column, Table
from verifier.proof.wording import DEMO
from verifier.retrieval.wire import now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(name: str, caption: str, columns: tuple[Column, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    """Return a table; one without rows says so."""
    return Table(name=name, caption=caption, columns=columns, rows=tuple(rows), empty=say("没有记录。", "No rows."))


def answer(name: str, tables: Sequence[Table]) -> HttpResponse:
    """Return a download of a workbook, marked as demonstration data where the sources were stubs."""
    marks = () if walk.settings().realm == "live" else (DEMO[lang() == "en"],)
    data = xlsx.render(tables, title=tables[0].caption, issued=now().date().isoformat(), marks=marks)
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
