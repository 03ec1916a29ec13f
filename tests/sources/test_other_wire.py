"""The other site behind other servers: packed, in chunks, moved within the host; and refusing in ways that look like an answer."""

from __future__ import annotations

import gzip
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sources import other_site
from verifier.model import Lookup, Question, State
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.lookup import Driver, look_up
from verifier.settings import Settings

DATABASES = ("cnki", "wanfang", "vip")
THERE = Question(
    id="q", type="J", title="他山主轴轴承预紧力的在线辨识", authors=("甘砚", "欧阳知远"), journal=other_site.NAME, year="2020", issue="3",
    pages="1-7,30",
)  # fmt: skip
NOWHERE = Question(
    id="n", type="J", title="无人写过之文章", authors=("查无人",), journal=other_site.NAME, year="2020", issue="3", pages="90-95"
)  # fmt: skip
CHALLENGE = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>安全验证</title></head><body><div id="app"></div></body></html>'.encode()
Serve = Callable[[Any, bytes], None]


def sent(handler: Any, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def packed(handler: Any, body: bytes) -> None:
    sent(handler, 200, gzip.compress(body), Content_Type="text/html", Content_Encoding="gzip")


def deflated(handler: Any, body: bytes) -> None:
    sent(handler, 200, zlib.compress(body), Content_Type="text/html;charset=utf-8", Content_Encoding="deflate")


def in_chunks(handler: Any, body: bytes) -> None:
    """In chunks of eleven bytes, so that characters and tags are cut, and packed as a whole."""
    whole = gzip.compress(body)
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    for at in range(0, len(whole), 11):
        part = whole[at : at + 11]
        handler.wfile.write(f"{len(part):x};x=y\r\n".encode() + part + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")


def moved(handler: Any, body: bytes) -> None:
    """A redirect within the host that keeps method and body, then the page."""
    if "moved=1" in handler.path:
        sent(handler, 200, body, Content_Type="text/html")
    else:
        sent(handler, 307, b"", Location=handler.path + ("&" if "?" in handler.path else "?") + "moved=1")


def unlabelled(handler: Any, body: bytes) -> None:
    sent(handler, 200, body)


def challenged(handler: Any, body: bytes) -> None:
    sent(handler, 200, CHALLENGE, Content_Type="text/html; charset=utf-8")


def to_challenge(handler: Any, body: bytes) -> None:
    if "/verify/home" in handler.path:
        sent(handler, 200, CHALLENGE, Content_Type="text/html; charset=utf-8")
    else:
        sent(handler, 302, b"", Location="/cnki/verify/home?captchaType=blockPuzzle&returnUrl=x")


def gone_with_words(handler: Any, body: bytes) -> None:
    sent(
        handler,
        404,
        "<html><body><div class='no-data no-result' id='briefBox'>抱歉，未检索到相关文献</div></body></html>".encode(),
    )


def empty(handler: Any, body: bytes) -> None:
    sent(handler, 200, b"", Content_Type="text/html")


def blank(handler: Any, body: bytes) -> None:
    sent(
        handler,
        200,
        b"<!DOCTYPE html><html><head></head><body><div id=app></div><script src=/a.js></script></body></html>",
    )


def halved(handler: Any, body: bytes) -> None:
    """Packed, and cut in the middle though the length is right."""
    sent(handler, 200, gzip.compress(body)[: max(12, len(body) // 4)], Content_Encoding="gzip")


def maintenance(handler: Any, body: bytes) -> None:
    sent(
        handler,
        200,
        "<html><head><title>系统维护</title></head><body>系统升级维护中，暂无数据，没有找到您要的页面</body></html>".encode(),
    )


def busy(handler: Any, body: bytes) -> None:
    sent(handler, 503, "没有检索到相关文献".encode(), Retry_After="1")


SAME = (packed, deflated, in_chunks, moved, unlabelled)
REFUSING = (challenged, to_challenge, gone_with_words, empty, blank, halved, maintenance, busy)


@contextmanager
def looking(serve: Serve, folder: Path) -> Iterator[Driver]:
    """Serve the other site so, and drive it as a run does."""

    class Server(other_site.Handler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            made = other_site.answer(
                parts.path, parse_qs(parts.query), self.rfile.read(int(self.headers.get("Content-Length") or 0))
            )
            if parts.path.endswith("robots.txt"):
                sent(self, 200, b"User-agent: *\nAllow: /\n")
            elif made is None and "/verify/home" not in parts.path:
                sent(self, 404, b"")
            else:
                serve(self, made or b"")

        def do_POST(self) -> None:
            self.do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    hosts = {role: f"http://127.0.0.1:{server.server_address[1]}{path}" for role, path in other_site.HOSTS.items()}
    settings = Settings(data=str(folder), hosts=hosts, timeout=5.0)
    try:
        with Driver(settings, open_cache(cache_folder(settings)), Archive(archive_folder(settings))) as driver:
            yield driver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def told(lookups: tuple[Lookup, ...]) -> dict[str, Lookup]:
    return {lookup.source: lookup for lookup in lookups if lookup.source in DATABASES}


@pytest.mark.parametrize("serve", SAME, ids=lambda one: one.__name__)
def test_a_server_of_another_kind_brings_the_same_answers(serve: Serve, tmp_path: Path) -> None:
    with looking(serve, tmp_path) as driver:
        for name, lookup in told(look_up(THERE, driver)).items():
            assert lookup.state is State.FOUND, (
                name,
                lookup.note,
                [(one.step, one.state, one.note) for one in lookup.trail],
            )
        for name, lookup in told(look_up(NOWHERE, driver)).items():
            assert (lookup.state, lookup.control, lookup.reach) == (State.NOT_FOUND, True, "covered"), (
                name,
                lookup.note,
            )


@pytest.mark.parametrize("serve", REFUSING, ids=lambda one: one.__name__)
def test_a_refusal_that_looks_like_an_answer_is_none(serve: Serve, tmp_path: Path) -> None:
    with looking(serve, tmp_path) as driver:
        for question in (THERE, NOWHERE):
            for name, lookup in told(look_up(question, driver)).items():
                assert lookup.state not in (State.NOT_FOUND, State.FOUND), (name, lookup.note)
                assert lookup.note


@pytest.mark.parametrize("serve", REFUSING, ids=lambda one: one.__name__)
def test_a_source_that_turns_in_mid_run_says_so_and_keeps_what_it_found(serve: Serve, tmp_path: Path) -> None:
    counts: dict[str, int] = {}

    def turning(handler: Any, body: bytes) -> None:
        site = handler.path.split("/")[1]
        counts[site] = counts.get(site, 0) + 1
        (unlabelled if counts[site] <= 4 else serve)(handler, body)

    with looking(turning, tmp_path) as driver:
        for lookup in told(look_up(NOWHERE, driver)).values():
            touched = [one for one in lookup.trail if one.state not in (State.FOUND, State.NOT_FOUND, State.AMBIGUOUS)]
            assert lookup.state is not State.FOUND
            assert lookup.state is not State.NOT_FOUND or not touched, lookup.note
        kept = told(look_up(THERE, driver))
        assert all(lookup.state is not State.NOT_FOUND for lookup in kept.values())
