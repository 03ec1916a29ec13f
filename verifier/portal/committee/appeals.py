"""申诉: somebody asks for another look at a settled item. The outcome before and the one after are both kept, with who and why."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from verifier.portal import events, permissions
from verifier.portal.access import Refused, act
from verifier.portal.committee import deciding
from verifier.portal.language import say
from verifier.portal.models import Account, Appeal, Item
from verifier.reasons import Outcome

PAGE = 50
LONGEST = 4000


@act("appeal.list")
def listed(request: HttpRequest) -> HttpResponse:
    """List appeals: those without an answer first, the oldest of them at the top."""
    rows = permissions.visible(request.user, "appeal.list", Appeal.objects.all())
    if (state := request.GET.get("state")) in ("open", "answered"):
        rows = rows.filter(decided__isnull=state == "open")
    rows = rows.select_related("item", "application__unit", "made_by", "decided_by")
    ordered = rows.order_by(F("decided").desc(nulls_first=True), "made")
    return render(request, "portal/committee/appeals.html", {"page": Paginator(ordered, PAGE).get_page(request.GET.get("page"))})


@act("appeal.make", Item, methods=("GET", "HEAD", "POST"))
def new(request: HttpRequest, item: Item) -> HttpResponse:
    """Write an appeal down: for oneself, or by the committee for who brought it on paper."""
    if request.method == "POST":
        make(item, request.user, request.POST.get("text", ""))
        messages.success(request, say("申诉已登记，将由未参与原结论的委员答复。", "The appeal is on record; a member who did not decide will answer."))
        return redirect("appeals") if request.user.role == "committee" else redirect("item", item.pk)
    return render(request, "portal/committee/appeal_new.html", {"item": item})


@act("appeal.list", Appeal)
def appeal(request: HttpRequest, row: Appeal) -> HttpResponse:
    """Show one appeal with the outcome before and the one after."""
    return render(request, "portal/committee/appeal.html", {"appeal": row, "outcomes": list(Outcome)[::-1], "own": _is_own(row, request.user)})


@act("appeal.decide", Appeal, methods=("POST",))
def decided(request: HttpRequest, row: Appeal) -> HttpResponse:
    """Answer an appeal."""
    answer(row, request.user, request.POST.get("outcome", ""), request.POST.get("why", ""))
    messages.success(request, say("已答复；原结论和新结论都保留。", "Answered; both outcomes are kept."))
    return redirect("appeal", row.pk)


def is_open(item: Item) -> bool:
    """Say whether an item may be appealed about: the committee has settled it, and no appeal waits for its answer."""
    return bool(item.settled) and deciding.standing(item) is not None and not item.appeals.filter(decided=None).exists()


def make(item: Item, by: Account, text: str) -> Appeal:
    """Write an appeal down. Raises Refused where nothing is settled yet or another one waits."""
    text = text.strip()[:LONGEST]
    if not text:
        raise Refused("请写明申诉的理由和所附材料。", "Say why you appeal and what is brought.")
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=item.pk)
        if deciding.standing(item) is None or not item.settled:
            raise Refused("评委会对该项还没有结论，不能申诉。可向单位补充材料。", "The committee has not settled this item yet; add files instead.")
        if item.appeals.filter(decided=None).exists():
            raise Refused("该项已有一件申诉在办，请等答复。", "An appeal about this item is waiting for its answer.")
        made = Appeal.objects.create(item=item, application=item.application, text=text, made_by=by, before=item.settled)
        events.record(by, "appealed", f"item:{item.pk}", {"settled": item.settled}, {"appeal": made.pk, "text": text})
        return made


def answer(row: Appeal, by: Account, outcome: str, why: str) -> None:
    """Answer an appeal with the outcome that stands from now on. Raises Refused for who made the decision, and for a second answer."""
    why = why.strip()[:LONGEST]
    if outcome not in Outcome.__members__ or not why:
        raise Refused("请选择结论，并写明答复理由。", "Choose an outcome and say why.")
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=row.item_id)
        row = Appeal.objects.select_for_update().get(pk=row.pk)
        if row.decided is not None:
            raise Refused("该申诉已答复。", "This appeal was answered.")
        if _is_own(row, by):
            raise Refused("申诉由未参与原结论的委员答复。请由另一位委员办理。", "Who decided or looked at it cannot answer the appeal; another member must.")
        row.after, row.why, row.decided_by, row.decided = outcome, why, by, timezone.now()
        row.save(update_fields=["after", "why", "decided_by", "decided"])
        events.record(by, "appeal_answered", f"item:{item.pk}", {"appeal": row.pk, "outcome": row.before}, {"outcome": outcome, "why": why})
        deciding.settle(item, by, outcome, f"答复申诉：{why}")


def _is_own(row: Appeal, by: Account) -> bool:
    """Say whether somebody took part in what is appealed against."""
    return row.item.decisions.filter(by=by, kind__in=("decide", "second")).exists()
