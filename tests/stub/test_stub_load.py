"""The strict load: what is wrong is named by file, line and key."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.stub.asking import CATALOGUE
from verifier.stub.catalogue import CatalogueError, load
from verifier.stub.faults import load_rules, parse_rule


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tests' catalogue to spoil."""
    return Path(shutil.copytree(CATALOGUE, tmp_path / "catalogue"))


def _spoil(file: Path, line: int, **changes: object) -> None:
    rows = file.read_text("utf-8").splitlines()
    rows[line - 1] = json.dumps({**json.loads(rows[line - 1]), **changes}, ensure_ascii=False)
    file.write_text("\n".join(rows) + "\n", "utf-8")


def test_the_tests_catalogue_loads(folder: Path) -> None:
    loaded = load(folder)
    assert (len(loaded.journals), len(loaded.papers), len(loaded.issues)) == (7, 44, 2)


def test_null_and_left_out_mean_the_same(folder: Path) -> None:
    _spoil(folder / "papers.jsonl", 1, abstract=None, section=None, doi=None)
    assert load(folder).papers[0].section is None


@pytest.mark.parametrize(
    ("file", "line", "changes", "key", "chinese"),
    [
        ("papers.jsonl", 3, {"colour": "red"}, "colour", "不认识的键"),
        ("papers.jsonl", 3, {"year": "2021"}, "year", "值的类型或格式不符"),
        ("papers.jsonl", 3, {"kind": "journals"}, "kind", "值的类型或格式不符"),
        ("papers.jsonl", 3, {"published": "2021.06"}, "published", "值的类型或格式不符"),
        ("papers.jsonl", 3, {"journal": "nowhere"}, "journal", "没有编号为 nowhere 的期刊"),
        ("papers.jsonl", 3, {"id": "duct-01"}, "id", "与第 1 行重复"),
        ("papers.jsonl", 3, {"authors": [{"name": "甲", "rank": 1}]}, "authors[0].rank", "不认识的键"),
        ("papers.jsonl", 3, {"in": {"cnki": {"kind": "journal"}}}, "in.cnki.kind", "不认识的键"),
        ("papers.jsonl", 3, {"in": {"google": {}}}, "in.google", "不认识的键"),
        ("papers.jsonl", 3, {"in": {"vip": {"id": "79999999"}}}, "in.vip.id", "重复"),
        ("journals.jsonl", 2, {"id": "guolu"}, "id", "与第 1 行重复"),
        ("journals.jsonl", 2, {"status": "gone"}, "status", "值的类型或格式不符"),
        ("journals.jsonl", 2, {"codes": {"cnki": 5}}, "codes.cnki", "值的类型或格式不符"),
        ("issues.jsonl", 1, {"journal": "nowhere"}, "journal", "没有编号为 nowhere 的期刊"),
        ("issues.jsonl", 1, {"source": "vip"}, "journal", "重复"),
    ],
)
def test_what_is_wrong_is_named(
    folder: Path, file: str, line: int, changes: dict[str, object], key: str, chinese: str
) -> None:
    _spoil(folder / file, line, **changes)
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    error = caught.value
    assert error.file.name == file
    # of two that collide, the later line is named
    assert error.line == {"in.vip.id": 37}.get(key, 2 if file == "issues.jsonl" and chinese == "重复" else line)
    assert (error.key, chinese in str(error)) == (key, True), str(error)
    assert f"{file} 第 {error.line} 行" in str(error)


def test_a_missing_required_key_is_named(folder: Path) -> None:
    (folder / "journals.jsonl").write_text('{"id": "a", "title": "甲"}\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"journals.jsonl 第 1 行，键 registered：缺少必填的键"):
        load(folder)


@pytest.mark.parametrize(
    ("text", "key", "chinese"),
    [
        ('{"id": "a", "id": "b", "title": "甲", "registered": true}', "id", "键重复"),
        ('{"id": "a", "title": "甲", "registered": true, "codes": {"cnki": "A", "cnki": "B"}}', "cnki", "键重复"),
        ('{"id": "a", "title": NaN, "registered": true}', "-", "不是有效的 JSON"),
        ("{not json", "-", "不是有效的 JSON"),
        ("[" * 100_000, "-", "不是有效的 JSON"),
    ],
)
def test_a_key_written_twice_and_broken_json_are_errors(folder: Path, text: str, key: str, chinese: str) -> None:
    (folder / "journals.jsonl").write_text("\n" + text + "\n", "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert (caught.value.line, caught.value.key) == (2, key)
    assert chinese in str(caught.value)


def test_a_missing_file_and_a_wrong_coding_are_errors(folder: Path) -> None:
    (folder / "journals.jsonl").write_bytes("甲".encode("gb18030"))
    with pytest.raises(CatalogueError, match="UTF-8"):
        load(folder)
    (folder / "journals.jsonl").unlink()
    with pytest.raises(CatalogueError, match="无法读取"):
        load(folder)


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        (
            '[[fault]]\nsite="cnki"\nkind="slider"\non="search"\n\n[[fault]]\nsite="cnki"\nkind="slyder"\non="search"\n',
            6,
            "fault[1].kind",
        ),
        ('[[fault]]\nsite="cnki"\nkind="slider"\non="search"\nwhen={afterwards=2}\n', 1, "fault[0].when.afterwards"),
        ('[[fault]]\nsite="cnki"\nkind="registry_locked"\non="search"\n', 1, "kind"),
        ('[[fault]]\nsite="vip"\nkind="api_limit"\non="search"\n', 1, "kind"),
        ("[[fault]\n", 1, "-"),
    ],
)
def test_a_bad_faults_file_is_named(tmp_path: Path, text: str, line: int, key: str) -> None:
    (tmp_path / "faults.toml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_rules(tmp_path / "faults.toml")
    assert (caught.value.line, caught.value.key) == (line, key)


def test_a_faults_file_is_read(tmp_path: Path) -> None:
    text = '[[fault]]\nsite = "cnki"\nkind = "slider"\non = "search"\nwhen = { after = 4, within_s = 10 }\nfor = 2\n'
    (tmp_path / "faults.toml").write_text(text, "utf-8")
    (rule,) = load_rules(tmp_path / "faults.toml")
    assert (rule.when.after, rule.when.within_s, rule.times) == (4, 10, 2)
    assert load_rules(tmp_path / "none.toml") == ()


@pytest.mark.parametrize(
    "words",
    [
        "cnki:slider",
        "cnki:slyder:search",
        "cnki:slider:search:4",
        "cnki:slider:search:for=x",
        "cnki:api_limit:search",
        "",
    ],
)
def test_a_bad_forced_fault_is_an_error(words: str) -> None:
    with pytest.raises(ValueError):
        parse_rule(words)
