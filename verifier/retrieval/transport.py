"""Sending by requests: one socket read may be slow, the whole answer may not; sizes are bounded while streaming."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import IncompleteRead
from time import monotonic
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import exceptions as low
from urllib3.connection import HTTPConnection, HTTPSConnection

from verifier.retrieval.wire import Failure, Incoming, Outgoing, Send

CONNECT = 10.0
CHUNK = 1 << 16
TICK = 0.05
"""Seconds between looks at the clock: a request's time is kept this exactly."""
_current = threading.local()


class Watch:
    """One request's time: when it is over the connection is cut, however busily the other side drips."""

    def __init__(self, deadline: float) -> None:
        """Name the moment, by the monotonic clock."""
        self.deadline = deadline
        self.expired = False
        self._socket: socket.socket | None = None

    def hold(self, connection: socket.socket | None) -> None:
        """Name the socket to cut."""
        self._socket = connection
        if self.expired:
            self.cut()

    def cut(self) -> None:
        """Say that the time is over, and let whoever reads from the socket notice."""
        self.expired = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class Watchman:
    """One thread that looks after every watch of a run (a timer thread for each request costs more than the request)."""

    def __init__(self) -> None:
        """Start no thread before the first watch."""
        self._watches: set[Watch] = set()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def watching(self, seconds: float) -> Iterator[Watch]:
        """Watch the connections that this thread uses from now on."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()
        watch = _current.watch = Watch(monotonic() + seconds)
        self._watches.add(watch)
        try:
            yield watch
        finally:
            self._watches.discard(watch)
            _current.watch = None

    def close(self) -> None:
        """Let the thread end."""
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(TICK):
            for watch in [one for one in tuple(self._watches) if one.deadline <= monotonic()]:
                watch.cut()


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
    """The connections of one run, apart for each source. Threads may share it."""

    def __init__(self) -> None:
        """Start without a connection."""
        self._adapters: dict[str, _Adapter] = {}
        self._watchman = Watchman()

    def send(self, source: str, effect: Send, limit: int) -> Incoming:
        """Send one request and return what came within its time and `limit` bytes; no failure escapes."""
        adapter = self._adapters.get(source) or self._adapters.setdefault(source, _Adapter(max_retries=0))
        with self._watchman.watching(effect.timeout) as watch:
            try:
                return _receive(adapter, effect.request, effect.timeout, limit)
            except (requests.RequestException, low.HTTPError, OSError, ValueError) as error:
                failure: Failure = "timeout" if watch.expired else named(error)
                return Incoming(failure=failure, detail=type(error).__name__)

    def close(self) -> None:
        """Close all connections."""
        self._watchman.close()
        for adapter in self._adapters.values():
            adapter.close()
        self._adapters.clear()


def _receive(adapter: _Adapter, request: Outgoing, timeout: float, limit: int) -> Incoming:
    with adapter.send(_prepared(request), stream=True, timeout=(min(CONNECT, timeout), timeout), verify=True) as response:
        pieces, size = [], 0
        for piece in response.raw.stream(CHUNK, decode_content=False):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                return Incoming(failure="too_large")
        headers = tuple(response.raw.headers.iteritems())
        return Incoming(status=response.status_code, headers=headers, body=b"".join(pieces))


def _prepared(request: Outgoing) -> requests.PreparedRequest:
    """Return the request as it is: no session, so no cookies of another run, no environment, no redirects, no quoting again."""
    prepared = requests.PreparedRequest()
    prepared.method, prepared.url = request.method, request.url
    prepared.headers = CaseInsensitiveDict(request.headers)
    if request.body or request.method == "POST":
        prepared.headers["Content-Length"] = str(len(request.body))
        prepared.body = request.body
    return prepared


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
