"""Whose address counts behind a proxy: what a proxy of ours heard, never what a visitor wrote; and a portal behind HTTPS can be reached."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
import requests
from django.conf import settings as django_settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from verifier.errors import BadValue
from verifier.portal.proxies import asker
from verifier.portal.public import views
from verifier.settings import Portal, Settings, load

PROXIES = ("10.0.0.0/24", "fd00::1")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let two questions a minute be enough."""
    monkeypatch.setattr(views.CODES, "most", 2)
    monkeypatch.setattr(views, "FLOOR", 0.0)
    views.CODES.forget()
    yield
    views.CODES.forget()


@pytest.fixture
def _behind(monkeypatch: pytest.MonkeyPatch) -> None:
    run = django_settings.RUN
    settings = msgspec.structs.replace(run.settings or Settings(data=run.data), portal=Portal(proxies=PROXIES))
    monkeypatch.setattr(django_settings, "RUN", msgspec.structs.replace(run, settings=settings))


def status(peer: str, told: str | None = None) -> int:
    headers = {} if told is None else {"HTTP_X_FORWARDED_FOR": told}
    return Client().get("/public/", {"code": "x"}, REMOTE_ADDR=peer, **headers).status_code


def test_without_trusted_proxies_the_header_is_nobody_s_address(few: None) -> None:
    codes = [status("203.0.113.9", f"198.51.100.{number}") for number in range(4)]
    assert codes == [200, 200, 429, 429]
    assert status("203.0.113.10") == 200


@pytest.mark.usefixtures("_behind")
def test_two_visitors_behind_one_proxy_do_not_share_a_window(few: None) -> None:
    assert [status("10.0.0.2", "198.51.100.1") for _ in range(3)] == [200, 200, 429]
    assert status("10.0.0.2", "198.51.100.2") == 200


@pytest.mark.usefixtures("_behind")
def test_a_visitor_who_writes_the_header_gains_no_new_window(few: None) -> None:
    codes = [status("10.0.0.2", f"198.51.100.{number}, 203.0.113.9") for number in range(4)]
    assert codes == [200, 200, 429, 429]
    direct = [status("192.0.2.1", f"198.51.100.{number}") for number in range(4)]
    assert direct == [200, 200, 429, 429]


@pytest.mark.parametrize("behind", [False, True])
def test_failed_logins_are_not_spread_by_writing_the_header(
    cast: SimpleNamespace, behind: bool, request: pytest.FixtureRequest
) -> None:
    if behind:
        request.getfixturevalue("_behind")
    codes = [
        Client()
        .post(
            "/login",
            {"username": "lin", "password": "wrong"},
            REMOTE_ADDR="10.0.0.2" if behind else "203.0.113.9",
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.9",
        )
        .status_code
        for number in range(6)
    ]
    assert codes[0] == 200
    assert codes[-1] == 429
    other = Client().post(
        "/login", {"username": "lin", "password": "wrong"}, REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="203.0.113.10"
    )
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("peer", "told", "found"),
    [
        ("10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "6.6.6.6, 203.0.113.9, 10.0.0.3", "203.0.113.9"),  # two proxies in a row
        ("10.0.0.2", "6.6.6.6,203.0.113.9 , 10.0.0.3", "203.0.113.9"),
        ("10.0.0.2", "10.0.0.9", "10.0.0.9"),  # a visitor in the proxies' own network
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "6.6.6.6, unknown", "10.0.0.2"),  # a proxy that does not say: what stands before is anybody's
        ("10.0.0.2", "6.6.6.6, ", "10.0.0.2"),
        ("10.0.1.2", "203.0.113.9", "10.0.1.2"),  # a neighbour of the proxies is none
        ("::ffff:10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("fd00::1", "2001:db8::5", "2001:db8::5"),
        ("fd00::1", "[2001:db8::5]", "2001:db8::5"),
        ("", "203.0.113.9", ""),
    ],
)
def test_the_rightmost_address_that_is_no_proxy_counts(peer: str, told: str, found: str) -> None:
    assert asker(peer, told, PROXIES) == found


@given(st.text(max_size=200), st.ip_addresses().map(str).filter(lambda heard: heard != "10.0.0.2"))
def test_whatever_stands_before_what_our_proxy_heard_changes_nothing(written: str, heard: str) -> None:
    ours = ("10.0.0.2/32",)
    assert asker("10.0.0.2", f"{written},{heard}", ours) == asker("10.0.0.2", heard, ours) != "10.0.0.2"


def test_a_long_header_is_read_from_its_end(few: None) -> None:
    assert asker("10.0.0.2", "10.0.0.3," * 100_000 + "203.0.113.9", PROXIES) == "203.0.113.9"


def test_a_proxy_that_is_no_address_stops_the_program_and_is_named(tmp_path: Path) -> None:
    file = tmp_path / "verifier.toml"
    file.write_text('[portal]\nproxies = ["proxy.example"]\n', "utf-8")
    with pytest.raises(BadValue, match=r"proxy\.example"):
        load(file)
    file.write_text('[portal]\nproxies = ["10.0.0.0/24", "fd00::1"]\n', "utf-8")
    assert load(file).portal == Portal(proxies=PROXIES)


def test_a_portal_behind_an_https_proxy_can_be_reached(tmp_path: Path) -> None:
    """The server must leave the proxy's word for HTTPS to Django, or every page is a redirect to itself."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    for name in ("VERIFIER_PORTAL_RUN", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        env.pop(name, None)
    words = ["portal", "--port", "0", "--data", str(tmp_path), "--https", "--role", "web"]
    child = subprocess.Popen([sys.executable, "-m", "verifier", *words], env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout
        url = next(found[0] for line in child.stdout if (found := re.search(r"http://[\d.:]+/", line)))
        plain = requests.get(f"{url}login", timeout=30, allow_redirects=False)
        assert (plain.status_code, plain.headers["Location"][:6]) == (301, "https:")
        told = requests.get(f"{url}login", headers={"X-Forwarded-Proto": "https"}, timeout=30, allow_redirects=False)
        assert told.status_code == 200
        assert requests.get(f"{url}healthz", timeout=30, allow_redirects=False).status_code == 200
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(30)
