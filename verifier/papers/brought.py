"""A folder of brought files: `1 期刊查询.pdf`, `1-版权页.jpg`, `3 知网.pdf` … each belongs to one output by the number it begins with."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from verifier.errors import BadValue, UnreadableFile, why
from verifier.papers import press
from verifier.proof.brought import Brought, named


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder holds: the records, each file's bytes and page sizes by its digest, and names that say no output."""

    brought: tuple[Brought, ...] = ()
    files: dict[str, tuple[str, bytes, tuple[tuple[int, int], ...]]] = {}
    unused: tuple[str, ...] = ()


def read(folder: Path, items: int) -> Held:
    """Read a folder for a list of so many outputs. Raises UnreadableFile or BadValue naming the file."""
    paths = _listed(folder)
    said = {path: named(path.name) for path in paths}
    mine = [(path, found) for path in paths if (found := said[path]) is not None]
    for path, (place, _) in mine:
        if place > items:
            raise BadValue(
                f"材料 {path.name} 写的是成果{place}，清单只有{items}项。请改正文件名开头的序号。",
                f"{path.name} belongs to output {place}, but there are {items}. Correct the number that its name begins with.",
            )
    contents = {path: _bytes(path) for path, _ in mine}
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in contents.items()}
    once = {digest: path for path, digest in reversed(digests.items())}
    sizes = press.measure_all([(path.name, contents[path]) for path in once.values()])
    files = {
        digest: (path.name, contents[path], pages) for (digest, path), pages in zip(once.items(), sizes, strict=True)
    }
    brought = tuple(
        Brought(
            place=place,
            kind=kind,
            file=path.name,
            sha256=digests[path],
            length=len(contents[path]),
            pages=len(files[digests[path]][2]),
        )
        for path, (place, kind) in mine
    )
    return Held(brought=brought, files=files, unused=tuple(path.name for path in paths if said[path] is None))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise UnreadableFile(
            f"材料文件夹 {folder} 无法读取（{why(error)}）。请检查路径后重试。",
            f"The folder {folder} cannot be read ({error.strerror}). Check the path and retry.",
        ) from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(press.LARGEST + 1)
    except OSError as error:
        raise UnreadableFile(
            f"材料 {path.name} 无法读取（{why(error)}）。请检查权限后重试。",
            f"{path.name} cannot be read ({error.strerror}). Check its permissions and retry.",
        ) from None
