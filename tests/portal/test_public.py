"""The public page: what is printed and no more, one answer for whatever is not known, counted, and a stranger's file in a child."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from verifier import papers
from verifier.papers.register import Register
from verifier.portal import blobs, walk
from verifier.portal.committee import behind
from verifier.portal.models import Application
from verifier.portal.public import file, looking, views
from verifier.proof import number as numbers
from verifier.proof.beside import Beside, Noted


@pytest.fixture(autouse=True)
def _fresh() -> None:
    views.CODES.forget()
    views.FILES.forget()


@pytest.fixture
def issued(checked: Callable[..., Application]) -> SimpleNamespace:
    """Issue a certificate of a really verified list and return its number, PDF and register."""
    report = blobs.report(checked().current.report)
    register = Register(Path(walk.run().data) / "register" / "demo")
    day = dt.date(2026, 3, 2).isoformat()
    made = papers.issue(
        report, behind.opened(report), register, "zh", day=day, at=f"{day}T09:00:00+08:00", unit_code="210101",
        beside=Beside(noted=Noted(by="沈审核", why="来源维护")), by="沈审核",
    )  # fmt: skip
    return SimpleNamespace(
        report=report, register=register, number=register.number_of(report), pdf=made["certificate.pdf"], day=day
    )


def asked(code: str) -> str:
    return Client().get("/public/", {"code": code}).content.decode()


def test_a_certificate_is_known_by_number_short_code_and_qr_code(issued: SimpleNamespace) -> None:
    short = numbers.short(issued.report.hash)
    qr = f"{issued.number} {short} SHA256:{issued.report.hash}".upper()
    spaced = f"{issued.number[:4]} {issued.number[4:10]} {issued.number[10:]}".lower()
    for code in (issued.number, spaced, short, short.replace("-", "").lower(), qr):
        page = asked(code)
        for told in (issued.number, issued.day, issued.report.hash[:16], "有效", "演示数据"):
            assert told in page, (code, told)
    assert "登记的一致" in asked(qr)
    assert "登记的不同" in asked(qr[:-4] + "0000")


def test_nothing_is_told_that_is_not_printed(issued: SimpleNamespace) -> None:
    page = asked(issued.number)
    for secret in ("林知远", "江城冶金设备有限公司", "沈审核", issued.report.hash[:20]):
        assert secret not in page, secret


def test_withdrawn_and_superseded_are_told_without_who(issued: SimpleNamespace) -> None:
    issued.register.withdraw(issued.number, why="填报有误", by="关主管", at="2026-03-03T09:00:00+08:00")
    page = asked(issued.number)
    assert "已撤销" in page
    assert "有效</span>" not in page
    for secret in ("关主管", "填报有误"):
        assert secret not in page


def body(page: str) -> str:
    """Return what a page says, without what the visitor typed and the form's token."""
    return re.sub(r'value="[^"]*"', "", page)


def test_unknown_numbers_get_one_answer_in_one_time(issued: SimpleNamespace) -> None:
    unknown = [numbers.compose(2026, "210101", running) for running in (1, 2)] + [numbers.short("a" * 64)]
    pages, taken = [], []
    for code in (*unknown, issued.number):
        began = time.perf_counter()
        pages.append(body(asked(code)))
        taken.append(time.perf_counter() - began)
    assert pages[0] == pages[1] == pages[2]
    assert "未查到该编号的出具记录" in pages[0]
    assert all(one >= views.FLOOR for one in taken)


def test_a_number_that_was_made_and_never_printed_is_not_known(issued: SimpleNamespace) -> None:
    import msgspec

    other = msgspec.structs.replace(issued.report, hash="b" * 64)
    entry = issued.register.number(
        other, day=issued.day, head="0" * 64, at=f"{issued.day}T09:00:00+08:00", unit="210101"
    )
    assert "未查到" in asked(entry.number)


def test_a_wrong_check_character_is_told_as_such() -> None:
    assert "校验位不符" in asked("202621010000010E")
    assert "校验位不符" in asked("<script>alert(1)</script>")
    assert "<script>alert" not in asked("<script>alert(1)</script>")


def test_who_asks_too_often_waits() -> None:
    views.CODES.most, before = 2, views.CODES.most
    try:
        codes = [Client().get("/public/", {"code": "x"}) for _ in range(3)]
    finally:
        views.CODES.most = before
    assert [one.status_code for one in codes] == [200, 200, 429]
    assert int(codes[2]["Retry-After"]) > 50
    assert Client().get("/public/").status_code == 200


def sent(data: bytes) -> str:
    return Client().post("/public/file", {"file": SimpleUploadedFile("a.pdf", data)}).content.decode()


def test_a_file_is_what_was_issued_or_it_is_not(issued: SimpleNamespace) -> None:
    page = sent(issued.pdf)
    assert "逐字节相同" in page
    assert issued.number in page
    place = len(issued.pdf) // 2
    changed = sent(issued.pdf[:place] + bytes([issued.pdf[place] ^ 1]) + issued.pdf[place + 1 :])
    assert "逐字节相同" not in changed
    assert "与出具时不同" in changed or "未查到该文件" in changed
    assert "未查到该文件" in sent(b"%PDF-1.4 somebody else's")
    assert "未查到该文件" in sent(b"")


def test_a_file_that_does_not_end_ends_the_child_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(file, "SECONDS", -9.9)  # 0.1 s: no child is ready by then
    assert file.look(b"%PDF-1.4", tmp_path).contents == "unreadable"


def test_every_language_and_no_account(issued: SimpleNamespace) -> None:
    client = Client()
    client.post("/language", {"to": "en", "next": "/public/"})
    page = client.get("/public/", {"code": issued.number}).content.decode()
    assert "stands" in page
    assert "Log out" not in page


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_without_harm(text: str) -> None:
    found = looking.read(text)
    assert not found.number or numbers.is_valid(found.number)
    assert not found.short or numbers.read_short(found.short) == found.short
