"""The papers: certificate, check list, dossier, slip and bundle of one version, or those of a whole batch in one archive."""

from __future__ import annotations

from verifier.portal.models import Task


def work(tasks: list[Task], worker: str) -> None:
    """Print."""
    raise NotImplementedError
