"""The papers: certificate, check list, dossier, slip and bundle of one version, or those of a whole batch in one archive."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from verifier import papers
from verifier.errors import VerifierError
from verifier.model import Decision as Made
from verifier.model import Report
from verifier.papers import issuing
from verifier.papers.brought import Held
from verifier.papers.prints import with_prints
from verifier.papers.register import Register
from verifier.portal import blobs, events, files, walk
from verifier.portal.models import Batch, Decision, Item, Task, Version
from verifier.portal.working import leases
from verifier.portal.working.leases import Heartbeat, Lost
from verifier.proof import Beside, Noted, summary, unit, xlsx
from verifier.proof import in_format as printed
from verifier.proof.unit import Printout
from verifier.proof.wording import DEMO
from verifier.reasons import Outcome, Reason
from verifier.retrieval.archive import Archive
from verifier.retrieval.wire import now

REALMS = {True: "demo", False: "live"}
ZIPPED = "papers.zip"


class Press:
    """The archives and registers of the data folder, opened as they are needed."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._open: dict[bool, tuple[Archive, Register]] = {}
        self._data = Path(walk.run().data)

    def of(self, report: Report) -> tuple[Archive, Register]:
        """Return the archive and the register of a report's realm."""
        if report.demo not in self._open:
            realm = REALMS[report.demo]
            self._open[report.demo] = Archive(self._data / "archive" / realm), Register(self._data / "register" / realm)
        return self._open[report.demo]

    def close(self) -> None:
        """Close the archives."""
        for archive, _ in self._open.values():
            archive.close()

    def issue(
        self, version: Version, wish: dict[str, Any], by: str
    ) -> tuple[str, dict[str, bytes], dict[str, int], Report]:
        """Issue one version's papers: its number, the files by name, the pages of each PDF, and its report."""
        report = blobs.report(version.report)
        archive, register = self.of(report)
        application, lang = version.application, str(wish.get("lang", "zh"))
        places = {item.id: place for place, item in enumerate(report.items, 1)}
        brought = with_prints(files.held(application.attachments.filter(removed=None), places), report, archive)
        formats, at = tuple(wish.get("formats", ("pdf",))), now()
        beside = _beside(version, wish, brought)
        made = papers.issue(
            report, archive, register, lang, day=at.date().isoformat(), at=at.isoformat(timespec="seconds"), formats=formats,
            beside=beside, unit_code=application.unit.code, by=by,
        )  # fmt: skip
        notice = walk.standards(report.notice).notice
        volume = issuing.volume(
            report, archive, register, lang, papers=made, held=brought, beside=beside, formats=formats, by=by,
            manual=tuple((one.clause, one.says) for one in notice.manual), order=str(notice.order),
        )  # fmt: skip
        return register.number_of(report), {**made, **volume.files}, volume.pages, report


def work(tasks: list[Task], worker: str) -> None:
    """Print."""
    with Heartbeat(tasks, worker) as heart:
        for task in tasks:
            press = Press()
            try:
                if task.kind == Task.Kind.PAPERS:
                    _papers(task, worker, press)
                else:
                    _bundle(task, worker, press, heart)
            except VerifierError as error:
                try:
                    leases.finish(task, worker, Task.State.FAILED, wrong=error.zh)
                except Lost:
                    continue
            finally:
                press.close()


def _papers(task: Task, worker: str, press: Press) -> None:
    version = Version.objects.select_related("application__unit__parent").get(pk=task.version_id)
    by = task.asked_by.username if task.asked_by else ""
    number, made, pages, _ = press.issue(version, task.wish, by)
    listed = {
        name: {"blob": blobs.put(data), "size": len(data), "pages": pages.get(name)} for name, data in made.items()
    }
    with transaction.atomic():
        leases.finish(task, worker, done=1, total=1, result={"number": number, "files": listed})
        after = {name: one["blob"] for name, one in listed.items()}
        events.record(
            task.asked_by or events.SYSTEM,
            "papers_issued",
            f"application:{version.application_id}",
            version.report,
            after,
        )


