"""The printed pages hold every fact, whole and inside the rules, and come out the same again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from unicodedata import normalize

import msgspec
import pypdfium2
import pypdfium2.raw as raw
import pytest

from tests.proof.reading import ISSUED, NUMBER, ROOT, annex_of, page_texts, squeezed
from verifier.model import Report
from verifier.proof import CERTIFICATE_PDF, CHECKLIST_PDF, certificate, checklist, pdf, render, rows
from verifier.proof.sheet import Sheet, Table

Read = Callable[[str], Report]
SAMPLES = ("ordinary", "one", "nil", "unfinished", "rare", "forty", "demo")
POINT = 72 / 25.4


def certified(report: Report, lang: str = "zh", *, annex: bool = False) -> Sheet:
    pages = annex_of(report) if annex else ()
    return certificate.build(report, lang, annex=pages, head="ab" * 32, number=NUMBER, issued=ISSUED)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_cell_of_both_papers_can_be_read_back(sample: Read, name: str, lang: str) -> None:
    report = sample(name)
    for sheet in (certified(report, lang), checklist.build(report, lang, number=NUMBER, issued=ISSUED)):
        printed = pdf.printed(sheet)
        text = unhyphened("".join(page_texts(printed.pdf)))
        for cell in cells(sheet):
            for line in cell.split("\n"):
                assert unhyphened(squeezed(as_printed(line, printed.missing))) in text


def unhyphened(text: str) -> str:
    """Return a text without hyphens: a long word may be divided at a line's end (U+0002 in what pdfium reads)."""
    return re.sub(r"[\x02-]", "", text)


def cells(sheet: Sheet) -> Iterator[str]:
    """Yield the cells of all tables that stay on one page: their lines stand together in the page's text."""
    for block in sheet.blocks:
        if isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row if len(cell) < 60)


def as_printed(text: str, missing: tuple[str, ...]) -> str:
    for one in missing:
        text = text.replace(one, f"〔U+{ord(one):04X}〕")
    return text


@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_is_numbered_and_names_the_certificate(sample: Read, name: str) -> None:
    texts = page_texts(pdf.render(certified(sample(name), annex=True)))
    for place, text in enumerate(texts, 1):
        assert f"第{place}页共{len(texts)}页" in text
        assert NUMBER in text
        assert "骑缝处" in text


@pytest.mark.parametrize(("name", "mark"), [("demo", "演示数据不得用于申报"), ("unfinished", "草稿DRAFT")])
def test_demo_and_draft_are_marked_on_every_page(sample: Read, name: str, mark: str) -> None:
    texts = page_texts(pdf.render(certified(sample(name), annex=True)))
    assert len(texts) > 3
    assert all(text.count(mark) >= 2 for text in texts)
    assert not any(mark in text for text in page_texts(pdf.render(certified(sample("ordinary"), annex=True))))


@pytest.mark.parametrize("name", ["ordinary", "nil", "forty", "rare"])
def test_no_character_leaves_the_margins_or_crosses_a_rule(sample: Read, name: str) -> None:
    report = sample(name)
    for sheet in (certified(report, annex=True), checklist.build(report, number=NUMBER, issued=ISSUED)):
        plain = msgspec.structs.replace(sheet, marks=())
        document = pypdfium2.PdfDocument(pdf.render(plain))
        for place in range(min(len(document), 12)):
            assert crossings(document[place]) == []
        document.close()


def crossings(page: pypdfium2.PdfPage) -> list[tuple[str, float]]:
    """Return the characters that stand outside the printed area or across an upright rule, with their place."""
    width, height = page.get_size()
    uprights = [box for box in rules(page) if box[2] - box[0] < 2 < box[3] - box[1]]
    found = []
    text = page.get_textpage()
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index)
        if right - left < 0.2 or left > width - 14 * POINT:  # blanks, and the seam's upright note
            continue
        inside = left > 15 * POINT and right < width - 14 * POINT and bottom > 4 * POINT and top < height - 4 * POINT
        crossed = any(
            left < x - 0.6 and right > x + 0.6 and low < bottom and top < high for x, low, _, high in uprights
        )
        if not inside or crossed:
            found.append((text.get_text_range(index, 1), left))
    return found


