"""The cache can be looked at, checked and pruned without opening a pickle, and never under the feet of a run."""

from __future__ import annotations

import pickle
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from tests.retrieval import tiny_source as tiny
from tests.retrieval.test_cache import DAY, NOW, PLANTED, Bomb, reply
from verifier.errors import StorageError
from verifier.model import State
from verifier.retrieval import cache, cache_care
from verifier.retrieval.cache import _name, hold, open_cache


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a closed cache with a found page, a zero, and a noted refusal."""
    place = tmp_path / "cache"
    with open_cache(place) as opened:
        opened.put(reply(tiny.ask("search", "公差配合")), "tiny/1", NOW)
        opened.put(reply(tiny.ask("search", "乙"), State.NOT_FOUND), "tiny/1", NOW)
        opened.put(reply(tiny.ask("search", "丙"), State.BLOCKED), "tiny/1", NOW)
    return place


def plant(folder: Path, key: object, raw: int, mode: int, value: object) -> None:
    """Put one row beside the others, as somebody with access to the file might."""
    with sqlite3.connect(folder / "cache.db") as rows:
        rows.execute("DELETE FROM Cache WHERE key = ?", (key,))
        rows.execute(
            "INSERT INTO Cache (key, raw, store_time, expire_time, access_time, size, mode, filename, value) VALUES (?, ?, 0, NULL, 0, 0, ?, NULL, ?)",
            (key, raw, mode, value),
        )


def found(folder: Path, word: str) -> bool:
    """Say whether the cache answers."""
    with open_cache(folder) as opened:
        return opened.get(tiny.ask("search", word), NOW) is not None


def test_looking_counts_by_source_and_kind_and_tells_what_is_stale(folder: Path) -> None:
    seen = cache_care.look(folder, NOW + DAY)
    assert (seen.pages, seen.refusals, seen.stale) == (2, 1, 1)
    assert seen.by_source == (("tiny", "blocked", 1), ("tiny", "found", 1), ("tiny", "not_found", 1))
    assert (seen.first, seen.last) == (NOW.isoformat(), NOW.isoformat())
    assert seen.size > 1000


def test_a_planted_or_damaged_row_is_named_and_never_opened(folder: Path) -> None:
    assert cache_care.check(folder) == ()
    plant(folder, _name("page", tiny.ask("search", "公差配合")), 1, 4, sqlite3.Binary(pickle.dumps(Bomb())))
    plant(folder, sqlite3.Binary(pickle.dumps(Bomb())), 0, 1, sqlite3.Binary(b"x"))
    plant(folder, _name("page", tiny.ask("search", "丁")), 1, 1, sqlite3.Binary(b"\0" * 40))
    plant(folder, '["0","page","tiny","a","b"]', 1, 1, sqlite3.Binary(b"x"))
    plant(folder, "no list", 1, 1, sqlite3.Binary(b"x"))
    wrong = sorted(row.wrong for row in cache_care.check(folder))
    assert wrong == ["不是本程序写入的行", "不是本程序写入的行", "内容已损坏", "另一格式的行", "另一格式的行"]
    assert cache_care.look(folder, NOW).pages == 1
    assert cache_care.prune(folder, NOW) == 5
    assert cache_care.check(folder) == ()
    assert PLANTED == []
    assert found(folder, "乙")


def test_a_row_under_another_question_s_name_is_not_sound(folder: Path) -> None:
    with sqlite3.connect(folder / "cache.db") as rows:
        (value,) = rows.execute("SELECT value FROM Cache WHERE key = ?", (_name("page", tiny.ask("search", "公差配合")),)).fetchone()
    plant(folder, _name("page", tiny.ask("search", "丁")), 1, 1, value)
    assert [row.wrong for row in cache_care.check(folder)] == ["内容已损坏"]
    assert not found(folder, "丁")


def test_pruning_takes_out_only_what_no_run_may_count_on_any_more(folder: Path) -> None:
    week = timedelta(days=7)
    assert cache_care.prune(folder, NOW + DAY + week - timedelta(seconds=1)) == 0
    assert cache_care.prune(folder, NOW + DAY + week) == 1
    assert found(folder, "公差配合")
    assert cache_care.look(folder, NOW).pages == 1


def test_nothing_is_pruned_while_a_run_uses_the_cache_and_no_run_begins_while_it_is_pruned(folder: Path) -> None:
    with open_cache(folder):
        with pytest.raises(StorageError, match="正在使用"):
            cache_care.prune(folder, NOW)
        with open_cache(folder):
            pass  # two runs share it
    assert cache_care.prune(folder, NOW) == 0
    lock = hold(folder, alone=True)
    with pytest.raises(StorageError, match="整理"):
        open_cache(folder)
    cache.os.close(lock)
    open_cache(folder).close()


def test_a_cache_that_is_no_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "cache.db").write_bytes(b"no database, and long enough to be looked at as one" * 100)
    with pytest.raises(StorageError, match="可删除该文件夹"):
        cache_care.check(tmp_path)
