"""What an office program itself saves: old binary workbooks, merged cells, tracked changes, passwords."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.errors import UnreadableFile
from verifier.model import Citation
from verifier.readers import document
from verifier.readers.document import HandIn, read_hand_in

SAMPLES = Path("fixtures/documents")
A = "甲小满, 乙立秋. 钢包吹氩位置对均混时间的影响[J]. 辽海机械, 2018, 34(5): 106-111."
B = "壬处暑. 矿井提升机制动盘热裂纹的观察[J]. 辽海机械, 2018(Z1): 44-47."
C = "丁霜降, 戊小寒. 高炉渣显热回收的换热模型[J]. 辽海机械, 2019(7): 31-36."


def read(name: str) -> HandIn:
    return read_hand_in((SAMPLES / name).read_bytes(), name)


def cited(found: HandIn) -> list[Citation]:
    return [document.citation(piece, "1") for piece in found.pieces]


@pytest.mark.parametrize("name", ["office.xls", "office.xlsx", "office-2003.xml", "office-html.xls"])
def test_a_workbook_of_every_age_gives_the_same_records(name: str) -> None:
    found = read(name)
    rows = cited(found)
    assert [row.title for row in rows[:3]] == [
        "钢包吹氩位置对均混时间的影响",
        "矿井提升机制动盘热裂纹的观察",
        "高炉渣显热回收的换热模型",
    ]
    assert [row.raw for row in rows[3:]] == [A, B]
    assert [(row.container, row.year, row.issue, row.pages) for row in rows[:3]] == [
        ("辽海机械", "2018", "5", "106-111"),
        ("辽海机械", "2018", "6", "44-47"),
        ("辽海机械", "2019", "7", "31-36"),
    ]
    assert [(row.cn, row.issn) for row in rows[:3]] == [("21-4001/TH", None), (None, "9502-0748"), ("21-4001/TH", None)]
    assert [(piece.person, piece.rank) for piece in found.pieces[:3]] == [
        ("甲小满", "1"),
        ("甲小满", "1"),
        ("戊小寒", "2"),
    ]
    assert [piece.origin.row for piece in found.pieces[:3]] == [3, 4, 5]


def test_a_merged_title_is_one_paper_and_its_second_row_is_none() -> None:
    row = "<tr><td rowspan=2>甲的题名之一</td><td>{}</td><td rowspan=2>某某学报</td></tr>"
    table = f"<table><tr><td>题名</td><td>作者</td><td>刊名</td></tr>{row.format('甲某')}<tr><td>乙某</td></tr></table>"
    found = read_hand_in(f"<html>{table}</html>".encode(), "x.doc")
    assert [one.title for one in cited(found)] == ["甲的题名之一"]
    assert [one.note for one in found.left_out] == ["缺少题名"]


def test_marked_words_of_a_cell_keep_their_order() -> None:
    cell = "2019<font><font>年第</font></font>7<font>期</font>"
    table = f"<table><tr><td>题名</td><td>刊名</td><td>发表时间</td></tr><tr><td>甲题名</td><td>某刊</td><td>{cell}</td></tr></table>"
    row = cited(read_hand_in(f"<html>{table}</html>".encode(), "x.doc"))[0]
    assert (row.year, row.issue) == ("2019", "7")


@pytest.mark.parametrize("name", ["office.docx", "office-word.html"])
def test_a_text_of_an_office_program_gives_lists_tables_frames_and_notes(name: str) -> None:
    texts = [piece.text.split("\n")[0].lstrip("1") for piece in read(name).pieces]
    assert {A, B, C, "癸小雪. 料仓结拱的观察[J]. 辽海机械, 2020(2): 7-9."} <= set(texts)
    rows = [one for one in cited(read(name)) if one.container == "辽海机械"]
    assert ("链板输送机的张紧", "2019", "7") in [(one.title, one.year, one.issue) for one in rows]


def test_a_paragraph_behind_a_finished_numbered_reference_is_not_glued_to_it_and_deleted_words_are_out() -> None:
    assert "见脚注" in [piece.text for piece in read("office.docx").left_out]
    assert "己大暑. 斗轮机臂架疲劳寿命研究[D]. 某地: 辽海理工大学, 2016." in [
        piece.text for piece in read("office.docx").pieces
    ]


@pytest.mark.parametrize("name", ["locked.xls", "locked.xlsx", "locked.docx", "locked.doc", "locked.ods"])
def test_a_file_behind_a_password_is_named_as_such(name: str) -> None:
    with pytest.raises(UnreadableFile, match="已加密"):
        read(name)


@pytest.mark.parametrize(("name", "words"), [("office.doc", r"旧版 \.doc"), ("office.slk", "SYLK")])
def test_what_is_not_read_is_named(name: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read(name)


def test_a_pdf_of_an_office_program_keeps_lines_whole_and_gives_its_table_as_records() -> None:
    found = read("office.pdf")
    assert [piece.text for piece in found.pieces[:2]] == [f"1. {A}", f"2. {B}"]
    rows = [(one.title, one.authors, one.container, one.year, one.issue) for one in cited(found)]
    assert ("料场堆取料机的防风", ("甲小满", "乙立秋"), "辽海机械", "2018", None) in rows
    assert ("链板输送机的张紧", ("甲小满",), "辽海机械", "2019", "7") in rows
    assert [(piece.rank, piece.origin.page, piece.origin.row) for piece in found.pieces if piece.entry] == [
        ("1", 1, 2),
        ("独著", 1, 3),
    ]


def test_a_pdf_list_without_numbers_is_parted_where_a_line_had_room() -> None:
    found = read("unnumbered.pdf")
    squeezed = ["".join(piece.text.split()) for piece in found.pieces]
    assert len(squeezed) == 36
    assert all(text.startswith(("甲小满,", "丙谷雨.", "ASHWORTH")) for text in squeezed)
    assert [text[-1] for text in squeezed] == ["."] * 36
