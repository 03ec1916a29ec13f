"""Lines stay within the terminal, lose nothing, and part where a reader would part them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from verifier.proof.wrapping import wrap

TEXT = st.text(alphabet="五中期刊。，（）“”abc.3-1 \n—㛃𠮷e\u0301", max_size=60)


@given(TEXT, st.integers(min_value=4, max_value=40))
def test_no_line_is_too_wide_and_nothing_but_blanks_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_clause_number_is_not_torn_and_closing_marks_do_not_begin_a_line() -> None:
    for width in range(12, 40):
        lines = wrap("不予认定为学术期刊研究成果（五.3），请附版权页、目录复核（五.3）。", width)
        assert not any(line.startswith(("。", "，", "、", "）", ".")) for line in lines)
        assert not any(line.endswith("（") for line in lines)
        assert sum("五.3" in line for line in lines) == 2


def test_a_word_wider_than_the_line_is_chopped_and_not_lost() -> None:
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_short_text_and_own_breaks_stay() -> None:
    assert wrap("甲\n乙", 10) == ["甲", "乙"]
    assert wrap("", 10) == [""]
