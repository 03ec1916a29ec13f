"""Progress on standard error: a bar where a person looks at a terminal, plain lines otherwise."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from verifier.cli.language import say

PATIENCE = 10.0
"""Seconds without a word that a person bears."""


@contextlib.contextmanager
def shown(total: int, label: str) -> Iterator[Callable[[str], None]]:
    """Yield a function that is called with a short text before each of `total` pieces of work."""
    if not sys.stderr.isatty():
        yield _plain(total, label)
        return
    from rich.console import Console  # late: only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        done = -1

        def step(text: str) -> None:
            nonlocal done
            done += 1
            progress.update(task, completed=done, description=f"{label} {text[:24]}")

        yield step
        progress.update(task, completed=total)


def _plain(total: int, label: str) -> Callable[[str], None]:
    done = 0

    def step(text: str) -> None:
        nonlocal done
        done += 1
        print(f"{label} {done}/{total} {text[:40]}", file=sys.stderr, flush=True)  # noqa: T201 - the terminal is the door

    return step


@contextlib.contextmanager
def counted(label: str) -> Iterator[Callable[[int, int, str, str], None]]:
    """Yield a function (done, total, source, note) that shows how far a long run is, how fast it goes, and the time left.

    A line for every twentieth and at least every ten seconds, so that a log stays short and a person sees that it goes on.
    """
    began = shown_at = time.monotonic()
    last = -1

    def step(done: int, total: int, source: str, note: str) -> None:
        nonlocal last, shown_at
        twentieth, now = done * 20 // max(total, 1), time.monotonic()
        if twentieth == last and now - shown_at < PATIENCE:
            return
        last, shown_at = twentieth, now
        words = (f"{label} {done}/{total}", speed(done, total, now - began), source, note)
        print(" ".join(word for word in words if word), file=sys.stderr, flush=True)  # noqa: T201 - the terminal is the door

    yield step


def speed(done: int, total: int, seconds: float) -> str:
    """Return rate and time left, "" as long as there is nothing to go by.

    >>> speed(30, 90, 10.0), speed(1, 3, 90.0), speed(0, 3, 1.0), speed(90, 90, 30.0)
    ('3.0/秒 约剩0:20', '0.7/分 约剩3:00', '', '3.0/秒')
    """
    if done < 1 or seconds <= 0:
        return ""
    rate = done / seconds
    pace = say(f"{rate:.1f}/秒", f"{rate:.1f}/s") if rate >= 1 else say(f"{rate * 60:.1f}/分", f"{rate * 60:.1f}/min")
    left = round((total - done) / rate)
    hours, minutes, rest = left // 3600, left // 60 % 60, left % 60
    clock = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{pace} {say('约剩', 'left ')}{clock}" if left else pace
