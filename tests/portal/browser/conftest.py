"""The browser tier: one portal, one Chromium and a fixed cast for all stories; people get in by the links that the administrator made."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT

from .cast import CAST, PASSWORDS, Meet
from .house import House, housed
from .person import Person
from .way import at_committee, batch, batch_at_department, forwarded, submitted, written

__all__ = ["at_committee", "batch", "batch_at_department", "forwarded", "submitted", "written"]

PICTURES = ROOT / "build" / "screenshots"


@pytest.fixture(autouse=True)
def database() -> None:
    """Nothing to empty: these tests never touch the database, they are users."""


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Run the portal for the whole tier."""
    with housed(tmp_path_factory.mktemp("portal")) as running:
        yield running
        assert running.complaints() == []


@pytest.fixture(scope="package")
def pictures() -> Path:
    """Return the folder of the screenshots, emptied."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    return PICTURES


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def crowd() -> dict[str, Person]:
    """Hold everybody who has a window open; the last test of the tier looks back at them."""
    return {}


@pytest.fixture(autouse=True)
def _pages_are_sound(crowd: dict[str, Person]) -> Iterator[None]:
    """Hold every page that a test came by to what every page is held to."""
    yield
    faults = [f"{who}: {fault}" for who, person in crowd.items() for fault in person.faults]
    for person in crowd.values():
        person.faults.clear()
    assert faults == []


@pytest.fixture(scope="package")
def meet(house: House, chromium: Browser, pictures: Path, crowd: dict[str, Person]) -> Meet:
    """Return the person of a user name, with a window of their own."""

    def met(who: str) -> Person:
        if who not in crowd:
            crowd[who] = Person(chromium, house.address, who, pictures)
        return crowd[who]

    return met


@pytest.fixture(scope="package")
def town(house: House, meet: Meet) -> SimpleNamespace:
    """Let the administrator make units and accounts, and everybody take a password by their link."""
    admin = meet("admin")
    admin.logs_in("admin", house.password).sees("首次登录")
    admin.fill(现口令=house.password, 新口令=PASSWORDS, 再填一次=PASSWORDS).press("更改").sees("口令已更改")
    for name, code, parent in (
        ("江城市工业和信息化局", "210100", ""), ("江城冶金设备有限公司", "210101", "江城市工业和信息化局"), ("滨海化工集团", "210201", ""),
    ):  # fmt: skip
        admin.follow("单位").follow("新建单位").fill(名称=name, 代码=code)
        if parent:
            admin.choose(上级主管部门=parent)
        admin.press("保存").sees("已保存", name)
    table = "用户名,姓名,角色,单位代码\n" + "".join(
        f"{user},{name},{role},{code}\n" for user, (name, role, code) in CAST.items()
    )
    admin.follow("账号").follow("从表格导入").attach("文件", "accounts.csv", table.encode("gb18030")).press("导入")
    admin.sees("只在此处显示一次")
    links = dict(zip(CAST, re.findall(r"https?://\S+/invited/\S+", admin.text()), strict=True))
    return SimpleNamespace(links=links)


@pytest.fixture(scope="package")
def arrive(town: SimpleNamespace, meet: Meet) -> Meet:
    """Return a person of the cast, logged in; the first time by the link of the invitation."""

    def arrived(who: str) -> Person:
        person = meet(who)
        if link := town.links.pop(who, None):
            person.open(link).sees(CAST[who][0]).fill(新口令=PASSWORDS, 再填一次=PASSWORDS).press("设置").sees(
                "口令已设好"
            )
            person.logs_in(who, PASSWORDS).sees("您好")
        return person

    return arrived


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tier."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(400))
