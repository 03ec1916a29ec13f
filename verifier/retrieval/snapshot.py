"""A stored registry (`--registry FILE`): journals.jsonl, one journal a line, read strictly. Its silence is no absence.

Imported registers are kept as `registry/<day>.jsonl` in the data folder, one file a snapshot date; a folder stands for its newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import msgspec

from verifier.errors import BadValue, UnreadableFile
from verifier.model import FormerName, Journal

SOURCE = "snapshot"
FORMAT = 1
"""What the first line of a stored snapshot names, `{"format": "registry/1"}`. A list of journals from elsewhere need not name any."""
LARGEST = 512 * 1024 * 1024
Text = Annotated[str, msgspec.Meta(min_length=1)]
PartialDate = Annotated[str, msgspec.Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Database = Literal["cnki", "wanfang", "vip", "crossref", "openalex", "doaj"]
_FIELD = re.compile(r"field `([^`]+)`")
_FORMAT = re.compile(r'\{\s*"format"\s*:\s*"registry/(\d{1,6})"\s*\}')
_PLACE = re.compile(r"`(?:key` in `)?\$\.?([^`]*)`$")


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of journals.jsonl, with the catalogue's keys."""

    id: Text
    title: Text
    former: tuple[Former, ...] = ()
    cn: str | None = None
    issn: str | None = None
    sponsors: tuple[str, ...] = ()
    authority: str | None = None
    frequency: str | None = None
    place: str | None = None
    language: str | None = None
    medium: Literal["print", "network", "electronic"] | None = None
    status: Literal["active", "stopped", "merged", "renamed"] | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    subject: str | None = None
    registered: bool = True
    codes: dict[Database, Text | None] = {}
    coverage: dict[Database, tuple[PartialDate | None, PartialDate | None]] = {}
    marks: tuple[str, ...] = ()


class Former(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """An earlier name; `from` and `until` are `YYYY` or `YYYY-MM`."""

    title: Text
    since: PartialDate | None = None
    until: PartialDate | None = None
    cn: str | None = None
    issn: str | None = None


_DECODER = msgspec.json.Decoder(Row)
_ENCODER = msgspec.json.Encoder()
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def load(path: Path) -> tuple[Journal, ...]:
    """Return the registered journals of a snapshot, in the file's order; of a folder, those of its newest snapshot.

    Raises UnreadableFile for a file that cannot be read and BadValue naming file, line and key for a wrong line.
    """
    return tuple(journal(row) for row in rows(newest(path) if path.is_dir() else path) if row.registered)


def rows(path: Path) -> tuple[Row, ...]:
    """Return every row of a snapshot file. Raises like `load`."""
    found: list[Row] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip() or (number == 1 and is_known_format(path, line)):
            continue
        row = _row(path, number, line)
        if row.id in seen:
            _wrong(path, number, "id", f"与第 {seen[row.id]} 行重复", f"repeats line {seen[row.id]}")
        seen[row.id] = number
        found.append(row)
    return tuple(found)


def dated(folder: Path) -> dict[str, Path]:
    """Return the snapshots of a folder by their day, the oldest first."""
    found = {path.stem: path for path in folder.glob("*.jsonl") if _DAY.fullmatch(path.stem)}
    return dict(sorted(found.items()))


def newest(folder: Path) -> Path:
    """Return the newest snapshot of a folder. Raises UnreadableFile where it holds none."""
    found = dated(folder)
    if not found:
        raise UnreadableFile(
            f"{folder} 中没有期刊名录快照。请先运行 verifier registry import。",
            f"There is no registry snapshot in {folder}. Run verifier registry import first.",
        )
    return list(found.values())[-1]


def store(folder: Path, day: str, listed: Iterable[Row]) -> Path:
    """Write a snapshot as `<day>.jsonl`, whole or not at all; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{day}.jsonl"
    draft = path.with_suffix(".part")
    head = _ENCODER.encode({"format": f"registry/{FORMAT}"})
    draft.write_bytes(b"".join(line + b"\n" for line in (head, *map(_ENCODER.encode, listed))))
    draft.replace(path)
    return path


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(
                f"登记库文件 {path} 超过 {LARGEST >> 20} MB。请拆分后重试。",
                f"The registry file {path} exceeds {LARGEST >> 20} MB. Split it, then try again.",
            )
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"登记库文件 {path} 无法读取：{error}。请检查路径，并存为 UTF-8 编码的 JSON Lines。",
            f"The registry file {path} cannot be read: {error}. Check the path and save it as JSON Lines in UTF-8.",
        ) from None


def is_known_format(path: Path, line: str) -> bool:
    """Say whether a first line names the file's format. Raises BadValue for one of a later version of the program."""
    found = _FORMAT.fullmatch(line.strip())
    if found and int(found[1]) > FORMAT:
        zh, en = f"本程序只识别到 registry/{FORMAT}，请改用较新的版本", f"this program knows up to registry/{FORMAT}; use a newer version"
        _wrong(path, 1, "format", zh, en)
    return found is not None


def _row(path: Path, number: int, line: str) -> Row:
    try:
        repeated = _repeated_key(line)
        if repeated:
            _wrong(path, number, repeated, "同一行中出现两次", "stands twice in the line")
        return _DECODER.decode(line)
    except msgspec.ValidationError as error:
        _wrong(path, number, _key(str(error)), str(error), str(error))
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        _wrong(path, number, "(整行)", f"不是一条 JSON 记录（{error}）", f"no JSON record ({error})")


def _key(message: str) -> str:
    """Return the path of the key that msgspec's message speaks of.

    >>> _key("Object contains unknown field `x` - at `$.former[0]`")
    'former[0].x'
    >>> _key("Expected `str | null`, got `int` - at `$.cn`")
    'cn'
    """
    place, field = _PLACE.search(message), _FIELD.search(message)
    return ".".join(part for part in (place[1] if place else "", field[1] if field else "") if part) or "(整行)"


def _repeated_key(line: str) -> str:
    """Return a key that the line's object holds twice, "" when there is none: msgspec would take the last one silently."""
    import json  # late: only a snapshot needs the pairs

    repeated: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in found]
        repeated.extend(name for name in names if names.count(name) > 1)
        return dict(found)

    json.loads(line, object_pairs_hook=pairs)
    return repeated[0] if repeated else ""


def journal(row: Row) -> Journal:
    """Return a row as a journal of the snapshot."""
    return Journal(
        source=SOURCE,
        key=row.id,
        title=row.title,
        former=tuple(
            FormerName(title=one.title, since=one.since, until=one.until, cn=one.cn, issn=one.issn) for one in row.former
        ),
        cn=row.cn,
        issn=row.issn,
        sponsors=row.sponsors,
        authority=row.authority,
        frequency=row.frequency,
        place=row.place,
        language=row.language,
        medium=row.medium,
        status=row.status,
        since=row.since,
        until=row.until,
        subject=row.subject,
    )


def _wrong(path: Path, line: int, key: str, zh: str, en: str) -> NoReturn:
    raise BadValue(
        f"登记库文件 {path} 第 {line} 行，键 {key}：{zh}。请改正该行后重试。",
        f"Registry file {path}, line {line}, key {key}: {en}. Correct that line, then try again.",
    )
