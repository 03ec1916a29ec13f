"""The crawl of a small site: the same words for the same misbehaviours as the single look-up, and no request twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.retrieval import tiny_source as tiny
from tests.retrieval.small_site import Site
from tests.retrieval.test_lookup import FAILING
from verifier.model import State
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.archive_check import check
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.lookup import Driver, OfflineDriver
from verifier.settings import Pace, Settings

Crawled = Callable[..., tuple[dict[str, Any], list[dict[str, Any]]]]
SLOW = ("hang", "drip", "driphead")
ANSWERED = [case[0] for case in FAILING if case[1] not in (State.BLOCKED, State.RATE_LIMITED, State.UNREACHABLE)]


def kept(settings: Settings) -> OfflineDriver:
    """Return a driver over what the crawl has stored."""
    return OfflineDriver(open_cache(cache_folder(settings)), settings, {"tiny": tiny})


def test_the_crawl_gives_each_misbehaviour_the_name_that_the_single_lookup_gives_it(crawled: Crawled, settings: Settings, site: Site) -> None:
    replies, _ = crawled(*((name, "") for name in ANSWERED))
    wanted = {name: (state, failure) for name, state, failure, _ in FAILING if name in ANSWERED}
    got = {ANSWERED[int(key)]: (came.answer.state, came.failure) for key, came in replies.items()}
    assert got == wanted
    times = {name: count for name, _, _, count in FAILING if name in ANSWERED}
    assert {name: site.asked[name] for name in ANSWERED} == times
    assert {name: kept(settings).fetch(tiny.ask(name)).answer.state for name in ANSWERED} == {n: s for n, (s, _) in wanted.items()}


@pytest.mark.parametrize("name", ["reset", "garbage", "error", *SLOW])
def test_an_unreachable_page_has_the_same_name_as_in_the_single_lookup(crawled: Crawled, site: Site, name: str) -> None:
    replies, _ = crawled((name, ""))
    wanted = next((state, failure, times) for one, state, failure, times in FAILING if one == name)
    assert (replies["0"].answer.state, replies["0"].failure, site.asked[name]) == wanted


@pytest.mark.parametrize("name", ["toverify", "limit"])
def test_the_first_challenge_stops_the_source_and_never_reads_as_zero(crawled: Crawled, settings: Settings, site: Site, name: str) -> None:
    replies, _ = crawled((name, "0"), *(("search", str(number)) for number in range(20)))
    states = {came.answer.state for came in replies.values()}
    assert states <= {State.BLOCKED, State.RATE_LIMITED, State.FOUND}
    assert State.NOT_FOUND not in states
    refused = [key for key, came in replies.items() if came.failure == "circuit"]
    assert len(refused) + site.asked["search"] == 20
    assert refused
    word = str(int(refused[0]) - 1)
    assert kept(settings).fetch(tiny.ask("search", word)).answer.state in (State.BLOCKED, State.RATE_LIMITED)


def test_scrapy_obeys_robots_too(crawled: Crawled, site: Site) -> None:
    replies, _ = crawled(("challenge", ""), ("search", "甲"))
    assert (replies["0"].answer.state, replies["0"].failure) == (State.SKIPPED, "robots")
    assert replies["1"].answer.state is State.FOUND
    assert site.asked["challenge"] == 0


def test_both_drivers_store_the_same_page_and_read_the_same_answer(crawled: Crawled, settings: Settings, site: Site) -> None:
    wishes = (("search", "甲"), ("search", "无"), ("contents", ""), ("gzip", ""), ("moved", ""), ("grid", "丙"), ("partial", ""), ("away", ""))
    replies, _ = crawled(*wishes)
    single = msgspec.structs.replace(settings, data=settings.data + "/single")
    with open_cache(cache_folder(single)) as cache, Archive(archive_folder(single)) as archive:
        driver = Driver(single, cache, archive, sources={"tiny": tiny})
        for key, (name, word) in enumerate(wishes):
            reply = driver.fetch(tiny.grid(word) if name == "grid" else tiny.ask(name, word))
            came = replies[str(key)]
            assert (came.status, came.url, came.body, came.failure) == (reply.page.status, reply.page.url, reply.page.body, reply.page.failure)
            assert without_evidence(came.answer) == without_evidence(reply.answer)
        driver.close()


def without_evidence(answer: Any) -> Any:
    """Return an answer whose records name no evidence: ids hold the time."""
    plain = msgspec.to_builtins(answer)
    return {**plain, "tokens": None, "records": [{**record, "evidence": None} for record in plain["records"]]}


def test_one_contents_page_serves_all_papers_of_the_issue_and_cached_ones_are_not_asked(crawled: Crawled, site: Site) -> None:
    replies, news = crawled(*[("contents", "")] * 30)
    assert len(replies) == 30
    assert site.asked["contents"] == 1
    assert len({record.evidence for came in replies.values() for record in came.answer.records}) == 1
    crawled(*[("contents", "")] * 3)
    assert site.asked["contents"] == 1
    assert [one["done"] for one in news if not one["source"]] == list(range(1, 31))
    assert {one["total"] for one in news} == {30}


def test_a_session_is_opened_once_for_the_whole_crawl(crawled: Crawled, site: Site) -> None:
    replies, _ = crawled(*(("grid", word) for word in "甲乙丙丁"))
    assert {came.answer.state for came in replies.values()} == {State.FOUND}
    assert (site.asked["open"], site.asked["grid"]) == (1, 4)


def test_the_pace_table_is_kept_by_the_crawl(crawled: Crawled, settings: Settings, site: Site) -> None:
    paced = msgspec.structs.replace(settings, paces={"tiny": Pace(interval=0.01, daily=3)})
    replies, _ = crawled(*(("search", str(number)) for number in range(6)), given=paced)
    states = [came.answer.state for came in replies.values()]
    assert (states.count(State.FOUND), states.count(State.SKIPPED), site.asked["search"]) == (3, 3, 3)


def test_the_crawl_s_archive_is_whole_and_names_every_page(crawled: Crawled, settings: Settings) -> None:
    _, news = crawled(*(("search", str(number)) for number in range(5)))
    verdict = check(archive_folder(settings))
    assert (verdict.problems, verdict.notes, verdict.pieces) == ((), (), 5)
    pages = {one["page"] for one in news if one["page"]}
    with Archive(archive_folder(settings)) as archive:
        assert pages == {entry.id for entry in archive.entries()}
