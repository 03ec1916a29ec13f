"""Run generated cases through `verifier batch` and count false accusations, dangerous passes and wrong identities.

    python -m bench.generate_cases DIR --seed N
    python -m bench.judge_cases DIR [--out DIR2] [--show KIND …] [--scored]

A false accusation is an innocent item that is not CLEAR, or a difference said against it. A dangerous pass is an item that must
not pass and is CLEAR. `--scored` scores reports that are there already; `--show` prints the items of a kind that went wrong.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from verifier.stub.catalogue import load
from verifier.stub.shown import show_all

ROOT = Path(__file__).resolve().parent.parent
Row = dict[str, Any]
SHOWN = 3
"""Items of one kind that are printed at most."""


def run(folder: Path, out: Path) -> float:
    """Run the batch over stub sites of the folder's catalogue, with a cache of its own; returns the seconds."""
    begin = time.perf_counter()
    words = ["batch", str(folder / "submissions.jsonl"), "--catalogue", str(folder), "--out", str(out), "--data", str(out / "data")]
    done = subprocess.run([sys.executable, "-m", "verifier", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if not (out / "report.jsonl").exists():
        raise SystemExit(done.stderr[-2000:])
    print(done.stdout.strip().splitlines()[0])
    return time.perf_counter() - begin


def ids(folder: Path) -> dict[tuple[str, str], str]:
    """Return (source, record id) -> paper of the catalogue."""
    catalogue = load(folder)
    journals = {journal.id: journal for journal in catalogue.journals}
    sources = ("cnki", "wanfang", "vip", "crossref", "openalex", "doaj")
    return {(source, one.id): one.paper.id for source in sources for one in show_all(source, catalogue.papers, journals)}


def faults(wanted: Row, item: Row, papers: dict[tuple[str, str], str]) -> list[str]:
    """Return what is wrong with an item's report, by name."""
    found = []
    identity = item["identity"]
    named = papers.get((identity["source"], identity["record"])) if identity else None
    said = {one["reason"] for one in item["findings"]}
    grave = [one for one in item["differences"] if not one["harmless"]]
    if named is not None and named != wanted["paper"]:
        found.append("wrong identity")
    if named is None and wanted["paper"] is not None:
        found.append("not identified")
    if item["outcome"] not in wanted["outcomes"]:
        found.append("false accusation" if wanted["innocent"] else "pass" if item["outcome"] == "CLEAR" else "wrong outcome")
    if wanted["innocent"] and grave:
        found.append("false difference")
    if said & set(wanted["never"]):
        found.append("wrong reason")
    if wanted["reasons"] and not said & set(wanted["reasons"]):
        found.append("reason missing")
    return found


def score(folder: Path, out: Path, show: frozenset[str]) -> None:
    """Print the counts of every kind, and the sums."""
    papers = ids(folder)
    expected = {(row["applicant"], row["item"]): row for row in _lines(folder / "expected.jsonl")}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    texts = {item["id"]: item["text"] for row in _lines(folder / "submissions.jsonl") for item in row["items"]}
    for report in _lines(out / "report.jsonl"):
        for item in report["items"]:
            wanted = expected[report["applicant"]["id"], item["id"]]
            wrong = faults(wanted, item, papers)
            kinds[wanted["kind"]].update([item["outcome"], "all", *wrong, "innocent" if wanted["innocent"] else "guilty"])
            if wrong and (wanted["kind"] in show or "all" in show) and kinds[wanted["kind"]]["shown"] < SHOWN:
                kinds[wanted["kind"]]["shown"] += 1
                _print(wanted, item, wrong, texts[item["id"]])
    _table(kinds)


def _print(wanted: Row, item: Row, wrong: list[str], text: str) -> None:
    said = "; ".join(f"{one['reason']}:{one['says']}" for one in item["findings"])
    states = {source: (one["state"], one["record"]) for source, one in item["lookups"].items() if one["state"] != "skipped"}
    print(f"{wanted['kind']} {item['id']} {wrong} {item['outcome']}\n   {text}\n   {said}\n   {states}  paper={wanted['paper']}")


def _table(kinds: dict[str, Counter[str]]) -> None:
    names = ("false accusation", "false difference", "pass", "wrong outcome", "wrong identity", "not identified", "reason missing", "wrong reason")
    whole: Counter[str] = Counter()
    for kind, counts in sorted(kinds.items(), key=lambda pair: (not pair[1]["innocent"], pair[0])):
        wrong = ", ".join(f"{name} {counts[name]}" for name in names if counts[name])
        print(f"{kind:24} {counts['all']:5}  CLEAR {counts['CLEAR']:5} REVIEW {counts['REVIEW']:5} BAR {counts['BAR']:5}  {wrong}")
        whole.update({name: counts[name] for name in names})
        whole["innocent" if counts["innocent"] else "guilty"] += counts["all"]
    print(f"innocent items {whole['innocent']}: false accusations {whole['false accusation']}, false differences {whole['false difference']}")
    print(f"items that must not pass {whole['guilty']}: dangerous passes {whole['pass']}, other outcome {whole['wrong outcome']}")
    print(f"wrong identities {whole['wrong identity']}, not identified {whole['not identified']}, reason missing {whole['reason missing']}, "
          f"wrong reason {whole['wrong reason']}")  # fmt: skip


def _lines(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def main() -> None:
    """Read the options, run, score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", nargs="*", default=())
    parser.add_argument("--scored", action="store_true", help="score the reports that are there")
    options = parser.parse_args()
    out = options.out or options.folder / "out"
    if not options.scored:
        print(f"batch took {run(options.folder, out):.0f} s")
    score(options.folder, out, frozenset(options.show))


if __name__ == "__main__":
    main()
