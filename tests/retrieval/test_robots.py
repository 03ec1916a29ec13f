"""robots.txt is obeyed; a host that cannot say counts as a refusal, our own stubs are never asked."""

from __future__ import annotations

import gzip

import pytest

from verifier.retrieval.robots import Robots
from verifier.retrieval.wire import Incoming

URL = "https://example.org/kns8s/brief/grid"


def learned(incoming: Incoming) -> Robots:
    """Return robots that have seen one answer for example.org."""
    robots = Robots("output-verifier/0.1")
    asked = robots.unknown(URL)
    assert asked is not None
    assert asked.url == "https://example.org/robots.txt"
    assert robots.learn(asked.url, incoming)
    assert robots.unknown(URL) is None
    return robots


def test_a_disallowed_address_is_refused_and_its_neighbour_is_not() -> None:
    robots = learned(Incoming(status=200, body=b"User-agent: *\nDisallow: /kns8s/\n"))
    assert not robots.allow(URL)
    assert robots.allow("https://example.org/open")


def test_a_rule_for_another_program_does_not_bind() -> None:
    assert learned(Incoming(status=200, body=b"User-agent: otherbot\nDisallow: /\n")).allow(URL)


def test_packed_rules_are_unpacked() -> None:
    packed = gzip.compress(b"User-agent: *\nDisallow: /kns8s/\n")
    assert not learned(Incoming(status=200, body=packed, headers=(("Content-Encoding", "gzip"),))).allow(URL)


def test_no_rules_is_permission() -> None:
    assert learned(Incoming(status=404, body=b"<html>")).allow(URL)


@pytest.mark.parametrize("incoming", [Incoming(status=503), Incoming(status=429), Incoming(failure="timeout")])
def test_a_host_that_cannot_tell_its_rules_is_asked_for_them_again_and_for_nothing_else(incoming: Incoming) -> None:
    robots = Robots("output-verifier/0.1")
    assert not robots.learn(URL, incoming)
    assert robots.unknown(URL) is not None


def test_loopback_is_never_asked() -> None:
    robots = Robots("output-verifier/0.1")
    assert robots.unknown("http://127.0.0.1:8000/cnki/kns/x") is None
    assert robots.allow("http://127.0.0.1:8000/cnki/kns/x")
