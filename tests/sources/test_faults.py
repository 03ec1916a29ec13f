"""Every fault of a site reads as itself: a person who wrote the paper is never told that it was not found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.driving import Driver
from tests.sources.small_catalogue import NOWHERE, question
from verifier.model import Lookup, State
from verifier.sources import BY_NAME, ladder
from verifier.stub import Stub

DATABASES = ("cnki", "wanfang", "vip")
PLACES = ("search", "toc", "journal", "detail")
SAYS = {
    "slider": {State.BLOCKED},
    "xhr_challenge": {State.BLOCKED},
    "js_challenge": {State.BLOCKED},
    "login_wall": {State.LOGIN_REQUIRED},
    "rate_limit": {State.RATE_LIMITED},
    "stale": {State.SESSION_STALE},
    "server_error": {State.UNREACHABLE},
    "timeout": {State.UNREACHABLE},
    "drip": {State.UNREACHABLE},
    "reset": {State.UNREACHABLE, State.INCOMPLETE},
    "truncated": {State.INCOMPLETE},
    "changed_layout": {State.LAYOUT_CHANGED, State.INCOMPLETE},
    "shell": {State.LAYOUT_CHANGED},
    "soft_block": {State.BLOCKED, State.LAYOUT_CHANGED},
    "long_expression": {State.INCOMPLETE, State.LAYOUT_CHANGED},
}
SLOW = ("timeout", "drip")
TOLD = {"changed_layout"}
"""Faults under which the words of a zero still stand on the page."""
HARMLESS = ("offscreen_slider", "encoding", "conflict", "duplicates")


def walk(catalogue: Path, kind: str, place: str, **more: object) -> dict[str, Lookup]:
    """Walk the ladder against stubs whose databases all have one fault."""
    faults = [f"{site}:{kind}:{place}" for site in DATABASES]
    with Stub(catalogue, faults=faults) as base:
        driver = Driver(base, timeout=0.2 if kind in SLOW else 5.0)
        return {lookup.source: lookup for lookup in driver.drive(ladder.walk(question(**more)))}


@pytest.mark.parametrize(("kind", "place"), [(kind, place) for kind in SAYS for place in PLACES if kind not in SLOW])
def test_a_fault_never_reads_as_not_found(catalogue: Path, kind: str, place: str) -> None:
    nowhere = walk(catalogue, kind, place, **NOWHERE)
    innocent = walk(catalogue, kind, place)
    for name in DATABASES:
        touched = [trace for trace in nowhere[name].trail if trace.state in SAYS[kind]]
        if touched and nowhere[name].state is State.NOT_FOUND:
            # contents that announce more than they hold: the searches have answered, the issue is left open
            assert (kind, place) == ("truncated", "toc")
            assert "目次不完整" in nowhere[name].note
            assert not any(one.complete for one in nowhere[name].contents)
        elif touched:
            assert nowhere[name].state in SAYS[kind] | {State.BLOCKED}
        else:
            assert place in ("detail", "toc", "journal") or kind in TOLD
        assert innocent[name].state is not State.NOT_FOUND


@pytest.mark.parametrize("kind", sorted(SAYS))
def test_a_fault_in_the_searches_is_seen_at_every_database(catalogue: Path, kind: str) -> None:
    found = walk(catalogue, kind, "search", **NOWHERE)
    for name in DATABASES:
        if kind in TOLD and found[name].state is State.NOT_FOUND:
            assert all(trace.words for trace in found[name].trail if trace.state is State.NOT_FOUND)
            continue
        assert found[name].state in SAYS[kind]
        assert any(trace.note for trace in found[name].trail if trace.state in SAYS[kind])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", HARMLESS)
def test_what_only_looks_like_a_fault_costs_nobody_a_paper(catalogue: Path, kind: str, place: str) -> None:
    found = walk(catalogue, kind, place)
    assert all(found[name].state is State.FOUND for name in DATABASES)


def test_rows_that_have_nothing_to_do_with_the_question_are_ambiguous(catalogue: Path) -> None:
    found = walk(catalogue, "filler", "search", **NOWHERE)
    assert all(found[name].state is State.AMBIGUOUS for name in DATABASES)


def test_a_zero_for_everything_is_no_proof_without_a_control(catalogue: Path) -> None:
    found = walk(catalogue, "zero", "search", **{**NOWHERE, "journal": None, "issue": None})
    for name in DATABASES:
        assert found[name].state is State.INCOMPLETE
        assert not found[name].control


def test_a_search_that_does_not_find_what_the_contents_show_proves_nothing(catalogue: Path) -> None:
    found = walk(catalogue, "zero", "search", **NOWHERE)
    for name in DATABASES:
        assert found[name].contents or name == "vip"  # its journals are found by the same search
        assert (found[name].state, found[name].control) == (State.INCOMPLETE, False)
        assert "对照检索" in found[name].note
    innocent = walk(catalogue, "zero", "search")
    assert [innocent[name].state for name in DATABASES] == [State.FOUND, State.FOUND, State.INCOMPLETE]


def test_a_challenge_stops_the_source_for_this_question(catalogue: Path) -> None:
    found = walk(catalogue, "slider", "search", **{**NOWHERE, "journal": None, "issue": None})
    assert [len(found[name].trail) for name in DATABASES] == [1, 1, 1]


def test_a_limit_says_until_when(catalogue: Path) -> None:
    found = walk(catalogue, "rate_limit", "search", **{**NOWHERE, "journal": None, "issue": None})
    assert "2021-08-01T10:01:15+08:00之后可再检索" in found["cnki"].note


@pytest.mark.parametrize(("kind", "state"), [
    ("registry_captcha", State.BLOCKED), ("registry_locked", State.RATE_LIMITED), ("registry_overload", State.RATE_LIMITED),
    ("js_challenge", State.BLOCKED), ("server_error", State.UNREACHABLE), ("truncated", State.INCOMPLETE),
    ("shell", State.LAYOUT_CHANGED), ("reset", State.INCOMPLETE),
])  # fmt: skip
def test_a_registry_that_does_not_answer_is_no_absence(catalogue: Path, kind: str, state: State) -> None:
    with Stub(catalogue, faults=[f"nppa:{kind}:search"]) as base:
        lookup = Driver(base).drive(ladder.walk(question()))[0]
    assert lookup.state is state
    assert lookup.note
    assert not ladder.enrich(question(), lookup).cn


def test_a_registry_table_is_read_by_its_heads_whatever_its_classes_or_not_at_all(catalogue: Path) -> None:
    seen = set()
    with Stub(catalogue, faults=["nppa:changed_layout:search"]) as base:
        for _ in range(4):
            lookup = Driver(base).drive(ladder.climb(BY_NAME["nppa"], question()))
            seen.add(lookup.state)
            assert all(one.cn == "21-4321/TH" for one in lookup.journals if one.title == "虚构机械学报")
    assert State.NOT_FOUND not in seen
    assert State.LAYOUT_CHANGED in seen


def test_a_stale_session_is_renewed_once_and_the_answer_comes(catalogue: Path) -> None:
    with Stub(catalogue, faults=["cnki:stale:search:for=1", "cnki:stale:toc:for=1"]) as base:
        found = Driver(base).drive(ladder.walk(question(issue=None, pages=None)))
    assert next(lookup for lookup in found if lookup.source == "cnki").state is State.FOUND
