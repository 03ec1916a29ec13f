"""One stub over the tests' own catalogue for all tests that need no fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stub.asking import CATALOGUE
from verifier.stub import serve


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    """The base URL of a healthy stub."""
    with serve(CATALOGUE) as url:
        yield url
