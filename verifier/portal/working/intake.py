"""A unit's upload: read whole, with every wrong cell told, before anything starts; then opened as applications with their tasks."""

from __future__ import annotations

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath

import msgspec
from django.db import transaction
from django.utils import timezone

from verifier.errors import BadValue, UnreadableFile, VerifierError
from verifier.portal import blobs, events, filing, people
from verifier.portal.models import Batch, Task
from verifier.portal.working import leases
from verifier.portal.working.leases import Heartbeat, Lost
from verifier.submissions import BOOKS, Handed, read_submissions
from verifier.submissions.folder import BOOK

MOST_FILES = 3000
MOST_BYTES = 1024 * 1024 * 1024
ONE_FILE = 32 * 1024 * 1024
GROUP = 50
NO_ID_NUMBERS = (
    "申报人编号一列填有身份证号，整份文件没有留存。系统不收身份证号，请改用本单位内的编号后重新上传。",
    "The column of ids holds an ID number; nothing of the file was kept. Give the applicants numbers of your own and upload it again.",
)


def work(tasks: list[Task], worker: str) -> None:
    """Read an upload, or open what was read of it."""
    with Heartbeat(tasks, worker) as heart:
        for task in tasks:
            try:
                _read(task, worker, heart) if task.kind == Task.Kind.READ else _open(task, worker, heart)
            except VerifierError as error:
                _refused(task, worker, error)


def _read(task: Task, worker: str, heart: Heartbeat) -> None:
    batch = Batch.objects.get(pk=task.batch_id)
    good: list[Handed] = []
    bad: list[list[str]] = []
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        place = unpacked(blobs.get(batch.source), Path(folder), batch.source_name)
        for one in read_submissions(place, batch.notice):
            if isinstance(one, Handed) and people.is_id_number(one.submission.applicant.id):
                blobs.drop(batch.source)  # not even the upload itself is kept
                raise BadValue(*NO_ID_NUMBERS)
            if isinstance(one, Handed):
                good.append(one)
            else:
                bad.append([one.where, one.zh, one.en])
            heart.tell(Task.State.CRAWLING, len(good) + len(bad))
    if not good and not bad:
        raise UnreadableFile(
            "文件中没有读到申报人。请用样表填写后重新上传。",
            "No applicant was read. Fill in the template and upload again.",
        )
    lines = b"".join(msgspec.json.encode(one) + b"\n" for one in good)
    with transaction.atomic():
        leases.finish(task, worker, done=len(good), total=len(good))
        Batch.objects.filter(pk=batch.pk, state=Batch.State.READING).update(
            state=Batch.State.READY if good else Batch.State.REFUSED,
            handed=blobs.put(lines),
            rejected=bad,
            count=len(good),
            items_count=sum(len(one.submission.items) for one in good),
        )


def _refused(task: Task, worker: str, error: VerifierError) -> None:
    try:
        with transaction.atomic():
            leases.finish(task, worker, Task.State.FAILED, wrong=error.zh)
            Batch.objects.filter(pk=task.batch_id, state=Batch.State.READING).update(
                state=Batch.State.REFUSED, wrong=error.zh
            )
    except Lost:
        return


def handed(batch: Batch) -> list[Handed]:
    """Return what was read of a batch's upload."""
    return [msgspec.json.decode(line, type=Handed) for line in blobs.get(batch.handed).splitlines()]


def _open(task: Task, worker: str, heart: Heartbeat) -> None:
    """Make application, version and task of everybody, some at a time; who is there already from a run that died is not made again."""
    batch = Batch.objects.select_related("unit", "made_by").get(pk=task.batch_id)
    everybody = handed(batch)
    there = set(batch.applications.values_list("key", flat=True))
    coming = [one for one in everybody if one.submission.applicant.id[:100] not in there]
    for start in range(0, len(coming), GROUP):
        heart.tell(Task.State.JUDGING, len(there) + start, len(everybody))
        with transaction.atomic():
            for one in coming[start : start + GROUP]:
                application = filing.opened(one, batch.unit, batch=batch)
                version = filing.freeze(application, one, batch.made_by)
                Task.objects.create(kind=Task.Kind.VERIFY, batch=batch, version=version, asked_by=batch.made_by)
    with transaction.atomic():
        leases.finish(task, worker, done=len(everybody), total=len(everybody))
        Batch.objects.filter(pk=batch.pk, began=None).update(began=timezone.now())
        events.record(events.SYSTEM, "batch_opened", f"batch:{batch.pk}", after=batch.handed)


def unpacked(data: bytes, folder: Path, name: str) -> Path:
    """Lay an upload down to be read, and return its place: a workbook as a file, an archive of documents as a folder.

    `name` is a cleaned one, without a path (`files.clean`).

    Nothing of a name in the archive is trusted but its last part. Raises UnreadableFile.
    """
    if not data.startswith(b"PK\x03\x04") or "xl/workbook.xml" in (names := _names(data, name)):
        place = folder / (name if PurePosixPath(name).suffix.lower() in (*BOOKS, ".jsonl") else f"{name}.xlsx")
        place.write_bytes(data)
        return place
    if not any(PurePosixPath(one).name == BOOK for one in names.values()):
        raise UnreadableFile(
            f"压缩包中没有 {BOOK}。请把申报人表存为 {BOOK}，与各申报人的清单放在一起压缩。",
            f"The archive holds no {BOOK}. Put the table of applicants there under that name, beside everybody's list.",
        )
    _unpack(data, names, folder / "unpacked")
    return folder / "unpacked"


def _names(data: bytes, name: str) -> dict[str, str]:
    """Return the members of an archive, and their names as their writer meant them."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableFile(
            f"{name} 不是完好的压缩包。请重新压缩后上传。", f"{name} is no sound archive. Pack it again."
        ) from None
    if len(members) > MOST_FILES or sum(one.file_size for one in members) > MOST_BYTES:
        raise UnreadableFile(
            f"{name} 中的文件过多或过大（上限 {MOST_FILES} 个、{MOST_BYTES >> 30} GB）。请分批上传。",
            f"{name} holds too much. Upload it in parts.",
        )
    return {one.filename: _meant(one) for one in members}


def _meant(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Windows writes GB18030 and does not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def _unpack(data: bytes, names: dict[str, str], folder: Path) -> None:
    folder.mkdir()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for member, meant in names.items():
            last = PurePosixPath(meant.replace("\\", "/")).name
            if not last or last.startswith(".") or "__MACOSX" in meant:
                continue
            try:
                with archive.open(member) as stream:
                    content = stream.read(ONE_FILE + 1)
            except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
                content = b""
            if len(content) <= ONE_FILE:
                (folder / last[-150:]).write_bytes(content)
