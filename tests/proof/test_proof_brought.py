"""A file's name says which output it belongs to and what it is; a name that does not say so is never guessed."""

from __future__ import annotations

import pytest

from verifier.proof.brought import KINDS, Brought, in_order, named


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("1 期刊查询.pdf", (1, "nppa")),
        ("1-国家新闻出版署查询页.PDF", (1, "nppa")),
        ("03-版权页.JPG", (3, "imprint")),
        ("2_cnki.pdf", (2, "cnki")),
        ("2 知网检索页.pdf", (2, "cnki")),
        ("10、万方.png", (10, "wanfang")),
        ("成果4　维普.jpeg", (4, "vip")),
        ("5 封面.jpg", (5, "cover")),
        ("5 封底.jpg", (5, "back")),
        ("5 目录（2）.png", (5, "contents")),
        ("5-正文.pdf", (5, "text")),
        ("8 科技文献检索证明.pdf", (8, "certificate")),
        ("7 CIP检索页.pdf", (7, "open")),
        ("6 编辑部说明.pdf", (6, "expert")),
        ("9扫描.pdf", (9, "other")),
    ],
)
def test_number_and_words_of_a_name_are_read(file: str, expected: tuple[int, str]) -> None:
    assert named(file) == expected


@pytest.mark.parametrize("file", ["期刊查询.pdf", "1 期刊查询.docx", "0 封面.jpg", "版权页1.jpg", "1.txt", "", "1000 封面.jpg", "a1 封面.jpg"])
def test_a_name_that_does_not_say_so_is_nobodys(file: str) -> None:
    assert named(file) is None


def test_the_output_itself_is_bound_before_its_search_pages() -> None:
    kinds = ("cnki", "text", "nppa", "cover", "certificate", "imprint", "contents")
    files = tuple(
        Brought(place=1, kind=kind, file=f"1 {kind}", sha256="", length=1, pages=1)  # type: ignore[arg-type]
        for kind in kinds
    )
    assert [one.kind for one in in_order(files, 1)] == ["cover", "imprint", "contents", "text", "nppa", "cnki", "certificate"]
    assert in_order(files, 2) == ()


def test_every_kind_has_both_names() -> None:
    assert all(zh and en for zh, en in KINDS.values())
