"""Plain text as a document: running text, and the tables in it (CSV, tabs as Excel pastes them, Markdown)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from verifier.formats import spreadsheet
from verifier.formats.entry import Line
from verifier.readers.content import Content, Grid, Row, Text

_MARKDOWN_ROW = re.compile(r"\s{0,3}\|.*\|\s*$")
_MARKDOWN_RULE = re.compile(r"\s{0,3}\|[\s:|-]+\|\s*$")
_MARKDOWN_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
DELIMITERS = (",", "\t", ";", "，")
LONGEST_CELL = 200_000


def read(lines: Sequence[Line]) -> Iterator[Content]:
    """Yield the tables and the running text of a plain text."""
    delimiter = _delimiter(lines)
    if delimiter:
        yield _csv(lines, delimiter)
        return
    place = 0
    rows: list[Row] = []
    while place < len(lines):
        end = _table_end(lines, place)
        if end > place:
            if rows:
                yield Text(tuple(rows))
                rows = []
            yield _grid(lines[place:end])
            place = end
        else:
            heading = _MARKDOWN_HEADING.match(lines[place].text)
            rows.append(Row(heading[1] if heading else lines[place].text, lines[place].number, aside=heading is not None))
            place += 1
    if rows:
        yield Text(tuple(rows))


def _delimiter(lines: Sequence[Line]) -> str:
    """Return what parts the columns of a file whose first line with text is a row of heads, or nothing."""
    for line in lines[:50]:
        if line.text.strip():
            for delimiter in DELIMITERS:
                cells = next(csv.reader([line.text[:4000]], delimiter=delimiter), [])
                if len(cells) > 1 and spreadsheet.heads(cells):
                    return delimiter
            if line.number > 5:
                return ""
    return ""


def _csv(lines: Sequence[Line], delimiter: str) -> Grid:
    csv.field_size_limit(LONGEST_CELL)
    stream = io.StringIO("\n".join(line.text for line in lines), newline="")
    rows: list[tuple[str, ...]] = []
    try:
        rows.extend(tuple(row) for row in csv.reader(stream, delimiter=delimiter))
    except csv.Error:  # a cell beyond every measure: take the lines as they stand
        rows = [tuple(line.text.split(delimiter)) for line in lines]
    return Grid(tuple(rows))


def _table_end(lines: Sequence[Line], place: int) -> int:
    """Return where a table that begins at a line ends, or the line itself where none begins."""
    if _MARKDOWN_ROW.match(lines[place].text):
        shape = _is_markdown
    elif lines[place].text.count("\t") >= 2:
        shape = _is_tabbed
    else:
        return place
    end = place
    while end < len(lines) and shape(lines[end].text):
        end += 1
    return end if end - place > 1 else place


def _is_markdown(text: str) -> bool:
    return _MARKDOWN_ROW.match(text) is not None


def _is_tabbed(text: str) -> bool:
    return text.count("\t") >= 2


def _grid(lines: Sequence[Line]) -> Grid:
    markdown = _is_markdown(lines[0].text)
    rows = [_cells(line.text, markdown) for line in lines if not _MARKDOWN_RULE.match(line.text)]
    return Grid(tuple(rows), first=lines[0].number)


def _cells(text: str, markdown: bool) -> tuple[str, ...]:
    if markdown:
        return tuple(cell.strip().replace("<br>", "\n") for cell in text.strip().strip("|").split("|"))
    return tuple(text.split("\t"))
