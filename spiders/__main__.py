"""`python -m spiders`: settings and questions in as JSON lines, progress and page ids out as JSON lines.

The first line of standard input is `{"settings": …}`; each further line is a Question. The last line out is
`{"end": true}`, or `{"stop": [Chinese, English]}` when the disk is full. Exit codes: 0 done, 2 disk full, 1 stopped halfway.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, BinaryIO

import msgspec

from spiders.mailbox import Closed
from spiders.process import crawl
from spiders.run import News
from verifier.errors import StorageError
from verifier.model import Frozen, Question
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.exchange import Exchange
from verifier.retrieval.lookup import known_sources, pace_file
from verifier.retrieval.pace import Pacing
from verifier.settings import Settings
from verifier.sources import ladder


class Opening(Frozen, frozen=True, kw_only=True):
    """The first line of standard input."""

    settings: Settings


def main() -> int:
    """Run one crawl and return the exit code."""
    errors = logging.StreamHandler(sys.stderr)
    errors.setLevel(logging.ERROR)  # on the handler: Scrapy lowers the level of its own loggers
    logging.basicConfig(handlers=[errors], format="%(levelname)s %(name)s: %(message)s")
    settings, questions = read(sys.stdin.buffer)
    try:
        with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive:
            pacing = Pacing(settings, pace_file(settings))
            exchange = Exchange(settings, cache, archive, pacing, known_sources())
            crawl(exchange, settings, questions, ladder.walk, say)
    except StorageError as error:
        print_line({"stop": [error.zh, error.en]})
        return error.exit_code
    except (BrokenPipeError, Closed):
        return 1  # whoever started this is gone, or told it to stop
    print_line({"end": True})
    return 0


def read(lines: BinaryIO) -> tuple[Settings, list[Question]]:
    """Read settings and questions."""
    first, *rest = lines.read().splitlines()
    opening = msgspec.json.decode(first, type=Opening)
    return opening.settings, [msgspec.json.decode(line, type=Question) for line in rest if line]


def say(news: News) -> None:
    """Print one line of progress."""
    print_line(msgspec.structs.asdict(news))


def print_line(line: dict[str, Any]) -> None:
    """Write one JSON line and flush it. Raises BrokenPipeError when nobody reads any more."""
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
