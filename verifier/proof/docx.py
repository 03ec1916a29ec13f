"""DOCX for offices that edit: real styles, tables whose heading rows repeat and whose rows do not split, page fields.

Tables are written as XML of our own (`verifier.proof.docxtable`), for python-docx adds a row in the time of fifty; the same sheet
gives the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from verifier.proof import balance, code, glyphs
from verifier.proof.docxtable import Cell, table
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
FIXED = (1980, 1, 1, 0, 0, 0)
STYLES: dict[str, tuple[float, tuple[str, str], float, float]] = {
    "Normal": (9.0, BODY, 0, 3),
    "Title": (18.0, HEADINGS, 0, 3),
    "Subtitle": (9.5, BODY, 0, 6),
    "Heading 1": (11.0, HEADINGS, 8, 3),
    "Heading 2": (10.0, HEADINGS, 6, 3),
    "Cell": (8.0, BODY, 0, 0),
    "Cell Heading": (8.0, HEADINGS, 0, 0),
    "Small Cell": (6.5, BODY, 0, 0),
    "Small Heading": (6.5, HEADINGS, 0, 0),
    "Note": (7.5, BODY, 2, 3),
    "Piece": (7.0, BODY, 0, 0),
    "Piece Heading": (7.0, HEADINGS, 0, 0),
}
"""Style -> size in points, (Chinese, Latin) face, space before and after; those that the template lacks are added."""

IN_TABLES = re.compile("Cell|Small|Piece")
LEADING = 1.17
"""Line spacing of tables, times the size: fixed, for faces differ in it by a fifth and a sheet shall break alike everywhere."""
PROSE = 1.35
"""The same for what stands outside of tables."""

ANCHOR = (
    '<wp:anchor {names} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
    'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="margin"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{side}" cy="{side}"/><wp:wrapNone/></wp:anchor>'
)


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
        document.add_paragraph(note, style="Note")
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
            member = zipfile.ZipInfo(name, FIXED)
            member.create_system = 3
            new.writestr(member, old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for language in document.styles.element.findall(f".//{qn('w:lang')}"):
        language.set(qn("w:eastAsia"), "zh-CN")  # python-docx's own says en-US, and office programs then set Taiwan's punctuation
    known = {style.name for style in document.styles}
    for name, (size, faces, before, after) in STYLES.items():
        if name not in known:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        one: Any = document.styles[name]
        one.font.size, one.font.bold, one.font.italic = Pt(size), False, False
        one.font.color.rgb = RGBColor(0, 0, 0)
        _face(one.element.get_or_add_rPr(), faces)
        one.paragraph_format.space_before, one.paragraph_format.space_after = Pt(before), Pt(after)
        one.paragraph_format.line_spacing = Pt(size * (LEADING if IN_TABLES.search(name) else PROSE))
        for border in one.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
        if name.startswith("Heading"):
            one.paragraph_format.keep_with_next = True


def _face(properties: Any, faces: tuple[str, str]) -> None:
    """Set the Chinese and the Latin face of a style, and drop the theme's, which would win over them."""
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
    if not flipped:
        return  # the later section goes on with the header and footer of the first
    section.header.paragraphs[0].text = "　".join(sheet.marks)
    foot = section.footer.paragraphs[0]
    foot.text = f"{sheet.foot}　"
    _page_of(foot, sheet.pages)
    foot.add_run("　" + "　".join(part for part in (*sheet.marks, sheet.seam) if part))


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

    for text, style in ((sheet.title, "Title"), (sheet.subtitle, "Subtitle")):
        if text:
            document.add_paragraph(text, style=style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if sheet.code:
        _corner(document.paragraphs[0], code.png(sheet.code))


def _corner(paragraph: Paragraph, png: bytes) -> None:
    """Hang a picture in the upper right corner of the page, in front of nothing and moving no text."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Mm

    picture = paragraph.add_run().add_picture(BytesIO(png), width=Mm(17))
    inline: Any = picture._inline
    anchor = parse_xml(ANCHOR.format(names=nsdecls("wp", "a", "pic", "r"), side=Mm(17), down=Mm(-9)))
    for tag in ("wp:docPr", "wp:cNvGraphicFramePr", "a:graphic"):
        anchor.append(inline.find(qn(tag)))
    inline.getparent().replace(inline, anchor)


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
    rows: list[list[Cell]] = [[]]
    for label, value in block.pairs:
        wide = label in block.wide
        if len(rows[-1]) == 4 or (wide and rows[-1]):
            rows.append([])
        rows[-1] += [Cell(label, "Cell Heading", shaded=True), Cell(value, "Cell", span=3 if wide else 1)]
        if wide:
            rows.append([])
    filled = [[*row, Cell("", "Cell", span=2)] if len(row) == 2 and row[1].span == 1 else row for row in rows if row]
    _put(document, table([38, 92.5, 52, 78.5], filled))
    document.add_paragraph()


def _table(document: Document, block: Table) -> None:
    if not block.rows and block.brief:
        document.add_paragraph(f"{block.caption}：{block.empty}")
        return
    document.add_paragraph(block.caption, style="Heading 1")
    if block.note:
        document.add_paragraph(block.note, style="Note").paragraph_format.keep_with_next = True
    whole = sum(column.width for column in block.columns)
    style, heading = ("Small Cell", "Small Heading") if block.small else ("Cell", "Cell Heading")
    head = [Cell(column.title, heading, shaded=True, centred=True) for column in block.columns]
    rows = [
        [Cell(cell, style, centred=column.align == "center") for cell, column in zip(row, block.columns, strict=True)]
        for row in block.rows
    ]
    rows = rows or [[Cell(block.empty, style, span=len(block.columns), centred=True)]]
    _put(document, table([WIDTH * column.width / whole for column in block.columns], [head, *rows], headings=1))
    document.add_paragraph(style="Note")


def _prose(document: Document, block: Prose) -> None:
    if block.heading:
        document.add_paragraph(block.heading, style="Heading 1")
    for place, line in enumerate(block.lines, 1):
        document.add_paragraph(f"{place}. {line}" if block.numbered else line)


def _signatures(document: Document, block: Signatures) -> None:
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # nobody signs on a page that says nothing
    whole = sum(width for _, width in block.places)
    head = [Cell(label, "Cell Heading", shaded=True, centred=True) for label, _ in block.places]
    room = [Cell("", "Cell") for _ in block.places]
    widths = [WIDTH * width / whole for _, width in block.places]
    _put(document, table(widths, [head, room], heights={1: block.room}, together=True))
    document.add_paragraph(block.note, style="Note")


def _annex(document: Document, sheet: Sheet) -> None:
    from docx.enum.section import WD_SECTION

    if not sheet.annex:
        return
    _page(document.add_section(WD_SECTION.NEW_PAGE), sheet, flipped=False)
    document.add_paragraph(sheet.annex_note, style="Note")
    for extract in sheet.annex:
        _extract(document, extract)


def _extract(document: Document, extract: Extract) -> None:
    """Lay out one piece of evidence as one table that stays together: heading, facts, fields, and the page's text in columns."""
    parts = balance.parts(extract.text)
    heading = f"{extract.heading}　{extract.note}" if extract.note else extract.heading
    rows = [[Cell(heading, "Heading 2", span=6, shaded=True)]]
    rows += [[Cell(label, "Piece Heading", shaded=True), Cell(value, "Piece", span=5)] for label, value in extract.facts]
    if extract.fields:
        rows.append([Cell(extract.fields_heading, "Piece Heading", span=6)])
        rows += [[Cell(label, "Piece Heading", shaded=True), Cell(value, "Piece", span=5)] for label, value in extract.fields]
    rows.append([Cell(extract.text_heading, "Piece Heading", span=6)])
    rows.append([Cell(part, "Piece", span=6 // len(parts)) for part in parts])
    _put(document, table([28.0] * 6, rows, together=True))
    document.add_paragraph(style="Piece")


def _put(document: Document, xml: str) -> None:
    from docx.oxml import parse_xml

    body: Any = document.element.body
    body.insert(len(body) - 1, parse_xml(xml))  # the last element holds the section's own properties


def _properties(document: Document, sheet: Sheet) -> None:
    day = datetime.fromisoformat(sheet.issued or "1970-01-01")
    core = document.core_properties
    core.title, core.author, core.comments = f"{sheet.title} {sheet.number}", "", ""
    core.created = core.modified = day
