"""The columns of a unit's workbook: heads, what must be filled in, and what may stand in a cell. Template and reader share them."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """One column: its field, its heads (the first is printed), whether it must be filled, what to write, an example."""

    field: str
    heads: tuple[str, ...]
    needed: bool = False
    hint: str = ""
    example: str = ""

    @property
    def head(self) -> str:
        """The head as the template prints it."""
        return self.heads[0]


APPLICANTS = (
    Column("id", ("编号", "申报人编号", "序号", "id"), hint="单位内不重复，与“成果”表的申报人编号对应；不填则用姓名", example="A001"),
    Column("name", ("姓名", "申报人", "name"), True, "与证件一致", "林某某"),
    Column("name_latin", ("姓名拼音", "拼音", "name_latin"), hint="外文成果署名所用，多种写法用分号隔开", example="Lin Moumou"),
    Column("units", ("单位", "工作单位", "units"), hint="与公章一致，多个用分号隔开", example="某市机械设备有限公司"),
    Column("series", ("系列", "申报系列", "series"), True, "从下拉列表选择", "工程"),
    Column("specialty", ("专业", "申报专业", "specialty"), True, "从下拉列表选择；列表之外的专业须填本专业分类号", "机电"),
    Column("level", ("级别", "申报级别", "level"), hint="申报的资格名称", example="高级工程师"),
    Column("title", ("现专业技术资格", "现资格", "title"), True, "现有的资格名称", "工程师"),
    Column("obtained", ("取得时间", "现资格取得时间", "资格取得时间", "obtained"), True, "年、年月或年月日，如 2016-12-30", "2016-12-30"),
    Column("basis", ("取得依据", "basis"), hint="取得时间的依据，从下拉列表选择；不填按证书", example="证书"),
    Column("own", ("本专业分类号", "own"), hint="《中图法》分类号前缀，用分号隔开；填写后不再用通知所附的专业对照", example=""),
    Column("near", ("相近专业分类号", "near"), hint="同上", example=""),
    Column("file", ("文件", "清单文件", "file"), hint="清单另成文件时的文件名（按文件夹提交时用）", example=""),
    Column("notice", ("评审通知", "通知", "notice"), hint="不填则用运行时指定的通知", example=""),
)
ITEMS = (
    Column("applicant", ("申报人编号", "申报人", "姓名", "applicant"), True, "与“申报人”表的编号（或姓名）一致", "A001"),
    Column("id", ("成果编号", "编号", "序号", "id"), hint="同一申报人内不重复；不填按顺序编号", example="1"),
    Column(
        "text",
        ("著录", "参考文献", "成果著录", "论文", "text"),
        True,
        "一行一条，按 GB/T 7714 著录；也可改用题名、作者、刊名、年、卷、期、页码等列",
        "林某某. 题名[J]. 刊名, 2019, 34(5): 21-25.",
    ),
    Column("author_rank", ("申报人位次", "作者排名", "本人排名", "本人位次", "位次", "排名", "author_rank"), hint="本人在作者中的位次：1、2…", example="1"),
    Column("cn", ("CN", "CN号", "国内刊号", "cn"), hint="如 21-4001/TH", example=""),
    Column("issn", ("ISSN", "ISSN号", "issn"), hint="如 1000-0006", example=""),
    Column("certificate_issuer", ("检索证明出具单位", "certificate_issuer"), hint="已有科技文献检索证明的，填出具单位", example=""),
    Column("certificate_number", ("检索证明编号", "certificate_number"), hint="证明编号", example=""),
    Column("certificate_date", ("检索证明日期", "certificate_date"), hint="证明日期", example=""),
)
SERIES = {"工程": "engineering", "工程系列": "engineering", "经济": "economics", "经济系列": "economics", "其他": "other", "其他系列": "other"}
SERIES_NAMES = {"engineering": "工程", "economics": "经济", "other": "其他"}
BASES = {"证书": "certificate", "资格证书": "certificate", "评审年度": "review-year", "聘任": "appointment"}
BASIS_NAMES = ("证书", "评审年度", "聘任")


def place(cells: list[str], columns: tuple[Column, ...]) -> dict[int, str]:
    """Return column number -> field for a row of heads; the mark of what must be filled (`*`) does not count.

    >>> place(["编号", "姓名*", "爱好"], APPLICANTS)
    {0: 'id', 1: 'name'}
    """
    by_head = {head.casefold(): column.field for column in columns for head in column.heads}
    found: dict[int, str] = {}
    for number, cell in enumerate(cells):
        field = by_head.get("".join(cell.split()).rstrip("*＊").casefold())
        if field and field not in found.values():
            found[number] = field
    return found
