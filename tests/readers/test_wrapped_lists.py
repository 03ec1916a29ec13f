"""Lists without numbers, broken over lines: parted by indentation, by the margin, by ends; what is not sure is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.readers import document, running, wrapped
from verifier.readers.document import read_hand_in
from verifier.readers.listing import Piece

REFERENCES = (
    "韩松龄, 秦若水. 转炉渣余热回收过程的传热模型与工业试验研究[J]. 辽冶技术, 2019, 34(2): 15-18.",
    "柳依然. 炼钢余热利用的工程实践与节能评价[M]. 沈阳: 北辰科技出版社, 2015.",
    "ASHWORTH P L, BRANDT K. Thermal misalignment of helical stages in mining reducers[J]. Drive Letters, 2020, 8(3): 145-156.",
    "秦若水. 鞍山地区工业余热资源普查及梯级利用方案的比较研究[D]. 鞍山: 千山科技大学, 2016.",
    "方未名, 韩松龄, 柳依然, 等. 高炉冲渣水余热用于城市供暖的经济性[J]. 辽冶技术, 2021(6): 40-47.",
)


def broken(text: str, width: int, indent: str = "") -> list[str]:
    """Break a text at a margin as an editor does: Chinese anywhere, Latin words whole."""
    lines, line = [], ""
    words = [part for word in text.split(" ") for part in (*(list(word) if word > "\u3000" else [word]), " ")][:-1]
    for word in words:
        if wrapped.width(line + word) > width and line.strip():
            lines.append(line.rstrip())
            line = indent + word.lstrip()
        else:
            line += word
    return [*lines, line.rstrip()]


def squeezed(pieces: tuple[Piece, ...]) -> list[str]:
    return ["".join(piece.text.split()) for piece in pieces]


@pytest.mark.parametrize("width", [40, 56, 70])
@pytest.mark.parametrize("indent", ["", "    ", "\u3000\u3000"])
def test_a_broken_list_is_parted_where_its_references_begin(width: int, indent: str) -> None:
    lines = [line for text in REFERENCES for line in broken(text, width, indent)]
    assert squeezed(running.cut("\n".join(lines)).pieces) == ["".join(text.split()) for text in REFERENCES]


def test_indented_first_lines_begin_as_well_as_hanging_ones() -> None:
    lines = [
        ("\u3000\u3000" if place == 0 else "") + line
        for text in REFERENCES
        for place, line in enumerate(broken(text, 50))
    ]
    assert squeezed(running.cut("\n".join(lines)).pieces) == ["".join(text.split()) for text in REFERENCES]


def test_an_indentation_that_tells_nothing_parts_nothing() -> None:
    lines = [REFERENCES[0], "   " + REFERENCES[1], REFERENCES[3], "   " + REFERENCES[4]]
    assert squeezed(running.cut("\n".join(lines)).pieces) == [
        "".join(text.split()) for text in (*REFERENCES[:2], *REFERENCES[3:])
    ]


def test_what_weak_signs_told_is_doubted_and_what_sure_ones_told_is_not() -> None:
    lines = "韩松龄. 余热[J]. 辽冶技术, 2019(2): 15-18\n关于余热的补充说明见第3期\n柳依然. 余热利用[M]. 沈阳: 北辰科技出版社, 2015."
    found = [document.citation(piece, "1") for piece in read_hand_in(lines.encode(), "x.txt").pieces]
    assert any(doubt.field == "raw" and doubt.kind == "suspect" for one in found for doubt in one.doubts)
    plain = [document.citation(piece, "1") for piece in read_hand_in("\n".join(REFERENCES).encode(), "x.txt").pieces]
    assert [one.raw for one in plain] == list(REFERENCES)
    assert not [doubt for one in plain for doubt in one.doubts if doubt.field == "raw"]


def test_a_whole_reference_without_a_number_in_a_numbered_list_is_not_joined_in_silence() -> None:
    text = f"[1] {REFERENCES[0]}\n1 癸小雪. 料仓结拱的观察[J]. 辽海机械, 2020(2): 7-9.\n[2] {REFERENCES[1]}\n[3] {REFERENCES[3]}"
    found = read_hand_in(text.encode(), "x.txt").pieces
    assert all(piece.unsure for piece in found if "癸小雪" in piece.text)


@given(st.lists(st.text(max_size=40), max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_every_line_is_told_and_the_first_begins(lines: list[str], gaps: list[bool]) -> None:
    found = wrapped.begins(lines, gaps[: len(lines)])
    assert len(found) == len(lines)
    assert all(one.first for one in found[:1])
