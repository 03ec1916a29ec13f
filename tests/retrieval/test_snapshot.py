"""A registry snapshot is read strictly; a wrong line is named by file, line and key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from verifier.errors import BadValue, UnreadableFile
from verifier.model import FormerName
from verifier.retrieval import register_files, snapshot
from verifier.retrieval.snapshot import load

GOOD = {
    "id": "j1",
    "title": "虚构机械学报（中英文）",
    "former": [{"title": "虚构机械", "until": "2009-12", "cn": "21-9901/TH"}, {"title": "虚构机床", "from": "1990"}],
    "cn": "21-9902/TH",
    "issn": None,
    "sponsors": ["虚构学会"],
    "registered": True,
    "codes": {"cnki": "XGJX", "vip": None},
    "coverage": {"cnki": ["1990", "2026-08"]},
    "marks": ["EI"],
}


def write(folder: Path, *rows: object) -> Path:
    """Write rows (objects or raw lines) as a snapshot."""
    path = folder / "journals.jsonl"
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_good_line_becomes_a_journal(tmp_path: Path) -> None:
    (journal,) = load(write(tmp_path, GOOD, ""))
    assert (journal.source, journal.key, journal.title, journal.cn) == ("snapshot", "j1", GOOD["title"], "21-9902/TH")
    assert journal.former[0] == FormerName(title="虚构机械", until="2009-12", cn="21-9901/TH")
    assert journal.former[1].since == "1990"
    assert journal.status is None


def test_a_title_that_is_not_registered_is_no_part_of_the_registry(tmp_path: Path) -> None:
    assert load(write(tmp_path, {**GOOD, "registered": False})) == ()


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(load(path)) == 1


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({**GOOD, "publisher": "x"}, "publisher"),
        ({"id": "j2"}, "title"),
        ({**GOOD, "id": "j2", "cn": 21}, "cn"),
        ({**GOOD, "id": "j2", "former": [{"title": "甲", "since": "1990"}]}, "former[0].since"),
        ({**GOOD, "id": "j2", "status": "gone"}, "status"),
        ({**GOOD, "id": "j2", "until": "2001年"}, "until"),
        ({**GOOD, "id": "j2", "codes": {"other": "X"}}, "codes"),
        ({**GOOD, "id": ""}, "id"),
        (GOOD, "id"),
        ('{"id": "j2", "title": "甲", "title": "乙"}', "title"),
        ('{"id": "j2", "title": ', "(整行)"),
        ("[1, 2]", "(整行)"),
        ("[" * 100_000, "(整行)"),
    ],
)
def test_a_wrong_line_names_file_line_and_key(tmp_path: Path, row: object, key: str) -> None:
    with pytest.raises(BadValue) as caught:
        load(write(tmp_path, GOOD, "", row))
    assert f"journals.jsonl 第 3 行，键 {key}：" in caught.value.zh
    assert f"line 3, key {key}:" in caught.value.en


def test_a_file_that_is_no_utf8_or_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="无法读取"):
        load(tmp_path / "none.jsonl")
    path = tmp_path / "gbk.jsonl"
    path.write_bytes('{"id": "j1", "title": "学报"}'.encode("gbk"))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        load(path)


def test_a_stored_snapshot_names_its_format_and_reads_back_and_a_later_format_is_refused(tmp_path: Path) -> None:
    listed = snapshot.rows(write(tmp_path, GOOD))
    path = snapshot.store(tmp_path / "registry", "2026-09-01", listed)
    assert path.read_text(encoding="utf-8").splitlines()[0] == '{"format":"registry/1"}'
    assert snapshot.rows(path) == listed
    assert [row.title for row in register_files.read(path).listed] == [row.title for row in listed]
    assert register_files.read(path).remarks == ()
    path.write_text(path.read_text(encoding="utf-8").replace("registry/1", "registry/2"), encoding="utf-8")
    with pytest.raises(BadValue, match="较新的版本"):
        snapshot.load(path)
