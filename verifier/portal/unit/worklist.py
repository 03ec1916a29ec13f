"""The registry's work list: each journal once, with what to type and what is printed already; one print serves all its papers."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from verifier import imports
from verifier.errors import InputError
from verifier.papers import worklist
from verifier.portal import blobs, events, files, permissions, walk
from verifier.portal.access import Refused, act
from verifier.portal.language import say, told
from verifier.portal.models import Application, Attachment, Version
from verifier.portal.unit.forms import RegistryPrint
from verifier.portal.views.files import sent
from verifier.retrieval import manual
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.wire import now
from verifier.sources.nppa import ENTRY

MOST = 2000
"""Lists that are looked through for journals; the newest first."""


def rows(request: HttpRequest) -> list[worklist.Row]:
    """Return the journals of the unit's lists whose look-up at the registry is unfinished."""
    mine = permissions.visible(
        request.user, "application.list", Application.objects.filter(stage=Application.Stage.UNIT)
    )
    return worklist.gather(
        _listed(mine.order_by("-id").values_list("current", flat=True)[:MOST]), manual.load(walk.settings())
    )


def _listed(versions: object) -> Iterator[worklist.Listed]:
    for digest in Version.objects.filter(pk__in=list(versions)).exclude(report="").values_list("report", flat=True):  # type: ignore[call-overload]
        report = blobs.report(digest)
        for item in report.items:
            claimed = item.claimed or None
            yield worklist.Listed(report.applicant.name, item.citation, claimed, item)


@act("worklist.read")
def listed(request: HttpRequest) -> HttpResponse:
    """Show the list, with a place to hand in each print."""
    found = rows(request)
    return render(
        request,
        "portal/unit/worklist.html",
        {"rows": found, "entry": ENTRY, "left": sum(not row.done for row in found), "steps": worklist.STEPS[:3]},
    )


@act("worklist.read")
def table(request: HttpRequest) -> HttpResponse:
    """Send the list as a table."""
    return sent(worklist.as_csv(rows(request)), "worklist.csv", "text/csv; charset=utf-8")


@act("worklist.read", methods=("POST",))
def take(request: HttpRequest) -> HttpResponse:
    """Take a print of the registry in as manual evidence, under the reviewer's name."""
    form = RegistryPrint(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused("请选择打印件。", "Choose the print.")
    said, file = form.cleaned_data, form.cleaned_data["file"]
    if file.size > imports.LARGEST:
        raise Refused("文件超过 32 MB。", "The file is larger than 32 MB.")
    shown = imports.Shown(
        title=said["journal"], cn=said["cn"] or None, issn=said["issn"] or None, absent=said["absent"]
    )
    settings, data = walk.settings(), file.read()
    try:
        filed, unseen = imports.take(
            data,
            file.name[-100:],
            by=request.user.name,
            at=now().isoformat(timespec="seconds"),
            source=manual.REGISTRY,
            asked=said["journal"],
            shown=shown,
        )
        with Archive(archive_folder(settings)) as archive, transaction.atomic():
            filed = imports.archived(archive, filed, data)
            manual.add(settings, [filed])
            events.record(request.user, "print_taken_in", f"journal:{said['journal'][:100]}", after=filed.sha256)
    except InputError as error:
        messages.error(request, told(error))
    else:
        messages.success(
            request,
            say(
                "打印件已存为证据。重新核验后，该刊全部论文都用得上。",
                "Taken in. Checked again, all papers of the journal rest on it.",
            ),
        )
        for line in unseen:  # what is stated and the print's own text does not hold
            messages.warning(request, line)
    return redirect("worklist")


@act("attachment.take", Attachment, methods=("POST",))
def take_export(request: HttpRequest, row: Attachment) -> HttpResponse:
    """Take an export or a saved page that somebody added in as manual evidence: the reviewer answers for it, not who uploaded it."""
    settings, data = walk.settings(), files.content(row)
    try:
        filed, unread = imports.take(
            data,
            row.name,
            by=request.user.name,
            at=now().isoformat(timespec="seconds"),
            source=request.POST.get("source", ""),
        )
        with Archive(archive_folder(settings)) as archive, transaction.atomic():
            filed = imports.archived(archive, filed, data)
            manual.add(settings, [filed])
            events.record(request.user, "export_taken_in", f"application:{row.application_id}", after=filed.sha256)
    except InputError as error:
        messages.error(request, told(error))
    else:
        count, left = len(filed.records), len(unread)
        messages.success(
            request,
            say(
                f"已采用为手工证据：题录 {count} 条，未读 {left} 条。重新核验后生效。",
                f"Taken in: {count} records, {left} not read. Check again.",
            ),
        )
    return redirect("application", row.application_id)
