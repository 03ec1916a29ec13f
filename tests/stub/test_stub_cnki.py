"""CNKI's pages, asked over real HTTP."""

from __future__ import annotations

import requests

from tests.stub.asking import (
    CATALOGUE,
    cnki_session,
    get,
    grid,
    link,
    names,
    navi,
    nuxt,
    papers,
    post,
    query_json,
    select,
    titled,
    year_list,
)
from verifier.stub import serve


def test_a_grid_without_a_session_is_refused_with_403_and_the_challenge_address(base: str) -> None:
    answer = grid(base, None, query_json(("TI", "汽包水位的串级控制与整定", "DEFAULT")))
    assert answer.status_code == 403
    assert answer.json()["code"] == -403
    assert "/verify/home?captchaType=blockPuzzle" in answer.json()["message"]


def test_an_exact_title_brings_the_row_with_its_columns_and_a_marked_hit(base: str) -> None:
    page = select(titled(base, "汽包水位的串级控制与整定"))
    (row,) = page.css("table.result-table-list > tbody > tr")
    assert row.css("td.name a.fz14 font.Mark::text").get() == "汽包水位的串级控制与整定"
    assert row.css("td.author a.KnowledgeNetLink::text").getall() == ["沙砚", "苗渡"]
    assert row.css("td.source a::text").get() == "辽滨锅炉技术"
    assert row.css("td.date::text").get() == "2021-03-20"
    assert row.css("td.data::text").get() == "期刊"
    assert row.css("td.operat table td a.icon-collect::attr(data-filename)").get() == "LBGL202103001"
    assert page.css("span.pagerTitleCell em::text").get() == "1"


def test_a_healthy_page_holds_the_sliders_words_off_screen(base: str) -> None:
    answer = titled(base, "汽包水位的串级控制与整定")
    assert "拖动下方拼图" in answer.text
    assert "安全验证" not in answer.text


def test_a_paper_titled_with_the_challenges_words_is_found(base: str) -> None:
    assert names(titled(base, "变电站验电操作中的安全验证")) == ["LBGL202109001"]


def test_nothing_found_is_said_in_the_sites_own_words(base: str) -> None:
    answer = titled(base, "汽包水位的并级控制与整定")
    assert answer.status_code == 200
    assert "未检索到相关文献" in answer.text
    assert "暂无数据" not in answer.text


def test_a_title_with_formula_signs_finds_nothing_but_its_words_do(base: str) -> None:
    assert "未检索到相关文献" in titled(base, "烟气中SO_2的脱除").text
    assert names(titled(base, "的脱除 & 计量")) == ["LBGL202109002"]


def test_an_expression_of_more_than_3600_characters_is_told_to_try_again(base: str) -> None:
    session = cnki_session(base)
    assert "抱歉，暂无数据，请稍后重试。" in grid(base, session, query_json(("TI", "炉" * 3601, "DEFAULT"))).text
    assert "未检索到相关文献" in grid(base, session, query_json(("TI", "炉" * 3600, "DEFAULT"))).text


def test_pages_follow_one_another_by_turnpage_and_cannot_be_jumped(base: str) -> None:
    session = cnki_session(base)
    query = query_json(("TI", "锅炉烟道", "DEFAULT"))
    first = grid(base, session, query, pageSize="10")
    assert select(first).css("span.pagerTitleCell em::text").get() == "25"
    turn = select(first).css("#hidTurnPage::attr(value)").get("")
    second = grid(base, session, query, 2, pageSize="10", turnpage=turn)
    assert len(names(second)) == 10
    assert not set(names(first)) & set(names(second))
    jumped = grid(base, session, query, 3, pageSize="10", turnpage=turn)
    assert jumped.status_code == 401
    assert "非常抱歉，您访问的页面不存在" in jumped.text
    other = grid(base, session, query_json(("TI", "锅炉", "DEFAULT")), 2, pageSize="10", turnpage=turn)
    assert other.status_code == 401


def test_fuzzy_finds_most_of_a_title_where_exact_does_not(base: str) -> None:
    session = cnki_session(base)
    asked = "汽包水位串级控制与整定"
    assert names(grid(base, session, query_json(("TI", asked, "DEFAULT")))) == []
    assert names(grid(base, session, query_json(("TI", asked, "FUZZY")))) == ["LBGL202103001"]


