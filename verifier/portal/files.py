"""Files that people add: bounded, known by their content, kept under a random name outside the web root, opened only in a child."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from verifier import sandbox
from verifier.errors import BadValue, StorageError, UnreadableFile
from verifier.papers import press
from verifier.papers.brought import Held
from verifier.portal import events, filing, walk
from verifier.portal.models import Account, Application, Attachment
from verifier.proof.brought import Brought
from verifier.readers import sniff

LARGEST = 32 * 1024 * 1024
MOST = 60
"""Files of one application."""
TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
SEEN = frozenset(TYPES)
"""What may be bound into a dossier and shown; anything else is kept as an export and read as one."""


def folder() -> Path:
    """Return where uploads lie."""
    return walk.run().folder / "files"


def add(application: Application, by: Account, data: bytes, name: str, kind: str, item: str) -> Attachment:
    """Take a file in. Raises BadValue or UnreadableFile saying what it is and what to bring instead."""
    if not data or len(data) > LARGEST:
        raise UnreadableFile(
            f"{name} 是空文件，或超过 32 MB。请压缩扫描分辨率后重试。",
            f"{name} is empty or larger than 32 MB. Scan at a lower resolution.",
        )
    if application.attachments.filter(removed=None).count() >= MOST:
        raise BadValue(
            f"材料已有 {MOST} 份，不能再加。请合并扫描件，或删去不用的。",
            f"There are {MOST} files already. Join scans, or remove some.",
        )
    shown = clean(name)
    sniffed, pages = _looked_at(data, shown, kind)
    digest = hashlib.sha256(data).hexdigest()
    same = application.attachments.filter(sha256=digest, item=item, kind=kind, removed=None).first()
    if same is not None:
        return same
    stored = keep(data)
    with transaction.atomic():
        attachment = Attachment.objects.create(
            application=application, item=item, kind=kind, name=shown, stored=stored, sniffed=sniffed, sha256=digest, size=len(data),
            pages=pages, by=by,
        )  # fmt: skip
        events.record(by, "file_added", f"application:{application.pk}", after=digest)
    return attachment


def _looked_at(data: bytes, name: str, kind: str) -> tuple[str, int | None]:
    """Return what a file is by its content, and its pages; both found out in a child process with bounds."""
    if kind != "export":
        return press.kind_of(data, name), len(press.measure(data, name))
    found = sniff.kind(data)
    if found == "refused":
        zh, en = sniff.refused(data) or ("不能使用", "cannot be used")
        raise UnreadableFile(f"{name} {zh}。", f"{name}: {en}.")
    if found not in ("pdf", "html"):
        sandbox.read_hand_in(data, name)  # an export must be readable as one
    return found, None


def clean(name: str) -> str:
    """Return the last part of a file's name without signs that mislead: for eyes only, never a path.

    >>> clean("../../etc/pass\\u202ewd.pdf"), clean(r"C:\\\\x\\\\版权页.jpg"), clean("  ")
    ('passwd.pdf', '版权页.jpg', 'file')
    """
    last = re.split(r"[/\\]", name)[-1]
    return "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip()[-100:] or "file"


def keep(data: bytes) -> str:
    """Store some bytes under a new random name and return it."""
    stored = secrets.token_hex(24)
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(place / stored, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise StorageError(
            f"文件无法保存（{error.strerror}）。请检查磁盘后重试。",
            f"The file cannot be stored ({error.strerror}). Check the disk.",
        ) from None
    return stored


def place(stored: str) -> Path:
    """Return where a stored file lies. Raises ValueError for what is no stored name."""
    if not re.fullmatch(r"[0-9a-f]{48}", stored):
        raise ValueError("no stored name")
    return folder() / stored


def content(attachment: Attachment) -> bytes:
    """Return a file's bytes. Raises StorageError where they are gone or were changed."""
    try:
        data = place(attachment.stored).read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != attachment.sha256:
        raise StorageError(
            f"材料 {attachment.name} 缺失或被改动。请重新上传。",
            f"The file {attachment.name} is missing or was changed. Upload it again.",
        )
    return data


def remove(attachment: Attachment, by: Account) -> None:
    """Put a tombstone on a file; its bytes stay until their time is over."""
    with transaction.atomic():
        filing.bury(attachment, by)
        events.record(by, "file_removed", f"application:{attachment.application_id}", before=attachment.sha256)


def held(attachments: Iterable[Attachment], places: dict[str, int]) -> Held:
    """Return the files that a dossier binds: those that belong to one item and have pages; `places` is item id -> its place."""
    mine = [one for one in attachments if one.item in places and one.sniffed in SEEN]
    contents = {one.sha256: (one.name, content(one)) for one in mine}
    sizes = press.measure_all(list(contents.values())) if contents else []
    pages = {digest: (name, data, size) for (digest, (name, data)), size in zip(contents.items(), sizes, strict=True)}
    brought = tuple(
        Brought(
            place=places[one.item],
            kind=one.kind,
            file=one.name,
            sha256=one.sha256,
            length=one.size,
            pages=len(pages[one.sha256][2]),
        )
        for one in mine
    )
    return Held(brought=brought, files=pages)
