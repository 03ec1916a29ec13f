"""One record in the spellings that the databases print it in gives one and the same entry."""

from __future__ import annotations

import pytest

from verifier.formats import read

VIP = (
    "辽海机械2018 34(5):106-111", "辽海机械2018年 34(5):106-111", "辽海机械２０１８年　３４（５）：１０６－１１１", "辽海机械.2018,34(5):106-111",
    "辽海机械2018年第34卷第5期106-111页", "辽海机械 2018年 第34卷(5):106-111",
)  # fmt: skip


@pytest.mark.parametrize("imprint", VIP)
def test_the_imprint_of_vip_is_read_in_every_spelling(imprint: str) -> None:
    found = read(f"【题　名】题名之一\n【作　者】甲小满[1] 乙立秋[2]\n【刊　名】{imprint}\n".encode())
    assert found
    one = found.entries[0]
    assert (one.container, one.year, one.volume, one.issue, one.pages) == ("辽海机械", "2018", "34", "5", "106-111")


@pytest.mark.parametrize(
    ("imprint", "container", "issue", "pages"),
    [
        ("辽海机械2018年增刊1,5-9页", "辽海机械", "增刊1", "5-9"), ("辽海机械2018 (Z1):-F0002", "辽海机械", "Z1", "-F0002"),
        ("2000年机械2018 34(5):1-2", "2000年机械", "5", "1-2"), ("辽海机械", "辽海机械", None, None),
    ],
)  # fmt: skip
def test_supplements_covers_and_years_in_a_name_stay_what_they_are(
    imprint: str, container: str, issue: str | None, pages: str | None
) -> None:
    found = read(f"【题　名】题名之一\n【作　者】甲小满\n【刊　名】{imprint}\n".encode())
    assert found
    one = found.entries[0]
    assert (one.container, one.issue, one.pages) == (container, issue, pages)


@pytest.mark.parametrize(("codec", "name"), [("utf-16-le", "UTF-16LE"), ("utf-16-be", "UTF-16BE")])
def test_wide_text_without_its_mark_is_known_though_some_characters_hold_a_nul(codec: str, name: str) -> None:
    text = "RT Journal Article\r\nA1 丁一一;\r\nT1 一种一体化方法之一\r\nJF 辽海机械\r\nYR 2018\r\nIS 05\r\n"
    found = read(text.encode(codec))
    assert found
    assert (found.encoding, [entry.title for entry in found.entries]) == (name, ["一种一体化方法之一"])
