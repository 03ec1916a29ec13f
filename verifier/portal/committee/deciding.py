"""What the committee says of an item: a decision, a question back, a note, and the independent look of a second reviewer.

A decision never changes a finding; a later one stands over an earlier one, and both stay. The second reviewer does not see the first
one's decision before giving their own; who has looked at it all the same (which is an event) is no second reviewer any more.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from verifier.portal import events, filing
from verifier.portal.access import Refused
from verifier.portal.models import Account, Application, Decision, Event, Item
from verifier.reasons import Outcome

Kind = Decision.Kind
Stage = Application.Stage
SHOWN = "decision_shown"


def standing(item: Item) -> Decision | None:
    """Return the committee's decision that stands, None while there is none."""
    mine = item.decisions.filter(kind=Kind.DECIDE, role="committee").select_related("by")
    return mine.order_by("-id").first()


def second_of(decision: Decision) -> Decision | None:
    """Return the second look at a decision."""
    return decision.seconds.filter(kind=Kind.SECOND).select_related("by").order_by("-id").first()


def is_hidden(item: Item, by: Account) -> bool:
    """Say whether the standing decision is still kept from an account, so that its own look is independent."""
    first = standing(item)
    if first is None or first.by_id == by.pk:
        return False
    looked = item.decisions.filter(by=by, kind__in=(Kind.DECIDE, Kind.SECOND), pk__gt=first.pk).exists()
    return not looked and second_of(first) is None and not _has_seen(first, by)


def _has_seen(first: Decision, by: Account) -> bool:
    return Event.objects.filter(subject=f"decision:{first.pk}", who=by.username, what=SHOWN).exists()


def show(item: Item, by: Account) -> None:
    """Show the first decision to somebody who gives no second look; that they saw it is kept."""
    first = standing(item)
    if first is not None and is_hidden(item, by):
        with transaction.atomic():
            events.record(by, SHOWN, f"decision:{first.pk}")


def decide(item: Item, by: Account, outcome: str, why: str, reason: str = "") -> Decision:
    """Decide on an item, or on one of its findings. Raises Refused where it does not lie with the committee, or without a reason."""
    with transaction.atomic():
        item = _held(item, by)
        _demand_reason(why)
        if outcome not in Outcome.__members__ or (reason and reason not in item.reasons):
            raise Refused("请选择结论和所答复的理由。", "Choose an outcome, and the finding that it answers.")
        if is_hidden(item, by):
            raise Refused(
                "另一位委员已作出结论。请先给出您的独立复核意见，或先查看其结论，再作新的结论。",
                "Another member has decided. Give your own independent look first, or see that decision, then decide anew.",
            )
        return settle(item, by, outcome, why, reason)


def settle(item: Item, by: Account, outcome: str, why: str, reason: str = "") -> Decision:
    """Write a decision down, with its event; call it in a transaction, with the item locked."""
    before = {"state": item.state, "settled": item.settled}
    made = Decision.objects.create(item=item, kind=Kind.DECIDE, reason=reason, outcome=outcome, why=why.strip(), by=by, role=by.role)
    item.state, item.settled = Item.State.DECIDED, settled(item)
    item.save(update_fields=["state", "settled"])
    after = {"decision": made.pk, "reason": reason, "outcome": outcome, "why": made.why, "state": item.state, "settled": item.settled}
    events.record(by, "item_decided", f"item:{item.pk}", before, after)
    return made


def settled(item: Item) -> str:
    """Return the outcome at which the committee has settled an item, "" while a finding is without an answer.

    The last decision on the item as a whole settles it; else every finding needs one of its own, and the gravest counts.
    """
    said = dict(item.decisions.filter(kind=Kind.DECIDE, role="committee").order_by("id").values_list("reason", "outcome"))
    if "" in said:
        return said[""]
    if any(reason not in said for reason in item.reasons):
        return ""
    return max((Outcome(said[reason]) for reason in item.reasons), key=lambda one: one.rank).value


def ask(item: Item, by: Account, question: str) -> Decision:
    """Ask back: the application returns to its unit with the question, and its other items wait for it."""
    with transaction.atomic():
        item = _held(item, by)
        if not question.strip():
            raise Refused("请写明要问什么、请谁补什么材料。", "Say what you ask and what is to be brought.")
        application = item.application
        before = {"stage": application.stage, "state": item.state}
        made = Decision.objects.create(item=item, kind=Kind.ASK, why=question.strip(), by=by, role=by.role)
        item.state = Item.State.ASKED
        item.save(update_fields=["state"])
        application.stage, application.returned, application.changed = Stage.UNIT, question.strip(), timezone.now()
        application.save(update_fields=["stage", "returned", "changed"])
        after = {"decision": made.pk, "stage": application.stage, "state": item.state, "question": made.why}
        events.record(by, "asked_back", f"item:{item.pk}", before, after)
        events.record(
            by, "returned", f"application:{application.pk}", {"stage": before["stage"]}, {"stage": application.stage, "item": item.pk}
        )
        return made


def note(item: Item, by: Account, text: str) -> Decision:
    """Note something; it changes nothing, so that it may be done wherever the application lies."""
    if not text.strip():
        raise Refused("备注是空的。", "The note is empty.")
    with transaction.atomic():
        made = Decision.objects.create(item=item, kind=Kind.NOTE, why=text.strip(), by=by, role=by.role)
        events.record(by, "item_noted", f"item:{item.pk}", after={"decision": made.pk, "note": made.why})
        return made


def second(item: Item, by: Account, outcome: str, why: str) -> Decision:
    """Give the independent second look; whether it agrees with the first is found out, not said."""
    with transaction.atomic():
        item = _held(item, by)
        first = standing(item)
        if first is None or not is_hidden(item, by):
            raise Refused(
                "现在不能复核：还没有结论，结论是您作出的，或您已看过、复核过。请由另一位委员复核。",
                "No second look now: there is no decision yet, it is your own, or you have seen it. Another member must look.",
            )
        _demand_reason(why)
        if outcome not in Outcome.__members__:
            raise Refused("请选择结论。", "Choose an outcome.")
        made = Decision.objects.create(
            item=item, kind=Kind.SECOND, on=first, reason=first.reason, outcome=outcome, agrees=outcome == first.outcome,
            why=why.strip(), by=by, role=by.role,
        )  # fmt: skip
        after = {"decision": made.pk, "on": first.pk, "outcome": outcome, "agrees": made.agrees, "why": made.why}
        events.record(by, "item_looked_at_again", f"item:{item.pk}", {"outcome": first.outcome}, after)
        return made


def _held(item: Item, by: Account) -> Item:
    """Return the item, locked, if it is current and its application lies with the committee."""
    locked = Item.objects.select_for_update().get(pk=item.pk)
    if not locked.current:
        raise Refused("该项已有更新的版本，请从清单打开新版本。", "There is a later version of this item; open it from the queue.")
    if not filing.holds(locked.application, by):
        stage = locked.application.get_stage_display()
        raise Refused(
            f"该申报现在不在评委会（{stage}），不能办理。待其报送上来后再办。", "This application does not lie with the committee now."
        )
    return locked


def _demand_reason(why: str) -> None:
    if not why.strip():
        raise Refused("请写明理由：凭什么证据、依哪一条款。", "Say why: on which evidence, by which clause.")
