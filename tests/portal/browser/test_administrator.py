"""The administrator's story: units, accounts, a lost password, the notices, the sources, the chain of events."""

from __future__ import annotations

from types import SimpleNamespace

from .cast import CAST, PASSWORDS, Meet


def test_units_and_accounts_are_made_and_everybody_gets_a_link(town: SimpleNamespace, meet: Meet) -> None:
    assert set(town.links) <= set(CAST)
    admin = meet("admin").open("/accounts").sees(*(name for name, _, _ in CAST.values()))
    admin.fill(用户名或姓名="濮砚棣").press("查找").sees("pu").sees_not("沈审核")


def test_a_table_with_wrong_cells_makes_nobody_and_names_every_cell(town: SimpleNamespace, meet: Meet) -> None:
    table = (
        "用户名,姓名,角色,单位代码\npu,重名,申报人,210101\nwu,吴声,总管,210101\n210101199001011234,某人,申报人,210101\n"
    )
    admin = meet("admin").open("/accounts/import").attach("文件", "accounts.csv", table.encode()).press("导入")
    admin.sees("第2行", "第3行", "第4行", "证件号码")
    admin.open("/accounts?q=吴声").sees("没有符合的账号")


def test_an_account_is_made_by_hand_changed_and_closed(town: SimpleNamespace, meet: Meet) -> None:
    admin = meet("admin").open("/accounts").follow("新建账号")
    admin.fill(用户名="temp", 姓名="临时工").choose(角色="申报人").press("保存").sees("须选单位")
    admin.choose(单位="滨海化工集团").press("保存").sees("临时工", "/invited/")
    admin.follow("返回账号").follow("temp").fill(姓名="临时人员").press("保存").sees("已保存", "临时人员")
    admin.follow("temp").page.get_by_label("启用").uncheck()
    admin.press("保存").sees("停用")


def test_a_lost_password_is_replaced_by_a_link(town: SimpleNamespace, arrive: Meet, meet: Meet) -> None:
    arrive("he").press("退出").sees("登录")
    admin = meet("admin").open("/accounts?q=he").follow("he").press("重置口令").sees("只在此处显示一次")
    link = admin.page.locator("td.mono").inner_text()
    he = meet("he").logs_in("he", PASSWORDS).sees("用户名或口令不对")
    he.open(link).fill(新口令="另一场春雨过后的青山", 再填一次="另一场春雨过后的青山").press("设置").sees("口令已设好")
    he.logs_in("he", "另一场春雨过后的青山").sees("何以宁，您好")


def test_notices_sources_and_the_chain_are_open_to_the_administrator(town: SimpleNamespace, meet: Meet) -> None:
    admin = meet("admin").open("/").follow("评审通知").sees("194号")
    admin.follow("来源").sees("演示站点")
    admin.follow("留痕").sees("新建账号").fill(何人="admin").press("筛选").sees("新建单位")
    admin.press("校验全链").sees("环环相接")


def test_an_application_is_closed_to_the_administrator(town: SimpleNamespace, meet: Meet) -> None:
    meet("admin").refused("/accounts/99999", "没有这个页面")
