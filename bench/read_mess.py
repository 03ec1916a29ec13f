"""How well hand-ins are read that carry several kinds of mess at once, one by one and as whole lists, beside the peers.

    python -m bench.read_mess --data DIR [--peers DIR] [--peer-python PYTHON] [--each N] [--seed N] [--worst N]

The papers come from records.jsonl in DIR at run time and are laid out by bench/mess.py. A reference counts as whole if every field that
it shows is right and nothing is invented; "silent" counts those that are not whole and carry no doubt about any field.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench import equality, mess  # noqa: E402 - the project's folder is put on the path first
from bench.peers import all_parsers, ours  # noqa: E402
from bench.read_references import as_row, papers  # noqa: E402
from verifier.readers import read, running  # noqa: E402

_SUPPLEMENT = re.compile(r"增|suppl|^s\d*$", re.I)
LISTED = ("standard", "wide", "cnki", "wanfang", "unmarked", "note", "stops_and_words")
"""Layouts that stand in lists."""


def row_of(text: str, shown: mess.Paper) -> dict[str, Any]:
    """Return a laid out paper as a row that can be judged; what it does not show is no field."""
    row = as_row(text, shown)
    return row | {"fields": {key: value for key, value in row["fields"].items() if value}}


def is_silent(text: str) -> bool:
    """Tell whether a reading carries no doubt about a field but its type."""
    return not any(
        doubt.kind in ("suspect", "unread") and doubt.field not in ("raw", "type") for doubt in read(text, "1").doubts
    )


def is_supplement(issue: str | None) -> bool:
    """Tell whether an issue is a supplement by its spelling; a capital Z is a double issue."""
    return bool(issue) and (_SUPPLEMENT.search(issue or "") is not None or re.match(r"z\d", issue or "") is not None)


def _faults(peer: str, outcome: dict[str, str]) -> dict[str, int]:
    """Return how many fields of one reference are right and wrong, for the field F1."""
    found = list(outcome.values())
    wrong = 2 * found.count("wrong") + found.count("missing") + found.count("invented")
    return {f"{peer} ok": found.count("ok"), f"{peer} faults": wrong}


def one_by_one(sample: list[mess.Paper], each: int, rng: random.Random, parsers: dict[str, Any], worst: int) -> None:
    """Print whole references by layout and by kind of mess."""
    cases: list[tuple[str, tuple[str, ...], dict[str, Any]]] = []
    for name, layout in mess.LAYOUTS.items():
        for _ in range(each):
            paper = mess.with_issue(rng.choice(sample), rng)
            text, shown = layout(paper, rng)
            text, kinds = mess.spoil(text, paper, rng)
            cases.append((name, kinds, row_of(text, shown)))
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    misses: list[tuple[str, dict[str, str], str]] = []
    for peer, parse in parsers.items():
        for (name, kinds, row), got in zip(cases, parse([row["text"] for _, _, row in cases]), strict=True):
            outcome = equality.judge(row, got)
            whole = equality.is_whole(row, outcome)
            keys = [f"layout {name}", *(f"mess {kind}" for kind in kinds), "all"]
            counts = {peer: whole, **_faults(peer, outcome), f"{peer} invented": sum(result == "invented" for result in outcome.values())}
            if peer == "ours":
                counts |= {"rows": True, "silent": not whole and is_silent(row["text"])}
                counts["supplement"] = is_supplement(got["issue"]) == is_supplement(row["fields"].get("issue"))
                counts["values"] = sum(bool(got[field]) for field in equality.FIELDS)
            if peer == "ours" and not whole:
                misses.append(
                    (
                        name,
                        {field: result for field, result in outcome.items() if result not in ("ok", "skip", "free")},
                        row["text"],
                    )
                )
            for key in keys:
                tally[key].update({count: int(value) for count, value in counts.items()})
    print(f"## one by one: {len(cases)} references, {len(mess.LAYOUTS)} layouts, {len(mess.REMNANTS)} kinds of mess")
    for key in sorted(tally, key=lambda key: (key == "all", key)):
        count = tally[key]
        shares = "".join(f"{peer:>12} {count[peer]:5} {count[peer] / count['rows']:.3f}" for peer in parsers)
        print(
            f"{key:24}{count['rows']:6}{shares}  supplement {count['supplement'] / count['rows']:.4f}  silent {count['silent']}"
        )
    total = tally["all"]
    for peer in parsers:
        print(f"field F1, {peer}: {2 * total[f'{peer} ok'] / (2 * total[f'{peer} ok'] + total[f'{peer} faults']):.3f}")
    print(f"values read {total['values']:,}, of them invented {total['ours invented']}")
    for miss in misses[:worst]:
        print("  ", *miss)


def as_lists(sample: list[mess.Paper], count: int, rng: random.Random, worst: int) -> None:
    """Print how many references of whole lists come out as one piece each, and how many of those are read whole."""
    total: Counter[str] = Counter()
    for _ in range(count):
        layout = mess.LAYOUTS[rng.choice(LISTED)]
        shown = [layout(mess.with_issue(paper, rng), rng) for paper in rng.sample(sample, 8)]
        text = mess.document([text for text, _ in shown], rng)
        pieces = [piece.text for piece in running.cut(text).pieces]
        parted = len(pieces) == len(shown)
        right = 0
        for piece, (_, paper) in zip(pieces, shown, strict=False) if parted else ():
            row = row_of(piece, paper)
            right += equality.is_whole(row, equality.judge(row, ours(piece)))
        total.update(lists=1, parted=int(parted), references=len(shown), whole=right)
        if worst and right < len(shown):
            worst -= 1
            print("  ", len(pieces), right, repr(text[:400]))
    print(
        f"\n## lists: {total['lists']} of 8 references; parted rightly {total['parted']}; references whole {total['whole']}/{total['references']}"
    )


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path)
    options.add_argument("--peers", type=Path)
    options.add_argument("--peer-python")
    options.add_argument("--each", type=int, default=100)
    options.add_argument("--seed", type=int, default=20)
    options.add_argument("--worst", type=int, default=0)
    given = options.parse_args()
    rng = random.Random(given.seed)
    sample = papers(given.data)
    one_by_one(sample, given.each, rng, all_parsers(given.peers, given.peer_python), given.worst)
    as_lists(sample, given.each * 2, rng, given.worst)


if __name__ == "__main__":
    main()
