"""What `/metrics` tells: the queue, leases, outcomes, acts, sources and their answers. Counts and times; never a name, a title or an id.

Everything is read when it is asked for, from what the portal keeps anyway, so that several portal processes tell the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from verifier import __version__, audit
from verifier.portal import answers, walk
from verifier.portal.models import Batch, Event, Item, Task
from verifier.portal.working.leases import AT_WORK
from verifier.retrieval.archive import archive_folder
from verifier.retrieval.chain import CHAIN, read_head
from verifier.retrieval.channels import Logged, channels
from verifier.retrieval.entries import Refused
from verifier.retrieval.lookup import pace_file
from verifier.retrieval.pace import Pacing
from verifier.retrieval.record import Entry
from verifier.settings import Settings

RECENT = 2 * 1024 * 1024
"""Bytes at the end of the archive's log from which a channel's state is read: some three thousand answers."""


def exposition() -> bytes:
    """Return every measure in Prometheus' text form."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Everything())
    return generate_latest(registry)


class _Everything:
    """All measures, in groups."""

    def collect(self) -> Iterator[Metric]:
        """Yield every family of measures."""
        settings = walk.settings()
        yield _gauge(
            "verifier_info", "Version of the program.", ("version", "world"), [((__version__, _world(settings)), 1)]
        )
        yield from _queue()
        yield from _results()
        yield from _sources(settings)
        yield from _answers(walk.run().folder)


def _queue() -> Iterator[Metric]:
    now = timezone.now()
    tasks = Task.objects.order_by().values_list("kind", "state").annotate(count=Count("pk"))
    yield _gauge(
        "verifier_tasks",
        "Tasks by kind and state.",
        ("kind", "state"),
        [((kind, state), count) for kind, state, count in tasks],
    )
    waiting = Task.objects.filter(state=Task.State.QUEUED).order_by().values_list("kind").annotate(first=Min("made"))
    ages = [((kind,), (now - first).total_seconds()) for kind, first in waiting]
    yield _gauge("verifier_oldest_queued_seconds", "Age of the oldest queued task.", ("kind",), ages)
    held = Task.objects.filter(state__in=AT_WORK).aggregate(
        running=Count("pk", filter=Q(lease_until__gte=now)), overdue=Count("pk", filter=Q(lease_until__lt=now)),
        workers=Count("lease", filter=Q(lease_until__gte=now), distinct=True),
    )  # fmt: skip
    leases = [((state,), held[state]) for state in ("running", "overdue")]
    yield _gauge(
        "verifier_leases", "Tasks under a lease that runs, or whose worker stopped renewing it.", ("state",), leases
    )
    yield _gauge("verifier_lanes_at_work", "Lanes of workers that hold a lease.", (), [((), held["workers"])])
    batches = Batch.objects.order_by().values_list("state").annotate(count=Count("pk"))
    yield _gauge("verifier_batches", "Batches by state.", ("state",), [((state,), count) for state, count in batches])


def _results() -> Iterator[Metric]:
    items = (
        Item.objects.filter(current=True).order_by().values_list("outcome", "unfinished").annotate(count=Count("pk"))
    )
    rows = [((outcome, str(unfinished).lower()), count) for outcome, unfinished, count in items]
    yield _gauge("verifier_items", "Current items by outcome.", ("outcome", "unfinished"), rows)
    acts = Event.objects.order_by().values_list("what").annotate(count=Count("pk"))
    yield _counter(
        "verifier_acts", "Acts in the chain of events.", ("act",), [((what,), count) for what, count in acts]
    )


def _sources(settings: Settings) -> Iterator[Metric]:
    folder, pacing = archive_folder(settings), Pacing(settings, pace_file(settings))
    head = read_head(folder)
    yield _counter("verifier_archive_links", "Links of the archive's log.", (), [((), max(0, head[0]) if head else 0)])
    found = [((one.source, one.role, one.word), 1) for one in channels(_recent(folder), settings.hosts)]
    yield _gauge("verifier_channel", "State of each channel, by its last answers.", ("source", "role", "state"), found)
    names = sorted({role.split(".")[0] for role in settings.hosts})
    stopped = [((name,), int(pacing.circuit(name) is not None)) for name in names]
    yield _gauge(
        "verifier_source_stopped", "1 while a source is left alone after a challenge or a limit.", ("source",), stopped
    )
    budget = [((name,), left) for name in names if (left := pacing.left(name)) is not None]
    yield _gauge("verifier_requests_left_today", "Requests that the day still allows.", ("source",), budget)


def _answers(folder: Path) -> Iterator[Metric]:
    rows = [
        ((source, state, "cache" if recalled else "net"), count)
        for (source, state, recalled), count in sorted(answers.read(folder).items())
    ]
    yield _counter(
        "verifier_answers", "Answers that the worker had, and from where.", ("source", "state", "origin"), rows
    )


def _recent(folder: Path) -> list[Logged]:
    """Return the last pieces and refusals of an archive's log, as far as they can be read: `verifier evidence check` judges it."""
    try:
        with (folder / CHAIN).open("rb") as chain:
            start = max(0, chain.seek(0, 2) - RECENT)
            chain.seek(start)
            lines = chain.read(RECENT).split(b"\n")[1 if start else 0 : -1]
    except FileNotFoundError:
        return []
    found: list[Logged] = []
    for line in lines:
        try:
            entry = audit.from_line(line).entry
            kind = {"evidence": Entry, "refused": Refused}.get(str(entry.get("kind")))
            found += [msgspec.convert(entry, kind)] if kind else []
        except (msgspec.DecodeError, msgspec.ValidationError):
            continue
    return found


def _world(settings: Settings) -> str:
    return settings.realm.split("-")[0]


Rows = Sequence[tuple[tuple[str, ...], float]]


def _gauge(name: str, says: str, labels: tuple[str, ...], rows: Rows) -> Metric:
    made = GaugeMetricFamily(name, says, labels=labels)
    for values, value in rows:
        made.add_metric(values, value)
    return made


def _counter(name: str, says: str, labels: tuple[str, ...], rows: Rows) -> Metric:
    made = CounterMetricFamily(name, says, labels=labels)
    for values, value in rows:
        made.add_metric(values, value)
    return made
