"""The twenty faults, each in a run of the real driver: the right outcome, nothing kept that is no answer, and the next citation.

A fault strikes every page that speaks of the first paper; the second question of the same run is about another. What opened the circuit
leaves that source alone for the rest of the run, says so, and costs it no further request; the other sources still answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.sources.conftest import catalogue  # noqa: F401 - a fixture
from tests.sources.small_catalogue import question
from verifier.model import Ask, Lookup, Question, State, Step
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.cache import Cache, cache_folder, open_cache
from verifier.retrieval.lookup import Driver, look_up
from verifier.retrieval.wire import now
from verifier.settings import Settings, stub_hosts
from verifier.sources import BY_NAME
from verifier.stub import Stub

FIRST = question(journal=None, issue=None, pages=None)
"""A paper that is searched by title alone."""
NEXT = question(title="虚构导轨爬行的应用分析", authors=("明知远",), journal="虚构机械", year="2008", issue="2", pages="30-33")
ABROAD = question(title="An invented study of spindle errors", authors=("Nobody",), journal="Invented Letters", year="2020", issue="2",
                  pages="17-20", doi="10.99999/inv.2020.17", foreign=True)  # fmt: skip
NEXT_ABROAD = question(title="A second study that all indexes hold", authors=("Nobody",), journal="Invented Letters", year="2021",
                       issue="4", pages="31-39", foreign=True)  # fmt: skip
OF_FIRST = "title_contains=补偿技术"
S = State


class Fault(NamedTuple):
    """One case: the fault's number and words, the source, how the first and the next lookup end, what the note tells."""

    number: str
    words: str
    source: str
    first: State
    next: State
    told: str = ""
    asked: Question = FIRST
    then: Question = NEXT


FAULTS = (
    Fault("F1", "cnki:slider:search", "cnki", S.BLOCKED, S.BLOCKED, "captcha"),
    Fault("F1", "wanfang:slider:search", "wanfang", S.BLOCKED, S.BLOCKED, "captcha"),
    Fault("F2", "cnki:xhr_challenge:search", "cnki", S.BLOCKED, S.BLOCKED, "-403"),
    Fault("F3", "cnki:soft_block:search", "cnki", S.BLOCKED, S.BLOCKED, "soft"),
    Fault("F4", "cnki:long_expression:search", "cnki", S.INCOMPLETE, S.FOUND, "RETRY_SMALLER"),
    Fault("F5", "cnki:zero:search", "cnki", S.NOT_FOUND, S.FOUND),
    Fault("F5", "wanfang:zero:search", "wanfang", S.NOT_FOUND, S.FOUND),
    Fault("F5", "vip:zero:search", "vip", S.NOT_FOUND, S.FOUND),
    Fault("F6", "cnki:offscreen_slider:search", "cnki", S.FOUND, S.FOUND),
    Fault("F7", "cnki:login_wall:search", "cnki", S.LOGIN_REQUIRED, S.FOUND, "登录"),
    Fault("F8", "vip:js_challenge:search", "vip", S.BLOCKED, S.BLOCKED, "js"),
    Fault("F9", "cnki:rate_limit:search", "cnki", S.RATE_LIMITED, S.RATE_LIMITED, "之后可再检索"),
    Fault("F9", "wanfang:rate_limit:search", "wanfang", S.RATE_LIMITED, S.RATE_LIMITED, "429"),
    Fault("F10", "cnki:stale:search", "cnki", S.SESSION_STALE, S.FOUND, "失效"),
    Fault("F10", "vip:stale:search", "vip", S.SESSION_STALE, S.FOUND, "失效"),
    Fault("F11", "vip:server_error:search", "vip", S.UNREACHABLE, S.FOUND, "HTTP 5"),
    Fault("F11", "cnki:timeout:search", "cnki", S.UNREACHABLE, S.FOUND, "timeout"),
    Fault("F11", "vip:drip:search", "vip", S.UNREACHABLE, S.FOUND, "timeout"),
    Fault("F11", "wanfang:reset:search", "wanfang", S.UNREACHABLE, S.FOUND, "reset"),
    Fault("F12", "wanfang:truncated:search", "wanfang", S.INCOMPLETE, S.FOUND),
    Fault("F13", "cnki:encoding:search", "cnki", S.FOUND, S.FOUND),
    Fault("F13", "vip:encoding:search", "vip", S.FOUND, S.FOUND),
    Fault("F14", "vip:changed_layout:search", "vip", S.LAYOUT_CHANGED, S.FOUND, "结构"),
    Fault("F14", "wanfang:changed_layout:search", "wanfang", S.LAYOUT_CHANGED, S.FOUND, "字段"),
    Fault("F15", "cnki:duplicates:search", "cnki", S.FOUND, S.FOUND),
    Fault("F16", "wanfang:shell:search", "wanfang", S.LAYOUT_CHANGED, S.FOUND, "外壳"),
    Fault("F17", "vip:filler:search", "vip", S.AMBIGUOUS, S.FOUND),
    Fault("F18", "cnki:conflict:search", "cnki", S.FOUND, S.FOUND),
    Fault("F19", "nppa:registry_captcha:search", "nppa", S.BLOCKED, S.BLOCKED, "人工", question()),
    Fault("F19", "nppa:registry_locked:search", "nppa", S.RATE_LIMITED, S.RATE_LIMITED, "人工", question()),
    Fault("F19", "nppa:registry_overload:search", "nppa", S.RATE_LIMITED, S.RATE_LIMITED, "人工", question()),
    Fault("F20", "crossref:api_limit:any", "crossref", S.RATE_LIMITED, S.RATE_LIMITED, "429", ABROAD, NEXT_ABROAD),
    Fault("F20", "crossref:api_missing:any", "crossref", S.NOT_FOUND, S.FOUND, "", ABROAD, NEXT_ABROAD),
    Fault("F20", "nstl:api_limit:search", "nstl", S.RATE_LIMITED, S.RATE_LIMITED, "429", ABROAD, NEXT_ABROAD),
)
STOPPING = {S.BLOCKED, S.RATE_LIMITED}


