"""What was removed goes for good once its time is over: the contents are erased, the tombstone and its links of the chain stay.

Only lists that were never handed in and files that were taken away can be removed at all (`filing.remove`, `files.remove`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from verifier.portal import blobs, events, files
from verifier.portal.models import Application, Attachment, Item, Task, Version


def sweep(today: dt.date | None = None) -> int:
    """Erase what was to be kept until a day that is past; returns how many applications and files that were."""
    over = Q(removed__isnull=False, retain_until__lt=today or dt.date.today())
    swept = 0
    for application in Application.objects.filter(over):
        _erase_application(application)
        swept += 1
    for attachment in Attachment.objects.filter(over):
        _erase_file(attachment)
        swept += 1
    return swept


def _erase_application(application: Application) -> None:
    before = application.draft
    with transaction.atomic():
        gone = set(_blobs_of(application))
        for attachment in application.attachments.exclude(removed__isnull=False, retain_until=None):
            _erase_file(attachment)
        Task.objects.filter(version__application=application).delete()
        Item.objects.filter(application=application).delete()
        Application.objects.filter(pk=application.pk).update(person="", key="", draft="", specialty="", retain_until=None)
        events.record(events.SYSTEM, "erased", f"application:{application.pk}", before=before)
    for digest in gone - _standing(gone):  # after the rows: a blob without a row is only lost room, a row without its blob is a fault
        blobs.drop(digest)


def _erase_file(attachment: Attachment) -> None:
    with transaction.atomic():
        Attachment.objects.filter(pk=attachment.pk).update(name="", read="", retain_until=None)
        events.record(events.SYSTEM, "erased", f"attachment:{attachment.pk}", before=attachment.sha256)
    files.place(attachment.stored).unlink(missing_ok=True)


def _blobs_of(application: Application) -> Iterator[str]:
    for version in application.versions.all():
        yield from (digest for digest in (version.handed, version.submission, version.report) if digest)
    for task in Task.objects.filter(version__application=application):
        yield from _papers(task)


def _papers(task: Task) -> Iterator[str]:
    yield from (one["blob"] for one in task.result.get("files", {}).values())


def _standing(gone: set[str]) -> set[str]:
    """Return those blobs that somebody else's list rests on: the same list handed in twice is kept once."""
    kept = set[str]()
    for field in ("handed", "submission", "report"):
        kept |= set(
            Version.objects.filter(**{f"{field}__in": gone})
            .exclude(application__removed__isnull=False, application__retain_until=None)
            .values_list(field, flat=True)
        )
    return kept | {blob for task in Task.objects.filter(kind=Task.Kind.PAPERS).iterator() for blob in _papers(task) if blob in gone}
