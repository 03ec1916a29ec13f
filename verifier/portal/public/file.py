"""A certificate's file looked at: in a child process with bounds, for a stranger's PDF is the most hostile input of all.

The child says whether the file is what was issued; it names nobody.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Literal

import msgspec

from verifier import bounded
from verifier.model import Frozen

LARGEST = 32 * 1024 * 1024
SECONDS = 15
_SEATS = threading.BoundedSemaphore(2)
"""So many files are looked at at once; who comes then is asked to come again."""

Contents = Literal["unchanged", "signed", "changed", "unknown", "unreadable", "busy"]


class Looked(Frozen, frozen=True, kw_only=True):
    """What a file is: its contents, and the number under which it was issued ("" unknown); `draft` if it was printed as one."""

    contents: Contents
    number: str = ""
    draft: bool = False


def look(data: bytes, folder: Path) -> Looked:
    """Return what a file is, by the registers in a data folder."""
    if not data or len(data) > LARGEST:
        return Looked(contents="unreadable")
    if not _SEATS.acquire(timeout=2):
        return Looked(contents="busy")
    try:
        return _child(data, folder)
    finally:
        _SEATS.release()


def _child(data: bytes, folder: Path) -> Looked:
    try:
        return msgspec.json.decode(bounded.run(__name__, [str(folder)], data, SECONDS), type=Looked)
    except msgspec.DecodeError:
        return Looked(contents="unreadable")


def main(folder: Path) -> None:
    """Bound this process for good, then look at the file on stdin."""
    bounded.bind(SECONDS)
    from verifier.papers.authentic import authenticate
    from verifier.papers.register import Register

    verdict = authenticate(
        sys.stdin.buffer.read(LARGEST + 1), [Register(folder / "register" / realm) for realm in ("live", "demo")]
    )
    contents: Contents = (
        "changed" if verdict.problems and verdict.contents in ("unchanged", "signed") else verdict.contents
    )
    number = verdict.issued.number if verdict.issued else ""
    sys.stdout.buffer.write(msgspec.json.encode(Looked(contents=contents, number=number, draft=verdict.is_draft)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
