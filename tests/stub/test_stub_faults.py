"""Each fault truly misbehaves on the wire, when it is due and not before."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import requests

from tests.stub.asking import (
    CATALOGUE,
    cnki_session,
    fields,
    frames,
    get,
    grid,
    names,
    nppa,
    papers,
    periodicals,
    post,
    query_json,
    select,
    table,
    titled,
    vip_contents,
    vip_session,
    vip_titled,
    wanfang,
)
from verifier.stub import Stub, serve
from verifier.stub.fault_pages import PAGES
from verifier.stub.faults import Kind

TITLE = "汽包水位的串级控制与整定"
DETAIL = "/cnki/kns/KCMS/detail/detail.aspx?filename=LBGL202103001"
SNS = "/wanfang/sns/perio/lbgl?tabId=article&publishYear=2021&issueNum=6&page=1&isSync=0"
EXPORT = {"filename": "LBGL202103001", "displaymode": "GBTREFER"}


@pytest.fixture
def faulty() -> Iterator[Callable[..., str]]:
    """Start stubs with forced faults; the base URL of each."""
    with contextlib.ExitStack() as stack:
        yield lambda *faults: stack.enter_context(serve(CATALOGUE, faults=faults))


def test_no_fault_is_on_by_default(base: str) -> None:
    assert all(titled(base, TITLE).status_code == 200 for _ in range(6))


def test_slider_redirects_to_a_challenge_page_with_an_empty_body(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:slider:search")
    answer = titled(url, TITLE)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/cnki/kns/verify/home?captchaType=blockPuzzle")
    page = get(url, answer.headers["Location"])
    assert page.status_code == 200
    assert select(page).css("title::text").get() == "安全验证"
    assert "".join(select(page).css("body ::text").getall()).strip() == ""


def test_xhr_challenge_is_403_with_code_minus_403(faulty: Callable[..., str]) -> None:
    answer = titled(faulty("cnki:xhr_challenge:search"), TITLE)
    assert (answer.status_code, answer.json()["code"]) == (403, -403)


def test_soft_block_is_200_and_102_bytes(faulty: Callable[..., str]) -> None:
    answer = titled(faulty("cnki:soft_block:search"), TITLE)
    assert (answer.status_code, len(answer.content)) == (200, 102)
    assert "暂无数据" in answer.content.decode()
    assert "未检索到" not in answer.content.decode()


def test_long_expression_asks_to_try_later(faulty: Callable[..., str]) -> None:
    assert "抱歉，暂无数据，请稍后重试。" in titled(faulty("cnki:long_expression:search"), TITLE).text


def test_zero_is_each_sites_own_zero(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:zero:search", "vip:zero:search", "wanfang:zero:search", "nppa:zero:search")
    assert "未检索到相关文献" in titled(url, TITLE).text
    assert select(vip_titled(url, TITLE)).css("div.no-data")
    assert len(wanfang(url, TITLE).content) == 25
    assert "未查询到相关期刊" in nppa(url, name="旧炉工艺").text


def test_offscreen_slider_leaves_the_page_healthy(faulty: Callable[..., str]) -> None:
    answer = titled(faulty("cnki:offscreen_slider:search"), TITLE)
    assert "安全验证" in answer.text
    assert names(answer) == ["LBGL202103001"]


def test_login_wall_redirects_to_the_login(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:login_wall:search")
    answer = titled(url, TITLE)
    assert (answer.status_code, "authserver" in answer.headers["Location"]) == (302, True)
    page = get(url, answer.headers["Location"])
    assert (page.status_code, 'type="password"' in page.text) == (200, True)


def test_js_challenge_is_412_with_the_script_and_the_cdns_page_at_the_registry(faulty: Callable[..., str]) -> None:
    url = faulty("vip:js_challenge:search", "nppa:js_challenge:search")
    answer = vip_titled(url, TITLE)
    assert (answer.status_code, "$_ts" in answer.text) == (412, True)
    cdn = nppa(url, name="旧炉工艺")
    assert (cdn.status_code, "__jsluid_h" in cdn.headers["Set-Cookie"]) == (521, True)


def test_rate_limit_tells_seconds_then_a_date_then_only_words(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:rate_limit:detail")
    first, second, third = (get(url, DETAIL) for _ in range(3))
    assert (first.status_code, first.headers["Retry-After"]) == (429, "75")
    assert second.status_code == 429
    assert parsedate_to_datetime(second.headers["Retry-After"]).tzinfo is not None
    assert (third.status_code, "访问过于频繁" in third.text, "Retry-After" in third.headers) == (200, True, False)


def test_stale_is_401_404_or_a_redirect_by_page(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:stale:search:for=1", "cnki:stale:detail:for=1", "vip:stale:detail:for=1")
    session = cnki_session(url)
    assert titled(url, TITLE, session).status_code == 401
    assert titled(url, TITLE, session).status_code == 200
    assert (get(url, DETAIL).status_code, get(url, DETAIL).status_code) == (404, 200)
    assert get(url, "/vip/qikan/Qikan/Article/Detail?id=79999999", vip_session(url)).status_code == 302


def test_server_errors_take_turns(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:server_error:detail")
    assert [get(url, DETAIL).status_code for _ in range(4)] == [503, 500, 522, 502]


def test_timeout_never_answers(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:timeout:detail")
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(url + DETAIL, timeout=0.3)


def test_drip_sends_a_byte_at_a_time(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:drip:detail")
    with requests.get(url + DETAIL, timeout=5, stream=True) as answer:
        assert answer.status_code == 200
        chunk = answer.raw.read1(1000) if hasattr(answer.raw, "read1") else answer.raw.read(1)
        assert len(chunk) < 10
        assert int(answer.headers["Content-Length"]) > 1000


def test_reset_breaks_the_body(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:reset:detail")
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError)):
        requests.get(url + DETAIL, timeout=5)
    assert get(url, "/").status_code == 200


def test_truncated_html_ends_in_a_row_then_inside_gzip(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:truncated:search")
    session = cnki_session(url)
    cut = titled(url, TITLE, session)
    assert cut.status_code == 200
    assert "</table>" not in cut.text.rsplit("<td", 1)[1]
    assert "</div>" not in cut.text[-20:]
    form = {"QueryJson": query_json(("TI", TITLE, "DEFAULT"))}
    with session.post(url + "/cnki/kns/kns8s/brief/grid", data=form, timeout=5, stream=True) as packed:
        raw = packed.raw.read(decode_content=False)
    assert packed.headers["Content-Encoding"] == "gzip"
    with pytest.raises(EOFError):
        gzip.decompress(raw)


def test_truncated_contents_announce_more_than_they_hold(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:truncated:toc:after=1", "vip:truncated:toc", "wanfang:truncated:toc")
    page = papers(url, "LBGL", "yq202106")
    assert (len(page.css("dd.row")), page.css("#articleCount::attr(value)").get()) == (12, "25")
    other = vip_contents(url, "91001X", 2021, "6")
    assert (len(other.css("li")), other.css("#hidShowTotalCount::attr(value)").get()) == (12, "25")
    third = select(get(url, SNS))
    assert (len(third.css("wf-article-item")), third.css("wf-pagination::attr(total)").get()) == (12, "25")


def test_truncated_frames_are_short_then_failed_then_without_trailer(faulty: Callable[..., str]) -> None:
    url = faulty("wanfang:truncated:search")
    short, failed, bare = (wanfang(url, TITLE).content for _ in range(3))
    assert len(short) < 5 + int.from_bytes(short[1:5], "big")
    assert frames(failed)[1][1].startswith(b"grpc-status:14")
    assert [flag for flag, _ in frames(bare)] == [0]


def test_encoding_takes_turns_and_exports_are_utf16_first(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:encoding:detail", "cnki:encoding:export")
    unnamed, wrong, marked = (get(url, DETAIL) for _ in range(3))
    assert "charset" not in unnamed.headers["Content-Type"]
    assert "charset" not in unnamed.content.decode("gb18030").lower()
    assert TITLE in unnamed.content.decode("gb18030")
    assert "utf-8" in wrong.headers["Content-Type"]
    with pytest.raises(UnicodeDecodeError):
        wrong.content.decode()
    assert TITLE in wrong.content.decode("gb18030")
    assert marked.content.startswith(b"\xef\xbb\xbf<!DOCTYPE")
    export = post(url, "/cnki/export/dm8/API/GetExport", data=EXPORT)
    assert TITLE in export.content.decode("utf-16")


def test_changed_layout_renames_empties_and_moves_columns(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:changed_layout:search")
    session = cnki_session(url)
    renamed, emptied, missing, added = (select(titled(url, TITLE, session)) for _ in range(4))
    assert not renamed.css("table.result-table-list, .fz14, #hidTurnPage")
    assert renamed.css("table.v2-result-table-list tr")
    assert emptied.css("table.result-table-list")
    assert not emptied.css("table.result-table-list tbody tr")
    row = missing.css("table.result-table-list > tbody > tr")[0]
    assert row.css("td.name")
    assert not row.css("td.author")
    assert added.css("table.result-table-list > tbody > tr > td")[1].css("::attr(class)").get() == "extra"


def test_changed_layout_reaches_messages_json_and_lists(faulty: Callable[..., str]) -> None:
    url = faulty("wanfang:changed_layout:search", "wanfang:changed_layout:journal", "vip:changed_layout:search")
    assert set(fields(frames(wanfang(url, TITLE).content)[0][1])) == {103, 104}
    answer = post(url, "/wanfang/c/Category/Magazine/search", json={"query": "辽滨锅炉技术"}).json()
    assert set(answer) == {"total_v2", "value_v2"}
    assert not select(vip_titled(url, TITLE)).css("#hidShowTotalCount")
    assert not select(vip_titled(url, TITLE)).css("#remark dt")


def test_duplicates_repeat_rows_and_the_first_page(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:duplicates:search", "cnki:duplicates:toc:after=1")
    session = cnki_session(url)
    query = query_json(("TI", "锅炉烟道", "DEFAULT"))
    first = grid(url, session, query, pageSize="10")
    second = grid(
        url, session, query, 2, pageSize="10", turnpage=select(first).css("#hidTurnPage::attr(value)").get("")
    )
    assert names(first) == names(second)
    assert (len(names(first)), len(set(names(first)))) == (11, 10)
    assert select(first).css("span.pagerTitleCell em::text").get() == "26"
    assert len(papers(url, "LBGL", "yq202106").css("dd.row")) == 50


def test_shell_is_200_without_data(faulty: Callable[..., str]) -> None:
    answer = titled(faulty("cnki:shell:search"), TITLE)
    assert answer.status_code == 200
    assert "".join(select(answer).css("body ::text").getall()).strip() == ""


def test_filler_rows_have_nothing_to_do_with_the_query(faulty: Callable[..., str]) -> None:
    shown = select(titled(faulty("cnki:filler:search"), TITLE)).css("td.name").xpath("string()").getall()
    assert len(shown) == 5
    assert not any(TITLE in each for each in shown)


def test_conflict_tells_the_issue_otherwise(faulty: Callable[..., str]) -> None:
    url = faulty("wanfang:conflict:search", "cnki:conflict:detail", "vip:conflict:search")
    assert periodicals(wanfang(url, "除氧器排汽的回收"))[0][34] == [b"s1"]
    assert "(04)" in get(url, DETAIL).text
    assert "第增刊1期" in vip_titled(url, "除氧器排汽的回收").text


def test_the_registrys_faults_say_what_users_report(faulty: Callable[..., str]) -> None:
    url = faulty(
        "nppa:registry_captcha:search:for=1", "nppa:registry_locked:search:for=1", "nppa:registry_overload:search:for=1"
    )
    answers = [nppa(url, name="旧炉工艺") for _ in range(4)]
    for answer, words in zip(answers, ("验证码错误", "已锁定", "近期检索较多"), strict=False):
        assert words in answer.text
        assert "未查询到" not in answer.text
        assert table(answer) == []
    assert [row[1] for row in table(answers[3])] == ["旧炉工艺"]


def test_the_apis_faults_are_429_with_headers_and_404(faulty: Callable[..., str]) -> None:
    url = faulty("crossref:api_limit:detail:for=1", "crossref:api_missing:detail:for=1", "crossref:api_missing:search")
    limited, missing, healthy = (get(url, "/crossref/works/10.5555/jsd.2020.145") for _ in range(3))
    assert (limited.status_code, limited.headers["Retry-After"], limited.headers["x-concurrency-limit"]) == (
        429,
        "1",
        "1",
    )
    assert (missing.status_code, missing.text) == (404, "Resource not found.")
    assert healthy.status_code == 200
    assert get(url, "/crossref/works?query.bibliographic=Torque ripple").json()["message"]["items"] == []


def test_after_lets_n_answers_pass_within_the_stubs_time(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:slider:detail:after=4:within_s=10")
    assert [get(url, DETAIL).status_code for _ in range(5)] == [200, 200, 200, 200, 302]
    post(url, "/clock", data={"advance": "11"})
    assert [get(url, DETAIL).status_code for _ in range(5)] == [200, 200, 200, 200, 302]


def test_every_for_and_title_contains_narrow_a_fault(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:server_error:detail:every=3:for=1")
    assert [get(url, DETAIL).status_code for _ in range(6)] == [200, 200, 503, 200, 200, 200]
    url = faulty("cnki:slider:detail:title_contains=汽包水位", "vip:server_error:search:title_contains=汽包")
    assert get(url, DETAIL).status_code == 302
    assert get(url, DETAIL.replace("2103", "2109").replace("202103001", "202109001")).status_code == 200
    assert vip_titled(url, TITLE).status_code == 503
    assert vip_titled(url, "除氧器排汽的回收").status_code == 200


def test_a_fault_of_one_page_kind_or_site_spares_the_others(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:server_error:search")
    assert get(url, DETAIL).status_code == 200
    assert vip_titled(url, TITLE).status_code == 200
    assert titled(url, TITLE).status_code == 503
    assert get(faulty("cnki:server_error:any"), DETAIL).status_code == 503


def test_a_catalogues_own_faults_are_on(tmp_path: Path) -> None:
    for file in CATALOGUE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = '[[fault]]\nsite = "cnki"\nkind = "server_error"\non = "detail"\nwhen = { always = true }\nfor = 1\n'
    (tmp_path / "faults.toml").write_text(text, "utf-8")
    with serve(tmp_path) as url:
        assert [get(url, DETAIL).status_code for _ in range(2)] == [503, 200]


def test_every_word_has_a_test_here() -> None:
    words = Kind.__args__  # type: ignore[attr-defined]
    source = Path(__file__).read_text("utf-8")
    assert [word for word in words if f":{word}:" not in source] == []
    assert set(PAGES) <= set(words)


def test_every_answer_says_that_it_is_the_stubs(faulty: Callable[..., str]) -> None:
    url = faulty("cnki:slider:search", "vip:js_challenge:search", "wanfang:truncated:search")
    answers = [
        titled(url, TITLE),
        vip_titled(url, TITLE),
        wanfang(url, TITLE),
        get(url, "/"),
        get(url, "/nowhere"),
        get(url, "/nppa/x"),
    ]
    assert {answer.headers["X-Verifier-Stub"] for answer in answers} == {"demo"}


def test_closing_lets_a_hanging_answer_go() -> None:
    stub = Stub(CATALOGUE, faults=["cnki:timeout:detail"])
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(stub.url + DETAIL, timeout=0.2)
    stub.close()
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(stub.url, timeout=1)
