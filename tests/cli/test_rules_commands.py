"""`verifier policy`, `simulate` and `decide` over one stored batch: what changes, what would count, what people decided."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run

STORY = ROOT / "fixtures" / "stories" / "unit" / "submissions.jsonl"
NOTICE = ROOT / "verifier" / "notices" / "liaoning-gxt-2021-194.toml"
WANTED = ("u02", "u03", "u04", "u06")


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def verifier(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder whose `data` is the batch's."""
    return subprocess.run(
        [sys.executable, "-m", "verifier", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "VERIFIER_DATA": str(folder / "data"), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a small batch once: a supplement, dates on either side of the bounds, two applicants with one paper."""
    folder = tmp_path_factory.mktemp("stored")
    rows = [row for row in lines(STORY) if row["applicant"]["id"] in WANTED]  # type: ignore[index]
    (folder / "s.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    done = verifier(folder, "batch", "s.jsonl", "--out", "out", "--jobs", "1")
    assert done.returncode in (1, 3), done.stderr
    return folder


def edited(folder: Path, *changes: tuple[str, str]) -> str:
    """Write the notice with some changes and return the file's name."""
    text = NOTICE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "edited.toml").write_text(text, encoding="utf-8")
    return "edited.toml"


# ---------------------------------------------------------------- policy


def test_a_batch_judged_again_under_its_own_notice_changes_nothing(stored: Path) -> None:
    done = verifier(stored, "policy", "whatif", "out", "liaoning-gxt-2021-194", "--jobs", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "结论改变 0 项" in done.stdout


def test_another_counting_date_changes_exactly_the_outcomes_that_rest_on_it(stored: Path) -> None:
    notice = edited(stored, ("cutoff = 2021-08-30", "cutoff = 2021-09-15"))
    done = verifier(stored, "policy", "whatif", "out", notice, "--json", "--jobs", "1")
    assert done.returncode == 1, done.stderr
    moved = {row["item"]: (row["before"], row["after"], [one["reason"] for one in row["gone"]]) for row in map(json.loads, done.stdout.splitlines())}
    assert moved == {
        "u02-4": ("BAR", "CLEAR", ["after_cutoff"]),
        "u03-3": ("REVIEW", "CLEAR", ["date_straddles_end"]),
    }


def test_a_lowered_rule_says_what_moved_and_from_which_clause(stored: Path) -> None:
    notice = edited(stored, ('effect = "不予认定为学术期刊研究成果"\nsure = "BAR"', 'effect = "不予认定为学术期刊研究成果"'))
    done = verifier(stored, "policy", "whatif", "out", notice, "--jobs", "1")
    assert done.returncode == 1
    assert "u04-2\tBAR → REVIEW" in done.stdout
    assert "← BAR 五.3" in done.stdout


def test_judging_again_asks_no_source_even_if_the_cache_is_gone_and_says_so(stored: Path, tmp_path: Path) -> None:
    done = verifier(stored, "policy", "whatif", "out", "guangdong-2022-30", "--data", str(tmp_path / "empty"), "--jobs", "1")
    assert done.returncode == 3
    assert "缓存已清理" in done.stderr
    assert "BAR → CLEAR" not in done.stdout


def test_judging_again_shows_no_request_in_the_evidence(stored: Path) -> None:
    before = verifier(stored, "evidence", "list").stdout
    verifier(stored, "policy", "whatif", "out", "anhui-health-2016", "--jobs", "1")
    assert verifier(stored, "evidence", "list").stdout == before
    assert before


def test_a_folder_that_is_no_batch_is_named(run: Run, tmp_path: Path) -> None:
    done = run("policy", "whatif", str(tmp_path), "guangdong-2022-30")
    assert done.returncode == 2
    assert "batch.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_basis_is_named_and_nothing_is_judged(stored: Path, tmp_path: Path) -> None:
    for name in ("batch.json", "handed.jsonl", "report.jsonl"):
        (tmp_path / name).write_bytes((stored / "out" / name).read_bytes())
    (tmp_path / "batch.json").write_text('{"schema": "batch/1"}', encoding="utf-8")
    done = verifier(stored, "policy", "whatif", str(tmp_path), "guangdong-2022-30")
    assert done.returncode == 2
    assert "batch.json" in done.stderr


def test_two_notices_are_compared_key_by_key(run: Run, tmp_path: Path) -> None:
    notice = edited(tmp_path, ("cutoff = 2021-08-30", "cutoff = 2021-09-15"))
    done = run("policy", "diff", "liaoning-gxt-2021-194", notice)
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["series.engineering.cutoff", "  - 2021-08-30", "  + 2021-09-15"]
    assert run("policy", "diff", notice, notice).returncode == 0


def test_a_notice_is_shown_with_its_dates_and_a_draft_with_how_sure_each_clause_is(run: Run) -> None:
    final = run("policy", "show", "liaoning-gxt-2021-194").stdout
    assert "工程系列\t2021-08-30 四.2" in final
    assert "经济系列\t2021-09-30 四.2" in final
    assert "草案" not in final
    assert "以何日期计\t通知未规定\t刊出日期" in final
    assert "supplement\t是否刊于增刊\t五.3\t不予认定为学术期刊研究成果\tBAR/REVIEW" in final
    assert "sources = cnki, wanfang, vip; grace_days = 92" in final
    draft = run("policy", "show", "liaoning-health-2014-196").stdout
    assert "草案，只作提示" in draft
    assert "草6（仅见摘述）" in draft
    assert "BAR" not in draft


def test_a_map_of_ones_own_beside_the_notice_is_used(run: Run, tmp_path: Path) -> None:
    notice = edited(tmp_path)
    fields = (ROOT / "verifier" / "data" / "fields.toml").read_text(encoding="utf-8")
    (tmp_path / "fields.toml").write_text(fields.replace('core = ["TF", "TG"]', 'core = ["TF", "TG", "R4"]'), encoding="utf-8")
    done = run("policy", "diff", "liaoning-gxt-2021-194", notice)
    assert done.stdout.splitlines()[0] == "fields.specialties.冶金.core"
    (tmp_path / "fields.toml").write_text("version = 1\n", encoding="utf-8")
    broken = run("policy", "check", notice)
    assert broken.returncode == 2
    assert "fields.toml" in broken.stderr


def test_a_counting_day_that_its_clause_does_not_say_is_pointed_out(run: Run, tmp_path: Path) -> None:
    text = (ROOT / "verifier" / "notices" / "liaoning-gxt-2021-194.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text.replace("cutoff = 2021-08-30", "cutoff = 2021-08-31"), encoding="utf-8")
    done = run("policy", "check", str(own))
    assert done.returncode == 0
    assert "工程系列截至日 2021-08-31 未见于所引四.2的文字" in done.stdout
    assert "请核对" not in run("policy", "check", "liaoning-gxt-2021-194").stdout


def test_a_rules_file_with_a_wrong_key_is_named_with_file_key_and_reason(run: Run, tmp_path: Path) -> None:
    notice = edited(tmp_path, ('sure = "BAR"', 'sure = "BAN"'))
    done = run("policy", "check", notice, "liaoning-gxt-2021-194")
    assert done.returncode == 2
    assert "edited.toml" in done.stderr
    assert "rules" in done.stderr
    assert "可以使用" in done.stdout


# ---------------------------------------------------------------- simulate


def test_a_simulation_says_which_outputs_would_count_with_another_date_of_the_title(stored: Path) -> None:
    early = verifier(stored, "simulate", "out/report.jsonl", "--applicant", "u02", "--obtained", "2012-05")
    assert early.returncode == 0, early.stderr
    assert "早于现资格取得时间" not in early.stdout
    late = verifier(stored, "simulate", "out/report.jsonl", "--applicant", "u02", "--obtained", "2019-03")
    assert "早于现资格取得时间\t2015-06-20" in late.stdout
    assert "取得时间不晚于 2015-06-19 则在期间内" in late.stdout


def test_a_simulation_in_another_series_uses_that_series_counting_date(stored: Path) -> None:
    words = ("simulate", "out/report.jsonl", "--applicant", "u02", "--obtained", "2016-12-30")
    assert "晚于计算截至时间\t2021-09-08" in verifier(stored, *words).stdout
    assert "在计算期间内\t2021-09-08" in verifier(stored, *words, "--series", "economics").stdout


def test_a_simulation_whose_title_is_later_than_the_counting_date_says_that_there_is_no_period(stored: Path) -> None:
    words = ("simulate", "out/report.jsonl", "--applicant", "u02", "--obtained")
    assert "没有计算期间" in verifier(stored, *words, "2021-09").stdout
    assert "没有计算期间" not in verifier(stored, *words, "2021-08").stdout


@pytest.mark.parametrize("words", [("--obtained", "soon"), ("--obtained", "2016", "--applicant", "nobody"), ()])
def test_a_simulation_without_a_usable_date_or_applicant_says_what_is_wrong(stored: Path, words: tuple[str, ...]) -> None:
    done = verifier(stored, "simulate", "out/report.jsonl", *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr


# ---------------------------------------------------------------- decide

DECISION = ("--outcome", "CLEAR", "--why", "国际会议正式出版，非研究成果集", "--by", "复核人甲")


def test_a_decision_is_kept_apart_and_shown_by_the_next_batch_which_counts_it_apart(stored: Path) -> None:
    report = (stored / "out/report.jsonl").read_bytes()
    for reason in ("proceedings", "foreign_certificate"):
        done = verifier(stored, "decide", "out/report.jsonl", "u02-5", "--reason", reason, *DECISION)
        assert done.returncode == 0, done.stderr
    assert (stored / "out/report.jsonl").read_bytes() == report
    assert "复核人甲" in verifier(stored, "decide", "out/report.jsonl").stdout
    again = verifier(stored, "batch", "s.jsonl", "--out", "again", "--jobs", "1")
    (line,) = lines(stored / "again/decisions.jsonl")
    assert (line["item"], line["found"], line["settled"]) == ("u02-5", "REVIEW", "CLEAR")
    summary = json.loads((stored / "again/summary.json").read_text(encoding="utf-8"))
    first = json.loads((stored / "out/summary.json").read_text(encoding="utf-8"))
    assert (summary["decided"], summary["settled_clear"]) == (1, 1)
    assert {key: summary[key] for key in ("clear", "review", "bar")} == {key: first[key] for key in ("clear", "review", "bar")}
    assert "另计：1 项已有人工结论" in again.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("u02-5", "--reason", "supplement", *DECISION), "proceedings"),
        (("u02-9", *DECISION), "u02-1"),
        (("u02-5", "--outcome", "CLEAR", "--why", " ", "--by", "甲"), "--why"),
        (("u02-5", "--outcome", "CLEAR", "--why", "理由"), "--by"),
        (("u02-5", "--why", "理由", "--by", "甲"), "--outcome"),
        (("u02-5", "--outcome", "PASS", "--why", "理由", "--by", "甲"), "--outcome"),
    ],
)
def test_a_decision_needs_an_item_a_finding_that_it_has_an_outcome_a_reason_and_a_name(
    stored: Path, words: tuple[str, ...], says: str
) -> None:
    done = verifier(stored, "decide", "out/report.jsonl", *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_chain_of_decisions_that_was_changed_is_refused(stored: Path) -> None:
    verifier(stored, "decide", "out/report.jsonl", "u03-3", *DECISION)
    chain = stored / "data/decisions/demo.jsonl"
    whole = chain.read_text(encoding="utf-8")
    chain.write_text(whole.replace("复核人甲", "复核人乙", 1), encoding="utf-8")
    try:
        done = verifier(stored, "decide", "out/report.jsonl")
        assert done.returncode == 2
        assert "第 1 行" in done.stderr
        assert verifier(stored, "decide", "out/report.jsonl", "u03-3", *DECISION).returncode == 2
    finally:
        chain.write_text(whole, encoding="utf-8")


# ---------------------------------------------------------------- earlier applications, several notices


def test_what_was_listed_in_an_earlier_application_is_for_a_person(stored: Path) -> None:
    only = lines(stored / "s.jsonl")[0]
    (stored / "one.jsonl").write_text(json.dumps(only, ensure_ascii=False) + "\n", encoding="utf-8")
    done = verifier(stored, "batch", "one.jsonl", "--out", "one", "--earlier", "out/report.jsonl", "--jobs", "1")
    assert done.returncode in (1, 3), done.stderr
    found = [row for row in lines(stored / "one/across.jsonl") if row["reason"] == "reused"]
    assert {(row["clause"], row["outcome"]) for row in found} == {("五.4", "REVIEW")}
    assert {item for row in found for item in row["items"]} == {item["id"] for item in only["items"]}  # type: ignore[index, attr-defined]


def test_the_check_of_one_list_tells_what_an_earlier_application_listed_and_leaves_the_report_alone(stored: Path) -> None:
    only: Any = lines(stored / "s.jsonl")[0]
    (stored / "who.json").write_text(json.dumps(only["applicant"], ensure_ascii=False), encoding="utf-8")
    (stored / "list.txt").write_text("\n".join(item["text"] for item in only["items"]), encoding="utf-8")
    words = ("check", "list.txt", "--applicant", "who.json", "--format", "json", "--reviewer", "甲", "--because", "乙")
    plain = verifier(stored, *words, "--out", "alone")
    again = verifier(stored, *words, "--out", "again", "--earlier", "out/report.jsonl")
    assert "以前申报" not in plain.stdout
    assert again.stdout.count("曾列入以前的申报") == len(only["items"])
    assert again.returncode == max(plain.returncode, 1)
    one, other = (json.loads(next((stored / name).glob("*.json")).read_text(encoding="utf-8")) for name in ("alone", "again"))
    assert one["hash"] == other["hash"]


def test_an_item_that_another_applicant_claims_too_counts_as_one_to_review_while_its_report_stays_clear(stored: Path) -> None:
    found = [item for report in lines(stored / "out/report.jsonl") for item in report["items"]]  # type: ignore[attr-defined]
    summary = json.loads((stored / "out/summary.json").read_text(encoding="utf-8"))
    clear = sum(item["outcome"] == "CLEAR" for item in found)
    concerned = {pair for row in lines(stored / "out/across.jsonl") for pair in zip(row["applicants"], row["items"], strict=True)}  # type: ignore[call-overload]
    assert concerned == {("u03", "u03-1"), ("u04", "u04-1")}
    lifted = [item["id"] for item in found if item["outcome"] == "CLEAR" and item["id"] in {"u03-1", "u04-1"}]
    assert lifted == ["u03-1"]
    assert (summary["raised"], summary["clear"]) == (2, clear - 1)
    assert summary["clear"] + summary["review"] + summary["bar"] == summary["items"] == len(found)


def test_an_earlier_report_that_is_none_is_named(stored: Path) -> None:
    done = verifier(stored, "batch", "s.jsonl", "--out", "none", "--earlier", "s.jsonl")
    assert done.returncode == 2
    assert "s.jsonl" in done.stderr


def test_a_row_under_an_unknown_notice_is_listed_and_the_others_go_on(stored: Path) -> None:
    rows = lines(stored / "s.jsonl")
    rows[1]["notice"] = "nowhere-1999"
    (stored / "two.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    done = verifier(stored, "batch", "two.jsonl", "--out", "two", "--jobs", "1")
    assert done.returncode == 2
    assert len(lines(stored / "two/report.jsonl")) == len(rows) - 1
    assert "nowhere-1999" in (stored / "two/rejected.jsonl").read_text(encoding="utf-8")
