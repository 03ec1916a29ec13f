"""Many submissions: one polite crawl fills the cache, then `verify()` runs over it in parallel, without any network.

The reports come out in the order of the submissions and are the same bytes however many workers there are.
"""

from __future__ import annotations

import functools
import gc
import itertools
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime
from multiprocessing.context import BaseContext

import msgspec

from verifier.finished import Basis, Finished, Made, Spool
from verifier.model import Question, Report
from verifier.retrieval.orphan import leave_with_parent
from verifier.settings import Settings
from verifier.submissions import Handed
from verifier.verify import Standards, read_items, verify
from verifier.verify import questions as asked_by

Rules = dict[str, Standards]
"""What every notice that the submissions name judges by, under the name that they use."""
Work = Callable[[bytes], list[bytes]]
"""Submissions in, what was made of each out; both encoded."""
Pool = Callable[[], AbstractContextManager[Executor]]
"""What makes the executor that the work is handed to: processes here, or machines elsewhere."""
CHUNK = 8
TRIES = 3


class Worker:
    """Verifies submissions over the cache alone; one lives in every process of the pool."""

    def __init__(self, settings: Settings, rules: Rules, at: datetime, *, keeps: bool = True) -> None:
        """Open the cache for reading, as of one moment: what was true then answers, on whatever day it is judged.

        `keeps` = whole walks through it may be kept beside it; not on a disk that several machines share.
        """
        from verifier.retrieval.cache import cache_folder, open_cache
        from verifier.retrieval.lookup import OfflineDriver, recall

        self.driver = OfflineDriver(open_cache(cache_folder(settings)), settings, clock=lambda: at, keeps=keeps)
        self.recall = recall
        self.rules = rules

    def verify(self, handed: Handed) -> Report:
        """Return the report of one submission."""
        return verify(
            handed.submission,
            look_up=lambda asked: self.recall(asked, self.driver),
            standards=self.rules[handed.submission.notice],
            citations=handed.citations,
        )


class Asker:
    """Reads submissions and tells what the sources must still be asked; one lives in every process of the pool."""

    def __init__(self, settings: Settings) -> None:
        """Open what the cache's earlier walks came to."""
        from verifier.retrieval.cache import cache_folder, open_cache
        from verifier.retrieval.lookup import OfflineDriver

        self.walks = OfflineDriver(open_cache(cache_folder(settings)), settings).walks

    def ask(self, handed: Handed) -> list[Question]:
        """Return the questions of one submission that no kept walk answers."""
        return [asked for asked in _asked(handed) if not self.walks.has(asked)]


_worker: Worker | None = None
_asker: Asker | None = None


def _start(settings: Settings, rules: Rules, at: datetime) -> None:
    global _worker  # one worker a process, made by the pool's initializer
    _settle()
    _worker = Worker(settings, rules, at)


def _start_asking(settings: Settings) -> None:
    global _asker
    _settle()
    _asker = Asker(settings)


def _settle() -> None:
    """Prepare a process of the pool: its parent's signals, and a collector that does not look for cycles among plain records."""
    gc.freeze()
    gc.set_threshold(100_000)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is the parent's business
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a broken pool ends its workers so, whatever they are writing
    leave_with_parent()


def _work(chunk: bytes) -> list[bytes]:
    assert _worker is not None
    return work_with(_worker, chunk)


def _ask(chunk: bytes) -> list[bytes]:
    assert _asker is not None
    return [msgspec.msgpack.encode(_asker.ask(handed)) for handed in msgspec.json.decode(chunk, type=list[Handed])]


def questions(handed: Iterable[Handed]) -> Iterator[Question]:
    """Yield every question that the sources must be asked, each with an id of its own."""
    return _numbered(_asked(one) for one in handed)


def open_questions(handed: Iterable[Handed], settings: Settings, jobs: int) -> Iterator[Question]:
    """Yield the questions that no kept walk answers, each with an id of its own; reading the lists is work for every core."""
    coming = iter(handed)
    first = list(itertools.islice(coming, CHUNK + 1))
    several = itertools.chain(first, coming)
    if jobs <= 1 or len(first) <= CHUNK:
        return _numbered(map(Asker(settings).ask, several))
    pool = functools.partial(ProcessPoolExecutor, jobs, initializer=_start_asking, initargs=(settings,))
    parts = in_order(_chunks(several, CHUNK), pool, 2 * jobs + 1, _ask)
    return _numbered(msgspec.msgpack.decode(one, type=list[Question]) for part in parts for one in part)


def _asked(one: Handed) -> Iterable[Question]:
    return asked_by(one.submission, {**read_items(one.submission), **one.citations})


def _numbered(lists: Iterable[Iterable[Question]]) -> Iterator[Question]:
    for number, several in enumerate(lists):
        for asked in several:
            yield msgspec.structs.replace(asked, id=f"{number}:{asked.id}")


def reports(
    handed: Iterable[Handed], settings: Settings, rules: Rules, jobs: int, at: datetime, context: BaseContext | None = None
) -> Iterator[Report]:
    """Yield one report per submission, as `made` makes them."""
    return (one.read() for one in made(handed, settings, rules, jobs, at, context))


def made(
    handed: Iterable[Handed], settings: Settings, rules: Rules, jobs: int, at: datetime, context: BaseContext | None = None
) -> Iterator[Made]:
    """Make one report per submission, in order, from the cache as it stood `at` a moment; only some are held at a time.

    `context` says how the pool's processes begin (None = as the platform does); a caller with threads wants them spawned.
    """
    coming = iter(handed)
    first = list(itertools.islice(coming, CHUNK + 1))
    several = itertools.chain(first, coming)
    if jobs <= 1 or len(first) <= CHUNK:
        worker = Worker(settings, rules, at)
        yield from (Made.of(worker.verify(one)) for one in several)
        return
    pool = functools.partial(ProcessPoolExecutor, jobs, mp_context=context, initializer=_start, initargs=(settings, rules, at))
    yield from made_of(several, pool, _work, 2 * jobs + 1, CHUNK)


def made_of(handed: Iterable[Handed], pool: Pool, work: Work, most: int, size: int) -> Iterator[Made]:
    """Make one report per submission, in order, by a pool: `size` submissions a task, at most so many tasks at a time."""
    for part in in_order(_chunks(iter(handed), size), pool, most, work):
        yield from (msgspec.msgpack.decode(one, type=Made) for one in part)


def work_with(worker: Worker, chunk: bytes) -> list[bytes]:
    """Return what is made of every submission of a chunk."""
    return [msgspec.msgpack.encode(Made.of(worker.verify(handed))) for handed in msgspec.json.decode(chunk, type=list[Handed])]


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
    spool: Spool, finished: Finished, basis: Basis, fresh: Callable[[Iterable[Handed]], Iterator[Made]]
) -> Iterator[tuple[Made, bool]]:
    """Yield every report of a batch in order, and whether it is new; the others were finished before and are not made again."""
    known = finished.keys()
    coming = fresh(one for one in spool if basis.key(one) not in known)
    for handed in spool:
        key = basis.key(handed)
        if key in known:
            yield finished.get(key), False
            continue
        one = next(coming)
        if not one.is_unfinished:
            finished.add(key, one)
        yield one, True
