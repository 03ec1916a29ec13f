"""The sample reports are what their script writes, and hold invented people only."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import msgspec

from tests.proof.reading import SAMPLES
from verifier import model


def composed() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compose", SAMPLES / "compose.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["compose"] = module
    spec.loader.exec_module(module)
    return module


def test_the_script_writes_the_stored_samples_again() -> None:
    for name, report in composed().every().items():
        stored = msgspec.json.decode((SAMPLES / f"{name}.json").read_bytes(), type=model.Report)
        assert model.canonical(stored) == model.canonical(report), name
