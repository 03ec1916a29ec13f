"""The life of an application: drafted, frozen as a version, checked, handed in, returned, handed upward, removed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from verifier.model import Applicant, Citation, canonical
from verifier.portal import blobs, conflicts, events
from verifier.portal.access import Refused
from verifier.portal.models import Account, Application, Batch, Task, Unit, Version
from verifier.submissions import Handed, valid
from verifier.verify import read_items

RETENTION_YEARS = 10
"""How long what was removed stays, and evidence with it: re-checks reached back ten years."""
Stage = Application.Stage


def opened(handed: Handed, unit: Unit, *, owner: Account | None = None, batch: Batch | None = None) -> Application:
    """Make and save the application of a hand-in. What no applicant wrote (a batch, the API) lies with the unit from the start."""
    stage = Stage.APPLICANT if owner else Stage.UNIT
    application = Application(owner=owner, unit=unit, batch=batch, stage=stage, reached=stage)
    write(application, handed)
    return application


def write(application: Application, handed: Handed) -> None:
    """Make a hand-in the draft of an application."""
    submission = handed.submission
    applicant = submission.applicant
    application.key, application.person = applicant.id[:100], applicant.name[:100]
    application.notice, application.series, application.specialty = (
        submission.notice,
        applicant.series,
        applicant.specialty[:60],
    )
    application.draft = canonical(handed).decode()
    application.changed = timezone.now()
    application.save()


def citations(handed: Handed) -> dict[str, Citation]:
    """Return every citation of a hand-in, as a reader cut it out of a document or a person corrected it, else as its text reads."""
    bare = tuple(item for item in handed.submission.items if item.id not in handed.citations)
    return {**read_items(msgspec.structs.replace(handed.submission, items=bare)), **handed.citations}


def draft(application: Application) -> Handed:
    """Return the draft of an application."""
    return msgspec.json.decode(application.draft, type=Handed)


def change(application: Application, by: Account, what: str, after: Handed) -> None:
    """Put another draft in the place of the present one. Raises Refused while others hold it."""
    demand_editable(application, by)
    before = draft(application)
    if before == after:
        return
    with transaction.atomic():
        write(application, after)
        events.record(by, what, f"application:{application.pk}", before, after)


def editable(application: Application, by: Account) -> bool:
    """Say whether an account may change the draft now: the applicant while it is theirs, the unit what its own batch brought."""
    if by.role == "applicant":
        return bool(application.stage == Stage.APPLICANT)
    return bool(application.stage == Stage.UNIT and application.owner_id is None)


def demand_editable(application: Application, by: Account) -> None:
    """Raise Refused where an account may not change the draft now."""
    if not editable(application, by):
        raise Refused(
            "该申报现在不能修改：已提交的须由单位退回后再改，申报人自己填报的由申报人修改。",
            "This application cannot be changed now: what was handed in must be returned first, and only applicants change what they wrote.",
        )


def check(application: Application, by: Account) -> Task:
    """Freeze the draft as a version and have it verified; a draft that is being verified is not begun again.

    The unit that holds an application may have it verified anew as it was handed in: a source answers now, a print was taken in.
    """
    if not (by.role == "reviewer" and holds(application, by)):
        demand_editable(application, by)
    now = draft(application)
    valid(now.submission)
    if not now.submission.items:
        raise Refused("清单中还没有成果，无可核验。请先添加成果。", "The list is empty. Add outputs first.")
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        running = (
            Task.objects.filter(version__application=application, kind=Task.Kind.VERIFY)
            .exclude(state__in=Task.OVER)
            .first()
        )
        if running is not None:
            return running
        version = freeze(application, now, by)
        return Task.objects.create(kind=Task.Kind.VERIFY, version=version, asked_by=by)


def freeze(application: Application, handed: Handed, by: Account | None) -> Version:
    """Keep a hand-in for good as the next version."""
    last = application.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = Version.objects.create(
        application=application,
        number=last + 1,
        handed=blobs.keep(handed),
        submission=blobs.keep(handed.submission),
        made_by=by,
    )
    events.record(by or events.SYSTEM, "version_frozen", f"application:{application.pk}", after=version.handed)
    return version


def is_checked(application: Application) -> bool:
    """Say whether the report at hand is one of the draft as it stands."""
    current = application.current
    return bool(current and current.report and current.handed == events.digest(draft(application)))


def hand_in(application: Application, by: Account) -> None:
    """Hand the checked version in to the unit. Raises Refused for a draft that was not checked as it stands."""
    demand_editable(application, by)
    if not is_checked(application):
        raise Refused(
            "清单在上次核验之后有改动，或还没有核验。请先核验，看过结果再提交。",
            "The list was not checked as it stands. Check it, look at the results, then hand in.",
        )
    with transaction.atomic():
        _move(application, Stage.UNIT, by, "handed_in")
        Version.objects.filter(pk=application.current_id).update(handed_in=timezone.now())
        conflicts.look(application.current)


def give_back(application: Application, by: Account, why: str) -> None:
    """Return an application one stage down, with the reason. Raises Refused where the account does not hold it."""
    if not why.strip():
        raise Refused(
            "退回须写明理由，申报人据此补正。", "Say why it is returned; the applicant needs to know what to mend."
        )
    _demand_holder(application, by)
    down = Stage.UNIT if application.stage == Stage.DEPARTMENT else Stage.APPLICANT
    if down == Stage.APPLICANT and application.owner_id is None:
        raise Refused(
            "该申报由单位成批录入，没有申报人账号可退。请在本单位修改后重新核验。",
            "This application came by the unit's batch; there is no applicant's account. Change it here and check again.",
        )
    with transaction.atomic():
        application.returned = why.strip()
        _move(application, down, by, "returned")


def forward(application: Application, by: Account) -> None:
    """Hand an application upward: to the department over its unit, else to the committee. Raises Refused while items are open."""
    _demand_holder(application, by)
    if not (application.current and application.current.report):
        raise Refused("还没有核验结果，不能报送。请等核验完成。", "There is no report yet; wait for the check.")
    if by.role == "reviewer":
        waiting = application.current.items.filter(flagged=True, state="open").count()
        if waiting:
            raise Refused(
                f"还有 {waiting} 项需要核对的成果没有审核意见。请逐项写明意见后再报送。",
                f"{waiting} flagged items have no decision yet. Decide on each, then hand upward.",
            )
    up = Stage.DEPARTMENT if application.stage == Stage.UNIT and application.unit.parent_id else Stage.COMMITTEE
    with transaction.atomic():
        application.returned = ""
        _move(application, up, by, "forwarded")


def holds(application: Application, by: Account) -> bool:
    """Say whether an application lies with the account's office now."""
    return bool(
        {"reviewer": Stage.UNIT, "department": Stage.DEPARTMENT, "committee": Stage.COMMITTEE}.get(by.role)
        == application.stage
    )


