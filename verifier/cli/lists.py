"""Citations out of whatever a unit works with: submissions, a single list, or the reports of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from verifier.cli import options
from verifier.errors import UnreadableFile, why
from verifier.papers.worklist import Listed

WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")


def citations(path: Path) -> Iterator[Listed]:
    """Yield every output of submissions (JSON lines, workbook or folder), of report.jsonl, or of any other list.

    Raises UnreadableFile or BadValue with a sentence.
    """
    kind = path.suffix.lower()
    if path.is_dir():
        yield from _submitted(path)
    elif kind in (".jsonl", ".json"):
        yield from _reported(path) if b'"schema":"report/' in _bytes(path).partition(b"\n")[0] else _submitted(path)
    elif kind in WORKBOOKS:
        yield from _workbook(path)
    else:
        yield from _listed(path)


def _workbook(path: Path) -> Iterator[Listed]:
    """Yield the outputs of a unit's workbook, or of a workbook that is a plain list."""
    try:
        found = list(_submitted(path))
    except UnreadableFile:
        found = []
    yield from found or _listed(path)


def _submitted(path: Path) -> Iterator[Listed]:
    from verifier.submissions import Rejected, read_submissions
    from verifier.verify import read_items

    for one in read_submissions(path, options.DEFAULT_NOTICE):
        if isinstance(one, Rejected):
            continue
        known = {**read_items(one.submission), **one.citations}
        for item in one.submission.items:
            yield Listed(one.submission.applicant.id, known[item.id], item.claimed)


def _reported(path: Path) -> Iterator[Listed]:
    from verifier.cli.reports import each_report

    for report in each_report(path):
        for item in report.items:
            yield Listed(report.applicant.id, item.citation, None, item)


def _listed(path: Path) -> Iterator[Listed]:
    from verifier.cli.reading import hand_in
    from verifier.readers.document import citation

    for number, piece in enumerate(hand_in(_bytes(path), path.name).pieces, 1):
        yield Listed("", citation(piece, str(number)))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{path} 无法读取（{why(error)}）。请检查路径后重试。",
            f"{path} cannot be read ({error.strerror}). Check the path and retry.",
        ) from None
