"""Files and papers: adding, sending and removing what people brought; ordering and sending what is printed."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from verifier.errors import InputError
from verifier.portal import blobs, events, files, filing
from verifier.portal.access import Refused, act
from verifier.portal.language import later, say, told
from verifier.portal.models import Application, Attachment, Task
from verifier.portal.models.applications import KINDS

SANDBOX = "sandbox; default-src 'none'"
"""What a file that is sent may do in a browser that opens it all the same: nothing."""
PAPER_TYPES = {
    "pdf": "application/pdf",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NAMES = {
    "certificate": ("检索证明", "Certificate"), "checklist": ("核对事项（不盖章、不随卷）", "Check list (never stamped, never bound)"),
    "dossier": ("卷宗", "Dossier"), "slip": ("补充材料单", "What to add"), "bundle": ("证据包（WACZ）", "Evidence bundle (WACZ)"),
    "report": ("核验结果（JSON）", "Report (JSON)"),
}  # fmt: skip


class AttachForm(forms.Form):
    """A file, what it is, and to which item it belongs."""

    item = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    kind = forms.ChoiceField(label=later("材料", "What it is"), choices=KINDS)
    file = forms.FileField(
        label=later("文件", "File"),
        help_text=later(
            "扫描件、打印件用 PDF、JPG、PNG；题录用数据库导出的原文件。不超过 32 MB",
            "Scans and prints as PDF, JPG, PNG; exports as the database wrote them. At most 32 MB",
        ),
    )


@act("attachment.add", Application, methods=("POST",))
def attach(request: HttpRequest, row: Application) -> HttpResponse:
    """Add a file to an application or to one of its items."""
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused("请选择文件并说明是什么材料。", "Choose a file and say what it is.")
    if request.user.role == "applicant" and not filing.editable(row, request.user):
        raise Refused(
            "该申报已提交，材料由单位退回后再补。", "It was handed in; files can be added once the unit returns it."
        )
    said = form.cleaned_data
    if said["item"] and said["item"] not in {one.id for one in filing.draft(row).submission.items}:
        raise Refused("清单中没有这一项，可能已被移去。", "There is no such item; it may have been dropped.")
    if said["file"].size > files.LARGEST:
        raise Refused(
            "文件超过 32 MB。请降低扫描分辨率后重试。", "The file is larger than 32 MB. Scan at a lower resolution."
        )
    try:
        files.add(row, request.user, said["file"].read(), said["file"].name, said["kind"], said["item"])
    except InputError as error:
        messages.error(request, told(error))
    else:
        messages.success(request, say("材料已加入，装订卷宗时随该项成果。", "Added; it is bound with its item."))
    return redirect("application", row.pk)


@act("attachment.read", Attachment)
def attachment(request: HttpRequest, row: Attachment) -> HttpResponse:  # noqa: ARG001 - the gate needs it
    """Send a file as a download; its type is what its content was seen to be."""
    return sent(files.content(row), row.name, files.TYPES.get(row.sniffed, "application/octet-stream"))


@act("attachment.add", Attachment, methods=("POST",))
def detach(request: HttpRequest, row: Attachment) -> HttpResponse:
    """Remove a file that oneself added."""
    if row.by_id != request.user.pk:
        raise Refused("只能删去自己添加的材料。", "Only what you added yourself can be removed.")
    files.remove(row, request.user)
    messages.success(request, say("已删去该材料。", "Removed."))
    return redirect("application", row.application_id)


@act("application.papers", Application, methods=("POST",))
def order(request: HttpRequest, row: Application) -> HttpResponse:
    """Have the papers of the current version printed; an order that waits is not given twice."""
    version = row.current
    if version is None or not version.report:
        raise Refused("还没有核验结果，不能出具。请先核验。", "There is no report yet. Check the list first.")
    formats = [one for one in ("pdf", "docx", "xlsx") if one == "pdf" or request.POST.get(one)]
    wish = {"formats": formats, "lang": "zh", **_noted(request)}
    with transaction.atomic():
        waiting = Task.objects.filter(version=version, kind=Task.Kind.PAPERS).exclude(state__in=Task.OVER)
        if not waiting.exists():
            Task.objects.create(kind=Task.Kind.PAPERS, version=version, asked_by=request.user, wish=wish)
            events.record(request.user, "papers_ordered", f"application:{row.pk}", after=wish)
    return redirect("application", row.pk)


def _noted(request: HttpRequest) -> dict[str, str]:
    """Return the reviewer's word on an unfinished search; only a reviewer may give it, never the applicant."""
    because = request.POST.get("because", "").strip()[:500]
    return {"reviewer": request.user.name, "because": because} if because and request.user.role == "reviewer" else {}


@act("application.papers", Application)
def watch_papers(request: HttpRequest, row: Application) -> HttpResponse:
    """Return how far the printing is, for the page that watches."""
    from verifier.portal import progress

    task = progress.papers(row)
    return render(request, "portal/parts/papers.html", {"application": row, "papers": task, "listed": listed(task)})


def listed(task: Task | None) -> list[dict[str, Any]]:
    """Return the files of a finished order, each with its name in words."""
    found = []
    for name, one in (task.result.get("files", {}) if task else {}).items():
        stem, _, kind = name.rpartition(".")
        words = NAMES.get(stem, (name, name))
        found.append({"file": name, "says": say(*words), "kind": kind.upper(), **one})
    return found


@act("application.papers", Task)
def paper(request: HttpRequest, row: Task, name: str) -> HttpResponse:  # noqa: ARG001 - the gate needs it
    """Send a printed file."""
    one = row.result.get("files", {}).get(name)
    if one is None:
        raise Http404
    return sent(blobs.get(one["blob"]), name, PAPER_TYPES.get(name.rpartition(".")[2], "application/octet-stream"))


def sent(data: bytes, name: str, kind: str) -> HttpResponse:
    """Return some bytes as a download that can do nothing in a browser."""
    return _quiet(HttpResponse(data, content_type=kind), name)


def sent_file(stored: str, name: str, kind: str) -> HttpResponse:
    """Return a stored file as a download, without holding it in memory."""
    return _quiet(FileResponse(files.place(stored).open("rb"), content_type=kind), name)


def _quiet(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f"attachment; filename=\"download\"; filename*=UTF-8''{quote(name, safe='')}"
    response["Content-Security-Policy"] = SANDBOX
    return response
