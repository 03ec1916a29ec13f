"""A generated catalogue, never seen before, through the whole walk: nobody is accused falsely, nothing passes that must not."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bench import judge_cases
from bench.generate_cases import generate
from verifier.stub.catalogue import load

SEED = 7
pytestmark = pytest.mark.timeout(600)  # the fixture runs some 200 items through the whole walk


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a catalogue with one case of every kind, and the batch's reports."""
    made = tmp_path_factory.mktemp("generated")
    generate(made, SEED, journals=60, each=1, only=frozenset())
    judge_cases.run(made, made / "out")
    return made


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path, SEED, journals=60, each=1, only=frozenset())
    for name in ("journals", "papers", "issues", "submissions", "expected"):
        assert (tmp_path / f"{name}.jsonl").read_bytes() == (folder / f"{name}.jsonl").read_bytes()


def test_what_is_generated_is_a_catalogue_in_which_nobody_and_nothing_is_real(folder: Path) -> None:
    found = load(folder)
    assert len(found.papers) > 300
    numbers = [journal.cn.split("/")[0] for journal in found.journals if journal.cn]
    assert all(number[3:] >= "4001" for number in numbers)


def test_every_kind_comes_out_as_a_careful_reader_would_have_it(folder: Path) -> None:
    papers = judge_cases.ids(folder)
    rows = [json.loads(line) for line in (folder / "expected.jsonl").read_text("utf-8").splitlines()]
    expected = {row["item"]: row for row in rows}
    wrong: Counter[str] = Counter()
    seen = 0
    for line in (folder / "out" / "report.jsonl").read_text("utf-8").splitlines():
        for item in json.loads(line)["items"]:
            seen += 1
            wanted = expected[item["id"]]
            wrong.update(f"{wanted['kind']}: {fault}" for fault in judge_cases.faults(wanted, item, papers))
    assert seen == len(expected)
    assert not wrong


def test_a_case_that_went_wrong_is_counted() -> None:
    wanted = {"innocent": True, "outcomes": ["CLEAR"], "reasons": [], "never": [], "paper": "p00001"}
    item = {"identity": None, "findings": [{"reason": "supplement"}], "differences": [], "outcome": "BAR"}
    assert judge_cases.faults(wanted, item, {}) == ["not identified", "false accusation"]
    guilty = {**wanted, "innocent": False, "outcomes": ["BAR"], "reasons": ["supplement"], "paper": None}
    passed = {**item, "findings": [], "outcome": "CLEAR"}
    assert judge_cases.faults(guilty, passed, {}) == ["pass", "reason missing"]
