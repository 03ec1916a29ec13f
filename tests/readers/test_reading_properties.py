"""What holds for every text: reading never raises, spans lead back to the print, the quick way agrees with the long one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.readers import LONGEST, express, long_way, read
from verifier.readers.draft import Draft
from verifier.readers.fold import fold

SIGNS = "甲乙丙张李王，,。.：:；;（）()[]【】《》“”0123456789OlSZz年第期卷页增刊J/MDCN-–～+ \n\t<b>&*\\见载编译等ABCabc'’@=_|"
HAN = st.text("高炉转余热回收数值模拟研究冶金技术装备", min_size=4, max_size=24)
NAME = st.builds(lambda family, given: family + given, st.sampled_from("张李王赵韩柳秦"), st.text("松龄依然若水明", min_size=1, max_size=2))
NUMBER = st.integers(1, 400).map(str)


@settings(max_examples=300, deadline=None)
@given(st.text(SIGNS, max_size=160) | st.text(max_size=120))
def test_reading_never_raises_and_keeps_the_raw_text(text: str) -> None:
    citation = read(text, "1")
    assert citation.raw == text
    assert all(0 <= start < end <= len(text) for start, end in citation.spans.values())


@settings(max_examples=300, deadline=None)
@given(st.text(SIGNS, max_size=160))
def test_every_span_shows_the_value_in_the_print(text: str) -> None:
    citation = read(text, "1")
    noted = {doubt.field for doubt in citation.doubts if doubt.kind == "repaired" or doubt.field == "date"}
    for field, (start, end) in citation.spans.items():
        if field not in noted and field != "authors":
            assert squashed(getattr(citation, field)) == squashed(text[start:end])
    for name in citation.authors:
        assert set(squashed(name)) <= set(squashed(text[slice(*citation.spans["authors"])]))


def squashed(text: str) -> str:
    return "".join(fold(text).text.split())


@settings(max_examples=200, deadline=None)
@given(st.lists(NAME, min_size=1, max_size=4), HAN, HAN, st.integers(1950, 2030).map(str), st.none() | NUMBER, NUMBER, NUMBER, NUMBER, st.booleans())
def test_what_is_rendered_is_read_back(
    authors: list[str], title: str, container: str, year: str, volume: str | None, issue: str, first: str, last: str, marked: bool
) -> None:
    volume_shown = f", {volume}" if volume else ""
    text = f"{', '.join(authors)}. {title}{'[J]' if marked else ''}. {container}, {year}{volume_shown}({issue}): {first}-{last}."
    citation = read(text, "1")
    assert (citation.title, citation.container, citation.year) == (title, container, year)
    assert (citation.volume, citation.issue, citation.pages) == (volume, issue, f"{first}-{last}")
    assert list(citation.authors) == authors


@settings(max_examples=200, deadline=None)
@given(
    st.lists(NAME, min_size=1, max_size=3).map(", ".join) | st.sampled_from(["HAN S L, LIU Y", "Han S", "Händel S L, Des Marais D J, et al", "北辰余热研究会", "佚名", "韩松龄、柳依然", "韩松龄, 柳依然, 等"]),
    HAN | st.sampled_from(["Heat recovery from slag", "Slag: a doctoral thesis on heat", "In Search of Slag", "Is slag a fuel?", "高炉(渣)余热: 2.0版", "“余热”与渣", "《余热》研究", "A note on slag"]),
    st.sampled_from(["[J]", "[J/OL]", " [J]", ""]),
    HAN | st.sampled_from(["Ironmaking Notes", "Ironm. Notes", "North Quay Press", "辽冶技术(自然科学版)", "辽冶 技术"]),
    st.sampled_from(["2019.08", "2019.12.", "2019, 2019: 3-5", "2019;38(2):15-18", "2019, 38: 15", "2019, 38(2): e15", "2019, 38(2): 15-18", "2019(2):15", "2019(S1): 15-18, 20", "2019, 38(7/8)", "38(2): 15-18"]),
    st.sampled_from([". ", ", 2019. ", ". 2019. "]),
)
def test_the_quick_way_reads_what_the_long_way_reads(authors: str, title: str, mark: str, container: str, tail: str, gap: str) -> None:
    agree(f"{authors}{gap}{title}{mark}. {container}, {tail}.")


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["HAN S L, LIU Y", "Han S", "韩松龄、柳依然", "韩松龄, 柳依然, 等", "柳依然"]),
    HAN | st.sampled_from(["Heat recovery from slag", "高炉余热, 上", "余热论集: 第2册", "A note on slag", "余热(第二版)"]),
    st.sampled_from(["[M]", "[D]", " [M]"]),
    st.sampled_from(["沈阳: ", "London: ", "", "见: ", "[S.l.]: "]),
    HAN | st.sampled_from(["北辰科技出版社", "千山科技大学", "Heat Press", "沈阳", "千山科技大学硕士学位论文", "2版. 北辰出版社"]),
    st.sampled_from(["2015", "2015: 32-36", "2015: 7", "2015年"]),
)
def test_the_quick_way_reads_books_as_the_long_way_does(authors: str, title: str, mark: str, place: str, press: str, tail: str) -> None:
    agree(f"{authors}. {title}{mark}. {place}{press}, {tail}.")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(NAME, min_size=1, max_size=3).map("、".join) | st.sampled_from(["北辰余热研究会", "佚名", "论文", "文章", "见韩松龄", "参见韩松龄", "韩松龄等", "韩松龄、柳依然等", "韩松龄译", "高炉炼铁"]),
    st.sampled_from(["：", "，2019：", "，2019，", "，", ", 1019:"]),
    HAN | st.sampled_from(["论“余热”", "余热论集：第2册", "〈余热〉与渣", "余热(第二版)", "2019年第2期"]),
    HAN | st.sampled_from(["辽冶日报", "辽海大学学报（社会科学版）", "辽冶 技术", "余热论文集", "Ironmaking Notes"]),
    st.sampled_from(["2019年第2期", "第2期", "第38卷第2期，2019年", "2019年第38卷第02期", "第S1期", "2019年第2期，第5-9页", "第2期，第9-5页", "2019年第999期，第15页", "2019年"]),
    st.sampled_from(["。", "", ".", "，第1版"]),
)
def test_the_quick_way_reads_notes_as_the_long_way_does(authors: str, gap: str, title: str, container: str, tail: str, stop: str) -> None:
    agree(f"{authors}{gap}《{title}》，《{container}》{tail}{stop}")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(NAME, min_size=1, max_size=3).map(", ".join) | st.sampled_from(["北辰余热研究会", "佚名", "韩松龄, 柳依然, 等", "高炉炼铁"]),
    st.sampled_from([", 2019. ", ". 2019. ", "., 2019. "]),
    HAN | st.sampled_from(["余热论集, 上", "余热: 2.0版", "是渣吗?"]),
    HAN | st.sampled_from(["辽冶技术(自然科学版)", "北辰出版社", "辽冶日报", "辽海大学", "沈阳"]),
    st.sampled_from(["(2): 15-18", ", 38(2): 15-18", ", 38(2): 18-15", "(S1): S1-S5", ", 2019(2): 1-9", "(2)", ", 2: 15-18"]),
)
def test_the_quick_way_reads_dated_references_as_the_long_way_does(authors: str, gap: str, title: str, container: str, tail: str) -> None:
    agree(f"{authors}{gap}{title}. {container}{tail}.")


def agree(text: str) -> None:
    quick, long = Draft(fold(text)), Draft(fold(text))
    if express.take(quick):
        long_way(long)
        assert quick.finish("1", None) == long.finish("1", None)


HOSTILE = [
    *("[", "(", "((", "[[J]", " ", "\n", ". ", ", ", "张三, ", "A. ", "《", "》《", "“”"),
    *("2019 ", "10.1000/", "http://", "//", "<b", "&amp", "**", "第1期", "1-", "见: "),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_lines_take_linear_time(piece: str) -> None:
    text = "韩松龄. 题名[J]. " + piece * (LONGEST // len(piece))
    started = time.process_time()
    read(text[:LONGEST], "1")
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_line_of_a_hundred_thousand_signs_is_kept_and_doubted(piece: str) -> None:
    text = piece * (100_000 // len(piece) + 1)
    citation = read(text, "1")
    assert citation.raw == text
    assert citation.title is None
    assert [doubt.kind for doubt in citation.doubts] == ["unread"]
