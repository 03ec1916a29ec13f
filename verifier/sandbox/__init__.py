"""Hand-ins read in a child process with bounds on time and memory, so that a hostile file ends as a sentence and not as an outage.

Small plain text is read in the calling process: a child costs about 0.2 s to start, and the text readers are linear in the length of
what they read and touch no library that parses archives, XML or PDF. Everything else goes through a child that serves one file after
another and is replaced when it dies or runs over its time.
"""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import IO, Self

import msgspec

from verifier import bounded
from verifier.errors import UnreadableFile
from verifier.readers import document, sniff
from verifier.readers.content import Grid
from verifier.readers.document import Failed, HandIn
from verifier.readers.unreadable import unreadable
from verifier.sandbox import wire
from verifier.sandbox.wire import Given, Refusal

SECONDS = 8.0
MEMBER_SECONDS = 4.0
ARCHIVE_SECONDS = 8.0
"""Seconds for one document of an archive, and for all of them together."""
MEMORY = 480 * 1024 * 1024
SMALL = 128 * 1024
LONGEST_LINE = 16 * 1024
_STRUCTURED = re.compile(rb"\s*(?:[<{@]|\[\s*[\[{])")
"""How XML, JSON and BibTeX begin; a list may well begin with `[1]`."""


def read_hand_in(data: bytes, name: str) -> HandIn:
    """Read one document under bounds. Raises UnreadableFile, also where it takes too long or too much memory."""
    if is_plain(data):
        return document.read_hand_in(data, name)
    with Reader() as reader:
        return reader.read(data, name)


def is_plain(data: bytes) -> bool:
    """Tell whether some bytes are small plain text that needs no child: no markup, no archive, no endless line."""
    if len(data) > SMALL or b"\x00" in data or sniff.kind(data) != "text" or _STRUCTURED.match(data):
        return False
    return max(map(len, data.splitlines()), default=0) <= LONGEST_LINE


class Reader:
    """A child process that reads files one after another. Use as a context."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self.memory = memory
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the child; the next file would start another."""
        self._stop()

    def read(self, data: bytes, name: str) -> HandIn:
        """Read one document, or those of an archive one by one. Raises UnreadableFile; the next file then finds a fresh child."""
        if sniff.kind(data) == "zip" and (members := self._given("members", data, name).members):
            return self._archive(data, name, members)
        found = self._given("hand_in", data, name).hand_in
        assert found
        return found

    def _archive(self, data: bytes, name: str, members: tuple[str, ...]) -> HandIn:
        """Read an archive's documents; one that eats its time or memory is named, and the others go on in a new child."""
        found: list[HandIn] = []
        failed: list[Failed] = []
        until = time.monotonic() + ARCHIVE_SECONDS
        for member in members:
            seconds = min(MEMBER_SECONDS, until - time.monotonic())
            try:
                if seconds <= 0:
                    raise unreadable(member, "压缩包内文件过多，时间用尽，请分开提交", "the archive took too long; hand its files in by themselves")
                if self._child is None:
                    self._given("members", data, name)
                one = self._given("member", b"", member, seconds).hand_in
                assert one
                found.append(one)
            except UnreadableFile as error:
                failed.append(Failed(file=member, zh=error.zh, en=error.en))
        return document.together(name, found, failed)

    def grids(self, data: bytes, name: str) -> tuple[Grid, ...]:
        """Return the sheets of a workbook. Raises UnreadableFile."""
        return self._given("grids", data, name).grids

    def _given(self, wish: str, data: bytes, name: str, seconds: float | None = None) -> Given:
        if len(data) > document.MAX_BYTES:
            raise unreadable(name, "文件超过 32 MB", "it is larger than 32 MB")
        child = self._child or self._start()
        try:
            answer = self._ask(child, wish, data, name, seconds or self.seconds)
        except TimeoutError:
            self._stop()
            raise unreadable(
                name, f"读取超过 {seconds or self.seconds:.0f} 秒，已中止", f"reading it took over {seconds or self.seconds:.0f} s and was stopped"
            ) from None
        except (OSError, EOFError, msgspec.DecodeError):
            self._stop()
            raise unreadable(
                name, "内容异常，读取时超出内存或中途退出", "its content is abnormal: reading it ran out of memory or broke off"
            ) from None
        if isinstance(answer, Refusal):
            raise UnreadableFile(answer.zh, answer.en)
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        self._child = subprocess.Popen(  # noqa: S603 - our own program, no word of it from outside
            [sys.executable, "-m", "verifier.sandbox.child", str(self.memory), str(self.seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=bounded.environment(),
            start_new_session=True,
        )
        return self._child

    def _ask(self, child: subprocess.Popen[bytes], wish: str, data: bytes, name: str, seconds: float) -> Refusal | Given:
        assert child.stdin
        assert child.stdout
        deadline = time.monotonic() + seconds + (0 if wish == "member" else STARTING)
        child.stdin.write(wire.pack((wish, name, data)))
        child.stdin.flush()
        size = int.from_bytes(_exactly(child.stdout, wire.SIZE, deadline), "big")
        return wire.answer(_exactly(child.stdout, size, deadline))

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with _silent():
                    pipe.close()


STARTING = 1.5
"""Seconds that a child may need to start on a busy machine, on top of the time for a file."""


@contextmanager
def _silent() -> Iterator[None]:
    """Let a pipe to a dead child close without complaint."""
    try:
        yield
    except OSError:
        return


def _exactly(stream: IO[bytes], count: int, deadline: float) -> bytes:
    """Read so many bytes before the deadline. Raises TimeoutError, or EOFError where the child is gone."""
    parts: list[bytes] = []
    while count:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([stream], [], [], left)[0]:
            raise TimeoutError
        part = os.read(stream.fileno(), min(count, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
