"""Submissions as a unit hands them in: `submissions.jsonl`, a workbook, or a folder with one document per applicant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from verifier.errors import BadValue, InputError, UnreadableFile, why
from verifier.model import Submission
from verifier.sandbox import Reader
from verifier.submissions import folder, workbook
from verifier.submissions.handed import Handed, Rejected
from verifier.submissions.people import is_date, item

__all__ = ["Handed", "Rejected", "item", "read_submissions", "valid"]
BOOKS = (".xlsx", ".xls", ".xlsm", ".ods")


def read_submissions(path: Path, notice: str) -> Iterator[Handed | Rejected]:
    """Yield every submission found at `path`, or why it was rejected.

    Raises UnreadableFile if nothing can be opened, and BadValue naming every wrong cell of a workbook before the first submission.
    """
    if path.is_dir():
        with Reader() as reader:
            yield from folder.read(path, reader.grids(_bytes(path / folder.BOOK), folder.BOOK), notice, reader)
    elif path.suffix.lower() in BOOKS or _is_book(path):
        with Reader() as reader:
            grids = reader.grids(_bytes(path), path.name)
        yield from workbook.read(grids, path.name, notice)
    else:
        yield from _jsonl(path)


def valid(submission: Submission) -> Submission:
    """Return the submission if its dates and ids can be used. Raises BadValue naming the applicant's row and the key."""
    obtained = submission.applicant.qualification.obtained
    if not is_date(obtained):
        raise BadValue(
            f"申报人 {submission.applicant.id}：现资格取得时间“{obtained}”不是日期。请写作 2016-12-30、2016-12 或 2016。",
            f"Applicant {submission.applicant.id}: “{obtained}” is no date. Write 2016-12-30, 2016-12 or 2016.",
        )
    counts = Counter(one.id for one in submission.items)
    if twice := sorted(key for key, count in counts.items() if count > 1):
        raise BadValue(
            f"申报人 {submission.applicant.id}：成果编号 {twice[0]} 重复。请改为互不相同的编号。",
            f"Applicant {submission.applicant.id}: item id {twice[0]} occurs twice. Give every item an id of its own.",
        )
    return submission


def _is_book(path: Path) -> bool:
    """Tell whether a file of another name is a workbook: it begins as a zip or an old Office file does."""
    with _opened(path) as stream:
        return stream.read(4) in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def _jsonl(path: Path) -> Iterator[Handed | Rejected]:
    with _opened(path) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            try:
                yield Handed(submission=valid(msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"), type=Submission)))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                yield Rejected(where=where, zh=f"第 {number} 行有误：{error}", en=f"line {number} is wrong: {error}")
            except InputError as error:
                yield Rejected(where=where, zh=error.zh, en=error.en)


def _bytes(path: Path) -> bytes:
    with _opened(path) as stream:
        return stream.read()


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(
            f"{path} 无法读取（{why(error)}）。请检查路径后重试。",
            f"{path} cannot be read ({error.strerror}). Check the path and retry.",
        ) from None
