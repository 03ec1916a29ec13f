"""Leases: a task belongs to one worker for a minute at a time. Whoever dies stops renewing, and somebody else takes the task up.

Nothing is done twice, because a result counts only in the transaction that still finds the lease its own (`finish`).
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import threading
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from verifier.portal import events
from verifier.portal.models import Batch, Task

HERE = socket.gethostname()[:20].replace(":", "")
LENGTH = dt.timedelta(seconds=60)
RENEW = 10.0
TRIES = 5
"""A task that ends its worker so often is left as failed: it may be what kills them."""
GROUP = 100
"""Tasks of one batch that are crawled together: one contents page answers for many."""
State = Task.State
STOPPING = threading.Event()
"""Set when this process is asked to end: everything under way is handed back."""
AT_WORK = (State.CRAWLING, State.JUDGING)


class Lost(Exception):
    """The lease is not ours any more, or the batch was paused or cancelled: what was not finished is not ours to finish."""


def free(now: dt.datetime) -> Q:
    """Return the filter of the tasks that anybody may take: queued ones, and those whose worker died."""
    runs = Q(batch=None) | Q(batch__state__in=(Batch.State.RUNNING, Batch.State.READING, Batch.State.DONE))
    return runs & (Q(state=State.QUEUED) | Q(state__in=AT_WORK, lease_until__lt=now))


def take(worker: str, which: Q) -> list[Task]:
    """Take the oldest free task of a kind, with others of its batch and kind; an empty list when there is nothing to do."""
    now = timezone.now()
    with transaction.atomic():
        rows = Task.objects.filter(free(now) & which).order_by("id")
        locked = (
            rows.select_for_update(skip_locked=True, of=("self",))
            if connection.features.has_select_for_update
            else rows
        )
        first = locked.first()
        if first is None:
            return []
        together = first.batch_id is not None and first.kind == Task.Kind.VERIFY
        tasks = list(locked.filter(batch=first.batch_id, kind=first.kind)[:GROUP]) if together else [first]
        worn = [task.pk for task in tasks if task.tries >= TRIES]
        Task.objects.filter(pk__in=worn).update(
            state=State.FAILED,
            lease="",
            ended=now,
            wrong=f"连续 {TRIES} 次中途退出，已停止。请检查该份清单，或与系统管理员联系。",
        )
        mine = [task for task in tasks if task.pk not in worn]
        Task.objects.filter(pk__in=[task.pk for task in mine]).update(
            state=State.CRAWLING,
            lease=worker,
            lease_until=now + LENGTH,
            tries=F("tries") + 1,
            began=now,
            done=0,
            total=0,
            told="",
        )
        return mine


def finish(task: Task, worker: str, state: str = State.DONE, wrong: str = "", **more: Any) -> None:
    """Close a task that is still ours; call it first in the transaction that writes its result. Raises Lost."""
    changed = Task.objects.filter(pk=task.pk, lease=worker, state__in=AT_WORK).update(
        state=state, lease="", lease_until=None, ended=timezone.now(), wrong=wrong, **more
    )
    if not changed:
        raise Lost


def give_back(tasks: Iterable[Task], worker: str, tried: bool = False) -> None:
    """Let go of tasks that were not finished; unless they broke off by themselves (`tried`), as if they had not been begun."""
    ours = Task.objects.filter(pk__in=[task.pk for task in tasks], lease=worker, state__in=AT_WORK)
    ours.update(state=State.QUEUED, lease="", lease_until=None, tries=F("tries") - (0 if tried else 1))


def free_the_dead() -> int:
    """Let go of the leases of workers of this machine that are not alive any more, instead of waiting for their time; return how many."""
    held = (
        Task.objects.filter(state__in=AT_WORK, lease__startswith=f"{HERE}:").values_list("lease", flat=True).distinct()
    )
    dead = [lease for lease in held if not _alive(int(lease.split(":")[1]))]
    return int(
        Task.objects.filter(lease__in=dead, state__in=AT_WORK).update(
            lease_until=timezone.now() - dt.timedelta(seconds=1)
        )
    )


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def close_batches() -> None:
    """Mark the batches as done whose last task is over."""
    running = Batch.objects.filter(state=Batch.State.RUNNING).exclude(
        tasks__state__in=[one for one in State.values if one not in Task.OVER]
    )
    for batch in running.filter(tasks__kind=Task.Kind.VERIFY).distinct():
        with transaction.atomic():
            if Batch.objects.filter(pk=batch.pk, state=Batch.State.RUNNING).update(
                state=Batch.State.DONE, ended=timezone.now()
            ):
                events.record(events.SYSTEM, "batch_done", f"batch:{batch.pk}")


class Heartbeat:
    """Renews the lease of some tasks while they are worked on, and knows when to stop. Use as a context."""

    def __init__(self, tasks: list[Task], worker: str) -> None:
        """Take the tasks and begin at `__enter__`."""
        self._ids, self._worker = [task.pk for task in tasks], worker
        self._batch = tasks[0].batch_id
        self._over, self._lost = threading.Event(), threading.Event()
        self._told = 0.0
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Heartbeat:
        """Begin to beat."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop beating."""
        self._over.set()
        self._thread.join(5)

    def check(self) -> None:
        """Raise Lost where the work is not ours any more."""
        if self._lost.is_set() or STOPPING.is_set():
            raise Lost

    def tell(self, state: str, done: int = 0, total: int = 0, told: str = "") -> None:
        """Write progress, at most once a second. Raises Lost."""
        self.check()
        now = timezone.now().timestamp()
        if now - self._told >= 1 or done == total:
            self._told = now
            rows = Task.objects.filter(pk__in=self._ids, lease=self._worker, state__in=AT_WORK)
            rows.update(state=state, done=done, total=total, told=told[:200])

    def _beat(self) -> None:
        try:
            while not self._over.wait(RENEW / 5):
                self._renew()
        finally:
            connection.close()

    def _renew(self) -> None:
        from django.db import Error

        try:
            kept = Task.objects.filter(pk__in=self._ids, lease=self._worker, state__in=AT_WORK).update(
                lease_until=timezone.now() + LENGTH
            )
            stopped = (
                self._batch
                and Batch.objects.filter(pk=self._batch, state__in=(Batch.State.PAUSED, Batch.State.CANCELLED)).exists()
            )
        except Error:  # the database is away: the lease runs on by itself, the next beat tries again
            connection.close()
            return
        if not kept or stopped:
            self._lost.set()
