"""A backup back into an empty place: looked through first, written beside the place, its chains checked, and only then moved there."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path

import verifier.portal
from verifier.errors import BadValue, UnreadableFile, why
from verifier.model import Frozen
from verifier.operations import chains, manifest
from verifier.operations.manifest import DATABASE, NAME, ROWS, Manifest, Member, damaged

_BLOCK = 1 << 20
SPARE = 64 * 1024 * 1024
"""Bytes that the disk must have free beyond what is restored."""


class Restored(Frozen, frozen=True, kw_only=True):
    """What was put back, and what the chains in it say now."""

    manifest: Manifest
    checked: tuple[chains.Checked, ...]

    @property
    def whole(self) -> bool:
        """Say whether every chain holds."""
        return not any(one.wrong for one in self.checked)


def restore(file: Path, into: Path, sha256: str = "", url: str = "") -> Restored:
    """Put a backup into a folder that is empty or not there yet.

    `sha256` is its manifest's digest noted elsewhere; `url` the DATABASE_URL into which a server's rows go, "" for SQLite in the folder.

    Raises UnreadableFile for a file that is damaged or not a backup, BadValue for a place that is not empty; then nothing was written.
    """
    _demand_empty(into)
    try:
        with file.open("rb") as stream, zipfile.ZipFile(stream) as package:
            found = manifest.read(package)
            _demand_digest(package, sha256)
            _demand_database(found, url)
            _demand_room(found, into.parent)
            return _put_back(package, found, into)
    except OSError as error:
        raise UnreadableFile(
            f"备份 {file} 无法读取或写出（{why(error)}）。请检查路径、权限和磁盘后重试。",
            f"The backup {file} cannot be read or put back ({error.strerror}). Check path, permissions and disk, then try again.",
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise damaged("文件已损坏，或不是备份", "the file is damaged or no backup") from None


def _demand_empty(into: Path) -> None:
    if into.is_symlink() or (into.exists() and not (into.is_dir() and not any(into.iterdir()))):
        raise BadValue(
            f"{into} 已有内容。为免覆盖，请指定一个空文件夹或尚不存在的路径。",
            f"{into} holds something already. Name an empty folder, or one that does not exist yet, so that nothing is written over.",
        )
    if not into.absolute().parent.is_dir():
        raise BadValue(
            f"{into} 所在的文件夹不存在。请先建立。",
            f"The folder in which {into} would lie does not exist. Make it first.",
        )


def _demand_digest(package: zipfile.ZipFile, sha256: str) -> None:
    if sha256 and hashlib.sha256(package.read(NAME)).hexdigest() != sha256.lower():
        raise damaged("清单与另行记下的摘要不符", "its manifest is not the one whose digest was noted")


def _demand_room(found: Manifest, folder: Path) -> None:
    if found.total() + SPARE > shutil.disk_usage(folder.absolute()).free:
        megabytes = found.total() // 1_000_000
        raise BadValue(
            f"磁盘空间不足：恢复需要约 {megabytes} MB。请腾出空间或换一块磁盘。",
            f"The disk is too small: the backup takes about {megabytes} MB. Make room, or restore to another disk.",
        )


def _put_back(package: zipfile.ZipFile, found: Manifest, into: Path) -> Restored:
    target = into.absolute()
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        folder = scratch / "data"
        folder.mkdir(mode=0o700)
        for member in found.members:
            _extract(package, member, scratch if member.path == ROWS else folder)
        checked = _checked(folder, scratch / ROWS, found)
        if target.exists():
            target.rmdir()
        folder.rename(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Restored(manifest=found, checked=checked)


def _extract(package: zipfile.ZipFile, member: Member, folder: Path) -> None:
    """Write one member, never more than it is said to be. Raises UnreadableFile where its bytes are others."""
    path = folder / member.path
    _make_folder(path.parent)
    digest, left = hashlib.sha256(), member.size
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as out, package.open(member.path) as stream:
        while block := stream.read(min(_BLOCK, left + 1)):
            left -= len(block)
            if left < 0:
                break
            digest.update(block)
            out.write(block)
    if left or digest.hexdigest() != member.sha256:
        raise damaged(
            f"{member.path!a} 的内容与清单不符", f"the content of {member.path!a} is not what its manifest says"
        )


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each its owner's alone."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700)


def _checked(folder: Path, rows_file: Path, found: Manifest) -> tuple[chains.Checked, ...]:
    if rows_file.exists():
        from verifier.operations import rows  # late: only a portal over a server's database needs Django here

        rows.load(folder, rows_file, found)
    files = (*chains.archives(folder, found.heads), *chains.logs(folder))
    head = found.heads.get("portal")
    return (*files, *chains.portal(folder, head.hash if head.n else None)) if head else files


def _demand_database(found: Manifest, url: str) -> None:
    """Refuse what would end in another database than the backup is of, or in one that this program is too old for."""
    known = Path(verifier.portal.__file__).parent / "migrations"
    if any(not (known / f"{name}.py").is_file() for name in found.migrations):
        raise BadValue(
            f"备份由较新的程序（{found.version}）做成。请先升级本程序再恢复。",
            f"The backup was made by a later program ({found.version}). Upgrade this one first.",
        )
    if url and any(member.path == DATABASE for member in found.members):
        raise BadValue(
            "备份中的门户数据库是 SQLite，恢复后就在数据文件夹中。请取消 DATABASE_URL 后重试。",
            "The portal's database in the backup is SQLite and will lie in the data folder. Unset DATABASE_URL, then try again.",
        )
