"""A list's headings, name lines, table heads, signatures and remarks are no citations, and no citation is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.readers import furniture
from verifier.readers.document import read_document, read_hand_in

DEMO = Path("fixtures/stories/demo")
REFERENCES = (
    "甲某某, 乙某. 链斗挖泥船斗链张力的测量[J]. 某某工程, 2019, 34(5): 21-25.",
    "甲某某. 斗链磨损的观察. 某某学报, 2020(3): 7-9.",
)


def texts(data: str) -> list[str]:
    return [piece.text for piece in read_document(data.encode(), "list.txt")]


@pytest.mark.parametrize("file", ["list.docx", "list.txt", "list.xlsx"])
def test_the_demo_list_holds_exactly_its_eight_citations(file: str) -> None:
    pieces = read_document((DEMO / file).read_bytes(), file)
    assert len(pieces) == 8
    assert all(furniture.looks_like_reference(piece.text) or piece.origin.row for piece in pieces)


FURNITURE = (
    "任现职以来发表论文清单",
    "附件3：科研成果一览表",
    "一、论文（共2篇）",
    "（二）学术论文及著作",
    "姓名：甲某某    单位：某某厂 研究所",
    "姓  名：甲某某",
    "序号 论文题目 发表刊物 发表时间",
    "本人签字：          2021年9月6日",
    "单位（盖章）：",
    "审核人：丙某  复核人：丁某",
    "2021年9月6日",
    "注：带*者为通信作者，共2篇。",
    "以上材料真实有效，情况属实。",
    "合计：2篇，其中核心期刊1篇",
    "————————————",
)


@pytest.mark.parametrize("line", FURNITURE)
@pytest.mark.parametrize("marks", [("[1] ", "[2] "), ("", ""), ("1. ", "2. ")])
def test_a_line_of_the_page_is_no_citation_wherever_it_stands(line: str, marks: tuple[str, str]) -> None:
    first, second = (mark + text for mark, text in zip(marks, REFERENCES, strict=True))
    for place in range(3):
        lines = [first, second]
        lines.insert(place, line)
        assert texts("\n".join(lines)) == [first, second], lines


def test_what_is_left_out_is_named_with_its_line() -> None:
    found = read_hand_in("\n".join(["发表论文清单", f"[1] {REFERENCES[0]}", "审核人："]).encode(), "list.txt")
    assert [(one.text, one.origin.line) for one in found.left_out] == [("发表论文清单", 1), ("审核人：", 3)]


@pytest.mark.parametrize(
    "reference",
    [
        "甲某某. 成果清单编制方法综述[J]. 某某学报, 2019(2): 1-4.",
        "参考文献著录的常见差错 甲某某 某某编辑 2019年第3期",
        "单位：能量的计量史. 甲某某. 某某计量, 2018, 5(2): 3-9.",
        "甲某某. 科技论文目录[M]. 某地: 某某出版社, 2017.",
        "注：《某某》与《某某纪》异文考[J]. 某某研究, 2016(4): 60-66.",
        "姓名学与社会统计. 甲某某. 某某统计, 2015(6): 12-15.",
        "2019年钢铁行业运行情况. 某某报, 2020-01-08(3).",
    ],
)
def test_a_reference_that_reads_like_a_heading_stays(reference: str) -> None:
    assert texts(f"发表论文清单\n[1] {reference}\n[2] {REFERENCES[1]}")[0] == f"[1] {reference}"
    assert reference in texts(f"{REFERENCES[0]}\n\n{reference}\n\n{REFERENCES[1]}")


def test_a_reference_broken_before_a_heading_word_stays_whole() -> None:
    assert texts(f"[1] 甲某某. 斗轮机的试验研究及其\n学位论文\n[D]. 某市: 某某大学, 2016.\n[2] {REFERENCES[1]}")[0].endswith("某某大学, 2016.")


def test_references_before_the_first_number_stay() -> None:
    assert len(texts(f"{REFERENCES[1]}\n\n[1] {REFERENCES[0]}\n[2] {REFERENCES[1]}")) == 3


def test_what_a_database_prints_below_a_reference_is_not_glued_to_it() -> None:
    abstract = "摘要：" + "以某厂钢包为原型建立物理模型，考察了2018年以来的数据。" * 30
    text = f"[1] {REFERENCES[0]}\n机构：某某厂；\n{abstract}\n结果在第5期已有报道。\n[2] {REFERENCES[1]}\n关键词：斗链；磨损\n"
    assert texts(text) == [f"[1] {REFERENCES[0]}", f"[2] {REFERENCES[1]}"]
    assert len(read_hand_in(text.encode(), "list.txt").left_out) == 4
