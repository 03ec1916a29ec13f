"""`python -m spiders`: settings and questions in as JSON lines, progress and page ids out as JSON lines.

The first line of standard input is `{"settings": …, "total": N}`; each further line is a Question, taken when there is room
for it on the ladder, so that memory stays flat however many there are. The last line out is
`{"end": true}`, or `{"stop": [Chinese, English]}` when the disk is full. Exit codes: 0 done, 2 disk full, 1 stopped halfway.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import msgspec

from spiders.mailbox import Closed
from spiders.process import crawl
from spiders.run import News
from verifier import logs
from verifier.errors import VerifierError
from verifier.model import Frozen, Question
from verifier.retrieval import manual
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.exchange import Exchange
from verifier.retrieval.lookup import known_sources, pace_file
from verifier.retrieval.orphan import leave_with_parent
from verifier.retrieval.pace import Pacing
from verifier.settings import Settings
from verifier.sources import asked, ladder, named

LONGEST = 1 << 22
"""Bytes of one question, at most."""


class Opening(Frozen, frozen=True, kw_only=True):
    """The first line of standard input."""

    settings: Settings
    total: int


def main() -> int:
    """Run one crawl and return the exit code."""
    logging.basicConfig(handlers=[logs.handler(logging.ERROR)])  # on the handler: Scrapy lowers the level of its own loggers
    leave_with_parent()
    opening = msgspec.json.decode(io.FileIO(0, closefd=False).readline(), type=Opening)  # unbuffered: what follows is for the loop
    settings = opening.settings
    try:
        with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive:
            pacing = Pacing(settings, pace_file(settings))
            exchange = Exchange(settings, cache, archive, pacing, known_sources())
            walk = partial(ladder.walk, sources=named(asked(settings.hosts)), amend=manual.load(settings).amend, held=exchange.shelf.held)
            crawl(exchange, settings, coming(), walk, say, total=opening.total)
    except VerifierError as error:  # a full disk, a corpus that cannot be opened: the parent says it in the same words
        print_line({"stop": [error.zh, error.en]})
        return error.exit_code
    except (BrokenPipeError, Closed):
        return 1  # whoever started this is gone, or told it to stop
    print_line({"end": True})
    return 0


async def coming() -> AsyncIterator[Question]:
    """Yield the questions of standard input as they are wanted."""
    reader = asyncio.StreamReader(limit=LONGEST)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield msgspec.json.decode(line, type=Question)


def say(news: News) -> None:
    """Print one line of progress."""
    print_line(msgspec.structs.asdict(news))


def print_line(line: dict[str, Any]) -> None:
    """Write one JSON line and flush it. Raises BrokenPipeError when nobody reads any more."""
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
