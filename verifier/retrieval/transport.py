"""Sending by requests: one socket read may be slow, the whole answer may not; sizes are bounded while streaming."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from http.client import IncompleteRead
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import exceptions as low
from urllib3.connection import HTTPConnection, HTTPSConnection

from verifier.retrieval.wire import Failure, Incoming, Outgoing, Send

CONNECT = 10.0
CHUNK = 1 << 16
_current = threading.local()


class Watch:
    """Cuts a connection when its time is over, however busily the other side drips."""

    def __init__(self, seconds: float) -> None:
        """Start the clock."""
        self.expired = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Watch:
        """Watch the connections that this thread uses from now on."""
        _current.watch = self
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop watching."""
        self._timer.cancel()
        _current.watch = None

    def hold(self, connection: socket.socket | None) -> None:
        """Name the socket to cut."""
        self._socket = connection
        if self.expired:
            self._cut()

    def _cut(self) -> None:
        self.expired = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class _Plain(HTTPConnection):
    def getresponse(self) -> Any:
        _hold(self.sock)
        return super().getresponse()


class _Secure(HTTPSConnection):
    def getresponse(self) -> Any:
        _hold(self.sock)
        return super().getresponse()


def _hold(connection: socket.socket | None) -> None:
    watch: Watch | None = getattr(_current, "watch", None)
    if watch is not None:
        watch.hold(connection)


class _Adapter(HTTPAdapter):
    """An adapter whose connections can be cut from outside."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        schemes = self.poolmanager.pool_classes_by_scheme
        plain = type("_PlainPool", (schemes["http"],), {"ConnectionCls": _Plain})
        secure = type("_SecurePool", (schemes["https"],), {"ConnectionCls": _Secure})
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}


class Wire:
    """The connections of one run, apart for each source. Each source has one request in flight."""

    def __init__(self) -> None:
        """Start without a connection."""
        self._sessions: dict[str, requests.Session] = {}

    def send(self, source: str, effect: Send, limit: int) -> Incoming:
        """Send one request and return what came within its time and `limit` bytes; no failure escapes."""
        session = self._sessions.get(source) or self._sessions.setdefault(source, _opened())
        with Watch(effect.timeout) as watch:
            try:
                return _receive(session, effect.request, effect.timeout, limit)
            except (requests.RequestException, low.HTTPError, OSError) as error:
                failure: Failure = "timeout" if watch.expired else named(error)
                return Incoming(failure=failure, detail=type(error).__name__)

    def close(self) -> None:
        """Close all connections."""
        for session in self._sessions.values():
            session.close()
        self._sessions.clear()


def _opened() -> requests.Session:
    """Return a session that keeps no cookies, reads no environment and never retries by itself."""
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # the site session keeps them (session.py)
    session.headers.clear()
    adapter = _Adapter(max_retries=0)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def _receive(session: requests.Session, request: Outgoing, timeout: float, limit: int) -> Incoming:
    with session.request(
        request.method,
        request.url,
        data=request.body or None,
        headers=dict(request.headers),
        timeout=(min(CONNECT, timeout), timeout),
        allow_redirects=False,
        stream=True,
    ) as response:
        pieces, size = [], 0
        for piece in response.raw.stream(CHUNK, decode_content=False):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                return Incoming(failure="too_large")
        headers = tuple(response.raw.headers.iteritems())
        return Incoming(status=response.status_code, headers=headers, body=b"".join(pieces))


def named(error: BaseException) -> Failure:
    """Return the word for a failure of transport, by the exceptions that led to it."""
    causes = _causes(error)
    if any(isinstance(cause, low.IncompleteRead | low.InvalidChunkLength | IncompleteRead) for cause in causes):
        return "truncated"
    if any(isinstance(cause, socket.gaierror | low.NameResolutionError) for cause in causes):
        return "dns"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "refused"
    if any(isinstance(cause, requests.Timeout | low.TimeoutError | TimeoutError) for cause in causes):
        return "timeout"
    return "reset"


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting and len(found) < 20:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and cause not in found:
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    return found
