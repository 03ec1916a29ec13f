from __future__ import annotations

import doctest
import importlib

import pytest

OF_IDENTITY = "agreement authors candidates containers differences matching misprints people titles weights"
OF_PLACE = "contents issues kinds register registry tables windows"


@pytest.mark.parametrize("name", f"{OF_IDENTITY} {OF_PLACE}".split())
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"verifier.judging.{name}")).failed == 0
