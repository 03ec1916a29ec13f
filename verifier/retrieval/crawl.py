"""Many questions at once: a child process fills the cache, politely; what it has stored stays, even if it dies."""

from __future__ import annotations

import os
import site
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

import msgspec

import verifier
from verifier.errors import SourceError, StorageError, VerifierError
from verifier.model import Question
from verifier.settings import Settings

Progress = Callable[[int, int, str, str], None]
"""Is told: questions done, of how many, the source that has just answered ("" when a question is done), and how."""


def crawl(questions: Iterable[Question], settings: Settings, progress: Progress | None = None) -> None:
    """Ask every source every question, in a child process; afterwards the cache answers for all of them.

    Raises StorageError when the disk is full and SourceError when the child died; started again, it asks nothing twice.
    """
    lines = [msgspec.json.encode({"settings": settings}), *(msgspec.json.encode(question) for question in questions)]
    if len(lines) == 1:
        return
    child = _start()
    assert child.stdin
    assert child.stdout
    try:
        with child.stdin as stdin:
            _hand_over(stdin, b"\n".join(lines) + b"\n")
        ended = _listen(child.stdout, progress)
        child.wait()
    finally:
        _stop(child)
    if not ended:
        raise _died(child.returncode)


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


def _hand_over(stdin: IO[bytes], text: bytes) -> None:
    try:
        stdin.write(text)
        stdin.flush()
    except BrokenPipeError:
        return  # it died at once: its silence says so below


def _listen(stdout: IO[bytes], progress: Progress | None) -> bool:
    """Pass on the child's progress; say whether it came to its end."""
    for line in stdout:
        news = _news(line)
        if "stop" in news:
            raise StorageError(*news["stop"])
        if news.get("end"):
            return True
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


def _died(code: int | None) -> VerifierError:
    return SourceError(
        f"检索子进程中途退出（代码 {code}）。已取得的网页均已保存，请重新运行，不会重复检索。",
        f"The crawling process ended halfway (code {code}). Everything it got is stored; run again, nothing is asked twice.",
    )
