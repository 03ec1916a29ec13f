"""`verifier batch` as a unit runs it: the whole unit story, judged as its expected outcomes say."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from tests.conftest import ROOT, Run
from verifier.model import Report

STORY = ROOT / "fixtures" / "stories" / "unit"


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the unit's story once; several tests read what it left."""
    import os
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("unit")
    done = subprocess.run(
        [sys.executable, "-m", "verifier", "batch", str(STORY / "submissions.jsonl"), "--out", "out", "--data", "data"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr  # findings, and every source has answered
    return folder


def reports(folder: Path) -> dict[str, Report]:
    found = [msgspec.json.decode(line, type=Report) for line in (folder / "out/report.jsonl").read_bytes().splitlines()]
    return {report.applicant.id: report for report in found}


def test_every_item_of_the_unit_is_judged_as_a_careful_reader_would(unit: Path) -> None:
    found = {(key, item.id): item for key, report in reports(unit).items() for item in report.items}
    wrong = []
    for row in lines(STORY / "expected.jsonl"):
        item = found[str(row["applicant"]), str(row["item"])]
        if item.outcome.value != row["outcome"]:
            wrong.append((row["item"], row["outcome"], item.outcome.value, [one.reason.value for one in item.findings]))
    assert wrong == []


def test_no_bar_rests_on_a_failed_or_unasked_source(unit: Path) -> None:
    for report in reports(unit).values():
        answered = {
            one
            for item in report.items
            for result in item.lookups.values()
            if result.state.value in ("found", "not_found", "ambiguous")
            for one in result.evidence
        }
        for item in report.items:
            for finding in item.findings:
                if finding.outcome.value == "BAR":
                    assert finding.evidence
                    assert finding.clause in ("五.3", "五.4", "四.2")
                    assert set(finding.evidence) & answered


def test_what_concerns_several_applicants_stands_beside_the_reports(unit: Path) -> None:
    found = lines(unit / "out/across.jsonl")
    assert {row["reason"] for row in found} >= {"same_position"}
    assert all(len(row["applicants"]) > 1 for row in found)  # type: ignore[arg-type]


def test_a_single_check_gives_the_same_item_report_as_the_batch(unit: Path, run: Run, tmp_path: Path) -> None:
    """One walk, one verify: the batch's cache answers the single check, and the items are the same bytes."""
    row = next(one for one in lines(STORY / "submissions.jsonl") if one["applicant"]["id"] == "u03")  # type: ignore[index]
    (tmp_path / "person.json").write_text(json.dumps(row["applicant"], ensure_ascii=False), encoding="utf-8")
    (tmp_path / "one.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    done = run("batch", "one.jsonl", "--out", "out", "--data", str(unit / "data"), "--jobs", "1")
    assert done.returncode in (0, 1), done.stderr
    again = (tmp_path / "out/report.jsonl").read_bytes().strip()
    first = next(line for line in (unit / "out/report.jsonl").read_bytes().splitlines() if b'"id":"u03"' in line)
    assert again == first


def test_a_row_that_cannot_be_used_is_listed_and_the_others_go_on(run: Run, tmp_path: Path) -> None:
    good = (STORY / "submissions.jsonl").read_text(encoding="utf-8").splitlines()[2]
    bad = json.loads(good)
    bad["applicant"]["qualification"]["obtained"] = "yesterday"
    (tmp_path / "s.jsonl").write_text(f'{json.dumps(bad)}\n{{"x": 1}}\n{good}\n', encoding="utf-8")
    done = run("batch", "s.jsonl", "--out", "out")
    assert done.returncode == 2
    assert len(lines(tmp_path / "out/report.jsonl")) == 1
    assert [row["where"] for row in lines(tmp_path / "out/rejected.jsonl")] == ["s.jsonl:1", "s.jsonl:2"]
    assert "Traceback" not in done.stderr
