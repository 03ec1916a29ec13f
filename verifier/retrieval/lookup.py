"""The drivers of a single look-up: one that asks the sources by requests, and one that only opens the cache."""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TypeVar

from verifier.model import Ask, Lookup, Question, Reply
from verifier.retrieval import manual, walks
from verifier.retrieval.archive import Archive
from verifier.retrieval.cache import Cache
from verifier.retrieval.corpus.shelf import Shelf
from verifier.retrieval.exchange import Exchange, recalled, without_page
from verifier.retrieval.pace import Pacing
from verifier.retrieval.reading import Memory, Source, parser_of
from verifier.retrieval.wire import Incoming, Send, Wait, now
from verifier.settings import Settings
from verifier.sources import corpus

if TYPE_CHECKING:
    from verifier.retrieval.transport import Wire

Result = TypeVar("Result")
GRACE = timedelta(days=7)
"""A polite crawl may last for days: without network an answer still counts so long after its time, dated as it is."""


AT_ONCE = 8
"""Questions looked up at a time: while one waits for a source, the others keep the other sources busy."""


class Stopped(Exception):
    """The run is over: nothing more is asked."""


class Fetcher(Protocol):
    """What the ladder needs of a driver."""

    def fetch(self, ask: Ask) -> Reply:
        """Return the reply to an ask; no failure escapes but StorageError."""


class Asked(Fetcher, Protocol):
    """What a question needs of a driver: its fetching, the sources that it asks, the corpora it holds, and what people brought."""

    asks: tuple[str, ...]
    manual: manual.Manual

    @property
    def held(self) -> Mapping[str, str]:
        """Return for each source the corpora that are asked before the network."""


class Kept(Asked, Protocol):
    """A driver over a cache, and over what whole walks through it have come to."""

    walks: walks.Walks

    def kept(self, ask: Ask) -> tuple[Reply, float] | None:
        """Return the cached reply to an ask and the moment (Unix seconds) until which it is true, None when there is none."""


