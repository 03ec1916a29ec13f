"""Tables of records: columns known by their heads (the databases' and people's own), never by position; a row -> an entry.

Heads seen: CNKI 自定义 (`Title-题名`), VIP Excel (序号,题名,作者,…,CN号), Zotero CSV (`Publication Title`), units' lists (论文题目, 发表刊物,
刊号, 卷期页码, 本人排名). `PageCount` holds pages in 自定义 and a count in 研学, told apart by the column Page beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from verifier.formats import build, kinds, values
from verifier.formats.entry import Entry, Unread

NAME = "表格"
_HEADS = {
    "citation": "参考文献|著录|论文著录|引文|成果著录|文献著录|著录信息|参考文献格式|citation|reference",
    "title": (
        "题名|论文题目|论文名称|论文题名|论文标题|题目|篇名|标题|成果名称|成果题目|名称|论文(著作)名称|论文或著作名称|著作名称|"
        "书名|论著名称|论著题目|项目名称|专利名称|文章题目|文章名称|文章标题|文题|中文题名|title|article title|itemtitle|"
        "document title"
    ),
    "authors": (
        "作者|全部作者|作者姓名|作者列表|所有作者|署名|论文作者|完成人|全部完成人|发明人|主要完成人|authors|author|author(s)|"
        "author full names|creators"
    ),
    "container": (
        "刊名|期刊名称|发表刊物|刊物名称|期刊|发表期刊|杂志名称|杂志|刊物|文献来源|来源|来源出版物|出处|期刊名|发表刊物名称|"
        "发表期刊名称|发表报刊|报刊名称|刊载期刊|发表刊物及期号|会议名称|论文集名称|journal|publication title|source|"
        "source title|journal name|publication"
    ),
    "year": "年|年份|出版年|发表年份|出版年份|发表年度|年度|year|publication year|publish year",
    "date": (
        "发表时间|发表日期|出版时间|刊发时间|出版日期|刊出时间|发表年月|出版年月|发表(出版)时间|发表/出版时间|授权日期|获奖时间|"
        "时间|日期|pubtime|date|publication date"
    ),
    "volume": "卷|卷号|volume|roll",
    "issue": "期|期号|期次|刊期|期数|issue|number|period",
    "imprint": (
        "卷期|年卷期|卷(期)|年,卷(期)|年、卷、期|卷期页码|年卷期页码|期卷页码|卷、期、页码|期号页码|年卷期号|卷期号|发表刊物期号|"
        "刊号期号|所在页码及卷期"
    ),
    "pages": "页码|页|起止页|起止页码|页码范围|所在页码|页次|起讫页码|起止页数|页数范围|pages|page",
    "pagecount": "pagecount|页数|num pages",
    "serials": (
        "刊号|CN|CN号|国内刊号|CN/ISSN|ISSN/CN|ISSN|ISSN号|国际刊号|国际标准刊号|CN刊号|ISSN刊号|国内统一刊号|"
        "国内统一连续出版物号|CN(ISSN)号|书号|ISBN|ISBN号|刊号/书号|书号/刊号|刊号(CN)|国内外刊号|isbn/issn|eissn"
    ),
    "doi": "DOI|DOI号|doi-doi",
    "kind": "文献类型|类型|成果类型|成果类别|论文类型|类别|来源库|srcdatabase|item type|document type|type|reference type",
    "publisher": "出版社|出版单位|出版者|学位授予单位|publisher",
    "place": "出版地|place|会议地点",
    "number": "专利号|授权号|专利(申请)号|登记号|证书号|证书编号|标准号|patent number",
    "url": "网址|链接|url|link",
    "person": "申报人|申报人姓名|姓名|申请人|本人姓名",
    "rank": "本人排名|排名|作者排名|本人位次|位次|申报人位次|署名次序|本人排序|排序|第几作者|本人署名位次|作者位次|本人名次|author_rank",
    "notes": "备注|说明|extra|notes",
    "index": "序号|编号|成果编号|行号|no|no.|id|key",
    "other": (
        "机构|单位|作者单位|organ|摘要|文摘|summary|abstract|abstract note|关键词|keyword|keywords|分类号|clc|中图分类号|基金|"
        "fund|第一责任人|firstduty|是否核心|级别|期刊级别|刊物级别|收录情况|检索情况|核心期刊|字数|本人撰写字数|主管单位|"
        "主办单位|第一作者|通讯作者|是否第一作者|独著/合著|被引|下载|影响因子|获奖等级|颁发单位|授奖单位|language|date added|"
        "date modified|access date|library catalog|file attachments"
    ),
}  # fmt: skip
COLUMNS = {head.casefold(): field for field, heads in _HEADS.items() for head in heads.split("|")}
_INNER = re.compile(r"^[a-z/ ]{2,20}-([\u3400-\u9fff].*)$|^([a-z]{2,20})-[\u3400-\u9fffa-z].*$")
_BRACKET = re.compile(r"\((?:[^()]{0,40})\)$")
_CONTAINS = (
    ("rank", re.compile(r"排名|位次|次序|排序|第几")),
    (
        "title",
        re.compile(
            r"(?:论文|论著|著作|成果|文章|作品|专利|项目)[^刊期页号]{0,6}(?:题目|题名|名称|标题|全称|全名)|题名|题目|篇名"
        ),
    ),
    (
        "container",
        re.compile(r"(?:刊物|期刊|杂志|报刊|会议|刊载|发表)[^时日年页号级]{0,8}名称?|刊名|发表刊物|发表期刊|(?:发表|刊载|刊发)载体"),
    ),
    ("authors", re.compile(r"^(?!.*(?:第一|通讯|通信|是否|单位|排)).*(?:作者|署名人|完成人|发明人)")),
    ("date", re.compile(r"(?:发表|出版|刊出|刊发|见刊|授权|获奖)[^,]{0,6}(?:时间|日期|年月)")),
    ("serials", re.compile(r"刊号|(?<![a-z])(?:issn|isbn|cn)(?![a-z])")),
    ("pages", re.compile(r"起[止讫]页|页码")),
)
_IMPRINT = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*年?)?\s*[,，.]?\s*(?:第?\s*(?P<volume>\d{1,4})\s*(?:卷\s*[,，]?|(?=[(（])))?\s*"
    r"[(（]?\s*(?P<issue>第?\s*(?:\d{1,3}(?:\s*[-/、]\s*\d{1,3})?\s*(?:期|(?=[)）]|$|\s*[:：,，]))|增刊\s*\d{0,2}|S\d{1,2}|Z\d{1,2}|专刊|特刊))?\s*[)）]?\s*[,，:：]?\s*"
    r"(?P<pages>(?:第|pp?\.?|[:：])?\s*[A-Za-z]?\d{1,5}(?:\s*[-–—~～+,，]\s*[A-Za-z]?\d{1,5}){0,4}\s*页?)?\s*[.。]?",
    re.I,
)
_ISSUE_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*年?\s*[,，.]?\s*(?:第?\s*(?P<volume>\d{1,4})\s*卷)?\s*[,，]?"
    r"\s*(?P<issue>第?\s*[\d一二三四五六七八九十]{1,3}(?:[-/]\d{1,2})?\s*期|增刊\s?\d{0,2})\s*"
)
_RANGE = re.compile(r"(\d{1,5})\s?[-–—~～]\s?\d{1,5}(?:\s?[+,，]\s?\d{1,5}){0,3}")
MOST_ISSUES = 53
_ISSUE_WORDS = re.compile(r"^第\s*|\s*期$")
_PAGE_WORDS = re.compile(r"^(?:第|pp?\.?|[:：])\s*|\s*页$", re.I)
_MIDNIGHT = re.compile(r"\d{4}-\d{2}-\d{2}[ T].*")
_SERIAL_DATE = re.compile(r"[34]\d{4}(?:\.0+)?")


@lru_cache(maxsize=4096)
def column(head: str) -> str | None:
    """Return the field that a column head announces, or None.

    >>> column("论文题目*"), column("Title-题名"), column("发表刊物（全称）"), column("本人排名"), column("第一作者"), column("心得")
    ('title', 'title', 'container', 'rank', 'other', None)
    """
    bare = "".join(head.split()).replace("（", "(").replace("）", ")").rstrip("*＊：:").casefold()
    spaced = " ".join(head.split()).casefold()
    for form in (spaced, bare, _BRACKET.sub("", bare)):
        if form in COLUMNS:
            return COLUMNS[form]
    if inner := _INNER.match(bare):
        english = bare.partition("-")[0]
        return COLUMNS.get(english) or COLUMNS.get(inner[1] or "")
    if len(bare) > 24:
        return None
    return next((field for field, shape in _CONTAINS if shape.search(bare)), None)


def heads(cells: Sequence[str]) -> dict[int, str]:
    """Return column -> field if a row is a row of heads: a citation or title head, a second known head, and nothing long."""
    if any(len(cell) > 40 or cell[:1].isdigit() for cell in cells):
        return {}
    found = {place: field for place, cell in enumerate(cells) if cell.strip() and (field := column(cell))}
    if found and all(
        place not in found and cell.strip()
        for place, cell in ((at + 1, cells[at + 1] if at + 1 < len(cells) else "") for at in found)
    ):
        return {}  # a form: beside every head stands its value
    known = set(found.values())
    if "citation" in known and (len(found) > 1 or sum(1 for cell in cells if cell.strip()) == 1):
        return found
    return found if "title" in known and len(known) > 1 else {}


def entry(cells: Mapping[str, Sequence[str]], row: int) -> Entry | Unread:
    """Return the entry of one row, given field -> the cells of its columns; `row` counts from 1."""

    one = dict(_NOTHING)
    for key, found in cells.items():
        if key not in _WHOLE:
            one[key] = _first(found)
    date, kind, title = one["date"], one["kind"], one["title"]
    dated, day_ = _dated(date) if date else (False, "")
    imprint = _imprint([date]) if dated else {}
    if "imprint" in cells:
        imprint = imprint | _imprint(cells["imprint"], pages_alone=dated)
    pages = one["pages"] or imprint.get("pages", "")
    if not pages and "-" in one["pagecount"]:
        pages = one["pagecount"]
    mark = (kinds.mark(kind) or _kind_by_words(kind)) if kind else ""
    raw: dict[str, str | Sequence[str]] = {
        "other_type": mark or ("J" if one["container"] else "M" if one["publisher"] else ""),
        "title": title.strip("《》") if title.startswith("《") and title.endswith("》") else title,
        "authors": cells.get("authors", ()),
        "container": one["container"].strip("《》"),
        "year": one["year"] or imprint.get("year", "") or date,
        "date": "" if dated or date.strip("年") == (one["year"] or date[:4]) else day_,
        "volume": one["volume"] or imprint.get("volume", ""),
        "issue": _bare_issue(one["issue"] or imprint.get("issue", "")),
        "pages": _bare_pages(pages),
        "serials": [*cells.get("serials", ()), one["notes"]],
        "publisher": one["publisher"],
        "place": one["place"],
        "number": one["number"],
        "doi": one["doi"] or one["notes"],
        "url": one["url"],
    }
    return build.entry(NAME, row, raw)


_NOTHING = dict.fromkeys(_HEADS, "")
_WHOLE = frozenset({"authors", "serials", "imprint", "citation", "person", "rank", "index", "other"})
"""Fields of which no single cell is taken here: every cell counts, or none."""


def _first(cells: Sequence[str]) -> str:
    for cell in cells:
        if text := values.clean(cell):
            return text
    return ""


@lru_cache(maxsize=4096)  # a list names the same months again and again
def _dated(text: str) -> tuple[bool, str]:
    """Return whether a cell of dates names an issue (2018年第6期), and the date that it names otherwise."""
    issue = _ISSUE_DATE.fullmatch(text) is not None
    return issue, "" if issue else day(text)


def day(text: str) -> str:
    """Return a cell's date: an ISO day as it is, a serial number of Excel as the day that it stands for, other text as written.

    >>> day("2019-03-05 00:00:00"), day("43529"), day("2019年3月")
    ('2019-03-05', '2019-03-05', '2019年3月')
    """
    if _SERIAL_DATE.fullmatch(text):
        import datetime  # late: only tables with dates as numbers need it

        return (datetime.date(1899, 12, 30) + datetime.timedelta(days=int(float(text)))).isoformat()
    return text[:10] if _MIDNIGHT.fullmatch(text) else text


def _imprint(cells: Sequence[str], pages_alone: bool = False) -> dict[str, str]:
    """Read year, volume, issue and pages out of one cell such as `34(7/8):489-494` or `2019年第3期66-70`.

    A mere range is pages where the issue is known (`pages_alone`) or no journal has so many issues a year.

    >>> _imprint(["第34卷增刊1 21-25页"]), _imprint(["2020年第4期 57-60页"])["issue"], _imprint(["8(3):145-156"])["volume"]
    ({'volume': '34', 'issue': '增刊1', 'pages': '21-25页'}, '第4期', '8')
    """
    for cell in cells:
        text = values.clean(cell)
        span = _RANGE.fullmatch(text)
        if span and (pages_alone or int(span[1]) > MOST_ISSUES):
            return {"pages": text}
        found = _IMPRINT.fullmatch(text) or _ISSUE_DATE.fullmatch(text)
        if found:
            return {key: value.strip() for key, value in found.groupdict("").items() if value.strip()}
    return {}


def _bare_issue(text: str) -> str:
    return _ISSUE_WORDS.sub("", text.strip()) if text else ""


def _bare_pages(text: str) -> str:
    return _PAGE_WORDS.sub("", text.strip()) if text else ""


_KIND_WORDS = (
    ("期刊", "J"), ("论文集", "C"), ("会议", "C"), ("软件著作", "CP"), ("软著", "CP"), ("专著", "M"), ("著作", "M"), ("教材", "M"),
    ("专利", "P"), ("标准", "S"), ("硕士", "D"), ("博士", "D"), ("学位", "D"), ("报纸", "N"),
)  # fmt: skip


def _kind_by_words(word: str) -> str:
    return next((mark for part, mark in _KIND_WORDS if part in word), "")
