"""The peers that are measured beside ours: a regular expression, refextract and academic-refchecker.

The expression is always there. The other two run in a Python of their own (`--peer-python PATH`), because their requirements are not
ours; where it is not given, or one of them is not installed there, that is said aloud and its column is missing.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import equality, hack
from verifier.readers import read

Fields = dict[str, Any]
Parser = Callable[[Sequence[str]], list[Fields]]
"""Texts to fields, as many and in the same order."""

DRIVER = Path(__file__).parent / "peer_driver.py"
MODULES = {"refextract": "refextract", "refchecker": "refchecker"}


def ours(text: str) -> Fields:
    """Read one reference with the project's readers."""
    citation = read(text, "1")
    return {field: getattr(citation, field) for field in equality.FIELDS}


def expression(folder: Path | None) -> Callable[[str], Fields]:
    """Return the expression in a folder (`regex_baseline.py` with `parse(text)`), or the built-in one."""
    if folder is None:
        return hack.parse
    spec = importlib.util.spec_from_file_location("regex_baseline", folder / "regex_baseline.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no regex_baseline.py in {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def parse(text: str) -> Fields:
        found: Fields = module.parse(text)
        return found | {"container": found.get("journal") or found.get("container")}

    return parse


def all_parsers(folder: Path | None, python: str | None) -> dict[str, Parser]:
    """Return ours and every peer that is there; says which are missing."""
    shape = expression(folder)
    found: dict[str, Parser] = {
        "ours": lambda texts: [ours(text) for text in texts],
        "regex": lambda texts: [shape(" ".join(text.split())) for text in texts],
    }
    for name, module in MODULES.items():
        if python is None:
            print(f"!! {name} was NOT measured: give a Python that has it with --peer-python", file=sys.stderr)
        elif subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode:
            print(f"!! {name} was NOT measured: {python} cannot import it", file=sys.stderr)
        else:
            found[name] = _driven(name, python)
    return found


def _driven(name: str, python: str) -> Parser:
    def parse(texts: Sequence[str]) -> list[Fields]:
        lines = "".join(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)
        ran = subprocess.run([python, str(DRIVER), name], input=lines, capture_output=True, text=True, check=True)
        return [dict.fromkeys(equality.FIELDS) | json.loads(line) for line in ran.stdout.splitlines()]

    return parse
