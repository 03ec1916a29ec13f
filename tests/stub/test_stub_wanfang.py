"""Wanfang's pages and calls, asked over real HTTP."""

from __future__ import annotations

import requests

from tests.stub.asking import GRPC, fields, frames, get, periodicals, post, select, wanfang
from verifier.stub.grpcweb import encode, frame

PERIO = "/wanfang/sns/perio/lbgl?tabId=article&publishYear={}&issueNum={}&page={}&isSync=0"


def test_the_search_page_is_a_shell_without_data(base: str) -> None:
    answer = get(base, '/wanfang/s/paper?q=题名:"汽包水位的串级控制与整定"&p=1')
    assert answer.status_code == 200
    assert "normal-list" not in answer.text
    assert "沙砚" not in answer.text


def test_a_title_search_answers_in_frames_with_the_tags_of_the_real_call(base: str) -> None:
    answer = wanfang(base, '题名:"汽包水位的串级控制与整定"')
    assert answer.headers["Content-Type"] == "application/grpc-web+proto"
    (flag, _), (trailer_flag, trailer) = frames(answer.content)
    assert (flag, trailer_flag) == (0, 0x80)
    assert trailer.startswith(b"grpc-status:0")
    (paper,) = periodicals(answer)
    assert [b.decode() for b in paper[2]] == [
        "<span class='highlight'>汽包水位的串级控制与整定</span>",
        "Cascade control of drum level",
    ]
    assert [b.decode() for b in paper[3]] == ["沙砚", "苗渡"]
    shown = {tag: paper[tag][0].decode() for tag in (1, 24, 33, 34, 35, 36, 41, 45)}
    assert shown == {
        1: "lbgl202103001",
        24: "辽滨锅炉技术",
        33: "2021",
        34: "3",
        35: "23",
        36: "12-18",
        41: "10.5555/lbgl.2021.03.012",
        45: "9900-0011",
    }
    assert b"21-4801" not in answer.content


def test_nothing_found_is_the_reply_of_25_bytes(base: str) -> None:
    answer = wanfang(base, '题名:"汽包水位的并级控制与整定"')
    assert answer.status_code == 200
    assert len(answer.content) == 25


def test_words_are_anded_and_prefixes_ask_one_field(base: str) -> None:
    assert len(periodicals(wanfang(base, "汽包水位 整定"))) == 1
    assert periodicals(wanfang(base, "汽包水位 爆管")) == []
    assert len(periodicals(wanfang(base, '作者:"沙砚" 刊名:"锅炉通讯"'))) == 1


def test_a_piece_of_more_than_forty_characters_finds_nothing(base: str) -> None:
    assert periodicals(wanfang(base, "炉" * 41)) == []


def test_pages_and_totals_agree(base: str) -> None:
    first, last = wanfang(base, "锅炉烟道", 1, 20), wanfang(base, "锅炉烟道", 2, 20)
    assert fields(frames(first.content)[0][1])[3] == [25]
    assert (len(periodicals(first)), len(periodicals(last))) == (20, 5)


def test_a_supplement_is_z_and_a_combined_issue_its_first_number(base: str) -> None:
    (supplement,) = periodicals(wanfang(base, "除氧器排汽的回收"))
    (combined,) = periodicals(wanfang(base, "过热器积灰的清除"))
    assert (supplement[1], supplement[34]) == ([b"lbgl2021z1001"], [b"z1"])
    assert (combined[1], combined[34]) == ([b"lbgl202107001"], [b"7"])


def test_a_meeting_paper_comes_as_a_conference_message_with_its_volume(base: str) -> None:
    message = fields(frames(wanfang(base, "蓄热器的放热特性").content)[0][1])
    resource = fields(message[4][0])
    assert resource[1] == [b"conference"]
    assert fields(resource[104][0])[42][0].decode() == "辽滨动力会议论文集"


