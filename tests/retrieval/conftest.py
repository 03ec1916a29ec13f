"""A rim of its own for every test: small site, settings, cache, archive, driver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.retrieval import tiny_source as tiny
from tests.retrieval.small_site import Site, serving
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.lookup import Driver
from verifier.settings import Settings


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve the small site."""
    with serving() as running:
        yield running


@pytest.fixture
def settings(site: Site, tmp_path: Path) -> Settings:
    """Point to the small site, with little patience."""
    return Settings(data=str(tmp_path), hosts={"tiny": site.url + "/tiny"}, timeout=1.0, page_limit=1_000_000, realm="demo-test")


@pytest.fixture
def open_driver(settings: Settings) -> Iterator[Callable[..., Driver]]:
    """Return a function that opens a driver over the test's data folder, as a new run would."""
    opened: list[Driver] = []

    def make(given: Settings = settings, **more: object) -> Driver:
        cache, archive = open_cache(cache_folder(given)), Archive(archive_folder(given))
        opened.append(Driver(given, cache, archive, sources={"tiny": tiny}, **more))  # type: ignore[arg-type]
        return opened[-1]

    yield make
    for driver in opened:
        driver.close()


@pytest.fixture
def driver(open_driver: Callable[..., Driver]) -> Driver:
    """Return one driver."""
    return open_driver()
