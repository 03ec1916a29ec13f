"""Every misbehaviour of a site is a named answer, asked no more often than is polite, and never reads as "not found"."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.retrieval import tiny_source as tiny
from tests.retrieval.small_site import Site
from verifier.errors import StorageError
from verifier.model import Answer, Ask, Page, Reply, State
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.archive_check import check
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.exchange import Exchange
from verifier.retrieval.lookup import Driver, OfflineDriver, drive, pace_file
from verifier.retrieval.pace import Pacing
from verifier.retrieval.robots import Robots
from verifier.retrieval.wire import Incoming, Send, now
from verifier.settings import Pace, Settings

Open = Callable[..., Driver]


def offline(settings: Settings) -> OfflineDriver:
    """Return a driver without network over the same cache."""
    return OfflineDriver(open_cache(cache_folder(settings)), settings, {"tiny": tiny})


def answered(reply: Reply) -> tuple[State, str | None, int]:
    """Return what matters of a reply."""
    return reply.answer.state, reply.page.failure, reply.page.status


def test_a_page_is_fetched_read_archived_and_cached(driver: Driver, settings: Settings, site: Site) -> None:
    reply = driver.fetch(tiny.ask("search", "甲"))
    assert answered(reply) == (State.FOUND, None, 200)
    assert reply.page.demo
    assert reply.answer.records[0].evidence == (reply.page.evidence,)
    archive = Archive(archive_folder(settings))
    assert archive.read(reply.page.evidence).body == reply.page.body
    assert archive.entry(reply.page.evidence).key == ("tiny", "search", "甲")
    again = driver.fetch(tiny.ask("search", "甲"))
    assert again == reply
    assert site.asked["search"] == 1


def test_a_later_run_asks_nothing_twice(open_driver: Open, site: Site) -> None:
    first = open_driver().fetch(tiny.ask("search", "甲"))
    assert open_driver().fetch(tiny.ask("search", "甲")) == first
    assert site.asked["search"] == 1


def test_a_zero_in_the_page_s_own_words_is_not_found(driver: Driver) -> None:
    reply = driver.fetch(tiny.ask("search", "无此文"))
    assert (reply.answer.state, reply.answer.words) == (State.NOT_FOUND, "未检索到相关文献")


FAILING = [
    ("gzip", State.FOUND, None, 1),
    ("moved", State.FOUND, None, 1),
    ("gzipcut", State.INCOMPLETE, "truncated", 2),
    ("short", State.INCOMPLETE, "truncated", 2),
    ("chunkcut", State.INCOMPLETE, "truncated", 2),
    ("bomb", State.INCOMPLETE, "too_large", 1),
    ("large", State.INCOMPLETE, "too_large", 1),
    ("endless", State.INCOMPLETE, "too_large", 1),
    ("partial", State.INCOMPLETE, None, 1),
    ("reset", State.UNREACHABLE, "reset", 3),
    ("garbage", State.UNREACHABLE, "reset", 3),
    ("error", State.UNREACHABLE, None, 3),
    ("hang", State.UNREACHABLE, "timeout", 2),
    ("drip", State.UNREACHABLE, "timeout", 2),
    ("driphead", State.UNREACHABLE, "timeout", 2),
    ("crash", State.LAYOUT_CHANGED, None, 1),
    ("nowhere", State.LAYOUT_CHANGED, None, 1),
    ("loop", State.LAYOUT_CHANGED, None, 4),
    ("away", State.LOGIN_REQUIRED, None, 1),
    ("astray", State.LAYOUT_CHANGED, None, 1),
    ("toverify", State.BLOCKED, None, 1),
    ("challenge", State.BLOCKED, None, 1),
    ("limit", State.RATE_LIMITED, None, 1),
]


@pytest.mark.parametrize(("name", "state", "failure", "times"), FAILING)
def test_each_misbehaviour_has_its_name(
    driver: Driver, settings: Settings, site: Site, name: str, state: State, failure: str | None, times: int
) -> None:
    started = time.monotonic()
    reply = driver.fetch(tiny.ask(name))
    assert (reply.answer.state, reply.page.failure) == (state, failure)
    assert site.asked[name] == times
    assert time.monotonic() - started < times * settings.timeout + 3
    if state is not State.FOUND:
        assert offline(settings).fetch(tiny.ask(name)).answer == reply.answer, "a run without network says the same"
        assert reply.answer.state is not State.NOT_FOUND


def test_every_host_that_cannot_be_reached_is_unreachable(open_driver: Open, settings: Settings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    for host, failure in ((f"http://127.0.0.1:{port}", "refused"), ("http://no-such-host.invalid", "dns")):
        given = msgspec.structs.replace(settings, hosts={"tiny": host}, paces={"tiny": Pace(interval=0, daily=0)})
        reply = open_driver(given).fetch(tiny.ask("search", host))
        assert reply.page.failure == failure, host
        assert reply.answer.state is State.UNREACHABLE


def test_a_source_without_an_address_is_skipped_and_says_so(driver: Driver) -> None:
    reply = driver.fetch(tiny.ask("search", role="tiny.other"))
    assert (reply.answer.state, reply.answer.note) == (State.SKIPPED, "未检索（未配置该来源的地址）")


def test_a_server_that_recovers_is_asked_again_and_found(driver: Driver, site: Site, settings: Settings) -> None:
    site.fail_first["search"] = 2
    reply = driver.fetch(tiny.ask("search", "甲"))
    assert reply.answer.state is State.FOUND
    assert site.asked["search"] == 3


def test_a_challenge_stops_the_source_for_this_run_and_never_reads_as_zero(driver: Driver, site: Site, settings: Settings) -> None:
    driver.fetch(tiny.ask("challenge"))
    reply = driver.fetch(tiny.ask("search", "乙"))
    assert answered(reply) == (State.BLOCKED, "circuit", 0)
    assert "停止检索" in reply.answer.note
    assert site.asked["search"] == 0
    assert offline(settings).fetch(tiny.ask("search", "乙")).answer.state is State.BLOCKED


def test_the_evidence_of_a_challenge_is_not_forgotten_when_the_same_is_asked_again(driver: Driver, settings: Settings) -> None:
    challenged = driver.fetch(tiny.ask("challenge"))
    assert driver.fetch(tiny.ask("challenge")) == challenged
    assert offline(settings).fetch(tiny.ask("challenge")) == challenged


def test_what_is_cached_is_told_even_while_the_circuit_is_open(driver: Driver, site: Site) -> None:
    before = driver.fetch(tiny.ask("search", "甲"))
    driver.fetch(tiny.ask("challenge"))
    assert driver.fetch(tiny.ask("search", "甲")) == before


def test_a_later_run_on_a_stub_tries_again(open_driver: Open, site: Site) -> None:
    site.challenge = True
    assert open_driver().fetch(tiny.ask("search", "甲")).answer.state is State.BLOCKED
    site.challenge = False
    assert open_driver().fetch(tiny.ask("search", "甲")).answer.state is State.FOUND


@pytest.mark.parametrize("name", ["partial", "error", "crash", "away", "short", "nowhere"])
def test_no_other_failure_stops_the_source(driver: Driver, name: str) -> None:
    driver.fetch(tiny.ask(name))
    assert driver.fetch(tiny.ask("search", "甲")).answer.state is State.FOUND


def test_a_limit_holds_for_a_later_run_of_a_paced_source(open_driver: Open, settings: Settings, site: Site) -> None:
    paced = msgspec.structs.replace(settings, paces={"tiny": Pace(interval=0.01, daily=100)})
    open_driver(paced).fetch(tiny.ask("limit"))
    reply = open_driver(paced).fetch(tiny.ask("search", "甲"))
    assert answered(reply) == (State.RATE_LIMITED, "circuit", 0)
    assert reply.answer.until == "2099-01-01T00:00:00+08:00"


def test_a_spent_budget_is_skipped_and_says_so(open_driver: Open, settings: Settings, site: Site) -> None:
    paced = msgspec.structs.replace(settings, paces={"tiny": Pace(interval=0, daily=2)})
    driver = open_driver(paced)
    states = [driver.fetch(tiny.ask("search", word)).answer.state for word in "甲乙丙"]
    assert states == [State.FOUND, State.FOUND, State.SKIPPED]
    assert site.asked["search"] == 2


def test_the_pace_is_kept(open_driver: Open, settings: Settings) -> None:
    driver = open_driver(msgspec.structs.replace(settings, paces={"tiny": Pace(interval=0.2, daily=0)}))
    started = time.monotonic()
    for word in "甲乙丙":
        driver.fetch(tiny.ask("search", word))
    assert time.monotonic() - started >= 0.4


def test_a_dead_source_does_not_stop_the_run(driver: Driver, site: Site) -> None:
    started = time.monotonic()
    states = {driver.fetch(tiny.ask("garbage", str(number))).answer.state for number in range(40)}
    assert states == {State.UNREACHABLE}
    assert site.asked["garbage"] == 8, "three tries at first, then one an ask, then none"
    assert time.monotonic() - started < 5


def test_an_incomplete_page_is_asked_once_in_a_run_and_again_in_the_next(open_driver: Open, site: Site) -> None:
    driver = open_driver()
    first = driver.fetch(tiny.ask("partial"))
    assert driver.fetch(tiny.ask("partial")) == first
    assert (first.answer.state, site.asked["partial"]) == (State.INCOMPLETE, 1)
    open_driver().fetch(tiny.ask("partial"))
    assert site.asked["partial"] == 2


def test_a_run_without_network_knows_an_incomplete_page_as_it_was(driver: Driver, settings: Settings) -> None:
    online = driver.fetch(tiny.ask("partial"))
    assert offline(settings).fetch(tiny.ask("partial")) == online


# ---------------------------------------------------------------- sessions


def test_a_session_is_opened_when_the_network_is_used_and_only_then(open_driver: Open, site: Site) -> None:
    driver = open_driver()
    assert driver.fetch(tiny.grid("甲")).answer.state is State.FOUND
    assert driver.fetch(tiny.grid("乙")).answer.state is State.FOUND
    assert (site.asked["open"], site.asked["grid"]) == (1, 2)
    later = open_driver()
    later.fetch(tiny.grid("甲"))
    assert (site.asked["open"], site.asked["grid"]) == (1, 2), "cached: no session is needed"
    later.fetch(tiny.grid("丙"))
    assert (site.asked["open"], site.asked["grid"]) == (2, 3)


def test_a_forgotten_session_is_opened_once_more_and_the_ask_repeated(driver: Driver, site: Site) -> None:
    driver.fetch(tiny.grid("甲"))
    site.sid += 1
    assert driver.fetch(tiny.grid("乙")).answer.state is State.FOUND
    assert (site.asked["open"], site.asked["grid"]) == (2, 3)


def test_a_session_that_stays_stale_is_said_and_not_repeated_for_ever(driver: Driver, site: Site) -> None:
    reply = driver.fetch(tiny.ask("never", prelude=(tiny.OPEN,)))
    assert reply.answer.state is State.SESSION_STALE
    assert (site.asked["open"], site.asked["never"]) == (2, 2)


def test_a_prelude_that_is_challenged_stops_the_ask_and_the_source(driver: Driver, site: Site) -> None:
    challenge = tiny.ask("challenge")
    ask = tiny.ask("grid", "甲", form=(("t", "{{tiny.token}}"),), method="POST", prelude=(challenge,))
    reply = driver.fetch(ask)
    assert reply.answer.state is State.BLOCKED
    assert reply.page.ask == ask
    assert site.asked["grid"] == 0
    assert driver.fetch(tiny.ask("search", "甲")).page.failure == "circuit"


def test_a_token_that_no_prelude_brings_is_a_stale_session_and_nothing_is_sent(driver: Driver, site: Site) -> None:
    reply = driver.fetch(tiny.ask("search", "甲", form=(("t", "{{other.token}}"),), method="POST", prelude=(tiny.OPEN,)))
    assert reply.answer.state is State.SESSION_STALE
    assert "other.token" in reply.answer.note
    assert site.asked["search"] == 0


def test_two_sources_on_one_host_have_cookies_and_circuits_of_their_own(site: Site, tmp_path: Path) -> None:
    class Other:
        NAME, VERSION, read = "other", "1", staticmethod(tiny.read)

    settings = Settings(data=str(tmp_path), hosts={"tiny": site.url + "/tiny", "other": site.url + "/tiny"}, realm="demo-two")
    sources = {"tiny": tiny, "other": Other}
    with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive:
        driver = Driver(settings, cache, archive, sources=sources)  # type: ignore[arg-type]
        driver.fetch(tiny.grid("甲"))
        driver.fetch(tiny.ask("search", "乙", source="other", role="other"))
        assert "Cookie" not in site.seen[-1][2]
        driver.fetch(tiny.ask("challenge"))
        reply = driver.fetch(tiny.ask("search", "丙", source="other", role="other"))
    assert reply.answer.state is State.FOUND


def test_no_token_or_cookie_reaches_the_data_folder(driver: Driver, settings: Settings, site: Site) -> None:
    driver.fetch(tiny.grid("甲"))
    driver.fetch(tiny.ask("away"))
    files = [path for path in Path(settings.data).rglob("*") if path.is_file()]
    assert len(files) >= 3
    with Archive(archive_folder(settings)) as archive:
        bodies = [archive.read(entry.id) for entry in archive.entries()]
    kept = b"".join(path.read_bytes() for path in files if path.suffix != ".gz")
    assert b"cookie-000001" not in kept
    assert b"geheim123" not in kept
    assert all("cookie-000001" not in str(one.headers) + one.url for one in bodies)


# ---------------------------------------------------------------- manners


def test_the_program_names_itself_and_brings_no_other_header(driver: Driver, site: Site, settings: Settings) -> None:
    driver.fetch(tiny.ask("search", "甲"))
    headers = site.seen[0][2]
    assert headers["User-Agent"] == settings.user_agent
    assert set(headers) <= {"Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Connection"}


def test_robots_are_obeyed_by_the_driver(settings: Settings, site: Site) -> None:
    with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive:
        exchange = Exchange(settings, cache, archive, Pacing(settings, pace_file(settings)), {"tiny": tiny})
        exchange._robots = Robots(settings.user_agent, loopback=True)
        sent: list[str] = []
        refused = carry(exchange, tiny.ask("challenge"), sent, b"User-agent: *\nDisallow: /tiny/challenge\n")
        allowed = carry(exchange, tiny.ask("search", "甲"), sent, b"")
    assert (refused.answer.state, refused.page.failure) == (State.SKIPPED, "robots")
    assert allowed.answer.state is State.LAYOUT_CHANGED
    assert [url.rsplit("/", 1)[1] for url in sent] == ["robots.txt", "search?q=%E7%94%B2"]


def carry(exchange: Exchange, ask: Ask, sent: list[str], body: bytes) -> Reply:
    """Carry one ask without a network: every request is answered by the same body."""
    carrying = exchange.carry(ask)
    came: Incoming | None = None
    while True:
        try:
            effect = carrying.send(came)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        assert isinstance(effect, Send)
        sent.append(effect.request.url)
        came = Incoming(status=200, body=body)


def test_threads_take_turns_at_one_source(driver: Driver, site: Site) -> None:
    found: list[State] = []
    threads = [
        threading.Thread(target=lambda word=word: found.append(driver.fetch(tiny.grid(word)).answer.state)) for word in "甲乙丙丁" * 3
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [State.FOUND] * 12
    assert (site.asked["open"], site.asked["grid"]) == (1, 4)


# ---------------------------------------------------------------- without network


def test_what_was_never_asked_is_skipped_and_not_none(settings: Settings, site: Site) -> None:
    reply = offline(settings).fetch(tiny.ask("search", "甲"))
    assert (reply.answer.state, reply.page.failure) == (State.SKIPPED, "missing")
    assert reply.answer.note == "未检索（缓存中没有）"
    assert reply.page.demo
    assert site.seen == []


def test_without_network_the_first_days_of_a_long_crawl_still_count_but_not_for_ever(driver: Driver, settings: Settings) -> None:
    online = driver.fetch(tiny.ask("search", "无"))
    for days, failure in ((2, None), (7.9, None), (8.1, "missing")):
        later = OfflineDriver(open_cache(cache_folder(settings)), settings, {"tiny": tiny}, lambda d=days: now() + timedelta(days=d))
        reply = later.fetch(tiny.ask("search", "无"))
        assert reply.page.failure == failure, days
        assert failure or reply == online, "dated as it was"


def test_without_network_the_cached_reply_is_the_same(driver: Driver, settings: Settings) -> None:
    asks = [tiny.ask("search", "甲"), tiny.ask("search", "无"), tiny.ask("contents")]
    online = [driver.fetch(ask) for ask in asks]
    assert [offline(settings).fetch(ask) for ask in asks] == online


def test_a_newer_parser_reads_the_stored_page_again(driver: Driver, settings: Settings) -> None:
    class Newer:
        NAME, VERSION = "tiny", "2"

        @staticmethod
        def read(page: Page) -> Answer:
            return Answer(state=State.FOUND, note="read anew", records=tiny.read(page).records)

    driver.fetch(tiny.ask("search", "甲"))
    newer = OfflineDriver(open_cache(cache_folder(settings)), settings, {"tiny": Newer})  # type: ignore[dict-item]
    reply = newer.fetch(tiny.ask("search", "甲"))
    assert (reply.answer.note, len(reply.answer.records)) == ("read anew", 1)


def test_a_ladder_is_carried_to_its_result(driver: Driver) -> None:
    def walk():  # type: ignore[no-untyped-def]
        first = yield tiny.ask("search", "甲")
        second = yield tiny.ask("search", "无")
        return first.answer.state, second.answer.state

    assert drive(walk(), driver) == (State.FOUND, State.NOT_FOUND)


def test_a_disk_that_cannot_be_written_stops_the_run(open_driver: Open, settings: Settings) -> None:
    driver = open_driver()
    archive_folder(settings).parent.mkdir(parents=True)
    archive_folder(settings).write_text("a file stands here")
    with pytest.raises(StorageError, match="证据无法写入磁盘"):
        driver.fetch(tiny.ask("search", "甲"))


def test_everything_that_was_fetched_stands_in_a_whole_archive(driver: Driver, settings: Settings) -> None:
    for name in ("search", "challenge", "error", "crash"):
        driver.fetch(tiny.ask(name))
    verdict = check(archive_folder(settings))
    assert verdict.problems == ()
    assert verdict.pieces == 2, "the circuit was open for the last two"
