"""The workbook that a unit fills in: applicants, items, instructions, and lists to choose from as the notice has them."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, NamedTuple

from verifier.judging.notice import Notice
from verifier.submissions import heads

SHEETS = ("填写说明", "申报人", "成果", "选项")
WIDTHS = {"text": 70, "units": 30, "specialty": 14, "name_latin": 16, "title": 16, "certificate_issuer": 18, "own": 16, "near": 16}
LEVELS = {"engineering": ("工程师", "高级工程师", "正高级工程师"), "economics": ("经济师", "高级经济师", "正高级经济师"), "other": ()}
"""Titles of the series that have fixed ones (人社部职称系列); offered, not demanded."""
CREATED = datetime(2021, 1, 1)


class Lists(NamedTuple):
    """What may be chosen under a notice: its name, document and title, series, specialties, levels."""

    notice: str
    document: str
    title: str
    series: tuple[str, ...]
    specialties: tuple[str, ...]
    levels: tuple[str, ...]


def lists(notice: Notice) -> Lists:
    """Return the lists of a notice; series keep its order."""
    names = tuple(dict.fromkeys(heads.SERIES_NAMES[one.name] for one in notice.series))
    specialties = tuple(dict.fromkeys(name for one in notice.series for name in one.specialties))
    levels = tuple(level for one in notice.series for level in LEVELS[one.name])
    return Lists(notice.id, notice.document, notice.title, names or tuple(heads.SERIES_NAMES.values()), specialties, levels)


def write(choices: Lists, rows: int = 1000, example: bool = False) -> bytes:
    """Return the workbook as bytes, the same for the same notice."""
    import xlsxwriter  # late: only this command writes a workbook

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": CREATED, "title": choices.title})
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#DDE8F0", "border": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    guide, people, items, options = (book.add_worksheet(name) for name in SHEETS)
    _guide(guide, choices, formats)
    _sheet(people, heads.APPLICANTS, rows, formats, example)
    _sheet(items, heads.ITEMS, rows * 5, formats, example)
    _options(people, options, choices, rows)
    _item_checks(items, rows)
    options.hide()
    people.activate()
    book.close()
    return stream.getvalue()


def _sheet(sheet: Any, columns: tuple[heads.Column, ...], rows: int, formats: dict[str, Any], example: bool) -> None:
    """Write the heads (a star for what must be filled) with their hints; cells are text, so that Excel turns no date or CN around."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, WIDTHS.get(column.field, 12), formats["text"])
        sheet.write_string(0, number, column.head + ("*" if column.needed else ""), formats["head"])
        if column.hint:
            sheet.write_comment(0, number, column.hint, {"x_scale": 1.6})
        if example and column.example:
            sheet.write_string(1, number, column.example, formats["text"])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, rows, len(columns) - 1)


def _options(people: Any, options: Any, choices: Lists, rows: int) -> None:
    """Write the lists on the hidden sheet and tie the columns of applicants to them; other specialties stay allowed with a warning."""
    columns = (
        ("series", choices.series, "stop"),
        ("specialty", choices.specialties, "warning"),
        ("level", choices.levels, "information"),
        ("basis", heads.BASIS_NAMES, "stop"),
    )
    places = {column.field: number for number, column in enumerate(heads.APPLICANTS)}
    for number, (field, values, strictness) in enumerate(columns):
        if not values:
            continue
        options.write_string(0, number, field)
        options.write_column(1, number, values)
        letter = chr(ord("A") + number)
        people.data_validation(
            1, places[field], rows, places[field],
            {
                "validate": "list",
                "source": f"={SHEETS[3]}!${letter}$2:${letter}${len(values) + 1}",
                "error_type": strictness,
                "error_title": "不在列表中",
                "error_message": "请从下拉列表选择。列表之外的专业，请另填本专业分类号。" if field == "specialty" else "请从下拉列表选择。",
            },
        )  # fmt: skip


def _item_checks(items: Any, rows: int) -> None:
    """Tie the applicants' ids of the items to the other sheet, and ranks to whole numbers."""
    places = {column.field: number for number, column in enumerate(heads.ITEMS)}
    items.data_validation(
        1, places["applicant"], rows * 5, places["applicant"],
        {"validate": "list", "source": f"={SHEETS[1]}!$A$2:$A${rows + 1}", "error_type": "warning", "error_message": "“申报人”表中没有此编号。"},
    )  # fmt: skip
    rank = places["author_rank"]
    items.data_validation(1, rank, rows * 5, rank, {"validate": "list", "source": [str(number) for number in range(1, 11)], "error_type": "information"})


def _guide(sheet: Any, choices: Lists, formats: dict[str, Any]) -> None:
    """Write what to do, then every column with its hint."""
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90, formats["wrap"])
    sheet.write_string(0, 0, "填写说明", formats["title"])
    lines = [
        ("适用通知", f"{choices.title}（{choices.document}）"),
        ("1", "在“申报人”表中每人填一行；带 * 的列必须填写。"),
        ("2", "在“成果”表中每项成果填一行，申报人编号与“申报人”表一致；没有成果的申报人不填。"),
        ("3", "列的次序可以调整，列名请勿改动；不用的列可以删除。请勿合并单元格。"),
        ("4", "系列、专业、级别、取得依据请从下拉列表选择。"),
        ("5", "不要填写身份证号等与核验无关的个人信息。"),
        ("6", f"填好后运行：verifier batch 本文件 --notice {choices.notice} --out 结果。有错的单元格会一次全部列出。"),
    ]
    for number, (left, right) in enumerate(lines, 2):
        sheet.write_string(number, 0, left)
        sheet.write_string(number, 1, right)
    row = len(lines) + 3
    for name, columns in ((SHEETS[1], heads.APPLICANTS), (SHEETS[2], heads.ITEMS)):
        sheet.write_string(row, 0, f"“{name}”表各列", formats["head"])
        for column in columns:
            row += 1
            sheet.write_string(row, 0, column.head + ("*" if column.needed else ""))
            sheet.write_string(row, 1, column.hint + (f"（例：{column.example}）" if column.example else ""))
        row += 2
