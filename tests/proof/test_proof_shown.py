"""The annex prints as fields of a page only what the page holds word for word."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from verifier.model import Author, Record, Report
from verifier.proof import shown

Read = Callable[[str], Report]


@pytest.fixture
def report(sample: Read) -> Report:
    """Return a report whose first output rests on a record of CNKI with everything a record shows."""
    plain = sample("one")
    item = plain.items[0]
    evidence = item.lookups["cnki"].evidence
    record = Record(
        source="cnki", id="R1", title="大型锻件热处理变形", authors=(Author(name="蔺砚"), Author(name="褚槿")),
        journal="辽海机械学报", year="2019", issue="03", pages="12-18", clc=("TG156",), evidence=evidence,
    )  # fmt: skip
    return msgspec.structs.replace(plain, items=(msgspec.structs.replace(item, record=record),))


def fields(report: Report, source: str, page: str) -> dict[str, str]:
    evidence = report.items[0].lookups[source].evidence[0]
    return dict(shown.joined(shown.fields(report.items, evidence, source, page, "zh"), "zh"))


def test_what_stands_on_the_page_is_printed_by_label(report: Report) -> None:
    page = "大型锻件 热处理变形\n蔺砚 褚槿\n辽海机械学报 2019 第03期 12-18 TG156"
    assert fields(report, "cnki", page) == {
        "题名": "大型锻件热处理变形",
        "作者": "蔺砚；褚槿",
        "期刊名称": "辽海机械学报",
        "年": "2019",
        "期": "03",
        "页码": "12-18",
        "分类号": "TG156",
    }


def test_what_another_page_said_is_not_ascribed_to_this_one(report: Report) -> None:
    assert fields(report, "cnki", "大型锻件热处理变形\n褚槿") == {"题名": "大型锻件热处理变形", "作者": "褚槿"}
    assert fields(report, "cnki", "安全验证") == {}
    assert fields(report, "vip", "大型锻件热处理变形 蔺砚") == {}


def test_the_registry_page_shows_the_journals_own_fields(report: Report) -> None:
    page = "期刊名称 辽海机械学报 CN 21-9101/TH ISSN 2099-1016 刊期 双月刊"
    assert fields(report, "nppa", page) == {
        "期刊名称": "辽海机械学报",
        "CN": "21-9101/TH",
        "ISSN": "2099-1016",
        "刊期": "双月刊",
    }


def test_entities_of_the_page_are_read_and_only_pages_of_the_output_count(report: Report) -> None:
    item = report.items[0]
    assert item.record is not None
    titled = msgspec.structs.replace(item.record, title="A & B")
    other = msgspec.structs.replace(report, items=(msgspec.structs.replace(item, record=titled),))
    assert fields(other, "cnki", "A &amp; B")["题名"] == "A & B"
    assert shown.fields(other.items, "E000000000000", "cnki", "A & B", "zh") == ()


def test_the_titles_that_a_reader_looks_for_are_the_records_and_the_cited_one(report: Report) -> None:
    evidence = report.items[0].lookups["cnki"].evidence[0]
    assert shown.sought(report.items, evidence) == ("大型锻件热处理变形", report.items[0].citation.title)
    assert shown.sought(report.items, "E000000000000") == ()