def _demand_holder(application: Application, by: Account) -> None:
    if not holds(application, by):
        raise Refused(
            f"该申报现在不在您处（{application.get_stage_display()}），不能办理。",
            "This application does not lie with you now.",
        )


def _move(application: Application, to: int, by: Account, what: str) -> None:
    before = {"stage": application.stage}
    application.stage, application.reached = to, max(to, application.reached)
    application.changed = timezone.now()
    application.save(update_fields=["stage", "reached", "changed", "returned"])
    version = application.current.submission if application.current else None
    events.record(by, what, f"application:{application.pk}", before, {"stage": to, "version": version})


def remove(application: Application, by: Account) -> None:
    """Put a tombstone on an application that was never handed in; its versions and reports stay until their time is over."""
    if application.reached > Stage.APPLICANT:
        raise Refused(
            "已提交过的申报不能删除，只能由单位退回后修改。",
            "What was handed in cannot be deleted; it can be returned and changed.",
        )
    with transaction.atomic():
        bury(application, by)
        Task.objects.filter(version__application=application).exclude(state__in=Task.OVER).update(
            state=Task.State.CANCELLED, lease=""
        )
        events.record(by, "removed", f"application:{application.pk}", before=draft(application))


def bury(row: Any, by: Account) -> None:
    """Mark a row as removed, to be kept so long."""
    row.removed, row.removed_by = timezone.now(), by
    row.retain_until = dt.date.today().replace(day=1) + dt.timedelta(days=366 * RETENTION_YEARS)
    row.save(update_fields=["removed", "removed_by", "retain_until"])


def with_applicant(handed: Handed, applicant: Applicant, notice: str) -> Handed:
    """Return a hand-in of another applicant or notice with the same items."""
    submission = msgspec.structs.replace(handed.submission, applicant=applicant, notice=notice)
    return msgspec.structs.replace(handed, submission=submission)
