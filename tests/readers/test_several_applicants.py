"""One document that lists several people: each gets what stands under the name, however the name is written."""

from __future__ import annotations

import pytest

from verifier.errors import BadValue
from verifier.readers import applicants, document
from verifier.readers.document import HandIn, read_hand_in

A = "甲小满, 乙立秋. 钢包吹氩位置对均混时间的影响[J]. 辽海机械, 2018, 34(5): 106-111."
B = "壬处暑, 甲小满. 矿井提升机制动盘热裂纹的观察[J]. 辽海机械, 2018(Z1): 44-47."
C = "丁霜降, 戊小寒. 高炉渣显热回收的换热模型[J]. 辽海机械, 2019(7): 31-36."
NAMES = (
    ("申报人：甲小满  单位：某某厂", "申报人：戊小寒  单位：某某厂"),
    ("一、申报人：甲小满（工程师）", "二、申报人：戊小寒（工程师）"),
    ("姓名 甲小满  单位 某某厂", "姓名 戊小寒  单位 某某厂"),
    ("姓　　名：甲 小满", "姓　　名：戊 小寒"),
    ("甲小满", "戊小寒"),
    ("【甲小满】", "【戊小寒】"),
    ("1. 甲小满", "2. 戊小寒"),
    ("（一）甲小满", "（二）戊小寒"),
)


def read(*lines: str) -> HandIn:
    return read_hand_in("\n".join(lines).encode(), "list.txt")


@pytest.mark.parametrize("names", NAMES, ids=lambda names: names[0])
@pytest.mark.parametrize("marks", [("[1] ", "[2] "), ("(1) ", "(2) "), ("①", "②")])
def test_each_gets_what_stands_under_the_name(names: tuple[str, str], marks: tuple[str, str]) -> None:
    found = read(names[0], marks[0] + A, marks[1] + B, names[1], marks[0] + C)
    assert [(piece.person, piece.text) for piece in found.pieces] == [
        ("甲小满", marks[0] + A),
        ("甲小满", marks[1] + B),
        ("戊小寒", marks[0] + C),
    ]
    assert [piece.text for piece in document.of_person(found, "戊小寒").pieces] == [marks[0] + C]
    assert {"甲小满", "戊小寒"} <= {
        applicants.labelled(one.text) or applicants.alone(one.text) for one in found.left_out
    }


@pytest.mark.parametrize(
    "heads", [("国内", "国外"), ("核心期刊", "普通期刊"), ("第一作者", "通讯作者"), ("论文", "专利"), ("英文", "中文")]
)
def test_a_short_heading_above_a_new_count_is_nobody_who_takes_papers_away(heads: tuple[str, str]) -> None:
    found = read(heads[0], f"[1] {A}", f"[2] {B}", heads[1], f"[1] {C}")
    assert [piece.text for piece in document.of_person(found, "甲小满").pieces] == [f"[1] {A}", f"[2] {B}", f"[1] {C}"]


def test_a_labelled_name_that_is_not_the_applicants_is_refused() -> None:
    with pytest.raises(BadValue, match="没有“己某”"):
        document.of_person(read(NAMES[0][0], f"[1] {A}", NAMES[0][1], f"[1] {C}"), "己某")


def test_a_name_within_a_reference_or_before_its_rest_is_no_heading() -> None:
    found = read("[1] 甲小满", "①题名的第一部分[J]. 辽海机械, 2019(7): 31-36.", f"[2] {B}")
    assert len(found.pieces) >= 2
    assert all("申报人" not in one.note for one in found.left_out if "题名" in one.text)
    assert read(f"[1] {A}", "戊小寒", f"[2] {C}").pieces[0].person is None


def test_a_table_whose_heads_nobody_knows_is_read_by_its_content_and_that_is_said() -> None:
    found = read(
        "研究成果\t载体\t见刊\t我排第几",
        "钢包吹氩位置对均混时间的影响\t辽海机械\t2018.05\t1",
        "矿井提升机热裂纹的观察\t某某学报\t2019年第3期\t2",
    )
    rows = [document.citation(piece, "1") for piece in found.pieces]
    assert [(row.title, row.container, row.year) for row in rows] == [
        ("钢包吹氩位置对均混时间的影响", "辽海机械", "2018"), ("矿井提升机热裂纹的观察", "某某学报", "2019"),
    ]  # fmt: skip
    assert all(any(doubt.field == "title" and doubt.kind == "inferred" for doubt in row.doubts) for row in rows)
    assert [one.note for one in found.left_out] == ["未识别的列名，各列按内容判断"]


def test_what_a_row_holds_beside_the_cell_that_was_read_is_said() -> None:
    found = read(
        "项\t内容\t甲", "一\t钢包吹氩位置对均混时间的影响之研究\t辽海机械", "二\t矿井提升机热裂纹的观察与分析\t某某学报"
    )
    said = " ".join(one.text for one in found.left_out)
    for word in ("辽海机械", "某某学报"):
        assert word in said or any(word in piece.text for piece in found.pieces)
