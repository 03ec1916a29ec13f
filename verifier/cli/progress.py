"""Progress on standard error: a bar where a person looks at a terminal, plain lines otherwise."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator


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
    """Yield a function (done, total, source, note) that shows a crawl's progress, a plain line every now and then."""
    last = -1

    def step(done: int, total: int, source: str, note: str) -> None:
        nonlocal last
        tenth = done * 20 // max(total, 1)
        if tenth != last:
            last = tenth
            print(f"{label} {done}/{total} {source} {note}".rstrip(), file=sys.stderr, flush=True)  # noqa: T201

    yield step
