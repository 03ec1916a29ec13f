"""Small dumps, the corpora built of them, and the title engines that this machine has."""

from __future__ import annotations

import importlib.util
import os

import pytest

HAS_TANTIVY = importlib.util.find_spec("tantivy") is not None or bool(os.environ.get("CI"))
"""Left out on a desk without the extra; under CI it is installed, or its tests fail."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what speaks of an engine with each."""
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ["fts5", "tantivy"] if HAS_TANTIVY else ["fts5"])
