"""Site sessions: cookies that the pages demand, and tokens that die with them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable

IDLE_SECONDS = 300.0
"""A session that is not used for this long is gone (about five minutes were seen at CNKI)."""
KEPT = 20_000
"""At most so many sessions are remembered; the oldest goes first."""


class Sessions:
    """Open sessions and the tokens signed for them; nothing is stored per token."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Start with no session and a secret of its own: tokens of another run are stale."""
        self._clock = clock
        self._secret = secrets.token_bytes(16)
        self._used: dict[str, float] = {}
        self._lock = threading.Lock()

    def open(self) -> str:
        """A new session id."""
        sid = secrets.token_hex(10)
        with self._lock:
            if len(self._used) >= KEPT:
                del self._used[next(iter(self._used))]
            self._used[sid] = self._clock()
        return sid

    def alive(self, sid: str) -> bool:
        """Whether the session is open; asking counts as use."""
        now = self._clock()
        with self._lock:
            used = self._used.get(sid)
            if used is None or now - used > IDLE_SECONDS:
                self._used.pop(sid, None)
                return False
            self._used[sid] = now
        return True

    def token(self, sid: str, purpose: str, value: str) -> str:
        """An opaque token that says `value` to whoever holds the session."""
        raw = value.encode()
        return base64.urlsafe_b64encode(self._seal(sid, purpose, raw) + raw).decode().rstrip("=")

    def read(self, sid: str, purpose: str, token: str) -> str | None:
        """The value of a token; None when it is broken, of another session, or the session is gone."""
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError:
            return None
        seal, raw = sealed[:12], sealed[12:]
        if not hmac.compare_digest(seal, self._seal(sid, purpose, raw)) or not self.alive(sid):
            return None
        return raw.decode()

    def _seal(self, sid: str, purpose: str, raw: bytes) -> bytes:
        return hmac.digest(self._secret, f"{sid}|{purpose}|".encode() + raw, hashlib.sha256)[:12]