def test_author_journal_and_years_narrow_a_search(base: str) -> None:
    session = cnki_session(base)
    found = grid(
        base, session, query_json(("AU", "沙砚", "DEFAULT"), ("LY", "锅炉技术", "DEFAULT"), years=("2020", "2020"))
    )
    assert sorted(names(found)) == ["LBGL202002001", "LBGL202005001"]


def test_source_is_not_exact_and_doi_and_expert_expressions_work(base: str) -> None:
    session = cnki_session(base)
    assert names(grid(base, session, query_json(("DOI", "10.5555/LBGL.2021.03.012", "DEFAULT")))) == ["LBGL202103001"]
    expert = query_json(("EXPERT", "TI='汽包水位' AND AU='苗渡'", "DEFAULT"))
    assert names(grid(base, session, expert)) == ["LBGL202103001"]


def test_the_detail_page_tells_line_byline_units_and_rows(base: str) -> None:
    session = cnki_session(base)
    listed = titled(base, "汽包水位的串级控制与整定", session)
    page = select(get(base, link(listed, "v="), session))
    assert page.css(".top-tip").xpath("string()").get() == "辽滨锅炉技术 . 2021 ,23(03) :12-18"
    assert page.css(".wx-tit > h1").xpath("text()").get() == "汽包水位的串级控制与整定"
    assert page.css("h3.author#authorpart span:first-child sup::text").get() == "1,2"
    assert page.css("h3.author#authorpart p.authortip::text").get() == "通讯作者"
    assert page.css("h3.author a.author::text").getall() == ["1.辽滨工学院", "2.辽滨电厂"]
    assert page.css(".clc-code::text").get() == "TK223;TP273"
    assert page.css("#paramfilename::attr(value)").get() == "LBGL202103001"
    assert page.css("#paramdbname::attr(value)").get() == "CJFD2021"
    rows = dict(
        zip(page.css("li.top-space .rowtit::text").getall(), page.css("li.top-space p::text").getall(), strict=True)
    )
    assert rows["DOI："] == "10.5555/lbgl.2021.03.012"
    assert rows["在线公开时间："] == "2021-03-20"


def test_a_detail_token_of_another_session_is_dead_but_the_file_name_lives(base: str) -> None:
    listed = titled(base, "汽包水位的串级控制与整定")
    assert get(base, link(listed, "v="), cnki_session(base)).status_code == 404
    stable = "/cnki/kns/KCMS/detail/detail.aspx?dbcode=CJFD&dbname=CJFD2021&filename=lbgl202103001"
    assert "汽包水位的串级控制与整定" in get(base, stable).text


def test_subscripts_stay_and_other_signs_are_escaped(base: str) -> None:
    answer = get(base, "/cnki/kns/KCMS/detail/detail.aspx?filename=LBGL202109002")
    assert "<h1>烟气中SO<sub>2</sub>的脱除 &amp; 计量" in answer.text


def test_each_kind_of_paper_stands_in_its_database(base: str) -> None:
    wanted = {
        "除氧器排汽的回收": "CJFD2021",
        "燃烧器配风的优化": "CAPJLAST",
        "浮阀塔盘的水力学": "CCJD2019",
        "蓄热器的放热特性": "CPFD2019",
        "余热锅炉的热力计算研究": "CMFD2016",
        "老电厂换新炉": "CCND2020",
    }
    shown = {title: select(titled(base, title)).css("td.operat a::attr(data-dbname)").get() for title in wanted}
    assert shown == wanted


def test_online_first_is_marked_and_has_no_issue(base: str) -> None:
    page = select(titled(base, "燃烧器配风的优化"))
    assert page.css("b.marktip::text").get() == "网络首发"
    detail = select(
        get(
            base, f"/cnki/kns/KCMS/detail/detail.aspx?filename={page.css('[data-filename]::attr(data-filename)').get()}"
        )
    )
    assert detail.css(".icon-shoufa")
    assert "2021-07-28" in detail.css(".head-time").xpath("string()").get("")
    assert "(" not in detail.css(".top-tip").xpath("string()").get("")


