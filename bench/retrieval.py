"""How fast the rim is, beside bare Scrapy and bare requests: the same pages from the same site on loopback.

    python bench/retrieval.py [--pages N] [--runs N] [--raw FILE]

Ours does more for each page than the peers: pace, session, parsing into records, WARC with hash chain, cache. The peers fetch
and pick the same rows. Every run is a process of its own and the contestants take turns; a figure is the median over the runs,
wall clock, without the start of the process.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

SOURCES = ("a", "b", "c", "d")
ROWS = 20


def page(number: int) -> bytes:
    """Return a result list of twenty rows, about 9 kB, different for every number."""
    rows = "".join(
        f"<tr><td class='name'><a id='R{number}x{row}'>虚构减速器第{number}号箱体第{row}轮疲劳试验研究</a></td>"
        f"<td class='author'><a>张虚构</a><a>李虚设</a></td><td class='source'>虚构机械学报</td><td class='date'>2021-0{row % 9 + 1}</td>"
        f"<td class='data'>期刊</td><td class='quote'>{row}</td><td class='operat' data-filename='XGJX2021{row:02}0{row:02}'></td></tr>"
        for row in range(ROWS)
    )
    return f"<html><head><title>检索</title></head><body><table class='result'><tbody>{rows}</tbody></table></body></html>".encode()


# ---------------------------------------------------------------- the site


class Site(BaseHTTPRequestHandler):
    """Answers `/a/17` with page 17."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece: else every answer waits for a delayed acknowledgement

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        """Send one page."""
        found = re.fullmatch(r"/[a-d]/(\d+)", self.path)
        body = page(int(found[1])) if found else b"no such page"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve() -> None:
    """Serve until standard input ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    sys.stdin.read()


# ---------------------------------------------------------------- the contestants: each prints seconds without its own start


def rows_of(body: bytes) -> list[tuple[str, str]]:
    """Pick id and title out of a page, as every contestant does."""
    from parsel import Selector

    links = Selector(text=body.decode()).css("td.name a")
    return [(link.attrib["id"], link.css("::text").get("")) for link in links]


def bare_requests(url: str, pages: int) -> float:
    """Fetch and pick with requests alone."""
    import requests

    session = requests.Session()
    started = time.perf_counter()
    for number in range(pages):
        assert len(rows_of(session.get(f"{url}/{SOURCES[number % 4]}/{number}", timeout=20).content)) == ROWS
    return time.perf_counter() - started


def bare_scrapy(url: str, pages: int) -> float:
    """Fetch and pick with Scrapy alone: four slots, one request each, as our four sources."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    started = [0.0]

    class Bare(scrapy.Spider):
        name = "bare"

        async def start(self) -> Any:
            started[0] = time.perf_counter()
            for number in range(pages):
                slot = SOURCES[number % 4]
                yield scrapy.Request(f"{url}/{slot}/{number}", meta={"download_slot": slot}, dont_filter=True)

        def parse(self, response: Any) -> None:
            assert len(rows_of(response.body)) == ROWS

    off = ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "LOG_ENABLED", "COOKIES_ENABLED")
    process = AsyncCrawlerProcess({**dict.fromkeys(off, False), "CONCURRENT_REQUESTS_PER_DOMAIN": 1})
    process.crawl(Bare)
    process.start()
    return time.perf_counter() - started[0]


class Bench:
    """A source that reads the site's pages into records."""

    VERSION = "1"

    def __init__(self, name: str) -> None:
        """Name it."""
        self.NAME = name

    def ask(self, number: int) -> Any:
        """Ask for one page."""
        from verifier.model import Ask, Step

        step = Step(kind="detail", record=str(number))
        return Ask(source=self.NAME, role=self.NAME, path=f"/{number}", key=(self.NAME, "page", str(number)), step=step)

    def read(self, page: Any, /) -> Any:
        """Read one page."""
        from verifier.model import Answer, Record, State

        found = rows_of(page.body)
        records = tuple(Record(source=self.NAME, id=key, title=title, evidence=(page.evidence,)) for key, title in found)
        return Answer(state=State.FOUND if len(found) == ROWS else State.LAYOUT_CHANGED, records=records)


def settings_for(url: str, folder: str) -> Any:
    """Point four sources to the site."""
    from verifier.settings import Settings

    return Settings(data=folder, hosts={name: f"{url}/{name}" for name in SOURCES}, realm="demo-bench")


def our_driver(url: str, pages: int, again: bool = False) -> float:
    """Fetch, read, archive and cache with the driver of the single look-up; `again`: the second time, from the cache."""
    from verifier.retrieval.archive import Archive, archive_folder
    from verifier.retrieval.cache import cache_folder, open_cache
    from verifier.retrieval.lookup import Driver

    importlib.import_module("verifier.retrieval.transport")  # before the clock starts, as the peers' libraries are
    sources = {name: Bench(name) for name in SOURCES}
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(url, folder)
        with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive:
            driver = Driver(settings, cache, archive, sources=sources)
            for _ in range(2 if again else 1):
                started = time.perf_counter()
                for number in range(pages):
                    reply = driver.fetch(sources[SOURCES[number % 4]].ask(number))
                    assert len(reply.answer.records) == ROWS
            driver.close()
            return time.perf_counter() - started


def our_cache(url: str, pages: int) -> float:
    """Answer from the cache what was fetched before."""
    return our_driver(url, pages, again=True)


