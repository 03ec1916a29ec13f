"""What every test shares: no socket beyond loopback, and the paths of checkout and fixtures."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOOPBACK = ("127.", "::1", "localhost")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a connection beyond loopback raise, so that no test can reach a real site."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if isinstance(address, tuple) and not str(host).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    return


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the program as a person does, in a folder of its own; `env` adds to the environment."""

    def running(*words: str, stdin: str = "", env: dict[str, str] | None = None, timeout: float = 100) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "verifier", *words],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            env={**os.environ, "PYTHONPATH": str(ROOT), "VERIFIER_DATA": str(tmp_path / "data"), "COLUMNS": "100", **(env or {})},
            check=False,
        )

    return running
