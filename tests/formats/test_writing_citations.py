"""Citations are written as CSL-JSON, RIS, BibTeX and corrected GB/T 7714, and what is written reads back."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
import typst
from pylopdf_fonts_zh_cn import __file__ as fonts

from verifier.formats import bibtexout, cslout, gbt7714out, risout
from verifier.model import Citation
from verifier.readers import read

JOURNAL = "韩松龄, 柳依然. 转炉渣余热回收[J]. 辽冶技术, 2019, 38(2): 15-18."
ENGLISH = "HAN S L, LIU Y R, QIN R S, et al. Heat recovery from converter slag[J]. Ironmaking Notes, 2019, 38(2): 15-18."
BOOK = "柳依然. 炼钢余热利用[M]. 沈阳: 北辰科技出版社, 2015: 32-36."
PART = "柳依然. 余热利用研究[C]//第九届炼钢年会论文集. 沈阳: 北辰科技出版社, 2015: 55-58."
THESIS = "柳依然. 炼钢余热利用[D]. 鞍山: 千山科技大学, 2015."
PAPER = "柳依然. 余热利用见成效[N]. 北辰日报, 2015-03-05(3)."
PATENT = "柳依然. 一种余热回收装置: ZL201510123456.7[P]. 2015-08-12."
STANDARD = "北辰冶金研究院. 余热回收装置: GB/T 99999-2015[S]. 北京: 北辰标准出版社, 2015."
ONLINE = "韩松龄. 转炉渣余热回收[J/OL]. 辽冶技术, 2019(2): 15-18. https://example.org/a. DOI:10.3969/j.issn.1000-0000.2019.02.003."
SUPPLEMENT = "韩松龄. 转炉渣余热回收[J]. 辽冶技术, 2019(增刊1): 15-18."


@pytest.mark.parametrize("text", [JOURNAL, ENGLISH, BOOK, PART, THESIS, PAPER, PATENT, STANDARD, ONLINE, SUPPLEMENT])
def test_a_correct_reference_of_2015_is_written_as_it_was(text: str) -> None:
    assert gbt7714out.render(read(text, "1")) == text


FULL_WIDTH = {
    JOURNAL: "韩松龄，柳依然. 转炉渣余热回收[J]. 辽冶技术，2019，38（2）：15-18.",
    ENGLISH: ENGLISH,
    BOOK: "柳依然. 炼钢余热利用[M]. 沈阳：北辰科技出版社，2015：32-36.",
    PAPER: "柳依然. 余热利用见成效[N]. 北辰日报，2015-03-05（3）.",
    STANDARD: "北辰冶金研究院. GB/T 99999-2015 余热回收装置[S]. 北京：北辰标准出版社，2015.",
}


@pytest.mark.parametrize(("text", "written"), FULL_WIDTH.items())
def test_the_edition_of_2025_has_its_own_signs_and_order(text: str, written: str) -> None:
    assert gbt7714out.render(read(text, "1"), "2025") == written


def test_a_damaged_reference_is_written_corrected() -> None:
    damaged = "韩松龄;柳依然.转炉渣余热回收【J】.辽冶技术，2O19年第2期：15～18"
    assert gbt7714out.render(read(damaged, "1")) == "韩松龄, 柳依然. 转炉渣余热回收[J]. 辽冶技术, 2019(2): 15-18."


def test_western_names_are_capitals_in_2015_and_as_printed_in_2025() -> None:
    citation = read("Han, S. L., & Liu, Y. R. (2019). Heat recovery from slag. Ironmaking Notes, 38(2), 15–18.", "1")
    assert gbt7714out.render(citation).startswith("HAN S L, LIU Y R. Heat recovery")
    assert gbt7714out.render(citation, "2025").startswith("Han S L, Liu Y R. Heat recovery")


def test_nothing_is_filled_in_that_the_citation_does_not_say() -> None:
    assert gbt7714out.render(Citation(id="1", raw="", type="M", title="炼钢余热")) == "炼钢余热[M]."


def test_csl_json_names_type_people_and_date() -> None:
    (item,) = json.loads(cslout.write([read(ENGLISH, "a")]))
    assert (item["id"], item["type"], item["container-title"]) == ("a", "article-journal", "Ironmaking Notes")
    assert item["author"][0] == {"family": "HAN", "given": "S L"}
    assert item["issued"] == {"date-parts": [[2019]]}
    assert json.loads(cslout.write([read(PAPER, "b")]))[0]["issued"] == {"date-parts": [[2015, 3, 5]]}
    assert json.loads(cslout.write([read(JOURNAL, "c")]))[0]["author"] == [{"literal": "韩松龄"}, {"literal": "柳依然"}]


def test_ris_holds_one_record_a_citation() -> None:
    text = risout.write([read(JOURNAL, "1"), read(BOOK, "2")])
    assert text.count("TY  - ") == text.count("ER  - ") == 2
    assert {"AU  - 韩松龄", "SP  - 15", "EP  - 18", "VL  - 38", "IS  - 2", "T2  - 辽冶技术"} <= set(text.splitlines())


def test_ris_keeps_a_value_with_a_line_break_on_its_line() -> None:
    assert "TI  - 甲 ER - 乙" in risout.write([Citation(id="1", raw="", title="甲\nER - 乙")])


def test_bibtex_escapes_the_signs_of_tex() -> None:
    text = bibtexout.write([Citation(id="1", raw="", type="J", title="50% of {A} & B_1", authors=("Li, S",))])
    assert r"{50\% of \{A\} \& B\_1}" in text
    assert "author = {Li, S}" in text


def squashed(text: str) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text)).casefold()


def printed(citation: Citation) -> str:
    """What Typst's own GB/T 7714-2015 style prints for a citation's BibTeX entry."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "refs.bib").write_text(bibtexout.write([citation]), encoding="utf-8")
        language = "zh" if citation.authors[0] >= "\u3400" else "en"
        lines = (
            f'#set text(lang: "{language}", font: ("Noto Serif SC",))',
            "#set page(width: 40cm)",
            "#cite(<ref1>, form: none)",
            '#bibliography("refs.bib", style: "gb-7714-2015-numeric", title: none)',
        )
        Path(folder, "main.typ").write_text("\n".join(lines), encoding="utf-8")
        pdf = typst.compile(str(Path(folder, "main.typ")), font_paths=[str(Path(fonts).parent)])
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


@pytest.mark.parametrize("text", [JOURNAL, ENGLISH, BOOK, SUPPLEMENT])
def test_typst_prints_the_same_words_in_the_same_order(text: str) -> None:
    citation = read(text, "1")
    assert squashed(gbt7714out.render(citation)) in squashed(printed(citation))
