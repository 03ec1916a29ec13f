"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class Portal(AppConfig):
    """The portal as Django knows it."""

    name = "verifier.portal"
    label = "portal"
    verbose_name = "核验门户"
