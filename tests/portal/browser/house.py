"""The portal as its users meet it: one `verifier portal` process on loopback with the packaged demonstration catalogue."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT

WAIT = 60
"""Seconds for the first words of a start, on a busy machine."""


class House:
    """A running portal: its address and the first administrator's password ("" where there was one already)."""

    def __init__(self, folder: Path, *words: str, env: dict[str, str] | None = None) -> None:
        """Start it over a data folder."""
        unlike = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "VERIFIER_PORTAL_RUN", "DJANGO_SETTINGS_MODULE")
        }
        self.child = subprocess.Popen(
            [sys.executable, "-m", "verifier", "portal", "--port", "0", "--data", str(folder), *words],
            cwd=folder, env={**unlike, "PYTHONPATH": str(ROOT), **(env or {})}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", bufsize=1,
        )  # fmt: skip
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.address = self._waited(r"(http://\S+?/)(?:（|\s|$)")
        password = re.search(r"一次性口令 (\S+?)（", "".join(self.said))
        self.password = password[1] if password else ""

    def _listen(self) -> None:
        assert self.child.stdout
        for line in self.child.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def _waited(self, pattern: str) -> str:
        while True:
            line = self._lines.get(timeout=WAIT)
            if line is None:
                raise RuntimeError("the portal did not start: " + "".join(self.said))
            self.said.append(line)
            if found := re.search(pattern, line):
                return found[1]

    def complaints(self) -> list[str]:
        """Return what the portal has written since its start: a healthy one is silent."""
        while not self._lines.empty():
            if line := self._lines.get_nowait():
                self.said.append(line)
        return [line for line in self.said if re.search(r"ERROR|CRITICAL|Traceback", line)]

    def kill(self) -> None:
        """End it as a power cut does."""
        self.child.send_signal(signal.SIGKILL)
        self.child.wait(10)

    def stop(self) -> None:
        """End it as an administrator does."""
        if self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def housed(folder: Path, *words: str, env: dict[str, str] | None = None) -> Iterator[House]:
    """Run a portal over a data folder."""
    house = House(folder, *words, env=env)
    try:
        yield house
    finally:
        house.stop()
