"""Stored pieces: their bytes as they lie in the WARC files, never handed on when they are missing, cut or changed."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from pathlib import Path

from verifier.errors import UnreadableFile
from verifier.retrieval.record import Entry, holds

OPEN_FILES = 16


class Shelf:
    """Reads many pieces of one archive, with a few files kept open."""

    def __init__(self, folder: Path) -> None:
        """Name the archive's folder."""
        self._folder = folder
        self._files: OrderedDict[str, int] = OrderedDict()

    def bytes(self, entry: Entry) -> bytes:
        """Return a piece's bytes. Raises UnreadableFile when they are missing, cut or changed."""
        try:
            packed = os.pread(self._opened(Path(entry.file).name), entry.size, entry.offset)
        except OSError as error:
            raise unreadable(entry.id, f"文件 {entry.file} 无法读取：{error}", f"file {entry.file}: {error}") from None
        if len(packed) != entry.size:
            raise unreadable(entry.id, f"文件 {entry.file} 在该记录中途被截断", f"file {entry.file} is cut off in the record")
        if hashlib.sha256(packed).hexdigest() != entry.stored:
            raise unreadable(entry.id, f"文件 {entry.file} 中该记录的字节已被改动", f"its bytes in {entry.file} have changed")
        return packed

    def examine(self, entry: Entry) -> None:
        """Demand that a piece is unchanged and holds the answer that the log speaks of. Raises UnreadableFile."""
        if not holds(entry, self.bytes(entry)):
            zh, en = "应答正文与留痕记录中的摘要不符或不完整", "the body does not match the digest in the log"
            raise unreadable(entry.id, f"文件 {entry.file} 中的{zh}", f"in {entry.file} {en}")

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def __enter__(self) -> Shelf:
        """Return the shelf itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        self.close()

    def _opened(self, name: str) -> int:
        file = self._files.get(name)
        if file is None:
            file = self._files[name] = os.open(self._folder / "warc" / name, os.O_RDONLY)
            if len(self._files) > OPEN_FILES:
                os.close(self._files.popitem(last=False)[1])
        return file


def stored_bytes(folder: Path, entry: Entry) -> bytes:
    """Return one piece's bytes. Raises UnreadableFile when they are missing, cut or changed."""
    with Shelf(folder) as shelf:
        return shelf.bytes(entry)


def unreadable(evidence: str, zh: str, en: str) -> UnreadableFile:
    """Return the error of a piece that cannot be read, with what to do."""
    return UnreadableFile(
        f"证据 {evidence} 无法读取：{zh}。请用 verifier evidence check 检查证据库，并从备份恢复。",
        f"Evidence {evidence} cannot be read: {en}. Check the archive and restore it from a backup.",
    )
