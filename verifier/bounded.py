"""One hostile file, one child: a module of our own is run with bounds on time, memory and disk, with the file on its input.

For what is done seldom and needs no desk kept open (a page of a scan drawn, a stranger's PDF looked at); hand-ins are read by
`sandbox.Reader`, whose child binds itself in the same way and serves one file after another. Imports nothing heavy: a child starts with it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import verifier

MEMORY = 900 * 1024 * 1024
STARTING = 10
"""Seconds by the clock that a child may take beyond its processor time, on a busy machine."""


def run(module: str, words: list[str], data: bytes, seconds: int) -> bytes:
    """Return what a module of ours says of some bytes, b"" where it did not end in time; it binds itself by `bind`."""
    command = [sys.executable, "-m", module, *words]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            command, input=data, capture_output=True, env=environment(), timeout=seconds + STARTING, check=False
        )
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout


def environment() -> dict[str, str]:
    """Return what a child may know: where this program lies, and nothing of the caller's secrets."""
    home = str(Path(verifier.__file__).parents[1])
    path = os.pathsep.join(part for part in (home, os.environ.get("PYTHONPATH", "")) if part)
    return {"PYTHONPATH": path, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}


def bind(seconds: int | None, memory: int = MEMORY) -> None:
    """Bound this process for good: no more memory, no files written, no core dumps, and so much processor time (None: allowed file by file)."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
