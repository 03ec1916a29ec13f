"""The work: batches of a unit and the tasks of the worker, each with its state, so that whoever dies loses nothing."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from verifier.portal.language import later
from verifier.portal.models.applications import Application, Item, Tombstone, Version
from verifier.portal.models.people import Account, Unit


class Batch(Tombstone):
    """What a unit handed in at once: a workbook or an archive of documents.

    It is read first (`reading`), shown as it was read or with every wrong cell (`ready`, `refused`), and runs when somebody says so.
    `source` is the blob of what was uploaded, `handed` that of what was read of it, one `Handed` a line; `rejected` lists the rows
    that cannot be used as [where, Chinese, English], `wrong` what stops the whole.
    """

    class State(models.TextChoices):
        """What a batch is at."""

        READING: Any = "reading", later("读取中", "Being read")
        REFUSED: Any = "refused", later("须改正", "To be corrected")
        READY: Any = "ready", later("待开始", "Ready")
        RUNNING: Any = "running", later("核验中", "Running")
        PAUSED: Any = "paused", later("已暂停", "Paused")
        DONE: Any = "done", later("已完成", "Done")
        CANCELLED: Any = "cancelled", later("已取消", "Cancelled")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="batches")
    name = models.CharField(max_length=120)
    notice = models.CharField(max_length=100)
    source = models.CharField(max_length=64, blank=True, default="")
    source_name = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    handed = models.CharField(max_length=64, blank=True, default="")
    count = models.PositiveIntegerField(default=0)
    items_count = models.PositiveIntegerField(default=0)
    wrong = models.TextField(blank=True, default="")
    rejected = models.JSONField(default=list)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    began = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("-made", "-id")

    def __str__(self) -> str:
        return str(self.name)


class Task(models.Model):
    """One piece of work. Who does it holds a lease; when the lease runs out with the work undone, anybody takes it up again.

    `done` of `total` with `told` is what progress shows; `wrong` is the sentence of a failure.
    """

    class Kind(models.TextChoices):
        """What is to be done."""

        READ: Any = "read", later("读取", "Read")
        OPEN: Any = "open", later("建立申报", "Open the applications")
        VERIFY: Any = "verify", later("核验", "Verify")
        PAPERS: Any = "papers", later("出具文件", "Print the papers")
        BUNDLE: Any = "bundle", later("打包全部文件", "Pack all papers")

    class State(models.TextChoices):
        """What a task is at."""

        QUEUED: Any = "queued", later("排队中", "Queued")
        CRAWLING: Any = "crawling", later("检索中", "Searching")
        JUDGING: Any = "judging", later("核验中", "Judging")
        DONE: Any = "done", later("已完成", "Done")
        FAILED: Any = "failed", later("未能完成", "Failed")
        PAUSED: Any = "paused", later("已暂停", "Paused")
        CANCELLED: Any = "cancelled", later("已取消", "Cancelled")

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.VERIFY)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    version = models.ForeignKey(Version, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    asked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    wish = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    lease = models.CharField(max_length=64, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    told = models.CharField(max_length=200, blank=True, default="")
    wrong = models.TextField(blank=True, default="")
    made = models.DateTimeField(default=timezone.now)
    began = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["state", "lease_until", "id"]), models.Index(fields=["batch", "kind", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(kind="verify"), name="a_version_is_verified_once"
            )
        ]

    OVER = ("done", "failed", "cancelled")

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in self.OVER


class Conflict(models.Model):
    """A finding over several applicants (`model.AcrossFinding` as JSON), and the items that it concerns."""

    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.CASCADE, related_name="conflicts")
    reason = models.CharField(max_length=40)
    finding = models.JSONField()
    items = models.ManyToManyField(Item, related_name="conflicts")
    applications = models.ManyToManyField(Application, related_name="conflicts")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("id",)
