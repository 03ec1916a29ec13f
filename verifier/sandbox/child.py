"""The child that reads: bounded for good in memory and files, file by file in processor time. Started by `verifier.sandbox` alone."""

from __future__ import annotations

import gc
import os
import resource
import sys
from typing import IO

from verifier import bounded
from verifier.errors import UnreadableFile
from verifier.readers import archive, document
from verifier.readers.package import Package
from verifier.readers.unreadable import unreadable
from verifier.sandbox import wire
from verifier.sandbox.wire import Given, Refusal


def serve(stdin: IO[bytes], stdout: IO[bytes], seconds: float) -> None:
    """Read files as they come until the input ends: the child's whole life."""
    desk = _Desk()
    while True:
        head = stdin.read(wire.SIZE)
        if len(head) < wire.SIZE:
            return
        wish, name, data = wire.wish(stdin.read(int.from_bytes(head, "big")))
        _allow(seconds)
        stdout.write(wire.pack(desk.answer(wish, data, name)))
        stdout.flush()
        gc.collect()


class _Desk:
    """Answers one wish after another; an archive stays open between its documents."""

    def __init__(self) -> None:
        self.package: Package | None = None

    def answer(self, wish: str, data: bytes, name: str) -> Refusal | Given:
        """Return what was read, or the reason why not."""
        try:
            return self._given(wish, data, name)
        except UnreadableFile as error:
            return Refusal(error.zh, error.en)
        except MemoryError:
            refused = unreadable(name, "内容异常庞大，读取时超出内存", "its content is abnormally large: reading it ran out of memory")
        except Exception as broken:  # noqa: BLE001 - the child's door: whatever a library raises on a hostile file is a reason, not a crash
            kind = type(broken).__name__
            refused = unreadable(name, f"内容异常，无法读取（{kind}）", f"its content is abnormal and cannot be read ({kind})")
        return Refusal(refused.zh, refused.en)

    def _given(self, wish: str, data: bytes, name: str) -> Given:
        if wish == "grids":
            return Given(grids=document.grids(data, name))
        if wish == "members":
            self.package = None if document.is_office(data, name) else Package(data, name)
            return Given(members=tuple(archive.members(self.package)) if self.package else ())
        if wish == "member" and self.package:
            return Given(hand_in=document.read_member(self.package, name))
        return Given(hand_in=document.read_hand_in(data, name))


def _allow(seconds: float) -> None:
    """Give the next file its processor time: what was used so far plus its share."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main(memory: int, seconds: float) -> None:
    """Bound this process for good, then serve: no more memory than `memory` bytes, no files written, no core dumps."""
    bounded.bind(None, memory)
    gc.disable()  # a fifth of the time on a big table; what is left over is collected between two files
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not mix with the answers
    serve(sys.stdin.buffer, answers, seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
