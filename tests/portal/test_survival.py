"""The real program, killed: a worker or a whole portal that dies in the middle of a batch loses nothing and does nothing twice."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from tests.conftest import ROOT
from verifier.packaged import fixtures

from . import books
from .cluster import cluster
from .conftest import NOTICE

pytestmark = pytest.mark.timeout(300)
PASSWORD = "江城冶金设备公司2026"
CAST = f"""
import django; django.setup()
from verifier.portal.models import Account, Unit
unit = Unit.objects.create(name="江城冶金设备有限公司", code="210101")
Account.objects.create_user("shen", {PASSWORD!r}, name="沈审核", role="reviewer", unit=unit)
"""
NOT_OURS = ("VERIFIER_PORTAL_RUN", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")
PEOPLE = 12
EACH = 3


class Portal:
    """A portal in a process of its own, over one data folder."""

    def __init__(self, data: Path, database: str = "") -> None:
        self.data, self.url, self.database = data, "", database
        self.child: subprocess.Popen[str] | None = None
        self.session = requests.Session()

    def start(self) -> None:
        words = ["portal", "--port", "0", "--data", str(self.data), "--catalogue", str(Path(fixtures()) / "catalogue")]
        env = self.env(PYTHONUNBUFFERED="1", PYTHONUTF8="1")
        self.child = subprocess.Popen(
            [sys.executable, "-m", "verifier", *words],
            stdout=subprocess.PIPE,
            text=True,
            env=env,
            start_new_session=True,
        )
        assert self.child.stdout
        for line in self.child.stdout:
            if found := re.search(r"http://[\d.:]+/", line):
                self.url = found[0]
                return
        raise AssertionError("the portal did not start")

    def env(self, **more: str) -> dict[str, str]:
        """Return the environment of a program over this portal's data and database."""
        mine = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        return {**mine, "PYTHONPATH": str(ROOT), **({"DATABASE_URL": self.database} if self.database else {}), **more}

    def kill(self, sign: int = signal.SIGKILL) -> None:
        assert self.child
        self.child.send_signal(sign)
        self.child.wait(30)

    def worker(self) -> int:
        """Return the process id of the worker."""
        assert self.child
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if (
                    b"verifier.portal.worker" in path.read_bytes()
                    and f"PPid:\t{self.child.pid}\n" in (path.parent / "status").read_text()
                ):
                    return int(path.parent.name)
        raise AssertionError("there is no worker")

    def post(self, path: str, words: dict[str, object], files: dict[str, object] | None = None) -> requests.Response:
        """Send a form as a browser does."""
        page = self.session.get(
            self.url + path.rpartition("/turn")[0] if path.endswith("/turn") else self.url + path, timeout=30
        )
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token, page.text
        return self.session.post(
            self.url + path,
            {**words, "csrfmiddlewaretoken": token[1]},
            files=files,
            timeout=60,
            headers={"Referer": self.url},
        )

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database."""
        if self.database:
            with psycopg.connect(self.database) as there:
                return there.execute(question.encode()).fetchall()
        with contextlib.closing(
            sqlite3.connect(f"file:{self.data}/portal/portal.sqlite3?mode=ro", uri=True, timeout=30)
        ) as rows:
            return rows.execute(question).fetchall()

    def wait(self, question: str, answer: Callable[[list[tuple[object, ...]]], bool], seconds: float = 90) -> None:
        """Wait until the database answers so."""
        until = time.monotonic() + seconds
        while not answer(found := self.ask(question)):
            assert time.monotonic() < until, found
            time.sleep(0.1)


@contextlib.contextmanager
def begun(data: Path, database: str = "") -> Iterator[Portal]:
    """Start a portal with a reviewer who has uploaded a batch and begun it."""
    found = Portal(data, database)
    try:
        found.start()
        env = found.env(DJANGO_SETTINGS_MODULE="verifier.portal.conf", VERIFIER_DATA=str(data))
        subprocess.run([sys.executable, "-c", CAST], env=env, check=True)
        found.post("login", {"username": "shen", "password": PASSWORD})
        names = tuple(f"申报人{number:02d}" for number in range(PEOPLE))
        found.post("unit/batches/new", {"name": "一批", "notice": NOTICE}, {"file": ("a.xlsx", books.unit(names, EACH))})
        found.wait("SELECT state FROM portal_batch", lambda rows: rows == [("ready",)])
        found.post("unit/batches/1/turn", {"do": "start"})
        yield found
    finally:
        with contextlib.suppress(ProcessLookupError):
            if found.child:
                os.killpg(found.child.pid, signal.SIGKILL)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """Have a batch under way over SQLite."""
    with begun(tmp_path / "data") as found:
        yield found


def whole(portal: Portal) -> None:
    """Wait for the batch and demand everything once."""
    portal.wait("SELECT state FROM portal_batch", lambda rows: rows == [("done",)])
    assert portal.ask("SELECT count(*), count(DISTINCT application_id) FROM portal_version WHERE report != ''") == [
        (PEOPLE, PEOPLE)
    ]
    assert portal.ask("SELECT count(*) FROM portal_item") == [(PEOPLE * EACH,)]
    assert portal.ask("SELECT count(*) FROM portal_event WHERE what = 'verified'") == [(PEOPLE,)]
    assert portal.ask("SELECT count(*) FROM portal_task WHERE kind = 'verify' AND state != 'done'") == [(0,)]
    checked = subprocess.run(
        [sys.executable, "-m", "verifier", "audit", "check", "--data", str(portal.data)],
        env=portal.env(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr
    assert "环环相接" in checked.stdout


def test_a_worker_that_is_killed_again_and_again_loses_nothing(portal: Portal) -> None:
    portal.wait(
        "SELECT count(*) FROM portal_task WHERE state = 'crawling' AND kind = 'verify'", lambda rows: rows != [(0,)]
    )
    os.kill(portal.worker(), signal.SIGKILL)
    portal.wait("SELECT max(tries) FROM portal_task WHERE kind = 'verify'", lambda rows: rows == [(2,)])
    portal.wait(
        "SELECT count(*) FROM portal_task WHERE state = 'judging' OR state = 'done' AND kind = 'verify'",
        lambda rows: rows != [(0,)],
    )
    os.kill(portal.worker(), signal.SIGKILL)
    whole(portal)


def test_a_portal_that_is_killed_goes_on_at_the_next_start(portal: Portal) -> None:
    portal.wait(
        "SELECT count(*) FROM portal_task WHERE state IN ('crawling', 'judging') AND kind = 'verify'",
        lambda rows: rows != [(0,)],
    )
    worker = portal.worker()
    portal.kill()
    until = time.monotonic() + 10
    while Path(f"/proc/{worker}").exists():
        assert time.monotonic() < until, "the worker outlived its server"
        time.sleep(0.1)
    portal.start()
    whole(portal)


def test_a_portal_that_is_asked_to_end_hands_its_work_back(portal: Portal) -> None:
    portal.wait(
        "SELECT count(*) FROM portal_task WHERE state IN ('crawling', 'judging') AND kind = 'verify'",
        lambda rows: rows != [(0,)],
    )
    portal.kill(signal.SIGTERM)
    assert portal.child
    assert portal.child.returncode == 0
    portal.start()
    whole(portal)
    assert portal.session.get(portal.url, timeout=30).status_code == 200


@pytest.mark.postgres
def test_a_database_that_goes_away_in_the_middle_costs_nothing(tmp_path: Path) -> None:
    with cluster(options=()) as server, begun(tmp_path / "data", server.url) as portal:
        portal.wait(
            "SELECT count(*) FROM portal_task WHERE state IN ('crawling', 'judging', 'done') AND kind = 'verify'",
            lambda rows: rows != [(0,)],
        )
        for _ in range(2):
            server.stop()
            time.sleep(1)  # long enough for the worker to run into it
            server.start()
            time.sleep(2)
        os.kill(portal.worker(), signal.SIGKILL)
        whole(portal)
        assert portal.session.get(portal.url + "unit/batches/1", timeout=30).status_code == 200
