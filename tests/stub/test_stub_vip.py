"""VIP's pages, asked over real HTTP."""

from __future__ import annotations

import json
import re
from typing import Any

from parsel import Selector

from tests.stub.asking import (
    get,
    link,
    post,
    select,
    vip_contents,
    vip_search,
    vip_session,
    vip_titled,
)


def test_without_the_warm_up_every_page_is_the_script_challenge(base: str) -> None:
    for answer in (
        vip_search(base, None, SearchKeyList=[]),
        get(base, "/vip/qikan/Qikan/Article/Detail?id=1"),
        get(base, "/vip/qikan/Qikan/Journal/Summary?kind=1&gch=91001X"),
    ):
        assert answer.status_code == 412
        assert "$_ts" in answer.text


def test_a_title_brings_the_row_with_its_volume_line(base: str) -> None:
    page = select(vip_titled(base, "汽包水位的串级控制与整定"))
    assert page.css("#hidShowTotalCount::attr(value)").get() == "1"
    assert page.css("#remark dl dt a[articleid]::text").get() == "汽包水位的串级控制与整定"
    assert page.css(".author span a span::text, .author span span a::text").getall() == ["沙砚", "苗渡"]
    assert page.css(".from a::text").get() == "《辽滨锅炉技术》"
    assert page.css(".vol::text").get() == "2021年第23卷第3期12-18,共7页"


def test_pages_in_two_pieces_have_no_count(base: str) -> None:
    assert select(vip_titled(base, "过热器积灰的清除")).css(".vol::text").get() == "2021年第Z2期106-111+117"


def test_nothing_found_is_said_so(base: str) -> None:
    page = select(vip_titled(base, "汽包水位的并级控制与整定"))
    assert page.css("div.no-data")
    assert page.css("#hidShowTotalCount::attr(value)").get() == "0"


def test_an_expression_and_the_year_filter_are_understood(base: str) -> None:
    session = vip_session(base)
    both = vip_search(base, session, SearchExpression="M=锅炉烟道 AND A=沙砚")
    assert select(both).css("#hidShowTotalCount::attr(value)").get() == "25"
    keys = [{"FieldIdentifier": "A", "SearchKey": "沙砚"}, {"FieldIdentifier": "J", "SearchKey": "辽滨锅炉技术"}]
    one_year = vip_search(base, session, SearchKeyList=keys, ClusterFilter="YY=2020#2020")
    assert len(select(one_year).css("dl")) == 2
    exact = [{"FieldIdentifier": "M", "SearchKey": "汽包水位", "IsExact": 1}]
    assert select(vip_search(base, session, SearchKeyList=exact)).css("div.no-data")


def test_pages_of_twenty_follow_each_other(base: str) -> None:
    session = vip_session(base)
    sizes = [
        len(select(vip_search(base, session, SearchExpression="M=锅炉烟道", PageNum=n)).css("dl")) for n in (1, 2, 3)
    ]
    assert sizes == [20, 5, 0]


def test_what_a_source_is_told_to_show_otherwise_it_shows(base: str) -> None:
    session = vip_session(base)
    page = select(vip_titled(base, "磨煤机出力提升", session))
    assert page.css("dt a::attr(articleid)").get() == "79999999"
    assert page.css(".vol::text").get() == "2020年第9卷第11期1-8,共8页"
    assert page.css(".from a::text").get() == "《别名刊》"
    detail = get(base, "/vip/qikan/Qikan/Article/Detail?id=79999999", session).text
    assert "TM6" in detail
    assert "苗渡" not in detail


def test_the_detail_page_carries_the_noise_of_the_real_one(base: str) -> None:
    session = vip_session(base)
    page = select(get(base, link(vip_titled(base, "汽包水位的串级控制与整定", session), "Detail"), session))
    heading = page.css(".article-title > h1").xpath("string()").get("")
    assert heading.startswith("汽包水位的串级控制与整定   被引量")
    assert "认领" in heading
    assert page.css(".article-title em::text").get() == "Cascade control of drum level"
    assert page.css(".organ span a::text").getall() == ["[1]辽滨工学院", "[2]辽滨电厂"]
    assert page.css(".journal span.from a::attr(title)").get() == "辽滨锅炉技术"
    assert get(base, "/vip/qikan/Qikan/Article/Detail?id=1", session).status_code == 404


def test_the_journal_page_tells_its_numbers_and_issues_but_no_authority(base: str) -> None:
    answer = get(base, "/vip/qikan/Qikan/Journal/Summary?kind=1&gch=91001X", vip_session(base))
    page = select(answer)
    pairs = dict(zip(page.css("span.label::text").getall(), page.css("span.label + span::text").getall(), strict=True))
    assert pairs["国内统一刊号："] == "21-4801/TK"
    assert pairs["曾用名："] == "辽滨锅炉通讯"
    assert "辽滨科技厅" not in answer.text
    issues = [a.attrib["num"] for a in page.css('li.cluster-item > a.rightPageShow[year="2021"]')]
    assert issues == ["3", "6", "9", "S1", "Z1", "Z2"]


