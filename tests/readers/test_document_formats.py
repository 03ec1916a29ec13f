"""Word, Excel, PDF, HTML, text and archives: what a reader of the page sees comes in, with its place; nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.errors import BadValue, UnreadableFile
from verifier.readers import document, sniff, sorting
from verifier.readers.document import HandIn, read_hand_in

SAMPLES = Path("fixtures/documents")
A = "甲小满, 乙立秋. 钢包吹氩位置对均混时间的影响[J]. 辽海机械, 2018, 34(5): 106-111."
B = "壬处暑. 矿井提升机制动盘热裂纹的观察[J]. 辽海机械, 2018(Z1): 44-47."
C = "丁霜降, 戊小寒. 高炉渣显热回收的换热模型[J]. 辽海机械, 2019(7): 31-36."


def read(name: str) -> HandIn:
    return read_hand_in((SAMPLES / name).read_bytes(), name)


def texts(name: str) -> list[str]:
    return [piece.text for piece in read(name).pieces]


def titles(name: str) -> list[str | None]:
    found = read(name)
    return [document.citation(piece, "1").title for piece in found.pieces]


def test_tracked_changes_count_as_accepted_and_hidden_text_is_not_read() -> None:
    assert texts("tracked.docx") == [A, B]


def test_automatic_numbers_part_the_list_and_are_no_text() -> None:
    assert texts("numbered.docx") == [A, B, f"（3）{C}", "④己大暑. 斗轮机臂架疲劳寿命研究[D]. 某市: 辽海理工大学, 2016."]


def test_a_text_box_is_read_once_and_a_note_only_if_it_is_a_reference() -> None:
    found = read("textbox.docx")
    assert [piece.text for piece in found.pieces] == [A, B, C]
    assert "本清单由本人填写" in [piece.text for piece in found.left_out]


TITLES = ["钢包吹氩位置对均混时间的影响", "矿井提升机制动盘热裂纹的观察", "高炉渣显热回收的换热模型"]


@pytest.mark.parametrize("name", ["table.docx", "table-no-head.docx", "pasted-table.txt"])
def test_a_table_is_read_by_heads_or_by_what_its_columns_hold(name: str) -> None:
    found = read(name)
    rows = [document.citation(piece, "1") for piece in found.pieces]
    assert [row.title for row in rows] == TITLES
    assert [row.container for row in rows] == ["辽海机械"] * 3
    assert [row.authors for row in rows] == [("甲小满", "乙立秋"), ("甲小满",), ("戊小寒", "甲小满")]
    assert [row.year for row in rows] == ["2018", "2018", "2019"]
    assert [row.issue for row in rows] == [None, "6", None]
    assert [row.pages for row in rows] == ["106-111", "44-47", "31-36"]
    assert (rows[0].cn, rows[1].issn) == ("21-4001/TH", "9502-0748")
    assert [piece.rank for piece in found.pieces] == ["1", "独著", "2"]
    guessed = name == "table-no-head.docx"
    assert all(any(doubt.kind == "inferred" and doubt.field == "title" for doubt in row.doubts) == guessed for row in rows)


def test_the_order_of_columns_says_nothing() -> None:
    rows = [line.split("\t") for line in (SAMPLES / "pasted-table.txt").read_text("utf-8").splitlines()]
    turned = "\n".join("\t".join(reversed(row)) for row in rows)
    found = read_hand_in(turned.encode(), "t.txt")
    assert [document.citation(piece, "1").title for piece in found.pieces] == TITLES
    assert [piece.text for piece in found.pieces] == texts("pasted-table.txt")


def test_every_span_of_a_record_holds_its_value() -> None:
    for name in ("table.docx", "summary.xlsx", "cnki-custom-html.xls", "vip-excel.csv"):
        for piece in read(name).pieces:
            one = document.citation(piece, "1")
            for field, (start, end) in one.spans.items():
                value = ", ".join(one.authors) if field == "authors" else getattr(one, field)
                assert one.raw[start:end] == value, (name, field)


def test_a_form_with_heads_beside_its_values_is_read() -> None:
    rows = [document.citation(piece, "1") for piece in read("form.docx").pieces]
    assert [(row.title, row.container, row.date) for row in rows] == [(TITLES[0], "辽海机械", "2018年5月"), (TITLES[1], "辽海机械", "2018年6月")]


def test_a_table_that_only_lays_out_a_list_is_a_list() -> None:
    assert texts("layout-table.docx") == [f"[1] {A}", f"[2] {B}"]


def test_several_people_in_one_document_each_get_their_own() -> None:
    found = read("several-people.docx")
    assert [piece.person for piece in found.pieces] == ["甲小满", "甲小满", "戊小寒"]
    mine = document.of_person(found, "戊小寒")
    assert [piece.text for piece in mine.pieces] == [f"[1] {C}"]
    assert sum(1 for piece in mine.left_out if "甲小满" in piece.note) == 2
    with pytest.raises(BadValue, match="没有“己某”"):
        document.of_person(found, "己某")


def test_one_person_alone_needs_no_name_to_match() -> None:
    found = read_hand_in(f"姓名：甲小满\n[1] {A}\n[2] {B}".encode(), "t.txt")
    assert document.of_person(found, "别人") == found


def test_a_workbook_with_merged_names_dates_and_two_papers_in_a_cell() -> None:
    found = read("summary.xlsx")
    rows = [(piece.origin.sheet, piece.origin.row, piece.person) for piece in found.pieces]
    assert rows[:5] == [("汇总", 3, "甲小满"), ("汇总", 4, "甲小满"), ("汇总", 5, "戊小寒"), ("汇总", 6, "甲小满"), ("汇总", 6, "甲小满")]
    cited = [document.citation(piece, "1") for piece in found.pieces]
    assert [row.title for row in cited[3:5]] == ["转炉煤气柜的监测", "煤气柜活塞的倾斜"]
    assert [row.container for row in cited[3:5]] == ["辽海机械", "辽海理工大学学报(社会科学版)"]
    assert (cited[0].date, cited[0].volume, cited[0].issue, cited[0].pages) == ("2018-05-02", "34", "5", "106-111")
    assert cited[2].doi == "10.5555/lhjx.2019.07.031"
    assert [piece.text for piece in found.pieces[5:]] == [A, B]


@pytest.mark.parametrize("name", ["word-as-html.doc", "web-archive.doc"])
def test_html_that_calls_itself_word_is_read(name: str) -> None:
    assert texts(name) == [f"[1] {A}", f"[2] {B}"]


@pytest.mark.parametrize("name", ["cnki-custom-html.xls", "sheet-2003.xls", "vip-excel.csv"])
def test_what_calls_itself_a_workbook_is_read_by_its_content(name: str) -> None:
    assert titles(name) == [TITLES[0]]


@pytest.mark.parametrize(("name", "encoding"), [("list-gb.txt", "GB18030"), ("list-utf16.txt", "UTF-16LE")])
def test_a_text_names_its_encoding(name: str, encoding: str) -> None:
    assert (read(name).encoding, texts(name)) == (encoding, [f"[1] {A}", f"[2] {B}"])


def test_markdown_lists_and_tables_are_read() -> None:
    assert titles("list.md") == [TITLES[0], TITLES[1], "斗轮机臂架疲劳寿命研究", TITLES[2]]


def test_a_pdf_over_several_pages_keeps_every_reference_and_its_page() -> None:
    found = read("list.pdf")
    assert [int(piece.text[1:].split("]")[0]) for piece in found.pieces] == list(range(1, 81))
    assert {piece.origin.page for piece in found.pieces} == {1, 2, 3, 4, 5}
    assert all("某某公司" not in piece.text for piece in found.pieces)
    assert "某某公司 成果汇总" in [piece.text for piece in found.left_out]


def test_columns_of_a_pdf_are_read_one_after_the_other_and_hyphens_are_closed() -> None:
    found = read("columns.pdf")
    assert [int(piece.text[1:].split("]")[0]) for piece in found.pieces] == list(range(10, 34))
    rows = [document.citation(piece, "1") for piece in found.pieces]
    assert {row.container for row in rows} == {"International Letters on Drive Systems"}
    assert all((row.title or "").startswith("Thermal misalignment of helical stages") for row in rows)


def test_a_pdf_without_text_is_named_as_such() -> None:
    with pytest.raises(UnreadableFile, match="没有文字层"):
        read("scan.pdf")


def test_an_archive_names_what_it_cannot_read_and_goes_on() -> None:
    found = read("several.zip")
    assert [piece.origin.file for piece in found.pieces] == ["甲小满/清单.txt", "甲小满/清单.txt", "戊小寒.docx"]
    assert [one.file for one in found.failed] == ["坏的.docx", "再压缩.zip"]


def test_a_mixed_list_is_sorted_by_kind() -> None:
    found = read("mixed.docx")
    rows = [document.citation(piece, "1") for piece in found.pieces]
    kinds = [sorting.kind(row, piece.section) for row, piece in zip(rows, found.pieces, strict=True)]
    assert kinds == ["paper", "thesis", "book", "patent", "software", "award"]
    assert [row.type for row in rows] == ["J", "D", "M", "P", "CP", "Z"]


@pytest.mark.parametrize(
    "text",
    [
        "甲某. 发明专利制度的计量分析[J]. 某某情报, 2019(3): 1-5.",
        "甲某. 科技进步奖获奖项目的分布[J]. 某某管理, 2018, 5(2): 3-9.",
        "甲某. 软件著作权登记数量的变化. 某某学报, 2017(4): 60-66.",
        "甲某. 一等奖学金对学习的影响[J]. 某某教育, 2016(6): 12-15.",
    ],
)
def test_a_paper_about_patents_or_awards_stays_a_paper(text: str) -> None:
    found = read_hand_in(f"三、专利\n1. {text}\n2. {A}".encode(), "t.txt")
    row = document.citation(found.pieces[0], "1")
    assert row.type == "J"


KINDS = {
    "table.docx": "zip", "list.pdf": "pdf", "web-archive.doc": "mht", "word-as-html.doc": "html", "cnki-custom-html.xls": "html",
    "sheet-2003.xls": "sheetml", "list.md": "text", "several.zip": "zip",
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_wrong_extension_changes_nothing(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    assert sniff.kind(data) == KINDS[name]
    assert len(read_hand_in(data, "x.jpg").pieces) == len(read(name).pieces)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{\\rtf1 text}", "RTF"), (b"%CAJ-1", "CAJ"), (b"\x89PNG\r\n", "图片"), (b"Rar!\x1a\x07", "RAR"), (b"MZ\x90\x00\x03", "可执行"),
    ],
)  # fmt: skip
def test_what_is_never_opened_is_named(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_hand_in(data, "x.docx")


def test_a_text_that_begins_like_a_program_is_a_text() -> None:
    assert len(read_hand_in(b"MZ Author. Title[J]. Journal, 2019(3): 1-5.", "x.txt").pieces) == 1


@pytest.mark.parametrize(
    ("date", "cell", "issue", "pages"),
    [("2021年第2期", "88-91", "2", "88-91"), ("2021", "88-91", None, "88-91"), ("2021", "7-8", "7-8", None), ("2021年第7期", "7-8", "7", "7-8")],
)
def test_a_mere_range_is_pages_unless_it_may_be_an_issue(date: str, cell: str, issue: str | None, pages: str | None) -> None:
    text = f"论文题目\t作者\t发表刊物\t发表时间\t卷期页码\n链斗的测量与分析\t甲某某 乙某 丙某\t某某工程\t{date}\t{cell}\n"
    row = document.citation(read_hand_in(text.encode(), "t.txt").pieces[0], "1")
    assert (row.issue, row.pages, row.authors) == (issue, pages, ("甲某某", "乙某", "丙某"))
