"""Many submissions: one polite crawl fills the cache, then `verify()` runs over it in parallel, without any network.

The reports come out in the order of the submissions and are the same bytes however many workers there are.
"""

from __future__ import annotations

import functools
import itertools
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime
from multiprocessing.context import BaseContext

import msgspec

from verifier.finished import Basis, Finished, Spool
from verifier.model import Question, Report, canonical
from verifier.retrieval.orphan import leave_with_parent
from verifier.settings import Settings
from verifier.submissions import Handed
from verifier.verify import Standards, read_items, unfinished, verify
from verifier.verify import questions as asked_by

Rules = dict[str, Standards]
"""What every notice that the submissions name judges by, under the name that they use."""
Work = Callable[[bytes], list[bytes]]
"""Submissions in, one canonical report for each out; both encoded."""
Pool = Callable[[], AbstractContextManager[Executor]]
"""What makes the executor that the work is handed to: processes here, or machines elsewhere."""
CHUNK = 8
TRIES = 3


class Worker:
    """Verifies submissions over the cache alone; one lives in every process of the pool."""

    def __init__(self, settings: Settings, rules: Rules, at: datetime) -> None:
        """Open the cache for reading, as of one moment: what was true then answers, on whatever day it is judged."""
        from verifier.retrieval.cache import cache_folder, open_cache
        from verifier.retrieval.lookup import OfflineDriver, look_up

        self.driver = OfflineDriver(open_cache(cache_folder(settings)), settings, clock=lambda: at)
        self.look_up = look_up
        self.rules = rules

    def verify(self, handed: Handed) -> Report:
        """Return the report of one submission."""
        return verify(
            handed.submission,
            look_up=lambda asked: self.look_up(asked, self.driver),
            standards=self.rules[handed.submission.notice],
            citations=handed.citations,
        )


_worker: Worker | None = None


def _start(settings: Settings, rules: Rules, at: datetime) -> None:
    global _worker  # one worker a process, made by the pool's initializer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is the parent's business
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a broken pool ends its workers so, whatever they are writing
    leave_with_parent()
    _worker = Worker(settings, rules, at)


def _work(chunk: bytes) -> list[bytes]:
    assert _worker is not None
    return work_with(_worker, chunk)


def questions(handed: Iterable[Handed]) -> Iterator[Question]:
    """Yield every question that the sources must be asked, each with an id of its own."""
    for number, one in enumerate(handed):
        citations = {**read_items(one.submission), **one.citations}
        for asked in asked_by(one.submission, citations):
            yield msgspec.structs.replace(asked, id=f"{number}:{asked.id}")


def reports(
    handed: Iterable[Handed], settings: Settings, rules: Rules, jobs: int, at: datetime, context: BaseContext | None = None
) -> Iterator[Report]:
    """Yield one report per submission, in order, from the cache as it stood `at` a moment; only some are held at a time.

    `context` says how the pool's processes begin (None = as the platform does); a caller with threads wants them spawned.
    """
    coming = iter(handed)
    first = list(itertools.islice(coming, CHUNK + 1))
    several = itertools.chain(first, coming)
    if jobs <= 1 or len(first) <= CHUNK:
        worker = Worker(settings, rules, at)
        yield from (worker.verify(one) for one in several)
        return
    pool = functools.partial(ProcessPoolExecutor, jobs, mp_context=context, initializer=_start, initargs=(settings, rules, at))
    yield from reports_of(several, pool, _work, 2 * jobs + 1, CHUNK)


def reports_of(handed: Iterable[Handed], pool: Pool, work: Work, most: int, size: int) -> Iterator[Report]:
    """Yield one report per submission, in order, worked out by a pool: `size` submissions a task, at most so many tasks at a time."""
    for part in in_order(_chunks(iter(handed), size), pool, most, work):
        yield from (msgspec.json.decode(report, type=Report) for report in part)


def work_with(worker: Worker, chunk: bytes) -> list[bytes]:
    """Return the canonical report of every submission of a chunk."""
    return [canonical(worker.verify(handed)) for handed in msgspec.json.decode(chunk, type=list[Handed])]


def _chunks(handed: Iterator[Handed], size: int) -> Iterator[bytes]:
    while chunk := list(itertools.islice(handed, size)):
        yield msgspec.json.encode(chunk)


def in_order(chunks: Iterable[bytes], pool: Pool, most: int, work: Work) -> Iterator[list[bytes]]:
    """Run the chunks through a pool, at most so many at a time, and yield the results in order.

    When a worker is killed the whole pool breaks: it is built again, and what was not yielded is submitted again, at most
    TRIES times in a row.
    """
    coming, open_ones, broken = iter(chunks), deque[bytes](), 0
    while True:
        try:
            with pool() as executor:
                running = deque(executor.submit(work, chunk) for chunk in open_ones)
                while True:
                    for chunk in itertools.islice(coming, most - len(running)):
                        open_ones.append(chunk)
                        running.append(executor.submit(work, chunk))
                    if not running:
                        return
                    result = running[0].result()
                    running.popleft()
                    open_ones.popleft()
                    broken = 0
                    yield result
        except BrokenExecutor:
            broken += 1
            if broken >= TRIES:
                raise


def judged(
    spool: Spool, finished: Finished, basis: Basis, fresh: Callable[[Iterable[Handed]], Iterator[Report]]
) -> Iterator[tuple[Report, bool]]:
    """Yield every report of a batch in order, and whether it is new; the others were finished before and are not made again."""
    known = finished.keys()
    made = fresh(one for one in spool if basis.key(one) not in known)
    for handed in spool:
        key = basis.key(handed)
        if key in known:
            yield finished.get(key), False
            continue
        report = next(made)
        if not unfinished(report):
            finished.add(key, report)
        yield report, True
