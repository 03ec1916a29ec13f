"""The volume: papers with their search pages, then books with theirs; numbered through, with bookmarks, and nothing left out unseen."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from tests.papers.pictures import lying_png, page, png
from tests.papers.small_office import Office
from tests.proof import poppler
from tests.proof.reading import page_texts, squeezed
from verifier import papers
from verifier.errors import BadValue, UnreadableFile
from verifier.model import Report
from verifier.papers import brought, issuing, press
from verifier.proof import Beside, dossier, slip
from verifier.proof.brought import Brought
from verifier.verify import content_hash


def with_kinds(report: Report, **kinds: str) -> Report:
    """Return a report in which some outputs (`i3="book"`) are of another kind."""
    items = tuple(msgspec.structs.replace(one, kind=kinds.get(f"i{one.id}", one.kind)) for one in report.items)
    other = msgspec.structs.replace(report, items=items)
    return msgspec.structs.replace(other, hash=content_hash(other))


def folder(path: Path) -> Path:
    path.mkdir()
    (path / "1 封面.png").write_bytes(png(60, 80))
    (path / "1-版权页.png").write_bytes(png(80, 60))
    (path / "1 正文.pdf").write_bytes(page("论文原文一页", 3))
    (path / "1 期刊查询.pdf").write_bytes(page("新闻出版署查询结果", 2, flipped=True))
    (path / "3 CIP检索页.pdf").write_bytes(page("图书在版编目"))
    (path / "8 检索证明.pdf").write_bytes(page("科技文献检索证明书"))
    (path / "备注.txt").write_text("x", encoding="utf-8")
    return path


def bound(office: Office, report: Report, held: brought.Held, **more: object) -> issuing.Made:
    beside = Beside(brought=held.brought)
    issued = office.issue(report, beside=beside)
    return issuing.volume(
        report, office.archive, office.register, "zh", papers=issued, held=held, beside=beside,
        manual=(("六.1", "论文、著作各附网上检索页。"),), order="六.1", **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def book(office: Office, tmp_path: Path) -> tuple[Report, issuing.Made, brought.Held]:
    """Return a report whose third output is a book, its volume, and what was brought."""
    report = with_kinds(office.take("ordinary"), i3="book")
    held = brought.read(folder(tmp_path / "brought"), len(report.items))
    return report, bound(office, report, held, first=57), held


def bookmarks(pdf: bytes) -> list[tuple[int, str, int]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [(one.level, str(one.get_title()), one.get_dest().get_index()) for one in document.get_toc()]  # type: ignore[union-attr]
    finally:
        document.close()


def test_papers_come_first_and_books_last_each_with_its_pages_in_order(book: tuple[Report, issuing.Made, brought.Held]) -> None:
    marks = bookmarks(book[1].files["dossier.pdf"])
    top = [title for level, title, _ in marks if level == 0]
    assert top == [
        "卷内目录（六.1）", "材料核对表", "检索证明", "（1）发表论文及其网上检索", "（2）主要著作出版物及其网上检索",
    ]  # fmt: skip
    outputs = [title.partition("　")[0] for level, title, _ in marks if level == 1]
    assert outputs == ["论文1", "论文2", "论文4", "论文5", "论文6", "论文7", "论文8", "著作3"]
    first = [title for level, title, place in marks if level == 2][:5]
    assert first == ["封面", "版权页", "正文", "国家新闻出版署网站查询页打印件", "网上检索页（系统摘录）"]
    places = [place for _, _, place in marks]
    assert places == sorted(places)


def test_every_page_carries_its_number_the_certificate_and_room_for_the_seam(book: tuple[Report, issuing.Made, brought.Held]) -> None:
    texts = page_texts(book[1].files["dossier.pdf"])
    assert len(texts) == book[1].pages["dossier.pdf"]
    for place, text in enumerate(texts, 57):
        assert f"卷内第{place}页本部分共{len(texts)}页" in text
        assert "骑缝处" in text


def test_contents_and_completeness_name_the_pages_where_things_really_are(
    book: tuple[Report, issuing.Made, brought.Held], tmp_path: Path
) -> None:
    data = book[1].files["dossier.pdf"]
    marks = {title: place + 57 for _, title, place in bookmarks(data)}
    contents = poppler.text(data, tmp_path, "-f", "1", "-l", "1", "-layout")
    assert re.search(rf"材料核对表\s+1\s+{marks['材料核对表']}\b", contents)
    page = marks["国家新闻出版署网站查询页打印件"]
    assert re.search(rf"国家新闻出版署网站查询页打印件\s+2\s+{page}—{page + 1}\b", contents)
    assert re.search(rf"本部分合计\s+{book[1].pages['dossier.pdf']}\b", contents)
    checks = squeezed(poppler.text(data, tmp_path, "-f", "2", "-l", "2", "-layout"))
    assert f"有{marks['封面']}" in checks.replace("有有", "有") or str(marks["封面"]) in checks
    assert "未附" in checks
    assert "期刊信息查询打印件（五.3）" in squeezed(page_texts(data)[1])


def test_brought_pages_are_placed_as_they_are_with_their_text(book: tuple[Report, issuing.Made, brought.Held], tmp_path: Path) -> None:
    text = poppler.text(book[1].files["dossier.pdf"], tmp_path)
    for words in ("论文原文一页 3", "新闻出版署查询结果 2", "图书在版编目 1", "科技文献检索证明书 1"):
        assert words in text
    document = pypdfium2.PdfDocument(book[1].files["dossier.pdf"])
    place = next(place for _, title, place in bookmarks(book[1].files["dossier.pdf"]) if title.startswith("国家新闻出版署"))
    width, height = document[place].get_size()
    assert width > height


def test_each_box_of_evidence_is_bound_once_and_referred_to_elsewhere(office: Office) -> None:
    report = office.take("ordinary")
    shared = report.items[0].lookups["nppa"]
    second = report.items[1]
    items = (report.items[0], msgspec.structs.replace(second, lookups={**second.lookups, "nppa": shared}), *report.items[2:])
    other = msgspec.structs.replace(report, items=items)
    other = msgspec.structs.replace(other, hash=content_hash(other))
    text = "".join(page_texts(bound(office, other, brought.Held()).files["dossier.pdf"]))
    assert text.count("附1期刊信息查询（系统摘录页）") == 1
    assert re.search(r"附1见第\d+页。", text)


def test_the_same_report_and_files_give_the_same_volume(book: tuple[Report, issuing.Made, brought.Held], office: Office) -> None:
    report, made, held = book
    assert bound(office, report, held, first=57).files == made.files


def test_a_name_that_says_no_output_is_told_and_not_bound(book: tuple[Report, issuing.Made, brought.Held]) -> None:
    assert book[2].unused == ("备注.txt",)


def test_the_slip_asks_for_what_is_missing_and_for_nothing_that_is_there(book: tuple[Report, issuing.Made, brought.Held]) -> None:
    report, _, held = book
    lacking = dossier.missing(report, held.brought)
    assert lacking[1] == ("目录",)
    assert "国家新闻出版署网站查询页打印件" in lacking[2]
    assert "科技文献检索证明" not in lacking[8]
    table = next(one for one in slip.build(report, brought=held.brought).blocks if one.__class__.__name__ == "Table")
    said = "".join(cell for row in table.rows for cell in row)  # type: ignore[union-attr]
    for item in report.items:
        for finding in item.findings:
            assert finding.remedy in said
    assert "BAR" not in said


def test_a_nil_list_is_bound_and_needs_nothing(office: Office) -> None:
    report = office.take("nil")
    made = bound(office, report, brought.Held())
    assert made.pages["dossier.pdf"] == 3
    assert "无须补充" in "".join(page_texts(made.files["slip.pdf"]))


def test_rare_characters_and_forty_outputs_are_bound_whole(office: Office) -> None:
    rare = page_texts(bound(office, office.take("rare"), brought.Held()).files["dossier.pdf"])
    assert "𠮷㛃" in "".join(rare)
    assert "字库缺字以码位标出：〔U+2A6A5〕" in "".join(rare)
    forty = bound(office, office.take("forty"), brought.Held()).files["dossier.pdf"]
    assert len([one for one in bookmarks(forty) if one[0] == 1]) == 40


def test_the_bundle_of_a_volume_holds_what_was_brought(book: tuple[Report, issuing.Made, brought.Held]) -> None:
    from tests.papers.small_office import script

    index, _ = script().check(book[1].files["bundle.wacz"])
    assert {one["file"] for one in index["brought"]} == {one.file for one in book[2].brought}


def test_every_file_of_a_volume_is_registered(book: tuple[Report, issuing.Made, brought.Held], office: Office) -> None:
    from verifier.papers.authentic import authenticate

    for name, data in book[1].files.items():
        verdict = authenticate(data, [office.register])
        assert (verdict.name, verdict.contents, verdict.good) == (name, "unchanged", True)


def test_a_file_for_an_output_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "9 封面.png").write_bytes(png(4, 4))
    with pytest.raises(BadValue, match=r"9 封面\.png 写的是成果9，清单只有8项"):
        brought.read(tmp_path, 8)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("1 封面.png", b"no picture"),
        ("1 封面.png", lying_png(60_000, 60_000)),
        ("1 封面.jpg", b"\xff\xd8\xff" + b"\x00" * 50),
        ("1 封面.jpg", b"\xff\xd8\xff\xe0" + b"\xff\xfe\x00\x02" * 20_000),
        ("1 正文.pdf", b"%PDF-1.7\nrubbish"),
        ("1 正文.pdf", page("x")[:900]),
        ("1 正文.pdf", b"%PDF-1.7\n1 0 obj<</Type/Pages/Kids[1 0 R]/Count 99999999>>endobj\ntrailer<</Root<</Pages 1 0 R>>>>"),
        ("1 正文.pdf", page("x", press.PAGES + 1)),
    ],
)
def test_a_hostile_or_damaged_file_ends_as_a_sentence_that_names_it(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile, match=re.escape(name)):
        brought.read(tmp_path, 8)


def test_among_good_files_the_bad_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "1 封面.png").write_bytes(png(60, 80))
    (tmp_path / "2 封面.png").write_bytes(png(60, 80)[:60])
    (tmp_path / "3 封面.png").write_bytes(png(80, 60))
    with pytest.raises(UnreadableFile, match=r"2 封面\.png 不能装订"):
        brought.read(tmp_path, 3)


def test_one_file_under_two_outputs_is_read_once(tmp_path: Path) -> None:
    for place in (1, 2):
        (tmp_path / f"{place} 封面.png").write_bytes(png(4, 4))
    held = brought.read(tmp_path, 2)
    assert [one.place for one in held.brought] == [1, 2]
    assert set(held.files) == {hashlib.sha256(png(4, 4)).hexdigest()}


def test_the_certificate_lists_what_was_brought_with_its_digest(office: Office, tmp_path: Path) -> None:
    report = office.take()
    data = page("查询页")
    (tmp_path / "1 期刊查询.pdf").write_bytes(data)
    held = brought.read(tmp_path, 1)
    text = "".join(page_texts(office.issue(report, beside=Beside(brought=held.brought))["certificate.pdf"]))
    assert hashlib.sha256(data).hexdigest() in text
    assert "随附1件" in text
    assert "网页打印件" in text
    assert isinstance(held.brought[0], Brought)
    assert papers.REPORT_FILE == "report.json"


def part_of_pdf_a(pdf: bytes) -> str:
    """Return the part of ISO 19005 that a file says it keeps to, "" for none."""
    found = re.search(rb"pdfaid:part(?:>|=\")(\d)", pdf)
    return found[1].decode() if found else ""


def test_a_volume_without_placed_pdf_pages_is_pdf_a_and_one_with_them_says_that_it_is_not(office: Office, tmp_path: Path) -> None:
    report = office.take("ordinary")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "1 封面.png").write_bytes(png(60, 80))
    pictures = brought.read(tmp_path / "pictures", len(report.items))
    assert part_of_pdf_a(bound(office, report, pictures).files["dossier.pdf"]) == "3"
    everything = brought.read(folder(tmp_path / "brought"), len(report.items))
    assert part_of_pdf_a(bound(office, report, everything).files["dossier.pdf"]) == ""


def test_that_no_copy_is_there_is_said_with_the_extracts_and_fills_no_page_of_its_own(office: Office, tmp_path: Path) -> None:
    report = office.take("ordinary")
    (tmp_path / "brought").mkdir()
    (tmp_path / "brought" / "1 知网.pdf").write_bytes(page("知网检索页"))
    held = brought.read(tmp_path / "brought", len(report.items))
    texts = page_texts(bound(office, report, held).files["dossier.pdf"])
    (said,) = [text for text in texts if "未附封面、版权页、目录、正文" in text and "论文1" in text]
    assert "附1期刊信息查询（系统摘录页）" in said
