"""Files that people bring: read as what they are, archived as they are, and refused with a sentence where they show nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from verifier import imports
from verifier.errors import BadValue, InputError, UnreadableFile
from verifier.imports import Shown
from verifier.model import State
from verifier.retrieval.archive import Archive
from verifier.retrieval.manual import Filed

SITES = ROOT / "fixtures" / "sites"
REFWORKS = (
    "RT Journal Article\r\nSR 1\r\nA1 郗子衿;明知远;\r\nT1 虚构机床主轴热误差的补偿技术研究\r\nJF 虚构机械学报\r\nYR 2021\r\nIS 03\r\n"
    "vo 43\r\nOP 12-18\r\nSN 2999-1001\r\nCN 21-4321/TH\r\nLA 中文;\r\nDS CNKI\r\n"
    "LK https://kns.cnki.net/KCMS/detail/detail.aspx?dbcode=CJFD&filename=JIXX202103002\r\n\r\n\r\n"
    "RT Journal Article\r\nSR 1\r\nA1 仇远;\r\nT1 虚构刀具磨损的在线监测系统设计\r\nJF 虚构机械学报\r\nYR 2021\r\nIS S1\r\nOP 1-4\r\nDS CNKI\r\n"
)
PDF = b"%PDF-1.4\n%\xe2\xe3\n"


def take(data: bytes, name: str, **more: object) -> Filed:
    """Take a file in as the same person at the same time."""
    return imports.take(data, name, by="经办人甲", at="2021-08-20T09:10:00+08:00", **more)[0]  # type: ignore[arg-type]


def site(path: str) -> bytes:
    """Return a saved page."""
    return (SITES / path).read_bytes()


def test_an_export_says_whose_it_is_and_keeps_number_and_id_of_every_record() -> None:
    found = take(REFWORKS.encode(), "知网.txt")
    assert (found.source, found.road, found.by) == ("cnki", "export", "经办人甲")
    assert [number for number, _ in found.records] == [1, 2]
    first, second = (record for _, record in found.records)
    assert (first.id, first.issue, first.pages, first.cn) == ("JIXX202103002", "03", "12-18", "21-4321/TH")
    assert [author.name for author in first.authors or ()] == ["郗子衿", "明知远"]
    assert second.id.startswith("brought-")
    assert second.issue == "S1"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_an_export_is_read_in_every_encoding_that_offices_write(encoding: str) -> None:
    assert len(take(REFWORKS.encode(encoding), "知网.txt").records) == 2


def test_a_saved_detail_page_is_read_by_its_source() -> None:
    found = take(site("cnki/pages/detail.html"), "detail.html", source="cnki")
    assert (found.road, found.parser) == ("page", "cnki/1")
    assert found.records[0][1].id
    assert take(site("vip/pages/article.html"), "a.html", source="vip").records
    assert take(site("wanfang/pages/article.html"), "a.html", source="wanfang").records


def test_a_saved_journal_page_and_a_registry_page_give_journals() -> None:
    assert take(site("cnki/pages/identity.html"), "j.html", source="cnki").journals[0].title
    found = take(site("nppa/pages/hit.html"), "r.html", source="nppa", asked="虚构")
    assert found.journals[0].cn
    assert take(site("nppa/pages/detail.html"), "d.html", source="nppa", asked="虚构").journals


def test_a_registry_page_that_says_none_is_a_zero_only_for_a_name() -> None:
    found = take(site("nppa/pages/zero.html"), "z.html", source="nppa", asked="并无此刊")
    assert (found.state, found.asked) == (State.NOT_FOUND, "并无此刊")
    assert found.words
    with pytest.raises(BadValue):
        take(site("nppa/pages/zero.html"), "z.html", source="nppa")


@pytest.mark.parametrize(("path", "source"), [
    ("nppa/pages/captcha.html", "nppa"), ("nppa/pages/locked.html", "nppa"), ("cnki/pages/challenge.html", "cnki"),
    ("cnki/pages/soft_block.html", "cnki"), ("cnki/pages/zero.html", "cnki"), ("vip/pages/challenge.html", "vip"),
    ("wanfang/pages/shell.html", "wanfang"),
])  # fmt: skip
def test_a_page_that_shows_nothing_is_no_evidence_of_anything(path: str, source: str) -> None:
    with pytest.raises(BadValue, match=r"不是可用的|没有题录"):
        take(site(path), "page.html", source=source, asked="虚构机械学报")


def test_a_print_shows_what_the_person_says_and_nothing_else() -> None:
    stated = Shown(title="虚构机械学报", cn="21-4321/TH", issn="2999-1001")
    found = take(PDF, "虚构机械学报.pdf", source="nppa", asked="虚构机械学报", shown=stated)
    assert (found.road, found.state, found.journals[0].cn) == ("print", State.FOUND, "21-4321/TH")
    none = take(PDF, "无.pdf", source="nppa", asked="虚构晚报", shown=Shown(title="虚构晚报", absent=True))
    assert (none.state, none.journals) == (State.NOT_FOUND, ())
    silent = take(PDF, "x.pdf", source="nppa", asked="虚构机械学报", shown=Shown(title="虚构机械学报"))
    assert (silent.state, silent.journals, silent.words) == (State.SKIPPED, (), "")
    assert take(PDF, "x.pdf", source="cnki").state is State.SKIPPED


@pytest.mark.parametrize(("data", "name", "more"), [
    (b"", "empty.txt", {}),
    ("随便一句话".encode(), "words.txt", {"source": "cnki"}),
    (REFWORKS.replace("CNKI", "").replace("cnki", "").encode(), "whose.txt", {}),
    (PDF, "whose.pdf", {}),
    (REFWORKS.encode(), "x.txt", {"source": "elsewhere"}),
    (b"Rar!\x1a\x07\x00" + b"\0" * 99, "x.rar", {"source": "cnki"}),
])  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(data: bytes, name: str, more: dict[str, str]) -> None:
    with pytest.raises(InputError) as refused:
        take(data, name, **more)
    assert refused.value.zh.endswith("。")
    assert refused.value.en


def test_the_bytes_lie_in_the_archive_as_they_came(tmp_path: Path) -> None:
    data = REFWORKS.encode()
    with Archive(tmp_path / "archive") as archive:
        filed = imports.archived(archive, take(data, "知网 导出.txt"), data)
        stored = archive.read(filed.evidence)
        entry = archive.evidence(filed.evidence)
    assert stored.body == data
    assert (entry.url, entry.role, entry.demo, entry.sha256) == ("file:知网 导出.txt", "export", False, filed.sha256)
    assert "经办人甲" in entry.query


def test_bytes_of_any_kind_end_as_a_file_or_a_sentence() -> None:
    for path in sorted(SITES.glob("*/pages/*.html")):
        for source in ("nppa", "cnki", "wanfang", "vip", "crossref"):
            try:
                found = take(path.read_bytes(), path.name, source=source)
            except (BadValue, UnreadableFile):
                continue
            own = path.parents[1].name == source
            assert own or not found.journals, (path, source)


def test_a_print_whose_text_does_not_hold_what_the_person_states_is_doubted_and_a_scan_is_not() -> None:
    documents = Path("fixtures/documents")
    right = imports.Shown(title="辽海机械", cn=None)
    wrong = imports.Shown(title="辽海机械", cn="21-4321/TH", issn="9502-0748")

    def said(file: str, shown: imports.Shown) -> tuple[str, ...]:
        return imports.take((documents / file).read_bytes(), file, by="丁某", at="2021-09-06T09:00:00+08:00", source="nppa", shown=shown)[1]

    assert said("office.pdf", right) == ()
    assert len(said("office.pdf", wrong)) == 1
    assert all(part in said("office.pdf", wrong)[0] for part in ("21-4321/TH", "9502-0748"))
    assert "刊名" not in said("office.pdf", wrong)[0]
    assert said("scan.pdf", wrong) == ()
