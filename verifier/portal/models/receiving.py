"""What other programs handed in: one row a key, so that a call that is made again makes nothing twice."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from verifier.portal.models.applications import Application
from verifier.portal.models.people import ApiToken, Unit


class Received(models.Model):
    """One submission through the API: the key that the caller gave it, the SHA-256 of what came, and the application made of it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="received")
    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(fields=["unit", "key"], name="a_key_is_used_once")]
