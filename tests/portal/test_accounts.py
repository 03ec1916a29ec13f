"""Coming in: one-time links, lock-out, a first administrator, accounts from a table, and passwords that are hashed by argon2."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from verifier import portal
from verifier.portal import acts, events, people
from verifier.portal.models import Account, Event, Invitation

Browse = Callable[[Account | None], Client]


def test_the_first_administrator_is_made_once_and_must_change_the_password() -> None:
    password = people.first_administrator()
    assert password
    assert people.first_administrator() is None
    client = Client()
    assert client.post("/login", {"username": "admin", "password": password})["Location"] == "/"
    assert client.get("/accounts")["Location"] == "/password"
    new = "清江水电站2026年好"
    assert (
        client.post("/password", {"old_password": password, "new_password1": new, "new_password2": new})["Location"]
        == "/"
    )
    assert client.get("/accounts").status_code == 200
    assert Account.objects.get().password.startswith("argon2$argon2id$")


def test_a_link_sets_a_password_once(cast: SimpleNamespace, browse: Browse) -> None:
    token = Invitation.make(cast.applicant, cast.admin)
    assert token not in str(list(Invitation.objects.values()))
    client = Client()
    words = {"first": "湖光山色十二月", "again": "湖光山色十二月"}
    assert client.post(f"/invited/{token}", {"first": "12345", "again": "12345"}).status_code == 200  # too weak
    assert client.post(f"/invited/{token}", words).status_code == 200  # seven characters are too few
    words = {"first": "湖光山色十二月初雪", "again": "湖光山色十二月初雪晴"}
    assert client.post(f"/invited/{token}", words).status_code == 200  # not the same twice
    words["first"] = words["again"]
    assert client.post(f"/invited/{token}", words)["Location"] == "/login"
    assert client.get(f"/invited/{token}").status_code == 410
    assert client.post("/login", {"username": "lin", "password": words["first"]})["Location"] == "/"


def test_a_reset_ends_the_old_password_and_earlier_links(cast: SimpleNamespace, browse: Browse) -> None:
    cast.applicant.set_password("湖光山色十二月初雪晴")
    cast.applicant.save()
    old = Invitation.make(cast.applicant, cast.admin)
    page = browse(cast.admin).post(f"/accounts/{cast.applicant.pk}/link")
    assert "/invited/" in page.content.decode()
    assert Client().get(f"/invited/{old}").status_code == 410
    assert Client().post("/login", {"username": "lin", "password": "湖光山色十二月初雪晴"}).status_code == 200


def test_five_failures_lock_and_the_right_password_does_not_open(cast: SimpleNamespace) -> None:
    cast.applicant.set_password("湖光山色十二月初雪晴")
    cast.applicant.save()
    client = Client()
    codes = [client.post("/login", {"username": "lin", "password": "不对"}).status_code for _ in range(5)]
    assert codes[-1] == 429
    page = client.post("/login", {"username": "lin", "password": "湖光山色十二月初雪晴"})
    assert page.status_code == 429
    assert "15 分钟" in page.content.decode()


def test_a_table_of_accounts_is_taken_whole_or_not_at_all(cast: SimpleNamespace, browse: Browse) -> None:
    client = browse(cast.admin)

    def sent(text: str) -> str:
        return client.post(
            "/accounts/import", {"file": SimpleUploadedFile("a.csv", text.encode("gb18030"))}
        ).content.decode()

    before = Account.objects.count()
    page = sent(
        "用户名,姓名,角色,单位代码\nqin,秦望,申报人,210101\nlin,重名,申报人,210101\nwu,吴声,总管,210101\n210101199001011234,某人,申报人,210101\nxu,许多,申报人,999999\n"
    )
    assert Account.objects.count() == before
    for complaint in ("第3行", "第4行", "第5行", "第6行", "证件号码"):
        assert complaint in page
    page = sent("姓名,用户名,角色,单位代码\n秦望,qin,申报人,210101\n苏衡,su,评委会审核人,\n")
    assert page.count("/invited/") == 2
    assert not Account.objects.get(username="qin").has_usable_password()


def test_nobody_closes_the_own_account(cast: SimpleNamespace, browse: Browse) -> None:
    words = {"username": "root", "name": "系统管理员", "role": "administrator"}
    page = browse(cast.admin).post(f"/accounts/{cast.admin.pk}", words)
    assert page.status_code == 403
    assert Account.objects.get(pk=cast.admin.pk).is_active


def test_every_page_speaks_both_languages_and_grants_nothing_from_outside(
    cast: SimpleNamespace, browse: Browse
) -> None:
    client = browse(cast.admin)
    assert "账号" in client.get("/accounts").content.decode()
    client.post("/language", {"to": "en", "next": "/accounts"})
    page = client.get("/accounts")
    assert "Accounts" in page.content.decode()
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "no-store"
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/public/?code=1", "/public/?code=1"), ("/public/file", "/public/"), ("/committee/items/7/decide", "/committee/items/7"),
        ("/applications/7/hand-in", "/applications/7"), ("/no/such/page", "/"), ("/", "/"),
    ],
)  # fmt: skip
def test_the_switch_of_language_leads_to_a_page_that_can_be_opened(here: str, there: str) -> None:
    assert Client().post("/language", {"to": "en", "next": here})["Location"] == there


def test_the_switch_of_language_leads_nowhere_outside() -> None:
    assert Client().post("/language", {"to": "en", "next": "https://evil.example/"})["Location"] == "/"


def test_a_form_of_somebody_else_changes_nothing(cast: SimpleNamespace) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post("/login", {"username": "lin", "password": "x"})
    assert page.status_code == 403
    assert "没有生效" in page.content.decode()


def test_the_chain_tells_what_was_changed_taken_out_or_relabelled(cast: SimpleNamespace) -> None:
    for number in range(4):
        events.record(cast.admin, "tried", f"thing:{number}", before=None, after={"n": number})
    assert events.breaks() == ()
    third = Event.objects.get(n=3)
    Event.objects.filter(n=3).update(line=third.line.replace("thing:2", "thing:9"))
    assert [one.line for one in events.breaks()]
    Event.objects.filter(n=3).update(line=third.line, who="lin")
    assert "索引列" in events.breaks()[0].says
    Event.objects.filter(n=3).update(who="root")
    Event.objects.filter(n=4).delete()
    assert events.breaks()  # the head knows that one is missing


@pytest.mark.parametrize(
    "path", ["/static/portal/portal.css", "/static/django_htmx/htmx-2.min.js", "/static/portal/icon.svg"]
)
def test_the_portal_serves_its_own_assets(path: str) -> None:
    assert Client().get(path).status_code == 200


def test_every_act_that_the_portal_writes_has_words() -> None:
    written = set()
    for path in Path(portal.__file__).parent.rglob("*.py"):
        text = path.read_text("utf-8")
        for call in re.finditer(
            r"events\.record\(\s*[^,]+(?:\([^)]*\))?[^,]*,\s*(\"\w+\"(?: if [^,]+ else \"\w+\")?)", text
        ):
            written.update(re.findall(r'"(\w+)"', call[1]))
    assert len(written) > 30
    assert written - set(acts.ACTS) - {"note"} == set()
