"""No page asks the database row by row: every page of the portal asks as often for many rows as for few."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from verifier.model import AcrossFinding, plain
from verifier.portal import events, files, filing, permissions
from verifier.portal.models import (
    Account,
    ApiToken,
    Appeal,
    Application,
    Attachment,
    Batch,
    Conflict,
    Decision,
    Item,
    ItemKey,
    ItemReason,
    Plan,
    Sample,
    Task,
    Unit,
    Version,
)
from verifier.reasons import Outcome, Reason

from .conftest import hand_in
from .test_permissions import filled, views


def grow(cast: SimpleNamespace, like: Application, start: int, count: int) -> None:
    """Lay so many more rows of every kind into the offices of the cast, each list of the shape of one that was really checked."""
    for number in range(start, start + count):
        Unit.objects.create(name=f"单位{number}", code=f"9{number:05d}", parent=cast.department)
        person = Account.objects.create(username=f"p{number}", name=f"人{number}", role="reviewer", unit=cast.unit)
        batch = Batch.objects.create(unit=cast.unit, name=f"批{number}", notice="n", made_by=cast.reviewer, state="done")
        items = list_of(cast, like, batch, number)
        Attachment.objects.create(
            application=like, item=like.current.items.first().key, kind="cover", name=f"a{number}", stored=files.keep(b"x"), sniffed="xlsx",
            sha256="0" * 64, size=1, by=cast.applicant,
        )  # fmt: skip
        Plan.objects.create(name="p", notice="n", seed=f"s{number}", per_mille=1, made_by=cast.auditor)
        Sample.objects.create(plan=Plan.objects.order_by("pk").first(), item=items[0], looked_by=cast.second, agrees=True)
        Appeal.objects.create(item=items[0], application=items[0].application, text="a", made_by=cast.applicant, before="BAR", decided_by=cast.second)
        ApiToken.objects.create(unit=cast.unit, account=person, name="t", token=f"{number}", start="t", per_minute=1)
        finding = AcrossFinding(
            reason=Reason.DUPLICATE, outcome=Outcome.REVIEW, items=(items[0].key, "1"), applicants=(str(items[0].application_id), str(like.pk))
        )
        found = Conflict.objects.create(batch=batch, reason=finding.reason.value, finding=plain(finding), digest=f"{number:064x}")
        found.applications.add(items[0].application, like)
        found.items.add(items[0], like.current.items.first())
        events.record("root", "unit_made", f"unit:{number}", after=str(number))


def list_of(cast: SimpleNamespace, like: Application, batch: Batch, number: int) -> list[Item]:
    """Lay another list with the committee, with a decision on each item, and return its items."""
    application = filing.opened(hand_in(key=f"k{number}"), cast.unit, owner=cast.applicant)
    old = like.current
    version = Version.objects.create(
        application=application, number=1, handed=old.handed, submission=old.submission, report=old.report, made_by=cast.applicant
    )
    Application.objects.filter(pk=application.pk).update(stage=3, reached=3, flagged=True, current=version, batch=batch)
    Task.objects.create(kind="papers", version=version, batch=batch, asked_by=cast.applicant, state="done")
    made = []
    for row in old.items.all():
        same = {one.attname: getattr(row, one.attname) for one in Item._meta.concrete_fields if one.name != "id"}
        item = Item.objects.create(**{**same, "version_id": version.pk, "application_id": application.pk, "batch_id": batch.pk, "flagged": True})
        ItemReason.objects.bulk_create(ItemReason(item=item, reason=one.reason, outcome=one.outcome) for one in row.by_reason.all())
        ItemKey.objects.bulk_create(ItemKey(item=item, key=one.key) for one in row.keys.all())
        Decision.objects.create(item=item, kind="decide", outcome="CLEAR", why="w", by=cast.second, role="committee")
        made.append(item)
    return made


def counted(cast: SimpleNamespace, browse: Callable[[Account | None], Client], rows: dict[type, Model]) -> dict[tuple[str, str], int]:
    """Return how often each page asks the database for each person to whom it opens; each was opened once before."""
    found = {}
    for route, pattern in views():
        view = pattern.callback
        row = rows.get(view.model)
        if "GET" not in view.methods or view.act == permissions.PUBLIC or (view.model is not None and row is None) or "<str" in route or "<slug" in route:
            continue
        for person in (cast.applicant, cast.reviewer, cast.supervisor, cast.auditor, cast.admin):
            if not permissions.may(person, view.act, row).allowed:
                continue
            client, address = browse(person), "/" + filled(route, row.pk if row is not None else 1)
            if client.get(address).status_code != 200:
                continue
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found[address, person.username] = len(asked)
    return found


def test_every_page_asks_as_often_for_many_rows_as_for_few(
    checked: Callable[..., Application], cast: SimpleNamespace, browse: Callable[[Account | None], Client]
) -> None:
    like = checked(to=3)
    grow(cast, like, 0, 3)
    first = Application.objects.exclude(pk=like.pk).order_by("pk").first()
    rows: dict[type, Model] = {
        Application: like, Item: like.current.items.filter(flagged=True).first(), Version: like.current, Batch: first.batch, Unit: cast.unit,
        Account: cast.colleague, Plan: Plan.objects.order_by("pk").first(), Sample: Sample.objects.first(), Appeal: Appeal.objects.first(),
        Task: Task.objects.first(),
    }  # fmt: skip
    few = counted(cast, browse, rows)
    grow(cast, like, 3, 12)
    many = counted(cast, browse, rows)
    assert len(few) > 35
    assert {page: (count, many[page]) for page, count in few.items() if many[page] > count} == {}
    assert max(many.values()) <= 40, max(many, key=lambda page: many[page])
