"""HTML, DOCX, XLSX and JSON say what the PDF says, run nothing, and come out the same again."""

from __future__ import annotations

import json as plain_json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from html import unescape
from io import BytesIO

import docx as reader
import msgspec
import pytest
from python_calamine import CalamineWorkbook

from tests.proof.reading import ISSUED, NUMBER, ROOT, annex_of, page_texts, squeezed
from verifier.model import Report, canonical
from verifier.proof import certificate, checklist, docx, html, json, pdf, summary, xlsx
from verifier.proof.sheet import Column, Sheet, Table

Read = Callable[[str], Report]
EVIL = "<script>alert(1)</script>&\"'"


def certified(report: Report, lang: str = "zh") -> Sheet:
    return certificate.build(report, lang, annex=annex_of(report), number=NUMBER, issued=ISSUED)


def with_title(report: Report, title: str) -> Report:
    cited = msgspec.structs.replace(report.items[0].citation, title=title)
    return msgspec.structs.replace(report, items=(msgspec.structs.replace(report.items[0], citation=cited),))


def html_text(data: bytes) -> str:
    body = re.sub(r"<(style|svg|title)\b.*?</\1>", "", data.decode(), flags=re.DOTALL)
    return squeezed(unescape(re.sub(r"<[^>]+>", "", body)))


def docx_text(data: bytes) -> str:
    document = reader.Document(BytesIO(data))
    return squeezed("".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")))


def cells(sheet: Sheet) -> list[str]:
    return [cell for block in sheet.blocks if isinstance(block, Table) for row in block.rows for cell in row]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["ordinary", "nil", "unfinished", "demo"])
def test_all_formats_hold_every_cell_title_and_mark(sample: Read, name: str, lang: str) -> None:
    sheet = certified(sample(name), lang)
    texts = (html_text(html.render(sheet)), docx_text(docx.render(sheet)))
    for text in texts:
        for one in (sheet.title, sheet.subtitle, *cells(sheet), *(extract.heading for extract in sheet.annex)):
            assert squeezed(one) in text


def test_the_marks_stand_in_every_format(sample: Read) -> None:
    sheet = certified(sample("demo"))
    package = docx.render(sheet)
    head = "".join(section.header.paragraphs[0].text for section in reader.Document(BytesIO(package)).sections)
    assert head.count("演示数据　不得用于申报") == 2
    assert html_text(html.render(sheet)).count("演示数据不得用于申报") > len(sheet.annex)
    assert "演示数据不得用于申报" in page_texts(pdf.render(sheet))[0]


def test_html_is_escaped_and_fetches_nothing(sample: Read) -> None:
    report = with_title(sample("one"), EVIL)
    data = html.render(certified(report)).decode()
    assert "<script" not in data
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#x27;" in data
    assert not re.search(r'(?:src|href|action)\s*=\s*"', data)
    assert "default-src 'none'" in data


def test_html_is_the_same_again(sample: Read) -> None:
    assert html.render(certified(sample("ordinary"))) == html.render(certified(sample("ordinary")))


def test_docx_has_real_styles_repeated_headings_and_fixed_dates(sample: Read) -> None:
    data = docx.render(certified(sample("ordinary")))
    assert data == docx.render(certified(sample("ordinary")))
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {docx.FIXED}
        body = package.read("word/document.xml").decode()
        foot = "".join(package.read(name).decode() for name in package.namelist() if "footer" in name)
        styles = package.read("word/styles.xml").decode()
    assert set(re.findall(r'w:lang [^>]*w:eastAsia="([^"]+)"', styles)) == {"zh-CN"}
    assert body.count("<w:tblHeader/>") >= 3
    assert "<w:cantSplit/>" in body
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot
    document = reader.Document(BytesIO(data))
    assert [paragraph.style.name for paragraph in document.paragraphs[:2] if paragraph.style] == ["Title", "Subtitle"]
    assert document.core_properties.created.isoformat().startswith(ISSUED)
    assert [section.orientation for section in document.sections] == [1, 0]


def test_docx_takes_characters_that_xml_refuses(sample: Read) -> None:
    text = docx_text(docx.render(certified(with_title(sample("one"), "甲\x00乙\x0b"))))
    assert "甲〔U+0000〕乙〔U+000B〕" in text


def test_the_checklist_prints_in_every_format_without_places_to_sign(sample: Read) -> None:
    sheet = checklist.build(sample("ordinary"), number=NUMBER, issued=ISSUED)
    for text in (html_text(html.render(sheet)), docx_text(docx.render(sheet))):
        assert "审核用，不加盖公章，不随卷" in text
        assert "单位（公章）" not in text


def test_the_summary_counts_every_applicant_and_lists_every_output(sample: Read) -> None:
    reports = [sample(name) for name in ("ordinary", "unfinished", "nil")]
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx.render(summary.build(reports), issued=ISSUED)))
    assert book.sheet_names == ["申报人", "成果"]
    people = book.get_sheet_by_name("申报人").to_python()
    assert people[0][0] == "审核用，不加盖公章，不随卷"
    assert [row[3:11] for row in people[2:]] == [[8, 6, 1, 0, 1, 3, 3, 2], [3, 1, 0, 2, 0, 0, 3, 0], [0] * 8]
    outputs = book.get_sheet_by_name("成果").to_python()
    assert len(outputs) == 2 + 8 + 3
    assert outputs[4][13] == "属《通知》五.3所列情形，请审核确认"


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "http://example.invalid/", "0012", "12"]
)
def test_a_cell_is_never_a_formula_a_link_or_a_number(text: str) -> None:
    columns = (Column(title="题名", width=10.0),)
    data = xlsx.render([Table(name="t", caption="表", columns=columns, rows=((text,),))], issued=ISSUED)
    with zipfile.ZipFile(BytesIO(data)) as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[-1] == [text]


def test_a_text_too_long_for_a_cell_is_cut_with_a_note_and_not_dropped() -> None:
    columns = (Column(title="题名", width=10.0),)
    data = xlsx.render([Table(name="t", caption="表", columns=columns, rows=(("长" * 40_000,),))], issued=ISSUED)
    cell = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[-1][0]
    assert isinstance(cell, str)
    assert cell.endswith("…（余8000字）")


def test_the_workbook_is_the_same_again_with_frozen_headings_and_filters(sample: Read) -> None:
    tables = summary.build([sample("ordinary")])
    data = xlsx.render(tables, title="汇总", issued=ISSUED)
    assert data == xlsx.render(tables, title="汇总", issued=ISSUED)
    with zipfile.ZipFile(BytesIO(data)) as package:
        page = package.read("xl/worksheets/sheet2.xml").decode()
    assert 'state="frozen"' in page
    assert '<autoFilter ref="A2:P10"/>' in page


def test_json_is_the_canonical_report(sample: Read) -> None:
    report = sample("ordinary")
    assert json.render(report) == canonical(report)
    assert plain_json.loads(json.render(report))["hash"] == report.hash


def test_a_door_that_prints_nothing_pays_for_no_printer() -> None:
    script = (
        "import sys, verifier.proof\n"
        "late = {'typst', 'bs4', 'docx', 'xlsxwriter', 'rich', 'segno', 'lxml'} & set(sys.modules)\n"
        "print(sorted(late))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"
