"""The English of what checks put into sentences: source and field names, dates, and the closed phrases of the judges.

Titles, names, numbers and whatever stands in 《》 or “” are quoted as they are. A phrase that the table does not know stays Chinese:
a reader can then still look it up, and nothing is mistranslated.
"""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.judging.asides import FIELDS, KINDS, SOURCES

TURNED = frozenset(
    {
        *(
            "source",
            "sources",
            "field",
            "kind",
            "whose",
            "series",
            "status",
            "medium",
            "subject",
            "clc",
            "issue",
            "basis",
            "fact",
            "term",
            "which",
        ),
        *("when", "first", "last", "end", "early", "limit", "again", "time", "detail", "claimed", "recorded", "until"),
    }
)
"""Slots whose words are the program's own; of what was claimed and recorded only the word for nothing."""
QUOTED = frozenset({"claimed", "recorded", "clc", "subject", "until"})

WHOLE = {
    "记录": "of the record",
    "所填": "as stated",
    "未载": "not shown",
    "未填": "not stated",
    "该期": "the issue",
    "数据库": "the databases",
    "检索时": "the search",
    "年": "year",
    "卷": "volume",
    "期": "issue",
    "停刊": "ended",
    "合并": "merged into another",
    "更名": "renamed",
    "网络首发日期": "first release on-line",
    "数据库收录日期": "day of indexing",
    "纸质": "print",
    "网络": "network",
    "电子": "electronic",
    "工程系列": "the engineering series",
    "经济系列": "the economics series",
    "卫生系列": "the health series",
    "各系列": "all series",
}
PHRASES = {
    "该年刊期表不足以判明是增刊还是合刊": "that year's issue list does not tell a supplement from a combined issue",
    "该年刊期表缺相应期号": "that year's list lacks the numbers it stands for",
    "该年正刊期号齐全": "all regular numbers of that year are there",
    "此期在外": "this issue is beside them",
    "在正常期号之内": "inside the regular numbering",
    "未见期号": "no number is shown",
    "为旬刊或半月刊期次": " is a ten-day or half-month issue",
    "与登记刊期不一致": "unlike the registered frequency",
    "记录各处对期次的写法不一致": "'s record writes the issue in several ways",
    "记录增刊标志为增刊": "'s record carries the supplement mark",
    "记录期次为": "'s record has the issue ",
    "记录的期次为": "'s record has the issue ",
    "记录期次": "'s record has the issue ",
    "记录为正刊": "'s record says a regular issue",
    "所填期次为": "the stated issue is ",
    "超出登记刊期": " is beyond the registered frequency",
    "一年的期数": "'s issues a year",
    "为合刊": ", a combined issue",
    "属正刊": "regular",
    "为增刊": ", a supplement",
    "另查有CN号": "and a CN number is shown elsewhere",
    "期刊查询尚无结果": "and the press registry has not answered",
    "期刊查询未见": "and the press registry does not show it",
    "学术辑刊": "collected serials",
    "会议论文": "proceedings",
    "已载期次": "with an issue",
    "刊号属报纸号段或记录类型为报纸": "the number or the record says newspaper",
    "记录未载明文献类型": "the record does not say what kind of output it is",
    "记录载有刊名": "the record names a journal",
    "记录未载明": "the record does not say",
    "所填刊名为登记期刊": "the stated journal is registered",
    "所填文献类型": "stated type ",
    "著录类型为会议": "cited as proceedings",
    "记录库码": "database code ",
    "记录类型": "the record's type ",
    "类型": "type ",
    "收于": "in ",
    "对照表未列申报专业": "the specialty is not on the map",
    "未载分类号": "no class number",
    "均不在对照表": " are not on the map",
    "不在对照表": " not on the map",
    "属本专业": " is the specialty's own",
    "为综合类": " is of general serials",
    "期刊分类未知": "the journal's class unknown",
    "期刊分类": "the journal's class ",
    "的分类号为": "'s class is ",
    "分类号": "class number ",
    "题名含": "the title holds ",
    "作者名单中申报人列第": "in the author list the applicant is number ",
    "期刊查询未载": "the press registry shows no ISSN of ",
    "的ISSN": "",
    "期刊查询载明该刊为": "the press registry says that the serial's medium is ",
    "期刊页未载CN号": "'s page of the serial shows no CN number",
    "不是国内统一连续出版物号": " is no CN number",
    "同一CN号下另见": "other serials under the same CN: ",
    "的序号为": "'s serial number is ",
    "刊号": "CN ",
    "截至日": "the counting date",
    "资格取得日": "the day of the current title",
    "不在所列名录之内": " is not on the list",
    "在所列名录之内": " is on the list",
    "名录未附": "the list is not at hand",
    "该刊是否在列待核": "whether the journal is on it is open",
    "网络期刊": "network",
    "电子期刊": "electronic",
    "期次": "issue ",
    "未载": "none",
    "为": ": ",
}
SIGNS = {
    "以后": " or later",
    "以前": " or earlier",
    "，": ", ",
    "；": "; ",
    "：": ": ",
    "、": ", ",
    "（": " (",
    "）": ")",
    "至": " to ",
}

_WORDS = {
    **PHRASES,
    **SIGNS,
    **{zh: en for table in (SOURCES, FIELDS, KINDS) for zh, en in table.values() if len(zh) > 1 and not zh.isascii()},
}
_ANY = re.compile("|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True)))
_KEPT = re.compile(r"(《[^《》]*》|“[^“”]*”)")
_DATES = (
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(\d{1,2}:\d\d)?"), lambda m: f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d} {m[4] or ''}".strip()),
    (re.compile(r"(\d{4})年(\d{1,2})月至(\d{1,2})月"), lambda m: f"{m[1]}-{int(m[2]):02d} to {m[1]}-{int(m[3]):02d}"),
    (re.compile(r"(\d{4})年(\d{1,2})月"), lambda m: f"{m[1]}-{int(m[2]):02d}"),
    (re.compile(r"(\d{4})年"), lambda m: m[1]),
    (re.compile(r"第([^第期]{1,12})期"), lambda m: f"no. {m[1]}"),
)  # fmt: skip


def turned(name: str, text: str) -> str:
    """Return the English of one slot's words; slots that quote a title or a name are returned as they are.

    >>> turned("sources", "中国知网、万方"), turned("when", "2019年3月至4月"), turned("title", "万方数据研究")
    ('CNKI, Wanfang', '2019-03 to 2019-04', '万方数据研究')
    >>> turned("basis", "中国知网记录期次“Z1”，该年刊期表不足以判明是增刊还是合刊")
    "CNKI's record has the issue “Z1”, that year's issue list does not tell a supplement from a combined issue"
    """
    if name not in TURNED or text.isascii():
        return text
    if text in WHOLE:
        return WHOLE[text]
    return text if name in QUOTED else _turned(text)


@lru_cache(maxsize=1 << 12)
def _turned(text: str) -> str:
    parts = _KEPT.split(text)
    found = "".join(part if place % 2 else _prose(part) for place, part in enumerate(parts))
    return re.sub(r"  +", " ", found).replace(", , ", ", ").replace(" ,", ",").strip()


def _prose(text: str) -> str:
    for shape, print_as in _DATES:
        text = shape.sub(print_as, text)
    return _ANY.sub(lambda match: _WORDS[match[0]], text)