def test_a_contents_page_has_sections_names_and_pages(base: str) -> None:
    page = vip_contents(base, "91001X", 2021, "6")
    assert page.css("h5::text").getall() == ["测试", "研究"]
    assert len(page.css("ul li span.title a")) == 25
    assert page.css("span.writer::text").get() == "沙砚 苗渡"
    assert page.css("span.pages::text").get() == "(1-4)"
    assert page.css("#hidShowTotalCount::attr(value)").get() == "25"
    half = vip_contents(base, "91001X", 2020, "5")
    assert (len(half.css("li")), half.css("#hidShowTotalCount::attr(value)").get()) == (1, "13")
    none = vip_contents(base, "91001X", 2018, "5")
    assert (len(none.css("li")), none.css("#hidShowTotalCount::attr(value)").get()) == (0, "0")


def test_journals_are_listed_by_object_type_seven(base: str) -> None:
    keys = [{"FieldIdentifier": "J", "SearchKey": "辽滨锅炉"}]
    page = select(vip_search(base, vip_session(base), ObjectType=7, SearchKeyList=keys))
    assert page.css("dt a::attr(gch)").getall() == ["91001X"]


def test_the_export_is_xml_in_a_field(base: str) -> None:
    session = vip_session(base)
    record_id = select(vip_titled(base, "汽包水位的串级控制与整定", session)).css("dt a::attr(articleid)").get("")
    answer = post(base, "/vip/qikan/Qikan/Search/Export", session, data={"ids": record_id})
    xml = Selector(select(answer).css("input#xmlContent::attr(value)").get(""), type="xml")
    assert xml.css("Titles Title::text").get() == "汽包水位的串级控制与整定"
    assert (xml.css("Volum::text").get(), xml.css("Issue::text").get(), xml.css("Page::text").get()) == (
        "23",
        "3",
        "12-18",
    )


def _state(text: str) -> str:
    found = re.search(r"window\.__NUXT__=(.*?);</script>", text)
    assert found
    return found[1]


def test_the_new_site_has_empty_titles_and_its_data_in_a_call(base: str) -> None:
    answer = get(base, "/vip/www/search?k=除氧器排汽的回收")
    assert select(answer).css("div.item .searchTitle a.title::text").get() is None
    state = _state(answer.text)
    assert state.startswith("(function(a")
    for part in ('title:"除氧器排汽的回收"', 'num:"S1"', 'cnno:"21-4801\\u002FTK"', 'beginPage:"31"'):
        assert part in state
    assert "isSuppl:true" in state or re.search(r"isSuppl:[a-z]\b", state)


def test_the_call_is_javascript_that_gives_the_record_back(base: str) -> None:
    state = _state(get(base, "/vip/www/search?k=过热器积灰的清除").text)
    record = _evaluated(state)["data"][0]["listData"]["records"][0]
    assert record["title"] == "过热器积灰的清除"
    assert (record["beginPage"], record["endPage"], record["jumpPage"]) == ("106", "111", "117")
    assert record["journalInfo"]["num"] == "Z2"
    assert record["isRetraction"] is False


def _evaluated(state: str) -> Any:
    """The object of a call, its parameters put in: enough for the literals that the stub writes."""
    head = re.match(r"\(function\(([^)]*)\)\{return (.*)\}\((.*)\)\)$", state, re.DOTALL)
    assert head
    values = dict(zip(head[1].split(","), json.loads(f"[{head[3]}]"), strict=True))
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', head[2])
    for place in range(0, len(pieces), 2):
        named = re.sub(r"([{,])([A-Za-z]\w*):", r'\1"\2":', pieces[place])
        pieces[place] = re.sub(
            r'(?<!["\w])([a-z]{1,3})(?!["\w])',
            lambda m: json.dumps(values[m[1]], ensure_ascii=False) if m[1] in values else m[0],
            named,
        )
    return json.loads("".join(pieces))


def test_the_new_detail_page_needs_a_sign_and_the_old_path_holds_the_supplement(base: str) -> None:
    record_id = select(vip_titled(base, "除氧器排汽的回收")).css("dt a::attr(articleid)").get("")
    away = get(base, f"/vip/www/doc/journal/{record_id}")
    assert away.status_code == 302
    assert "/login" in away.headers["Location"]
    old = get(base, f"/vip/www/qk/91001X/2021s1/{record_id}.html")
    assert "【出　处】《辽滨锅炉技术》2021年第S1期 31-33页" in old.text
    assert get(base, f"/vip/www/qk/91001X/202101/{record_id}.html").status_code == 404


def test_the_reference_export_is_refman(base: str) -> None:
    record_id = select(vip_titled(base, "汽包水位的串级控制与整定")).css("dt a::attr(articleid)").get("")
    answer = get(base, f"/vip/www/newsite/literature/base/ref/export?ids={record_id}&types=1&styles=RefMan").json()
    assert "TI  - 汽包水位的串级控制与整定\r\n" in answer["data"][0]["refText"]