def test_the_detail_page_and_call_tell_the_same(base: str) -> None:
    page = select(get(base, "/wanfang/d/periodical/lbgl2021z1001"))
    assert page.css(".detailTitleCN span::text").get() == "除氧器排汽的回收"
    assert page.css(".publishData a::text").get() == "2021,(z1)"
    assert page.css(".author.detailTitle .itemUrl a span::text").getall() == ["沙砚", "苗渡"]
    asked = frame(encode([(1, "Periodical"), (2, "lbgl2021z1001")]))
    answer = post(base, "/wanfang/d/Detail.DetailService/getDetailInFormation", data=asked, headers=GRPC)
    assert periodicals(answer)[0][36] == [b"31-33"]
    assert get(base, "/wanfang/d/periodical/lbgl209901001").status_code == 404
    assert get(base, "/wanfang/d/Periodical_lbgl2021z1001.aspx").status_code == 200


def test_a_broken_frame_is_told_by_a_status_that_is_not_zero(base: str) -> None:
    answer = post(base, "/wanfang/s/SearchService.SearchService/search", data=b"\x00\x00\x00\x00\xff", headers=GRPC)
    assert frames(answer.content)[1][1].startswith(b"grpc-status:3")


def test_the_contents_page_lists_issues_and_papers_by_pages_of_twenty(base: str) -> None:
    page = select(get(base, PERIO.format(2021, 6, 1)))
    links = page.css("wf-issue-list wf-field-value span[data-href]")
    assert "1" in links.css("::text").getall()
    assert "z1" in links.css("::text").getall()
    items = page.css("wf-article-list > wf-article-item")
    assert len(items) == 20
    assert items[0].css("input::attr(docuid)").get() == "periodical_lbgl202106001"
    assert items[0].css("a[href] h2::text").get() == "锅炉烟道第1段的流场测量"
    assert page.css("wf-pagination::attr(total)").get() == "25"
    assert len(select(get(base, PERIO.format(2021, 6, 2))).css("wf-article-item")) == 5
    first = requests.get(base + links[0].attrib["data-href"], timeout=5)
    assert first.status_code == 200


def test_an_issue_that_is_not_there_has_no_rows_and_an_unknown_journal_no_page(base: str) -> None:
    page = select(get(base, PERIO.format(2019, 1, 1)))
    assert (len(page.css("wf-article-item")), page.css("wf-pagination::attr(total)").get()) == (0, "0")
    assert get(base, "/wanfang/sns/perio/nowhere").status_code == 404


def test_the_journal_search_gives_titles_and_ids(base: str) -> None:
    answer = post(base, "/wanfang/c/Category/Magazine/search", json={"query": "辽滨锅炉通讯", "start": 0, "rows": 10})
    assert answer.json()["total"] == 1
    assert answer.json()["value"][0]["Id"] == "lbgl"
    assert post(base, "/wanfang/c/Category/Magazine/search", json={"query": "双名月报"}).json()["total"] == 0
    assert post(base, "/wanfang/c/Category/Magazine/search", data=b"[").status_code == 400


def test_the_official_api_wants_a_key_and_tells_cn_and_authority(base: str) -> None:
    url, asked = "/wanfang/api/openwanfang/getQuery", {"collections": ["OpenMagazine"], "query": "Title:辽滨锅炉技术"}
    assert post(base, url, json=asked).status_code == 401
    answer = post(base, url, json=asked, headers={"X-App-Key": "k"}).json()
    assert answer["data"][0]["CN"] == "21-4801/TK"
    assert answer["data"][0]["CompetentDepartment"] == "辽滨科技厅"
    papers = {"collections": ["OpenPeriodicalChi"], "query": "标题:汽包水位 AND PublishYear:[2020 TO *]"}
    assert post(base, url, json=papers, headers={"X-App-Key": "k"}).json()["total"] == 1
    doc = {"collections": ["OpenPeriodicalChi"], "id": "lbgl202103001"}
    found = post(base, "/wanfang/api/openwanfang/getDoc", json=doc, headers={"X-App-Key": "k"}).json()
    assert found["data"][0]["Page"] == "12-18"
