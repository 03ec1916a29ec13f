"""How fast is a whole batch from a warm cache? Citations a second end to end, memory, and the share of a second, unchanged run.

    python -m bench.warm [--data DIR] [--filled DIR] [--items N] [--rounds N] [--jobs N] [--raw FILE]

DIR is a catalogue with submissions (bench.generate_cases); else one is made. Its batch is run once over stub sites, which fills the
cache, and once more unchanged: that run's share of the first one's time is printed, and how many requests it made. Then the lists
are repeated under other applicants until there are N citations, and that batch is run again and again from the warm cache alone
into empty folders. `--filled` names a data folder that such runs have filled already: then only that last part is measured. Wall and processor time are those of the command and its children; the stub sites run apart. There is no peer.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from generate_cases import generate  # noqa: E402
from memory import watched  # noqa: E402

from verifier.serving import serving  # noqa: E402

SEED, JOURNALS, EACH = 7, 120, 12


def repeated(rows: list[dict[str, Any]], items: int, file: Path) -> int:
    """Write the lists again and again, each turn under other applicants, until there are so many items; return their number."""
    written = 0
    with file.open("w", encoding="utf-8") as out:
        for number, row in enumerate(itertools.cycle(rows)):
            if written >= items:
                return written
            turn, person = number // len(rows), row["applicant"]
            again = {**row, "applicant": {**person, "id": f"{person['id']}t{turn}"}}
            out.write(json.dumps(again, ensure_ascii=False) + "\n")
            written += len(row["items"])
    return written


def run(file: Path, out: Path, home: Path, url: str, jobs: int) -> dict[str, float]:
    """Run one batch; return its seconds of wall and processor, its highest memory in MB, and the requests that it made."""
    words = ["batch", str(file), "--out", str(out), "--data", str(home / "data"), "--stub", url, "--jobs", str(jobs)]
    asked, before, began = links(home), resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "verifier", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    highest, _ = watched(child)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert child.returncode in (0, 1, 3), child.returncode
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "processor": spent, "memory": highest / 1024, "requests": links(home) - asked}


def links(home: Path) -> int:
    """Return the length of the archive's log: every answer and every refusal adds a link."""
    logs = list((home / "data" / "archive").glob("*/chain.jsonl"))
    return sum(log.read_bytes().count(b'"kind":"evidence"') + log.read_bytes().count(b'"kind":"refused"') for log in logs)


def main() -> None:
    """Fill the cache, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a catalogue with submissions.jsonl")
    parser.add_argument("--filled", type=Path, help="a data folder with a warm cache of that catalogue")
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--raw", type=Path, help="write every run's figures to this JSON file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, catalogue = Path(folder), given.data or Path(folder, "catalogue")
        if given.data is None:
            generate(catalogue, SEED, JOURNALS, EACH, frozenset())
        with serving(catalogue) as url:
            report(measure(catalogue, home, url, given), given)


def measure(catalogue: Path, home: Path, url: str, given: argparse.Namespace) -> dict[str, Any]:
    """Run everything and return all figures."""
    file, many = catalogue / "submissions.jsonl", home / "many.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    if given.filled:
        (home / "data").symlink_to(given.filled.resolve())
    before = [] if given.filled else [run(file, home / f"out{turn}", home, url, given.jobs) for turn in range(2)]
    items = repeated(rows, given.items, many)
    rounds = [run(many, home / f"warm{turn}", home, url, given.jobs) for turn in range(given.rounds)]
    return {"distinct": sum(len(row["items"]) for row in rows), "items": items, "before": before, "rounds": rounds}


def report(found: dict[str, Any], given: argparse.Namespace) -> None:
    """Print the figures."""
    rounds, items = found["rounds"], found["items"]
    for first, second in itertools.pairwise(found["before"]):
        print(f"first run of {found['distinct']} citations: {first['wall']:.1f} s, {first['requests']} answers archived")
        share, work = second["wall"] / first["wall"], second["processor"] / first["processor"]
        print(f"second run, unchanged: {second['wall']:.1f} s ({share:.0%} of the first, {work:.0%} of its work), {second['requests']} requests")
    rates = sorted(items / one["wall"] for one in rounds)
    spent = statistics.median(one["processor"] for one in rounds)
    print(f"warm: {items} citations, {statistics.median(rates):,.0f} a second end to end ({rates[0]:,.0f}-{rates[-1]:,.0f}, {given.rounds} rounds)")
    print(f"warm: {items / spent:,.0f} citations a second of processor time ({spent:.1f} s), at most {max(one['memory'] for one in rounds):.0f} MB")
    if given.raw:
        given.raw.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
