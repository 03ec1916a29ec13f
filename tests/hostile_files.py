"""Hostile hand-ins, made in memory: bombs, loops, endless lines, lying names. Each is a function without arguments."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable

TYPES = "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def packed(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def docx(document: bytes | str, **more: bytes | str) -> bytes:
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": document, **more})


def xlsx(sheet: bytes | str) -> bytes:
    return packed(
        {
            "[Content_Types].xml": "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
            "<Override PartName='/xl/workbook.xml' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>",
            "_rels/.rels": "<?xml version='1.0'?><Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            "<Relationship Id='r' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='xl/workbook.xml'/></Relationships>",
            "xl/workbook.xml": f"<workbook {SHEET} xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
            "<sheets><sheet name='a' sheetId='1' r:id='r1'/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            "<Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def zip_bomb() -> bytes:
    return packed({"list.txt": b"0" * 30_000_000})


def lying_zip() -> bytes:
    """A member that unpacks to more than its header says."""
    data = bytearray(packed({"list.txt": b"0" * 5_000_000}))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 1000)
    return bytes(data)


def many_members() -> bytes:
    return packed({f"{number}.txt": "x" for number in range(6_000)}, zipfile.ZIP_STORED)


def nested_zips() -> bytes:
    data = packed({"a.txt": "x"})
    for number in range(20):
        data = packed({f"{number}.zip": data})
    return data


def climbing_zip() -> bytes:
    return packed({"../../../etc/passwd": "[1] 甲. 题名[J]. 刊名, 2019(3): 1-5.", "/abs.txt": "x"})


def laughs_docx() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    return docx(f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><w:document {WORD}><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>')


def outside_docx() -> bytes:
    return docx(f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {WORD}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>')


def utf16_doctype_docx() -> bytes:
    text = f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {WORD}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
    return docx(text.encode("utf-16"))


def deep_docx() -> bytes:
    return docx(f"<w:document {WORD}><w:body>" + "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000 + "</w:body></w:document>")


def nested_tables_docx() -> bytes:
    depth = 80
    return docx(f"<w:document {WORD}><w:body>" + "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth + "</w:body></w:document>")


def wide_table_docx() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>题名</w:t></w:r></w:p></w:tc>'
    return docx(f"<w:document {WORD}><w:body><w:tbl><w:tr>{cell * 200}</w:tr></w:tbl></w:body></w:document>")


def many_paragraphs_docx() -> bytes:
    return docx(f"<w:document {WORD}><w:body>" + "<w:p/>" * 400_000 + "</w:body></w:document>")


def long_paragraph_docx() -> bytes:
    return docx(f"<w:document {WORD}><w:body><w:p><w:r><w:t>" + "甲. 题名[J]. " * 200_000 + "</w:t></w:r></w:p></w:body></w:document>")


def broken_docx() -> bytes:
    return docx(f"<w:document {WORD}><w:body><w:p>")


def half_a_docx() -> bytes:
    return docx(f"<w:document {WORD}><w:body/></w:document>")[:300]


def macro_docm() -> bytes:
    return docx(
        f"<w:document {WORD}><w:body><w:p><w:r><w:t>[1] 甲. 题名[J]. 刊名, 2019(3): 1-5.</w:t></w:r></w:p></w:body></w:document>",
        **{"word/vbaProject.bin": b"\x00" * 100},
    )


def far_cell_xlsx() -> bytes:
    return xlsx(f"<worksheet {SHEET}><sheetData><row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>")


def million_rows_xlsx() -> bytes:
    rows = "".join(f"<row r='{number}'><c r='A{number}' s='1'/></row>" for number in range(1, 1_000_001))
    return xlsx(f"<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>")


def million_filled_rows_xlsx() -> bytes:
    rows = "".join(f"<row r='{number}'><c r='A{number}'><v>1</v></c></row>" for number in range(1, 1_000_001))
    return xlsx(f"<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>")


def broken_xlsx() -> bytes:
    return xlsx("<worksheet><sheetData><row")


def laughs_xlsx() -> bytes:
    return xlsx(f'<!DOCTYPE x [<!ENTITY a "{"x" * 1000}"><!ENTITY b "{"&a;" * 1000}">]><worksheet {SHEET}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>')


def encrypted_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 1000


def old_doc() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000 + "WordDocument".encode("utf-16-le") + b"\x00" * 1000


def random_ole() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40


def encrypted_zip() -> bytes:
    data = bytearray(packed({"list.txt": "x" * 100}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    return bytes(data)


def huge_line() -> bytes:
    return ("[1] " + "甲" * 10_000_000).encode("gb18030")


def many_brackets() -> bytes:
    return b"[" * 3_000_000


def many_numbers() -> bytes:
    return "\n".join(f"[{number}]" for number in range(300_000)).encode()


def one_line_of_references() -> bytes:
    return "".join(f"[{number}] 甲. 题名[J]. 刊名, 2019(3): 1-5. " for number in range(1, 40_000)).encode()


def nul_bytes() -> bytes:
    return "[1] 甲. 题名[J]. 刊名".encode() + b"\x00" * 1000


def blanks() -> bytes:
    return b" " * 20_000_000 + b"x"


def tag_flood() -> bytes:
    return b"RT Journal Article\nT1 x\n" * 400_000


def braces_bibtex() -> bytes:
    return b"@article{a,\n title = " + b"{" * 1_000_000


def many_bibtex() -> bytes:
    return b"@article{a,\n title={x\n" * 20_000


def deep_json() -> bytes:
    return b'[{"title":"x","type":"book","author":' + b"[" * 1_000_000


def json_items() -> bytes:
    return ("[" + '{"title": "x", "type": "book", ' * 30_000).encode()


def deep_html() -> bytes:
    return b"<html><body>" + b"<div>" * 500_000


def many_tables_html() -> bytes:
    return b"<html><body>" + b"<table><tr><td>" * 20_000


def span_html() -> bytes:
    return b"<table><tr>" + b"<td colspan=999>x</td>" * 20_000 + b"</tr></table>"


def xml_records() -> bytes:
    return b"<Bibliographies><PrimaryTitle/>" + b"<Bibliography>" * 200_000


def quoted_csv() -> bytes:
    return "题名,作者,刊名\n".encode() + b'"' * 2_000_001


def broken_pdf() -> bytes:
    return b"%PDF-1.7\n" + b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n" * 50_000


def looping_pdf() -> bytes:
    """A page tree that is its own child."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1000000000/Kids[2 0 R]>>endobj\n"
    return body + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"


