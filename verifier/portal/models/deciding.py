"""What people decide: decisions beside the findings, appeals against them, and the sample that an audit looks at."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from verifier.portal.language import later
from verifier.portal.models.applications import OUTCOMES, Application, Item
from verifier.portal.models.people import Account, Role


class Decision(models.Model):
    """人工结论 or what comes before one, on one item. It never changes a finding, and is never changed: a later one stands over it.

    `reason` is the finding that it answers ("" = the item as a whole); `agrees` is the second reviewer's word on `on`.
    """

    class Kind(models.TextChoices):
        """What somebody says of an item."""

        DECIDE: Any = "decide", later("结论", "Decision")
        ASK: Any = "ask", later("退问", "Asked back")
        NOTE: Any = "note", later("备注", "Note")
        SECOND: Any = "second", later("复核", "Second review")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.DECIDE)
    reason = models.CharField(max_length=40, blank=True, default="")
    outcome = models.CharField(max_length=8, choices=OUTCOMES, blank=True, default="")
    on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="seconds")
    agrees = models.BooleanField(null=True, blank=True)
    why = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("item", "id")


class Appeal(models.Model):
    """申诉: somebody asks for another look at an item; the outcome before and the one after are both kept."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="appeals")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    before = models.CharField(max_length=8, choices=OUTCOMES)
    after = models.CharField(max_length=8, choices=OUTCOMES, blank=True, default="")
    why = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("decided", "made")


class Plan(models.Model):
    """抽查方案: which share of the unflagged items is looked at all the same; the seed makes the draw repeatable."""

    name = models.CharField(max_length=120)
    notice = models.CharField(max_length=100)
    seed = models.CharField(max_length=64)
    per_mille = models.PositiveIntegerField()
    least_per_unit = models.PositiveIntegerField(default=1)
    drawn_from = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-made",)


class Sample(models.Model):
    """One item of a plan's draw, and what the look at it came to."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="samples")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="samples")
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["plan", "item"], name="an_item_is_drawn_once")]
