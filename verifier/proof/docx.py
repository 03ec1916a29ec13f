"""DOCX for offices that edit: real styles, repeated heading rows, rows that do not split, page fields; the same bytes again."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from verifier.proof import code, glyphs
from verifier.proof.sheet import Block, Extract, Fields, Prose, Sheet, Signatures, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph

BODY = ("宋体", "Times New Roman")
HEADINGS = ("黑体", "Arial")
WIDTH = 261.0
"""Millimetres between the margins of a landscape page."""
ANNEX_WIDTH = 168.0
ROOM = 46.0
FIXED = (1980, 1, 1, 0, 0, 0)


def render(sheet: Sheet) -> bytes:
    """Return the sheet as a DOCX file."""
    from docx import Document  # python-docx costs 150 ms to import

    missing = glyphs.unfit_in(sheet)
    shown = glyphs.replaced(sheet, missing)
    document = Document()
    _styles(document)
    _page(document.sections[0], shown, flipped=True)
    _title(document, shown)
    for block in shown.blocks:
        _block(document, block)
    note = glyphs.note(shown, missing)
    if note:
        document.add_paragraph(note)
    _annex(document, shown)
    _properties(document, shown)
    out = BytesIO()
    document.save(out)
    return fixed(out.getvalue())


def fixed(package: bytes) -> bytes:
    """Return a zip file with the same members in the same order, each dated 1980-01-01.

    Word does not look at these dates; python-docx writes the clock's, so that no two files were the same.
    """
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, FIXED), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _styles(document: Document) -> None:
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": 9.0, "Title": 18.0, "Subtitle": 9.5, "Heading 1": 11.0, "Heading 2": 10.0}
    for style, size in sizes.items():
        one: Any = document.styles[style]
        one.font.size, one.font.bold, one.font.italic = Pt(size), False, False
        one.font.color.rgb = RGBColor(0, 0, 0)
        _face(one.element.get_or_add_rPr(), BODY if style in ("Normal", "Subtitle") else HEADINGS)
        one.paragraph_format.space_before = Pt(6 if style.startswith("Heading") else 0)
        one.paragraph_format.space_after = Pt(3)


def _face(properties: Any, faces: tuple[str, str]) -> None:
    """Set the Chinese and the Latin face of a run or style, and drop the theme's, which would win over them."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for slot, face in (("eastAsia", faces[0]), ("ascii", faces[1]), ("hAnsi", faces[1])):
        fonts.set(qn(f"w:{slot}"), face)


def _page(section: Section, sheet: Sheet, *, flipped: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    width, height = (297, 210) if flipped else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if flipped else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(17), Mm(16)
    section.left_margin, section.right_margin = Mm(18 if flipped else 24), Mm(18)
    section.header_distance = section.footer_distance = Mm(8)
    head = section.header.paragraphs[0]
    head.text = "　".join(sheet.marks)
    foot = section.footer.paragraphs[0]
    foot.text = f"{sheet.foot}　"
    _page_of(foot, sheet.pages)
    foot.add_run("　" + "　".join(sheet.marks))


def _page_of(paragraph: Paragraph, pattern: str) -> None:
    """Write the page counter with Word's own fields in place of `{page}` and `{pages}`."""
    before, rest = pattern.split("{page}")
    between, after = rest.split("{pages}")
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _field(paragraph: Paragraph, instruction: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def _title(document: Document, sheet: Sheet) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    for text, style in ((sheet.title, "Title"), (sheet.subtitle, "Subtitle")):
        document.add_paragraph(text, style=style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if sheet.code:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.add_run().add_picture(BytesIO(code.png(sheet.code)), width=Mm(16))


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Fields):
        _fields(document, block)
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Prose):
        _prose(document, block)
    else:
        _signatures(document, block)


def _fields(document: Document, block: Fields) -> None:
    grid = _grid(document, [38, 92.5, 52, 78.5])
    free = 0
    for label, value in block.pairs:
        wide = label in block.wide
        if free != 2 or wide:
            row, free = grid.add_row().cells, 0
        row[free].text, row[free + 1].text = label, value
        if wide:
            row[1].merge(row[3])
        free = 4 if wide else free + 2
    document.add_paragraph()


def _table(document: Document, block: Table) -> None:
    if not block.rows and block.brief:
        document.add_paragraph(f"{block.caption}：{block.empty}")
        return
    document.add_paragraph(block.caption, style="Heading 1")
    whole = sum(column.width for column in block.columns)
    grid = _grid(document, [WIDTH * column.width / whole for column in block.columns])
    _row(grid, tuple(column.title for column in block.columns), heading=True)
    for row in block.rows:
        _row(grid, row)
    if not block.rows:
        cells = grid.add_row().cells
        cells[0].merge(cells[-1]).text = block.empty
    if block.note:
        document.add_paragraph(block.note)


def _prose(document: Document, block: Prose) -> None:
    if block.heading:
        document.add_paragraph(block.heading, style="Heading 1")
    for place, line in enumerate(block.lines, 1):
        document.add_paragraph(f"{place}. {line}" if block.numbered else line)


def _signatures(document: Document, block: Signatures) -> None:
    from docx.shared import Mm

    document.add_paragraph()
    whole = sum(width for _, width in block.places)
    grid = _grid(document, [WIDTH * width / whole for _, width in block.places])
    _row(grid, tuple(label for label, _ in block.places), heading=True)
    _row(grid, ("",) * len(block.places))
    grid.rows[1].height = Mm(ROOM)
    if block.note:
        document.add_paragraph(block.note)


def _annex(document: Document, sheet: Sheet) -> None:
    from docx.enum.section import WD_SECTION

    for place, extract in enumerate(sheet.annex):
        if not place:
            _page(document.add_section(WD_SECTION.NEW_PAGE), sheet, flipped=False)
        _extract(document, extract, new_page=place > 0)


def _extract(document: Document, extract: Extract, *, new_page: bool) -> None:
    document.add_paragraph(extract.heading, style="Heading 1").paragraph_format.page_break_before = new_page
    if extract.note:
        document.add_paragraph(extract.note)
    for heading, pairs in (("", extract.facts), (extract.fields_heading, extract.fields)):
        if heading:
            document.add_paragraph(heading, style="Heading 2")
        if pairs:
            grid = _grid(document, [30, ANNEX_WIDTH - 30])
            for pair in pairs:
                _row(grid, pair)
    document.add_paragraph(extract.text_heading, style="Heading 2")
    document.add_paragraph(extract.text)


def _grid(document: Document, widths: list[float]) -> Any:
    from docx.shared import Mm

    grid = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    return grid


def _row(grid: Any, texts: tuple[str, ...], *, heading: bool = False) -> None:
    """Add a row that does not split over pages; a heading row is repeated on each."""
    from docx.oxml import OxmlElement

    row = grid.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text
        if heading:
            _face(cell.paragraphs[0].runs[0]._r.get_or_add_rPr(), HEADINGS)


def _properties(document: Document, sheet: Sheet) -> None:
    day = datetime.fromisoformat(sheet.issued or "1970-01-01")
    core = document.core_properties
    core.title, core.author, core.comments = f"{sheet.title} {sheet.number}", "", ""
    core.created = core.modified = day
