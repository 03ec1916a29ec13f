"""The way of one list through every office, and of a unit's batch, each stretch a fixture: whoever asks for one has all before it.

The files of this tier are run in the order of their names, which is the order of the way.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import segno
from playwright.sync_api import expect

from tests.portal import books
from verifier.packaged import fixtures

from .cast import Meet
from .person import PATIENCE, Person


def listed() -> str:
    """Return the demonstration list as somebody pastes it."""
    return (Path(fixtures()) / "stories" / "demo" / "list.txt").read_text("utf-8")


def scan() -> bytes:
    """Return a picture such as a scanner makes."""
    picture = io.BytesIO()
    segno.make("版权页").save(picture, kind="png", scale=4)
    return picture.getvalue()


def waits_for_the_check(person: Person) -> Person:
    """Look on until the check is over and the page has renewed itself."""
    expect(person.page.get_by_role("button", name="重新核验")).to_be_visible(timeout=2 * PATIENCE)
    person.looks()
    return person


def decides_on_everything(shen: Person) -> None:
    """Write an opinion on every open item: together where that is allowed, one by one where the notice names a case."""
    shen.open("/unit/items?flagged=1&state=open&outcome=REVIEW")
    if shen.page.locator("input[name=item]").count():
        shen.page.locator("[data-all=item]").check()
        shen.fill(理由="已核对原刊版权页和目录，与所填一致").press("写入选中的成果")
    while shen.open("/unit/items?flagged=1&state=open").page.locator("td a[href^='/items/']").count():
        with shen.page.expect_navigation():
            shen.page.locator("td a[href^='/items/']").first.click()
        shen.sees("审核意见").tick("不予认定").fill(理由="版权页所载与通知所列情形相符，核对无误").press("登记")


@pytest.fixture(scope="package")
def written(arrive: Meet) -> str:
    """Let the applicant write a list and have it checked; return its address."""
    pu = arrive("pu").open("/").follow("新建申报")
    pu.choose(评审通知="194号").fill(
        申报专业="机电",
        申报资格="高级工程师",
        现专业技术资格="工程师",
        现资格取得时间="2016-12-30",
        粘贴成果清单=listed(),
    )
    pu.press("读取清单").sees("成果（8 项）", "矿用减速器箱体热变形", "未核验", "核对读取结果")
    home = pu.page.url
    pu.follow("更正 1").sees("清单原文（保留不变）").fill(本人位次="1").press("保存更正").sees("已更正")
    pu.press("开始核验")
    waits_for_the_check(pu).sees("一致", "需核对", "演示数据")
    return home


@pytest.fixture(scope="package")
def submitted(written: str, arrive: Meet) -> str:
    """Let the applicant drop an item, check again, and hand in without touching a mouse."""
    pu = arrive("pu").open(written).tick("选第 8 项").press("移去选中的成果").sees("已移去 1 项", "请重新核验")
    pu.press("开始核验")
    waits_for_the_check(pu).sees("成果（7 项）")
    pu.tabs_to("提交单位审核").enters().sees("已提交单位审核", "单位审核")
    return written


@pytest.fixture(scope="package")
def forwarded(submitted: str, arrive: Meet, meet: Meet) -> str:
    """Let the unit return the list, the applicant hand it in again, and the unit decide and hand it upward."""
    shen = arrive("shen").open("/").follow("待审核的申报").follow("濮砚棣").sees("成果（7 项）")
    shen.fill(退回理由="请补第3项合刊的封面").press("退回").sees("已退回")
    pu = (
        meet("pu")
        .open(submitted)
        .sees("请补第3项合刊的封面")
        .follow("看结果 3")
        .attach("文件", "封面.png", scan())
        .press("添加材料")
        .sees("封面.png")
    )
    pu.open(submitted).press("提交单位审核").sees("已提交单位审核")
    shen.open("/").follow("需要核对的成果").sees("成果")
    decides_on_everything(shen)
    shen.open(submitted).press("报送上级").sees("已报送", "主管部门审核")
    return submitted


@pytest.fixture(scope="package")
def batch(arrive: Meet) -> str:
    """Let the unit's reviewer upload a workbook and have it verified."""
    shen = arrive("shen").open("/").follow("成批核验").follow("上传新批次").sees("样表")
    assert shen.download("194号").startswith(b"PK")
    shen.fill(批次名称="2021年第一批").choose(评审通知="194号").attach("文件", "申报.xlsx", books.unit(each=3)).press(
        "上传并读取"
    )
    shen.sees("读到 3 位申报人、9 项成果").press("开始核验")
    expect(shen.page.get_by_text("全部文件", exact=False).first).to_be_attached(timeout=2 * PATIENCE)
    shen.looks()
    return shen.page.url


@pytest.fixture(scope="package")
def at_committee(forwarded: str, arrive: Meet) -> str:
    """Let the department read the list and hand it to the committee."""
    guan = arrive("guan").open("/").follow("待审核的申报").sees("江城冶金设备有限公司").follow("濮砚棣")
    guan.follow("看结果 2").sees("人工意见").fill(备注="材料齐全").press("登记").sees("材料齐全")
    guan.open(forwarded).press("报送上级").sees("已报送", "评委会")
    return forwarded


@pytest.fixture(scope="package")
def batch_at_department(batch: str, arrive: Meet) -> str:
    """Let the unit decide on what is flagged in its batch and hand it upward."""
    shen = arrive("shen")
    decides_on_everything(shen)
    shen.open(batch).press("整批报送").sees("已报送 3 人")
    return batch
