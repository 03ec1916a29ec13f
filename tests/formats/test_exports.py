"""Every sample of an export format comes in record by record, in any encoding and with any line ends; nothing ends as a silent empty list."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from verifier import formats
from verifier.formats import encoding
from verifier.formats.entry import Entry, Export
from verifier.normalize import issues

SAMPLES = sorted(path for path in Path("fixtures/exports").iterdir() if not path.name.endswith(".expected.json"))
TITLE = "钢包吹氩位置对均混时间的影响"


def plain(entry: Entry) -> dict[str, Any]:
    row = {key: value for key, value in msgspec.to_builtins(entry).items() if value not in (None, (), [], False)}
    row.pop("format")
    if entry.doubts:
        row["doubts"] = [[doubt.field, doubt.kind, doubt.original, doubt.repaired] for doubt in entry.doubts]
    return json.loads(json.dumps(row))


def read(data: bytes) -> Export:
    found = formats.read(data)
    assert found is not None
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_reads_as_expected(sample: Path) -> None:
    expected = json.loads(Path(f"{sample}.expected.json").read_text("utf-8"))
    found = formats.read(sample.read_bytes())
    assert (found.format if found else None) == expected["format"]
    if found:
        assert [plain(entry) for entry in found.entries] == expected["entries"]
        assert [[one.line, one.zh] for one in found.unread] == expected["unread"]


EXPORTS = [path for path in SAMPLES if path.name != "gbt-copy.txt"]
CODINGS = {
    "GB18030": lambda text: text.encode("gb18030"),
    "UTF-8 BOM": lambda text: text.encode("utf-8-sig"),
    "UTF-16LE": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-16BE": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
}


@pytest.mark.parametrize("sample", EXPORTS, ids=lambda path: path.name)
@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_change_nothing_but_the_encodings_name(sample: Path, coding: str, end: str) -> None:
    text = sample.read_text("utf-8")
    found = read(CODINGS[coding](text.replace("\n", end)))
    original = read(sample.read_bytes())
    assert found.encoding == coding
    assert (found.entries, found.unread) == (original.entries, original.unread)


@pytest.mark.parametrize("marked", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_told_by_its_line_ends(marked: str) -> None:
    found = read(Path("fixtures/exports/cnki-refworks.txt").read_text("utf-8").encode(marked))
    assert len(found.entries) == 6


def test_line_ends_mixed_in_one_file_count_as_an_editor_counts() -> None:
    text = Path("fixtures/exports/cnki-refworks.txt").read_text("utf-8")
    rows = text.split("\n")
    mixed = "".join(row + ("\r\n", "\n", "\r")[place % 3] for place, row in enumerate(rows))
    original = read(text.encode())
    assert [entry.line for entry in read(mixed.encode()).entries] == [entry.line for entry in original.entries]


def first(name: str) -> Entry:
    return next(entry for entry in read(Path("fixtures/exports", name).read_bytes()).entries if entry.title == TITLE)


@pytest.mark.parametrize("sample", [path.name for path in EXPORTS if path.name not in ("cssci.txt",)])
def test_one_record_has_equal_fields_in_every_format(sample: str) -> None:
    found, model = first(sample), first("cnki-endnote.txt")
    assert (found.type, found.container, found.year) == ("J", "辽海机械", "2018")
    assert model.authors[: len(found.authors)] == found.authors
    assert len(found.authors) > 1
    assert issues.same(found.issue, model.issue)
    assert found.volume in (model.volume, None)
    assert found.issn in (model.issn, None)
    assert found.cn in (model.cn, None)


@pytest.mark.parametrize("sample", EXPORTS, ids=lambda path: path.name)
def test_every_record_comes_in_or_is_named_with_its_line(sample: Path) -> None:
    titles = {
        "RefWorks": r"^RT ", "EndNote": r"%0 ", "NoteExpress": r"\{Reference Type\}", "CNKI 自定义": r"^Title-", "知网研学": r"^Title-",
        "CSSCI": r"来源篇名】", "VIP 自定义": r"【题　名】", "VIP XML": r"<PeriodicalPaper", "NoteFirst": r"<Bibliography>", "RIS": r"^TY ",
        "BibTeX": r"^@(?!string|comment)", "WoS": r"^PT J", "EndNote XML": r"<record>", "VIP 文本": r"^\[\d", "CSL-JSON": r'"type"',
        "Zotero RDF": r"<bib:(?:Article|Thesis)",
    }  # fmt: skip
    found = read(sample.read_bytes())
    if sample.name == "cnki-api.json":
        return
    count = len(re.findall(titles[found.format], sample.read_text("utf-8"), re.M))
    assert len(found.entries) + len(found.unread) == count > 0


PLAIN = (
    "发表论文清单\n[1] 甲某. 题名[J]. 某某学报, 2019(3): 1-5.\n[2] 乙某. 书名[M]. 某地: 某某出版社, 2018.",
    "RT is the abbreviation of real time; T1 was measured twice.\nTY for reading.",
    "[1]甲小满,乙立秋.题名[J].辽海机械,2018,34(05):106-111.",
    "% comments of a LaTeX file\n%0.5 of the heat is lost\n%T",
    "题名：某某研究\n作者：甲某\n刊名：某某学报",
    '{"a": 1}',
    "",
)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_is_taken_for_no_export(text: str) -> None:
    assert formats.read(text.encode()) is None


def test_a_second_record_without_its_first_tag_is_a_record_of_its_own() -> None:
    text = "RT Journal Article\nA1 甲某;\nT1 第一条\nJF 某刊\nYR 2018\n\n\nA1 乙某;\nT1 第二条\nJF 某刊\nYR 2019\n"
    found = read(text.encode())
    assert [(entry.title, entry.authors, entry.year, entry.line) for entry in found.entries] == [
        ("第一条", ("甲某",), "2018", 1),
        ("第二条", ("乙某",), "2019", 8),
    ]


def test_a_file_cut_off_in_front_still_yields_its_records() -> None:
    found = read("后半段摘要。\nYR 2018\nT1 题名\nA1 甲某;\nJF 某刊\n\nRT Journal Article\nT1 第二条\nYR 2019".encode())
    assert [entry.title for entry in found.entries] == ["题名", "第二条"]


def test_a_year_with_letters_is_read_and_doubted() -> None:
    entry = read("RT Journal Article\nT1 题名\nJF 某刊\nYR 2O19\n".encode()).entries[0]
    assert entry.year == "2019"
    assert [(doubt.field, doubt.kind, doubt.original) for doubt in entry.doubts] == [("year", "repaired", "2O19")]


@pytest.mark.parametrize(
    ("tag", "pages", "kept"),
    [("Conference Proceeding", "6", None), ("Conference Proceeding", "117-120", "117-120"), ("Journal Article", "6", "6")],
)
def test_a_page_count_is_no_page_but_a_page_is(tag: str, pages: str, kept: str | None) -> None:
    assert read(f"RT {tag}\nT1 题名\nJF 某刊\nYR 2019\nIS 2\nOP {pages}\n".encode()).entries[0].pages == kept


def test_damaged_utf8_is_not_taken_for_another_encoding() -> None:
    data = ("RT Journal Article\nT1 " + "钢包吹氩均混时间" * 20 + "\nAB 摘要").encode()[:-1]
    found = read(data + b"\nYR 2019\n")
    assert (found.encoding, found.entries[0].year) == ("UTF-8", "2019")
    assert found.entries[0].title.startswith("钢包吹氩")


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 100, bytes(range(256)) * 8, b"MZ\x90\x00" + b"\x00" * 400])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(encoding.NotText):
        formats.read(data)


def test_an_entity_bomb_is_refused_unparsed() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Bibliographies><PrimaryTitle/>&b;</Bibliographies>'
    found = read(bomb.encode())
    assert not found.entries
    assert "文档类型声明" in found.unread[0].zh
