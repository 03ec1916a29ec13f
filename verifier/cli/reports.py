"""Stored reports as commands take them: one `report.json`, or the `report.jsonl` of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from verifier.cli.language import say
from verifier.errors import BadValue, UnreadableFile, why
from verifier.model import Report

if TYPE_CHECKING:
    from verifier.judging.earlier import Register


def each_report(path: Path) -> Iterator[Report]:
    """Yield every report of a file. Raises UnreadableFile, or BadValue naming the line."""
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _decoded(path, number, line)
    except OSError as error:
        raise UnreadableFile(
            f"核验结果 {path} 无法读取（{why(error)}）。请给出 report.json 或 report.jsonl。",
            f"The report {path} cannot be read ({error.strerror}). Name a report.json or a report.jsonl.",
        ) from None


def read_reports(path: Path, applicant: str | None = None) -> list[Report]:
    """Return the reports of a file, or those of one applicant. Raises UsageError if there is none of that id."""
    found = [one for one in each_report(path) if applicant is None or one.applicant.id == applicant]
    if not found:
        raise click.UsageError(say(f"{path} 中没有申报人 {applicant or ''}", f"there is no applicant {applicant or ''} in {path}"))
    return found


def listed_before(files: Iterable[str]) -> Register:
    """Return the register of what earlier applications listed, from their stored reports."""
    from itertools import chain

    from verifier.judging import earlier

    return earlier.listed(chain.from_iterable(each_report(Path(file)) for file in files))


def _decoded(path: Path, number: int, line: bytes) -> Report:
    try:
        return msgspec.json.decode(line, type=Report)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadValue(
            f"{path} 第 {number} 行不是核验结果：{error}。请给出本程序写出的 report.json 或 report.jsonl。",
            f"Line {number} of {path} is no report: {error}. Name a report.json or report.jsonl that this program wrote.",
        ) from None
