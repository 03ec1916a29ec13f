"""A unit's batch: taken in, shown as it was read, begun, paused, resumed, cancelled, with how long it will take."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from verifier.portal import blobs, events, files
from verifier.portal.access import Refused
from verifier.portal.language import say
from verifier.portal.models import Account, Batch, Task

LARGEST = 64 * 1024 * 1024
State = Batch.State


def upload(by: Account, name: str, notice: str, data: bytes, file: str) -> Batch:
    """Take an upload in and have it read. Raises Refused for one that is empty or too large."""
    if not data or len(data) > LARGEST:
        raise Refused(
            "文件是空的，或超过 64 MB。请检查后重传，材料多的分批上传。",
            "The file is empty or larger than 64 MB. Upload it in parts.",
        )
    source = blobs.put(data)
    with transaction.atomic():
        batch = Batch.objects.create(
            unit=by.unit,
            name=name.strip()[:120] or files.clean(file),
            notice=notice,
            source=source,
            source_name=files.clean(file),
            made_by=by,
        )
        Task.objects.create(kind=Task.Kind.READ, batch=batch, asked_by=by)
        events.record(by, "batch_uploaded", f"batch:{batch.pk}", after=source)
    return batch


def start(batch: Batch, by: Account) -> None:
    """Begin to verify what was read."""
    with transaction.atomic():
        _turn(batch, by, "batch_started", (State.READY,), State.RUNNING)
        Task.objects.create(kind=Task.Kind.OPEN, batch=batch, asked_by=by)


def pause(batch: Batch, by: Account) -> None:
    """Hold a batch; what is under way is handed back and nothing of it is lost."""
    with transaction.atomic():
        _turn(batch, by, "batch_paused", (State.RUNNING,), State.PAUSED)


def resume(batch: Batch, by: Account) -> None:
    """Let a held batch go on, and take up what had failed."""
    with transaction.atomic():
        _turn(batch, by, "batch_resumed", (State.PAUSED,), State.RUNNING)
        Task.objects.filter(batch=batch, state=Task.State.FAILED).update(
            state=Task.State.QUEUED, tries=0, wrong="", ended=None
        )


def retry(batch: Batch, by: Account) -> None:
    """Take up what failed in a batch that is done."""
    with transaction.atomic():
        _turn(batch, by, "batch_retried", (State.DONE,), State.RUNNING)
        Task.objects.filter(batch=batch, kind=Task.Kind.VERIFY, state=Task.State.FAILED).update(
            state=Task.State.QUEUED, tries=0, wrong="", ended=None
        )


def cancel(batch: Batch, by: Account) -> None:
    """Give a batch up; what was verified stays."""
    with transaction.atomic():
        _turn(
            batch,
            by,
            "batch_cancelled",
            (State.READING, State.REFUSED, State.READY, State.RUNNING, State.PAUSED),
            State.CANCELLED,
        )
        Task.objects.filter(batch=batch).exclude(state__in=Task.OVER).update(
            state=Task.State.CANCELLED, lease="", ended=timezone.now()
        )


ACTS = {"start": start, "pause": pause, "resume": resume, "retry": retry, "cancel": cancel}


def _turn(batch: Batch, by: Account, what: str, of: tuple[str, ...], to: str) -> None:
    if not Batch.objects.filter(pk=batch.pk, state__in=of).update(state=to):
        batch.refresh_from_db()
        raise Refused(
            f"该批次现在是“{batch.get_state_display()}”，不能这样办理。请刷新页面。",
            "The batch is in another state now. Reload the page.",
        )
    events.record(by, what, f"batch:{batch.pk}", {"state": batch.state}, {"state": to})


class Progress(NamedTuple):
    """How far a batch is: applicants done, failed, of how many; what is done now, and the minutes that are left (None = unknown)."""

    done: int
    failed: int
    total: int
    now: str
    minutes: int | None

    @property
    def left(self) -> str:
        """The time left in words."""
        if self.minutes is None:
            return say("剩余时间估算中", "estimating the time left")
        if self.minutes < 1:
            return say("不到 1 分钟", "less than a minute left")
        hours, minutes = divmod(self.minutes, 60)
        if hours >= 48:
            return say(f"约 {hours // 24} 天", f"about {hours // 24} days left")
        return (
            say(f"约 {hours} 小时 {minutes} 分钟", f"about {hours} h {minutes} min left")
            if hours
            else say(f"约 {minutes} 分钟", f"about {minutes} min left")
        )


def progress(batch: Batch) -> Progress:
    """Return how far a batch is."""
    counts = dict(Task.objects.filter(batch=batch, kind=Task.Kind.VERIFY).values_list("state").annotate(Count("id")))
    done, failed = counts.get("done", 0), counts.get("failed", 0)
    total = max(batch.count, sum(counts.values()))
    current = Task.objects.filter(batch=batch, state__in=("crawling", "judging")).order_by("id").first()
    return Progress(done, failed, total, _now(batch, current), _minutes(batch, current, done + failed, total))


def _now(batch: Batch, current: Task | None) -> str:
    if batch.state == State.PAUSED:
        return say("已暂停，可随时继续。", "Paused; go on at any time.")
    if current is None:
        return say("排队中。", "Waiting for its turn.")
    if current.kind == Task.Kind.READ:
        return say(f"正在读取，已读 {current.done} 份。", f"Reading, {current.done} so far.")
    if current.kind == Task.Kind.OPEN:
        return say(
            f"正在建立申报（{current.done}/{current.total}）。",
            f"Opening the applications ({current.done}/{current.total}).",
        )
    if current.state == Task.State.JUDGING:
        return say("正在依通知核对。", "Judging by the notice.")
    if not current.total:
        return say("正在检索。", "Searching.")
    return say(
        f"正在检索（本组 {current.done}/{current.total} 项）。",
        f"Searching (this group {current.done}/{current.total}).",
    )


def _minutes(batch: Batch, current: Task | None, over: int, total: int) -> int | None:
    """Estimate what is left by the pace so far: applicants that are done, and the share of the group that is being searched."""
    if batch.began is None or batch.state != State.RUNNING or not total:
        return None
    share = float(over)
    if current is not None and current.state == Task.State.CRAWLING and current.total:
        group = Task.objects.filter(batch=batch, state=Task.State.CRAWLING).count()
        share += group * current.done / current.total
    if share <= 0:
        return None
    spent = (timezone.now() - batch.began).total_seconds()
    return int(spent / share * (total - share) / 60)
