"""A kept walk stands for its pages while every one of them is true, and for nothing else."""

from __future__ import annotations

import multiprocessing
import sqlite3
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.conftest import ROOT
from verifier import batch
from verifier.desk import Desk, opened_desk
from verifier.errors import StorageError
from verifier.model import Lookup, Question, State, canonical
from verifier.retrieval import cache_care, walks
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.crawl import crawl
from verifier.retrieval.lookup import OfflineDriver, look_up, recall
from verifier.retrieval.wire import now
from verifier.serving import Choice
from verifier.submissions import Handed, read_submissions

NOTICE = "liaoning-gxt-2021-194"
STORY = ROOT / "fixtures" / "stories" / "unit" / "submissions.jsonl"
AT = datetime.fromisoformat("2024-05-06T08:00:00+08:00")
ASKED = Question(id="1", type="J", title="虚构转炉炼钢")
SAID = (Lookup(source="cnki", state=State.NOT_FOUND, control=True, note="未见"), Lookup(source="vip", state=State.SKIPPED))
LATER = (AT + timedelta(hours=1)).timestamp()


def opened(folder: Path, basis: bytes = b"", at: datetime = AT, *, writes: bool = True) -> walks.Walks:
    """Open the kept walks of a folder as of a moment."""
    return walks.Walks(folder, basis, lambda: at, writes=writes)


def test_a_kept_walk_comes_back_as_it_was_whatever_the_item_is_called(tmp_path: Path) -> None:
    opened(tmp_path).put(ASKED, SAID, LATER)
    again = opened(tmp_path)
    assert again.get(ASKED) == SAID
    assert again.get(Question(id="2", type="J", title="虚构转炉炼钢")) == SAID
    assert again.get(Question(id="1", type="J", title="虚构转炉炼铁")) is None


def test_it_ends_with_the_first_of_its_pages(tmp_path: Path) -> None:
    opened(tmp_path).put(ASKED, SAID, LATER)
    assert opened(tmp_path, at=AT + timedelta(minutes=59)).has(ASKED)
    assert not opened(tmp_path, at=AT + timedelta(minutes=60)).has(ASKED)
    assert opened(tmp_path, at=AT + timedelta(minutes=60)).get(ASKED) is None


@pytest.mark.parametrize("until", [0.0, AT.timestamp(), float("inf")])
def test_what_is_over_or_rests_on_no_page_is_not_kept(tmp_path: Path, until: float) -> None:
    kept = opened(tmp_path)
    kept.put(ASKED, SAID, until)
    assert not kept.has(ASKED)


def test_who_may_not_write_keeps_nothing_and_still_reads(tmp_path: Path) -> None:
    reader = opened(tmp_path, writes=False)
    reader.put(ASKED, SAID, LATER)
    assert not reader.has(ASKED)
    opened(tmp_path).put(ASKED, SAID, LATER)
    assert reader.get(ASKED) == SAID


def test_another_basis_is_another_question(tmp_path: Path) -> None:
    opened(tmp_path, walks.basis(("cnki", "vip"))).put(ASKED, SAID, LATER)
    assert opened(tmp_path, walks.basis(("cnki", "vip"))).has(ASKED)
    assert not opened(tmp_path, walks.basis(("cnki",))).has(ASKED)


def test_another_program_reads_its_pages_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = walks.basis()
    monkeypatch.setattr(walks, "ROOMS", ("model.py", "normalize", "formats", "sources"))
    walks._program.cache_clear()
    changed = walks.basis()
    walks._program.cache_clear()
    assert changed != before


@pytest.mark.parametrize("damage", [lambda row: row[:-3], lambda row: row[:20] + b"\0" + row[21:], lambda _: b"", lambda _: zlib.compress(b"\xc1")])
def test_a_damaged_row_is_walked_again(tmp_path: Path, damage: object) -> None:
    kept = opened(tmp_path)
    kept.put(ASKED, SAID, LATER)
    with sqlite3.connect(tmp_path / walks.FILE) as rows:
        (row,) = rows.execute("SELECT said FROM walk").fetchone()
        rows.execute("UPDATE walk SET said = ?", (damage(row),))  # type: ignore[operator]
    assert kept.get(ASKED) is None


def test_a_planted_row_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walks, "LARGEST", 1000)
    kept = opened(tmp_path)
    kept.put(ASKED, (Lookup(source="cnki", state=State.FOUND, note="甲" * 10_000),), LATER)
    assert kept.get(ASKED) is None


def test_a_file_that_is_no_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / walks.FILE).write_bytes(b"no database at all, " * 400)
    with pytest.raises(StorageError, match="可删除它后重试"):
        opened(tmp_path)


def keep_many(folder: Path, name: str) -> None:
    """Keep a hundred walks, as one of several processes."""
    kept = opened(folder)
    for number in range(100):
        kept.put(Question(id="", type="J", title=f"{name}{number}"), SAID, LATER)


