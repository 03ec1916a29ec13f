"""Words of refusal and of nothing: each is believed where the page itself says it, and nowhere else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.sources.test_pages import SITES
from verifier.model import Answer, Ask, Page, State, Step
from verifier.sources import BY_NAME, outcome

SEARCH = Step(kind="search", field="title", text="虚构")


def read(source: str, text: str, step: Step = SEARCH, **more: object) -> Answer:
    """Read a page of a source that came with status 200."""
    page = Page(ask=BY_NAME[source].ask(step), status=200, body=text.encode(), fetched="2021-08-01T10:00:00+08:00")
    return BY_NAME[source].read(replace(page, **more))


def grid(title: str) -> str:
    """Return a CNKI result grid of one row."""
    return f"""<div id="briefBox"><span class="pagerTitleCell">共找到<em>1</em>条结果</span><table class="result-table-list"><tbody>
<tr><td class="name"><a class="fz14">{title}</a></td><td class="author"><a>郗子衿</a></td><td class="source"><a>虚构学报</a></td>
<td class="date">2020-01-02</td><td class="data">期刊</td><td><a data-filename="ABCD202001002"></a></td></tr></tbody></table></div>"""


@pytest.mark.parametrize("title", [
    "安全验证", "访问过于频繁的治理", "操作频繁", "访问禁止", "未检索到相关文献", "暂无数据", "抱歉，暂无数据，请稍后重试", "登录",
    "您访问的页面不存在", "拖动下方拼图", "知网节超时验证",
])  # fmt: skip
def test_a_paper_may_be_titled_like_a_refusal(title: str) -> None:
    answer = read("cnki", grid(title))
    assert answer.state is State.FOUND
    assert answer.records[0].title == title


@pytest.mark.parametrize("title", ["没有找到", "未检索到", "访问过于频繁", "$_ts", "安全验证"])
def test_a_paper_in_the_vip_list_may_be_titled_so_too(title: str) -> None:
    row = f"""<div id="remark"><input id="hidShowTotalCount" value="1"><dl><dt><a articleid="71">{title}</a></dt>
