"""A child process that nobody waits for any more leaves at once: what it has stored stays, and nothing is asked twice."""

from __future__ import annotations

import os
import threading
import time

LOOK = 0.2
"""Seconds between looks at who the parent is."""


def leave_with_parent() -> None:
    """Let this process end within a moment when its parent is gone, killed or not."""
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)
