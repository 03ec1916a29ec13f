"""Does memory stay flat? A unit's whole batch with very many citations, every process watched.

    python bench/memory.py [--items N] [--distinct N] [--data DIR] [--jobs N]

Writes submissions over a catalogue's papers (ten a person, so many of them distinct, the rest cited again as co-authors do), runs
`verifier batch` over stub sites, and samples the resident memory of the command and of all its children five times a second; the
stub sites run apart and do not count. Printed: the highest sum of all processes, and the highest of each kind. There is no peer.
`--data DIR` is a catalogue; else the packaged one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from kills import family  # noqa: E402

from verifier.serving import serving  # noqa: E402

EACH = 10


def papers(catalogue: Path, distinct: int) -> list[str]:
    """Return citations of papers of a catalogue; where it has too few, numbered titles that nobody has."""
    rows: dict[str, list[dict[str, Any]]] = {
        name: [json.loads(line) for line in (catalogue / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in ("journals", "papers")
    }
    titles = {row["id"]: row["title"] for row in rows["journals"]}
    known = [row for row in rows["papers"] if row.get("journal") in titles and row.get("year") and row.get("issue")]
    return [cited(known[number % len(known)], titles, number // len(known)) for number in range(distinct)]


def cited(row: dict[str, Any], titles: dict[str, str], turn: int) -> str:
    """Return one citation; from the second turn on the title carries a number of its own."""
    names = ", ".join(author["name"] for author in row.get("authors", [])[:3]) or "佚名"
    title = row["title"] + (f"（其{turn}）" if turn else "")
    return f"{names}. {title}[J]. {titles[row['journal']]}, {row['year']}({row['issue']}): {row.get('pages') or '1-5'}."


def submissions(citations: list[str], items: int) -> Iterator[dict[str, Any]]:
    """Yield one submission after another until there are so many items."""
    for number in range(items // EACH):
        person = f"p{number:06}"
        texts = (citations[(number * EACH + place) % len(citations)] for place in range(EACH))
        yield {
            "applicant": {
                "id": person,
                "name": f"申{chr(0x4E00 + number % 5000)}",
                "units": ["虚构重机有限公司"],
                "series": "engineering",
                "specialty": "机电",
                "qualification": {"title": "工程师", "obtained": "2010-12-30"},
            },
            "notice": "liaoning-gxt-2021-194",
            "items": [{"id": f"{person}-{place}", "text": text} for place, text in enumerate(texts)],
        }


def resident(pid: int) -> tuple[str, int]:
    """Return what a process is and how many kB it holds, 0 when it has gone."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return "", 0
    held = next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
    return ("the crawl" if b"spiders" in words else "verifier"), held


def watched(child: subprocess.Popen[bytes]) -> tuple[int, Counter[str]]:
    """Return the highest sum of a family's memory while it runs, and the highest of each kind, in kB."""
    highest, each = 0, Counter[str]()
    while child.poll() is None:
        held = [(pid, *resident(pid)) for pid in family(child.pid)]
        highest = max(highest, sum(size for _, _, size in held))
        for pid, kind, size in held:
            name = "the command" if pid == child.pid else "a judging worker" if kind == "verifier" else kind
            each[name] = max(each[name], size)
        time.sleep(0.2)
    return highest, each


def main() -> None:
    """Write the submissions, run the batch, print what it held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--distinct", type=int, default=2_000)
    parser.add_argument("--data", type=Path, default=ROOT / "fixtures" / "catalogue", help="a catalogue")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    with serving(given.data) as url, tempfile.TemporaryDirectory() as home:
        file = Path(home, "s.jsonl")
        with file.open("w", encoding="utf-8") as out:
            for row in submissions(papers(given.data, given.distinct), given.items):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        words = ["batch", str(file), "--out", f"{home}/out", "--data", f"{home}/data", "--stub", url, "--jobs", str(given.jobs)]
        began = time.monotonic()
        child = subprocess.Popen([sys.executable, "-m", "verifier", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        highest, each = watched(child)
        assert child.returncode in (0, 1, 3), child.returncode
        seconds = time.monotonic() - began
        with Path(home, "out", "report.jsonl").open("rb") as reports:
            count = sum(1 for _ in reports)
    print(f"{given.items} citations of {count} applicants, {given.distinct} distinct: {seconds:.0f} s, at most {highest / 1024:.0f} MB in all")
    for name, size in each.most_common():
        print(f"  {name}: at most {size / 1024:.0f} MB")


if __name__ == "__main__":
    main()
