"""What the portal's tests prove over SQLite they prove over PostgreSQL as well: the same tests, run again against a cluster of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

from .cluster import postgres

HERE = Path(__file__).parent
OF_SQLITE = ("test_survival.py", "test_backup_running.py")
"""Tests that look into the file of the database themselves."""


@pytest.mark.postgres
@pytest.mark.timeout(1500)
def test_the_portal_does_the_same_on_postgresql() -> None:
    with postgres() as url:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "-m",
            "not browser and not postgres",
        ]
        command += [*(f"--ignore={HERE / name}" for name in OF_SQLITE), str(HERE)]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=1450,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