def _beside(version: Version, wish: dict[str, Any], brought: Held) -> Beside:
    application, department = version.application, version.application.unit.parent
    reviewer = str(wish.get("reviewer", ""))
    return Beside(
        noted=Noted(by=reviewer, why=str(wish.get("because", "")), at=now().date().isoformat()) if reviewer else None,
        department=department.name if department else "",
        brought=brought.brought,
        decisions=decided(version) if application.current_id == version.pk else {},
    )


def decided(version: Version) -> dict[str, tuple[Made, ...]]:
    """Return what people decided on a version's items, now or at an earlier version, by item id and oldest first."""
    found: dict[str, tuple[Made, ...]] = {}
    for row in _decisions(version.application_id):
        found[row.item.key] = (*found.get(row.item.key, ()), _as_made(row))
    return found


def made(item: Item) -> tuple[Made, ...]:
    """Return the decisions on one item as the papers and the terminal know them, oldest first."""
    return tuple(_as_made(row) for row in _decisions(item.application_id).filter(item__key=item.key))


def _decisions(application: int) -> QuerySet[Decision]:
    rows = Decision.objects.filter(item__application=application, kind=Decision.Kind.DECIDE)
    return rows.select_related("item__version", "by").order_by("id")


def _as_made(row: Decision) -> Made:
    return Made(
        report=row.item.version.report_hash, item=row.item.key, reason=Reason(row.reason) if row.reason else None,
        outcome=Outcome(row.outcome), why=row.why, by=row.by.name, at=row.at.isoformat(timespec="seconds"),
    )  # fmt: skip


def _bundle(task: Task, worker: str, press: Press, heart: Heartbeat) -> None:
    """Print everybody of a batch and pack it in the order of printing, with the unit's own lists."""
    batch = Batch.objects.get(pk=task.batch_id)
    current = Item.objects.filter(batch=batch, current=True).values("version")
    versions = (
        Version.objects.filter(pk__in=current).select_related("application__unit__parent").order_by("application_id")
    )
    by, done = (task.asked_by.username if task.asked_by else ""), list[tuple[Report, str, Printout]]()
    only = task.wish.get("only")
    stored = files.keep(b"")
    with zipfile.ZipFile(files.place(stored), "w", zipfile.ZIP_STORED) as archive:
        total = versions.count()
        for count, version in enumerate(versions.iterator(chunk_size=20), 1):
            heart.tell(Task.State.JUDGING, count - 1, total)
            number, made, pages, report = press.issue(version, task.wish, by)
            folder = f"{count:05d}"
            for name, data in made.items():
                if only is None or name.startswith(only):
                    archive.writestr(f"{folder}/{name}", data)
            done.append((report, number, Printout(applicant=report.applicant.name, folder=folder, pages=pages)))
        if done and only is None:
            for name, data in unit_papers(done, names=bool(task.wish.get("names"))).items():
                archive.writestr(name, data)
    with transaction.atomic():
        result = {"stored": stored, "size": files.place(stored).stat().st_size, "count": len(done)}
        leases.finish(task, worker, done=total, total=total, result=result)
        events.record(task.asked_by or events.SYSTEM, "bundle_made", f"batch:{batch.pk}", after=result)


def unit_papers(done: list[tuple[Report, str, Printout]], names: bool, lang: str = "zh") -> dict[str, bytes]:
    """Return a unit's own papers: the list for public display, the order of printing, and the summary as a workbook."""
    reports, numbers = [one for one, _, _ in done], [one for _, one, _ in done]
    issued = now().date().isoformat()
    shown = unit.display(reports, numbers, lang, names=names, issued=issued)
    order = unit.order(reports, [one for _, _, one in done], lang, issued=issued)
    made = {
        f"{name}.{kind}": printed(sheet, kind)
        for name, sheet in (("display", shown), ("print-order", order))
        for kind in ("pdf", "xlsx")
    }
    marks = (DEMO[lang == "en"],) if any(report.demo for report in reports) else ()
    return {
        **made,
        "summary.xlsx": xlsx.render(
            summary.build(reports, lang), title="汇总" if lang == "zh" else "Summary", marks=marks
        ),
    }
