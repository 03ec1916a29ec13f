"""A batch that was paused, killed or run before goes on where it was: nothing is lost, nothing is judged twice for nothing."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.conftest import ROOT, Run
from verifier import batch, finished
from verifier.model import Report
from verifier.retrieval.archive import Archive
from verifier.submissions import Handed, read_submissions

STORY = ROOT / "fixtures" / "stories" / "unit" / "submissions.jsonl"
NOTICE = "liaoning-gxt-2021-194"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run eleven applicants' batch once, undisturbed; the folder holds `s.jsonl`, `out` and `data`."""
    folder = tmp_path_factory.mktemp("whole")
    lines = STORY.read_text(encoding="utf-8").splitlines(keepends=True)[:11]
    (folder / "s.jsonl").write_text("".join(lines), encoding="utf-8")
    done = subprocess.run(command("out"), cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode in (1, 3), done.stderr
    return folder


def command(out: str, *more: str) -> list[str]:
    """Return the command line of a batch over `s.jsonl`."""
    return [sys.executable, "-m", "verifier", "batch", "s.jsonl", "--out", out, "--data", "data", "--jobs", "2", *more]


def environment() -> dict[str, str]:
    """Return the environment in which the program finds the checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def copied(whole: Path, folder: Path, *names: str) -> None:
    """Copy what a batch left into a test's own folder."""
    for name in names:
        subprocess.run(["cp", "-r", str(whole / name), str(folder / name)], check=True)


def without_walks(folder: Path) -> None:
    """Remove the kept walks from a copied data folder, so that judging lasts long enough to be stopped in its middle."""
    for kept in (folder / "data/cache").glob("*/walks.db"):
        kept.unlink()


def handed(count: int) -> list[Handed]:
    """Return the first submissions of the story."""
    read = read_submissions(STORY, NOTICE)
    return [one for one in itertools.islice(read, count) if isinstance(one, Handed)]


# ---------------------------------------------------------------- pause and resume


def started(folder: Path, out: str) -> subprocess.Popen[str]:
    """Start a batch in a session of its own, without a terminal, and let it run.

    A shell starts what it puts in the background with SIGINT ignored, which a child inherits, and so would these tests.
    """
    told = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            command(out),
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, told)


def alone(child: subprocess.Popen[str], sign: signal.Signals) -> None:
    """Tell the command alone, as a supervisor does."""
    child.send_signal(sign)


def together(child: subprocess.Popen[str], sign: signal.Signals) -> None:
    """Tell the command, its crawl, its workers and the stub sites at once, as a terminal does with Ctrl-C."""
    os.killpg(child.pid, sign)


def until(child: subprocess.Popen[str], wanted: str) -> None:
    """Read a batch's progress until a line begins as wanted."""
    assert child.stderr
    for line in child.stderr:
        if line.startswith(wanted):
            return
    raise AssertionError(f"the batch never came to {wanted}")


def until_archived(child: subprocess.Popen[str], folder: Path, count: int) -> None:
    """Wait until a batch's crawl has stored so many answers."""
    chain, deadline = folder / "data/archive/demo/chain.jsonl", time.monotonic() + 120
    while not chain.exists() or chain.read_bytes().count(b"\n") < count:
        assert child.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)


Tell = Callable[[subprocess.Popen[str], signal.Signals], None]


