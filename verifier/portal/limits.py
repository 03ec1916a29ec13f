"""How often somebody may ask: a sliding window in this process's memory, bounded whatever comes in."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

KEYS = 20_000
"""So many askers are remembered; the one that asked longest ago is forgotten first."""


class Window:
    """At most `most` calls of one asker within `seconds`; `clock` gives seconds that only grow."""

    def __init__(self, most: int, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nobody known."""
        self.most, self.seconds = most, seconds
        self._clock, self._lock = clock, threading.Lock()
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, asker: str, most: int | None = None) -> float:
        """Count a call and return 0.0, or return for how many seconds the asker has to wait; a refused call is not counted.

        >>> window = Window(2, 60, clock=iter([0.0, 1.0, 2.0, 61.5]).__next__)
        >>> [window.wait("a") for _ in range(4)]
        [0.0, 0.0, 58.0, 0.0]
        """
        now = self._clock()
        with self._lock:
            calls = self._calls.setdefault(asker, deque())
            self._calls.move_to_end(asker)
            while calls and calls[0] <= now - self.seconds:
                calls.popleft()
            if len(calls) >= (most or self.most):
                return calls[0] + self.seconds - now
            calls.append(now)
            while len(self._calls) > KEYS:
                self._calls.popitem(last=False)
            return 0.0

    def forget(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._calls.clear()
