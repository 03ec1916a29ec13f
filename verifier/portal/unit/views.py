"""The unit's pages, and the department's: batches, the table of items, opinions, conflicts, exports, handing upward."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from verifier.portal import events, filing, permissions, walk
from verifier.portal.access import Refused, act
from verifier.portal.language import lang, say
from verifier.portal.models import Application, Batch, Conflict, Item, Task
from verifier.portal.unit import deciding, exports, tables, uploads
from verifier.portal.unit.forms import BULK, Decide, Upload
from verifier.portal.views.files import sent, sent_file
from verifier.proof import words
from verifier.reasons import Reason
from verifier.submissions import template

BOTH = ("GET", "HEAD", "POST")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 50


@act("application.list")
def applications(request: HttpRequest) -> HttpResponse:
    """List what lies with the office now, or once did; applicants have a list of their own."""
    if request.user.role == "applicant":
        return redirect("applications")
    rows = permissions.visible(
        request.user, "application.list", Application.objects.select_related("current", "unit", "batch")
    )
    stage, wanted = request.GET.get("stage", ""), request.GET.get("q", "").strip()[:100]
    if stage.isdigit():
        rows = rows.filter(stage=int(stage))
    if wanted:
        rows = rows.filter(Q(person__icontains=wanted) | Q(key__icontains=wanted))
    page = Paginator(rows.order_by("-changed", "-id"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "stages": Application.Stage.choices[1:], "stage": stage, "q": wanted}
    return render(request, "portal/unit/applications.html", context)


# ---------------------------------------------------------------- batches


@act("batch.list")
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches."""
    page = Paginator(tables.batches(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/unit/batches.html", {"page": page})


@act("batch.create", methods=BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Upload a workbook or an archive."""
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["file"].size > uploads.LARGEST:
            raise Refused("文件超过 64 MB。请分批上传。", "The file is larger than 64 MB. Upload it in parts.")
        batch = uploads.upload(request.user, said["name"], said["notice"], said["file"].read(), said["file"].name)
        return redirect("batch", batch.pk)
    return render(request, "portal/unit/new.html", {"form": form, "notices": walk.notices()})


@act("batch.read", Batch)
def batch(request: HttpRequest, row: Batch) -> HttpResponse:
    """Show a batch: what was read, how far it is, what came of it."""
    return render(request, "portal/unit/batch.html", _batch(request, row))


@act("batch.read", Batch)
def watch(request: HttpRequest, row: Batch) -> HttpResponse:
    """Return how far a batch is, for the page that watches; when its state changed or a bundle is packed the page loads anew."""
    context = _batch(request, row)
    if request.GET.get("state") != row.state or (request.GET.get("packing") and not context["packing"]):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "portal/unit/watch.html", context)


def _batch(request: HttpRequest, row: Batch) -> dict[str, Any]:
    mine = Item.objects.filter(batch=row, current=True)
    counts = mine.aggregate(
        clear=Count("id", filter=Q(outcome="CLEAR")), review=Count("id", filter=Q(outcome="REVIEW")), bar=Count("id", filter=Q(outcome="BAR")),
        unfinished=Count("id", filter=Q(unfinished=True)), open=Count("id", filter=Q(flagged=True, state="open")),
    )  # fmt: skip
    failed = Task.objects.filter(batch=row, kind=Task.Kind.VERIFY, state=Task.State.FAILED).select_related(
        "version__application"
    )[:20]
    bundle, slips = _last(row, None), _last(row, "slip")
    return {
        "batch": row, "progress": uploads.progress(row), "counts": counts, "failed": failed, "rejected": row.rejected[:200],
        "may_run": permissions.may(request.user, "batch.run", row).allowed, "may_forward": permissions.may(request.user, "batch.forward", row).allowed,
        "bundle": bundle, "slips": slips, "packing": any(task and not task.is_over for task in (bundle, slips)), "waiting": _waiting(row), "english": lang() == "en",
        "conflicts": Conflict.objects.filter(applications__batch=row).distinct().count(),
    }  # fmt: skip


def _last(batch: Batch, only: str | None) -> Task | None:
    rows = Task.objects.filter(batch=batch, kind=Task.Kind.BUNDLE).order_by("-id")
    return next((task for task in rows[:20] if task.wish.get("only") == only), None)


def _waiting(batch: Batch) -> int:
    """Return how many applications of a batch still lie with the unit."""
    return batch.applications.filter(stage=Application.Stage.UNIT, removed=None).count()


@act("batch.run", Batch, methods=("POST",))
def turn(request: HttpRequest, row: Batch) -> HttpResponse:
    """Start, pause, resume, retry or cancel a batch."""
    done = uploads.ACTS.get(request.POST.get("do", ""))
    if done is None:
        raise Http404
    done(row, request.user)
    return redirect("batch", row.pk)


@act("batch.forward", Batch, methods=("POST",))
def forward(request: HttpRequest, row: Batch) -> HttpResponse:
    """Hand everything of a batch upward that is ready; what is not is counted and stays."""
    mine = row.applications.filter(stage=Application.Stage.UNIT, removed=None).select_related("current", "unit")
    gone, stayed = 0, 0
    for application in mine:
        try:
            filing.forward(application, request.user)
            gone += 1
        except Refused:
            stayed += 1
    if gone:
        messages.success(request, say(f"已报送 {gone} 人。", f"{gone} handed upward."))
    if stayed:
        messages.warning(
            request,
            say(
                f"另有 {stayed} 人还有需要核对的成果没有审核意见，未报送。",
                f"{stayed} still have open items and stayed.",
            ),
        )
    return redirect("batch", row.pk)


# ---------------------------------------------------------------- items


@act("item.list")
def items(request: HttpRequest) -> HttpResponse:
    """Show the table of items, worst first; the committee works from its queue."""
    if request.user.role == "committee":
        return redirect("queue")
    filters = tables.Filters.of(request.GET)
    page = tables.page(tables.items(request.user, filters), request.GET.get("page"))
    context = {
        "page": page, "filters": filters, "bulk": BULK, "states": Item.State.choices, "batches": tables.batches(request.user)[:50],
        "reasons": [(one.value, words.pick(words.REASONS[one], lang())) for one in Reason],
        "may_review": permissions.table()["item.review"].relation(request.user.role) is not None,
    }  # fmt: skip
    return render(request, "portal/unit/items.html", context)


@act("item.review", methods=("POST",))
def decide_many(request: HttpRequest) -> HttpResponse:
    """Write one opinion on several items, all or none; every one of them must lie open to the account."""
    keys = [int(one) for one in request.POST.getlist("item") if one.isdigit()]
    chosen = Item.objects.filter(pk__in=keys)
    allowed = permissions.visible(request.user, "item.review", chosen).select_related("application", "version")
    if allowed.count() != len(set(keys)):
        raise Refused(
            "选中的成果中有不属本单位办理的，全部没有写入。",
            "Some of the chosen items are not yours; nothing was written.",
        )
    count = deciding.decide_many(allowed, request.user, request.POST.get("outcome", ""), request.POST.get("why", ""))
    messages.success(request, say(f"已写入 {count} 项审核意见。", f"{count} decisions written."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    query = request.POST.get("query", "")
    return f"{request.path.removesuffix('/decide')}?{query}" if query else request.path.removesuffix("/decide")


@act("item.review", Item, methods=("POST",))
def decide(request: HttpRequest, row: Item) -> HttpResponse:
    """Write an opinion on one item."""
    form = Decide(request.POST, reasons=[(code, code) for code in row.reasons])
    if not form.is_valid():
        raise Refused("请选择审核意见并写明理由。", "Choose a decision and say why.")
    said = form.cleaned_data
    deciding.decide(row, request.user, said["outcome"], said["why"], said["reason"])
    messages.success(request, say("审核意见已登记。", "Written."))
    return redirect("item", row.pk)


@act("item.note", Item, methods=("POST",))
def note(request: HttpRequest, row: Item) -> HttpResponse:
    """Note something on one item."""
    deciding.note(row, request.user, request.POST.get("why", ""))
    return redirect("item", row.pk)


@act("batch.list")
def conflicts(request: HttpRequest) -> HttpResponse:
    """List what lists of several applicants show together."""
    mine = permissions.visible(request.user, "item.list", Item.objects.filter(current=True))
    rows = (
        Conflict.objects.filter(items__in=mine).distinct().order_by("-id").prefetch_related("items__application__unit")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    own = set(mine.filter(conflicts__in=page.object_list).values_list("pk", flat=True))
    return render(request, "portal/unit/conflicts.html", {"page": page, "own": own, "english": lang() == "en"})


# ---------------------------------------------------------------- what leaves the house


@act("template.read")
def workbook(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - the gate needs it
    """Send the workbook that a unit fills in."""
    notice = next((one for one in walk.notices() if one.id == name), None)
    if notice is None:
        raise Http404
    return sent(template.write(template.lists(notice), example=False), f"{name}.xlsx", XLSX)


@act("batch.export", Batch)
def export(request: HttpRequest, row: Batch, what: str) -> HttpResponse:
    """Send one of the unit's own lists: the summary, the list for public display."""
    made = exports.MADE.get(what)
    if made is None:
        raise Http404
    name, data, kind = made(row, lang())
    with transaction.atomic():
        events.record(request.user, "exported", f"batch:{row.pk}", after={"what": what})
    return sent(data, name, kind)


@act("batch.export", Batch, methods=("POST",))
def pack(request: HttpRequest, row: Batch) -> HttpResponse:
    """Have the papers of everybody printed and packed, or the slips alone."""
    only = "slip" if request.POST.get("only") == "slip" else None
    wish: dict[str, Any] = {"formats": ["pdf"], "lang": "zh", "names": bool(request.POST.get("names")), "only": only}
    with transaction.atomic():
        waiting = Task.objects.filter(batch=row, kind=Task.Kind.BUNDLE).exclude(state__in=Task.OVER)
        if not waiting.exists():
            Task.objects.create(kind=Task.Kind.BUNDLE, batch=row, asked_by=request.user, wish=wish)
            events.record(request.user, "bundle_ordered", f"batch:{row.pk}", after=wish)
    return redirect("batch", row.pk)


@act("batch.export", Task)
def packed(request: HttpRequest, row: Task) -> HttpResponse:  # noqa: ARG001 - the gate needs it
    """Send a packed archive."""
    if row.kind != Task.Kind.BUNDLE or not row.result.get("stored"):
        raise Http404
    return sent_file(row.result["stored"], f"{row.batch.name}.zip", "application/zip")
