"""A session fills in tokens, keeps cookies to their site, and never lets a page's id lead to another host."""

from __future__ import annotations

import pytest

from tests.retrieval import tiny_source as tiny
from verifier.model import Answer, State
from verifier.retrieval import session as sessions
from verifier.retrieval.session import Session, origin, redirected
from verifier.retrieval.wire import Incoming, Outgoing


def test_tokens_fill_their_blanks_in_query_form_body_and_headers() -> None:
    session = Session("agent")
    session.learn(tiny.OPEN, Answer(state=State.FOUND, tokens=(("navi.p:刊名|1", "a=b"),)))
    blank = "{{navi.p:刊名|1}}"
    ask = tiny.ask("x", query=(("p", blank),), form=(("t", blank),), headers=(("language", blank),), prelude=(tiny.OPEN,))
    assert session.missing(ask) == ()
    sent = session.dress(ask, "http://h/base/")
    assert sent.url == "http://h/base/x?p=a%3Db"
    assert sent.body == b"t=a%3Db"
    assert dict(sent.headers)["language"] == "a=b"
    raw = session.dress(tiny.ask("x", body=blank.encode()), "http://h")
    assert raw.body == b"a=b"


def test_a_blank_without_its_token_is_missing_and_stays_a_blank() -> None:
    session = Session("agent")
    ask = tiny.ask("x", query=(("p", "{{unknown}}"),))
    assert session.missing(ask) == ("unknown",)


def test_a_forgotten_session_knows_nothing() -> None:
    session = Session("agent")
    session.learn(tiny.OPEN, Answer(state=State.FOUND, tokens=(("tiny.token", "value-1"),)))
    assert session.knows(tiny.OPEN)
    assert session.secrets(tiny.grid()) == ("value-1",)
    assert session.secrets(tiny.OPEN) == ()
    session.forget()
    assert not session.knows(tiny.OPEN)
    assert session.missing(tiny.grid()) == ("tiny.token",)
    assert session.secrets(tiny.grid()) == ()


def test_tokens_do_not_pile_up_and_the_newest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_TOKENS", 3)
    session = Session("agent")
    for number in range(6):
        session.learn(tiny.OPEN, Answer(state=State.FOUND, tokens=((f"t{number}", "v"),)))
    asks = [tiny.ask("x", query=(("t", "{{" + f"t{number}" + "}}"),)) for number in range(6)]
    assert [bool(session.missing(ask)) for ask in asks] == [True] * 3 + [False] * 3


def test_cookies_go_back_to_their_site_and_path_only() -> None:
    session = Session("agent")
    request = Outgoing(method="GET", url="http://127.0.0.1:1/cnki/kns/x", headers=())
    session.keep_cookies(request, Incoming(status=200, headers=(("Set-Cookie", "SID=1; Path=/cnki"), ("set-cookie", "B=2; Path=/"))))
    cookie = dict(session.with_cookies(request).headers)["Cookie"]
    assert sorted(cookie.split("; ")) == ["B=2", "SID=1"]
    elsewhere = Outgoing(method="GET", url="http://127.0.0.1:1/vip/x", headers=())
    assert dict(session.with_cookies(elsewhere).headers)["Cookie"] == "B=2"
    stranger = Outgoing(method="GET", url="http://example.invalid/cnki/", headers=())
    assert session.with_cookies(stranger).headers == ()


def test_a_path_from_a_page_cannot_leave_the_configured_host() -> None:
    session = Session("agent")
    for path in ("@evil.invalid/x", "//evil.invalid/x", "\\\\evil.invalid", ".evil.invalid/", ":80@evil.invalid/", "/x\r\nHost: evil"):
        sent = session.dress(tiny.ask("x", path=path), "https://kns.example.org")
        assert origin(sent.url) == ("https", "kns.example.org"), path
        assert "\n" not in sent.url


def test_a_header_value_is_one_line_of_ascii() -> None:
    sent = Session("agent").dress(tiny.ask("x", headers=(("Referer", "/刊\r\nX-Evil: 1"),)), "http://h")
    assert dict(sent.headers)["Referer"] == "/%E5%88%8AX-Evil: 1"


def test_redirects_turn_a_post_into_a_get_and_resolve_against_the_page() -> None:
    request = Outgoing(method="POST", url="http://h/a/b?x=1", headers=(("Content-Type", "x"), ("A", "1")), body=b"q=1")
    seen = redirected(request, Incoming(status=302, headers=(("Location", "../verify/home?a=中"),)))
    assert seen == Outgoing(method="GET", url="http://h/verify/home?a=%E4%B8%AD", headers=(("A", "1"),))
    kept = redirected(request, Incoming(status=307, headers=(("location", "/c"),)))
    assert kept is not None
    assert (kept.method, kept.body, kept.url) == ("POST", b"q=1", "http://h/c")
    assert redirected(request, Incoming(status=302)) is None
    assert redirected(request, Incoming(status=200, headers=(("Location", "/c"),))) is None
