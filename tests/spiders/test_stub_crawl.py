"""Over the stub sites: the crawl and the single look-up see the same, and a crawl that dies loses nothing."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.spiders.conftest import ROOT
from verifier.errors import SourceError, StorageError
from verifier.model import Lookup, Question, State
from verifier.retrieval import crawl as crawling
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.archive_check import check
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.lookup import Driver, OfflineDriver, ahead, known_sources, look_up
from verifier.serving import serving
from verifier.settings import Pace, Settings, stub_hosts

CATALOGUE = ROOT / "fixtures" / "catalogue"


def rows(name: str) -> list[dict[str, object]]:
    """Return the rows of one of the catalogue's files."""
    return [json.loads(line) for line in (CATALOGUE / name).read_text(encoding="utf-8").splitlines()]


def questions(count: int) -> list[Question]:
    """Return questions after papers spread over the catalogue, two that nobody has, and a foreign one."""
    titles = {row["id"]: row["title"] for row in rows("journals.jsonl")}
    papers = [row for row in rows("papers.jsonl") if row["journal"] in titles and row["kind"] in ("journal", "supplement", "combined")]
    chosen = papers[:: max(1, len(papers) // count)][:count]
    asked = [question(str(number), row, str(titles[row["journal"]])) for number, row in enumerate(chosen)]
    twin = msgspec.structs.replace(asked[0], id="twin", title="从未发表过的虚构齿轮箱噪声研究", pages="90-95")
    nowhere = msgspec.structs.replace(twin, id="nowhere", journal="并不存在的虚构学报")
    foreign = Question(id="foreign", type="J", title="A fictitious study of gears", journal="Fictitious Journal", year="2020", foreign=True)
    return [*asked, twin, nowhere, foreign]


def question(key: str, row: dict[str, object], journal: str) -> Question:
    """Return the question after one paper of the catalogue."""
    fields = {name: row[name] if row.get(name) is None else str(row[name]) for name in ("title", "year", "issue", "pages") if name in row}
    authors = tuple(str(author["name"]) for author in row["authors"])  # type: ignore[attr-defined]
    return Question(id=key, type="J", journal=journal, authors=authors, **fields)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def stub() -> Iterator[str]:
    """Serve the catalogue in a child process."""
    with serving(CATALOGUE) as url:
        yield url


@pytest.fixture
def settings(stub: str, tmp_path: Path) -> Settings:
    """Point to the stubs, with a data folder of the test's own."""
    return Settings(data=str(tmp_path), hosts=stub_hosts(stub), realm="demo-test", timeout=10.0)


def single(asked: list[Question], settings: Settings) -> list[tuple[Lookup, ...]]:
    """Look up one question after another by requests."""
    with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive, Driver(settings, cache, archive) as driver:
        return [look_up(one, driver) for one in asked]


def stored(asked: list[Question], settings: Settings) -> list[tuple[Lookup, ...]]:
    """Look up in the cache alone."""
    with open_cache(cache_folder(settings)) as cache:
        driver = OfflineDriver(cache, settings)
        return [look_up(one, driver) for one in asked]


def timeless(lookups: list[tuple[Lookup, ...]]) -> list[str]:
    """Return lookups as text without what differs between two retrievals: times, evidence ids, digests of token-bearing pages."""
    text = [msgspec.json.encode(one).decode() for one in lookups]
    patterns = ((r'"E[0-9a-f]{12}"', '"E"'), (r"20\d\d-\d\d-\d\dT[\d:.]+\+08:00", "T"), (r'"sha256":"[0-9a-f]{64}","length":\d+', "S"))
    for pattern, word in patterns:
        text = [re.sub(pattern, word, one) for one in text]
    return text


def test_both_drivers_bring_identical_lookups(settings: Settings) -> None:
    asked = questions(24)
    other = msgspec.structs.replace(settings, data=settings.data + "/single")
    crawling.crawl(asked, settings)
    by_crawl, by_requests = stored(asked, settings), single(asked, other)
    assert timeless(by_crawl) == timeless(by_requests)
    states = Counter(lookup.state for lookups in by_crawl for lookup in lookups)
    assert states[State.FOUND] > 60
    assert states[State.NOT_FOUND] >= 3
    for given in (settings, other):
        assert check(archive_folder(given)).problems == ()


def test_questions_asked_side_by_side_get_what_they_would_get_one_after_another(settings: Settings) -> None:
    asked = questions(12)
    other = msgspec.structs.replace(settings, data=settings.data + "/serial")
    with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive, Driver(settings, cache, archive) as driver:
        with ahead(asked, driver) as answers:
            together = [answers(one) for one in asked]
        entries = archive.entries()
    assert timeless(together) == timeless(single(asked, other))
    repeated = Counter((entry.source, entry.key) for entry in entries if entry.state == "found" and entry.key[1] in ("search", "detail"))
    assert set(repeated.values()) == {1}, "what one question asks while another waits for it is asked once"


def test_an_accident_at_the_door_ends_the_waiting_of_a_polite_run(settings: Settings) -> None:
    polite = msgspec.structs.replace(settings, paces={"nppa": Pace(interval=60.0, daily=9)})

    def interrupted(driver: Driver) -> None:
        with ahead(questions(12), driver):
            time.sleep(0.5)
            raise KeyboardInterrupt

    began = time.monotonic()
    with open_cache(cache_folder(polite)) as cache, Archive(archive_folder(polite)) as archive, Driver(polite, cache, archive) as driver:
        with pytest.raises(KeyboardInterrupt):
            interrupted(driver)
        assert len([entry for entry in archive.entries() if entry.source == "nppa"]) == 1
    assert time.monotonic() - began < 20


def test_after_a_crawl_the_single_lookup_asks_only_for_what_was_no_answer(settings: Settings) -> None:
    asked = questions(10)
    crawling.crawl(asked, settings)
    with Archive(archive_folder(settings)) as archive:
        before = len(archive.entries())
    kept = stored(asked, settings)
    assert timeless(single(asked, settings)) == timeless(kept)
    with Archive(archive_folder(settings)) as archive:
        later = archive.entries()[before:]
    preludes = [entry for entry in later if entry.key[1] in ("open", "identity", "issues")]
    assert {entry.state for entry in later if entry not in preludes} <= {"incomplete"}
    offline = msgspec.structs.replace(settings, offline=True)
    assert single(asked, offline) == stored(asked, settings)


def test_a_crawl_that_is_killed_goes_on_keeps_what_it_has_and_asks_nothing_twice(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = questions(16)
    children: list[subprocess.Popen[bytes]] = []
    start = crawling._start

    def remembered() -> subprocess.Popen[bytes]:
        children.append(start())
        return children[-1]

    def kill_midway(done: int, total: int, source: str, note: str) -> None:
        if done == 6 and len(children) == 1:
            children[0].kill()

    monkeypatch.setattr(crawling, "_start", remembered)
    crawling.crawl(asked, settings, kill_midway)
    assert len(children) == 2
    verdict = check(archive_folder(settings))
    assert verdict.problems == ()
    with Archive(archive_folder(settings)) as archive:
        answers = [entry for entry in archive.entries() if entry.state in ("found", "not_found")]
    every = Counter((entry.source, entry.key) for entry in answers if entry.key[1] in ("search", "contents", "detail"))
    repeated = [key for key, times in every.items() if times > 1]
    assert len(repeated) <= len(known_sources()), "only what was in flight"
    assert State.SKIPPED not in {lookup.state for one in stored(asked[:16], settings) for lookup in one if lookup.source in ("cnki", "vip")}


def test_a_crawl_whose_children_are_all_killed_says_that_nothing_is_lost(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[subprocess.Popen[bytes]] = []
    start = crawling._start

    def doomed() -> subprocess.Popen[bytes]:
        children.append(start())
        children[-1].kill()
        return children[-1]

    monkeypatch.setattr(crawling, "_start", doomed)
    with pytest.raises(SourceError, match="重新运行"):
        crawling.crawl(questions(3), settings)
    assert len(children) == crawling.TRIES


def test_the_archive_names_a_piece_as_the_lookup_does(settings: Settings) -> None:
    named = [entry for lookups in single(questions(3), settings) for lookup in lookups for entry in lookup.evidence]
    assert len(named) > 20
    with Archive(archive_folder(settings)) as archive:
        assert [archive.evidence(entry.id) for entry in named] == named


def test_whoever_hears_of_the_progress_may_stop_the_crawl(settings: Settings) -> None:
    def stop(done: int, total: int, source: str, note: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crawling.crawl(questions(8), settings, stop)
    assert check(archive_folder(settings)).problems == ()


def test_a_data_folder_that_cannot_be_written_stops_the_crawl_and_says_what_to_do(settings: Settings) -> None:
    Path(settings.data, "archive").write_text("a file stands here")
    with pytest.raises(StorageError, match="证据无法写入磁盘"):
        crawling.crawl(questions(4), settings)


def test_no_question_needs_no_child(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawling, "_start", lambda: pytest.fail("a child was started"))
    crawling.crawl([], settings)


def test_progress_counts_to_the_end_and_names_the_sources(settings: Settings) -> None:
    seen: list[tuple[int, int, str, str]] = []
    crawling.crawl(questions(4), settings, lambda *news: seen.append(news))
    assert seen[-1][:2] == (7, 7)
    assert [done for done, _, source, _ in seen if not source] == list(range(1, 8))
    assert {source for _, _, source, _ in seen} >= {"nppa", "cnki", "wanfang", "vip"}


def test_a_challenged_source_stays_blocked_for_the_run_without_network(tmp_path: Path) -> None:
    faults = tuple(f"vip:js_challenge:{page}" for page in ("search", "journal", "toc", "detail"))
    with serving(CATALOGUE, faults) as url:
        settings = Settings(data=str(tmp_path), hosts=stub_hosts(url), realm="demo-test", timeout=10.0)
        asked = questions(6)
        crawling.crawl(asked, settings)
    found = [{lookup.source: lookup.state for lookup in one} for one in stored(asked[:6], settings)]
    assert {one["vip"] for one in found} == {State.BLOCKED}
    assert {one["cnki"] for one in found} == {State.FOUND}
