"""The chain of events. Every row is one line exactly as `verifier.audit` writes it; `events.record` alone adds any."""

from __future__ import annotations

from django.db import models


class ChainHead(models.Model):
    """One row: number and hash of the last link. Whoever appends holds it locked, so that links come one after another."""

    n = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class Event(models.Model):
    """留痕: one act. `line` is the whole truth, the other columns are copies to search by."""

    n = models.BigIntegerField(primary_key=True)
    line = models.TextField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=64)
    what = models.CharField(max_length=64)
    subject = models.CharField(max_length=120)

    class Meta:
        ordering = ("n",)
        indexes = [
            models.Index(fields=["subject", "n"]),
            models.Index(fields=["who", "n"]),
            models.Index(fields=["what", "n"]),
        ]
