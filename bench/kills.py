"""A hundred kills (-9) at random moments of crawl and batch: is anything lost, asked twice, or judged otherwise?

    python bench/kills.py [--kills N] [--each N] [--applicants N] [--seed N]

Running stub sites answer throughout. Each story begins with an empty data folder: `verifier batch` is started, one random process
of its family (the command itself, the crawl, a judging worker) is killed at a random moment, and the same command is given again,
some times over; then it may come to its end. Asserted after each story: the archive is whole; the reports say what those of an
undisturbed run say (but for times, ids and page digests, which hold the time); of what had been answered and stored nothing was
asked again, but for the one request that each source had in flight at each kill; and once more the same command asks nothing and
gives the same bytes. There is no peer: a crawl that is killed in the middle of a page is not resumed by bare Scrapy without pickles.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from verifier.retrieval.archive import Archive  # noqa: E402
from verifier.retrieval.archive_check import check  # noqa: E402
from verifier.serving import serving  # noqa: E402

STORY = ROOT / "fixtures" / "stories" / "unit" / "submissions.jsonl"
CATALOGUE = ROOT / "fixtures" / "catalogue"
KINDS = ("search", "contents", "detail", "journal")
"""Asks that are no step of a prelude: a session is opened anew by every run."""
SOURCES = 8
TIMELESS = (
    (r'"E[0-9a-f]{12}"', '"E"'),
    (r"20\d\d-\d\d-\d\dT[\d:.]+\+08:00", "T"),
    (r"20\d\d年\d+月\d+日\d+:\d+", "T"),
    (r"20\d\d-\d\d-\d\d \d\d:\d\d", "T"),
    (r'"length":\d+', '"length":0'),
    (r'"(?:sha256|hash)":"[0-9a-f]{64}"', '"sha256":"S"'),
)


def command(folder: Path, url: str) -> list[str]:
    """Return the batch's command line."""
    words = ["batch", str(folder / "s.jsonl"), "--out", str(folder / "out"), "--data", str(folder / "data"), "--stub", url, "--jobs", "2"]
    return [sys.executable, "-m", "verifier", *words]


def start(folder: Path, url: str) -> subprocess.Popen[bytes]:
    """Start a batch."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command(folder, url), cwd=ROOT, stdout=quiet, stderr=quiet)


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    try:
        direct = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [pid, *(below for one in direct for below in family(one))]


def kill_one(child: subprocess.Popen[bytes], dice: random.Random, longest: float) -> str:
    """Kill one process of a running batch at a random moment; return which it was, "" if the batch had ended before."""
    try:
        child.wait(dice.uniform(0.2, longest))
        return ""
    except subprocess.TimeoutExpired:
        pass
    victims = family(child.pid)
    if not victims:
        return ""
    victim = dice.choice([victims[0], *victims])
    words = Path(f"/proc/{victim}/cmdline").read_bytes().replace(b"\0", b" ") if Path(f"/proc/{victim}").exists() else b""
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        return ""
    child.wait()
    if victim == child.pid:
        time.sleep(0.5)  # its children notice and leave
        return "the command"
    return "the crawl" if b"spiders" in words else "a worker"


def said(folder: Path) -> list[Any]:
    """Return what the reports say, without what differs between two retrievals: times, ids, digests of pages that hold them."""
    text = (folder / "out" / "report.jsonl").read_text(encoding="utf-8")
    for pattern, word in TIMELESS:
        text = re.sub(pattern, word, text)
    reports = [json.loads(line) for line in text.splitlines()]
    for report in reports:
        report["evidence"].sort(key=lambda one: json.dumps(one, sort_keys=True))  # they stand in the order of their times
    return reports


def repeated(folder: Path) -> int:
    """Return how many answers were fetched again after they had been stored."""
    entries = Archive(folder / "data" / "archive" / "demo").entries()
    answers = [(one.source, one.key) for one in entries if one.state in ("found", "not_found", "ambiguous") and one.key[1] in KINDS]
    return len(answers) - len(set(answers))


def finish(folder: Path, url: str) -> None:
    """Let the batch come to its end."""
    done = subprocess.run(command(folder, url), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1, 3), done.stderr
    assert "Traceback" not in done.stderr, done.stderr  # Python's own exit code for an accident is that of findings


def prepared(folder: Path, applicants: int) -> Path:
    """Make a story's folder."""
    folder.mkdir()
    (folder / "s.jsonl").write_text("".join(STORY.read_text("utf-8").splitlines(keepends=True)[:applicants]), encoding="utf-8")
    return folder


def story(folder: Path, url: str, dice: random.Random, most: int, longest: float, wanted: list[Any]) -> Counter[str]:
    """Kill a batch some times, let it end, and demand that nothing was lost; return what was killed."""
    killed = Counter[str]()
    for _ in range(most):
        victim = kill_one(start(folder, url), dice, longest)
        killed[victim or "(it had ended)"] += 1
    finish(folder, url)
    kills = killed.total() - killed["(it had ended)"]
    verdict = check(folder / "data" / "archive" / "demo")
    assert verdict.problems == (), verdict.problems
    assert said(folder) == wanted, f"other reports in {folder}"
    again = repeated(folder)
    assert again <= SOURCES * kills, f"{again} answers fetched twice after {kills} kills"
    killed["answers in flight that were fetched again"] += again
    first, asked = (folder / "out" / "report.jsonl").read_bytes(), verdict.pieces
    finish(folder, url)
    assert check(folder / "data" / "archive" / "demo").pieces == asked, "the last run asked something"
    assert (folder / "out" / "report.jsonl").read_bytes() == first
    return killed


def main() -> None:
    """Tell the stories until there were as many kills as wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--each", type=int, default=5, help="kills of one story, at most")
    parser.add_argument("--applicants", type=int, default=12)
    parser.add_argument("--seed", type=int, default=20260901)
    given = parser.parse_args()
    dice, killed, stories = random.Random(given.seed), Counter[str](), 0
    with serving(CATALOGUE) as url, tempfile.TemporaryDirectory() as home:
        calm = prepared(Path(home, "calm"), given.applicants)
        began = time.monotonic()
        finish(calm, url)
        longest, wanted = time.monotonic() - began, said(calm)
        while killed["the command"] + killed["the crawl"] + killed["a worker"] < given.kills:
            folder = prepared(Path(home, str(stories)), given.applicants)
            killed += story(folder, url, dice, given.each, longest, wanted)
            stories += 1
            print(f"{stories} stories: {dict(killed)}", flush=True)
    print(f"{given.kills} kills and more, nothing lost, nothing judged otherwise")


if __name__ == "__main__":
    main()