def our_crawl(url: str, pages: int) -> float:
    """Fetch, read, archive and cache with four spiders."""
    from spiders.base import SourceSpider
    from spiders.process import crawl
    from verifier.model import Ask, Question, Reply
    from verifier.retrieval.archive import Archive, archive_folder
    from verifier.retrieval.cache import cache_folder, open_cache
    from verifier.retrieval.exchange import Exchange
    from verifier.retrieval.lookup import pace_file
    from verifier.retrieval.pace import Pacing

    sources = {name: Bench(name) for name in SOURCES}
    started: list[float] = []

    def walk(question: Question) -> Generator[Ask, Reply, None]:
        started.append(time.perf_counter())
        number = int(question.id)
        reply = yield sources[SOURCES[number % 4]].ask(number)
        assert len(reply.answer.records) == ROWS

    brood = tuple(type(f"{name}Spider", (SourceSpider,), {"name": name}) for name in SOURCES)
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(url, folder)
        with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive:
            exchange = Exchange(settings, cache, archive, Pacing(settings, pace_file(settings)), sources)
            asked = [Question(id=str(number), type="J", title=f"{number:06}") for number in range(pages)]
            crawl(exchange, settings, asked, walk, lambda _: None, brood)
        return time.perf_counter() - started[0]


def our_archive(url: str, pages: int) -> float:
    """Check every byte of an archive of that many pages (writing it is not counted)."""
    import hashlib

    from verifier.model import Ask, Page, Step
    from verifier.retrieval.archive import Archive, evidence_id
    from verifier.retrieval.archive_check import check
    from verifier.retrieval.record import Piece
    from verifier.retrieval.wire import Outgoing, now

    with tempfile.TemporaryDirectory() as folder:
        with Archive(Path(folder)) as archive:
            for number in range(pages):
                ask = Ask(source="a", role="a", path="/", key=("a", str(number)), step=Step(kind="detail"))
                body, at = page(number), now().isoformat()
                evidence = evidence_id("a", ask.key, hashlib.sha256(body).hexdigest(), at)
                one = Page(ask=ask, status=200, url=f"{url}/a/{number}", body=body, fetched=at, evidence=evidence)
                archive.write(one, Outgoing(method="GET", url=one.url, headers=()), Piece(parser="a/1", state="found", query=""))
        started = time.perf_counter()
        verdict = check(Path(folder))
        assert verdict.evidence
        assert verdict.log
        assert verdict.pieces == pages
        return time.perf_counter() - started


CONTESTANTS: dict[str, Callable[[str, int], float]] = {
    "bare_requests": bare_requests,
    "our_driver": our_driver,
    "bare_scrapy": bare_scrapy,
    "our_crawl": our_crawl,
    "our_cache": our_cache,
    "our_archive": our_archive,
}
SAYS = {
    "bare_requests": "requests alone: fetch, pick 20 rows",
    "our_driver": "single look-up: + pace, records, WARC and chain, cache",
    "bare_scrapy": "Scrapy alone: fetch, pick 20 rows",
    "our_crawl": "crawl: + pace, records, WARC and chain, cache",
    "our_cache": "answered from the cache, records included",
    "our_archive": "evidence and log checked, every byte",
}


# ---------------------------------------------------------------- the race


def measured(name: str, url: str, pages: int) -> float:
    """Return the seconds of one run, in a process of its own."""
    command = [sys.executable, __file__, "--child", name, "--url", url, "--pages", str(pages)]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()[-1])


def race(pages: int, runs: int) -> dict[str, list[float]]:
    """Return every contestant's seconds; they take turns, so that whatever else the machine does meets them all."""
    site = subprocess.Popen([sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert site.stdin
    assert site.stdout
    seconds: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    try:
        url = site.stdout.readline().strip()
        for _ in range(runs):
            for name in CONTESTANTS:
                seconds[name].append(measured(name, url, pages))
    finally:
        site.stdin.close()
        site.wait()
    return seconds


def table(seconds: dict[str, list[float]], pages: int) -> Iterator[str]:
    """Yield a line for each contestant, then ours against the peers in the same run."""
    for name, each in seconds.items():
        middle = statistics.median(each)
        spread = f"{pages / max(each):.0f}-{pages / min(each):.0f}"
        yield f"{name:14} {pages / middle:7.0f} pages/s  ({spread})  {1000 * middle / pages:6.2f} ms a page  {SAYS[name]}"
    for ours, peer in (("our_crawl", "bare_scrapy"), ("our_driver", "bare_requests")):
        ratio = statistics.median(theirs / mine for mine, theirs in zip(seconds[ours], seconds[peer], strict=True))
        yield f"{ours} reaches {ratio:.2f} of {peer}, turn by turn"


def main() -> None:
    """Run the race, or one part of it as a child."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--raw", type=Path, help="write every run's seconds to this JSON file")
    parser.add_argument("--child", choices=list(CONTESTANTS), help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve()
    elif given.child:
        print(CONTESTANTS[given.child](given.url, given.pages))
    else:
        seconds = race(given.pages, given.runs)
        print("\n".join(table(seconds, given.pages)))
        if given.raw:
            given.raw.write_text(json.dumps({"pages": given.pages, "seconds": seconds}, indent=1) + "\n")


if __name__ == "__main__":
    main()
