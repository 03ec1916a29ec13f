"""Poppler's programs, as a second opinion on what we print: they must be there, for a test that is not run proves nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def run(program: str, *words: str) -> str:
    """Return what one of poppler's programs prints; a failing one, or a missing one, fails the test with a sentence."""
    found = shutil.which(program)
    if found is None:
        pytest.fail(f"{program} is missing: install poppler-utils (apt-get install poppler-utils), then run the tests again.")
    done = subprocess.run([found, *words], capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


def text(pdf: bytes, folder: Path, *words: str) -> str:
    """Return a PDF's text as pdftotext reads it."""
    (folder / "read.pdf").write_bytes(pdf)
    return run("pdftotext", *words, str(folder / "read.pdf"), "-")


def signatures(pdf: bytes, folder: Path) -> str:
    """Return what pdfsig says of a PDF's signatures, without asking whom to trust."""
    (folder / "signed.pdf").write_bytes(pdf)
    return run("pdfsig", "-nocert", str(folder / "signed.pdf"))