class Driver:
    """Asks the sources by requests, each through cache, circuit, pace and session. Threads may share it."""

    def __init__(
        self,
        settings: Settings,
        cache: Cache,
        archive: Archive,
        pacing: Pacing | None = None,
        sources: Mapping[str, Source] | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """Take what the door has opened; no connection is made before the first ask."""
        pacing, sources = pacing or Pacing(settings, pace_file(settings), clock), sources or known_sources()
        self._settings = settings
        self._exchange = Exchange(settings, cache, archive, pacing, sources, clock)
        self._offline = OfflineDriver(cache, settings, sources, clock) if settings.offline else None
        self.manual = manual.load(settings)
        self.asks = asked_sources(settings)
        self.walks = kept_walks(cache, sources, self, clock)
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._stopping, self._opening = threading.Event(), threading.Lock()
        self._wire: Wire | None = None

    @property
    def held(self) -> Mapping[str, str]:
        """Return for each source the corpora that are asked before the network."""
        return self._exchange.shelf.held

    def kept(self, ask: Ask) -> tuple[Reply, float] | None:
        """Return the cached reply to an ask and until when it is true, None when there is none."""
        return (self._offline or self._exchange).kept(ask)

    def fetch(self, ask: Ask) -> Reply:
        """Return the reply to an ask; the asks of one source go one after another. Offline, cache and corpora alone are asked."""
        if self._offline is not None and ask.role != corpus.ROLE:
            return self._offline.fetch(ask)
        with self._turns[ask.source]:
            carrying = self._exchange.carry(ask)
            came: Incoming | None = None
            while True:
                try:
                    effect = carrying.send(came)
                except StopIteration as done:
                    reply: Reply = done.value
                    return reply
                came = self._perform(ask.source, effect)

    def stop(self) -> None:
        """Let whoever waits for a source give up: nothing more is sent, and every further ask raises Stopped."""
        self._stopping.set()

    def close(self) -> None:
        """Close the connections."""
        self.walks.close()
        self._exchange.shelf.close()
        if self._wire is not None:
            self._wire.close()

    def __enter__(self) -> Driver:
        """Return the driver itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the connections."""
        self.close()

    def _perform(self, source: str, effect: Send | Wait) -> Incoming | None:
        if self._stopping.wait(effect.seconds if isinstance(effect, Wait) else 0):
            raise Stopped
        return None if isinstance(effect, Wait) else self._opened_wire().send(source, effect, self._settings.page_limit)

    def _opened_wire(self) -> Wire:
        from verifier.retrieval.transport import Wire  # late: requests costs 0.1 s, and a cached run sends nothing

        with self._opening:
            self._wire = self._wire or Wire()
            return self._wire


class OfflineDriver:
    """Answers from the cache alone. What is not there was not asked, or failed: it says which, and is never "none"."""

    def __init__(
        self,
        cache: Cache,
        settings: Settings | None = None,
        sources: Mapping[str, Source] | None = None,
        clock: Callable[[], datetime] = now,
        *,
        keeps: bool = True,
    ) -> None:
        """Take an opened cache; `clock` says what the time is. `keeps` = walks may be kept beside its pages for the next run."""
        self._cache = cache
        self._settings = settings
        self._sources = sources or known_sources()
        self._clock = clock
        self._memory = Memory()
        self.manual = manual.load(settings) if settings else manual.Manual()
        self.asks = asked_sources(settings)
        self.held = Shelf(settings).held
        self.walks = kept_walks(cache, self._sources, self, clock, writes=keeps)

    def kept(self, ask: Ask) -> tuple[Reply, float] | None:
        """Return the cached reply to an ask and until when it is true (GRACE after that it still counts), None when there is none."""
        found = self._cache.get(ask, self._clock() - GRACE)
        return None if found is None else (recalled(*found, self._sources[ask.source], self._memory), found[1].expires)

    def fetch(self, ask: Ask) -> Reply:
        """Return the cached reply, else the failure that was noted, else SKIPPED."""
        at, kept = self._clock(), self.kept(ask)
        if kept is not None:
            return kept[0]
        refusal = self._cache.refusal(ask, at)
        if refusal is not None:
            page, stored = refusal
            return Reply(page=page, answer=stored.answer)
        if ask.role == corpus.ROLE:  # the crawl has asked the corpora, or the archive is nobody's to write
            return without_page(ask, "not_held", at)
        demo = self._settings is not None and self._settings.is_stub(ask.source)
        return without_page(ask, "missing", at, demo=demo)


def look_up(question: Question, driver: Asked) -> tuple[Lookup, ...]:
    """Ask every source of the ladder one question."""
    from verifier.sources import ladder, named

    return drive(ladder.walk(question, named(driver.asks), driver.manual.amend, driver.held), driver)


def recall(question: Question, driver: Kept) -> tuple[Lookup, ...]:
    """Answer as `look_up` does, without walking where a kept walk is still true; a walk that the cache alone answers is kept."""
    known = driver.walks.get(question)
    if known is not None:
        return known
    watched = _Watched(driver)
    said = look_up(question, watched)
    driver.walks.put(question, said, watched.until)
    return said


class _Watched:
    """A driver that notes until when everything it has brought is true: not at all, unless the cache had every page."""

    def __init__(self, driver: Kept) -> None:
        self.asks, self.manual, self.held = driver.asks, driver.manual, driver.held
        self._driver = driver
        self.until = math.inf

    def fetch(self, ask: Ask) -> Reply:
        reply, until = self._driver.kept(ask) or (self._driver.fetch(ask), 0.0)
        self.until = min(self.until, until)
        return reply


def kept_walks(
    cache: Cache, sources: Mapping[str, Source], driver: Asked, clock: Callable[[], datetime], *, writes: bool = True
) -> walks.Walks:
    """Return the walks that are kept beside a cache for drivers that ask the same sources, corpora and brought files."""
    parsers = [parser_of(source) for source in sources.values()]
    brought = driver.manual.filed
    return walks.Walks(cache.folder, walks.basis(driver.asks, sorted(driver.held.items()), parsers, brought), clock, writes=writes)


@contextmanager
def ahead(questions: Iterable[Question], driver: Driver) -> Iterator[Callable[[Question], tuple[Lookup, ...]]]:
    """Begin to look up all questions, some at a time, and give the function that waits for one's lookups.

    Each source still gets one request at a time, at its pace; they only no longer wait for each other.
    """
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="lookup")
    coming = {question: pool.submit(recall, question, driver) for question in dict.fromkeys(questions)}
    try:
        yield lambda question: coming[question].result()
    except BaseException:
        driver.stop()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def drive(walk: Generator[Ask, Reply, Result], driver: Fetcher) -> Result:
    """Carry a ladder to its end with a driver and return its result."""
    try:
        ask = next(walk)
        while True:
            ask = walk.send(driver.fetch(ask))
    except StopIteration as done:
        result: Result = done.value
        return result


def known_sources() -> dict[str, Source]:
    """Return every source by its name."""
    from verifier import sources

    return dict(sources.BY_NAME)


def asked_sources(settings: Settings | None) -> tuple[str, ...]:
    """Return the names of the sources that a run asks: the standing ones, and those whose hosts are configured."""
    from verifier import sources

    return sources.asked(settings.hosts if settings else ())


def pace_file(settings: Settings) -> Path:
    """Return the pace table of a data folder, shared by all its realms: live sites are live sites."""
    return Path(settings.data) / "pace.sqlite3"