def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    opened(tmp_path)
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(keep_many, [tmp_path, tmp_path], ["甲", "乙"]))
    kept = opened(tmp_path)
    assert all(kept.has(Question(id="", type="J", title=f"{name}{number}")) for name in "甲乙" for number in range(100))


def keep_for_ever(folder: Path) -> None:
    """Keep walks until somebody ends it."""
    while True:
        keep_many(folder, "甲")


def test_a_process_killed_while_it_keeps_leaves_a_sound_file(tmp_path: Path) -> None:
    opened(tmp_path)
    context = multiprocessing.get_context("fork")
    for _ in range(5):
        writer = context.Process(target=keep_for_ever, args=(tmp_path,))
        writer.start()
        time.sleep(0.1)
        writer.kill()
        writer.join()
        kept = opened(tmp_path)
        kept.put(ASKED, SAID, LATER)
        assert kept.get(ASKED) == SAID
        with sqlite3.connect(tmp_path / walks.FILE) as rows:
            assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_pruning_takes_out_what_is_over_and_leaves_the_rest(tmp_path: Path) -> None:
    with open_cache(tmp_path):
        kept = opened(tmp_path)
    other = Question(id="1", type="J", title="另一篇")
    kept.put(ASKED, SAID, LATER)
    kept.put(other, SAID, LATER + 86_400)
    kept.close()
    cache_care.prune(tmp_path, AT + timedelta(hours=2))
    assert not opened(tmp_path).has(ASKED)
    assert opened(tmp_path).has(other)


# ---------------------------------------------------------------- over a whole batch


@pytest.fixture(scope="module")
def handed() -> list[Handed]:
    """Return a part of the unit's hand-in."""
    return [one for one in read_submissions(STORY, NOTICE) if isinstance(one, Handed)][:4]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Open a desk over an empty data folder."""
    with opened_desk(Choice(data=str(tmp_path)), NOTICE) as one:
        yield one


def offline(desk: Desk, at: datetime) -> OfflineDriver:
    """Return a driver over the desk's cache as of a moment."""
    return OfflineDriver(open_cache(cache_folder(desk.settings)), desk.settings, clock=lambda: at)


def test_a_batch_from_kept_walks_is_the_same_bytes_and_asks_nothing(desk: Desk, handed: list[Handed]) -> None:
    rules, at = {NOTICE: desk.standards}, now()
    crawl(batch.questions(handed), desk.settings)
    first, again = ([canonical(one) for one in batch.reports(handed, desk.settings, rules, 1, at)] for _ in range(2))
    assert first == again
    open_still = {asked.title for asked in batch.open_questions(handed, desk.settings, 1)}
    every = list(batch.questions(handed))
    assert len(open_still) < len(every), "most walks are kept"
    archived = len(desk.archive.entries())
    crawl(batch.questions(handed), desk.settings)
    assert len(desk.archive.entries()) == archived
    (cache_folder(desk.settings) / walks.FILE).unlink()
    assert [canonical(one) for one in batch.reports(handed, desk.settings, rules, 1, at)] == first


def test_every_kept_walk_is_what_a_walk_through_the_pages_says(desk: Desk, handed: list[Handed]) -> None:
    crawl(batch.questions(handed), desk.settings)
    driver = offline(desk, now())
    for asked in batch.questions(handed):
        walked = look_up(asked, driver)
        assert recall(asked, driver) == walked
        assert recall(asked, driver) == walked


def test_a_question_that_nobody_answered_is_walked_every_time(desk: Desk, handed: list[Handed]) -> None:
    driver = offline(desk, now())
    asked = next(iter(batch.questions(handed)))
    assert {one.state for one in recall(asked, driver) if one.trail} == {State.SKIPPED}
    assert not driver.walks.has(asked), "missing is never an answer"
    crawl([asked], desk.settings)
    assert State.FOUND in {one.state for one in recall(asked, driver)}
    assert driver.walks.has(asked)


def test_a_walk_with_a_page_in_its_days_of_grace_is_not_kept(desk: Desk, handed: list[Handed]) -> None:
    asked = next(iter(batch.questions(handed)))
    crawl([asked], desk.settings)
    late = offline(desk, now() + timedelta(days=9))
    assert State.FOUND in {one.state for one in recall(asked, late)}
    assert not late.walks.has(asked)


def test_a_walk_past_a_source_that_was_not_reached_is_not_kept(desk: Desk, handed: list[Handed]) -> None:
    asked = next(iter(batch.questions(handed)))
    hosts = {role: url for role, url in desk.settings.hosts.items() if not role.startswith("vip")}
    crawl([asked], msgspec.structs.replace(desk.settings, hosts=hosts))
    driver = offline(desk, now())
    states = {one.source: one.state for one in recall(asked, driver)}
    assert (states["cnki"], states["vip"]) == (State.FOUND, State.SKIPPED)
    assert not driver.walks.has(asked)
    assert asked.title in {one.title for one in batch.open_questions(handed, desk.settings, 1)}, "the next run asks again"
