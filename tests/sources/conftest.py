"""Stubs in this process that serve a small invented catalogue, and a driver that asks them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sources.driving import Driver
from tests.sources.small_catalogue import ISSUES, JOURNALS, PAPERS
from verifier.model import Lookup, Question
from verifier.sources import ladder
from verifier.stub import Stub

Ask = Callable[[Question], dict[str, Lookup]]


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the catalogue and return its folder."""
    folder = tmp_path_factory.mktemp("catalogue")
    for name, rows in (("journals", JOURNALS), ("papers", PAPERS), ("issues", ISSUES)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return folder


@pytest.fixture(scope="session")
def stub(catalogue: Path) -> Iterator[str]:
    """Serve the catalogue without faults."""
    with Stub(catalogue) as base:
        yield base


@pytest.fixture
def driver(stub: str) -> Driver:
    """Return a driver with nothing remembered."""
    return Driver(stub)


@pytest.fixture
def ask(driver: Driver) -> Ask:
    """Return a function that walks the ladder against the healthy stub."""
    return lambda asked: {lookup.source: lookup for lookup in driver.drive(ladder.walk(asked))}
