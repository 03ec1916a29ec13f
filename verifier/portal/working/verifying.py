"""Verify: one polite crawl for a group of lists, then `verify()` over the cache alone, by the functions that `verifier batch` uses."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter

from django.db import transaction

from verifier import batch
from verifier.errors import VerifierError
from verifier.portal import answers, blobs, keeping, walk
from verifier.portal.models import Task, Version
from verifier.portal.working import leases
from verifier.portal.working.leases import Heartbeat, Lost
from verifier.retrieval.crawl import crawl
from verifier.retrieval.wire import now

JOBS = min(4, os.cpu_count() or 1)


def work(tasks: list[Task], worker: str) -> None:
    """Verify the versions of some tasks; each one that is done stays done, whatever happens to the others."""
    with Heartbeat(tasks, worker) as heart:
        try:
            _verify(tasks, worker, heart)
        except VerifierError as error:
            _fail(tasks, worker, error)


def _verify(tasks: list[Task], worker: str, heart: Heartbeat) -> None:
    versions = {version.pk: version for version in Version.objects.filter(pk__in=[task.version_id for task in tasks])}
    handed = [blobs.handed(versions[task.version_id].handed) for task in tasks]
    settings = walk.settings()
    rules = {one.submission.notice: walk.standards(one.submission.notice) for one in handed}

    def progress(done: int, total: int, source: str, note: str) -> None:
        heart.tell(Task.State.CRAWLING, done, total, f"{source} {note}".strip())

    counted: answers.Counted = Counter()
    crawl(batch.questions(handed), settings, progress, lambda *one: counted.update([one]))
    answers.add(walk.run().folder, counted)
    heart.tell(Task.State.JUDGING, 0, len(tasks))
    at, context = (
        now(),
        multiprocessing.get_context("spawn"),
    )  # lanes are threads: a forked child could inherit a held lock
    made = batch.reports(handed, settings, rules, JOBS, at, context)
    for count, (task, report) in enumerate(zip(tasks, made, strict=True), 1):
        heart.check()
        try:
            with transaction.atomic():
                leases.finish(task, worker, done=1, total=1)
                keeping.keep(versions[task.version_id], report)
        except Lost:
            continue  # cancelled alone, or taken over: the others are still ours
        if count < len(tasks):  # nothing is ours after the last, and a beat in between would say so
            heart.tell(Task.State.JUDGING, count, len(tasks))


def _fail(tasks: list[Task], worker: str, error: VerifierError) -> None:
    """Close what is left with the sentence of the error; the person reads it and may ask again."""
    for task in tasks:
        try:
            leases.finish(task, worker, Task.State.FAILED, wrong=error.zh)
        except Lost:
            continue
