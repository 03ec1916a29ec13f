"""What every reader promises for any input: no exception but a refusal, nothing lost, spans that hold; what fuzzing found stays here."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz import promises
from verifier import formats
from verifier.formats import encoding
from verifier.readers import running

CASES = sorted(path for path in Path("fuzz/cases").rglob("*") if path.is_file() and path.name != "README.md")
TAGS = [
    "RT Journal Article", "T1 ", "A1 ", "YR ", "IS ", "vo ", "OP ", "%0 Journal Article", "%T ", "%A ", "%D ", "{Reference Type}: ",
    "{Title}: ", "{Author}: ", "Title-题名: ", "Author-作者: ", "Year-年: ", "【来源篇名】", "【年代卷期】", "【题　名】", "TY  - JOUR",
    "TI  - ", "ER  - ", "@article{a,", "title={", "}", "PT J", "TI ", "ER", "<record>", "<ref-type name='Journal Article'>", "</record>",
    "<Bibliography>", "<PrimaryTitle><Title>", '[{"title": "', '"type": "book"}', "[1] ", "姓名：", "[J]",
]  # fmt: skip
SMALL = ["\n", "\r\n", "\t", " ", ",", ";", "2019", "(3): 1-5.", "甲某"]
PIECES = st.lists(st.one_of(st.sampled_from(TAGS), st.sampled_from(SMALL), st.text(max_size=12)), max_size=40)
CELLS = st.one_of(st.sampled_from(["题名", "作者", "刊名", "发表时间", "2019年3月", "甲某、乙某", "某某学报", "1"]), st.text(max_size=15))
SAYABLE = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=200)
RUNS = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RUNS
@given(PIECES)
def test_any_mixture_of_tags_reads_or_is_refused(parts: list[str]) -> None:
    promises.hold(promises.text, "".join(parts).encode("utf-8", "replace"))


@RUNS
@given(st.binary(max_size=400))
def test_any_bytes_read_or_are_refused(data: bytes) -> None:
    for target in (promises.text, promises.word, promises.package):
        promises.hold(target, data)


@RUNS
@given(PIECES)
def test_a_list_loses_nothing_and_takes_nothing_twice(parts: list[str]) -> None:
    promises.hold(promises.listed, "".join(parts).encode("utf-8", "replace"))


@RUNS
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_any_table_reads(rows: list[list[str]]) -> None:
    promises.hold(promises.tabled, "\n".join("\t".join(cell.replace("\t", " ") for cell in row) for row in rows).encode("utf-8", "replace"))


@RUNS
@given(SAYABLE, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_what_was_encoded_is_decoded(text: str, codec: str) -> None:
    """GB18030 can be valid UTF-8 by chance in short texts without Chinese structure; real text of a line's length is not."""
    if codec == "gb18030":
        text += "辽海机械，题名与作者。"
    try:
        found = encoding.decode(text.encode(codec))
    except encoding.NotText:
        pytest.fail(f"{text!r} in {codec} was refused")
    assert found.text == text


TITLE = st.text(alphabet="钢包吹氩位置对均混时间的影响研究ABCabc 12-（）", min_size=1, max_size=30).map(lambda text: f"钢{text}".strip())


@RUNS
@given(st.lists(st.tuples(TITLE, st.integers(1950, 2029), st.integers(1, 24)), min_size=1, max_size=6))
def test_every_record_that_is_written_is_read(rows: list[tuple[str, int, int]]) -> None:
    written = {
        "RefWorks": "\n\n".join(f"RT Journal Article\nA1 甲某;乙某;\nT1 {title}\nJF 某刊\nYR {year}\nIS {issue:02}" for title, year, issue in rows),
        "EndNote": "\n\n".join(f"%0 Journal Article\n%A 甲某\n%A 乙某\n%T {title}\n%J 某刊\n%D {year}\n%N {issue:02}" for title, year, issue in rows),
        "NoteExpress": "\n\n".join(
            f"{{Reference Type}}: Journal Article\n{{Title}}: {title}\n{{Author}}: 甲某;乙某\n{{Journal}}: 某刊\n"
            f"{{Year}}: {year}\n{{Issue}}: {issue:02}"
            for title, year, issue in rows
        ),
        "RIS": "\n".join(
            f"TY  - JOUR\nTI  - {title}\nAU  - 甲某\nAU  - 乙某\nJO  - 某刊\nPY  - {year}\nIS  - {issue:02}\nER  - \n" for title, year, issue in rows
        ),
    }  # fmt: skip
    for name, text in written.items():
        found = formats.read(text.encode())
        assert found is not None
        assert found.format == name
        expected = [(" ".join(title.split()), str(year), f"{issue:02}", ("甲某", "乙某"), "某刊") for title, year, issue in rows]
        assert [(one.title, one.year, one.issue, one.authors, one.container) for one in found.entries] == expected


@pytest.mark.parametrize("case", CASES, ids=lambda path: "/".join(path.parts[-2:]))
def test_what_fuzzing_found_stays_mended(case: Path) -> None:
    promises.hold(promises.TARGETS[case.parent.name], case.read_bytes())


@pytest.mark.parametrize("size", [2_000, 20_000])
def test_time_grows_with_the_length_and_not_with_its_square(size: int) -> None:
    """Ten times the text may take thirty times as long at most; a square would take a hundred."""
    import time

    def seconds(count: int) -> float:
        text = "\n".join(f"[{number}] 甲某, 乙某. 题名之{number}[J]. 某刊, 2019(3): 1-5." for number in range(count))
        started = time.process_time()
        running.cut(text)
        return time.process_time() - started

    small = max(seconds(size // 10), 0.002)
    assert seconds(size) < 40 * small
