"""One crawl: every question climbs the ladder, the spiders carry what it asks for, and all that comes is stored."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Generator, Mapping
from typing import Any

from spiders.base import SourceSpider
from spiders.cnki import CnkiSpider
from spiders.crossref import CrossrefSpider
from spiders.doaj import DoajSpider
from spiders.issn import IssnSpider
from spiders.mailbox import Closed, Mailbox
from spiders.ncpssd import NcpssdSpider
from spiders.nppa import NppaSpider
from spiders.nstl import NstlSpider
from spiders.openalex import OpenAlexSpider
from spiders.vip import VipSpider
from spiders.wanfang import WanfangSpider
from verifier.errors import StorageError
from verifier.model import Ask, Frozen, Question, Reply
from verifier.retrieval.exchange import Exchange

SPIDERS: tuple[type[SourceSpider], ...] = (
    NppaSpider,
    CnkiSpider,
    WanfangSpider,
    VipSpider,
    CrossrefSpider,
    OpenAlexSpider,
    DoajSpider,
    IssnSpider,
    NstlSpider,
    NcpssdSpider,
)
AT_ONCE = 48
"""Questions on the ladder at a time: enough that every source always has one waiting, and memory stays flat."""
_LOG = logging.getLogger(__name__)

Walk = Callable[[Question], Generator[Ask, Reply, Any]]


class News(Frozen, frozen=True, kw_only=True):
    """One line of progress: questions done of all, the source and state of the page that came, and its evidence id."""

    done: int
    total: int
    source: str = ""
    note: str = ""
    page: str = ""
    recalled: bool = False


class Crawl:
    """One run over all questions. Identical asks are one request, whether at the same time (mailbox) or later (cache)."""

    def __init__(self, exchange: Exchange, mailboxes: Mapping[str, Mailbox], walk: Walk, say: Callable[[News], None]) -> None:
        """Take what `__main__` has opened."""
        self._exchange = exchange
        self._mailboxes = mailboxes
        self._walk = walk
        self._say = say
        self._done = 0
        self._total = 0
        self._door = asyncio.Lock()

    async def run(self, questions: AsyncIterator[Question], total: int) -> None:
        """Climb for every question as it comes, then send the spiders home. Raises StorageError, or Closed when told to stop."""
        self._total = total
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(AT_ONCE, total)):
                    group.create_task(self._work(questions))
        except* (StorageError, BrokenPipeError, Closed) as stopped:
            raise _first(stopped) from None
        finally:
            for mailbox in self._mailboxes.values():
                mailbox.finish()

    async def _next(self, questions: AsyncIterator[Question]) -> Question | None:
        async with self._door:  # one at a time may wait for the next question
            return await anext(questions, None)

    async def _work(self, questions: AsyncIterator[Question]) -> None:
        while (question := await self._next(questions)) is not None:
            try:
                await self._climb(question)
            except (StorageError, BrokenPipeError, Closed):
                raise
            except Exception:  # noqa: BLE001 - the worker loop is a door: one accident must not end the others' crawl
                _LOG.exception("question %s could not be carried to its end", question.id)
            self._done += 1
            self._say(News(done=self._done, total=self._total))

    async def _climb(self, question: Question) -> None:
        walk = self._walk(question)
        try:
            ask = next(walk)
            while True:
                ask = walk.send(await self._fetch(ask))
        except StopIteration:
            return

    async def _fetch(self, ask: Ask) -> Reply:
        known = self._exchange.recall(ask)
        reply = known or await self._mailboxes[ask.source].ask(ask)
        note, page = reply.answer.state.value, reply.page.evidence
        self._say(
            News(done=self._done, total=self._total, source=ask.source, note=note, page=page, recalled=known is not None)
        )
        return reply


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
