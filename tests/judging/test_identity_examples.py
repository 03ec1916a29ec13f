from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = (
    "authors", "containers", "contents", "differences", "issues", "kinds", "matching", "registry", "tables", "titles", "weights",
    "windows",
)  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"verifier.judging.{name}")).failed == 0
