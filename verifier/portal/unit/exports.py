"""A unit's own lists over a batch: the summary as a workbook, and the list for public display."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from verifier.model import Report
from verifier.portal import blobs
from verifier.portal.models import Batch, Version
from verifier.portal.working.printing import Press
from verifier.proof import in_format, summary, unit, xlsx
from verifier.proof.sheet import Sheet
from verifier.proof.wording import DEMO
from verifier.retrieval.wire import now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Made = tuple[str, bytes, str]
"""A file's name, its bytes, its type."""


def reports(batch: Batch) -> Iterator[Report]:
    """Yield the current reports of a batch, in the order of its applications."""
    mine = Version.objects.filter(pk__in=batch.applications.filter(removed=None).values("current")).exclude(report="")
    for digest in mine.order_by("application_id").values_list("report", flat=True):
        yield blobs.report(digest)


def summed(batch: Batch, lang: str) -> Made:
    """Return the summary of a batch."""
    several = list(reports(batch))
    marks = (DEMO[lang == "en"],) if any(report.demo for report in several) else ()
    return f"{batch.name}-汇总.xlsx", xlsx.render(summary.build(several, lang), title=batch.name, marks=marks), XLSX


def displayed(batch: Batch, lang: str) -> Made:
    """Return the list for public display as a workbook."""
    return f"{batch.name}-公示.xlsx", in_format(_display(batch, lang), "xlsx"), XLSX


def displayed_pdf(batch: Batch, lang: str) -> Made:
    """Return the list for public display as it is pinned up."""
    return f"{batch.name}-公示.pdf", in_format(_display(batch, lang), "pdf"), "application/pdf"


def _display(batch: Batch, lang: str) -> Sheet:
    several, press = list(reports(batch)), Press()
    try:
        numbers = [_number(press, report) for report in several]
    finally:
        press.close()
    return unit.display(several, numbers, lang, names=True, issued=now().date().isoformat())


def _number(press: Press, report: Report) -> str:
    """Return the number of a report's certificate, "" while none was printed."""
    try:
        return press.of(report)[1].number_of(report)
    except KeyError:
        return ""


MADE: dict[str, Callable[[Batch, str], Made]] = {"summary": summed, "display": displayed, "display-pdf": displayed_pdf}
