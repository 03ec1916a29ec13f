"""The cache keeps answers as long as they are true, never a refusal, and never unpickles what somebody planted."""

from __future__ import annotations

import multiprocessing
import pickle
import sqlite3
import stat
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.retrieval import tiny_source as tiny
from verifier.errors import StorageError
from verifier.model import Answer, Ask, Contents, Page, Record, Reply, State, Step
from verifier.retrieval.cache import Cache, _name, lifetime, open_cache
from verifier.retrieval.safe_disk import UnsafeRow
from verifier.retrieval.wire import SHANGHAI
from verifier.sources.wording import evidence

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
SEARCH = tiny.ask("search", "甲")
PLANTED: list[str] = []


def reply(ask: Ask = SEARCH, state: State = State.FOUND, **page: object) -> Reply:
    """Return a reply as a driver would have it."""
    record = Record(source="tiny", id="R1", title="公差配合", evidence=("E000000000001",))
    answer = Answer(state=state, records=(record,) if state is State.FOUND else (), tokens=(("t", "geheim"),))
    given = {"status": 200, "url": "http://h/x", "body": "正文".encode() * 900, "fetched": NOW.isoformat(), "evidence": "E000000000001"}
    return Reply(page=Page(ask=ask, **{**given, **page}), answer=answer)  # type: ignore[arg-type]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Return a cache of the test's own."""
    return open_cache(tmp_path / "cache")


def test_a_found_page_comes_back_as_it_was_but_for_its_tokens(cache: Cache) -> None:
    cache.put(reply(), "tiny/1", NOW)
    found = cache.get(SEARCH, NOW)
    assert found is not None
    page, stored = found
    assert page == reply().page
    assert stored.answer.records == reply().answer.records
    assert stored.answer.tokens == ()
    assert stored.parser == "tiny/1"


def test_a_page_that_answers_a_second_question_keeps_the_words_under_which_it_is_archived(cache: Cache) -> None:
    other = msgspec.structs.replace(SEARCH, step=Step(kind="search", field="pieces", text="甲乙"), stable="/another")
    cache.put(reply(), "tiny/1", NOW)
    found = cache.get(other, NOW)
    assert found is not None
    assert evidence(found[0], "tiny/1").query == evidence(reply().page, "tiny/1").query
    assert evidence(found[0], "tiny/1").url == evidence(reply().page, "tiny/1").url
    assert found[0].ask == other
    cache.put(Reply(page=found[0], answer=found[1].answer), "tiny/1", NOW)
    again = cache.get(SEARCH, NOW)
    assert again is not None
    assert again[0].archived is None


def test_another_key_or_source_is_another_question(cache: Cache) -> None:
    cache.put(reply(), "tiny/1", NOW)
    assert cache.get(tiny.ask("search", "乙"), NOW) is None
    assert cache.get(tiny.ask("search", "甲", source="other"), NOW) is None


@pytest.mark.parametrize("state", [state for state in State if state not in (State.FOUND, State.NOT_FOUND, State.AMBIGUOUS)])
def test_a_refusal_is_never_an_answer(cache: Cache, state: State) -> None:
    cache.put(reply(state=state), "tiny/1", NOW)
    assert cache.get(SEARCH, NOW) is None
    noted = cache.refusal(SEARCH, NOW)
    assert noted is not None
    assert noted[1].answer.state is state


def test_a_failure_is_never_an_answer_whatever_its_state_says(cache: Cache) -> None:
    cache.put(reply(failure="reset"), "tiny/1", NOW)
    assert cache.get(SEARCH, NOW) is None
    assert cache.refusal(SEARCH, NOW) is not None


def test_an_answer_takes_the_earlier_refusal_away(cache: Cache) -> None:
    cache.put(reply(state=State.BLOCKED), "tiny/1", NOW)
    cache.put(reply(), "tiny/1", NOW)
    assert cache.refusal(SEARCH, NOW) is None


def kept(state: State, **step: str) -> timedelta | None:
    """Return how long the answer to a step is kept."""
    ask = tiny.ask("x", step=Step(**step))  # type: ignore[arg-type]
    return lifetime(reply(ask, state), NOW)