def rules(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """Yield the boxes of a page's drawn lines."""
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        yield drawn.get_bounds()


def test_a_crossed_rule_would_be_seen(sample: Read) -> None:
    """The check above can fail: a cell that may not break its digest does cross a rule."""
    report = sample("one")
    sheet = certified(report)
    wide = msgspec.structs.replace(sheet, marks=())
    table = next(block for block in wide.blocks if isinstance(block, Table) and block.name == "results")
    row = (table.rows[0][0], "不\u2060可\u2060断\u2060" * 12, *table.rows[0][2:])
    blocks = tuple(msgspec.structs.replace(b, rows=(row,)) if b is table else b for b in wide.blocks)
    page = pypdfium2.PdfDocument(pdf.render(msgspec.structs.replace(wide, blocks=blocks)))[0]
    assert crossings(page)


def test_headings_repeat_over_rows_and_never_stand_alone(sample: Read) -> None:
    texts = page_texts(pdf.render(certified(sample("forty"))))
    with_rows = [text for text in texts if "检索到CN" in text]
    assert len(with_rows) >= 4
    assert all("序号题名作者（申报人位次）期刊名称" in text for text in with_rows)
    assert all("检索到CN" in text for text in texts if "序号题名作者（申报人位次）" in text)


def test_a_row_stays_on_one_page(sample: Read) -> None:
    report = sample("forty")
    texts = page_texts(pdf.render(certified(report)))
    for item in report.items:
        title, last = squeezed(rows.title(item)), item.lookups["vip"].record
        assert last
        assert next(title in text for text in texts if last in text)


def test_a_row_higher_than_a_page_flows_on_instead_of_being_cut(sample: Read) -> None:
    report = sample("one")
    long = "长" * 3000
    cited = msgspec.structs.replace(report.items[0].citation, title=long)
    item = msgspec.structs.replace(report.items[0], citation=cited)
    texts = page_texts(pdf.render(certified(msgspec.structs.replace(report, items=(item,)))))
    assert sum(text.count("长") for text in texts) == len(long)


def test_one_item_and_an_empty_list_take_one_page_with_the_places_to_sign(sample: Read) -> None:
    for name in ("one", "nil"):
        first = page_texts(pdf.render(certified(sample(name))))[0]
        assert "主管部门（公章，名称按上报渠道填写）" in first


def test_rare_characters_are_printed_and_missing_ones_named(sample: Read) -> None:
    printed = pdf.printed(certified(sample("rare")))
    text = "".join(page_texts(printed.pdf))
    assert printed.missing == ("𪚥",)
    assert "𠮷㛃" in text
    assert "CO₂与Na⁺共存环境下㛃形〔U+2A6A5〕纹" in text
    assert "字库缺字以码位标出：〔U+2A6A5〕，请对照原文。" in text
    assert "𪚥" not in text


@pytest.mark.parametrize("title", ["𠮷𡈼𨉖镕㧑䶮𬭸〇", "한국어와 中文", "Dvořák Nguyễn Łódź Ελληνικά", "10⁻³ m² Na⁺ H₂O ℃ Ⅲ"])
def test_names_of_neighbours_and_accents_are_printed_as_they_are(sample: Read, title: str) -> None:
    report = sample("one")
    cited = msgspec.structs.replace(report.items[0].citation, title=title)
    item = msgspec.structs.replace(report.items[0], citation=cited)
    printed = pdf.printed(certified(msgspec.structs.replace(report, items=(item,))))
    assert printed.missing == ()
    assert squeezed(title) in "".join(page_texts(printed.pdf))


@pytest.mark.parametrize(
    ("title", "missing", "shown"),
    [
        ("甲中\u1ab0乙", ("\u1ab0",), "甲中〔U+1AB0〕乙"),
        ("第1\ufe0f\u20e3步", ("\u20e3",), "第1〔U+20E3〕步"),
        ("ไทย与中文", ("ท", "ย", "ไ"), "〔U+0E44〕〔U+0E17〕〔U+0E22〕与中文"),
        ("👩\u200d🔬实验", ("👩", "🔬"), "〔U+1F469〕〔U+1F52C〕实验"),
        ("か\u3099与e\u0301", (), "か\u3099与e\u0301"),
    ],
)
def test_a_mark_that_no_font_holds_never_takes_its_letter_along(
    sample: Read, title: str, missing: tuple[str, ...], shown: str
) -> None:
    report = sample("one")
    cited = msgspec.structs.replace(report.items[0].citation, title=title)
    item = msgspec.structs.replace(report.items[0], citation=cited)
    printed = pdf.printed(certified(msgspec.structs.replace(report, items=(item,))))
    assert set(missing) <= set(printed.missing) <= {*missing, "\u200d", "\ufe0f"}
    text = re.sub("〔U\\+(?:200D|FE0F)〕|[\u200d\ufe0f]", "", "".join(page_texts(printed.pdf)))
    assert normalize("NFC", shown) in normalize("NFC", text)
    assert NUMBER in text


def test_a_sheet_whose_characters_are_all_there_says_nothing_of_glyphs(sample: Read) -> None:
    printed = pdf.printed(certified(sample("one")))
    assert printed.missing == ()
    assert "字库缺字" not in "".join(page_texts(printed.pdf))


def test_controls_and_direction_overrides_cannot_change_what_is_read(sample: Read) -> None:
    report = sample("one")
    cited = msgspec.structs.replace(report.items[0].citation, title="甲\u202e乙\x00丙\ue001丁")
    item = msgspec.structs.replace(report.items[0], citation=cited)
    printed = pdf.printed(certified(msgspec.structs.replace(report, items=(item,))))
    assert printed.missing == ("\x00", "\u202e", "\ue001")
    assert "甲〔U+202E〕乙〔U+0000〕丙〔U+E001〕丁" in "".join(page_texts(printed.pdf))


def test_text_is_printed_and_never_run_as_markup(sample: Read) -> None:
    report = sample("one")
    evil = '#read("/etc/passwd") *a* $x$ <b> \\u{41} @ref'
    cited = msgspec.structs.replace(report.items[0].citation, title=evil)
    item = msgspec.structs.replace(report.items[0], citation=cited)
    text = "".join(page_texts(pdf.render(certified(msgspec.structs.replace(report, items=(item,))))))
    assert squeezed(evil) in text


def test_the_same_report_gives_the_same_bytes_in_another_process(sample: Read) -> None:
    script = (
        "import msgspec, hashlib, pathlib\n"
        "from verifier.model import Report\n"
        "from verifier.proof import render\n"
        "r = msgspec.json.decode(pathlib.Path('fixtures/reports/rare.json').read_bytes(), type=Report)\n"
        f"d = render(r, number={NUMBER!r}, issued={ISSUED!r})\n"
        "print(*(hashlib.sha256(d[k]).hexdigest() for k in sorted(d)))\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }
    assert len(runs) == 1


def test_the_file_is_pdf_a_3b_with_all_fonts_embedded_and_the_day_of_issue(sample: Read) -> None:
    data = pdf.render(certified(sample("ordinary")))
    assert b"<pdfaid:part>3</pdfaid:part>" in data.replace(b" ", b"")
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in data.replace(b" ", b"")
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_dict()["CreationDate"].startswith("D:20260302")
    assert document.get_metadata_dict()["Title"] == f"专业技术资格申报研究成果检索证明 {NUMBER}"


def test_tables_lie_and_annex_pages_stand_on_a4(sample: Read) -> None:
    document = pypdfium2.PdfDocument(pdf.render(certified(sample("one"), annex=True)))
    sizes = [tuple(round(side / POINT) for side in document[place].get_size()) for place in range(len(document))]
    assert sizes[:2] == [(297, 210), (297, 210)]
    assert sizes[2:] == [(210, 297)]


def test_eight_items_with_their_annex_stay_small(sample: Read) -> None:
    assert len(pdf.render(certified(sample("ordinary"), annex=True))) <= 600_000


def test_render_gives_both_papers_by_name(sample: Read) -> None:
    papers = render(sample("ordinary"), number=NUMBER, issued=ISSUED)
    assert set(papers) == {CERTIFICATE_PDF, CHECKLIST_PDF} == {"certificate.pdf", "checklist.pdf"}
    assert all(data.startswith(b"%PDF-") for data in papers.values())


def test_a_nil_list_is_certified_on_one_page(sample: Read) -> None:
    assert len(page_texts(pdf.render(certified(sample("nil"))))) == 1


@pytest.mark.parametrize("name", ["ordinary", "forty", "unfinished"])
def test_a_tables_note_stands_on_the_page_where_its_rows_begin(sample: Read, name: str) -> None:
    sheet = certified(sample(name))
    pages = page_texts(pdf.render(sheet))
    for block in sheet.blocks:
        if isinstance(block, Table) and block.note:
            (page,) = [text for text in pages if squeezed(block.note) in text]
            assert squeezed(block.caption) in page
            assert squeezed(block.columns[0].title) in page.partition(squeezed(block.note))[2]


def test_the_page_counter_stands_in_the_middle_of_the_foot(sample: Read) -> None:
    document = pypdfium2.PdfDocument(pdf.render(certified(sample("one"))))
    page = document[0]
    text = page.get_textpage()
    found = text.search("第 1 页")
    index, _ = found.get_next() or (0, 0)
    count = len("第 1 页　共 1 页")
    boxes = [text.get_charbox(place) for place in range(index, index + count)]
    middle = (boxes[0][0] + boxes[-1][2]) / 2
    assert abs(middle - page.get_width() / 2) < 4 * POINT
    document.close()
