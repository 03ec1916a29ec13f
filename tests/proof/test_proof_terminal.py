"""On a terminal every fact stays readable at 80 columns, with Chinese characters counted as two."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.proof.reading import squeezed
from verifier.model import Report
from verifier.proof import rows, terminal

Read = Callable[[str], Report]


def shown(report: Report, lang: str = "zh", width: int = 80) -> str:
    out = StringIO()
    Console(file=out, width=width, force_terminal=False).print(terminal.table(report, lang))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("name", ["ordinary", "unfinished", "rare", "demo", "nil"])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(sample: Read, name: str, width: int) -> None:
    report = sample(name)
    text = shown(report, width=width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    for item in report.items:
        assert squeezed(rows.title(item)) in squeezed(text)
        for finding in item.findings:
            for part in (finding.says, finding.quote, finding.remedy):
                assert squeezed(part) in squeezed(text)


def test_an_item_says_what_was_found_where_and_what_would_mend_it(sample: Read) -> None:
    text = shown(sample("ordinary"))
    block = text.split("△ 2.")[1].split("● 3.")[0]
    assert "需人工核对" in block
    assert "中国知网 检索到 CJFD/LHJX2019030013" in block
    assert "页码：所填12—18，记录12—17" in block
    assert "五.3" in block
    assert "请按原刊更正" in block


def test_an_unfinished_search_never_reads_as_not_found(sample: Read) -> None:
    text = shown(sample("unfinished"))
    assert "维普 未完成检索" in text
    assert "维普 未检索到" not in text


def test_findings_over_the_list_come_last(sample: Read) -> None:
    text = shown(sample("unfinished"))
    assert text.rindex("成果1、2") > text.rindex("○ 3." if "○ 3." in text else "△ 3.")


def test_an_empty_list_and_demo_data_are_said_so(sample: Read) -> None:
    assert "申报人声明无研究成果，未进行检索。" in shown(sample("nil"))
    assert "演示数据" in shown(sample("demo"))
    assert "演示数据" not in shown(sample("ordinary"))


def test_text_from_a_report_is_never_read_as_markup(sample: Read) -> None:
    import msgspec

    report = sample("one")
    cited = msgspec.structs.replace(report.items[0].citation, title="[bold red]甲[/bold red]")
    item = msgspec.structs.replace(report.items[0], citation=cited)
    assert "[bold red]甲[/bold red]" in shown(msgspec.structs.replace(report, items=(item,)))


def test_english_labels_stand_before_chinese_facts(sample: Read) -> None:
    text = shown(sample("ordinary"), "en")
    assert "CNKI Found CJFD/LHJX2019030013" in text
    assert "Supplement:" in text
