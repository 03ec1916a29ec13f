"""One item's page, for everybody to whom the table opens it; and the captured pages behind it, shown as text."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from verifier import proof
from verifier.errors import VerifierError
from verifier.portal import blobs, filing, permissions, showing
from verifier.portal.access import act
from verifier.portal.committee import appeals
from verifier.portal.language import lang, told
from verifier.portal.models import Decision, Item, Version
from verifier.portal.unit.forms import Decide
from verifier.portal.views.files import AttachForm
from verifier.portal.working.printing import Press
from verifier.proof import words
from verifier.reasons import Reason

LONGEST = 200_000
"""Characters of a captured page that are shown."""


@act("item.read", Item)
def item(request: HttpRequest, row: Item) -> HttpResponse:
    """Show one item: what was found, what would mend it, what people decided, and what it rests on.

    The committee has a page of its own, which keeps a first decision from whoever gives the second look.
    """
    if request.user.role == "committee":
        return redirect("committee-item", row.pk)
    return render(request, "portal/item.html", context(request, row))


def context(request: HttpRequest, row: Item) -> dict[str, Any]:
    """Return what the page of an item shows; the committee's page shows the same and more."""
    report, shown = showing.of(row.version, row.key)
    decisions = (
        Decision.objects.filter(item__application=row.application_id, item__key=row.key)
        .select_related("by")
        .order_by("id")
    )
    if request.user.role == "applicant":
        decisions = decisions.filter(kind="ask")
    application = row.application
    return {
        "row": row, "application": application, "report": report, "shown": shown, "evidence": showing.evidence(report, shown),
        "conflicts": showing.conflicts(row), "decisions": decisions, "attachments": application.attachments.filter(item=row.key, removed=None),
        "attach": AttachForm(initial={"item": row.key}), "may_attach": permissions.may(request.user, "attachment.add", application).allowed,
        "may_review": row.current and filing.holds(application, request.user) and permissions.may(request.user, "item.review", row).allowed,
        "decide": Decide(reasons=[(code, words.pick(words.REASONS[Reason(code)], lang())) for code in row.reasons]), "applicant": report.applicant,
        "may_note": permissions.may(request.user, "item.note", row).allowed, "appeals": row.appeals.order_by("made"),
        "may_appeal": appeals.is_open(row) and permissions.may(request.user, "appeal.make", row).allowed,
    }  # fmt: skip


@act("evidence.read", Version)
def evidence(request: HttpRequest, row: Version, evidence: str) -> HttpResponse:
    """Show a captured page of a version's report as text, never as the page that it was."""
    report = blobs.report(row.report)
    entry = next((one for one in report.evidence if one.id == evidence), None)
    if entry is None:
        raise Http404
    press = Press()
    text, wrong = "", ""
    read: tuple[tuple[str, str], ...] = ()
    try:
        archive, _ = press.of(report)
        stored = archive.read(entry.id)
        text = proof.visible_text(stored.body, stored.content_type) or stored.body[:LONGEST].decode(
            "utf-8", errors="replace"
        )
        read = proof.shown.joined(proof.shown.fields(report.items, entry.id, entry.source, text, lang()), lang())
    except VerifierError as error:
        wrong = told(error)
    finally:
        press.close()
    return render(
        request,
        "portal/evidence.html",
        {
            "entry": entry,
            "text": text[:LONGEST],
            "cut": len(text) > LONGEST,
            "fields": read,
            "wrong": wrong,
            "application": row.application,
        },
    )
