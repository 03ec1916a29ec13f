"""The server: one loopback port, each host of each site under a path prefix."""

from __future__ import annotations

import hashlib
import os
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qsl, unquote, urlsplit

from verifier.stub import cnki, crossref, doaj, issn, nppa, nstl, openalex, vip, wanfang
from verifier.stub.catalogue import load
from verifier.stub.fault_pages import Case, login_page, verify_page
from verifier.stub.faults import Faults, load_rules, parse_rule
from verifier.stub.index import Index
from verifier.stub.markup import page
from verifier.stub.sessions import Sessions
from verifier.stub.wire import Desk, Host, Request, Response, Route, html, route

SITES: tuple[Host, ...] = (
    *nppa.HOSTS, *cnki.HOSTS, *wanfang.HOSTS, *vip.HOSTS, *crossref.HOSTS, *openalex.HOSTS, *doaj.HOSTS, *issn.HOSTS,
    *nstl.HOSTS,
)  # fmt: skip
"""Every host of every site; a new site adds its HOSTS here."""

LARGEST_BODY = 1 << 20
WARM_FROM = 20_000
"""A catalogue with more papers is indexed before the stub is ready: at 10^5 papers a source takes about three seconds."""
HANG_SECONDS = 300.0
DRIP_SECONDS = 0.5


class Clock:
    """The stub's own clock in seconds; tests move it on instead of sleeping."""

    def __init__(self) -> None:
        """Start at the machine's monotonic time."""
        self._ahead = 0.0

    def __call__(self) -> float:
        """Now."""
        return time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead += seconds


def _robots(_desk: Desk, _request: Request) -> Response:
    return Response(b"User-agent: *\nAllow: /\n", 200, "text/plain; charset=utf-8")


_COMMON = (
    route("GET", r"/robots\.txt", "", _robots),
    route("GET", r"/verify/home", "", verify_page),
    route("GET", r"(?:/authserver)?/login", "", login_page),
)


