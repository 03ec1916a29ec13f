"""A batch on a cluster says what it says on one machine, byte for byte, and goes on when a machine is lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cluster import machines
from tests.conftest import ROOT
from verifier import cluster
from verifier.errors import BadValue, SourceError
from verifier.retrieval.cache import cache_folder
from verifier.settings import Cluster, Settings

STORY = ROOT / "fixtures" / "stories" / "unit" / "submissions.jsonl"
NOW = datetime.fromisoformat("2026-03-05T10:00:00+08:00")


class Hall:
    """A scheduler with two workers, and a batch that was judged on this machine."""

    def __init__(self, folder: Path) -> None:
        """Start everything and judge the batch."""
        self.folder, self.papers = folder, machines.Papers(folder / "tls")
        self.settings = self.papers.settings(folder / "verifier.toml", folder / "data")
        self.scheduler, self.address = machines.scheduler(folder, self.papers)
        self.workers = [machines.worker(folder, self.papers, self.address, name) for name in ("one", "two")]
        lines = STORY.read_text(encoding="utf-8").splitlines(keepends=True)[:20]
        (folder / "s.jsonl").write_text("".join(lines), encoding="utf-8")
        done = self.batch("here")
        assert done.wait(200) in (1, 3)

    def batch(self, out: str, *more: str) -> subprocess.Popen[str]:
        """Start `verifier batch`."""
        words = [
            sys.executable,
            "-m",
            "verifier",
            "batch",
            "s.jsonl",
            "--out",
            out,
            "--settings",
            str(self.settings),
            *more,
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            words, cwd=self.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def same(self, out: str) -> bool:
        """Say whether a batch wrote the same reports as this machine did."""
        names = ("report.jsonl", "across.jsonl", "decisions.jsonl")
        return all(
            (self.folder / out / name).read_bytes() == (self.folder / "here" / name).read_bytes() for name in names
        )

    def close(self) -> None:
        """End every process."""
        for child in (*self.workers, self.scheduler):
            child.kill()
            child.wait(10)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    one = Hall(tmp_path_factory.mktemp("cluster"))
    yield one
    one.close()


def judged(child: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a batch; return its exit code and what it said."""
    assert child.stderr
    said = child.stderr.read()
    return child.wait(200), said


def test_a_batch_on_a_cluster_is_the_same_bytes(hall: Hall) -> None:
    code, said = judged(hall.batch("there", "--cluster", hall.address))
    assert code in (1, 3), said
    assert hall.same("there")


def test_a_killed_machine_loses_nothing(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several small tasks, so that the other machine has work left when this one is gone."""
    monkeypatch.setattr(cluster, "SIZE", 1)
    from verifier import batch
    from verifier.packaged import load_standards
    from verifier.submissions import Handed, read_submissions

    handed = [
        one for one in read_submissions(hall.folder / "s.jsonl", "liaoning-gxt-2021-194") if isinstance(one, Handed)
    ]
    realm = next((hall.folder / "data/cache").iterdir()).name
    settings = Settings(data=str(hall.folder / "data"), realm=realm, cluster=told(hall))
    rules = {name: load_standards(name, None) for name in {one.submission.notice for one in handed}}
    from verifier.retrieval.wire import now

    at = now()
    alone = list(batch.made(handed, settings, rules, 1, at))
    third = machines.worker(hall.folder, hall.papers, hall.address, "three")
    while cluster.greet(hall.address, settings) < 3:
        time.sleep(0.2)
    there = []
    for count, report in enumerate(cluster.made(handed, settings, rules, at, hall.address)):
        if count == 2:
            third.send_signal(signal.SIGKILL)
        there.append(report)
    third.wait(10)
    assert there == alone


def told(hall: Hall) -> Cluster:
    return Cluster(ca=str(hall.papers.ca), cert=str(hall.papers.cert), key=str(hall.papers.key))


def test_who_has_no_certificate_of_the_cluster_is_not_let_in(hall: Hall, tmp_path: Path) -> None:
    stranger = machines.Papers(tmp_path)
    strange = Cluster(ca=str(stranger.ca), cert=str(stranger.cert), key=str(stranger.key))
    with pytest.raises(SourceError, match="连接不上"):
        cluster.greet(hall.address, Settings(data=str(tmp_path), cluster=strange))


def test_a_cluster_that_is_not_there_ends_the_command_before_anything_is_asked(hall: Hall) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        code, said = judged(hall.batch("nowhere", "--cluster", f"tls://127.0.0.1:{free.getsockname()[1]}"))
    assert code == 3
    assert "连接不上" in said
    assert "Traceback" not in said
    assert not (hall.folder / "nowhere" / "report.jsonl").exists()


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "10.0.0.7:8786", "http://127.0.0.1:8786", "tls", ""])
def test_a_cluster_without_tls_is_spoken_to_on_this_machine_alone(address: str) -> None:
    with pytest.raises(BadValue, match="tls://"):
        cluster.checked(address)


@pytest.mark.parametrize(
    "address", ["tls://10.0.0.7:8786", "tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"]
)
def test_tls_and_loopback_are_let_through(address: str) -> None:
    assert cluster.checked(address) == address


def test_tls_without_certificates_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match=r"\[cluster\]"):
        cluster.greet("tls://127.0.0.1:1", Settings(data=str(tmp_path)))


def test_a_machine_of_another_version_does_not_work_for_us(tmp_path: Path) -> None:
    one = prepared(tmp_path)
    one.version = "0.0.0"
    with pytest.raises(BadValue, match="同一版本"):
        one.setup(SimpleNamespace(address="tls://10.0.0.8:1"))


def test_a_machine_that_does_not_see_the_data_says_so_and_one_that_does_works(tmp_path: Path) -> None:
    one = prepared(tmp_path)
    with pytest.raises(BadValue, match="看不到数据文件夹"):
        one.setup(SimpleNamespace(address="tls://10.0.0.8:1"))
    cache_folder(Settings(data=str(tmp_path))).mkdir(parents=True)
    one.setup(SimpleNamespace(address="tls://10.0.0.8:1"))
    assert cluster.work("batch", b"[]") == []
    one.teardown(SimpleNamespace())


def prepared(folder: Path) -> cluster.Preparation:
    return cluster.Preparation("batch", Settings(data=str(folder)), {}, NOW)
