"""A small site on loopback whose every misbehaviour is one named path; it counts what it was asked."""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

PAGE = "<html><body><ul><li data-id='R1'>公差配合的选用</li></ul><p>共 1 条</p></body></html>".encode()
ZERO = "<html><body><p>未检索到相关文献</p></body></html>".encode()
CHALLENGE = "<html><head><title>安全验证</title></head><body></body></html>".encode()
BOMB = gzip.compress(bytes(30_000_000), 1)
"""Made once: under load a test's second would be over before it is packed."""


class Site(ThreadingHTTPServer):
    """The server with its counters; `fail_first` lets the first n answers of a path fail with 503."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pages)
        self.asked: Counter[str] = Counter()
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.fail_first: dict[str, int] = {}
        self.sid = 0
        self.challenge = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients hang up on purpose here."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Pages(BaseHTTPRequestHandler):
    """One method per path: `/tiny/<name>`."""

    protocol_version = "HTTP/1.1"
    server: Site

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Say nothing."""

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _serve(self, body: bytes) -> None:
        path = urlsplit(self.path).path
        name = path.rsplit("/", 1)[-1]
        self.server.asked[name] += 1
        self.server.seen.append((self.command, self.path, dict(self.headers), body))
        if self.server.challenge:
            return self._page(CHALLENGE)
        if self.server.asked[name] <= self.server.fail_first.get(name, 0):
            return self._page(b"busy", 503)
        return getattr(self, "on_" + name.replace(".", "_"), self.on_missing)(body)

    def _page(self, body: bytes, status: int = 200, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for key, value in headers:
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _raw(self, *pieces: bytes) -> None:
        self.close_connection = True
        for piece in pieces:
            self.wfile.write(piece)
            self.wfile.flush()

    def _word(self) -> str:
        return parse_qs(urlsplit(self.path).query).get("q", [""])[0]

    def on_missing(self, body: bytes) -> None:
        self._page(b"no such page", 404)

    def on_search(self, body: bytes) -> None:
        word = unquote(self._word())
        self._page(ZERO if word.startswith("无") else PAGE.replace("公差配合的选用".encode(), (word or "公差配合的选用").encode()))

    on_control = on_search

    def on_contents(self, body: bytes) -> None:
        rows = "".join(f"<li data-id='R{n}'>第{n}篇</li>" for n in range(1, 21))
        self._page(f"<html><body><ul>{rows}</ul><p>共 20 条</p></body></html>".encode())

    def on_partial(self, body: bytes) -> None:
        self._page(PAGE.replace("共 1 条".encode(), "共 9 条".encode()))

    def on_challenge(self, body: bytes) -> None:
        self._page(CHALLENGE)

    def on_limit(self, body: bytes) -> None:
        self._page(b"slow down", 429, ("Retry-After", "3600"))

    def on_gzip(self, body: bytes) -> None:
        self._page(gzip.compress(PAGE), 200, ("Content-Encoding", "gzip"))

    def on_gzipcut(self, body: bytes) -> None:
        self._page(gzip.compress(PAGE * 50)[:-30], 200, ("Content-Encoding", "gzip"))

    def on_bomb(self, body: bytes) -> None:
        self._page(BOMB, 200, ("Content-Encoding", "gzip"))

    def on_large(self, body: bytes) -> None:
        self._page(b"x" * 3_000_000)

    def on_endless(self, body: bytes) -> None:
        self._raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(4000):
                self.wfile.write(b"x" * 65536)

    def on_short(self, body: bytes) -> None:
        self._raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n", PAGE)

    def on_chunkcut(self, body: bytes) -> None:
        self._raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"40\r\n", PAGE[:64], b"\r\n80\r\nabc")

    def on_reset(self, body: bytes) -> None:
        self._raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n", PAGE)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def on_hang(self, body: bytes) -> None:
        self.close_connection = True
        time.sleep(4)

    def on_drip(self, body: bytes) -> None:
        self._raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(40):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)

    def on_driphead(self, body: bytes) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            for sign in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 30:
                self.wfile.write(bytes([sign]))
                self.wfile.flush()
                time.sleep(0.1)

    def on_garbage(self, body: bytes) -> None:
        self._raw(b"\x00\xff\x00 this is no HTTP\r\n\r\n")

    def on_crash(self, body: bytes) -> None:
        self._page(b"<html>a page that makes the parser stumble</html>")

    def on_error(self, body: bytes) -> None:
        self._page(b"broken", 500)

    def on_away(self, body: bytes) -> None:
        self._page(b"", 302, ("Location", "http://login.example.invalid/authserver?ticket=geheim123"))

    def on_toverify(self, body: bytes) -> None:
        self._page(b"", 302, ("Location", "/tiny/verify/home?captchaType=blockPuzzle&ident=geheim123"))

    def on_home(self, body: bytes) -> None:
        self._page(CHALLENGE)

    def on_astray(self, body: bytes) -> None:
        self._page(b"", 302, ("Location", "http://[::1/?ticket=geheim123"))

    def on_loop(self, body: bytes) -> None:
        self._page(b"", 302, ("Location", "/tiny/loop"))

    def on_moved(self, body: bytes) -> None:
        self._page(b"", 301, ("Location", "search?q=" + "%E8%BF%81"))

    def on_open(self, body: bytes) -> None:
        self.server.sid += 1
        token = f"token-{self.server.sid:06d}"
        self._page(f"<html><i id='t'>{token}</i></html>".encode(), 200, ("Set-Cookie", f"SID=cookie-{self.server.sid:06d}; Path=/"))

    def on_grid(self, body: bytes) -> None:
        sid = self.server.sid
        fresh = f"SID=cookie-{sid:06d}" in self.headers.get("Cookie", "") and f"token-{sid:06d}".encode() in body
        self._page(PAGE if fresh else b"stale", 200 if fresh else 401)

    def on_never(self, body: bytes) -> None:
        self._page(b"stale", 401)

    def on_robots_txt(self, body: bytes) -> None:
        self._page(b"User-agent: *\nDisallow: /tiny/challenge\n")


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """Run the site for as long as the context lasts."""
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()