class Stub:
    """A running stub; as a context manager it gives its base URL and closes at the end."""

    def __init__(self, catalogue: Path, port: int = 0, faults: Iterable[str] = ()) -> None:
        """Load the catalogue (raise `CatalogueError`), bind 127.0.0.1 and start to answer."""
        faults = tuple(faults)
        rules = (*load_rules(catalogue / "faults.toml"), *map(parse_rule, faults))
        self._digest = _digest(catalogue, faults)
        self.clock = Clock()
        index = Index(load(catalogue))
        if len(index.catalogue.papers) > WARM_FROM:
            index.warm()
        self.desk = Desk(index, Sessions(self.clock), self.clock)
        self.faults = Faults(rules, self.clock)
        self.stopped = threading.Event()
        self._hosts = {host.prefix: host for host in _mounted()}
        self._server = _Server(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def __enter__(self) -> str:
        """The base URL."""
        return self.url

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.close()

    def close(self) -> None:
        """Stop answering and free the port; hanging answers are let go."""
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def respond(self, method: str, target: str, request: Request) -> Response:
        """The answer to a request whose path is still whole."""
        path = unquote(urlsplit(target).path)
        parts = path.split("/", 3)
        for prefix in ("/".join(parts[:3]), "/".join(parts[:2])):
            host = self._hosts.get(prefix)
            if host:
                below = replace(request, prefix=prefix, path=path[len(prefix) :] or "/")
                return self._route(host, method, below)
        if path == "/":
            return _front_page(self._digest)
        if path == "/clock" and method == "POST":
            self.clock.advance(request.number("advance", 0))
            return html("")
        return html("<html><head><title>404</title></head><body>404 Not Found</body></html>", 404)

    def _route(self, host: Host, method: str, request: Request) -> Response:
        wrong_method = False
        for each in (*host.routes, *_COMMON):
            match = each.path.fullmatch(request.path)
            if match and each.method in (method, "*"):
                named = {name: value for name, value in match.groupdict().items() if value is not None}
                return self._answer(host, each, replace(request, args=named))
            wrong_method = wrong_method or match is not None
        status = 405 if wrong_method else 404
        return html(page("404", '<div class="error">您访问的页面不存在</div>'), status)

    def _answer(self, host: Host, chosen: Route, request: Request) -> Response:
        if not chosen.on:
            return chosen.answer(self.desk, request)
        return self.faults.answer(Case(host.site, chosen.on, self.desk, request, chosen.answer, 0))


def _mounted() -> Iterable[Host]:
    """All hosts, and each site's login host."""
    yield from SITES
    for site in dict.fromkeys(host.site for host in SITES):
        yield Host(site, f"/{site}/login", ())


def _digest(folder: Path, faults: tuple[str, ...]) -> str:
    """What tells one catalogue with its forced faults from another."""
    whole = hashlib.sha256("\n".join(faults).encode())
    for path in sorted((*folder.glob("*.jsonl"), *folder.glob("*.toml"))):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


def _front_page(digest: str) -> Response:
    """What a person sees at the root; the header tells a client whether it still is the same catalogue."""
    items = "".join(f'<li><a href="{host.prefix}/">{host.site} {host.prefix}</a></li>' for host in SITES)
    return html(
        page("演示数据", f"<h1>演示数据</h1><p>本服务仅供演示与测试，所有记录均为虚构。</p><ul>{items}</ul>"),
        headers=(("X-Verifier-Catalogue", digest),),
    )


class _Server(ThreadingHTTPServer):
    """Threads that die with the process; no name look-up at the start."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], stub: Stub) -> None:
        self.stub = stub
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # HTTPServer asks the resolver for the machine's name here, which can take seconds
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news; anything else is told with its trace."""
        import sys  # looked at only when something broke

        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """One connection: reads a request, asks the stub, delivers the answer."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120
    server: _Server

    def do_GET(self) -> None:
        """Answer a GET."""
        self._respond()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._respond()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Say nothing."""

    def _respond(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding") or not length.isdecimal() or int(length) > LARGEST_BODY:
            self.close_connection = True
            self._deliver(html("", 413))
            return
        body = self.rfile.read(int(length))
        try:
            request = self._request(body)
        except ValueError:
            self._deliver(html("", 400))
            return
        self._deliver(self.server.stub.respond(self.command, self.path, request))

    def _request(self, body: bytes) -> Request:
        is_form = "x-www-form-urlencoded" in self.headers.get("Content-Type", "")
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=500)) if is_form else {}
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True, max_num_fields=500))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, "", "", query, form, body, headers, _cookies(headers.get("cookie", "")))

    def _deliver(self, response: Response) -> None:
        if response.delivery == "hang":
            self.server.stub.stopped.wait(HANG_SECONDS)
            self.close_connection = True
            return
        head = self._head(response)
        if response.delivery == "reset":
            self.connection.sendall(head + response.body[: len(response.body) // 2])
            self._reset()
        elif response.delivery == "drip":
            self._drip(head, response.body)
        else:
            self.connection.sendall(head + response.body)

    def _head(self, response: Response) -> bytes:
        """Status line and headers; every answer says that it is the stub's."""
        phrase = self.responses.get(response.status, ("Unknown",))[0]
        lines = [
            f"HTTP/1.1 {response.status} {phrase}",
            f"Content-Type: {response.content_type}",
            f"Content-Length: {len(response.body)}",
            "X-Verifier-Stub: demo",
            f"Date: {self.date_time_string()}",
            *(f"{name}: {value}" for name, value in response.headers),
            *(("Connection: close",) if self.close_connection else ()),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _drip(self, head: bytes, body: bytes) -> None:
        self.connection.sendall(head)
        for at in range(len(body)):
            self.connection.sendall(body[at : at + 1])
            if self.server.stub.stopped.wait(DRIP_SECONDS):
                break
        self.close_connection = True

    def _reset(self) -> None:
        """Close with a reset: no lingering, and past the file objects that would keep the socket open."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def serve(catalogue_dir: Path | str, port: int = 0, faults: Iterable[str] = ()) -> Stub:
    """Start the stub sites over a catalogue folder: `with serve(folder) as base: …`.

    `faults` are written as on the command line, e.g. `"cnki:slider:search:for=1"`. Raises `CatalogueError` for a bad
    catalogue, `ValueError` for a bad fault, `OSError` when the port is taken.
    """
    return Stub(Path(catalogue_dir), port, faults)
