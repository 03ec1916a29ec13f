"""Submissions as a unit hands them in: `submissions.jsonl`, a workbook, or a folder with one document per applicant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from verifier import readers
from verifier.errors import BadValue, InputError, UnreadableFile, why
from verifier.model import Applicant, Citation, Frozen, Item, Submission
from verifier.normalize import dates
from verifier.readers.document import read_document

APPLICANT_HEADS = {
    "id": ("编号", "序号", "申报人编号", "id"),
    "name": ("姓名", "申报人", "name"),
    "name_latin": ("姓名拼音", "拼音", "name_latin"),
    "units": ("单位", "工作单位", "units"),
    "series": ("系列", "申报系列", "series"),
    "specialty": ("专业", "申报专业", "specialty"),
    "level": ("级别", "申报级别", "level"),
    "title": ("现专业技术资格", "现资格", "title"),
    "obtained": ("取得时间", "现资格取得时间", "资格取得时间", "obtained"),
    "basis": ("取得依据", "basis"),
    "file": ("文件", "清单文件", "file"),
    "notice": ("评审通知", "通知", "notice"),
}
ITEM_HEADS = {
    "applicant": ("申报人编号", "申报人", "姓名", "applicant"),
    "id": ("成果编号", "编号", "序号", "id"),
    "text": ("著录", "参考文献", "成果著录", "论文", "text"),
    "author_rank": ("申报人位次", "作者排名", "位次", "author_rank"),
    "cn": ("CN", "CN号", "国内刊号", "cn"),
    "issn": ("ISSN", "ISSN号", "issn"),
}
SERIES = {"工程": "engineering", "工程系列": "engineering", "经济": "economics", "经济系列": "economics", "其他": "other"}
BASES = {"证书": "certificate", "评审年度": "review-year", "聘任": "appointment"}
SUFFIXES = (".docx", ".xlsx", ".xls", ".txt", ".md")


class Handed(Frozen, frozen=True, kw_only=True):
    """One submission with the citations that a document reader already cut out of it (with their origin)."""

    submission: Submission
    citations: dict[str, Citation] = {}


class Rejected(Frozen, frozen=True, kw_only=True):
    """One row that cannot be used: where it stands and why, in Chinese and English. The other rows go on."""

    where: str
    zh: str
    en: str


def read_submissions(path: Path, notice: str) -> Iterator[Handed | Rejected]:
    """Yield every submission found at `path`, or why it was rejected. Raises UnreadableFile if nothing can be opened."""
    if path.is_dir():
        yield from _folder(path, notice)
    elif path.suffix.lower() in (".xlsx", ".xls", ".ods"):
        yield from _workbook(path, notice)
    else:
        yield from _jsonl(path)


def valid(submission: Submission) -> Submission:
    """Return the submission if its dates and ids can be used. Raises BadValue naming the applicant's row and the key."""
    obtained = submission.applicant.qualification.obtained
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", obtained) or not _is_date(obtained):
        raise BadValue(
            f"申报人 {submission.applicant.id}：现资格取得时间“{obtained}”不是日期。请写作 2016-12-30、2016-12 或 2016。",
            f"Applicant {submission.applicant.id}: “{obtained}” is no date. Write 2016-12-30, 2016-12 or 2016.",
        )
    ids = [item.id for item in submission.items]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise BadValue(
            f"申报人 {submission.applicant.id}：成果编号 {twice[0]} 重复。请改为互不相同的编号。",
            f"Applicant {submission.applicant.id}: item id {twice[0]} occurs twice. Give every item an id of its own.",
        )
    return submission


def _is_date(text: str) -> bool:
    try:
        return dates.parse(text) is not None
    except ValueError:
        return False


