"""`verifier cache` as the person at the desk runs it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.conftest import ROOT, Run
from verifier.retrieval.archive import Archive

STORY = ROOT / "fixtures" / "stories" / "unit" / "submissions.jsonl"


def test_warming_fetches_once_and_the_batch_after_it_asks_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text("".join(STORY.read_text("utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    done = run("cache", "warm", "s.jsonl")
    assert done.returncode == 0, done.stderr
    assert "检索" in done.stderr
    asked = len(Archive(tmp_path / "data/archive/demo").entries())
    assert asked > 40
    assert run("batch", "s.jsonl", "--out", "out").returncode in (0, 1, 3)
    assert len(Archive(tmp_path / "data/archive/demo").entries()) == asked
    looked = run("cache", "look")
    assert "网页" in looked.stdout
    assert "\tfound\t" in looked.stdout
    assert run("cache", "check").returncode == 0
    assert "已清除 0 行" in run("cache", "prune").stdout
    (folder,) = (tmp_path / "data/cache").iterdir()
    with sqlite3.connect(folder / "cache.db") as rows:
        rows.execute("UPDATE Cache SET value = zeroblob(99) WHERE rowid = (SELECT min(rowid) FROM Cache)")
    checked = run("cache", "check")
    assert (checked.returncode, "内容已损坏" in checked.stderr) == (1, True)
    assert "已清除 1 行" in run("cache", "prune").stdout
    assert run("cache", "check").returncode == 0
    assert "已清除" in run("cache", "clear", "--realm", folder.name).stdout
    assert not folder.exists()


def test_without_a_cache_there_is_nothing_to_tell(run: Run) -> None:
    assert run("cache", "look").stdout == ""
    assert run("cache", "check").returncode == 0
    assert run("cache", "prune").returncode == 0
