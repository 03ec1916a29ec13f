"""Hostile files end as a sentence in bounded time and memory, and the files beside them go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import hostile_files
from verifier import sandbox
from verifier.errors import UnreadableFile
from verifier.readers import document

GOOD = "[1] 甲某. 题名[J]. 刊名, 2019(3): 1-5."


@pytest.fixture(scope="module")
def reader() -> Iterator[sandbox.Reader]:
    with sandbox.Reader() as opened:
        yield opened


@pytest.mark.parametrize("make", hostile_files.ALL, ids=lambda make: make.__name__)
def test_a_hostile_file_ends_in_time_and_the_next_file_is_read(make: Callable[[], bytes], reader: sandbox.Reader) -> None:
    data = make()
    started = time.monotonic()
    try:
        found = reader.read(data, make.__name__)
        assert all(len(piece.text) < 32_000_000 for piece in found.pieces)
    except UnreadableFile as error:
        refused = error.zh
    else:
        refused = "文件 "
    assert refused.startswith("文件 ")
    assert "Traceback" not in refused
    assert time.monotonic() - started < 12
    assert len(reader.read(GOOD.encode(), "good.txt").pieces) == 1


REFUSED = {
    "zip_bomb": "解压后异常庞大", "many_members": "解压后异常庞大", "laughs_docx": "文档类型声明", "outside_docx": "文档类型声明",
    "utf16_doctype_docx": "文档类型声明", "deep_docx": "损坏", "broken_docx": "损坏", "half_a_docx": "损坏", "encrypted_office": "已加密",
    "encrypted_zip": "已加密", "old_doc": "旧版 .doc", "nul_bytes": "不是文本", "broken_pdf": "损坏", "program": "可执行", "picture": "图片",
    "far_cell_xlsx": "异常", "million_filled_rows_xlsx": "超过",
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_the_sentence_says_what_is_wrong(name: str, reader: sandbox.Reader) -> None:
    with pytest.raises(UnreadableFile, match=REFUSED[name]):
        reader.read(getattr(hostile_files, name)(), name)


def test_nothing_of_the_machine_comes_out_of_an_external_entity(reader: sandbox.Reader) -> None:
    for make in (hostile_files.outside_docx, hostile_files.utf16_doctype_docx):
        with pytest.raises(UnreadableFile) as caught:
            reader.read(make(), "x.docx")
        assert "root:" not in str(caught.value)


def test_macros_are_not_run_and_it_is_said(reader: sandbox.Reader) -> None:
    found = reader.read(hostile_files.macro_docm(), "x.docm")
    assert len(found.pieces) == 1
    assert any("宏" in piece.note for piece in found.left_out)


def test_an_archive_with_an_endless_file_still_yields_the_others() -> None:
    data = hostile_files.packed({"slow.txt": hostile_files.many_numbers(), "far.xlsx": hostile_files.far_cell_xlsx(), "good.txt": GOOD})
    with sandbox.Reader() as reader:
        found = reader.read(data, "x.zip")
    assert [piece.origin.file for piece in found.pieces] == ["good.txt"]
    assert [one.file for one in found.failed] == ["slow.txt", "far.xlsx"]


def test_the_child_gives_what_the_reader_itself_gives(reader: sandbox.Reader) -> None:
    for name in ("table.docx", "summary.xlsx", "list.pdf", "several.zip", "list.md"):
        data = Path("fixtures/documents", name).read_bytes()
        assert reader.read(data, name) == document.read_hand_in(data, name)


def test_small_plain_text_needs_no_child_and_structured_text_does() -> None:
    assert sandbox.is_plain(GOOD.encode())
    assert sandbox.is_plain(Path("fixtures/exports/cnki-refworks.txt").read_bytes())
    for name in ("zotero.json", "endnote.xml", "wanfang.bib"):
        assert not sandbox.is_plain(Path("fixtures/exports", name).read_bytes())
    assert not sandbox.is_plain(b"x" * 100_000)
    assert not sandbox.is_plain(b"PK\x03\x04")


def test_a_closed_reader_leaves_no_process() -> None:
    with sandbox.Reader() as reader:
        reader.read(b"[1] x", "x.txt")
        child = reader._child
        assert child
        assert child.poll() is None
    assert child.poll() is not None