def test_a_meeting_paper_names_meeting_and_volume(base: str) -> None:
    name = names(titled(base, "蓄热器的放热特性"))[0]
    text = get(base, f"/cnki/kns/KCMS/detail/detail.aspx?filename={name}").text
    assert "会议名称：" in text
    assert "辽滨动力会议论文集" in text


def test_supplements_and_combined_issues_are_coded_s_and_z(base: str) -> None:
    assert names(titled(base, "除氧器排汽的回收")) == ["LBGL2021S1001"]
    assert names(titled(base, "水冷壁爆管的分析")) == ["LBGL2021Z1001"]
    assert names(titled(base, "过热器积灰的清除")) == ["LBGL2021Z2001"]


def test_a_paper_bears_the_journals_name_and_numbers_of_its_day(base: str) -> None:
    before, after = (select(titled(base, title)) for title in ("链条炉排的改造", "循环流化床的启动"))
    assert before.css("td.source a::text").get() == "辽滨锅炉通讯"
    assert after.css("td.source a::text").get() == "辽滨锅炉技术"
    form = {"filename": "LBGL201206001", "displaymode": "EndNote"}
    text = post(base, "/cnki/export/dm8/API/GetExport", data=form).json()["data"][0]["value"][0]
    assert "%L 21-4800/TK" in text


def test_a_paper_of_another_database_is_not_shown(base: str) -> None:
    assert names(titled(base, "炉墙保温层的敷设")) == []


def test_the_export_gives_each_display_mode(base: str) -> None:
    form = {"filename": "CJFD2021!LBGL202103001!1!0", "displaymode": "GBTREFER,Refworks,EndNote,NoteExpress,elearning"}
    answer = post(base, "/cnki/export/dm8/API/GetExport", data=form).json()
    assert answer["code"] == 1
    shown = {part["key"]: part["value"][0] for part in answer["data"]}
    assert shown["GB/T 7714-2015 格式引文"] == (
        "[1]沙砚,苗渡.汽包水位的串级控制与整定[J].辽滨锅炉技术,2021,23(03):12-18.DOI:10.5555/lbgl.2021.03.012."
    )
    assert "<br>vo 23<br>" in shown["Refworks"]
    assert "%L 21-4801/TK" in shown["EndNote"]
    assert "{Notes}: 21-4801/TK" in shown["NoteExpress"]
    assert post(base, "/cnki/export/dm8/API/GetExport", data={"filename": "nothing"}).json()["code"] == -1


def _journals(base: str, name: str, value: str) -> requests.Response:
    state = f'{{"QNode":{{"QGroup":[{{"Items":[{{"Name":"{name}","Operate":"%","Value":"\'{value}\'"}}]}}]}}}}'
    return post(base, "/cnki/navi/knavi/journals/searchbaseinfo", data={"searchStateJson": state, "pageindex": "1"})


def test_journals_are_found_by_name_former_name_issn_and_cn(base: str) -> None:
    for name, value in (("LY", "辽滨锅炉技术"), ("LY", "辽滨锅炉通讯"), ("SN", "9900-0011"), ("CN", "21-4801/TK")):
        assert select(_journals(base, name, value)).css('a[href*="/knavi/detail?p="]::attr(title)').getall() == [
            "辽滨锅炉技术"
        ]


def test_a_journal_without_a_code_is_not_in_the_navigation(base: str) -> None:
    assert "未检索到相关出版来源" in _journals(base, "LY", "双名月报").text


def test_the_identity_block_shows_everything_but_the_authority(base: str) -> None:
    _, page = navi(base, "LBGL")
    labels = page.css("#JournalBaseInfo label::text").getall()
    values = page.css("#JournalBaseInfo label + span::text").getall()
    shown = dict(zip(labels, values, strict=True))
    assert shown["曾用刊名："] == "辽滨锅炉通讯"
    assert shown["主办单位："] == "辽滨锅炉学会;辽滨工学院"
    assert (shown["ISSN："], shown["CN："]) == ("9900-0011", "21-4801/TK")
    assert shown["收录年限："] == "1999-2026"
    assert "辽滨科技厅" not in page.get()
    assert page.css("h3.titbox.titbox1::text").get() == "辽滨锅炉技术"
    _, stopped = navi(base, "JLGY")
    assert "停刊(2015-06)" in stopped.get()


