"""A unit's hand-in: workbook, folder and JSON lines; wrong cells are told all at once, before anything starts."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.conftest import Run
from verifier.errors import BadValue, UnreadableFile
from verifier.packaged import load_notice
from verifier.submissions import Handed, Rejected, read_submissions, template

NOTICE = "liaoning-gxt-2021-194"
PEOPLE = ("编号", "姓名*", "单位", "系列*", "专业*", "级别", "现专业技术资格*", "取得时间*", "取得依据")
GOOD = ("A1", "甲某某", "某厂", "工程", "机电", "高级工程师", "工程师", "2016-12-30", "证书")
ITEMS = ("申报人编号*", "成果编号", "著录*", "申报人位次", "CN", "ISSN")
PAPER = "甲某某, 乙某. 链斗挖泥船斗链张力的测量[J]. 某某工程, 2019, 34(5): 21-25."


def book(path: Path, sheets: dict[str, list[tuple[Any, ...]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as written:
        for name, rows in sheets.items():
            sheet = written.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def handed(path: Path) -> list[Handed]:
    found = list(read_submissions(path, NOTICE))
    assert all(isinstance(one, Handed) for one in found), found
    return [one for one in found if isinstance(one, Handed)]


def test_the_template_is_read_back_as_it_was_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(template.write(template.lists(load_notice(NOTICE)), rows=10, example=True))
    [one] = handed(path)
    person = one.submission.applicant
    assert (person.id, person.name, person.series, person.specialty) == ("A001", "林某某", "engineering", "机电")
    assert person.qualification.obtained == "2016-12-30"
    assert one.submission.notice == NOTICE
    assert [item.text for item in one.submission.items] == ["林某某. 题名[J]. 刊名, 2019, 34(5): 21-25."]
    assert one.submission.items[0].claimed is not None
    assert one.submission.items[0].claimed.author_rank == 1


def test_an_empty_template_asks_for_applicants_instead_of_yielding_none(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(template.write(template.lists(load_notice(NOTICE)), rows=10))
    with pytest.raises(UnreadableFile, match="没有填写申报人"):
        list(read_submissions(path, NOTICE))


def test_the_same_notice_gives_the_same_bytes() -> None:
    lists = template.lists(load_notice(NOTICE))
    assert template.write(lists, 10) == template.write(lists, 10)


def test_drop_down_lists_come_from_the_notice() -> None:
    notice = load_notice(NOTICE)
    data = template.write(template.lists(notice), rows=10)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 5)]
        strings = parts.read("xl/sharedStrings.xml").decode()
    assert sheets[1].count('type="list"') == 4
    assert sheets[2].count('type="list"') == 2
    assert "选项!$B$2" in sheets[1]
    assert all(name in strings for series in notice.series for name in series.specialties)


def test_columns_may_stand_in_any_order_and_a_unit_may_add_its_own(tmp_path: Path) -> None:
    order = [4, 7, 1, 0, 3, 6, 8, 2, 5]
    rows = [(*tuple(row[place] for place in order), "x") for row in (PEOPLE, GOOD)]
    items = [("备注", *reversed(ITEMS)), ("y", "", "21-4001/TH", 2, PAPER, "", "A1")]
    [one] = handed(book(tmp_path / "b.xlsx", {"名单": rows, "论文": items}))
    assert one.submission.applicant.name == "甲某某"
    [item] = one.submission.items
    assert (item.id, item.text) == ("1", PAPER)
    assert item.claimed is not None
    assert (item.claimed.author_rank, item.claimed.cn, item.claimed.issn) == (2, "21-4001/TH", None)


def test_items_may_come_in_columns_of_their_own(tmp_path: Path) -> None:
    heads = ("申报人编号", "论文题目", "作者", "发表刊物", "发表时间", "卷期页码", "本人排名")
    row = ("A1", "链斗挖泥船斗链张力的测量", "甲某某、乙某", "某某工程", "2019年5月", "34(5):21-25", 1)
    [one] = handed(book(tmp_path / "b.xlsx", {"申报人": [PEOPLE, GOOD], "成果": [heads, row]}))
    cited = one.citations["1"]
    assert (cited.title, cited.container, cited.volume, cited.issue, cited.pages) == ("链斗挖泥船斗链张力的测量", "某某工程", "34", "5", "21-25")
    assert cited.origin is not None
    assert (cited.origin.sheet, cited.origin.row) == ("成果", 2)


def test_every_wrong_cell_is_told_at_once_by_sheet_row_and_column(tmp_path: Path) -> None:
    bad = ("A1", "", "某厂", "工成", "", "", "工程师", "昨天", "口头")
    again = ("A1", *GOOD[1:])
    items = [ITEMS, ("A9", "1", PAPER, "最后", "", ""), ("A1", "", "", "", "", "")]
    with pytest.raises(BadValue) as caught:
        list(read_submissions(book(tmp_path / "b.xlsx", {"申报人": [PEOPLE, bad, again], "成果": items}), NOTICE))
    told = caught.value.zh
    cells = ["（B2）", "（D2）", "（E2）", "（H2）", "（I2）", "（A3）", "（D2）", "（C3）"]
    assert all(cell in told for cell in cells), told
    assert "工作表“申报人”第2行“取得时间”列（H2）：“昨天”不是日期" in told
    assert "工作表“成果”第2行“申报人编号”列（A2）：申报人表中没有“A9”" in told
    assert "工作表“成果”第2行“申报人位次”列（D2）：“最后”不是位次" in told


@pytest.mark.parametrize("written", ["2016-12-30", "2016年12月30日", "2016.12.30", "2016/12/30", 42734])
def test_a_date_in_any_honest_spelling_is_the_same_date(tmp_path: Path, written: Any) -> None:
    row = (*GOOD[:7], written, "证书")
    [one] = handed(book(tmp_path / "b.xlsx", {"申报人": [PEOPLE, row]}))
    assert one.submission.applicant.qualification.obtained == "2016-12-30"


def test_two_applicants_of_one_name_need_ids(tmp_path: Path) -> None:
    people = [PEOPLE, GOOD, ("A2", *GOOD[1:])]
    with pytest.raises(BadValue, match="有 2 位申报人叫“甲某某”"):
        list(read_submissions(book(tmp_path / "b.xlsx", {"申报人": people, "成果": [ITEMS, ("甲某某", "", PAPER, "", "", "")]}), NOTICE))
    found = handed(book(tmp_path / "c.xlsx", {"申报人": people, "成果": [ITEMS, ("A2", "", PAPER, "", "", "")]}))
    assert [len(one.submission.items) for one in found] == [0, 1]


def test_an_unknown_specialty_is_legal_with_classes_of_its_own(tmp_path: Path) -> None:
    heads, row = (*PEOPLE, "本专业分类号", "相近专业分类号"), (*GOOD, "TF; TG1", "TQ")
    [one] = handed(book(tmp_path / "b.xlsx", {"申报人": [heads, row]}))
    assert one.submission.applicant.fields is not None
    assert one.submission.applicant.fields.own == ("TF", "TG1")


def test_a_folder_holds_one_document_per_applicant_and_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    people = [(*PEOPLE, "文件"), (*GOOD, "清单.txt"), ("A2", "丙某", *GOOD[2:], ""), ("A3", "丁某", *GOOD[2:], ""), ("A4", "戊某", *GOOD[2:], "")]
    book(tmp_path / "applicants.xlsx", {"申报人": people})
    (tmp_path / "清单.txt").write_text(f"发表论文\n[1] {PAPER}\n审核人：", "utf-8")
    (tmp_path / "A2.ris").write_text("TY  - JOUR\nTI  - 题名\nAU  - 丙某\nJO  - 某刊\nPY  - 2019\nER  - \n", "utf-8")
    (tmp_path / "丁某.docx").write_bytes(b"PK\x03\x04 broken")
    found = list(read_submissions(tmp_path, NOTICE))
    good = [one for one in found if isinstance(one, Handed)]
    assert [one.submission.applicant.name for one in good] == ["甲某某", "丙某"]
    assert [item.text for item in good[0].submission.items] == [f"[1] {PAPER}"]
    assert len(good[0].left_out) == 2
    assert good[1].citations["1"].container == "某刊"
    assert next(one.zh.split("：")[0] for one in found if isinstance(one, Rejected)).startswith("文件 丁某.docx 无法读取")
    assert sum(isinstance(one, Rejected) for one in found) == 2


def test_two_applicants_may_share_one_document(tmp_path: Path) -> None:
    people = [(*PEOPLE, "文件"), (*GOOD, "合并.txt"), ("A2", "丙某", *GOOD[2:], "合并.txt")]
    book(tmp_path / "applicants.xlsx", {"申报人": people})
    (tmp_path / "合并.txt").write_text(f"申报人：甲某某\n[1] {PAPER}\n申报人：丙某\n[1] 丙某. 另一题名[J]. 某刊, 2018(2): 3-5.\n", "utf-8")
    texts = [[item.text for item in one.submission.items] for one in handed(tmp_path)]
    assert texts == [[f"[1] {PAPER}"], ["[1] 丙某. 另一题名[J]. 某刊, 2018(2): 3-5."]]


def test_json_lines_go_on_after_a_bad_one(tmp_path: Path) -> None:
    person = {"id": "1", "name": "甲", "series": "engineering", "specialty": "机电", "qualification": {"title": "工程师", "obtained": "2016"}}
    good = {"applicant": person, "notice": NOTICE, "items": [{"id": "1", "text": PAPER}]}
    twice = {**good, "items": [{"id": "1", "text": "a"}, {"id": "1", "text": "b"}]}
    deep = "[" * 100_000
    path = tmp_path / "s.jsonl"
    path.write_text("\n".join([json.dumps(twice), deep, json.dumps(good)]), "utf-8")
    found = list(read_submissions(path, NOTICE))
    assert [type(one) for one in found] == [Rejected, Rejected, Handed]


def test_a_workbook_under_another_name_is_known_by_its_content(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", {"申报人": [PEOPLE, GOOD]})
    other = path.rename(tmp_path / "名单.dat")
    assert len(handed(other)) == 1


def test_twenty_thousand_rows_are_checked_in_seconds(tmp_path: Path) -> None:
    people = [PEOPLE, *((f"A{number}", *GOOD[1:]) for number in range(2_000))]
    items = [ITEMS, *((f"A{number % 2000}", "", PAPER, 1, "", "") for number in range(20_000))]
    path = book(tmp_path / "b.xlsx", {"申报人": people, "成果": items})
    started = time.monotonic()
    assert sum(len(one.submission.items) for one in handed(path)) == 20_000
    assert time.monotonic() - started < 8  # 2 s on an idle machine


def test_batch_stops_before_anything_starts_and_names_the_cells(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "b.xlsx", {"申报人": [PEOPLE, (*GOOD[:7], "昨天", "")]})
    done = run("batch", "b.xlsx", "--out", "out")
    assert done.returncode == 2
    assert "（H2）" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_template_writes_a_file_and_never_over_one_unasked(run: Run, tmp_path: Path) -> None:
    assert run("template", "t.xlsx").returncode == 0
    first = (tmp_path / "t.xlsx").read_bytes()
    (tmp_path / "t.xlsx").write_bytes(b"mine")
    done = run("template", "t.xlsx")
    assert done.returncode == 2
    assert "已存在" in done.stderr
    assert (tmp_path / "t.xlsx").read_bytes() == b"mine"
    assert run("template", "t.xlsx", "--force").returncode == 0
    assert (tmp_path / "t.xlsx").read_bytes() == first
