"""Files of full lists, opened: CSV in any usual encoding, workbooks (in a bounded child process), JSON lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from verifier.errors import BadValue, UnreadableFile, why
from verifier.formats.encoding import NotText, decode
from verifier.retrieval import register_rows, snapshot
from verifier.retrieval.register_rows import Read
from verifier.sandbox import Reader

SECONDS = 120
MEMORY = 2 << 30
"""Bounds of the child that opens a workbook; a full list is larger than a hand-in."""
Table = Sequence[Sequence[str]]


def read(path: Path) -> Read:
    """Read one list by its content, not its name. Raises UnreadableFile or BadValue with a sentence."""
    data = _bytes(path)
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        tables = list(_sheets(data, path.name))
    else:
        text = _text(data, path)
        if text.lstrip()[:1] == "{":
            return register_rows.from_records(_objects(text, path))
        tables = [_rows(text, path)]
    found = [held for table in tables if (held := register_rows.from_table(table)) is not None]
    if not found:
        raise BadValue(
            f"{path} 中没有认得的表头（须有刊名，及CN号、ISSN、主办单位等列）。请补上表头后重试。",
            f"{path} has no head that is known (a title, and CN, ISSN, sponsor …). Add one and retry.",
        )
    return Read(
        tuple(row for held in found for row in held.listed), tuple(remark for held in found for remark in held.remarks)
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{path} 无法读取（{why(error)}）。请检查路径。", f"{path} cannot be read ({error.strerror}). Check the path."
        ) from None


def _text(data: bytes, path: Path) -> str:
    try:
        return decode(data).text
    except NotText:
        raise UnreadableFile(
            f"{path} 不是文本、Excel 或 JSON Lines。请另存后重试。",
            f"{path} is no text, workbook or JSON lines. Save it as one of them and retry.",
        ) from None


def _rows(text: str, path: Path) -> Table:
    """Return the rows of a CSV or of a table parted by tabs."""
    try:
        return list(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text[:2000] else ","))
    except csv.Error as error:
        raise BadValue(f"{path} 不是完好的 CSV（{error}）。请另存后重试。", f"{path} is no sound CSV ({error}).") from None


def _sheets(data: bytes, name: str) -> Iterator[Table]:
    with Reader(seconds=SECONDS, memory=MEMORY) as reader:
        yield from (grid.rows for grid in reader.grids(data, name))


def _objects(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or (number == 1 and snapshot.is_known_format(path, line)):
            continue
        try:
            yield number, msgspec.json.decode(line, type=dict[str, Any])
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise BadValue(
                f"{path} 第 {number} 行不是一个 JSON 对象（{error}）。请改正后重试。",
                f"{path}, line {number}: no JSON object ({error}). Correct it and retry.",
            ) from None
