"""What a backup says of itself: every member with its size and SHA-256, the heads of the chains, and which program wrote it.

A backup is one ZIP file (ZIP64): members under the paths that they have in the data folder, `rows.jsonl` where the portal's database is
no file, and `manifest.json`, written last. Nothing of it is believed before it is looked at: a stranger may have packed it.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath

import msgspec

from verifier.errors import UnreadableFile
from verifier.model import Frozen

FORMAT = 1
"""Raise it when a backup is laid out otherwise; an older program then refuses it with a sentence."""
NAME, ROWS = "manifest.json", "rows.jsonl"
DATABASE = "portal/portal.sqlite3"
"""Where a portal over SQLite keeps its rows."""
LARGEST = 512 * 1024 * 1024
"""Bytes of a manifest: some three million members."""
LONGEST = 1024
"""Characters of a member's path."""


class Member(Frozen, frozen=True, kw_only=True):
    """One file: its path below the data folder, bytes, SHA-256 in hex digits."""

    path: str
    size: int
    sha256: str


class Head(Frozen, frozen=True, kw_only=True):
    """Number and hash of the last link of a chain when the backup was made."""

    n: int
    hash: str


class Manifest(Frozen, frozen=True, kw_only=True):
    """The whole backup. `migrations` names the portal's migrations that its database had; `heads` are by folder, or `portal`."""

    format: int
    version: str
    at: str
    members: tuple[Member, ...]
    heads: dict[str, Head] = {}
    migrations: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def total(self) -> int:
        """Return the bytes of all members."""
        return sum(member.size for member in self.members)


def read(package: zipfile.ZipFile) -> Manifest:
    """Return a package's manifest after looking whether package and manifest agree. Raises UnreadableFile."""
    try:
        told = package.getinfo(NAME)
    except KeyError:
        raise damaged("没有清单（manifest.json）", "it has no manifest.json") from None
    if told.file_size > LARGEST:
        raise damaged("清单过大", "its manifest is too large")
    data = package.read(NAME)
    try:
        found = msgspec.json.decode(data, type=_Form)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise damaged("清单无法识别", "its manifest is not one") from None
    if found.format > FORMAT:
        raise UnreadableFile(
            f"备份的格式为 {found.format}，本程序只识别到 {FORMAT}。请改用 {_words(found.version)} 或更新的版本恢复。",
            f"The backup is of format {found.format}; this program knows up to {FORMAT}. Use version {_words(found.version)} or later.",
        )
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise damaged(f"清单有误：{error}", f"its manifest is wrong: {error}") from None
    _agree(package, manifest)
    return manifest


class _Form(msgspec.Struct, frozen=True):
    """What is asked of any manifest, of whatever format."""

    format: int
    version: str = ""


def _agree(package: zipfile.ZipFile, manifest: Manifest) -> None:
    held = [info.filename for info in package.infolist() if info.filename != NAME]
    named = [member.path for member in manifest.members]
    if sorted(held) != sorted(named) or len(set(named)) != len(named):
        raise damaged("清单与内容不符", "manifest and content differ")
    folders = {str(parent) for path in named for parent in PurePosixPath(path).parents}
    if not all(re.fullmatch(r"\w{1,100}", name) for name in manifest.migrations):
        raise damaged("迁移的名称有误", "its migrations are not named as such")
    for member in manifest.members:
        if not is_safe(member.path) or member.path in folders:
            raise damaged(f"路径 {_words(member.path)} 不能用", f"the path {_words(member.path)} cannot be used")
        if member.size < 0 or package.getinfo(member.path).file_size != member.size:
            raise damaged(
                f"{_words(member.path)} 的大小与清单不符",
                f"{_words(member.path)} has another size than its manifest says",
            )


def is_safe(path: str) -> bool:
    r"""Say whether a path stays below the folder it is put into, on any system.

    >>> [is_safe(path) for path in ("portal/secret", "../secret", "/etc/passwd", "a//b", "a/./b", "c:/x", "a\\b", "a\0b", "")]
    [True, False, False, False, False, False, False, False, False]
    """
    if not path or len(path) > LONGEST or any(sign in path for sign in ("\\", "\0", ":", "\n")):
        return False
    return all(part not in ("", ".", "..") for part in path.split("/"))


def _words(text: str) -> str:
    """Return a stranger's text in a form that can be shown."""
    return ascii(text[:80])[1:-1]


def damaged(zh: str, en: str) -> UnreadableFile:
    """Return the error of a backup that cannot be believed."""
    return UnreadableFile(
        f"备份文件不能恢复：{zh}。什么都没有写入；请改用另一份备份。",
        f"The backup cannot be restored: {en}. Nothing was written; use another backup.",
    )
