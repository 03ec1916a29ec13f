"""What every test shares: no socket beyond loopback, and the paths of checkout and fixtures."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LEFT_OUT = pytest.StashKey[int]()
LOOPBACK = ("127.", "::1", "localhost")

TOOLS = {"poppler": ("pdfsig", "pdftotext"), "browser": ("chromium",), "postgres": ("pg_ctl",)}
"""Markers of tests that want a program from outside, and the programs."""
PACKAGES = {"poppler": "poppler-utils", "browser": "chromium fonts-noto-cjk", "postgres": "postgresql"}
"""Where Debian has them."""
BESIDE = ":".join(sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin"))))
"""Debian lays PostgreSQL's server programs outside the path."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def missing(marker: str) -> bool:
    """Say whether a program that a marker stands for is not on this machine."""
    path = f"{os.environ.get('PATH', os.defpath)}:{BESIDE}"
    return any(shutil.which(program, path=path) is None for program in TOOLS[marker])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on a desk without them, the tests that want outside programs; under CI they run and fail instead."""
    absent = {marker for marker in TOOLS if missing(marker)}
    if not absent or os.environ.get("CI"):
        return
    left = [item for item in items if any(item.get_closest_marker(marker) for marker in absent)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
    config.stash[LEFT_OUT] = len(left)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say loudly what was left out."""
    if left := config.stash.get(LEFT_OUT, 0):
        absent = [marker for marker in TOOLS if missing(marker)]
        tools = ", ".join(program for marker in absent for program in TOOLS[marker])
        packages = " ".join(PACKAGES[marker] for marker in absent)
        terminalreporter.section("NOT RUN", sep="!", red=True)
        terminalreporter.line(f"{left} tests were not run: {tools} missing (Debian: {packages}). .ci/run installs them and runs all.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a skipped test fail the session: a test that is not run proves nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


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
