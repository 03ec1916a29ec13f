"""Text beside links is found whole, whatever lxml does with its elements meanwhile."""

from __future__ import annotations

import gc

import pytest

from verifier.sources.elements import outside
from verifier.sources.markup import parse


@pytest.mark.parametrize(("cell", "beside"), [
    ("<td><a>甲</a><a>乙</a></td>", ""),
    ("<td><a>甲</a>; 丙 <a><font>乙</font></a></td>", "; 丙"),
    ("<td>丁<span>戊</span><a>甲<b>x</b>y</a>己<!-- 无 -->庚</td>", "丁 戊 己 庚"),
    ("<td>丁</td>", "丁"),
])  # fmt: skip
def test_only_the_text_in_no_link_is_beside_the_links(cell: str, beside: str) -> None:
    gc.collect()
    for _ in range(200):
        assert outside(parse(f"<table><tr>{cell}</tr></table>").css("td")[0].root, "a") == beside
