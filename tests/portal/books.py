"""Workbooks and archives as a unit uploads them, filled with the demonstration list."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import xlsxwriter

from verifier.packaged import fixtures

PEOPLE = ("编号", "姓名", "单位", "系列", "专业", "级别", "现专业技术资格", "取得时间")
ITEMS = ("申报人编号", "成果编号", "著录", "申报人位次")


def references() -> list[str]:
    """Return the references of the demonstration list, one each."""
    text = (Path(fixtures()) / "stories" / "demo" / "list.txt").read_text("utf-8")
    return [line.split("] ", 1)[-1].strip() for line in text.splitlines() if "[J]" in line]


def person(key: str, name: str, obtained: str = "2016-12-30", series: str = "工程") -> tuple[str, ...]:
    """Return one applicant's row."""
    return (key, name, "江城冶金设备有限公司", series, "机电", "高级工程师", "工程师", obtained)


def workbook(people: list[tuple[str, ...]], items: list[tuple[str, ...]]) -> bytes:
    """Return a unit's workbook."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for name, heads, rows in (("申报人", PEOPLE, people), ("成果", ITEMS, items)):
        sheet = book.add_worksheet(name)
        for number, row in enumerate((heads, *rows)):
            sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def unit(names: tuple[str, ...] = ("林知远", "何以宁", "白若川"), each: int = 2) -> bytes:
    """Return the workbook of a small unit: so many people with the first references each."""
    people = [person(f"A{number:03d}", name) for number, name in enumerate(names, 1)]
    texts = references()
    items = [
        (one[0], str(place), texts[(number + place) % len(texts)], "")
        for number, one in enumerate(people)
        for place in range(1, each + 1)
    ]
    return workbook(people, items)


def archive(names: tuple[str, ...] = ("林知远", "何以宁"), outside: str = "") -> bytes:
    """Return a zip of `applicants.xlsx` with a text list for everybody; `outside` adds a member of that name."""
    people = [person(f"A{number:03d}", name) for number, name in enumerate(names, 1)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("材料/applicants.xlsx", workbook(people, []))
        for one in people:
            package.writestr(f"材料/{one[0]}.txt", "\n".join(references()[:2]))
        if outside:
            package.writestr(outside, "x")
    return stream.getvalue()
