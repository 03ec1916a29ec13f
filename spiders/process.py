"""One Scrapy process for all sources: a spider each, side by side, for as long as there are questions."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings as ScrapySettings

import spiders.settings
from spiders.base import SourceSpider
from spiders.mailbox import Closed, Mailbox
from spiders.run import SPIDERS, Crawl, News, Walk
from verifier.model import Question
from verifier.retrieval.exchange import Exchange
from verifier.settings import Settings


def crawl(
    exchange: Exchange,
    settings: Settings,
    questions: AsyncIterator[Question] | Sequence[Question],
    walk: Walk,
    say: Callable[[News], None],
    brood: tuple[type[SourceSpider], ...] = SPIDERS,
    total: int | None = None,
) -> None:
    """Carry all questions up the ladder and return when everything is stored. Only once per process.

    `total` is how many will come, where they come one by one.

    Raises StorageError when the disk is full, Closed when the process was told to stop.
    """
    process = AsyncCrawlerProcess(scrapy_settings(settings))
    logging.getLogger("scrapy").setLevel(logging.ERROR)  # its lower levels print addresses, which may hold an author's name
    mailboxes = {spider.name: Mailbox() for spider in brood}
    for spider in brood:
        process.crawl(spider, exchange=exchange, mailbox=mailboxes[spider.name])
    coming = _each(questions) if isinstance(questions, Sequence) else questions
    count = len(questions) if isinstance(questions, Sequence) else total or 0
    running = asyncio.get_event_loop().create_task(Crawl(exchange, mailboxes, walk, say).run(coming, count))
    process.start()
    if not running.done():
        raise Closed
    running.result()


async def _each(questions: Sequence[Question]) -> AsyncIterator[Question]:
    for question in questions:
        yield question


def scrapy_settings(settings: Settings) -> ScrapySettings:
    """Return Scrapy's settings with this run's bounds and name."""
    found = ScrapySettings()
    found.setmodule(spiders.settings, priority="project")
    found.set("USER_AGENT", settings.user_agent, priority="cmdline")
    found.set("DOWNLOAD_TIMEOUT", settings.timeout, priority="cmdline")
    found.set("DOWNLOAD_MAXSIZE", settings.page_limit, priority="cmdline")
    return found
