"""A diskcache disk that stores bytes under strings and never unpickles anything (CVE-2025-69872 of diskcache, unfixed)."""

from __future__ import annotations

import sqlite3
from typing import Any

import diskcache


class SafeDisk(diskcache.Disk):
    """A disk that stores bytes under strings, inside the database, and refuses every other row."""

    def put(self, key: Any) -> tuple[str, bool]:
        """Return the database key of a string key."""
        if type(key) is not str:
            raise TypeError("cache keys are strings")
        return key, True

    def get(self, key: Any, raw: Any) -> str:
        """Return the string key of a row, never unpickling one."""
        if not raw or type(key) is not str:
            raise UnsafeRow("a key that is no plain string")
        return key

    def store(self, value: Any, read: bool, key: Any = diskcache.UNKNOWN) -> tuple[int, int, None, Any]:  # noqa: ARG002
        """Return the columns of a value of bytes."""
        if type(value) is not bytes or read:
            raise TypeError("cache values are bytes")
        return len(value), diskcache.core.MODE_RAW, None, sqlite3.Binary(value)

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> bytes:
        """Return the bytes of a row, never unpickling one and never opening a file that a row names."""
        if mode != diskcache.core.MODE_RAW or filename is not None or read or type(value) is not bytes:
            raise UnsafeRow("a value that is no plain bytes")
        return value

    def remove(self, file_path: str) -> None:
        """Remove nothing: no row of ours has a file."""


class UnsafeRow(Exception):
    """A row that this program cannot have written."""