<dd class="author"><span><a><span>仇远</span></a></span></dd><dd><span class="from"><a>《虚构学报》</a></span>
<span class="vol">2020年第1期1-2</span></dd></dl></div>"""
    answer = read("vip", row)
    assert answer.state is State.FOUND
    assert answer.records[0].title == title


@pytest.mark.parametrize("title", ["安全验证", "访问过于频繁", "未检索到相关文献", "统一身份认证的password"])
def test_a_detail_page_may_be_titled_like_a_challenge(title: str) -> None:
    page = (SITES / "cnki/pages/detail.html").read_text("utf-8").replace("基于安全验证的虚构机床CO2控制 - 中国知网", title)
    answer = read("cnki", page, Step(kind="detail", record="ABCD202106012"))
    assert answer.state is State.FOUND


@pytest.mark.parametrize(("source", "text", "state"), [
    ("cnki", "<html><head><title>安全验证</title></head><body></body></html>", State.BLOCKED),
    ("cnki", "<html><head><title>安全验证-中国知网</title></head><body><div></div></body></html>", State.BLOCKED),
    ("cnki", "<html><head><title>知网节超时验证</title></head><body><img id='verify_pic'></body></html>", State.BLOCKED),
    ("cnki", "<script>location.href='/verify'</script>", State.BLOCKED),
    ("cnki", '{"code":-403,"message":"/verify/home?captchaType=blockPuzzle"}', State.BLOCKED),
    ("cnki", "<html><body><p>访问过于频繁，请稍后再试</p></body></html>", State.RATE_LIMITED),
    ("vip", "<html><body><p>操作频繁</p></body></html>", State.RATE_LIMITED),
    ("cnki", "<p>抱歉，暂无数据，请稍后重试。</p>", State.INCOMPLETE),
    ("cnki", "<p>暂无数据</p>", State.BLOCKED),
    ("cnki", "<html><body>非常抱歉，您访问的页面不存在</body></html>", State.SESSION_STALE),
    ("cnki", "<html><head><title>用户登录</title></head><body><input type=password></body></html>", State.LOGIN_REQUIRED),
    ("cnki", '<div id="briefBox"><p>未检索到相关文献</p></div>', State.NOT_FOUND),
    ("cnki", '<div id="briefBox"></div>', State.LAYOUT_CHANGED),
    ("cnki", '<div id="briefBox"><table class="result-table-list"><tbody></tbody></table></div>', State.LAYOUT_CHANGED),
    ("cnki", '<div id="briefBox"><em>0</em></div>', State.LAYOUT_CHANGED),
    ("vip", '<div class="no-data">没有找到</div>', State.NOT_FOUND),
    ("vip", '<div class="no-data"></div>', State.LAYOUT_CHANGED),
    ("vip", '<input id="hidShowTotalCount" value="7"><div class="no-data">没有找到</div>', State.LAYOUT_CHANGED),
    ("vip", "<p>暂无数据</p>", State.LAYOUT_CHANGED),
    ("wanfang", "<html><body><div class='no-result'>没有结果</div></body></html>", State.LAYOUT_CHANGED),
    ("nppa", "<html><body><table><tr><td>x</td></tr></table></body></html>", State.LAYOUT_CHANGED),
])  # fmt: skip
def test_a_page_says_what_it_says(source: str, text: str, state: State) -> None:
    step = Step(kind="journal", field="name", text="虚构") if source == "nppa" else SEARCH
    answer = read(source, text, step)
    assert answer.state is state
    assert answer.words or answer.note
    assert not answer.records


@pytest.mark.parametrize(("address", "state"), [
    ("http://127.0.0.1/cnki/kns/verify/home?captchaType=blockPuzzle", State.BLOCKED),
    ("https://login.cnki.net/login/?platform=kns", State.LOGIN_REQUIRED),
    ("http://127.0.0.1/cnki/login/authserver/login?service=x", State.LOGIN_REQUIRED),
    ("http://127.0.0.1/cnki/kns/kns8s/brief/grid?kw=login", State.FOUND),
])  # fmt: skip
def test_where_a_redirect_led_decides(address: str, state: State) -> None:
    assert read("cnki", grid("虚构"), url=address).state is state


@pytest.mark.parametrize(("value", "until"), [
    ("75", "2021-08-01T10:01:15+08:00"),
    ("Sun, 01 Aug 2021 03:00:00 GMT", "2021-08-01T11:00:00+08:00"),
    ("Sunday, 01-Aug-21 03:00:00 GMT", "2021-08-01T11:00:00+08:00"),
    ("", None), ("soon", None), ("-5", None), ("1e9", None), ("١٢", None), ("Sun, 99 Aug 2021 03:00:00 GMT", None),
    ("Fri, 31 Dec 9999 23:59:59 GMT", None),
])  # fmt: skip
def test_the_time_to_wait_is_read_in_both_forms_or_not_at_all(value: str, until: str | None) -> None:
    answer = read("cnki", "", status=429, headers=(("retry-after", value),))
    assert answer.state is State.RATE_LIMITED
    assert answer.until == until


def test_an_endless_wait_is_bounded() -> None:
    ask = Ask(source="cnki", role="cnki.kns", path="/", key=("cnki", "x"), step=SEARCH)
    page = Page(ask=ask, fetched="2021-08-01T10:00:00+08:00", headers=(("Retry-After", "999999999999999"),))
    assert (outcome.retry_after(page) or "") < "2023"


def test_a_body_shorter_than_announced_is_incomplete_and_a_compressed_one_is_not_measured() -> None:
    text = grid("虚构")
    assert read("cnki", text, headers=(("Content-Length", "99999"),)).state is State.INCOMPLETE
    packed = (("Content-Length", "99999"), ("Content-Encoding", "gzip"))
    assert read("cnki", text, headers=packed).state is State.FOUND
    assert read("cnki", text, headers=(("Content-Length", "x"),)).state is State.FOUND


def test_fewer_rows_than_announced_are_incomplete() -> None:
    assert read("cnki", grid("虚构").replace("<em>1</em>", "<em>3</em>")).state is State.INCOMPLETE
