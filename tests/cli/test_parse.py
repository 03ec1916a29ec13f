"""`verifier parse`: the contract that others measure us by."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

CLEAN = "濮砚棣, 卓笠. 矿用减速器箱体热变形对齿轮啮合的影响[J]. 辽海机械, 2020, 35(4): 57-60."
KEYS = {"id", "raw", "type", "title", "authors", "et_al", "container", "year", "volume", "issue", "pages", "doi"} | {
    "publisher",
    "place",
    "issn",
    "cn",
    "doubts",
}


def objects(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_line_is_one_object_with_all_keys_of_the_contract(run: Run) -> None:
    done = run("parse", "--lines", "--json", "-", stdin=f"a1\t{CLEAN}\n{CLEAN}\n")
    first, second = objects(done.stdout)
    assert done.returncode == 0
    assert set(first) >= KEYS
    assert (first["id"], second["id"]) == ("a1", "2")
    assert first["title"] == "矿用减速器箱体热变形对齿轮啮合的影响"
    assert first["authors"] == ["濮砚棣", "卓笠"]
    assert (first["year"], first["volume"], first["issue"], first["pages"]) == ("2020", "35", "4", "57-60")
    assert first["doi"] is None


def test_a_line_is_never_split_nor_joined(run: Run) -> None:
    two = f"[1] {CLEAN} [2] {CLEAN}"
    half = "濮砚棣. 一条没有写完的著录"
    done = run("parse", "--lines", "--json", "-", stdin=f"{two}\n{half}\n57-60.\n")
    assert len(objects(done.stdout)) == 3


def test_a_json_line_may_hold_line_breaks_in_its_text(run: Run) -> None:
    row = json.dumps({"id": "j1", "text": CLEAN.replace("热变形", "热\n变形")}, ensure_ascii=False)
    (got,) = objects(run("parse", "--lines", "--json", "-", stdin=row + "\n").stdout)
    assert got["id"] == "j1"
    assert got["year"] == "2020"


def test_a_damaged_json_line_is_named_with_its_number(run: Run) -> None:
    done = run("parse", "--lines", "--json", "-", stdin=f'{CLEAN}\n{{"id": "x"}}\n')
    assert done.returncode == 2
    assert "第 2 行" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_missing_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(f"[1] {CLEAN}\n", encoding="utf-8")
    done = run("parse", "missing.txt", "good.txt", "--json")
    assert done.returncode == 2
    assert "missing.txt" in done.stderr
    assert len(objects(done.stdout)) == 1


def test_gb18030_text_is_read_as_well(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(f"[1] {CLEAN}\r\n".encode("gb18030"))
    (got,) = objects(run("parse", "list.txt", "--json").stdout)
    assert got["container"] == "辽海机械"


def test_a_reference_can_be_written_in_the_formats_of_other_programs(run: Run) -> None:
    words = {
        "csl-json": '"type": "article-journal"',
        "ris": "TY  - JOUR",
        "bibtex": "@article{",
        "gbt7714-2015": "濮砚棣, 卓笠. 矿用减速器箱体热变形对齿轮啮合的影响[J]. 辽海机械, 2020, 35(4): 57-60.",
        "gbt7714-2025": "辽海机械，2020，35（4）：57-60.",
    }
    for form, expected in words.items():
        done = run("parse", "--lines", "--to", form, "-", stdin=f"{CLEAN}\n")
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout
