"""The menu: what each role finds at the top of every page. A room adds its line here; who may not enter does not see it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from verifier.portal import permissions
from verifier.portal.language import say


class Entry(NamedTuple):
    """One line: the act that opens it, the name of its address, Chinese, English."""

    act: str
    url: str
    zh: str
    en: str


ENTRIES = (
    Entry("application.create", "applications", "我的申报", "My applications"),
    Entry("batch.list", "unit-applications", "待审申报", "Applications"),
    Entry("batch.list", "batches", "成批核验", "Batches"),
    Entry("batch.list", "items", "成果", "Items"),
    Entry("batch.list", "conflicts", "跨申报人", "Across lists"),
    Entry("worklist.read", "worklist", "期刊查询清单", "Work list"),
    Entry("queue.read", "queue", "待核对成果", "Flagged items"),
    Entry("plan.list", "plans", "抽查", "Samples"),
    Entry("appeal.list", "appeals", "申诉", "Appeals"),
    Entry("reuse.read", "reuse", "重复使用", "Re-use"),
    Entry("statistics.read", "statistics", "统计", "Statistics"),
    Entry("unit.manage", "units", "单位", "Units"),
    Entry("account.manage", "accounts", "账号", "Accounts"),
    Entry("token.manage", "tokens", "接口令牌", "API tokens"),
    Entry("notice.read", "notices", "评审通知", "Notices"),
    Entry("source.read", "sources", "来源", "Sources"),
    Entry("trail.read", "trail", "留痕", "Trail"),
)


def menu(request: HttpRequest) -> dict[str, Any]:
    """Return the menu of whoever asks, and the address of the page itself."""
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated or account.must_change_password:
        return {"menu": []}
    table, found = permissions.table(), []
    for entry in ENTRIES:
        relation = table[entry.act].relation(account.role)
        if relation is None:
            continue
        try:
            address = reverse(entry.url)
        except NoReverseMatch:
            continue
        found.append({"url": address, "says": say(entry.zh, entry.en), "here": request.path.startswith(address)})
    return {"menu": found}
