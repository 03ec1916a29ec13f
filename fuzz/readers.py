"""Fuzz every reader of hand-ins for a bounded time: `python fuzz/readers.py TARGET [--seconds 60] [--cases DIR]`.

Needs atheris, which the project itself does not depend on (`pip install atheris`). Starts from the samples in fixtures. A reader may
refuse a file with UnreadableFile or NotText; any other exception, a broken promise (see `promises.py`) or a single input that takes
more than 5 seconds is a find. A find is written to --cases; put it under fuzz/cases/TARGET when it is mended, and the tests keep it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

SEEDS = {
    "text": ("exports/*.txt", "exports/*.net", "exports/*.ris", "exports/*.bib", "exports/*.json", "exports/*.xml", "exports/*.html",
             "documents/*.txt", "documents/*.md", "documents/*.csv"),
    "list": ("documents/list-gb.txt", "exports/gbt-copy.txt", "../fixtures/stories/demo/list.txt"),
    "html": ("documents/*.doc", "documents/*.xls"),
    "word": ("documents/*.docx",),
    "package": ("documents/*.docx", "documents/*.xlsx", "documents/*.zip"),
    "workbook": ("documents/*.xlsx",),
    "pdf": ("documents/*.pdf",),
    "table": ("documents/pasted-table.txt", "documents/vip-excel.csv"),
}  # fmt: skip
SLOWEST = 5


def main() -> None:
    """Run one target for a bounded time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=SEEDS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--cases", default="out/fuzz")
    words = parser.parse_args()
    import atheris  # late: not a dependency of the project

    with atheris.instrument_imports(include=["verifier"]):
        from fuzz import promises
    seeds = Path(words.cases) / words.target / "seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    for pattern in SEEDS[words.target]:
        for path in (ROOT / "fixtures").glob(pattern.removeprefix("../fixtures/")):
            (seeds / path.name).write_bytes(promises.seed(words.target, path.read_bytes()))
    target = promises.TARGETS[words.target]
    found = Path(words.cases) / words.target
    bounds = [f"-max_total_time={words.seconds}", f"-timeout={SLOWEST}", "-rss_limit_mb=2048", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *bounds, f"-artifact_prefix={found}/", "-print_final_stats=1", str(seeds)], lambda data: promises.hold(target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