def random_pdf() -> bytes:
    return b"%PDF-1.4\n" + bytes((number * 7919) % 251 for number in range(500_000))


def drawn_pdf(drawing: bytes) -> bytes:
    """A page with one line of text and a drawing."""
    content = b"BT /F1 12 Tf 72 720 Td (x) Tj ET\n" + drawing
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length " + str(len(content)).encode() + b">>stream\n" + content + b"\nendstream", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    body = b"%PDF-1.4\n" + b"".join(str(number).encode() + b" 0 obj" + part + b"endobj\n" for number, part in enumerate(parts, 1))
    return body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


def many_lines_pdf() -> bytes:
    return drawn_pdf(b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S\n" % (n % 600, n % 600, n % 800, n % 800) for n in range(100_000)))


def one_path_pdf() -> bytes:
    return drawn_pdf(b"0 0 m " + b"".join(b"%d %d l " % (n % 600, n % 799) for n in range(400_000)) + b"S")


def dense_grid_pdf() -> bytes:
    return drawn_pdf(b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S\n" % (4 * n, 4 * n, 4 * n, 4 * n) for n in range(150)))


def merged_sheetml() -> bytes:
    cell = '<Cell ss:MergeDown="999999" ss:MergeAcross="999999"><Data ss:Type="String">x</Data></Cell>'
    head = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
    return (head + f"<Row>{cell * 20}</Row>" * 3_000 + "</Table></Worksheet></Workbook>").encode()


def spanned_html() -> bytes:
    return b"<table>" + (b"<tr>" + b"<td rowspan=9999 colspan=999>x</td>" * 40 + b"</tr>") * 500 + b"</table>"


def merged_xlsx() -> bytes:
    merges = "".join(f"<mergeCell ref='A{n}:Z{n + 5000}'/>" for n in range(1, 20_000))
    rows = "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c></row>" for n in range(1, 20_001))
    return xlsx(f"<worksheet {SHEET}><sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>")


def mht_loop() -> bytes:
    return b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 20_000


def program() -> bytes:
    return b"MZ\x90\x00" + b"\x00" * 5000


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\x00" * 5000


def archive_of_bad_and_good() -> bytes:
    good = "[1] 甲某. 题名[J]. 刊名, 2019(3): 1-5."
    return packed({"bad.docx": broken_docx(), "laughs.docx": laughs_docx(), "good.txt": good, "deep.json": json.dumps({"a": 1})})


ALL: tuple[Callable[[], bytes], ...] = (
    zip_bomb, lying_zip, many_members, nested_zips, climbing_zip, laughs_docx, outside_docx, utf16_doctype_docx, deep_docx, nested_tables_docx,
    wide_table_docx, many_paragraphs_docx, long_paragraph_docx, broken_docx, half_a_docx, macro_docm, far_cell_xlsx, million_rows_xlsx,
    million_filled_rows_xlsx, broken_xlsx, laughs_xlsx, encrypted_office, old_doc, random_ole, encrypted_zip, huge_line, many_brackets,
    many_numbers, one_line_of_references, nul_bytes, blanks, tag_flood, braces_bibtex, many_bibtex, deep_json, json_items, deep_html,
    many_tables_html, span_html, xml_records, quoted_csv, broken_pdf, looping_pdf, random_pdf, many_lines_pdf, one_path_pdf, dense_grid_pdf, merged_sheetml, spanned_html, merged_xlsx, mht_loop, program, picture,
    archive_of_bad_and_good,
)  # fmt: skip