def rule(fault: Fault) -> str:
    """Return the fault for pages of the first question only; the registry's stands for its first journal name."""
    about = {"nppa": "title_contains=虚构机械学报"}.get(fault.source, OF_FIRST if fault.asked is FIRST else "title_contains=spindle")
    if "api_missing" in fault.words:
        about = "title_contains=10.99999/inv.2020.17"
    return f"{fault.words}:{about}"


@contextmanager
def running(folder: Path, base: str) -> Iterator[tuple[Driver, Cache, Archive]]:
    """Open one run over a data folder."""
    settings = Settings(data=str(folder), hosts=stub_hosts(base), realm="demo-faults", timeout=1.0)
    with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive, Driver(settings, cache, archive) as driver:
        yield driver, cache, archive


def asked(driver: Driver, one: Question) -> dict[str, Lookup]:
    """Look up one question."""
    return {lookup.source: lookup for lookup in look_up(one, driver)}


def requests(archive: Archive, source: str) -> int:
    """Count the answers that a source has given."""
    return sum(entry.source == source for entry in archive.entries())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.number} {fault.words}")
def test_a_fault_reads_as_itself_and_the_next_citation_of_the_run_is_answered_rightly(
    catalogue: Path, tmp_path: Path, fault: Fault  # noqa: F811
) -> None:
    with Stub(catalogue, faults=[rule(fault)]) as base, running(tmp_path, base) as (driver, cache, archive):
        first = asked(driver, fault.asked)[fault.source]
        assert first.state is fault.first, first.note
        assert fault.told in first.note
        before = requests(archive, fault.source)
        following = asked(driver, fault.then)
        assert following[fault.source].state is fault.next, following[fault.source].note
        if fault.first in STOPPING:
            assert following[fault.source].note
            assert requests(archive, fault.source) == before
        rest = {name: one.state for name, one in following.items() if name != fault.source}
        at_home = ("cnki", "wanfang", "vip") if fault.then is NEXT else ("crossref", "openalex", "doaj", "nstl")
        assert all(rest[name] is State.FOUND for name in at_home if name in rest)
        kept = cache.get(search(fault), now())
        answered = fault.first in (State.FOUND, State.NOT_FOUND, State.AMBIGUOUS)
        assert (kept is not None) == answered


def search(fault: Fault) -> Ask:
    """Return the ask that the fault struck first."""
    step = Step(kind="search", field="title", text=" ".join((fault.asked.title or "").split()))
    if fault.source == "nppa":
        step = Step(kind="journal", field="name", text="虚构机械学报")
    elif fault.asked is ABROAD:
        step = Step(kind="search", field="doi", text=fault.asked.doi or "")
    return BY_NAME[fault.source].ask(step)


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.first not in (S.FOUND, S.NOT_FOUND, S.AMBIGUOUS)],
                         ids=lambda fault: f"{fault.number} {fault.words}")  # fmt: skip
def test_once_the_fault_is_over_a_new_run_over_the_same_folder_finds_the_paper(
    catalogue: Path, tmp_path: Path, fault: Fault  # noqa: F811
) -> None:
    with Stub(catalogue, faults=[rule(fault)]) as base, running(tmp_path, base) as (driver, _, _):
        assert asked(driver, fault.asked)[fault.source].state is fault.first
    with Stub(catalogue) as base, running(tmp_path, base) as (driver, _, _):
        assert asked(driver, fault.asked)[fault.source].state is State.FOUND


def test_every_fault_of_the_list_has_a_case() -> None:
    assert {fault.number for fault in FAULTS} == {f"F{number}" for number in range(1, 21)}


def test_a_paper_whose_title_speaks_of_a_challenge_is_found(catalogue: Path, tmp_path: Path) -> None:  # noqa: F811
    titled = question(title="虚构电梯门锁的安全验证", authors=("仇远",), year="2018", issue=None, pages=None, journal=None)
    with Stub(catalogue, faults=["cnki:offscreen_slider:any"]) as base, running(tmp_path, base) as (driver, _, _):
        found = asked(driver, titled)
    assert all(found[name].state is State.FOUND for name in ("cnki", "wanfang", "vip"))


def test_sources_that_tell_the_issue_otherwise_are_both_kept(catalogue: Path, tmp_path: Path) -> None:  # noqa: F811
    with Stub(catalogue, faults=["vip:conflict:search"]) as base, running(tmp_path, base) as (driver, _, _):
        found = asked(driver, question(pages=None, issue=None))
    said = {name: next(one.issue for one in found[name].records if one.issue) for name in ("wanfang", "vip")}
    assert said["wanfang"].lstrip("0") == "3"
    assert said["vip"].lstrip("0") == "4"