def test_each_kind_of_answer_has_its_own_life() -> None:
    assert kept(State.NOT_FOUND, kind="search") == DAY
    assert kept(State.NOT_FOUND, kind="contents", year="2001") == DAY
    assert kept(State.FOUND, kind="contents", year="2025") == 180 * DAY
    assert kept(State.FOUND, kind="issues", year="2025") == 180 * DAY
    assert kept(State.FOUND, kind="contents", year="2026") == DAY
    assert kept(State.FOUND, kind="issues", year="2026") == DAY
    assert kept(State.FOUND, kind="contents", year="") == DAY
    assert kept(State.FOUND, kind="detail") == 180 * DAY
    assert kept(State.FOUND, kind="journal") == 7 * DAY
    assert kept(State.BLOCKED, kind="detail") is None


def test_rows_that_have_nothing_to_do_with_the_search_are_kept_no_longer_than_a_zero() -> None:
    ask = tiny.ask("search", step=Step(kind="search", field="title", text="锅炉节能改造的实践"))
    filler, hit = (Record(source="tiny", id="1", title=title) for title in ("古典诗歌的意象", "锅炉节能改造的实践"))
    assert lifetime(Reply(page=reply(ask).page, answer=Answer(state=State.FOUND, records=(filler,))), NOW) == DAY
    assert lifetime(Reply(page=reply(ask).page, answer=Answer(state=State.AMBIGUOUS, records=(filler,))), NOW) == DAY
    assert lifetime(Reply(page=reply(ask).page, answer=Answer(state=State.FOUND, records=(filler, hit))), NOW) == 7 * DAY


def test_a_zero_is_asked_again_after_a_day_and_not_before(cache: Cache) -> None:
    cache.put(reply(state=State.NOT_FOUND), "tiny/1", NOW)
    assert cache.get(SEARCH, NOW + DAY - timedelta(seconds=1)) is not None
    assert cache.get(SEARCH, NOW + DAY) is None


WHOLE = "<html><body><dl><dd>甲</dd><dd>乙</dd></dl></body></html>".encode()


def contents(body: bytes = WHOLE, state: State = State.INCOMPLETE, total: int | None = 9, **page: object) -> Reply:
    """Return a contents page that holds one row, as its source would read it."""
    ask = tiny.ask("contents", step=Step(kind="contents", key="k", year="2020", issue="05"))
    held = Contents(source="tiny", key="k", year="2020", issue="05", records=(), complete=False)
    return Reply(page=reply(ask, body=body, **page).page, answer=Answer(state=state, contents=held, total=total))


def test_a_whole_contents_page_that_announces_more_than_it_holds_is_an_answer_of_that_day(cache: Cache) -> None:
    short = contents()
    assert lifetime(short, NOW) == DAY
    cache.put(short, "tiny/1", NOW)
    found = cache.get(short.page.ask, NOW + DAY - timedelta(seconds=1))
    assert found is not None
    assert (found[0], found[1].answer) == (short.page, short.answer)
    assert lifetime(Reply(page=short.page, answer=Answer(state=State.INCOMPLETE, total=9)), NOW) == DAY, "not a single row"
    assert cache.get(short.page.ask, NOW + DAY) is None


@pytest.mark.parametrize(
    "damaged",
    [
        contents(WHOLE[:-20]),
        contents(WHOLE[:-7]),
        contents(failure="truncated"),
        contents(total=None),
        reply(tiny.ask("search", "甲"), State.INCOMPLETE, body=WHOLE),
        contents(state=State.BLOCKED),
        contents(state=State.LAYOUT_CHANGED),
        reply(contents().page.ask, State.INCOMPLETE, body=WHOLE),
    ],
    ids=["cut in the rows", "cut before the end", "cut on the way", "no number announced", "a search", "blocked", "changed", "nothing read"],
)
def test_a_contents_page_that_is_cut_or_refused_or_says_no_number_is_never_an_answer(damaged: Reply) -> None:
    assert lifetime(damaged, NOW) is None


