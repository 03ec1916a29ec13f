"""The sample reports by name."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from tests.proof.reading import SAMPLES
from verifier.model import Report


@pytest.fixture
def sample() -> Callable[[str], Report]:
    """Return a reader of the sample reports by name."""

    def read(name: str) -> Report:
        return msgspec.json.decode((SAMPLES / f"{name}.json").read_bytes(), type=Report)

    return read
