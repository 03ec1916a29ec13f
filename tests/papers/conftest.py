"""A small office for every test that issues papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.papers.small_office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return an office of its own; its archive is sealed afterwards."""
    opened = Office(tmp_path / "data")
    yield opened
    opened.archive.close()