class Bomb:
    """What a pickle may do when it is opened."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (PLANTED.append, ("opened",))


def plant(folder: Path, key: object, raw: int, mode: int, value: object, filename: str | None = None) -> None:
    """Write a row as a stranger with access to the file would."""
    with sqlite3.connect(folder / "cache.db") as rows:
        rows.execute("DELETE FROM Cache")
        rows.execute(
            "INSERT INTO Cache (key, raw, store_time, expire_time, access_time, size, mode, filename, value)"
            " VALUES (?, ?, 0, NULL, 0, 0, ?, ?, ?)",
            (key, raw, mode, filename, value),
        )


def test_a_planted_pickle_is_refused_and_never_opened(cache: Cache, tmp_path: Path) -> None:
    name = _name("page", SEARCH)
    plant(tmp_path / "cache", name, 1, 4, sqlite3.Binary(pickle.dumps(Bomb())))
    assert cache.get(SEARCH, NOW) is None
    (tmp_path / "cache" / "planted.val").write_bytes(pickle.dumps(Bomb()))
    plant(tmp_path / "cache", name, 1, 4, None, "planted.val")
    assert cache.get(SEARCH, NOW) is None
    assert PLANTED == []
    assert (tmp_path / "cache" / "planted.val").exists()


def test_a_planted_pickled_key_is_refused_and_never_opened(cache: Cache, tmp_path: Path) -> None:
    plant(tmp_path / "cache", sqlite3.Binary(pickle.dumps(Bomb())), 0, 1, sqlite3.Binary(b"x"))
    assert cache.get(SEARCH, NOW) is None
    with pytest.raises(UnsafeRow):
        list(cache._rows)
    assert PLANTED == []


def test_a_row_cannot_make_the_cache_read_another_file(cache: Cache, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    for mode in (2, 3):
        plant(tmp_path / "cache", _name("page", SEARCH), 1, mode, None, "../secret")
        assert cache.get(SEARCH, NOW) is None
    assert (tmp_path / "secret").exists()


def test_a_damaged_row_is_asked_again(cache: Cache, tmp_path: Path) -> None:
    cache.put(reply(), "tiny/1", NOW)
    with sqlite3.connect(tmp_path / "cache" / "cache.db") as rows:
        (value,) = rows.execute("SELECT value FROM Cache").fetchone()
    for broken in (b"", value[:6], value[:300], value[:-4], value[:20] + b"\xff" + value[21:], value[:-1] + b"\x00"):
        plant(tmp_path / "cache", _name("page", SEARCH), 1, 1, sqlite3.Binary(broken))
        assert cache.get(SEARCH, NOW) is None
    cache.put(reply(), "tiny/1", NOW)
    assert cache.get(SEARCH, NOW) is not None


def test_the_folder_is_for_its_owner_only(cache: Cache, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_used_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands here")
    with pytest.raises(StorageError, match="请检查数据文件夹"):
        open_cache(tmp_path / "cache")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "cache.db").write_bytes(b"this is no database, and long enough to be looked at" * 100)
    with pytest.raises(StorageError, match="cache 文件夹"):
        open_cache(tmp_path / "other")


def test_nothing_is_evicted_however_much_is_kept(cache: Cache) -> None:
    asks = [tiny.ask("search", f"第{number}篇") for number in range(300)]
    for ask in asks:
        cache.put(reply(ask), "tiny/1", NOW)
    assert all(cache.get(ask, NOW) is not None for ask in asks)
    assert cache._rows.cull_limit == 0
    assert cache._rows.eviction_policy == "none"


def fill(folder: Path, start: int) -> None:
    """Write fifty answers from another process."""
    with open_cache(folder) as cache:
        for number in range(start, start + 50):
            cache.put(reply(tiny.ask("search", str(number))), "tiny/1", NOW)


def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=fill, args=(tmp_path / "cache", start)) for start in (0, 50)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with open_cache(tmp_path / "cache") as cache:
        assert all(cache.get(tiny.ask("search", str(number)), NOW) is not None for number in range(100))
