"""申报: an applicant's list under one notice, its frozen versions, their items, and the files that people add."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from verifier.portal.language import later
from verifier.portal.models.people import Account, Unit
from verifier.proof import brought
from verifier.reasons import Outcome

OUTCOMES = [(one.value, one.value) for one in Outcome]
KINDS = [
    *((kind, later(*words)) for kind, words in brought.KINDS.items()),
    ("export", later("数据库导出的题录、保存的网页", "A database's export or saved page")),
]
"""What a file may be meant as: the kinds that a dossier binds, in its order, and exports."""


class Tombstone(models.Model):
    """A row that is never deleted: it is marked as removed, with who did it, and is shown no more."""

    removed = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retain_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Application(Tombstone):
    """One applicant's list. `draft` is what is being written; what was checked or handed in stands in the versions, frozen.

    `stage` is who holds it now and `reached` the furthest it ever came; who has once had it may go on reading it.
    `flagged` is whether any item of the current version wants the committee's look.
    """

    class Stage(models.IntegerChoices):
        """Who holds an application."""

        APPLICANT: Any = 0, later("申报人填报", "With the applicant")
        UNIT: Any = 1, later("单位审核", "With the unit")
        DEPARTMENT: Any = 2, later("主管部门审核", "With the department")
        COMMITTEE: Any = 3, later("评委会", "With the committee")

    owner = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="applications")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="applications")
    batch = models.ForeignKey(
        "portal.Batch", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    key = models.CharField(max_length=100)
    person = models.CharField(max_length=100)
    notice = models.CharField(max_length=100)
    series = models.CharField(max_length=16)
    specialty = models.CharField(max_length=60)
    draft = models.TextField()
    stage = models.IntegerField(choices=Stage.choices, default=Stage.APPLICANT)
    reached = models.IntegerField(choices=Stage.choices, default=Stage.APPLICANT)
    returned = models.TextField(blank=True, default="")
    current = models.ForeignKey("portal.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    flagged = models.BooleanField(default=False)
    made = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-changed", "-id")
        indexes = [
            models.Index(fields=["unit", "reached", "-changed"]),
            models.Index(fields=["owner", "-changed"]),
            models.Index(fields=["batch", "id"]),
            models.Index(fields=["reached", "flagged"]),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.key}）"


class Version(models.Model):
    """What was checked, frozen. `handed`, `submission` and `report` are the SHA-256 of blobs in the data folder (`blobs.py`).

    `handed` is a `submissions.Handed`, `submission` its canonical Submission, `report` the canonical Report once there is one.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    handed = models.CharField(max_length=64)
    submission = models.CharField(max_length=64)
    report = models.CharField(max_length=64, blank=True, default="")
    report_hash = models.CharField(max_length=64, blank=True, default="")
    demo = models.BooleanField(default=False)
    clear = models.PositiveIntegerField(default=0)
    review = models.PositiveIntegerField(default=0)
    bar = models.PositiveIntegerField(default=0)
    unfinished = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    judged = models.DateTimeField(null=True, blank=True)
    handed_in = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("application", "number")
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"第{self.number}版"


class Item(models.Model):
    """One item of a judged version, as the tables show it; the report's blob is the truth.

    `rank` is 0, 1, 2 for CLEAR, REVIEW, BAR; `settled` what people have settled it at ("" = open); `current` marks the items of the
    application's current version. Unit and batch are copied here so that a table of ten thousand is one indexed query.
    """

    class State(models.TextChoices):
        """How far people are with an item."""

        OPEN: Any = "open", later("待审核", "Open")
        ASKED: Any = "asked", later("已退问", "Asked back")
        DECIDED: Any = "decided", later("已有结论", "Decided")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey("portal.Batch", null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=500, blank=True)
    container = models.CharField(max_length=200, blank=True)
    journal = models.CharField(max_length=200, blank=True)
    cn = models.CharField(max_length=20, blank=True)
    year = models.CharField(max_length=8, blank=True)
    issue = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=8, choices=OUTCOMES)
    rank = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    unfinished = models.BooleanField(default=False)
    foreign = models.BooleanField(default=False)
    raised = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    settled = models.CharField(max_length=8, choices=OUTCOMES, blank=True, default="")
    current = models.BooleanField(default=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ("application", "place")
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_item_a_key")]
        indexes = [
            models.Index(fields=["unit", "current", "-rank", "id"]),
            models.Index(fields=["batch", "current", "-rank", "id"]),
            models.Index(fields=["batch", "current", "id"]),
            models.Index(fields=["current", "flagged", "state", "-rank", "id"]),
            models.Index(fields=["journal", "year"]),
        ]

    def __str__(self) -> str:
        return str(self.title or self.key)


class ItemReason(models.Model):
    """One finding's reason of an item, to filter and to count by."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="by_reason")
    reason = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=OUTCOMES)

    class Meta:
        indexes = [models.Index(fields=["reason", "item"])]


class ItemKey(models.Model):
    """What one output is known by across lists, units and years (`judging.across.keys`)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=255)

    class Meta:
        indexes = [models.Index(fields=["key", "item"])]


class Attachment(Tombstone):
    """A file that a person added: `kind` is what it is meant as, `sniffed` what its content is; `name` is for eyes, `stored` where it lies."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attachments")
    item = models.CharField(max_length=100, blank=True, default="")
    kind = models.CharField(max_length=12, choices=KINDS)
    name = models.CharField(max_length=120)
    stored = models.CharField(max_length=64, unique=True)
    sniffed = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    read = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("application", "item", "id")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def kind_name(self) -> str:
        """What the file is meant as, in words."""
        return str(dict(KINDS)[self.kind])
