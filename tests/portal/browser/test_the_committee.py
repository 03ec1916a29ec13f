"""The committee's story: the queue, an item with all behind it, two members who look apart, an appeal, a sample, the countings."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .cast import Meet
from .person import PATIENCE, Person


def opened(person: Person, place: int) -> str:
    """Open an item of the queue as it stands, and return its address."""
    person.open("/committee/queue")
    with person.page.expect_navigation():
        person.page.locator("table.queue tbody a").nth(place).click()
    person.looks()
    return person.page.url


@pytest.fixture(scope="module")
def worst(at_committee: str, batch_at_department: str, arrive: Meet) -> str:
    """Let the department hand up somebody of the batch as well; return the address of the worst item."""
    arrive("guan").open("/unit/applications").follow("何以宁").press("报送上级").sees("已报送", "评委会")
    ping = arrive("ping").open("/").follow("待核对的成果").sees("《通知》列明的情形在前", "濮砚棣", "何以宁")
    return opened(ping, 0)


def test_the_queue_is_filtered_and_leaves_as_a_workbook(worst: str, arrive: Meet) -> None:
    ping = arrive("ping").open("/committee/queue").choose(状态="待核对").press("筛选").sees("共")
    ping.follow("清除").fill(期刊="没有这种期刊").press("筛选").sees("没有符合的成果")
    ping.follow("清除")
    with ping.page.expect_download() as coming:
        ping.page.get_by_role("button", name="导出 XLSX").click()
    assert coming.value.path().read_bytes().startswith(b"PK")


def test_an_auditor_sees_all_that_lies_behind_an_item(worst: str, arrive: Meet) -> None:
    ping = arrive("ping").open(worst)
    ping.sees("检查意见", "逐项比对", "存档网页与原件扫描件", "刊期表", "差异权重", "证据与留痕", "各与前后相接")
    expect(ping.page.locator(".captured-text").first).to_contain_text("存档字节", timeout=PATIENCE)
    ping.sees("由存档网页重新比对，结果与核验结果一致")
    assert ping.page.locator("#issues svg, #weights svg").count()


def test_two_members_decide_apart_and_see_whether_they_agree(worst: str, arrive: Meet) -> None:
    ping = arrive("ping").open(worst).tick("不予认定").fill(理由="版权页、目次与所列情形相符，依通知不予认定").press("作出结论")
    ping.sees("各方意见", "不予认定", "平委员")
    zhong = arrive("zhong").open(worst).sees("独立复核", "暂不显示").sees_not("版权页、目次与所列情形相符")
    zhong.tick("不予认定").fill(理由="独立查阅版权页，同样认为属所列情形").press("提交复核意见")
    zhong.sees("复核一致", "版权页、目次与所列情形相符")
    zhong.open("/committee/queue").choose(状态="复核一致").press("筛选").sees("共 1 项")


def test_an_appeal_is_answered_by_another_member_and_both_outcomes_stay(worst: str, submitted: str, arrive: Meet) -> None:
    ping, pu = arrive("ping"), arrive("pu").open(submitted)
    with pu.page.expect_navigation():
        pu.page.locator("tr", has_text="需核对").get_by_role("link", name="看结果").first.click()
    mine = pu.page.url
    ping.open(mine).tick("不予认定").fill(理由="材料不足以证明所填期次").press("作出结论").sees("平委员")
    pu.open(mine).sees("评委会对该项的结论：不予认定").follow("提出申诉")
    pu.fill(理由和所附材料="附编辑部证明和版权页，请再核").press("登记").sees("待未参与原结论的委员答复")
    with ping.open("/committee/appeals").sees("待答复").page.expect_navigation():
        ping.page.locator("td a[href*='/appeals/']").first.click()
    ping.looks()
    ping.sees("申诉由另一位委员答复").sees_not("答复理由")
    zhong = arrive("zhong").open(ping.page.url).tick("无须再核").fill(答复理由="版权页与所填相符，申诉成立").press("答复")
    zhong.sees("原结论和新结论都保留", "不予认定", "无须再核")
    pu.open(mine).sees("申诉成立", "原结论：不予认定；新结论：无须再核")


def test_a_question_goes_back_to_the_unit_and_the_item_waits(worst: str, arrive: Meet) -> None:
    ping = arrive("ping").open("/committee/queue").fill(期刊="").press("筛选")
    with ping.page.expect_navigation():
        ping.row("何以宁").get_by_role("link").first.click()
    ping.looks()
    ping.page.get_by_text("退问单位或申报人").click()
    ping.fill(要问什么="请补该期目次页").press("退回并附问题").sees("退")
    ping.open("/committee/queue").choose(状态="已退问").press("筛选").sees("何以宁")
    arrive("shen").open("/unit/applications").follow("何以宁").sees("请补该期目次页")


def test_a_sample_is_drawn_in_the_open_and_looked_at(worst: str, arrive: Meet) -> None:
    ping = arrive("ping").open("/").follow("抽查").follow("抽取样本")
    ping.fill(名称="第一次抽查", 种子="2021-11-24").choose(评审通知="194号").press("抽取").sees("已抽取", "与所抽一致")
    with ping.page.expect_navigation():
        ping.page.locator("td a[href*='/samples/']").first.click()
    ping.looks()
    ping.sees("抽查结果").tick("同意").press("记录，看下一项").sees("已记录")


def test_re_use_and_countings_are_shown(worst: str, arrive: Meet) -> None:
    ping = arrive("ping").open("/").follow("重复使用").sees("一项成果列于多份申报")
    ping.follow("统计").sees("按", "须看的比例")
    assert ping.page.locator("svg").count() >= 3


def test_the_committees_pages_speak_english_to_who_wants_it(worst: str, arrive: Meet) -> None:
    ping = arrive("ping").open(worst).press("English").sees("Findings", "Field by field", "Issue table")
    for path, words in (("queue", "Flagged items"), ("statistics", "Statistics"), ("plans", "Audit samples"), ("appeals", "Appeals")):
        ping.open(f"/committee/{path}").sees(words)
    ping.press("中文").sees("申诉")
