"""What a person meets first: help, errors in plain words, and a program that starts at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

HEAVY = ("requests", "scrapy", "bs4", "lxml", "typst", "docx", "diskcache", "rich", "parsel", "twisted", "django")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, verifier.cli as c\n"
        "try: c.cli.main(['--help'], standalone_mode=True)\n"
        "except SystemExit: pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"
    assert "check" in done.stdout


def test_help_is_chinese_and_english_on_request(run: Run) -> None:
    assert "核验一位申报人" in run("--help").stdout
    assert "Verify one applicant" in run("--lang", "en", "--help").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("chekc",), "没有这个命令"),
        (("check", "--nolt"), "没有选项 --nolt"),
        (("parse",), "缺少参数"),
        (("check", "x.txt", "--notice", "none"), "没有名为 none 的评审通知"),
    ],
)
def test_a_slip_of_the_keyboard_gets_a_sentence_and_exit_code_2(
    run: Run, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    needed = ("--name", "林某某", "--series", "engineering", "--specialty", "机电", "--title", "工程师", "--obtained", "2016-12-30")
    more = needed if "none" in words else ()
    Path(tmp_path, "x.txt").write_text("[1] 濮砚棣. 题名[J]. 辽海机械, 2020(4): 57-60.", encoding="utf-8")
    done = run(*words, *more)
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
