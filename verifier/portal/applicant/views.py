"""The applicant's pages: write a list, see what was read, have it checked, mend it, try dates, print, hand in."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from verifier.errors import InputError
from verifier.judging import simulation
from verifier.model import Citation, Item
from verifier.portal import blobs, events, filing, permissions, progress, walk
from verifier.portal.access import Refused, act
from verifier.portal.applicant import reading
from verifier.portal.applicant.forms import About, Correction, Listed, WhatIf, complain
from verifier.portal.language import say
from verifier.portal.models import Application
from verifier.submissions import Handed

BOTH = ("GET", "HEAD", "POST")


@act("application.create")
def applications(request: HttpRequest) -> HttpResponse:
    """List one's own applications."""
    rows = permissions.visible(request.user, "application.list", Application.objects.select_related("current"))
    return render(request, "portal/applicant/list.html", {"rows": rows})


@act("application.create", methods=BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Begin an application: who applies for what, and the list."""
    account = request.user
    first = {"name": account.name, "units": account.unit.name, "series": "engineering", "basis": "certificate"}
    about = About(request.POST or None, initial=first)
    listed = Listed(request.POST or None, request.FILES or None)
    if request.method == "POST" and about.is_valid() & listed.is_valid():
        try:
            handed = _with_documents(
                reading.begun(about.applicant(account.username), about.cleaned_data["notice"]), listed
            )
        except InputError as error:
            complain(listed, error)
        else:
            with transaction.atomic():
                application = filing.opened(handed, account.unit, owner=account)
                events.record(account, "application_made", f"application:{application.pk}", after=handed)
            return redirect("application", application.pk)
    return render(request, "portal/applicant/new.html", {"about": about, "listed": listed})


def _with_documents(handed: Handed, listed: Listed) -> Handed:
    for data, name in listed.documents():
        blobs.put(data)  # what was handed in first can be looked up for good
        handed = reading.added(handed, data, name)
    return handed


@act("application.read", Application)
def application(request: HttpRequest, row: Application) -> HttpResponse:
    """Show an application: where it stands, what was read, the results, what to do next."""
    handed = filing.draft(row)
    items = {item.key: item for item in row.current.items.all()} if row.current else {}
    fresh, known = filing.is_checked(row), filing.citations(handed)
    lines = [
        _line(one, known.get(one.id), items.get(one.id) if _same(row, one.id, handed) else None)
        for one in handed.submission.items
    ]
    context = {
        "application": row, "handed": handed, "applicant": handed.submission.applicant, "notice": _notice(handed.submission.notice), "lines": lines,
        "editable": filing.editable(row, request.user), "fresh": fresh, "running": progress.running(row), "failed": progress.failed(row),
        "attachments": row.attachments.filter(removed=None), "papers": progress.papers(row), "version": row.current,
        "may": _may(request, row), "holds": filing.holds(row, request.user), "unreturnable": row.owner_id is None and row.stage == Application.Stage.UNIT, "versions": row.versions.order_by("-number")[:10],
        "whose": {"own": row.owner_id == request.user.pk},
    }  # fmt: skip
    return render(request, "portal/applicant/application.html", context)


def _may(request: HttpRequest, row: Application) -> dict[str, bool]:
    names = ("check", "hand_in", "remove", "papers", "simulate", "forward")
    found = {name: permissions.may(request.user, f"application.{name}", row).allowed for name in names}
    return {
        **found,
        "give_back": permissions.may(request.user, "application.return", row).allowed,
        "attach": permissions.may(request.user, "attachment.add", row).allowed,
    }


def _notice(name: str) -> Any:
    return next((one for one in walk.notices() if one.id == name), None)


def _same(row: Application, key: str, handed: Handed) -> bool:
    """Say whether an item stands in the draft as it was checked."""
    checked = blobs.handed(row.current.handed) if row.current else None
    if checked is None:
        return False
    before = next((one for one in checked.submission.items if one.id == key), None)
    now = next(one for one in handed.submission.items if one.id == key)
    return before == now and checked.citations.get(key) == handed.citations.get(key)


def _line(item: Item, citation: Citation | None, result: Any) -> dict[str, Any]:
    doubts = [one for one in citation.doubts if one.note != reading.BY_HAND] if citation else []
    return {
        "item": item,
        "citation": citation,
        "result": result,
        "doubts": doubts,
        "by_hand": reading.by_hand(citation) if citation else (),
    }


@act("application.edit", Application, methods=BOTH)
def about(request: HttpRequest, row: Application) -> HttpResponse:
    """Change who applies for what."""
    filing.demand_editable(row, request.user)
    handed = filing.draft(row)
    applicant = handed.submission.applicant
    form = About(request.POST or None, initial=About.of(applicant, handed.submission.notice))
    if request.method == "POST" and form.is_valid():
        after = filing.with_applicant(handed, form.applicant(applicant.id), form.cleaned_data["notice"])
        filing.change(row, request.user, "applicant_changed", after)
        return redirect("application", row.pk)
    return render(request, "portal/applicant/about.html", {"application": row, "about": form})


@act("application.edit", Application, methods=BOTH)
def add(request: HttpRequest, row: Application) -> HttpResponse:
    """Add items to the list."""
    filing.demand_editable(row, request.user)
    form = Listed(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            after = _with_documents(filing.draft(row), form)
        except InputError as error:
            complain(form, error)
        else:
            filing.change(row, request.user, "items_added", after)
            return redirect("application", row.pk)
    return render(request, "portal/applicant/add.html", {"application": row, "listed": form})


@act("application.edit", Application, methods=BOTH)
def correct(request: HttpRequest, row: Application, item: str) -> HttpResponse:
    """Put the fields of one citation right; what was read before stays visible."""
    filing.demand_editable(row, request.user)
    handed = filing.draft(row)
    handed = msgspec.structs.replace(handed, citations=filing.citations(handed))
    citation = handed.citations.get(item)
    listed = next((one for one in handed.submission.items if one.id == item), None)
    if citation is None or listed is None:
        raise Http404
    form = Correction(request.POST or None, initial=_fields(citation, listed))
    if request.method == "POST" and form.is_valid():
        filing.change(row, request.user, "citation_corrected", reading.corrected(handed, item, form.cleaned_data))
        messages.success(request, say("已更正。请重新核验。", "Corrected. Please check again."))
        return redirect("application", row.pk)
    context = {
        "application": row,
        "form": form,
        "citation": citation,
        "item": listed,
        "by_hand": reading.by_hand(citation),
    }
    return render(request, "portal/applicant/correct.html", context)


def _fields(citation: Citation, item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {field: reading.shown(citation, field) for field in reading.FIELDS}
    if item.claimed:
        found["author_rank"] = item.claimed.author_rank
        if item.claimed.certificate:
            proof = item.claimed.certificate
            found |= {
                "certificate_issuer": proof.issuer,
                "certificate_number": proof.number,
                "certificate_date": proof.date,
            }
    return found


@act("application.edit", Application, methods=("POST",))
def drop(request: HttpRequest, row: Application) -> HttpResponse:
    """Take items out of the list; what was checked before keeps them."""
    keys = request.POST.getlist("item")
    if not keys:
        raise Refused("没有选中成果。请勾选要移去的成果。", "Nothing was chosen. Tick the items to drop.")
    filing.change(row, request.user, "items_dropped", reading.dropped(filing.draft(row), keys))
    messages.success(
        request,
        say("已移去 {n} 项。重新核验后可再出具证明。", "{n} dropped. Check again, then print anew.").format(
            n=len(keys)
        ),
    )
    return redirect("application", row.pk)


@act("application.check", Application, methods=("POST",))
def check(request: HttpRequest, row: Application) -> HttpResponse:
    """Have the list checked as it stands."""
    filing.check(row, request.user)
    return redirect("application", row.pk)


@act("application.read", Application)
def watch(request: HttpRequest, row: Application) -> HttpResponse:
    """Return how far the check is, for the page that watches; when it is over the page loads anew."""
    task = progress.running(row)
    if task is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(
        request, "portal/parts/progress.html", {"task": task, "application": row, "said": progress.said(task)}
    )


@act("application.hand_in", Application, methods=("POST",))
def hand_in(request: HttpRequest, row: Application) -> HttpResponse:
    """Hand the checked list in to the unit."""
    filing.hand_in(row, request.user)
    messages.success(request, say("已提交单位审核。", "Handed in to the unit."))
    return redirect("application", row.pk)


@act("application.remove", Application, methods=("POST",))
def remove(request: HttpRequest, row: Application) -> HttpResponse:
    """Delete an application that was never handed in."""
    filing.remove(row, request.user)
    messages.success(request, say("已删除。", "Deleted."))
    return redirect("applications")


@act("application.simulate", Application)
def what_if(request: HttpRequest, row: Application) -> HttpResponse:
    """Try another date of the title: which outputs would count."""
    if not (row.current and row.current.report):
        raise Refused("试算要用核验结果。请先核验。", "Trying dates needs a report. Check the list first.")
    report = blobs.report(row.current.report)
    title = report.applicant.qualification
    form = WhatIf(
        request.GET or None,
        initial={"obtained": title.obtained, "series": report.applicant.series, "basis": title.basis},
    )
    found = None
    if request.GET and form.is_valid():
        said = form.cleaned_data
        assumed = simulation.assumed(report.applicant, said["obtained"], said["series"], said["basis"])
        found = simulation.simulate(report, walk.standards(report.notice).notice, assumed)
    return render(
        request, "portal/applicant/what_if.html", {"application": row, "form": form, "found": found, "report": report}
    )


@act("application.return", Application, methods=("POST",))
def give_back(request: HttpRequest, row: Application) -> HttpResponse:
    """Return an application one stage down."""
    filing.give_back(row, request.user, request.POST.get("why", "")[:2000])
    messages.success(request, say("已退回。", "Returned."))
    return redirect("application", row.pk)


@act("application.forward", Application, methods=("POST",))
def forward(request: HttpRequest, row: Application) -> HttpResponse:
    """Hand an application upward."""
    filing.forward(row, request.user)
    messages.success(request, say("已报送。", "Handed upward."))
    return redirect("application", row.pk)
