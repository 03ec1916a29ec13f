"""审核意见: what a unit's reviewer decides on items. It stands beside the findings, never in them; a later one stands over an earlier one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from verifier import decisions
from verifier.model import ItemReport
from verifier.portal import blobs, events, filing
from verifier.portal.access import Refused
from verifier.portal.models import Account, Decision, Item
from verifier.portal.working import printing
from verifier.reasons import Outcome

SHORTEST = 4
"""Letters of a reason for a decision; “同意” alone says nothing to whoever looks at it in ten years."""
IN_BULK = (Outcome.CLEAR.value, Outcome.REVIEW.value)
"""What may be decided for many at once; not to recognise an output is decided one by one."""
MOST_IN_BULK = 200
Kind = Decision.Kind


def decide(item: Item, by: Account, outcome: str, why: str, reason: str = "") -> Decision:
    """Decide on an item, or on one of its findings. Raises Refused where it does not lie with the account, or says too little."""
    _demand(item, by, why)
    if outcome not in list(Outcome):
        raise Refused("请选择结论。", "Choose a decision.")
    with transaction.atomic():
        row = _add(item, by, Kind.DECIDE, why, outcome=outcome, reason=_known(item, reason))
        _settle(item)
        return row


def note(item: Item, by: Account, why: str) -> Decision:
    """Note something on an item, for colleagues of the unit, the department and the committee."""
    if not why.strip():
        raise Refused("备注是空的。", "The note is empty.")
    with transaction.atomic():
        return _add(item, by, Kind.NOTE, why)


def decide_many(items: Iterable[Item], by: Account, outcome: str, why: str) -> int:
    """Decide on several items alike, all or none. Raises Refused for what must be decided one by one."""
    several = list(items)
    if not several:
        raise Refused("没有选中成果。请勾选要写意见的成果。", "Nothing was chosen. Tick the items.")
    if outcome not in IN_BULK:
        raise Refused(
            "“不予认定”不能成批作出，请逐项写明理由。",
            "Not to recognise an output is decided one by one, with its reason.",
        )
    if len(several) > MOST_IN_BULK:
        raise Refused(f"一次最多 {MOST_IN_BULK} 项。请分次办理。", f"At most {MOST_IN_BULK} at once.")
    if any(item.outcome == Outcome.BAR.value for item in several):
        raise Refused(
            "选中的成果中有属通知所列情形的，须逐项查看后写意见。",
            "Some of the chosen items are named by the notice; look at each and decide one by one.",
        )
    with transaction.atomic():
        for item in several:
            decide(item, by, outcome, why)
    return len(several)


def _demand(item: Item, by: Account, why: str) -> None:
    if by.role != "reviewer" or not filing.holds(item.application, by):
        raise Refused(
            f"该申报现在不在您处（{item.application.get_stage_display()}），不能写意见。",
            "This application does not lie with you now.",
        )
    if not item.current:
        raise Refused(
            "这是较早一版的成果，请到现在的清单中办理。",
            "This is an item of an earlier version; go to the present list.",
        )
    if len(why.strip()) < SHORTEST:
        raise Refused(
            "请写明理由（依据的材料、核对的结果），日后复查要看。", "Say why: what was looked at and what it showed."
        )


def _known(item: Item, reason: str) -> str:
    if reason and reason not in item.reasons:
        raise Refused("该项没有这条意见，请刷新后重选。", "The item has no such finding; reload and choose again.")
    return reason


def _add(item: Item, by: Account, kind: str, why: str, **more: str) -> Decision:
    row = Decision.objects.create(item=item, kind=kind, by=by, role=by.role, why=why.strip()[:2000], **more)
    events.record(
        by,
        "item_decided" if kind == Kind.DECIDE else "item_noted",
        f"item:{item.pk}",
        {"settled": item.settled, "state": item.state},
        {"decision": row.pk, "why": row.why, **more},
    )
    return row


def _settle(item: Item) -> None:
    """Write down where people have settled an item: open while a finding is still without an answer."""
    found = _report_of(item)
    settled = decisions.settled(found, printing.made(item))
    item.settled = settled.value if settled else ""
    item.state = Item.State.DECIDED if settled else Item.State.OPEN
    item.save(update_fields=["settled", "state"])


def _report_of(item: Item) -> ItemReport:
    report = blobs.report(item.version.report)
    return next(one for one in report.items if one.id == item.key)
