"""Hand-ins read in a child process with bounds on time and memory, so that a hostile file ends as a sentence and not as an outage.

Small plain text is read in the calling process: a child costs about 0.2 s to start, and the text readers are linear in the length of
what they read and touch no library that parses archives, XML or PDF. Everything else goes through a child that serves one file after
another and is replaced when it dies, runs over its time, or has grown.
"""

from __future__ import annotations

import os
import resource
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

import verifier
from verifier.errors import UnreadableFile
from verifier.readers import document, sniff
from verifier.readers.content import Grid
from verifier.readers.document import HandIn
from verifier.readers.unreadable import unreadable

SECONDS = 8.0
MEMORY = 480 * 1024 * 1024
SMALL = 128 * 1024
LONGEST_LINE = 16 * 1024
_SIZE = 8


class Refusal(msgspec.Struct, frozen=True, tag=True):
    """A file that the child could not read, in its own words."""

    zh: str
    en: str


class Given(msgspec.Struct, frozen=True, tag=True):
    """What the child read: a hand-in, or the sheets of a workbook."""

    hand_in: HandIn | None = None
    grids: tuple[Grid, ...] = ()


_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[Refusal | Given] = msgspec.msgpack.Decoder(Refusal | Given)


def read_hand_in(data: bytes, name: str) -> HandIn:
    """Read one document under bounds. Raises UnreadableFile, also where it takes too long or too much memory."""
    if is_plain(data):
        return document.read_hand_in(data, name)
    with Reader() as reader:
        return reader.read(data, name)


def is_plain(data: bytes) -> bool:
    """Tell whether some bytes are small plain text that needs no child: no markup, no archive, no endless line."""
    if len(data) > SMALL or b"\x00" in data or sniff.kind(data) != "text" or data.lstrip()[:1] in (b"<", b"{", b"["):
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
        self._stop()

    def read(self, data: bytes, name: str) -> HandIn:
        """Read one document. Raises UnreadableFile; after that the next file finds a fresh child."""
        found = self._given("hand_in", data, name).hand_in
        assert found
        return found

    def grids(self, data: bytes, name: str) -> tuple[Grid, ...]:
        """Return the sheets of a workbook. Raises UnreadableFile."""
        return self._given("grids", data, name).grids

    def _given(self, wish: str, data: bytes, name: str) -> Given:
        if len(data) > document.MAX_BYTES:
            raise unreadable(name, "文件超过 32 MB", "it is larger than 32 MB")
        child = self._child or self._start()
        try:
            answer = self._ask(child, wish, data, name)
        except TimeoutError:
            self._stop()
            raise unreadable(
                name, f"读取超过 {self.seconds:.0f} 秒，已中止", f"reading it took more than {self.seconds:.0f} s and was stopped"
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
        home = str(Path(verifier.__file__).parents[1])
        path = os.pathsep.join(part for part in (home, os.environ.get("PYTHONPATH", "")) if part)
        self._child = subprocess.Popen(  # noqa: S603 - our own program, no word of it from outside
            [sys.executable, "-m", "verifier.sandbox", str(self.memory), str(self.seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": path, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
            start_new_session=True,
        )
        return self._child

    def _ask(self, child: subprocess.Popen[bytes], wish: str, data: bytes, name: str) -> Refusal | Given:
        assert child.stdin
        assert child.stdout
        deadline = time.monotonic() + self.seconds + STARTING
        message = _ENCODER.encode((wish, name, data))
        child.stdin.write(len(message).to_bytes(_SIZE, "big"))
        child.stdin.write(message)
        child.stdin.flush()
        size = int.from_bytes(_exactly(child.stdout, _SIZE, deadline), "big")
        return _DECODER.decode(_exactly(child.stdout, size, deadline))

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


def serve(stdin: IO[bytes], stdout: IO[bytes], seconds: float) -> None:
    """Read files as they come until the input ends: the child's whole life."""
    while True:
        head = stdin.read(_SIZE)
        if len(head) < _SIZE:
            return
        wish, name, data = msgspec.msgpack.decode(stdin.read(int.from_bytes(head, "big")), type=tuple[str, str, bytes])
        _allow(seconds)
        answer = _ENCODER.encode(_answer(wish, data, name))
        stdout.write(len(answer).to_bytes(_SIZE, "big") + answer)
        stdout.flush()


def _answer(wish: str, data: bytes, name: str) -> Refusal | Given:
    try:
        if wish == "grids":
            return Given(grids=document.grids(data, name))
        return Given(hand_in=document.read_hand_in(data, name))
    except UnreadableFile as error:
        return Refusal(error.zh, error.en)
    except MemoryError:
        refused = unreadable(name, "内容异常庞大，读取时超出内存", "its content is abnormally large: reading it ran out of memory")
    except Exception as broken:  # noqa: BLE001 - the child's door: whatever a library raises on a hostile file is a reason, not a crash
        kind = type(broken).__name__
        refused = unreadable(name, f"内容异常，无法读取（{kind}）", f"its content is abnormal and cannot be read ({kind})")
    return Refusal(refused.zh, refused.en)


def _allow(seconds: float) -> None:
    """Give the next file its processor time: what was used so far plus its share."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main(memory: int, seconds: float) -> None:
    """Bound this process for good, then serve: no more memory than `memory` bytes, no files written, no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not mix with the answers
    serve(sys.stdin.buffer, answers, seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
