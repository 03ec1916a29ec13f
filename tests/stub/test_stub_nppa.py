"""The registry's query, asked over real HTTP."""

from __future__ import annotations

from tests.stub.asking import get, link, nppa, select, table

FORM = "/nppa/bsfw/cyjghcpcx/qkan/index.html"


def test_the_form_asks_for_name_cn_and_issn_without_a_captcha(base: str) -> None:
    answer = get(base, FORM)
    assert select(answer).css("form input::attr(name)").getall() == ["name", "cn", "issn", "type", "type"]
    assert "__jsluid_h" in answer.headers["Set-Cookie"]


def test_a_name_brings_the_journal_and_the_editions_of_its_stem(base: str) -> None:
    answer = nppa(base, name="辽滨锅炉技术")
    assert select(answer).css("thead th::text").getall() == ["序号", "期刊名称", "CN号", "ISSN", "主管单位", "主办单位"]
    assert table(answer) == [
        ["1", "辽滨锅炉技术", "21-4801/TK", "9900-0011", "辽滨科技厅", "辽滨锅炉学会; 辽滨工学院"],
        ["2", "辽滨锅炉技术(学术版)", "21-4802/TK", "9900-002X", "辽滨科技厅", "辽滨锅炉学会"],
    ]
    assert [row[1] for row in table(nppa(base, name="辽滨锅炉技术（学术版）"))] == [
        "辽滨锅炉技术(学术版)",
        "辽滨锅炉技术",
    ]


def test_an_edition_that_is_not_registered_is_not_found(base: str) -> None:
    for name in ("辽滨锅炉技术(教研版)", "辽滨锅炉", "《辽滨锅炉技术》", "塔器论丛"):
        answer = nppa(base, name=name)
        assert answer.status_code == 200
        assert "未查询到相关期刊" in answer.text
        assert table(answer) == []


def test_cn_and_issn_are_searched_alone_and_together(base: str) -> None:
    for form in (
        {"cn": "CN 21-4803/TF"},
        {"cn": "21-4803"},
        {"issn": "9900-0038"},
        {"name": "旧炉工艺", "issn": "9900-0038"},
    ):
        assert [row[1] for row in table(nppa(base, **form))] == ["旧炉工艺"]
    assert table(nppa(base, name="旧炉工艺", cn="21-4801/TK")) == []
    assert [row[1] for row in table(nppa(base, cn="21-4805/G"))] == ["双名月报", "双名月报副刊"]


def test_a_former_name_answers_with_the_present_entry_and_its_history(base: str) -> None:
    answer = nppa(base, name="辽滨锅炉通讯")
    assert table(answer)[0][1] == "辽滨锅炉技术"
    page = get(base, link(answer, "detail"))
    rows = dict(zip(select(page).css("th::text").getall(), select(page).css("td::text").getall(), strict=True))
    assert rows["曾用刊名"] == "辽滨锅炉通讯（1998—2012-06，CN 21-4800/TK，ISSN 9900-0003）"
    assert (rows["状态"], rows["出版周期"], rows["载体"]) == ("正常", "月刊", "纸质")


def test_a_stopped_journal_says_since_when(base: str) -> None:
    assert "停刊（2015-06）" in get(base, "/nppa/bsfw/cyjghcpcx/qkan/detail.html?cn=21-4803/TF").text


def test_a_shared_cn_leads_to_both_detail_pages(base: str) -> None:
    answer = nppa(base, cn="21-4805/G")
    links = select(answer).css("tbody a::attr(href)").getall()
    titles = [select(get(base, each)).css("td::text").get() for each in links]
    assert titles == ["双名月报", "双名月报副刊"]
    assert get(base, "/nppa/bsfw/cyjghcpcx/qkan/detail.html?cn=99-0000/X").status_code == 404
