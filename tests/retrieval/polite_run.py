"""One run of the single look-up over the small site, as a process of its own: settings and words in."""

from __future__ import annotations

import sys

import msgspec

from tests.retrieval import tiny_source as tiny
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.lookup import Driver
from verifier.settings import Settings


def main() -> None:
    """Ask the site every word."""
    first, *words = sys.stdin.read().splitlines()
    settings = msgspec.json.decode(first, type=Settings)
    with (
        open_cache(cache_folder(settings)) as cache,
        Archive(archive_folder(settings)) as archive,
        Driver(settings, cache, archive, sources={"tiny": tiny}) as driver,
    ):
        for word in words:
            driver.fetch(tiny.ask("search", word))


if __name__ == "__main__":
    main()
