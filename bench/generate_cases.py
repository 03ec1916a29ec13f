"""Write an invented catalogue with applicants whose outcomes are known: what a judge is measured on, or a load to run.

    python -m bench.generate_cases DIR --seed N [--journals 300] [--each 200] [--bare]

DIR then holds journals.jsonl, papers.jsonl, issues.jsonl (a catalogue), submissions.jsonl, and expected.jsonl: one line an
item with its kind, whether it is innocent, the outcomes that are right, the reasons of which one must be given, and its paper.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from bench.cases import abroad, dated, fielded, guilty, innocent, varied, words
from bench.cases.case import Case, Kind, Who
from bench.cases.world import Row, World, write

ITEMS = 6
"""Items in one applicant's list."""
PARTS: tuple[list[tuple[str, Kind, bool]], ...] = (
    [(name, kind, True) for name, kind in innocent.ALL.items()],
    [(name, kind, False) for name, kind in guilty.ALL.items()],
    *([(name, *kind) for name, kind in part.ALL.items()] for part in (abroad, dated, fielded, varied)),
)
"""Every kind by its name, and whether it is innocent."""
LISTED = frozenset({"changed_end", "unlisted_twin"})
"""Kinds whose outcome is known from issue lists alone, so that a bare catalogue cannot tell it."""
NOTICE = "liaoning-gxt-2021-194"


def generate(folder: Path, seed: int, journals: int, each: int, only: frozenset[str], bare: bool = False) -> int:
    """Write a catalogue with its submissions and expectations; returns the number of items.

    A bare catalogue has no issue lists and no papers but those of the cases, so that its lists and contents are sparse; what only
    the lists tell is left out.
    """
    world = World(seed, journals)
    kinds: list[tuple[str, Kind, bool]] = [
        *((name, kind, good) for part in PARTS for name, kind, good in part),
    ]
    left_out = LISTED if bare else frozenset()
    wanted = [kind for kind in kinds if kind[0] not in left_out and (not only or kind[0] in only)] * each
    world.rng.shuffle(wanted)
    submissions, expected = [], []
    for start in range(0, len(wanted), ITEMS):
        who = _applicant(world)
        applicant = f"a{start // ITEMS:05d}"
        cases = [(name, kind(world, who), good) for name, kind, good in wanted[start : start + ITEMS]]
        alone = [case for case in cases if case[1].applicant]
        lists = [[case for case in cases if not case[1].applicant], *([case] for case in alone)]
        for number, several in enumerate(lists):
            if several:
                name = f"{applicant}{'' if not number else chr(96 + number)}"
                submissions.append(_submission(name, who, [case for _, case, _ in several], world.rng))
                expected += [_expected(name, place, *case) for place, case in enumerate(several, 1)]
    folder.mkdir(parents=True, exist_ok=True)
    world.write(folder, [] if bare else world.finish())
    write(folder / "submissions.jsonl", submissions)
    write(folder / "expected.jsonl", expected)
    return len(expected)


def _applicant(world: World) -> Who:
    year = world.rng.randint(2012, 2017)
    people = list(dict.fromkeys(words.person(world.rng) for _ in range(9)))  # no namesakes in one byline
    return Who(people[0], people[1:7], year, f"{year}-12-{world.rng.randint(10, 30)}")


def _submission(applicant: str, who: Who, cases: list[Case], rng: random.Random) -> Row:
    fields = sorted({code[:2].rstrip("0123456789.") for case in cases if case.paper for code in case.paper["clc"]}) or ["T"]
    said = {
        "applicant": {
            "id": applicant, "name": who.name, "name_latin": [], "units": [words.unit(rng)], "series": "engineering", "specialty": "综合",
            "level": "高级工程师", "fields": {"own": fields, "near": []},
            "qualification": {"title": "工程师", "obtained": who.obtained, "basis": "certificate", "source": "证书"},
        },
        "notice": NOTICE,
        "items": [
            {"id": f"{applicant}-{place}", "text": case.text, "claimed": case.claimed} for place, case in enumerate(cases, 1)
        ],
    }  # fmt: skip
    said["applicant"] |= next((case.applicant for case in cases if case.applicant), {})
    return said


def _expected(applicant: str, place: int, kind: str, case: Case, good: bool) -> Row:
    return {
        "applicant": applicant, "item": f"{applicant}-{place}", "kind": kind, "innocent": good, "outcomes": list(case.outcomes),
        "reasons": list(case.reasons), "never": list(case.never), "paper": case.paper["id"] if case.paper else None,
    }  # fmt: skip



def main() -> None:
    """Read the options and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--journals", type=int, default=300)
    parser.add_argument("--each", type=int, default=200, help="cases of each kind")
    parser.add_argument("--bare", action="store_true", help="no issue lists and no papers but those of the cases")
    parser.add_argument("--only", nargs="*", default=(), help="only these kinds")
    options = parser.parse_args()
    count = generate(options.folder, options.seed, options.journals, options.each, frozenset(options.only), options.bare)
    print(f"{count} items in {options.folder}")


if __name__ == "__main__":
    main()
