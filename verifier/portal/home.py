"""What waits on the home page of each role: a number, what it counts, and where to go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse

from verifier.portal import permissions
from verifier.portal.committee import cases
from verifier.portal.language import say
from verifier.portal.models import Account, Application, Batch, Item, Unit


class Card(NamedTuple):
    """One card; `url` is "" while its room is not there."""

    number: int
    says: str
    url: str


def cards(account: Account) -> list[Card]:
    """Return the cards of an account's role."""
    return list(_OF[account.role](account))


def _address(name: str, query: str = "") -> str:
    try:
        return reverse(name) + query
    except NoReverseMatch:
        return ""


def _applicant(account: Account) -> Iterator[Card]:
    mine = permissions.visible(account, "application.list", Application.objects.all())
    yield Card(
        mine.filter(stage=Application.Stage.APPLICANT).count(),
        say("填报中的申报", "applications in the making"),
        _address("applications"),
    )
    yield Card(
        mine.filter(stage__gt=Application.Stage.APPLICANT).count(),
        say("已提交的申报", "applications handed in"),
        _address("applications"),
    )


def _reviewer(account: Account) -> Iterator[Card]:
    mine = permissions.visible(account, "application.list", Application.objects.all())
    items = permissions.visible(account, "item.list", Item.objects.filter(current=True))
    waiting = mine.filter(stage=Application.Stage.UNIT)
    yield Card(waiting.count(), say("待审核的申报", "applications to review"), _address("unit-applications"))
    open_items = items.filter(flagged=True, state="open", application__stage=Application.Stage.UNIT)
    yield Card(
        open_items.count(), say("需要核对的成果", "items to look at"), _address("items", "?flagged=1&state=open")
    )
    running = permissions.visible(account, "batch.list", Batch.objects.filter(state__in=("running", "paused")))
    yield Card(running.count(), say("进行中的批次", "batches under way"), _address("batches"))


def _department(account: Account) -> Iterator[Card]:
    mine = permissions.visible(account, "application.list", Application.objects.all())
    yield Card(
        mine.filter(stage=Application.Stage.DEPARTMENT).count(),
        say("待审核的申报", "applications to review"),
        _address("unit-applications"),
    )


def _committee(account: Account) -> Iterator[Card]:
    yield Card(cases.waiting(account), say("待核对的成果", "items to look at"), _address("queue", "?state=open"))


def _administrator(account: Account) -> Iterator[Card]:  # noqa: ARG001 - all counts are of everything
    yield Card(Unit.objects.count(), say("单位", "units"), _address("units"))
    yield Card(Account.objects.count(), say("账号", "accounts"), _address("accounts"))


_OF: dict[str, Callable[[Account], Iterator[Card]]] = {
    "applicant": _applicant,
    "reviewer": _reviewer,
    "department": _department,
    "committee": _committee,
    "administrator": _administrator,
}
