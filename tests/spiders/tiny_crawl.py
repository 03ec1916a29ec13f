"""A crawl of the small site, run as a child process: settings and paths in, one line per reply out."""

from __future__ import annotations

import sys
from collections.abc import Generator
from typing import Any

import msgspec

from spiders.base import SourceSpider
from spiders.process import crawl
from spiders.run import News
from tests.retrieval import tiny_source as tiny
from verifier.model import Ask, Question, Reply
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.exchange import Exchange
from verifier.retrieval.lookup import pace_file
from verifier.retrieval.pace import Pacing
from verifier.settings import Settings


class TinySpider(SourceSpider):
    """The spider of the small site."""

    name = "tiny"


def asks(question: Question) -> tuple[Ask, ...]:
    """Return what a test's question stands for: a path of the site, and a word."""
    if question.title == "grid":
        return (tiny.grid(question.journal or "甲"),)
    return (tiny.ask(question.title or "", question.journal or ""),)


def walk(question: Question) -> Generator[Ask, Reply, None]:
    """Climb a ladder of one rung and print what came."""
    for ask in asks(question):
        reply = yield ask
        out = {"id": question.id, "answer": reply.answer, "failure": reply.page.failure, "status": reply.page.status}
        print_line({**out, "url": reply.page.url, "body": reply.page.body, "headers": len(reply.page.headers)})


def print_line(line: dict[str, Any]) -> None:
    """Write one JSON line."""
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    sys.stdout.buffer.flush()


def say(news: News) -> None:
    """Print one line of progress."""
    print_line({"news": news})


def main() -> None:
    """Crawl."""
    first, *rest = sys.stdin.buffer.read().splitlines()
    settings = msgspec.json.decode(first, type=Settings)
    with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive:
        exchange = Exchange(settings, cache, archive, Pacing(settings, pace_file(settings)), {"tiny": tiny})
        crawl(exchange, settings, [msgspec.json.decode(line, type=Question) for line in rest], walk, say, (TinySpider,))


if __name__ == "__main__":
    main()
