"""The sentence about a file that cannot be read; every one says what to do instead."""

from __future__ import annotations

from verifier.errors import UnreadableFile


def unreadable(name: str, zh: str, en: str) -> UnreadableFile:
    """Return the error for a file, with the reason in Chinese and English."""
    return UnreadableFile(f"文件 {name} 无法读取：{zh}。", f"The file {name} cannot be read: {en}.")
