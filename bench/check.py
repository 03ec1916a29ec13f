"""Wall time of `verifier check` for the demo's 8 items, cold and warm, and of `verifier --help`: medians of whole processes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
STORY = ROOT / "fixtures" / "stories" / "demo"
RUNS = 5


def timed(*words: str) -> float:
    """Return the seconds that one run of the program takes, start-up included."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "verifier", *words], cwd=ROOT, capture_output=True, check=False)
    return time.perf_counter() - started


def check(data: Path) -> float:
    """Return the seconds of one check with its state in `data`."""
    words = ("check", str(STORY / "list.docx"), "--applicant", str(STORY / "applicant.toml"))
    return timed(*words, "--out", str(data / "out"), "--data", str(data))


def main() -> None:
    """Print medians with minimum and maximum."""
    cold, warm, start = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            cold.append(check(Path(folder)))
            warm.append(check(Path(folder)))
        start.append(timed("--help"))
    for name, figures in (("check, 8 items, cold", cold), ("check, 8 items, warm", warm), ("--help", start)):
        print(f"{name}: median {statistics.median(figures):.2f} s ({min(figures):.2f}-{max(figures):.2f}), n={RUNS}")


if __name__ == "__main__":
    main()
