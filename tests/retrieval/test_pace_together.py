"""Four processes under load, two of each driver, are together as polite as one: the site itself is asked what it saw."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.conftest import ROOT
from tests.retrieval.small_site import Pages, Site, serving
from verifier.model import Question
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.archive_check import check
from verifier.settings import Pace, Settings

INTERVAL = 0.15
BUDGET = 40
EACH = 15
BURN = "while True: pass"


class Watched:
    """What the site saw: when each request came, and how many it had at a time."""

    def __init__(self) -> None:
        self.starts: list[float] = []
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def begin(self) -> None:
        with self._lock:
            self.starts.append(time.monotonic())
            self._now += 1
            self.most = max(self.most, self._now)

    def end(self) -> None:
        with self._lock:
            self._now -= 1


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, Watched]]:
    """Serve the small site, every page taking its time."""
    watched, serve = Watched(), Pages._serve

    def slowly(self: Pages, body: bytes) -> None:
        if self.path == "/robots.txt":  # asking for a site's rules is no question
            return serve(self, body)
        watched.begin()
        time.sleep(0.02)
        watched.end()  # before the answer: whoever has it may start the next
        return serve(self, body)

    monkeypatch.setattr(Pages, "_serve", slowly)
    with serving() as running:
        yield running, watched


@pytest.fixture
def _load() -> Iterator[None]:
    """Keep every core busy."""
    burners = [subprocess.Popen([sys.executable, "-c", BURN]) for _ in range(2)]
    yield
    for burner in burners:
        burner.kill()
        burner.wait()


def handed(settings: Settings, number: int) -> tuple[str, bytes]:
    """Return a run's module and what it is handed: words of its own, so that nobody's cache answers for another."""
    words = [f"词{number}-{count}" for count in range(EACH)]
    if number % 2:
        return "tests.retrieval.polite_run", "\n".join([msgspec.json.encode(settings).decode(), *words]).encode()
    questions = [Question(id=word, type="J", title="search", journal=word) for word in words]
    return "tests.spiders.tiny_crawl", b"\n".join([msgspec.json.encode(settings), *map(msgspec.json.encode, questions)])


@pytest.mark.usefixtures("_load")
def test_four_processes_of_both_drivers_never_exceed_the_pace_and_budget_of_one(site: tuple[Site, Watched], tmp_path: Path) -> None:
    running, watched = site
    pace = Pace(interval=INTERVAL, daily=BUDGET, lease=20.0)
    settings = Settings(data=str(tmp_path), hosts={"tiny": running.url + "/tiny"}, timeout=10.0, realm="demo-test", paces={"tiny": pace})
    runs = []
    for number in range(4):
        module, text = handed(settings, number)
        child = subprocess.Popen([sys.executable, "-m", module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert child.stdin
        child.stdin.write(text)
        child.stdin.close()
        runs.append(child)
    assert [child.wait(100) for child in runs] == [0, 0, 0, 0]
    assert len(watched.starts) == BUDGET, "the day's budget is one for all"
    assert watched.most == 1, "one in flight"
    spent = watched.starts[-1] - watched.starts[0]
    assert spent >= (BUDGET - 1) * INTERVAL - 0.1
    for place in range(len(watched.starts) - 10):
        assert watched.starts[place + 10] - watched.starts[place] >= 9 * INTERVAL, "no burst, wherever one looks"
    verdict = check(archive_folder(settings))
    assert (verdict.problems, verdict.pieces) == ((), BUDGET)
    refused = Archive(archive_folder(settings)).refusals()
    assert {one.failure for one in refused} == {"spent"}
    assert len(refused) == 4 * EACH - BUDGET
