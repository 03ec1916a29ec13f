"""A pasted list is cut into its references, whatever numbers it carries."""

from __future__ import annotations

import pytest

from verifier.readers import listing

ONE = "韩松龄. 转炉渣余热回收[J]. 辽冶技术, 2019(2): 15-18."
TWO = "柳依然. 炼钢余热利用[M]. 沈阳: 北辰科技出版社, 2015."
THREE = "秦若水. 余热普查[D]. 鞍山: 千山科技大学, 2016."


def cut(text: str) -> list[str]:
    return [piece.text for piece in listing.split(text)]


LABELS = [
    ("[1] ", "[2] ", "[3] "),
    ("1. ", "2. ", "3. "),
    ("（1）", "（2）", "（3）"),
    ("①", "②", "③"),
    ("1、", "2、", "3、"),
    ("• ", "• ", "• "),
    ("一、", "二、", "三、"),
    ("［1］", "［2］", "［3］"),
    ("论文一：", "论文二：", "论文三："),
    ("论文1、", "论文2、", "论文3、"),
    ("第一篇：", "第二篇：", "第三篇："),
    ("", "", ""),
]


@pytest.mark.parametrize("labels", LABELS)
def test_numbers_of_every_kind_begin_a_reference(labels: tuple[str, str, str]) -> None:
    lines = [label + text for label, text in zip(labels, (ONE, TWO, THREE), strict=True)]
    assert cut("\n".join(lines)) == lines


def test_a_reference_over_several_lines_is_one() -> None:
    text = f"[1] {ONE[:14]}\n{ONE[14:]}\n[2] {TWO}"
    assert cut(text) == [f"[1] {ONE[:14]}\n{ONE[14:]}", f"[2] {TWO}"]


def test_an_unnumbered_reference_goes_on_until_it_ends_like_one() -> None:
    assert cut(f"{ONE[:20]}\n{ONE[20:]}\n{TWO}") == [f"{ONE[:20]}\n{ONE[20:]}", TWO]


def test_page_numbers_and_headings_between_lines_are_left_out() -> None:
    assert cut(f"参考文献\n[1] {ONE[:14]}\n12\n{ONE[14:]}\n第 3 页 共 9 页\n[2] {TWO}") == [f"[1] {ONE[:14]}\n{ONE[14:]}", f"[2] {TWO}"]


def test_several_references_on_one_line_are_parted_by_their_numbers() -> None:
    assert cut(f"[1] {ONE} [2] {TWO} [3] {THREE}") == [f"[1] {ONE}", f"[2] {TWO}", f"[3] {THREE}"]


def test_a_second_marked_reference_on_a_line_is_parted_without_a_number() -> None:
    assert cut(f"{ONE} {TWO}") == [ONE, TWO]


def test_an_english_copy_behind_a_reference_is_not_parted_from_it() -> None:
    text = f"{ONE} HAN S L. Heat recovery[J]. Ironmaking Notes, 2019(2): 15-18."
    assert cut(text) == [text]


def test_a_part_and_its_host_are_not_parted() -> None:
    text = "柳依然. 余热研究[A]. 秦若水. 炼钢年会论文集[C]. 沈阳: 北辰科技出版社, 2015: 55-58."
    assert cut(text) == [text]


def test_an_access_date_in_brackets_is_no_number() -> None:
    text = "[1] 韩松龄. 余热[J/OL]. 辽冶技术, 2019(2): 15[2020-03-01]. http://example.org/a."
    assert cut(text) == [text]


def test_lines_are_counted_from_one() -> None:
    assert [piece.line for piece in listing.split(f"参考文献\n\n[1] {ONE}\n[2] {TWO}")] == [3, 4]


def test_an_empty_list_has_no_piece() -> None:
    assert cut(" \n\n") == []


def test_one_number_without_its_stop_still_begins_a_reference_where_it_is_the_next() -> None:
    assert cut(f"1. {ONE}\n2 {TWO}\n3. {THREE}") == [f"1. {ONE}", TWO, f"3. {THREE}"]


def test_a_count_at_the_front_of_a_broken_line_is_no_number() -> None:
    text = "1. 韩松龄. 比较\n2 种工况下的余热回收[J]. 辽冶技术, 2019(2): 15-18."
    assert cut(text) == [text]


def test_a_title_that_speaks_of_papers_begins_no_list() -> None:
    assert cut("1. 韩松龄. 学位\n论文写作指导[J]. 辽冶技术, 2019(2): 15-18.") == ["1. 韩松龄. 学位\n论文写作指导[J]. 辽冶技术, 2019(2): 15-18."]


def test_the_next_number_begins_a_reference_in_whatever_bracket_it_stands() -> None:
    lines = ["3、韩松龄: 转炉渣余热回收, 辽冶技术, 第一作者, CN21-1116/TF", f"(4) {TWO}", f"⑤ {THREE}"]
    assert cut("\n".join(lines)) == lines


def test_an_issue_that_opens_a_broken_line_is_no_next_number() -> None:
    text = "3. 韩松龄. 转炉渣余热回收[J]. 辽冶技术, 2019, 12\n(4): 15-18."
    assert cut(text) == [text]
