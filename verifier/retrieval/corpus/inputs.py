"""The files of a dump: a folder, a tar of them, or single files; each by its name in the dump, in one order, opened when its turn comes."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

from verifier.errors import UnreadableFile, why

PASSED_OVER = ("manifest", "readme", "license", "licence", "checksums", "release_notes")
"""Names, up to the first dot, of the files of a dump that hold no records."""


class Input(NamedTuple):
    """One file: its name in the dump, size in bytes, time of change (ns), and how to open it."""

    name: str
    size: int
    modified: int
    open: Callable[[], IO[bytes]]


def every(paths: tuple[str, ...]) -> Iterator[Input]:
    """Yield the files behind some paths. Raises UnreadableFile naming the path."""
    for given in paths:
        path = Path(given)
        try:
            if path.is_dir():
                for below in sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink()):
                    yield from _file(below, below.relative_to(path).as_posix())
            else:
                yield from _file(path, path.name)
        except OSError as error:
            raise UnreadableFile(
                f"{path} 无法读取（{why(error)}）。请检查路径后重试。",
                f"{path} cannot be read ({error.strerror}). Check the path.",
            ) from None


def _file(path: Path, name: str) -> Iterator[Input]:
    base = name.rsplit("/", 1)[-1].lower()
    if _is_passed_over(base):
        return
    state = path.stat()
    if base.endswith(".tar"):
        yield from _members(path, name, state.st_mtime_ns)
        return
    yield Input(name, state.st_size, state.st_mtime_ns, lambda: path.open("rb"))


def _is_passed_over(base: str) -> bool:
    return base.startswith(".") or base.split(".")[0] in PASSED_OVER


def _members(path: Path, name: str, modified: int) -> Iterator[Input]:
    """Yield the plain files of a tar; it is read by places, and nothing of it is ever written to the disk."""
    try:
        with tarfile.open(path, "r:") as tar:
            for member in tar:
                base = member.name.rsplit("/", 1)[-1].lower()
                if member.isreg() and not _is_passed_over(base):
                    yield Input(
                        f"{name}!{member.name}",
                        member.size,
                        modified,
                        partial(_cut, path, member.offset_data, member.size),
                    )
    except tarfile.TarError as error:
        raise UnreadableFile(
            f"{path} 不是完整的 tar 文件（{error}）。请重新取得后重试。", f"{path} is no whole tar file ({error})."
        ) from None


class _Cut:
    """A stretch of a file, read like a file."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._left = stream, size

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the stretch."""
        chunk = self._stream.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def _cut(path: Path, start: int, size: int) -> IO[bytes]:
    stream = path.open("rb")
    stream.seek(start)
    cut: IO[bytes] = _Cut(stream, size)  # type: ignore[assignment]
    return cut
