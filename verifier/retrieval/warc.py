"""The WARC file that one process appends to: whole pieces only, and at the end its own digest."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path

from verifier.retrieval.chain import write_all
from verifier.retrieval.entries import Sealed
from verifier.retrieval.wire import SHANGHAI


class WarcFile:
    """A file of one process and one opening."""

    def __init__(self, folder: Path) -> None:
        """Begin a file of its own. Raises OSError."""
        stamp = datetime.now(SHANGHAI).strftime("%Y%m%dT%H%M%S")
        self.name = f"{stamp}-{os.getpid()}-{os.urandom(3).hex()}.warc.gz"
        self.size = 0
        self._fd = os.open(folder / self.name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._digest = hashlib.sha256()
        self._before = self._digest.copy()

    def append(self, packed: bytes) -> int:
        """Write one piece at the end and return its offset; a piece that cannot be written whole leaves nothing."""
        offset = self.size
        try:
            write_all(self._fd, packed)
        except OSError:
            os.ftruncate(self._fd, offset)
            os.lseek(self._fd, offset, os.SEEK_SET)
            raise
        self._before = self._digest.copy()
        self._digest.update(packed)
        self.size += len(packed)
        return offset

    def take_back(self, offset: int) -> None:
        """Undo the last append, which began at `offset`."""
        os.ftruncate(self._fd, offset)
        os.lseek(self._fd, offset, os.SEEK_SET)
        self.size, self._digest = offset, self._before

    def seal(self) -> Sealed:
        """Bring the file safely to disk, close it and return its whole digest."""
        os.fsync(self._fd)
        os.close(self._fd)
        return Sealed(file=self.name, size=self.size, sha256=self._digest.hexdigest())
