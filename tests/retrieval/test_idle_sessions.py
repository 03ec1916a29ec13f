"""A session that idles longer than the sites keep one is opened anew, so that its death is never taken for a challenge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.sources.conftest import catalogue  # noqa: F401 - a fixture
from verifier.model import Ask, Page, State, Step
from verifier.retrieval import session as sessions
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.lookup import Driver
from verifier.retrieval.session import IDLE, Session
from verifier.retrieval.wire import now
from verifier.settings import Settings, stub_hosts
from verifier.sources import BY_NAME
from verifier.stub import Stub

OLDER = timedelta(seconds=310)
"""Longer than the stub sites keep a session that is not used."""


class Time:
    """The driver's clock and the stub's, moved on together."""

    def __init__(self, stub: Stub) -> None:
        self.stub, self.ahead = stub, timedelta()

    def __call__(self) -> datetime:
        """Say what the time is."""
        return now() + self.ahead

    def pass_by(self, time: timedelta) -> None:
        """Let time pass for both."""
        self.ahead += time
        self.stub.clock.advance(time.total_seconds())


@pytest.fixture
def stub(catalogue: Path) -> Iterator[Stub]:  # noqa: F811
    """Serve the small catalogue."""
    served = Stub(catalogue)
    yield served
    served.close()


def search(source: str, title: str) -> Ask:
    """Return the search for a title."""
    return BY_NAME[source].ask(Step(kind="search", field="title", text=title))


@pytest.mark.parametrize("source", ["cnki", "vip"])
def test_an_idle_session_is_opened_anew_and_the_answer_comes(stub: Stub, tmp_path: Path, source: str) -> None:
    time = Time(stub)
    settings = Settings(data=str(tmp_path), hosts=stub_hosts(stub.url), realm="demo-idle")
    with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive:
        driver = Driver(settings, cache, archive, clock=time)
        for title in ("虚构机床主轴热误差的补偿技术研究", "虚构刀具磨损的在线监测系统设计", "虚构导轨爬行的应用分析"):
            reply = driver.fetch(search(source, title))
            assert reply.answer.state is State.FOUND, (reply.answer.note, title)
            time.pass_by(OLDER)
        driver.close()


@pytest.mark.parametrize("source", ["cnki", "vip"])
def test_without_that_the_same_session_meets_a_challenge(
    stub: Stub, tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "IDLE", timedelta(days=1))
    time = Time(stub)
    settings = Settings(data=str(tmp_path), hosts=stub_hosts(stub.url), realm="demo-idle")
    with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive:
        driver = Driver(settings, cache, archive, clock=time)
        driver.fetch(search(source, "虚构机床主轴热误差的补偿技术研究"))
        time.pass_by(OLDER)
        assert driver.fetch(search(source, "虚构导轨爬行的应用分析")).answer.state is State.BLOCKED
        driver.close()


def test_only_what_the_idle_host_handed_out_is_forgotten() -> None:
    session, start = Session("agent"), now()
    asks = {role: Ask(source="x", role=role, path="/", key=(role,), step=Step(kind="search")) for role in ("x.a", "x.b")}
    for role, ask in asks.items():
        session.use(role, start)
        session.learn(ask, BY_NAME["cnki"].read(Page(ask=search("cnki", "x"), failure="reset")))
    session.use("x.b", start + IDLE)
    session.use("x.a", start + IDLE + timedelta(seconds=1))
    assert not session.knows(asks["x.a"])
    assert session.knows(asks["x.b"])
