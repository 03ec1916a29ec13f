"""Many questions at once: a child process fills the cache, politely; what it has stored stays, even if it dies."""

from __future__ import annotations

import contextlib
import hashlib
import os
import site
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

import verifier
from verifier.errors import SourceError, StorageError, VerifierError
from verifier.model import Question
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.lookup import OfflineDriver
from verifier.settings import Settings

Progress = Callable[[int, int, str, str], None]
"""Is told: questions done, of how many, the source that has just answered ("" when a question is done), and how."""
Answered = Callable[[str, str, bool], object]
"""Is told of every answer: its source, its state, and whether the cache knew it; of a whole walk that is kept once, as of all sources."""
WHOLE = "all"
TRIES = 3
_KILLED = -9


class Errand:
    """The distinct questions of one crawl, on disk, those of one issue together: one contents page answers for all of them."""

    def __init__(self, questions: Iterable[Question]) -> None:
        """Take every question; of identical ones the first."""
        self._rows = sqlite3.connect("", check_same_thread=False)  # "" = a file of SQLite's own, gone when it is closed
        self._rows.execute("CREATE TABLE question (place TEXT, digest BLOB PRIMARY KEY, line BLOB)")
        self._rows.executemany("INSERT OR IGNORE INTO question VALUES (?, ?, ?)", map(_row, questions))
        (self.total,) = self._rows.execute("SELECT count(*) FROM question").fetchone()

    def lines(self) -> Iterator[bytes]:
        """Yield the questions as JSON lines, by journal, year and issue."""
        for (line,) in self._rows.execute("SELECT line FROM question ORDER BY place, rowid"):
            yield line + b"\n"

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()


def _row(question: Question) -> tuple[str, bytes, bytes]:
    asked = msgspec.json.encode(msgspec.structs.replace(question, id=""))
    return "\0".join(by_issue(question)), hashlib.sha256(asked).digest(), msgspec.json.encode(question)


def by_issue(question: Question) -> tuple[str, ...]:
    """Return what brings the questions of one issue together."""
    return (question.cn or question.journal or "", question.year or "", question.issue or "", question.title or "")


def crawl(
    questions: Iterable[Question], settings: Settings, progress: Progress | None = None, answered: Answered | None = None
) -> None:
    """Ask every source every question, in a child process; afterwards the cache answers for all of them.

    What a kept walk answers is not handed over. A child that is killed is started again, at most TRIES times; it asks nothing twice.
    Raises StorageError when the disk is full and SourceError when no child came to its end.
    """
    with contextlib.closing(Errand(_open_ones(questions, settings, answered))) as errand:
        code = _KILLED if errand.total else 0
        for _ in range(TRIES):
            if code < 0:
                code = _send(errand, settings, progress, answered)
        if code:
            raise _died(code)


def _open_ones(questions: Iterable[Question], settings: Settings, answered: Answered | None) -> Iterator[Question]:
    with open_cache(cache_folder(settings)) as cache, contextlib.closing(OfflineDriver(cache, settings).walks) as walks:
        for question in questions:
            if not walks.has(question):
                yield question
            elif answered is not None:
                answered(WHOLE, "kept", True)


def _send(errand: Errand, settings: Settings, progress: Progress | None, answered: Answered | None) -> int:
    """Run one child to its end and return its exit code, 0 only if it said that it had finished."""
    child = _start()
    assert child.stdin
    assert child.stdout
    opening = msgspec.json.encode({"settings": settings, "total": errand.total}) + b"\n"
    hand = threading.Thread(target=_hand_over, args=(child.stdin, opening, errand.lines()), daemon=True)
    hand.start()
    try:
        ended = _listen(child.stdout, progress, answered)
        child.wait()
    finally:
        _stop(child)
        hand.join()
    return 0 if ended else child.returncode or 1


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "spiders"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **_path()}
    )


def _path() -> dict[str, str]:
    """Let the child find a checkout that is not installed; an installed package must not come before the standard library."""
    home = str(Path(verifier.__file__).parents[1])
    if home in site.getsitepackages():
        return {}
    return {"PYTHONPATH": os.pathsep.join(part for part in (home, os.environ.get("PYTHONPATH", "")) if part)}


def _hand_over(stdin: IO[bytes], opening: bytes, lines: Iterator[bytes]) -> None:
    """Write as fast as the child reads; if it died, its silence says so to whoever listens."""
    with contextlib.suppress(OSError), stdin:
        stdin.write(opening)
        stdin.writelines(lines)


def _listen(stdout: IO[bytes], progress: Progress | None, answered: Answered | None = None) -> bool:
    """Pass on the child's progress; say whether it came to its end."""
    for line in stdout:
        news = _news(line)
        if "stop" in news:
            raise StorageError(*news["stop"])
        if news.get("end"):
            return True
        if answered is not None and news.get("source"):
            answered(news["source"], news["note"], news.get("recalled", False))
        if progress is not None and "done" in news:
            progress(news["done"], news["total"], news["source"], news["note"])
    return False


def _news(line: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}  # the last line of a child that was killed


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _died(code: int) -> VerifierError:
    return SourceError(
        f"检索子进程中途退出（代码 {code}）。已取得的网页均已保存，请重新运行，不会重复检索。",
        f"The crawling process ended halfway (code {code}). Everything it got is stored; run again, nothing is asked twice.",
    )
