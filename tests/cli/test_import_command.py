"""`verifier import`, `worklist` and `sources` as a person runs them, over stub sites that refuse."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.conftest import ROOT, Run
from tests.test_imports import PDF

DEMO = ROOT / "fixtures" / "stories" / "demo"
EXPORT = (
    "RT Journal Article\nSR 1\nA1 濮砚棣;卓笠;\nT1 矿用减速器箱体热变形对齿轮啮合的影响\nJF 机械设计与制造\nYR 2020\nIS 04\nOP 57-60\n"
    "CN 21-1140/TH\nDS CNKI\n"
)
REFUSING = ("--fault", "cnki:slider:any", "--fault", "nppa:registry_captcha:search")


def check(run: Run, out: str) -> list[dict[str, object]]:
    """Check the demo's list while two sites refuse, and return the report's items."""
    done = run("check", str(DEMO / "list.txt"), "--applicant", str(DEMO / "applicant.toml"), "--out", out, *REFUSING)
    assert done.returncode == 3, done.stderr
    items: list[dict[str, object]] = json.loads(Path(out, "report.json").read_text("utf-8"))["items"]
    return items


def test_an_export_and_a_print_answer_for_sites_that_refuse(run: Run, tmp_path: Path) -> None:
    (tmp_path / "export.txt").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "辽海机械.pdf").write_bytes(PDF)
    before = check(run, str(tmp_path / "before"))
    assert before[0]["lookups"]["cnki"]["state"] == "blocked"  # type: ignore[index]
    taken = run("import", "export.txt", "--by", "经办人甲", "--realm", "demo", "--match", str(DEMO / "list.txt"))
    assert taken.returncode == 0, taken.stderr
    assert "题录 1 条" in taken.stdout
    assert "export.txt第1条" in taken.stdout
    printed = run("import", "--print", "辽海机械.pdf", "--cn", "21-4001/TH", "--by", "经办人甲", "--realm", "demo", "--on", "2021-08-20 09:10")
    assert printed.returncode == 0, printed.stderr
    after = check(run, str(tmp_path / "after"))
    lookup = after[0]["lookups"]["cnki"]  # type: ignore[index]
    assert lookup["state"] == "found"
    assert "手工证据" in lookup["note"]
    assert [after[place]["lookups"]["nppa"]["state"] for place in (1, 2)] == ["found", "found"]  # type: ignore[index]
    assert after[5]["lookups"]["nppa"]["state"] == "blocked"  # type: ignore[index]
    again = run("import", "export.txt", "--by", "经办人甲", "--realm", "demo")
    assert "未重复导入" in again.stdout


def test_a_file_that_cannot_be_used_is_named_and_the_others_go_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "export.txt").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "words.txt").write_text("中国知网：随便一句话", encoding="utf-8")
    done = run("import", "words.txt", "missing.txt", "export.txt", "--by", "甲")
    assert done.returncode == 2
    assert "words.txt 中没有题录" in done.stderr
    assert "missing.txt 无法读取" in done.stderr
    assert "题录 1 条" in done.stdout
    assert "Traceback" not in done.stderr
    assert run("import", "--by", "甲").returncode == 2
    assert run("import", "export.txt", "--by", "甲", "--on", "昨天").returncode == 2


def test_the_worklist_names_each_journal_once_and_ticks_what_is_printed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "辽海机械.pdf").write_bytes(PDF)
    run("import", "--print", "辽海机械.pdf", "--cn", "21-4001/TH", "--by", "甲")
    done = run("worklist", str(DEMO / "list.txt"), "--out", "out")
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader((tmp_path / "out/worklist.csv").read_text("utf-8-sig").splitlines()))[1:]
    names = [row[1] for row in rows]
    assert len(names) == len(set(names)) == 6
    assert rows[-1][1] == "辽海机械"
    assert rows[-1][9] == "是"
    assert rows[-1][5:7] == ["2", "2；3"]
    edition = next(row for row in rows if "社会科学版" in row[1])
    assert "辽海理工大学学报" in edition[2].split("；")
    assert all(row[7].startswith("https://www.nppa.gov.cn/") for row in rows)
    assert "辽海机械.pdf" in (tmp_path / "out/worklist.html").read_text("utf-8")


def test_the_worklist_of_a_batch_leaves_out_what_the_registry_has_answered(run: Run, tmp_path: Path) -> None:
    check(run, str(tmp_path / "refused"))
    unit = ROOT / "fixtures" / "stories" / "unit" / "submissions.jsonl"
    done = run("worklist", str(unit), "--out", "all")
    assert done.returncode == 0, done.stderr
    every = (tmp_path / "all/worklist.csv").read_text("utf-8-sig").splitlines()
    assert len(every) > 20
    refused = run("worklist", str(tmp_path / "refused/report.json"), "--out", "refused")
    assert "须人工查询 6 种期刊" in refused.stdout
    healthy = run("check", str(DEMO / "list.txt"), "--applicant", str(DEMO / "applicant.toml"), "--out", "healthy")
    assert healthy.returncode == 1
    assert "须人工查询 0 种期刊" in run("worklist", "healthy/report.json", "--out", "left").stdout


def test_sources_tells_a_changed_channel_from_a_refusing_and_a_good_one(run: Run) -> None:
    done = run("sources", "--probe", "--fault", "cnki:changed_layout:search", "--fault", "vip:js_challenge:any")
    assert done.returncode == 3, done.stderr
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line.startswith("  ")}
    assert "版面已变" in lines["cnki.kns"]
    assert "被拒" in lines["vip.qikan"]
    assert "正常" in lines["wanfang.search"]
    later = run("sources")
    assert "版面已变" in later.stdout
    mended = run("sources", "--probe")
    assert mended.returncode == 0, mended.stdout
    assert "版面已变" not in mended.stdout


def test_a_unit_that_asks_no_site_works_from_what_it_was_brought(run: Run, tmp_path: Path) -> None:
    (tmp_path / "verifier.toml").write_text("offline = true\n", encoding="utf-8")
    (tmp_path / "export.txt").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "机械设计与制造.pdf").write_bytes(PDF)
    assert run("import", "export.txt", "--print", "机械设计与制造.pdf", "--cn", "21-1140/TH", "--by", "经办人甲").returncode == 0
    words = ("--applicant", str(DEMO / "applicant.toml"), "--settings", "verifier.toml", "--out", "out")
    done = run("check", str(DEMO / "list.txt"), *words)
    assert "Traceback" not in done.stderr
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    assert report["demo"] is False
    first, second = (item["lookups"] for item in report["items"][:2])
    assert (first["cnki"]["state"], first["nppa"]["state"], first["vip"]["state"]) == ("found", "found", "skipped")
    assert (second["cnki"]["state"], second["nppa"]["state"]) == ("skipped", "skipped")
    assert not [one for item in report["items"] for one in item["lookups"].values() if one["state"] == "not_found"]
    assert {entry["role"] for entry in report["evidence"]} == {"export", "print"}
    shown = run("sources", "--settings", "verifier.toml")
    assert "未配置地址" in shown.stdout
    assert "手工证据 1 件" in shown.stdout
