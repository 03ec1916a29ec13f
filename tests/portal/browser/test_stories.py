"""One list on its way through every office, and a unit's batch: by the browser alone, each person in a window of their own.

The tests stand in the order of the way; each part of it is a fixture, so that a single test can be run as well.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.portal import books

from .cast import PASSWORDS, Meet
from .person import PATIENCE
from .way import scan

# ---------------------------------------------------------------- the applicant


def test_an_applicant_is_told_what_is_wrong_in_a_form(arrive: Meet) -> None:
    pu = arrive("pu").open("/applications/new").fill(申报专业="机电", 现专业技术资格="工程师", 现资格取得时间="去年")
    pu.press("读取清单").sees("不是日期", "请粘贴清单")


def test_an_applicant_reads_each_result_its_sources_and_the_captured_page(written: str, arrive: Meet) -> None:
    pu = arrive("pu").open(written).follow("看结果 1").sees("结论与补正", "检索结果", "比对", "未检索到不说明未发表")
    with pu.page.expect_navigation():
        pu.page.locator("a[href^='/evidence/']").first.click()
    pu.looks()
    pu.sees("网页文字", "SHA-256").follow("返回申报")


def test_an_applicant_adds_a_scan_and_takes_it_away_again(written: str, arrive: Meet) -> None:
    pu = (
        arrive("pu")
        .open(written)
        .follow("看结果 2")
        .attach("文件", "封面.png", scan())
        .press("添加材料")
        .sees("封面.png")
    )
    pu.open(written).sees("材料（1 份）").press("删去 封面.png").sees("材料（0 份）")


def test_an_applicant_tries_other_dates(written: str, arrive: Meet) -> None:
    pu = arrive("pu").open(written).follow("试算日期").fill(假设现资格取得时间="2020-06").press("试算")
    pu.sees("计算期间", "早于现资格取得时间")


def test_an_applicant_prints_certificate_and_dossier(written: str, arrive: Meet) -> None:
    pu = arrive("pu").open(written).press("出具检索证明和卷宗")
    pu.sees("编号")
    assert pu.download("检索证明").startswith(b"%PDF")


def test_what_was_handed_in_is_not_changed_any_more(submitted: str, arrive: Meet) -> None:
    pu = arrive("pu").open(submitted).sees_not("移去选中的成果", "开始核验")
    pu.refused(submitted + "/about", "不能修改")


def test_a_login_needs_no_mouse(arrive: Meet) -> None:
    pu = arrive("pu").press("退出")
    pu.tabs_to("用户名").types("pu", "Tab", PASSWORDS).enters().sees("濮砚棣，您好")
    pu.tabs_to("我的申报").enters().sees("我的申报")


def test_the_applicants_pages_speak_english_to_who_wants_it(submitted: str, arrive: Meet) -> None:
    pu = arrive("pu").open("/").press("English").sees("Welcome", "Applicant")
    pu.follow("My applications").sees("Where it is")
    pu.open(submitted).sees("Outputs (7)").sees_not("成果（")
    pu.press("中文").sees("成果（7 项）")


def test_a_list_is_closed_to_colleagues_and_other_units(submitted: str, arrive: Meet, meet: Meet) -> None:
    arrive("qiao").refused(submitted, "只能办理已提交到本单位的申报")
    arrive("qiao").open("/unit/applications").sees("没有符合的申报")
    arrive("ping").refused(submitted, "只能办理已报送评委会")


# ---------------------------------------------------------------- the unit


def test_a_reviewer_notes_and_decides_and_hands_upward(forwarded: str, arrive: Meet) -> None:
    shen = arrive("shen").open(forwarded).follow("看结果 1").fill(备注="已电话询问编辑部").press("登记")
    shen.sees("已电话询问编辑部")


def test_a_workbook_with_wrong_cells_starts_nothing_and_names_them(arrive: Meet) -> None:
    people = [books.person("A1", "何以宁", obtained="去年"), books.person("A2", "白若川", series="艺术")]
    shen = arrive("shen").open("/unit/batches/new").choose(评审通知="194号")
    shen.attach(
        "文件", "申报.xlsx", books.workbook(people, [("A9", "1", "某题名[J]. 某刊, 2019, 34(5): 21-25.", "")])
    ).press("上传并读取")
    shen.sees("须改正后重新上传", "H2", "D3", "A2")
    assert not shen.page.get_by_role("button", name="开始核验").count()


def test_a_large_batch_is_paused_goes_on_and_is_given_up(batch: str, arrive: Meet) -> None:
    names = tuple(f"申报人{number:03d}" for number in range(150))
    shen = arrive("shen").open("/unit/batches/new").fill(批次名称="大批").choose(评审通知="194号")
    shen.attach("文件", "申报.xlsx", books.unit(names, each=4)).press("上传并读取").sees("读到 150 位申报人")
    shen.press("开始核验").press("暂停").sees("已暂停").press("继续").sees_not("已暂停").press("取消").sees("已取消")


def test_a_reviewer_looks_only_at_what_is_flagged(batch: str, arrive: Meet) -> None:
    shen = arrive("shen").open(batch).follow("项需要看").sees("只看需要看的")
    shen.fill(题名="没有这个题名").press("筛选").sees("没有符合的成果")
    shen.open("/unit/items").choose(结论="一致").press("筛选").sees("一致")


def test_a_reviewer_sees_conflicts_and_the_work_list_of_journals(batch: str, arrive: Meet) -> None:
    shen = arrive("shen").open(batch).follow("跨申报人情形").sees("跨申报人的情形")
    shen.follow("期刊查询清单").sees("一刊一份打印件")


def test_a_reviewer_exports_and_packs_the_batch(batch: str, arrive: Meet) -> None:
    shen = arrive("shen").open(batch)
    assert shen.download("汇总表（Excel）").startswith(b"PK")
    assert shen.download("PDF").startswith(b"%PDF")
    shen.press("只打包补充材料单")
    expect(shen.page.get_by_role("link", name=re.compile("补充材料单（zip）"))).to_be_visible(timeout=2 * PATIENCE)
    assert shen.download("补充材料单（zip）").startswith(b"PK")


def test_a_batch_is_handed_upward_once_nothing_is_open(batch_at_department: str, arrive: Meet) -> None:
    arrive("shen").open(batch_at_department).sees_not("整批报送")


def test_the_units_pages_speak_english_to_who_wants_it(batch: str, arrive: Meet) -> None:
    shen = arrive("shen").open(batch).press("English").sees("Summary (Excel)")
    shen.follow("Items").sees("Only flagged")
    shen.press("中文").sees("只看需要看的")


# ---------------------------------------------------------------- the department


def test_a_department_reads_what_units_handed_to_it_and_decides_nothing(
    at_committee: str, batch: str, arrive: Meet
) -> None:
    guan = arrive("guan").open("/").follow("成批核验").follow("2021年第一批").sees_not("暂停")
    guan.open("/unit/items").sees("江城冶金设备有限公司").sees_not("成批写审核意见")
    guan.press("English").sees("Items").press("中文")


