"""What does a citation cost, as the batch grows? Requests by source and kind, seconds, bytes and processor time, measured and fitted.

    python -m bench.scale [--sizes 100 1000 10000] [--jobs 2] [--raw bench/measured/scale.json]

For each size a catalogue of innocent citations is generated (300 journals, the same for all sizes, so that larger batches share more
issues), its batch is run once from an empty data folder over stub sites on loopback, and once more from the full cache into an empty
output folder. Requests are read from the archive's log. What drives each kind of request is known: a contents page is asked once an
issue, a year list once a journal and year, a journal's page once a journal, a search or a detail page once a citation. So the fit has one
coefficient a source and kind: requests for each of what drives it, over all sizes, with the sizes' own values beside it. There is no
peer. `bench/season.py` extrapolates from the raw file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from bench.cases import innocent  # noqa: E402
from bench.generate_cases import generate  # noqa: E402
from verifier.serving import serving  # noqa: E402

SEED, JOURNALS = 2024, 300
DRIVERS = {
    "contents": "issues", "www": "issues", "issues": "years", "summary": "years", "journal": "journals", "journals": "journals",
    "identity": "journals", "open": "journals",
}  # fmt: skip
"""What each kind of request is asked once for; a kind that is not named here is asked for a citation. The registry is asked by journal."""
BY_JOURNAL = {"nppa"}


def driver(source: str, kind: str) -> str:
    """Return what a kind of request grows with."""
    return "journals" if source in BY_JOURNAL else DRIVERS.get(kind, "citations")


def measure(size: int, jobs: int) -> dict[str, Any]:
    """Generate so many citations, run their batch cold and warm, and return every figure."""
    kinds = frozenset(innocent.ALL)
    with tempfile.TemporaryDirectory() as name:
        home, catalogue = Path(name), Path(name, "catalogue")
        generate(catalogue, SEED, JOURNALS, max(1, round(size / len(kinds))), kinds)
        with serving(catalogue) as url:
            cold = run(catalogue, home, "cold", url, jobs)
            warm = run(catalogue, home, "warm", url, jobs)
        return {**drivers(catalogue), "cold": cold, "warm": warm, "requests": requests(home), "bytes": held(home / "data")}


def drivers(catalogue: Path) -> dict[str, int]:
    """Count what drives the requests of a batch: citations, and the journals, journal-years and issues that they stand in."""
    expected = rows(catalogue / "expected.jsonl")
    papers = {row["id"]: row for row in rows(catalogue / "papers.jsonl")}
    cited = [papers[row["paper"]] for row in expected if row.get("paper") in papers]
    return {
        "citations": len(expected),
        "applicants": len({row["applicant"] for row in expected}),
        "journals": len({row.get("journal") for row in cited}),
        "years": len({(row.get("journal"), row["year"]) for row in cited}),
        "issues": len({(row.get("journal"), row["year"], row.get("issue")) for row in cited}),
    }


def rows(file: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def run(catalogue: Path, home: Path, name: str, url: str, jobs: int) -> dict[str, float]:
    """Run the batch and return its seconds of wall and of processor; the stub sites run apart and do not count."""
    words = ["batch", str(catalogue / "submissions.jsonl"), "--out", str(home / name), "--data", str(home / "data"), "--stub", url, "--jobs", str(jobs)]
    before, began = os.times(), time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "verifier", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - began, os.times()
    if not (home / name / "report.jsonl").exists():
        raise SystemExit(done.stderr[-2000:])
    return {"wall": wall, "processor": after.children_user + after.children_system - before.children_user - before.children_system}


def requests(home: Path) -> dict[str, int]:
    """Count what was asked of the sources, by `source kind`, in the archive's log."""
    found = Counter[str]()
    for log in (home / "data" / "archive").glob("*/chain.jsonl"):
        for row in rows(log):
            if row["entry"].get("kind") in ("evidence", "refused"):
                source, kind = row["entry"]["key"][:2]
                found[f"{source} {kind}"] += 1
    return dict(sorted(found.items()))


def held(folder: Path) -> dict[str, int]:
    """Return the bytes of archive and cache."""
    return {part: sum(one.stat().st_size for one in (folder / part).rglob("*") if one.is_file()) for part in ("archive", "cache")}


def fit(runs: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return for each source and kind its driver, the requests for each of it over all runs, and each run's own value."""
    found = {}
    for name in sorted({name for one in runs for name in one["requests"]}):
        by = driver(*name.split(" "))
        each = [one["requests"].get(name, 0) / one[by] for one in runs]
        found[name] = {"by": by, "each": sum(one["requests"].get(name, 0) for one in runs) / sum(one[by] for one in runs), "runs": each}
    return found


def main() -> None:
    """Measure, fit, print, and keep the raw figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--raw", type=Path, default=ROOT / "bench" / "measured" / "scale.json")
    given = parser.parse_args()
    runs = []
    for size in given.sizes:
        runs.append(measure(size, given.jobs))
        show(runs[-1])
    fitted = fit(runs)
    for name, one in fitted.items():
        print(f"{name:20} {one['each']:.3f} for each of {one['by']:10} ({', '.join(f'{value:.3f}' for value in one['runs'])})")
    load = os.getloadavg()[0]
    given.raw.write_text(json.dumps({"seed": SEED, "journals": JOURNALS, "load": load, "runs": runs, "fit": fitted}, ensure_ascii=False, indent=1) + "\n")


def show(one: dict[str, Any]) -> None:
    """Print one run."""
    asked, citations = sum(one["requests"].values()), one["citations"]
    print(
        f"{citations} citations of {one['applicants']} applicants in {one['issues']} issues of {one['journals']} journals: "
        f"{asked} requests ({asked / citations:.2f} each), cold {one['cold']['wall']:.0f} s (processor {one['cold']['processor']:.0f} s), "
        f"warm {one['warm']['wall']:.1f} s ({citations / one['warm']['wall']:.0f}/s), "
        f"archive {one['bytes']['archive'] / citations / 1024:.1f} kB and cache {one['bytes']['cache'] / citations / 1024:.1f} kB a citation"
    )


if __name__ == "__main__":
    main()
