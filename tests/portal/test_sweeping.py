"""Retention: what was removed is erased once its time is over, and nothing else ever is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from verifier.errors import StorageError
from verifier.portal import blobs, events, files, filing, sweeping, worker
from verifier.portal.models import Application, Attachment, Event, Item, Task, Version

from .conftest import hand_in

Make = Callable[..., Application]
LATER = dt.date.today() + dt.timedelta(days=366 * (filing.RETENTION_YEARS + 1))


@pytest.fixture
def removed(checked: Make, cast: SimpleNamespace) -> Application:
    """Return a list that was checked and printed, with a file, and then removed by its writer."""
    application = checked()
    Task.objects.create(kind=Task.Kind.PAPERS, version=application.current, asked_by=cast.applicant, wish={"formats": ["pdf"], "lang": "zh"})
    worker.drain()
    stored = files.keep(b"%PDF-1.4 a scan")
    Attachment.objects.create(
        application=application, kind="cover", name="封面.pdf", stored=stored, sniffed="pdf", sha256="0" * 64, size=15, by=cast.applicant
    )
    filing.remove(application, cast.applicant)
    application.refresh_from_db()
    return application


def papers_of(application: Application) -> list[str]:
    """Return the blobs of its printed papers."""
    return [
        one["blob"]
        for task in Task.objects.filter(version__application=application)
        for one in task.result.get("files", {}).values()
    ]


def test_what_was_removed_stays_until_its_time_is_over(removed: Application) -> None:
    assert sweeping.sweep() == 0
    assert removed.retain_until is not None
    assert sweeping.sweep(removed.retain_until) == 0
    assert blobs.report(removed.current.report).items


def test_what_is_over_is_erased_and_the_tombstone_and_the_chain_stay(removed: Application) -> None:
    version, papers, stored = removed.current, papers_of(removed), removed.attachments.get().stored
    assert papers
    assert sweeping.sweep(LATER) == 1
    for digest in (version.handed, version.submission, version.report, *papers):
        with pytest.raises(StorageError):
            blobs.get(digest)
    assert not files.place(stored).exists()
    assert not Item.objects.filter(application=removed).exists()
    removed.refresh_from_db()
    assert (removed.person, removed.draft, removed.attachments.get().name) == ("", "", "")
    assert removed.removed is not None
    assert Version.objects.filter(application=removed).count() == 1
    assert [*Event.objects.filter(what="erased").order_by("n").values_list("subject", flat=True)] == [
        f"attachment:{removed.attachments.get().pk}", f"application:{removed.pk}"
    ]  # fmt: skip
    assert events.breaks() == ()
    assert sweeping.sweep(LATER) == 0


def test_a_list_that_stands_is_never_erased_though_it_is_the_same(removed: Application, cast: SimpleNamespace) -> None:
    twin = filing.opened(hand_in("林知远", f"a{cast.applicant.pk}"), cast.unit, owner=cast.applicant)
    filing.check(twin, cast.applicant)
    worker.drain()
    twin.refresh_from_db()
    assert twin.current.submission == removed.current.submission
    sweeping.sweep(LATER)
    twin.refresh_from_db()
    assert twin.person == "林知远"
    assert blobs.submission(twin.current.submission).items
    assert blobs.report(twin.current.report).items
    assert twin.current.items.count()


def test_a_file_that_was_taken_away_goes_alone(checked: Make, cast: SimpleNamespace) -> None:
    application = checked()
    kept, gone = (
        Attachment.objects.create(
            application=application, kind="cover", name=name, stored=files.keep(name.encode()), sniffed="pdf", sha256=str(place) * 64, size=1,
            by=cast.applicant,
        )
        for place, name in enumerate(("kept", "gone"))
    )  # fmt: skip
    files.remove(gone, cast.applicant)
    assert sweeping.sweep(LATER) == 1
    assert files.place(kept.stored).read_bytes() == b"kept"
    assert not files.place(gone.stored).exists()
    assert blobs.report(application.current.report).items
