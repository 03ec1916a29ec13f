"""The desk: everything that a run needs, opened together and closed together. Every door works at one."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from zoneinfo import ZoneInfo

import msgspec

from verifier.model import Citation, Report, Submission
from verifier.packaged import load_standards
from verifier.retrieval import archive as archives
from verifier.retrieval import cache as caches
from verifier.retrieval.lookup import Driver, ahead
from verifier.serving import Choice, opened_settings
from verifier.settings import Settings
from verifier.verify import Standards, questions, read_items, verify

ZONE = ZoneInfo("Asia/Shanghai")


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """One opened run: its settings and rules, the archive, and a driver over the cache."""

    settings: Settings
    standards: Standards
    archive: archives.Archive
    driver: Driver

    def verify(
        self, submission: Submission, citations: Mapping[str, Citation], step: Callable[[str], None]
    ) -> Report:
        """Verify one submission, asking the sources for what the cache does not hold, all of them at once."""
        known = {**read_items(submission), **citations}
        with ahead(questions(submission, known), self.driver) as look_up:
            return verify(
                submission,
                look_up=look_up,
                standards=self.standards,
                citations=known,
                progress=lambda item: step(known[item.id].title or item.text),
            )


def today() -> str:
    """Return today's date in Asia/Shanghai, YYYY-MM-DD."""
    return dt.datetime.now(ZONE).date().isoformat()


@contextlib.contextmanager
def opened_desk(choice: Choice, notice: str) -> Iterator[Desk]:
    """Open a desk for one run. Raises VerifierError with a sentence for whatever cannot be opened."""
    standards = load_standards(notice, choice.registry)
    with (
        opened_settings(choice) as settings, contextlib.closing(caches.open_cache(caches.cache_folder(settings))) as cache,
        archives.Archive(archives.archive_folder(settings)) as archive,
        Driver(settings, cache, archive) as driver,
    ):
        yield Desk(settings=settings, standards=standards, archive=archive, driver=driver)
