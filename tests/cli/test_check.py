"""`verifier check` as an applicant runs it: over the packaged catalogue, by real HTTP, in processes of their own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from tests.conftest import ROOT, Run
from verifier.model import Report
from verifier.verify import content_hash

STORY = ROOT / "fixtures" / "stories" / "demo"
PERSON = ("--applicant", str(STORY / "applicant.toml"))


def expected() -> dict[str, dict[str, object]]:
    lines = (STORY / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["item"]: row for row in map(json.loads, lines)}


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("name", ["list.docx", "list.txt", "list.xlsx"])
def test_a_list_in_any_of_the_three_formats_gives_what_a_careful_reader_would_say(run: Run, tmp_path: Path, name: str) -> None:
    done = run("check", str(STORY / name), *PERSON, "--out", "out")
    assert done.returncode == 1, done.stderr
    report = msgspec.json.decode((tmp_path / "out" / "report.json").read_bytes(), type=Report)
    assert report.hash == content_hash(report)
    assert {item.id: item.outcome.value for item in report.items} == {key: row["outcome"] for key, row in expected().items()}
    for item in report.items:
        reasons = {finding.reason.value for finding in item.findings}
        assert reasons >= set(expected()[item.id]["reasons"])  # type: ignore[call-overload]


def test_the_stamped_paper_holds_facts_only_and_the_check_list_the_findings(run: Run, tmp_path: Path) -> None:
    run("check", str(STORY / "list.docx"), *PERSON, "--out", "out")
    certificate, checklist = text_of(tmp_path / "out/certificate.pdf"), text_of(tmp_path / "out/checklist.pdf")
    assert "专业技术资格申报研究成果检索证明" in certificate.replace("\n", "")
    assert "演示数据" in certificate
    assert "JXSY202004077" in certificate.replace("\r\n", "").replace("\n", "")
    assert "不予认定" not in certificate
    assert "不予认定为学术期刊研究成果" in checklist.replace("\r\n", "")
    assert "不加盖公章" in checklist


def test_every_finding_names_evidence_that_is_in_the_archive(run: Run, tmp_path: Path) -> None:
    run("check", str(STORY / "list.txt"), *PERSON, "--out", "out")
    report = msgspec.json.decode((tmp_path / "out/report.json").read_bytes(), type=Report)
    known = {entry.id for entry in report.evidence}
    used = {one for item in report.items for result in item.lookups.values() for one in result.evidence}
    assert used
    assert used <= known
    shown = run("evidence", "check", "--data", "data")
    assert shown.returncode == 0, shown.stderr
    listed = run("evidence", "list", "--data", "data").stdout
    assert all(one in listed for one in used)


def test_a_second_run_gives_the_same_report_from_the_cache(run: Run, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        run("check", str(STORY / "list.txt"), *PERSON, "--out", folder)
    assert (tmp_path / "one/report.json").read_bytes() == (tmp_path / "two/report.json").read_bytes()


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("cnki:slider:any", "blocked"),
        ("cnki:soft_block:search", "blocked"),
        ("wanfang:rate_limit:any", "rate_limited"),
        ("vip:js_challenge:any", "blocked"),
        ("vip:server_error:any", "unreachable"),
        ("nppa:registry_locked:any", "rate_limited"),
        ("cnki:changed_layout:any", "layout_changed"),
    ],
)
def test_a_source_that_fails_is_unfinished_and_never_not_found(run: Run, tmp_path: Path, fault: str, state: str) -> None:
    source = fault.split(":")[0]
    done = run("check", str(STORY / "list.txt"), *PERSON, "--out", "out", "--fault", fault)
    report = msgspec.json.decode((tmp_path / "out/report.json").read_bytes(), type=Report)
    states = {item.lookups[source].state.value for item in report.items if source in item.lookups}
    assert done.returncode == 3, (states, done.stderr)
    assert states - {"skipped", "found"}
    assert "not_found" not in states
    assert state in states
    assert "未完成检索" in text_of(tmp_path / "out/certificate.pdf")
    assert "草稿" in text_of(tmp_path / "out/certificate.pdf")


def test_an_innocent_paper_stays_innocent_when_a_source_fails(run: Run, tmp_path: Path) -> None:
    run("check", str(STORY / "list.txt"), *PERSON, "--out", "out", "--fault", "cnki:slider:any")
    report = msgspec.json.decode((tmp_path / "out/report.json").read_bytes(), type=Report)
    first = report.items[0]
    assert first.outcome.value == "REVIEW"
    assert {finding.reason.value for finding in first.findings} == {"source_unavailable"}


def test_without_any_source_the_list_is_a_draft_with_exit_code_3(run: Run, tmp_path: Path) -> None:
    done = run("check", str(STORY / "list.txt"), *PERSON, "--out", "out", "--stub", "http://127.0.0.1:9")
    report = msgspec.json.decode((tmp_path / "out/report.json").read_bytes(), type=Report)
    assert done.returncode == 3
    assert not [item for item in report.items if item.outcome.value == "BAR"]
    assert "Traceback" not in done.stderr


def test_one_bad_item_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    good = (STORY / "list.txt").read_text(encoding="utf-8").splitlines()[2]
    (tmp_path / "list.txt").write_text(f"{good}\n[2] 。。。，，，[J]\n", encoding="utf-8")
    run("check", "list.txt", *PERSON, "--out", "out")
    report = msgspec.json.decode((tmp_path / "out/report.json").read_bytes(), type=Report)
    assert [item.outcome.value for item in report.items] == ["CLEAR", "REVIEW"]


def test_an_empty_list_asks_and_prints_a_nil_certificate_on_request(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n\n", encoding="utf-8")
    asked = run("check", "empty.txt", *PERSON, "--out", "out")
    assert asked.returncode == 2
    assert "--nil" in asked.stderr
    done = run("check", "empty.txt", *PERSON, "--out", "out", "--nil")
    assert done.returncode == 0, done.stderr
    assert "无研究成果" in text_of(tmp_path / "out/certificate.pdf").replace("\r\n", "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("check", "none.docx"), "none.docx"),
        (("check", "damaged.docx"), "损坏"),
        (("check", "list.txt", "--notice", "none"), "没有名为 none 的评审通知"),
        (("check", "list.txt", "--obtained", "2016-13-40"), "不是日期"),
        (("check", "list.txt", "--catalogue", "nowhere"), "nowhere"),
        (("check", "list.txt", "--settings", "live.toml"), "i_am_authorised"),
        (("check", "list.txt", "--settings", "typo.toml"), "timeoutt"),
        (("check", "list.txt", "--registry", "none.jsonl"), "none.jsonl"),
    ],
)
def test_bad_input_gets_one_chinese_sentence_and_exit_code_2(run: Run, tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    shutil.copy(STORY / "list.txt", tmp_path / "list.txt")
    (tmp_path / "damaged.docx").write_bytes(b"PK\x03\x04 not a zip")
    (tmp_path / "live.toml").write_text('[hosts]\nnppa = "https://registry.example"\n', encoding="utf-8")
    (tmp_path / "typo.toml").write_text("timeoutt = 3\n", encoding="utf-8")
    done = run(*words, *PERSON, "--out", "out")
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_english_on_request(run: Run, tmp_path: Path) -> None:
    done = run("check", str(STORY / "list.txt"), *PERSON, "--out", "out", "--lang", "en")
    assert "Demonstration data" in done.stdout
    assert "CNKI" in done.stdout


def test_a_file_size_limit_is_told_as_a_full_disk(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000));"
        f"from verifier.cli import main; main(['check', {str(STORY / 'list.txt')!r}, '--applicant', {PERSON[1]!r}, '--out', 'out'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "VERIFIER_DATA": str(tmp_path / "data")},
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "磁盘" in done.stderr
    assert "Traceback" not in done.stderr
