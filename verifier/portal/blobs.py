"""What is large and never changes: hand-ins, reports, uploads. Each lies in the data folder under its SHA-256."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from verifier.errors import StorageError
from verifier.model import Report, Submission, canonical
from verifier.portal import walk
from verifier.submissions import Handed

Record = TypeVar("Record")


def folder() -> Path:
    """Return where the blobs lie."""
    return walk.run().folder / "blobs"


def put(data: bytes) -> str:
    """Keep some bytes and return their SHA-256; the same bytes are kept once. Durable before it returns."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if path.exists():
        return digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{digest}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with draft.open("xb") as stream:
            os.chmod(draft, 0o600)  # noqa: PTH101 - before anything is in it
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        raise StorageError(
            f"数据文件夹无法写入（{error.strerror}）。请检查磁盘和权限后重试。",
            f"The data folder cannot be written ({error.strerror}). Check disk and permissions.",
        ) from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return digest


def get(digest: str) -> bytes:
    """Return the bytes of a digest. Raises StorageError where they are gone or were changed."""
    try:
        data = _path(digest).read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != digest:
        raise StorageError(
            f"数据文件夹中的内容 {digest[:16]}… 缺失或被改动。请从备份恢复后重试。",
            f"The content {digest[:16]}… is missing or was changed. Restore it from a backup.",
        )
    return data


def drop(digest: str) -> None:
    """Take a blob away that must not be kept."""
    _path(digest).unlink(missing_ok=True)


def keep(record: Any) -> str:
    """Keep a record as canonical JSON and return its digest."""
    return put(canonical(record))


def handed(digest: str) -> Handed:
    """Return a hand-in."""
    return msgspec.json.decode(get(digest), type=Handed)


def submission(digest: str) -> Submission:
    """Return a submission."""
    return msgspec.json.decode(get(digest), type=Submission)


def report(digest: str) -> Report:
    """Return a report."""
    return msgspec.json.decode(get(digest), type=Report)


def _path(digest: str) -> Path:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("no SHA-256")
    return folder() / digest[:2] / digest