def test_the_year_list_needs_the_time_of_the_same_session(base: str) -> None:
    session, page = navi(base, "LBGL")
    form = {"time": page.css("#time::attr(value)").get(""), "pIdx": "0"}
    assert post(base, "/cnki/navi/knavi/journals/LBGL/yearList", session, data=form).status_code == 200
    other, _ = navi(base, "LBGL")
    assert post(base, "/cnki/navi/knavi/journals/LBGL/yearList", other, data=form).status_code == 404
    assert post(base, "/cnki/navi/knavi/journals/LBGL/yearList", session, data={}).status_code == 404


def test_the_year_list_holds_listed_and_derived_issues(base: str) -> None:
    _, page = year_list(base, "LBGL")
    assert page.css("#totalCnt::attr(value)").get() == "3"
    assert page.css('dl[id="2021_Year_Issue"] dd a::text').getall() == [
        "No.03", "No.06", "No.09", "No.10", "No.S1", "No.Z1", "No.Z2",
    ]  # fmt: skip
    assert len(page.css('dl[id="2020_Year_Issue"] dd a')) == 12
    _, ahead = year_list(base, "LBGL", isEpublish="1")
    assert ahead.css("dl#NetFirstYear a::text").getall() == ["2021"]


def test_a_contents_page_holds_sections_rows_and_the_number(base: str) -> None:
    page = papers(base, "LBGL", "yq202106")
    assert page.css("dt.tit::text").getall() == ["测试", "研究"]
    assert len(page.css("dd.row")) == 25
    assert page.css("#articleCount::attr(value)").get() == "25"
    first = page.css("dd.row")[0]
    assert first.css("b[name=encrypt]::attr(id)").get() == "LBGL202106001"
    assert first.css("span.author::attr(title)").get() == "沙砚;苗渡;"
    assert first.css("span.company::attr(title)").get() == "1-4"


def test_an_issue_that_is_not_full_announces_more_than_it_holds(base: str) -> None:
    half, whole, empty = (papers(base, "LBGL", issue) for issue in ("yq202005", "yq202002", "yq202011"))
    assert (len(half.css("dd.row")), int(half.css("#articleCount::attr(value)").get(""))) == (1, 13)
    assert (len(whole.css("dd.row")), int(whole.css("#articleCount::attr(value)").get(""))) == (1, 1)
    assert (len(empty.css("dd.row")), int(empty.css("#articleCount::attr(value)").get(""))) == (0, 12)


def test_the_phone_pages_tell_contents_years_journal_and_article(base: str) -> None:
    contents = nuxt(get(base, "/cnki/wap/touch/web/Journal/List/LBGL202106.html"))
    assert contents["total"] == 25
    assert [row["Level"] for row in contents["rows"]] == ["测试", "研究"]
    assert contents["rows"][0]["Filename"][0] == "LBGL202106001"
    years = nuxt(get(base, "/cnki/wap/Journal/YearPeriod/LBGL.html"))
    assert [row["year"] for row in years["rows"]] == ["2021", "2020", "2012"]
    journal = nuxt(get(base, "/cnki/wap/Journal/Index/LBGL.html"))
    assert (journal["CN"], journal["usedname"]) == ("21-4801/TK", "辽滨锅炉通讯")
    assert journal["YearExt"] == {"maxYear": "2026", "minYear": "1999"}
    article = nuxt(get(base, "/cnki/wap/touch/web/Journal/Article/LBGL2021Z2001.html"))
    assert (article["period"], article["page"]) == ("Z2", "106-111+117")
    assert get(base, "/cnki/wap/touch/web/Conference/Article/LBGL2021Z2001.html").status_code == 302
    assert get(base, "/cnki/wap/touch/web/Journal/Article/LBGL209901001.html").status_code == 404


def test_a_session_dies_after_five_idle_minutes_of_the_stubs_clock() -> None:
    with serve(CATALOGUE) as url:
        session = cnki_session(url)
        assert titled(url, "汽包水位的串级控制与整定", session).status_code == 200
        post(url, "/clock", data={"advance": "301"})
        assert titled(url, "汽包水位的串级控制与整定", session).status_code == 403
