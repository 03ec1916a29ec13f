"""One file with everything of a data folder, made while portal and batches run, sound as of the moment in which it began."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from verifier import __version__, audit
from verifier.errors import BadValue
from verifier.model import Frozen, canonical
from verifier.operations import gather
from verifier.operations.manifest import DATABASE, FORMAT, NAME, ROWS, Head, Manifest, Member
from verifier.retrieval.chain import HEAD
from verifier.retrieval.wire import now

_BLOCK = 1 << 20
PACKED = (".gz", ".zip", ".pdf", ".docx", ".xlsx", ".png", ".jpg")
"""Endings of files that pressing again would only make slower."""


class Made(Frozen, frozen=True, kw_only=True):
    """What was written: members, their bytes, and the SHA-256 of the manifest, to be noted elsewhere."""

    members: int
    size: int
    sha256: str


def make(data: Path, file: Path, url: str = "", with_cache: bool = False) -> Made:
    """Write a backup of a data folder; `url` is the portal's DATABASE_URL, "" for SQLite in the folder.

    Raises BadValue where there is nothing to keep, the file exists, or it would lie in what it keeps.
    """
    _demand_place(data, file)
    scratch = Path(tempfile.mkdtemp(prefix=f".{file.name}.", dir=file.parent))
    try:
        draft = scratch / "draft"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
                made = _pack(package, data, scratch, url, with_cache)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(file)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return made


def _demand_place(data: Path, file: Path) -> None:
    if not data.is_dir():
        raise BadValue(
            f"没有数据文件夹 {data}。请用 --data 指定要备份的文件夹。",
            f"There is no data folder {data}. Name it by --data.",
        )
    if file.exists() or not file.parent.is_dir():
        raise BadValue(
            f"备份文件 {file} 已存在，或其所在文件夹不存在。请换一个文件名。",
            f"The backup {file} exists already, or its folder does not. Choose another name.",
        )
    if file.resolve().is_relative_to(data.resolve()):
        raise BadValue(
            "备份文件不能放在数据文件夹之内。请放到另一块磁盘或另一台机器上。",
            "A backup cannot lie in the data folder. Put it on another disk or machine.",
        )


def _pack(package: zipfile.ZipFile, data: Path, scratch: Path, url: str, with_cache: bool) -> Made:
    heads: dict[str, Head] = {}
    migrations: tuple[str, ...] = ()
    members: list[Member] = []
    left_out: list[str] = []
    if url:
        heads["portal"], migrations = _pack_rows(package, data, scratch, members)
    elif (data / DATABASE).is_file():
        heads["portal"], migrations = _pack_sqlite(package, data, scratch, members)
    taken = {DATABASE}
    for folder, (head, raw) in gather.heads(data).items():
        heads[folder] = head
        taken.add(f"{folder}/{HEAD}")
        if raw:
            members.append(_put(package, f"{folder}/{HEAD}", io.BytesIO(raw)))
    for path in gather.files(data, with_cache):
        if path.as_posix() in taken:
            continue
        with gather.opened(data / path, scratch) as stream:
            if stream is None:
                left_out.append(path.as_posix())
            else:
                members.append(_put(package, path.as_posix(), stream))
    manifest = Manifest(
        format=FORMAT, version=__version__, at=now().isoformat(timespec="seconds"), members=tuple(members), heads=heads,
        migrations=migrations, left_out=tuple(left_out),
    )  # fmt: skip
    text = canonical(manifest)
    package.writestr(_info(NAME), text)
    return Made(members=len(members), size=manifest.total(), sha256=hashlib.sha256(text).hexdigest())


def _pack_sqlite(
    package: zipfile.ZipFile, data: Path, scratch: Path, members: list[Member]
) -> tuple[Head, tuple[str, ...]]:
    copy = scratch / "portal.sqlite3"
    gather.copy_rows(data / DATABASE, copy)
    with copy.open("rb") as stream:
        members.append(_put(package, DATABASE, stream))
    with sqlite3.connect(copy) as rows:
        head = rows.execute("SELECT n, hash FROM portal_chainhead WHERE id = 1").fetchone()
        done = rows.execute("SELECT name FROM django_migrations WHERE app = 'portal' ORDER BY id").fetchall()
    rows.close()
    copy.unlink()
    return _head(head), tuple(str(one[0]) for one in done)


def _pack_rows(
    package: zipfile.ZipFile, data: Path, scratch: Path, members: list[Member]
) -> tuple[Head, tuple[str, ...]]:
    from verifier.operations import rows  # late: only a portal over a server's database needs Django here

    file = scratch / ROWS
    with file.open("wb") as stream:
        head, migrations = rows.dump(data, stream)
    with file.open("rb") as written:
        members.append(_put(package, ROWS, written))
    file.unlink()
    return _head(head), migrations


def _head(found: tuple[int, str] | None) -> Head:
    return Head(n=found[0], hash=found[1]) if found else Head(n=0, hash=audit.GENESIS)


def _put(package: zipfile.ZipFile, path: str, stream: gather.Readable) -> Member:
    digest, size = hashlib.sha256(), 0
    with package.open(_info(path), "w", force_zip64=True) as out:
        for block in _blocks(stream):
            digest.update(block)
            size += len(block)
            out.write(block)
    return Member(path=path, size=size, sha256=digest.hexdigest())


def _blocks(stream: gather.Readable) -> Iterator[bytes]:
    while block := stream.read(_BLOCK):
        yield block


def _info(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, date_time=now().timetuple()[:6])
    info.external_attr = 0o600 << 16
    info.compress_type = zipfile.ZIP_STORED if path.endswith(PACKED) else zipfile.ZIP_DEFLATED
    return info
