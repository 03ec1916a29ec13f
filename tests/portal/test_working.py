"""The worker: lists are verified by the one walk, and whoever dies loses nothing and does nothing twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace

from django.utils import timezone

from verifier.portal import blobs, events, filing, worker
from verifier.portal.models import Application, Event, Item, Task
from verifier.portal.run import Run
from verifier.portal.working import leases
from verifier.verify import content_hash

from .conftest import hand_in


def test_a_checked_list_has_a_report_and_rows_that_say_the_same(checked: Callable[..., Application]) -> None:
    application = checked()
    report = blobs.report(application.current.report)
    assert content_hash(report) == report.hash == application.current.report_hash
    rows = list(application.current.items.all())
    assert [(row.key, row.outcome) for row in rows] == [(item.id, item.outcome.value) for item in report.items]
    assert application.flagged
    assert not events.breaks()


def test_a_task_whose_worker_died_is_taken_up_again_and_counts_once(cast: SimpleNamespace, sources: Run) -> None:
    application = filing.opened(hand_in(), cast.unit, owner=cast.applicant)
    task = filing.check(application, cast.applicant)
    (me, which, _), *_ = worker.lanes()
    assert [one.pk for one in leases.take("dead", which)] == [task.pk]
    assert leases.take(me, which) == []  # its lease still runs
    Task.objects.filter(pk=task.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    worker.drain()
    task.refresh_from_db()
    assert (task.state, task.tries) == ("done", 2)
    assert Item.objects.filter(application=application).count() == len(hand_in().submission.items)
    assert Event.objects.filter(what="verified").count() == 1


def test_who_lost_the_lease_writes_nothing(cast: SimpleNamespace, sources: Run) -> None:
    application = filing.opened(hand_in(), cast.unit, owner=cast.applicant)
    task = filing.check(application, cast.applicant)
    worker.drain()
    before = Event.objects.count()
    try:
        leases.finish(task, "slow")
    except leases.Lost:
        pass
    else:
        raise AssertionError("a lease that was lost still counted")
    assert Event.objects.count() == before
