"""The page of a flagged item, and what is done there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from verifier.portal.access import act
from verifier.portal.committee import deciding
from verifier.portal.committee import item as items
from verifier.portal.language import say
from verifier.portal.models import Item

LONGEST = 4000


@act("case.read", Item)
def item(request: HttpRequest, row: Item) -> HttpResponse:
    """Show a flagged item with everything behind it."""
    return render(request, "portal/committee/item.html", items.context(request, row))


@act("item.decide", Item, methods=("POST",))
def decide(request: HttpRequest, row: Item) -> HttpResponse:
    """Decide."""
    deciding.decide(row, request.user, request.POST.get("outcome", ""), _words(request), request.POST.get("reason", ""))
    return _done(request, row, "已作出结论。", "Decided.")


@act("item.ask", Item, methods=("POST",))
def ask(request: HttpRequest, row: Item) -> HttpResponse:
    """Ask back."""
    deciding.ask(row, request.user, _words(request))
    return _done(request, row, "已退回单位，附有您的问题。", "Returned to the unit with your question.")


@act("item.note", Item, methods=("POST",))
def note(request: HttpRequest, row: Item) -> HttpResponse:
    """Note something."""
    deciding.note(row, request.user, _words(request))
    return _done(request, row, "已加备注。", "Noted.")


@act("item.second", Item, methods=("POST",))
def second(request: HttpRequest, row: Item) -> HttpResponse:
    """Give the second look."""
    made = deciding.second(row, request.user, request.POST.get("outcome", ""), _words(request))
    if made.agrees:
        return _done(request, row, "复核意见与原结论一致。", "Your look agrees with the decision.")
    return _done(request, row, "复核意见与原结论不一致，已标出，待合议后作新的结论。", "Your look differs; it is marked, and a new decision is to follow.")


@act("item.second", Item, methods=("POST",))
def show(request: HttpRequest, row: Item) -> HttpResponse:
    """Show the first decision without a second look; that is kept."""
    deciding.show(row, request.user)
    return redirect("committee-item", row.pk)


def _words(request: HttpRequest) -> str:
    return str(request.POST.get("why", ""))[:LONGEST]


def _done(request: HttpRequest, row: Item, zh: str, en: str) -> HttpResponse:
    messages.success(request, say(zh, en))
    return redirect("committee-item", row.pk)
