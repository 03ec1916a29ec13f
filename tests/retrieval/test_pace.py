"""Politeness holds over processes: an interval from start to start, one in flight, a daily budget, open circuits."""

from __future__ import annotations

import multiprocessing
import sqlite3
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from verifier.errors import StorageError
from verifier.model import Answer, State
from verifier.retrieval.pace import Pacing, Turn
from verifier.retrieval.wire import SHANGHAI
from verifier.settings import Pace, Settings

START = datetime(2026, 9, 1, 23, 59, 0, tzinfo=SHANGHAI)


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def settings(folder: Path, **pace: float) -> Settings:
    """Return settings with one paced source and one free stub."""
    return Settings(
        data=str(folder),
        hosts={"slow": "http://127.0.0.1:1/slow", "free": "http://127.0.0.1:1/free"},
        paces={"slow": Pace(**pace)},  # type: ignore[arg-type]
    )


def pacing(folder: Path, clock: Clock, **pace: float) -> Pacing:
    """Return one process's view of a folder's table."""
    given = {"interval": 30.0, "daily": 3, "lease": 120.0, **pace}
    return Pacing(settings(folder, **given), folder / "pace.sqlite3", clock)


def test_turns_keep_their_distance_from_start_to_start_over_processes(tmp_path: Path) -> None:
    clock = Clock()
    one, two = pacing(tmp_path, clock), pacing(tmp_path, clock)
    assert one.reserve("slow") == Turn()
    one.release("slow")
    clock.pass_(10)
    assert two.reserve("slow") == Turn(wait=20.0)
    clock.pass_(20)
    assert two.reserve("slow") == Turn()


def test_one_is_in_flight_until_it_is_given_back_or_its_lease_is_over(tmp_path: Path) -> None:
    clock = Clock()
    one, two = pacing(tmp_path, clock), pacing(tmp_path, clock)
    one.reserve("slow")
    clock.pass_(60)
    assert two.reserve("slow").wait > 0
    two.release("slow")
    assert two.reserve("slow").wait > 0, "only its holder gives a turn back"
    clock.pass_(60)
    assert two.reserve("slow") == Turn(), "the holder died: its lease is over"


def test_the_budget_is_a_day_s_and_the_day_is_china_s(tmp_path: Path) -> None:
    clock = Clock()
    table = pacing(tmp_path, clock, interval=1)
    for _ in range(3):
        assert table.reserve("slow") == Turn()
        table.release("slow")
        clock.pass_(1)
    assert table.reserve("slow").spent
    clock.pass_(60)
    assert table.reserve("slow") == Turn()


def test_a_challenge_opens_the_circuit_for_every_process_until_it_has_cooled_down(tmp_path: Path) -> None:
    clock = Clock()
    one, two = pacing(tmp_path, clock), pacing(tmp_path, clock)
    one.trip("slow", Answer(state=State.BLOCKED, words="安全验证"))
    for table in (one, two):
        circuit = table.circuit("slow")
        assert circuit is not None
        assert (circuit.state, circuit.words) == (State.BLOCKED, "安全验证")
    clock.pass_(24 * 3600)
    assert two.circuit("slow") is None
    assert one.circuit("slow") is not None, "the run that met it does not try again"
    assert pacing(tmp_path, clock).circuit("slow") is None


def test_a_limit_holds_until_the_time_that_the_site_names(tmp_path: Path) -> None:
    clock = Clock()
    until = (START + timedelta(seconds=90)).isoformat()
    pacing(tmp_path, clock).trip("slow", Answer(state=State.RATE_LIMITED, until=until))
    clock.pass_(89)
    assert pacing(tmp_path, clock).circuit("slow") is not None
    clock.pass_(1)
    assert pacing(tmp_path, clock).circuit("slow") is None


def test_a_time_that_is_none_falls_back_to_the_cool_down(tmp_path: Path) -> None:
    clock = Clock()
    pacing(tmp_path, clock).trip("slow", Answer(state=State.RATE_LIMITED, until="soon"))
    clock.pass_(14 * 60)
    assert pacing(tmp_path, clock).circuit("slow") is not None
    clock.pass_(60)
    assert pacing(tmp_path, clock).circuit("slow") is None


def test_a_stub_never_touches_the_table_but_keeps_its_circuit_for_the_run(tmp_path: Path) -> None:
    clock = Clock()
    table = pacing(tmp_path, clock)
    assert table.reserve("free") == Turn()
    table.release("free")
    assert table.circuit("free") is None
    table.trip("free", Answer(state=State.BLOCKED))
    assert table.circuit("free") is not None
    assert table.circuit("slow") is None, "another source's circuit stays closed, though the host is the same"
    assert pacing(tmp_path, clock).circuit("free") is None
    assert not (tmp_path / "pace.sqlite3").exists() or table.circuit("slow") is None


def test_a_table_that_cannot_be_read_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "pace.sqlite3").write_bytes(b"no database, and long enough to be looked at as one" * 100)
    with pytest.raises(StorageError, match="检索节奏表"):
        pacing(tmp_path, Clock()).reserve("slow")


def take(folder: Path, count: int) -> None:
    """Take turns as a driver does, and write down when."""
    table = Pacing(settings(folder, interval=0.05, daily=0, lease=5.0), folder / "pace.sqlite3")
    for _ in range(count):
        while (turn := table.reserve("slow")).wait > 0:
            time.sleep(turn.wait)
        with sqlite3.connect(folder / "starts.sqlite3", timeout=30) as starts:
            starts.execute("INSERT INTO starts VALUES (?)", (time.time(),))
        table.release("slow")


def test_four_processes_share_one_pace(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "starts.sqlite3") as starts:
        starts.execute("CREATE TABLE starts (moment REAL)")
    context = multiprocessing.get_context("spawn")
    runners = [context.Process(target=take, args=(tmp_path, 5)) for _ in range(4)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert [runner.exitcode for runner in runners] == [0] * 4
    with sqlite3.connect(tmp_path / "starts.sqlite3") as starts:
        moments = [moment for (moment,) in starts.execute("SELECT moment FROM starts ORDER BY moment")]
    assert len(moments) == 20
    assert moments[-1] - moments[0] >= 19 * 0.05 - 0.03
