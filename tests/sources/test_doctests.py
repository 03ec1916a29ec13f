"""The examples in the sources' docstrings hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from verifier import sources

MODULES = sorted(module.name for module in pkgutil.iter_modules(sources.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"verifier.sources.{name}")).failed == 0
