"""What a person must look up at the registry's site, by journal, since one print serves all its papers."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable
from typing import NamedTuple

from verifier.model import Citation, Claimed, ItemReport, State
from verifier.normalize import journals
from verifier.retrieval.manual import Manual
from verifier.sources import rungs
from verifier.sources.nppa import ENTRY
from verifier.verify import question

HEADS = (
    "序号", "刊名（照此输入，不加书名号）", "无结果时再试", "所填CN号", "所填ISSN",
    "论文数", "涉及（申报人：成果）", "网址", "打印件存为", "已有打印件",
)  # fmt: skip
STEPS = (
    "打开网址，类型选“期刊”，照“刊名”一列输入，按网站提示填写验证码后查询；连续输错验证码会被暂停查询。",
    "查到后打开该刊详细页，浏览器“打印”，选“另存为PDF”，页眉页脚须含网址和时间，按“打印件存为”一列命名。",
    "查无此刊的，也照样打印结果页，导入时加 --absent。",
    "一刊一份，供该刊全部论文使用。全部打印后运行：verifier import --print 刊名.pdf --cn 页面所载CN号 --by 经办人",
)


class Listed(NamedTuple):
    """One output of a list: whose it is ("" in a single list), its citation and claims, and its report where there is one."""

    applicant: str
    citation: Citation
    claimed: Claimed | None = None
    report: ItemReport | None = None


class Row(NamedTuple):
    """One journal of the list."""

    name: str
    otherwise: str
    cn: str
    issn: str
    papers: int
    whose: str
    done: bool


def gather(listed: Iterable[Listed], held: Manual) -> list[Row]:
    """Return a row for every journal of some outputs, those with most papers first."""
    printed = {journals.key(one.asked) for one in held.filed if one.source == "nppa" and one.asked}
    mine: dict[str, list[Listed]] = {}
    for one in listed:
        asked = question(one.citation, one.claimed)
        result = one.report.lookups.get("nppa") if one.report else None
        settled = result is not None and result.state in (State.FOUND, State.NOT_FOUND)
        if asked.journal and not asked.foreign and not settled and rungs.kind_of(asked) in rungs.JOURNAL_TYPES:
            mine.setdefault(journals.key(asked.journal), []).append(one)
    rows = [_row(several, key in printed) for key, several in mine.items()]
    return sorted(rows, key=lambda row: (row.done, -row.papers, row.name))


def _row(several: list[Listed], done: bool) -> Row:

    first = several[0].citation
    name, *others = rungs.spellings(first.container or "")
    cns = [one.citation.cn or (one.claimed.cn if one.claimed else None) for one in several]
    issns = [one.citation.issn or (one.claimed.issn if one.claimed else None) for one in several]
    whose = "；".join(f"{one.applicant}：{one.citation.id}" if one.applicant else one.citation.id for one in several)
    return Row(name, "；".join(others), _distinct(cns), _distinct(issns), len(several), whose, done)


def _distinct(values: list[str | None]) -> str:
    return "；".join(dict.fromkeys(value for value in values if value))


def _cells(number: int, row: Row) -> tuple[str, ...]:
    safe = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in row.name)
    return (
        str(number), row.name, row.otherwise, row.cn, row.issn, str(row.papers), row.whose, ENTRY, f"{safe}.pdf", "是" if row.done else "",
    )  # fmt: skip


def as_csv(rows: list[Row]) -> bytes:
    """Return the list as CSV that a spreadsheet opens as it is: UTF-8 with its mark, no cell that reads as a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEADS)
    for number, row in enumerate(rows, 1):
        table.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell for cell in _cells(number, row)])
    return out.getvalue().encode("utf-8-sig")


def as_html(rows: list[Row]) -> bytes:
    """Return the list as a page to work through: the steps, then a line a journal with its link."""
    steps = "".join(f"<li>{html.escape(step)}</li>" for step in STEPS)
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    lines = "".join(f"<tr>{_html_cells(number, row)}</tr>\n" for number, row in enumerate(rows, 1))
    style = "body{font-family:serif}table{border-collapse:collapse}td,th{border:1px solid #999;padding:3px 6px;text-align:left}"
    text = (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>期刊登记人工查询清单</title><style>{style}</style>\n'
        f"<h1>期刊登记人工查询清单</h1><ol>{steps}</ol>\n<table><tr>{heads}</tr>\n{lines}</table></html>\n"
    )
    return text.encode()


def _html_cells(number: int, row: Row) -> str:
    cells = [html.escape(cell) for cell in _cells(number, row)]
    cells[7] = f'<a href="{cells[7]}">打开</a>'
    return "".join(f"<td>{cell}</td>" for cell in cells)
