"""An annex page says where a piece of evidence comes from and what it showed, bounded, with the rest counted."""

from __future__ import annotations

import time

import msgspec
import pytest

from tests.proof.reading import annex_page
from verifier.model import Evidence
from verifier.proof import annex

EVIDENCE = Evidence(
    id="ev-1",
    source="cnki",
    role="cnki.kns",
    url="http://127.0.0.1:8800/cnki/kns/x",
    query="题名=例文",
    at="2026-03-01T01:02:03Z",
    status=200,
    sha256="ab" * 32,
    length=4321,
    demo=False,
    parser="cnki/3",
)


def test_a_page_names_source_question_time_digest_length_and_parser() -> None:
    extract = annex.extract(annex_page(EVIDENCE, "文"), 3, "zh")
    assert extract.heading == "附3　中国知网（系统摘录页）"
    assert dict(extract.facts) == {
        "来源": "中国知网",
        "官方名称": "中国知网（CNKI）",
        "检索内容": "题名=例文",
        "地址": "http://127.0.0.1:8800/cnki/kns/x",
        "获取时间": "2026-03-01 09:02:03（北京时间，UTC+8）",
        "证据编号": "ev-1",
        "SHA-256": "ab" * 32,
        "长度": "4321 字节（HTTP 200）",
        "解析程序": "cnki/3",
    }
    assert extract.fields == (("题名", "例文"),)
    assert extract.note == ""


def test_a_demo_page_is_marked() -> None:
    demo = msgspec.structs.replace(EVIDENCE, demo=True)
    assert annex.extract(annex_page(demo, "文"), 1, "zh").note == "演示数据，不得用于申报"


def test_a_long_page_is_cut_and_the_rest_counted() -> None:
    extract = annex.extract(annex_page(EVIDENCE, "字" * (annex.CHARACTERS + 123)), 1, "zh")
    assert extract.text == "字" * annex.CHARACTERS
    assert extract.note == "余下123字未印，见存档网页。"


def test_many_short_lines_are_cut_too() -> None:
    shown, rest = annex.shorten("\n".join(["行"] * (annex.LINES + 5)))
    assert shown.count("\n") == annex.LINES - 1
    assert rest == 10


def test_visible_text_leaves_out_what_no_reader_sees() -> None:
    page = (
        "<html><head><title>标题</title><style>p{}</style></head><body><!--注释--><script>var x='脚本'</script>"
        "<p>第一<em>段</em>文字</p><table><tr><td>题名</td><td>例文</td></tr></table>"
        "尾<div>块<svg><text>图</text></svg>后</div><noscript>无脚本</noscript><input type='hidden' value='隐藏'></body></html>"
    )
    assert annex.visible_text(page.encode(), "text/html") == "第一段文字\n题名 例文\n尾\n块后"


@pytest.mark.parametrize(
    ("attribute", "seen"),
    [
        ("hidden", False),
        ("style='display: none'", False),
        ("style='VISIBILITY:hidden'", False),
        ("style='position:absolute;left:-9999px'", False),
        ("style='left:-5px'", True),
        ("style='display:block'", True),
        ("class='hidden'", True),
    ],
)
def test_text_that_the_page_hides_from_its_reader_is_not_printed_as_seen(attribute: str, seen: bool) -> None:
    page = f"<p>记录</p><div {attribute}>拖动滑块<b>验证</b></div><p>末行</p>"
    assert annex.visible_text(page.encode()) == ("记录\n拖动滑块验证\n末行" if seen else "记录\n末行")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_declared_encoding_is_read(encoding: str) -> None:
    page = "<p>未检索到相关文献</p>".encode(encoding)
    assert annex.visible_text(page, f"text/html; charset={encoding}") == "未检索到相关文献"


def test_json_is_set_out_and_other_kinds_show_nothing() -> None:
    assert annex.visible_text('{"title":"例文"}'.encode(), "application/json") == '{\n "title": "例文"\n}'
    assert annex.visible_text(b"{broken", "application/json; charset=utf-8") == "{broken"
    assert annex.visible_text(b"plain", "text/plain") == "plain"
    assert annex.visible_text(b"\x89PNG", "image/png") == ""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<div>" * 400_000, "text/html"),
        (b"<svg>" * 300_000, "text/html"),
        (b"<span>a</div>" * 150_000, "text/html"),
        (b"<p>" + b"x" * 5_000_000, "text/html"),
        (b"[" * 2_000_000, "application/json"),
        (b"\x00\xff" * 1_000_000, "text/html"),
        (b"<p attr='" + b"a" * 3_000_000, "text/html"),
    ],
)
def test_a_hostile_page_is_read_within_bounds(body: bytes, kind: str) -> None:
    started = time.perf_counter()
    text = annex.visible_text(body, kind)
    assert time.perf_counter() - started < 20
    assert len(text) <= annex.BYTES + len(annex.TOO_LONG)


def test_a_page_that_was_not_read_to_its_end_says_so() -> None:
    long = annex.visible_text(b"<p>" + b"x " * annex.BYTES, "text/html")
    assert long.endswith(annex.TOO_LONG)
    assert annex.TOO_LONG not in annex.visible_text(b"<p>x</p>", "text/html")


def test_a_title_that_stands_beyond_the_cut_is_printed_with_what_is_around_it() -> None:
    rows = [f"第{place}行 甲乙丙丁" for place in range(400)]
    rows[300] = "矿用减速器箱体热变形 蔺砚 12-18"
    text = "\n".join(rows)
    shown, rest = annex.shorten(text, ("不在此页的题名", "矿用减速器箱体热变形"))
    assert "矿用减速器箱体热变形 蔺砚 12-18" in shown
    assert "第299行" in shown
    assert "第301行" in shown
    assert shown.startswith("第0行")
    assert shown.count("\n") < annex.LINES
    assert len(shown) <= annex.CHARACTERS + 4
    assert rest == len(text) - len(shown) + 4
    assert annex.shorten(text, ("不在此页的题名",)) == annex.shorten(text)


def test_a_title_in_one_endless_line_is_still_shown() -> None:
    text = "甲" * 50_000 + "矿用减速器" + "乙" * 50_000
    shown, _ = annex.shorten(text, ("矿用减速器",))
    assert "矿用减速器" in shown
    assert len(shown) <= annex.CHARACTERS + 4


@pytest.mark.parametrize(("role", "heading"), [("print", "　手工证据（网页打印件）"), ("export", "　手工证据（自行导出的题录）"), ("cnki.kns", "（系统摘录页）")])
def test_what_a_person_brought_is_never_called_the_systems_extract(role: str, heading: str) -> None:
    assert annex.extract(annex_page(msgspec.structs.replace(EVIDENCE, role=role), ""), 2, "zh").heading == f"附2　中国知网{heading}"