@pytest.mark.parametrize(("sign", "tell"), [(signal.SIGTERM, alone), (signal.SIGINT, alone), (signal.SIGINT, together)])
def test_a_batch_that_is_told_to_stop_says_how_to_go_on_and_does(
    whole: Path, tmp_path: Path, sign: signal.Signals, tell: Tell
) -> None:
    copied(whole, tmp_path, "s.jsonl")
    child = started(tmp_path, "out")
    until_archived(child, tmp_path, 60)
    tell(child, sign)
    assert child.stderr
    rest = child.stderr.read()
    assert child.wait(30) == 130
    assert "重新运行即可续作" in rest
    assert "Traceback" not in rest
    assert not (tmp_path / "out/report.jsonl").exists()
    archive = Archive(tmp_path / "data/archive/demo")
    before = len(archive.entries())
    done = subprocess.run(command("out"), cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode in (1, 3), done.stderr
    assert before > 20
    assert outcomes(tmp_path / "out/report.jsonl") == outcomes(whole / "out/report.jsonl")
    asked = [(one.source, one.key) for one in archive.entries() if one.state in ("found", "not_found") and one.key[1] in ("search", "detail")]
    assert len(asked) - len(set(asked)) <= 8, "only what was in flight"


@pytest.mark.parametrize("tell", [alone, together])
def test_ctrl_c_while_it_judges_keeps_what_was_judged(whole: Path, tmp_path: Path, tell: Tell) -> None:
    copied(whole, tmp_path, "s.jsonl", "data")
    without_walks(tmp_path)
    child = started(tmp_path, "out")
    until(child, "核验 3/")
    tell(child, signal.SIGINT)
    assert child.stderr
    rest = child.stderr.read()
    assert child.wait(30) == 130
    assert "重新运行即可续作" in rest
    assert "Traceback" not in rest
    assert (tmp_path / "out/finished.jsonl").read_bytes().count(b"\n") >= 3
    done = subprocess.run(command("out"), cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert "沿用已有的核验结果" in done.stderr
    for name in ("report.jsonl", "across.jsonl", "handed.jsonl", "decisions.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (whole / "out" / name).read_bytes(), name


def outcomes(file: Path) -> list[tuple[str, list[str]]]:
    """Return whose items were judged how."""
    reports = [msgspec.json.decode(line, type=Report) for line in file.read_bytes().splitlines()]
    return [(report.applicant.id, [item.outcome.value for item in report.items]) for report in reports]


def test_a_batch_killed_while_it_judges_takes_over_what_it_had_finished(whole: Path, tmp_path: Path) -> None:
    copied(whole, tmp_path, "s.jsonl", "data")
    without_walks(tmp_path)
    child = started(tmp_path, "out")
    until(child, "核验 3/")
    child.kill()
    child.wait()
    assert child.stderr
    child.stderr.close()
    kept = (tmp_path / "out/finished.jsonl").read_bytes()
    assert kept.count(b"\n") >= 3
    (tmp_path / "out/finished.jsonl").write_bytes(kept + kept[:50])
    done = subprocess.run(command("out"), cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert "沿用已有的核验结果" in done.stderr
    for name in ("report.jsonl", "across.jsonl", "handed.jsonl", "decisions.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (whole / "out" / name).read_bytes(), name
    assert not (tmp_path / "out/finished.jsonl").exists()
    assert not list((tmp_path / "out").glob("*.part"))


def test_no_process_outlives_a_batch_that_was_killed(whole: Path, tmp_path: Path) -> None:
    copied(whole, tmp_path, "s.jsonl")
    child = started(tmp_path, "out")
    until_archived(child, tmp_path, 40)
    family = descendants(child.pid)
    assert len(family) >= 2, "the stubs and the crawl"
    child.kill()
    child.wait()
    assert child.stderr
    child.stderr.close()
    deadline = time.monotonic() + 10
    while (alive := [pid for pid in family if is_alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert alive == []


def descendants(pid: int) -> list[int]:
    """Return the processes below a process."""
    direct = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*direct, *(below for one in direct for below in descendants(one))]


def is_alive(pid: int) -> bool:
    """Say whether a process runs; a zombie waits only for its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# ---------------------------------------------------------------- only what changed


def test_since_takes_over_what_is_unchanged_and_judges_the_rest(whole: Path, run: Run, tmp_path: Path) -> None:
    copied(whole, tmp_path, "s.jsonl", "data", "out")
    lines = [json.loads(line) for line in (tmp_path / "s.jsonl").read_text(encoding="utf-8").splitlines()]
    lines[1]["items"] = lines[1]["items"][:-1]
    lines[4]["applicant"]["qualification"]["obtained"] = "2012-12-30"
    (tmp_path / "s.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in lines), encoding="utf-8")
    done = run("batch", "s.jsonl", "--out", "next", "--data", "data", "--since", "out")
    assert done.returncode in (1, 3), done.stderr
    assert "11 人中 9 人" in done.stderr
    before, after = ((tmp_path / name / "report.jsonl").read_bytes().splitlines() for name in ("out", "next"))
    changed = [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert changed == [1, 4]
    alone = run("batch", "s.jsonl", "--out", "alone", "--data", "data")
    assert alone.returncode == done.returncode
    for name in ("report.jsonl", "across.jsonl"):
        assert (tmp_path / "next" / name).read_bytes() == (tmp_path / "alone" / name).read_bytes()


def test_since_the_same_folder_renews_it_in_place(whole: Path, run: Run, tmp_path: Path) -> None:
    copied(whole, tmp_path, "s.jsonl", "data", "out")
    done = run("batch", "s.jsonl", "--out", "out", "--data", "data", "--since", "out")
    assert "11 人中 11 人" in done.stderr
    assert (tmp_path / "out/report.jsonl").read_bytes() == (whole / "out/report.jsonl").read_bytes()


def test_other_rules_or_another_world_take_nothing_over(whole: Path, run: Run, tmp_path: Path) -> None:
    copied(whole, tmp_path, "s.jsonl", "data", "out")
    text = (ROOT / "verifier/notices" / f"{NOTICE}.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text + "\n", encoding="utf-8")
    rows = (tmp_path / "s.jsonl").read_text(encoding="utf-8").replace(f'"{NOTICE}"', '"mine.toml"')
    (tmp_path / "mine.jsonl").write_text(rows, encoding="utf-8")
    done = run("batch", "mine.jsonl", "--out", "next", "--data", "data", "--since", "out")
    assert "沿用" not in done.stderr
    done = run("batch", "s.jsonl", "--out", "other", "--data", "data", "--since", "out", "--fault", "vip:server_error:any")
    assert "沿用" not in done.stderr
    assert done.returncode == 3


def test_a_report_in_which_a_source_failed_is_asked_again(run: Run, whole: Path, tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text((whole / "s.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    words = ("batch", "s.jsonl", "--data", "data", "--fault", "vip:server_error:any")
    assert run(*words, "--out", "out").returncode == 3
    done = run(*words, "--out", "next", "--since", "out")
    assert (done.returncode, "沿用" in done.stderr) == (3, False)


def test_since_a_folder_without_a_batch_says_so(run: Run, whole: Path, tmp_path: Path) -> None:
    copied(whole, tmp_path, "s.jsonl")
    done = run("batch", "s.jsonl", "--out", "next", "--since", "nowhere")
    assert done.returncode == 2
    assert "没有可用的上一批结果" in done.stderr


# ---------------------------------------------------------------- the pool


def suicidal(chunk: bytes) -> list[bytes]:
    """Work, but die like a killed worker on a word's first sight."""
    word, place = msgspec.json.decode(chunk, type=tuple[str, str])
    mark = Path(place, word)
    if word.startswith("kill") and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return [word.encode()]


def test_a_killed_worker_loses_nothing_and_the_order_stays(tmp_path: Path) -> None:
    words = [f"{'kill' if number % 7 == 3 else 'work'}-{number}" for number in range(40)]
    chunks = (msgspec.json.encode((word, str(tmp_path))) for word in words)
    assert [part for parts in batch.in_order(chunks, pool(2), 5, suicidal) for part in parts] == [word.encode() for word in words]
    assert len(list(tmp_path.iterdir())) == 6


def test_only_some_submissions_are_held_at_a_time(tmp_path: Path) -> None:
    taken = []

    def chunks() -> Iterator[bytes]:
        for number in range(50):
            taken.append(number)
            yield msgspec.json.encode((f"work-{number}", str(tmp_path)))

    for done, _ in enumerate(batch.in_order(chunks(), pool(2), 5, suicidal), 1):
        assert len(taken) - done < 5


def pool(workers: int) -> Callable[[], Executor]:
    """Return what makes a pool of processes."""
    return lambda: ProcessPoolExecutor(workers)


# ---------------------------------------------------------------- small parts


@contextmanager
def opened(folder: Path) -> Iterator[finished.Finished]:
    """Open a folder's finished reports."""
    one = finished.Finished(folder)
    yield one
    one.close()


def test_finished_reports_survive_a_torn_last_line(whole: Path, tmp_path: Path) -> None:
    lines = (whole / "out/report.jsonl").read_bytes().splitlines()
    reports = [finished.Made.of(msgspec.json.decode(line, type=Report)) for line in lines]
    assert [made.report for made in reports] == lines
    with opened(tmp_path) as kept:
        kept.add("one", reports[0])
        kept.add("two", reports[1])
    path = tmp_path / finished.FILE
    path.write_bytes(path.read_bytes()[:-20])
    with opened(tmp_path) as kept:
        assert kept.keys() == {"one"}
        assert kept.get("one") == reports[0]
        kept.add("three", reports[2])
    with opened(tmp_path) as kept:
        assert kept.keys() == {"one", "three"}
        assert kept.get("three") == reports[2]


def test_a_worker_ends_when_a_broken_pool_tells_it_to_even_while_it_writes(tmp_path: Path) -> None:
    """A worker inherits the command's way with SIGTERM, which would leave it, and the whole batch, waiting for ever."""
    code = (
        "import os, signal, sys, time; from datetime import datetime; from verifier import batch; from verifier.settings import Settings\n"
        "signal.signal(signal.SIGTERM, signal.default_int_handler)\n"
        f"batch._start(Settings(data={str(tmp_path)!r}), {{}}, datetime.now())\n"
        "print('ready', flush=True)\n"
        "try:\n    os.write(os.pipe()[1], bytes(1 << 20))\n"
        "except KeyboardInterrupt:\n    time.sleep(60)\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", code], env=environment(), stdout=subprocess.PIPE)
    assert worker.stdout
    worker.stdout.readline()
    worker.terminate()
    assert worker.wait(10) == -signal.SIGTERM
    worker.stdout.close()
