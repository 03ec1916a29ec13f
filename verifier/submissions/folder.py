"""A folder: `applicants.xlsx` and one document per applicant, named by the column 文件, else by id or name.

A document may list several applicants; each gets what stands under their name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from verifier.errors import InputError, UnreadableFile, why
from verifier.model import Submission
from verifier.readers import document
from verifier.readers.content import Grid
from verifier.readers.document import HandIn, Piece
from verifier.sandbox import Reader
from verifier.submissions import people, workbook
from verifier.submissions.handed import Handed, Rejected
from verifier.submissions.wrong import complaint

BOOK = "applicants.xlsx"
SUFFIXES = (".docx", ".xlsx", ".xls", ".pdf", ".txt", ".md", ".csv", ".net", ".ris", ".bib", ".json", ".xml", ".zip", ".doc")


def read(folder: Path, grids: Sequence[Grid], notice: str, reader: Reader) -> Iterator[Handed | Rejected]:
    """Yield one submission per applicant, or why there is none; one bad document does not stop the others."""
    table, _ = workbook.tables(grids, BOOK)
    for row in table.rows:
        where = f"{BOOK}!{table.sheet}!{row.number}"
        wrong = [table.wrong(row, *one) for one in people.complaints(row.cells)]
        try:
            if wrong:
                raise complaint(BOOK, wrong)
            yield _one(folder, row.cells, notice, reader)
        except InputError as error:
            yield Rejected(where=where, zh=error.zh, en=error.en)


def _one(folder: Path, row: dict[str, str], notice: str, reader: Reader) -> Handed:
    person = people.applicant(row)
    file = _document(folder, row)
    found = document.of_person(reader.read(_bytes(file), file.name), person.name)
    items = tuple(people.item(piece, str(number)) for number, piece in enumerate(found.pieces, 1))
    citations = {one.id: document.citation(piece, one.id) for one, piece in zip(items, found.pieces, strict=True)}
    submission = Submission(applicant=person, notice=row.get("notice") or notice, items=items)
    return Handed(submission=submission, citations=citations, left_out=tuple(_left_out(found)))


def _left_out(found: HandIn) -> Iterator[str]:
    for piece in found.left_out:
        yield f"{_place(piece)} {piece.text[:60]}（{piece.note}）"
    for one in found.failed:
        yield one.zh


def _place(piece: Piece) -> str:
    origin = piece.origin
    parts = [origin.file, *(f"{value}" for value in (origin.page, origin.sheet, origin.row or origin.line) if value)]
    return "!".join(parts)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{file} 无法读取（{why(error)}）。请检查权限。", f"{file} cannot be read ({error.strerror}). Check its permissions."
        ) from None


def _document(folder: Path, row: dict[str, str]) -> Path:
    names = [row["file"]] if row.get("file") else [row.get(key, "") + end for key in ("id", "name") for end in SUFFIXES]
    here = {path.name: path for path in folder.iterdir() if path.is_file() and path.name != BOOK}
    for name in names:
        if name in here:
            return here[name]
    stems = {path.stem: path for path in here.values()}
    for key in ("id", "name"):
        if row.get(key) in stems and not row.get("file"):
            return stems[row[key]]
    raise UnreadableFile(
        f"文件夹 {folder} 中没有 {names[0]}。请把该申报人的清单放入，或在“文件”列写明文件名。",
        f"{names[0]} is not in the folder {folder}. Put that applicant's list there, or name it in the column 文件.",
    )