def _jsonl(path: Path) -> Iterator[Handed | Rejected]:
    with _opened(path) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            try:
                yield Handed(submission=valid(msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"), type=Submission)))
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield Rejected(where=where, zh=f"第 {number} 行有误：{error}", en=f"line {number} is wrong: {error}")
            except InputError as error:
                yield Rejected(where=where, zh=error.zh, en=error.en)


def _opened(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(
            f"{path} 无法读取（{why(error)}）。请检查路径后重试。",
            f"{path} cannot be read ({error.strerror}). Check the path and retry.",
        ) from None


def _sheets(path: Path) -> list[tuple[str, list[list[str]]]]:
    from python_calamine import CalamineError, CalamineWorkbook  # late: only workbooks need it

    try:
        book = CalamineWorkbook.from_path(str(path))
        return [(name, [[_cell(v) for v in row] for row in book.get_sheet_by_name(name).to_python()]) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(
            f"工作簿 {path} 无法打开（{error}）。请另存为 .xlsx 后重试。",
            f"The workbook {path} cannot be opened ({error}). Save it as .xlsx and retry.",
        ) from None


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def rows_under(rows: list[list[str]], heads: Mapping[str, tuple[str, ...]], needed: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number from 1, field -> cell) for every row below the first row whose heads name `needed`."""
    columns: dict[int, str] = {}
    for number, row in enumerate(rows, 1):
        if not columns:
            found = {i: field for i, cell in enumerate(row) for field, names in heads.items() if cell.rstrip("*") in names}
            columns = found if needed in found.values() else {}
        elif any(row):
            yield number, {field: row[i] for i, field in columns.items() if i < len(row)}


def _workbook(path: Path, notice: str) -> Iterator[Handed | Rejected]:
    """A sheet of applicants (heads 姓名 …) and a sheet of items (heads 申报人编号, 著录 …)."""
    sheets = _sheets(path)
    people: list[tuple[str, dict[str, str]]] = []
    items: dict[str, list[dict[str, str]]] = {}
    for name, rows in sheets:
        found = list(rows_under(rows, ITEM_HEADS, "text"))
        for _, row in found:
            items.setdefault(row.get("applicant", ""), []).append(row)
        if not found:
            people += [(f"{name}!{number}", row) for number, row in rows_under(rows, APPLICANT_HEADS, "obtained")]
    if not people:
        raise UnreadableFile(
            f"工作簿 {path} 中没有申报人表（需有“姓名”“取得时间”等列）。请按 docs/commands.md 的列名填写。",
            f"The workbook {path} has no sheet of applicants (columns 姓名, 取得时间 …). See docs/commands.md.",
        )
    for where, row in people:
        mine = items.get(row.get("id", ""), []) or items.get(row.get("name", ""), [])
        yield _guard(f"{path.name}!{where}", lambda row=row, mine=mine: _from_rows(row, mine, notice))  # type: ignore[misc]


def _guard(where: str, build: Callable[[], Handed]) -> Handed | Rejected:
    try:
        return build()
    except msgspec.ValidationError as error:
        return Rejected(where=where, zh=f"申报人信息有误：{error}", en=f"the applicant is wrong: {error}")
    except InputError as error:
        return Rejected(where=where, zh=error.zh, en=error.en)


def _from_rows(row: dict[str, str], items: list[dict[str, str]], notice: str) -> Handed:
    listed = tuple(
        msgspec.convert(_item(one, number), Item) for number, one in enumerate(items, 1)
    )
    return Handed(submission=valid(Submission(applicant=applicant(row), notice=row.get("notice") or notice, items=listed)))


def _item(row: dict[str, str], number: int) -> dict[str, Any]:
    claimed: dict[str, Any] = {key: row[key] for key in ("cn", "issn") if row.get(key)}
    if row.get("author_rank", "").isdigit():
        claimed["author_rank"] = int(row["author_rank"])
    return {"id": row.get("id") or str(number), "text": row.get("text", ""), "claimed": claimed or None}


def applicant(row: Mapping[str, str]) -> Applicant:
    """Build an applicant from the cells of one row. Raises msgspec.ValidationError or BadValue."""
    series = row.get("series", "")
    return msgspec.convert(
        {
            "id": row.get("id") or row.get("name", ""),
            "name": row.get("name", ""),
            "name_latin": [row["name_latin"]] if row.get("name_latin") else [],
            "units": [row["units"]] if row.get("units") else [],
            "series": SERIES.get(series, series),
            "specialty": row.get("specialty", ""),
            "level": row.get("level", ""),
            "qualification": {
                "title": row.get("title", ""),
                "obtained": row.get("obtained", "")[:10],
                "basis": BASES.get(row.get("basis", ""), row.get("basis") or "certificate"),
            },
        },
        Applicant,
    )


def _folder(path: Path, notice: str) -> Iterator[Handed | Rejected]:
    """`applicants.xlsx` and one document per applicant, named by the column 文件, else by id or name."""
    book = path / "applicants.xlsx"
    found = False
    for sheet, rows in _sheets(book):
        for number, row in rows_under(rows, APPLICANT_HEADS, "obtained"):
            found = True
            yield _guard(f"{book.name}!{sheet}!{number}", lambda row=row: _from_document(path, row, notice))  # type: ignore[misc]
    if not found:
        raise UnreadableFile(
            f"{book} 中没有申报人。请按 docs/commands.md 的列名填写。",
            f"There is no applicant in {book}. Fill it in as docs/commands.md says.",
        )


def _from_document(folder: Path, row: dict[str, str], notice: str) -> Handed:
    person = applicant(row)
    file = _document_of(folder, row)
    pieces = read_document(file.read_bytes(), file.name)
    items = tuple(Item(id=str(number), text=piece.text) for number, piece in enumerate(pieces, 1))
    citations = {i.id: readers.read(i.text, i.id, p.origin) for i, p in zip(items, pieces, strict=True)}
    return Handed(
        submission=valid(Submission(applicant=person, notice=row.get("notice") or notice, items=items)), citations=citations
    )


def _document_of(folder: Path, row: dict[str, str]) -> Path:
    names = [row["file"]] if row.get("file") else [row.get(key, "") + end for key in ("id", "name") for end in SUFFIXES]
    here = {path.name: path for path in folder.iterdir() if path.is_file()}
    for name in names:
        if name in here:
            return here[name]
    raise UnreadableFile(
        f"文件夹 {folder} 中没有 {names[0]}。请把该申报人的清单放入，或在“文件”列写明文件名。",
        f"{names[0]} is not in the folder {folder}. Put that applicant's list there, or name it in the column 文件.",
    )
