"""May this account do that? One table (`permissions.toml`) of act x role x relation; what it does not name is refused.

A relation is a filter of rows (`reach`): the same words decide what a list shows and whether one row may be opened, so that the two
cannot differ.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.db.models import Model, Q, QuerySet

from verifier.model import Frozen
from verifier.portal.language import both, say
from verifier.portal.models import (
    Account,
    Appeal,
    Application,
    Attachment,
    Batch,
    Conflict,
    Decision,
    Item,
    Sample,
    Task,
    Version,
)
from verifier.portal.models.people import Role

PUBLIC = "public"
"""The act of a page that asks for no account; such pages are few and listed by a test."""


class Relation(StrEnum):
    """To which rows an act reaches."""

    OWN = "own"
    UNIT = "unit"
    UNDER = "under"
    FLAGGED = "flagged"
    SELF = "self"
    ANY = "any"


class Act(Frozen, frozen=True, kw_only=True):
    """One row of the table: what the act is called, and how far it reaches for each role (None = not at all)."""

    zh: str
    en: str
    applicant: Relation | None = None
    reviewer: Relation | None = None
    department: Relation | None = None
    committee: Relation | None = None
    administrator: Relation | None = None

    def relation(self, role: str) -> Relation | None:
        """Return how far the act reaches for a role."""
        found: Relation | None = getattr(self, role) if role in Role.values else None
        return found


class Verdict(Frozen, frozen=True):
    """Whether something is allowed; `zh` and `en` are the sentence of a refusal."""

    allowed: bool
    zh: str = ""
    en: str = ""

    @property
    def why(self) -> str:
        """Return the sentence in the language of the page."""
        return say(self.zh, self.en)


@cache
def table() -> dict[str, Act]:
    """Return the table. Unknown keys, roles and relations stop the program."""
    raw = tomllib.loads((Path(__file__).parent / "permissions.toml").read_text("utf-8"))
    return msgspec.convert(raw, dict[str, Act])


def reach(relation: Relation, account: Account, model: type[Model]) -> Q:
    """Return the filter of a model's rows that a relation reaches; a pair that has no meaning reaches nothing."""
    if relation is Relation.ANY:
        return Q()
    to = _PATHS.get(model)
    if to is not None:
        return _application(relation, account, to, flagged_item=_ITEMS.get(model))
    if model is Batch:
        return _batch(relation, account)
    if model is Task:
        by_version = _application(relation, account, "version__application__")
        return by_version | _batch(relation, account, "batch__")
    if model is Account and relation is Relation.SELF:
        return Q(pk=account.pk)
    return _NOTHING


_NOTHING = Q(pk__in=[])
_PATHS: dict[type[Model], str] = {
    Application: "",
    Version: "application__",
    Item: "application__",
    Attachment: "application__",
    Decision: "item__application__",
    Appeal: "application__",
    Sample: "item__application__",
    Conflict: "applications__",
}
_ITEMS: dict[type[Model], str] = {Item: "", Decision: "item__", Sample: "item__"}
"""Where the committee sees flagged items alone, and not every item of a flagged application."""


def _application(relation: Relation, account: Account, to: str, flagged_item: str | None = None) -> Q:
    there = Q(**{f"{to}removed": None})
    if to:
        there &= ~Q(**{to.removesuffix("__"): None})
    stage = Application.Stage
    match relation:
        case Relation.OWN:
            return there & Q(**{f"{to}owner": account})
        case Relation.UNIT if account.unit_id:
            return there & Q(**{f"{to}unit": account.unit_id, f"{to}reached__gte": stage.UNIT})
        case Relation.UNDER if account.unit:
            return there & Q(
                **{f"{to}unit__path__startswith": account.unit.path, f"{to}reached__gte": stage.DEPARTMENT}
            )
        case Relation.FLAGGED:
            came = there & Q(**{f"{to}reached__gte": stage.COMMITTEE, f"{to}flagged": True})
            return came if flagged_item is None else came & Q(**{f"{flagged_item}flagged": True})
    return _NOTHING


def _batch(relation: Relation, account: Account, to: str = "") -> Q:
    there = Q(**{f"{to}removed": None})
    if to:
        there &= ~Q(**{to.removesuffix("__"): None})
    match relation:
        case Relation.UNIT if account.unit_id:
            return there & Q(**{f"{to}unit": account.unit_id})
        case Relation.UNDER if account.unit:
            return there & Q(**{f"{to}unit__path__startswith": account.unit.path})
    return _NOTHING


def visible(account: Account, act: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of some rows to which an act of an account reaches; none where the table does not name its role."""
    relation = table()[act].relation(account.role)
    return rows.none() if relation is None else rows.filter(reach(relation, account, rows.model))


def may(account: Account, act: str, row: Model | None = None) -> Verdict:
    """Say whether an account may do something, to a row or at all."""
    known = table()[act]
    relation = known.relation(account.role)
    if relation is None:
        return _not_your_office(account, known)
    if row is None or relation is Relation.SELF:
        return Verdict(True)
    if type(row)._default_manager.filter(pk=row.pk).filter(reach(relation, account, type(row))).exists():
        return Verdict(True)
    return _not_your_row(relation, known)


def _not_your_office(account: Account, act: Act) -> Verdict:
    zh, en = both(lambda: account.role_name)
    return Verdict(
        False,
        f"您的身份是{zh}，不能{act.zh}。确需办理的，请与系统管理员联系。",
        f"Your role is {en.lower()}; it cannot {act.en}. If you need to, ask the administrator.",
    )


def _not_your_row(relation: Relation, act: Act) -> Verdict:
    zh, en = _WHY[relation]
    return Verdict(False, f"不能{act.zh}：{zh}。", f"You cannot {act.en}: {en}.")


_WHY: dict[Relation, tuple[str, str]] = {
    Relation.OWN: ("只能办理本人的申报", "only your own applications are open to you"),
    Relation.UNIT: ("只能办理已提交到本单位的申报", "only applications handed in to your own unit are open to you"),
    Relation.UNDER: ("只能办理已报送到本部门的申报", "only applications handed to your department are open to you"),
    Relation.FLAGGED: (
        "只能办理已报送评委会、需要核对的成果",
        "only flagged items that came to the committee are open to you",
    ),
    Relation.SELF: ("只能办理本人的事项", "only what is your own is open to you"),
    Relation.ANY: ("该内容已不存在", "it is not there any more"),
}
