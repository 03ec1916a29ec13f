"""How long to wait for a source that does not answer: a healthy one gets every chance, a dead one does not stop the run."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

RETRIES = 2
BACKOFF = (0.1, 0.9)
"""Seconds before the first and the second retry."""
SHORT = 2.0
"""Seconds for an answer, at most, once a source has failed `WARY` asks in a row."""
WARY = 2
DEAD = 6
"""After so many failed asks in a row a source is left alone, but for one probe every `PROBE` seconds."""
PROBE = 60.0


class Patience:
    """One source's failures in a row, in this run; its first answer clears them."""

    def __init__(self, timeout: float, clock: Callable[[], float] = monotonic) -> None:
        """Start trusting."""
        self._timeout = timeout
        self._clock = clock
        self._strikes = 0
        self._probed = 0.0

    @property
    def retries(self) -> int:
        """How often a failed request may be sent again: never, once an earlier ask has failed for good."""
        return 0 if self._strikes else RETRIES

    @property
    def timeout(self) -> float:
        """Seconds that an answer may take, from the start of the request to the last byte."""
        return self._timeout if self._strikes < WARY else min(self._timeout, SHORT)

    def worn_out(self) -> bool:
        """Say whether to leave the source alone this time."""
        if self._strikes < DEAD or self._clock() - self._probed >= PROBE:
            self._probed = self._clock()
            return False
        return True

    def note(self, *, answered: bool) -> None:
        """Count the end of an ask."""
        self._strikes = 0 if answered else self._strikes + 1
