"""A backup made while a batch runs in the portal is sound, and a portal over it goes on with the batch."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

from .test_survival import PASSWORD, Portal, portal, whole

__all__ = ["portal"]  # the fixture
pytestmark = pytest.mark.timeout(300)


def verifier(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name in ("VERIFIER_PORTAL_RUN", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        env.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", "verifier", *words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


def test_backups_made_in_mid_batch_are_sound_and_can_be_gone_on_with(portal: Portal, tmp_path: Path) -> None:
    portal.wait(
        "SELECT count(*) FROM portal_task WHERE state = 'crawling' AND kind = 'verify'", lambda rows: rows != [(0,)]
    )
    for name in ("one", "two", "three"):
        made = verifier("backup", f"{name}.zip", "--data", "data", cwd=tmp_path)
        assert made.returncode == 0, made.stderr
        back = verifier("restore", f"{name}.zip", "--into", name, cwd=tmp_path)
        assert back.returncode == 0, back.stdout + back.stderr
    whole(portal)
    other = Portal(tmp_path / "one")
    try:
        other.start()
        other.post("login", {"username": "shen", "password": PASSWORD})
        whole(other)
    finally:
        with contextlib.suppress(ProcessLookupError):
            if other.child:
                os.killpg(other.child.pid, signal.SIGKILL)
