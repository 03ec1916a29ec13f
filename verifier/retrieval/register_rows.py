"""Full lists of journals as offices and databases hand them out (tables, JSON lines) -> rows of a registry snapshot.

Columns are known by their heads, never by position. What is printed stays as printed: a CN or ISSN that is not well formed is kept and
remarked, a letter O is only ever suggested to be a nought.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from verifier.normalize import cn, dates, issn, journals
from verifier.normalize.invalid import Invalid
from verifier.retrieval.snapshot import Row

_HEADS = {
    "title": "刊名|期刊名称|期刊名|名称|中文刊名|刊物名称|杂志名称|现刊名|title|journal|journal title",
    "cn": "cn|cn号|国内刊号|国内统一刊号|国内统一连续出版物号|国内统一连续出版物编号|统一刊号|刊号|国内刊号(cn)|cn刊号",
    "issn": "issn|issn号|国际刊号|国际标准刊号|国际标准连续出版物号|国际标准连续出版物编号|国际刊号(issn)",
    "sponsors": "主办单位|主办|主办者|sponsor|sponsors",
    "authority": "主管单位|主管|authority",
    "frequency": "刊期|出版周期|出版频率|周期|frequency",
    "place": "出版地|出版地区|地区|省份|所在地|place",
    "language": "语种|文种|语言|language",
    "medium": "媒体|载体|出版形式|介质|medium",
    "status": "状态|现状|出版状态|status",
    "since": "创刊|创刊时间|创刊年|创刊日期|founded|since",
    "until": "停刊时间|停刊年|终刊时间|until",
    "subject": "学科|专题|专题名称|学科分类|所属学科|field|subject",
    "former": "曾用名|曾用刊名|曾用名称|原刊名|历史刊名|former|former names",
}
_BY_HEAD = {head: key for key, heads in _HEADS.items() for head in heads.split("|")}
_STATUS = (
    ("active", re.compile(r"在刊|正常|active|出版中", re.I)),
    ("stopped", re.compile(r"停刊|终刊|注销|stopped", re.I)),
    ("merged", re.compile(r"合并|并入|merged", re.I)),
    ("renamed", re.compile(r"更名|改名|renamed", re.I)),
)
_MEDIUM = (
    ("network", re.compile(r"网络|network", re.I)),
    ("electronic", re.compile(r"电子|electronic", re.I)),
    ("print", re.compile(r"纸|印刷|print", re.I)),
)
_FORMER = re.compile(r"(?P<name>.+?)\s*(?:[（(](?P<notes>[^（）()]*\d{4}[^（）()]*)[）)])?")
_SPAN = re.compile(r"(?P<since>\d{4}(?:[-./]\d{1,2})?)?\s*[—–~～至-]{1,2}\s*(?P<until>\d{4}(?:[-./]\d{1,2})?)?")
_CN = re.compile(r"\d\d-\d{4}(?:/[A-Z0-9]{1,5})?")
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_HEAD_ROWS = 20
_LONGEST = 200
"""Code points that a title may have."""


class Remark(NamedTuple):
    """Something about one line of a list that a person should know; `refused` tells that the line was left out."""

    line: int
    zh: str
    en: str
    refused: bool = False


class Read(NamedTuple):
    """What a list held; the rows' ids are not their own yet (see `numbered`)."""

    listed: tuple[Row, ...]
    remarks: tuple[Remark, ...]


def from_table(rows: Sequence[Sequence[str]]) -> Read | None:
    """Read a table; None where none of its first rows is a head with a title and another column that is known."""
    for place, head in enumerate(rows[:_HEAD_ROWS]):
        columns = {number: key for number, cell in enumerate(head) if (key := _column(cell))}
        if "title" in columns.values() and len(set(columns.values())) > 1:
            below = ((line, _cells(cells, columns)) for line, cells in enumerate(rows[place + 1 :], place + 2))
            return _read((line, cells) for line, cells in below if cells)
    return None


def from_records(records: Iterable[tuple[int, Mapping[str, Any]]]) -> Read:
    """Read JSON objects with their line numbers; keys are known like heads, others are left aside."""
    return _read((line, {key: value for name, value in record.items() if (key := _column(name))}) for line, record in records)


def _column(head: str) -> str | None:
    return _BY_HEAD.get(re.sub(r"[\s*：:]", "", head).replace("（", "(").replace("）", ")").casefold())


def _cells(cells: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, key in columns.items():
        if number < len(cells) and cells[number].strip():
            found.setdefault(key, cells[number].strip())
    return found


def _read(lines: Iterable[tuple[int, Mapping[str, Any]]]) -> Read:
    listed: list[Row] = []
    remarks: list[Remark] = []
    for line, cells in lines:
        title = " ".join(str(cells.get("title") or "").split()).strip("《》")
        if not title or len(title) > _LONGEST:
            remarks.append(Remark(line, "没有刊名，未收入", "has no title and was left out", refused=True))
            continue
        row = msgspec.convert({"id": title, **_fields(title, cells)}, Row)
        listed.append(row)
        remarks += [Remark(line, zh, en) for zh, en in _doubts(row)]
    return Read(tuple(listed), tuple(remarks))


def _fields(title: str, cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a row out of cells or JSON values; a serial without a CN is none that the press registry knows."""
    status = str(cells.get("status") or "")
    until = _date(cells.get("until")) or _date("".join(re.findall(r"\d{4}(?:[-.年]\d{1,2})?", status)[:1]))
    named = next((name for name, shape in _STATUS if shape.search(status)), None)
    number = _number(cells.get("cn"), cn.validate)
    return {
        "title": title,
        "cn": number,
        "issn": _number(cells.get("issn"), issn.validate),
        "sponsors": tuple(_split(cells.get("sponsors"))),
        **{key: _text(cells.get(key)) for key in ("authority", "frequency", "place", "language", "subject")},
        "medium": next((name for name, shape in _MEDIUM if shape.search(str(cells.get("medium") or ""))), None),
        "status": named,
        "since": _date(cells.get("since")),
        "until": until if named != "active" else None,
        "former": tuple(_formers(cells.get("former"))),
        "registered": number is not None and not cn.lookalike(number),
    }


def _text(value: Any) -> str | None:
    text = " ".join(str(value).split()) if value not in (None, [], ()) else ""
    return text or None


def _number(value: Any, validate: Any) -> str | None:
    """Return a number in its usual form, or as it is printed where it has none."""
    text = _text(value)
    try:
        return str(validate(text)) if text else None
    except Invalid:
        return text


def _split(value: Any) -> Iterator[str]:
    parts = value if isinstance(value, (list, tuple)) else re.split(r"[;；\n]", str(value or ""))
    yield from (text for part in parts if (text := _text(part)))


def _date(value: Any) -> str | None:
    """Return `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of a printed date.

    >>> _date("2001年"), _date("1998.5"), _date("1998-05-03"), _date("不详")
    ('2001', '1998-05', '1998-05-03', None)
    """
    span = dates.parse(str(value)) if value else None
    if span is None:
        return None
    first, last = span
    if first == last:
        return first.isoformat()
    return first.isoformat()[: 4 if first.month != last.month else 7]


def _formers(value: Any) -> Iterator[dict[str, Any]]:
    """Yield former names: texts, objects with the snapshot's own keys, or `旧刊名（1998-01—2010-12，CN 21-1234/TH）; …`."""
    parts = value if isinstance(value, (list, tuple)) else re.split(r"[;；\n]", str(value or ""))
    for part in parts:
        if isinstance(part, Mapping):
            known = {key: part[key] for key in ("title", "from", "until", "cn", "issn") if part.get(key)}
            if known.get("title"):
                yield {key: _date(text) if key in ("from", "until") else str(text) for key, text in known.items()}
        elif (text := _text(part)) and (found := _FORMER.fullmatch(text.strip("《》"))):
            yield _former(found["name"].strip("《》"), found["notes"] or "")


def _former(name: str, notes: str) -> dict[str, Any]:
    number, serial = _CN.search(notes), _ISSN.search(notes)
    bare = _ISSN.sub("", _CN.sub("", notes))
    span = _SPAN.search(bare)
    found = {
        "title": name,
        "from": _date(span["since"]) if span else None,
        "until": _date(span["until"]) if span else None,
        "cn": number[0] if number else None,
        "issn": serial[0].upper() if serial else None,
    }
    return {key: value for key, value in found.items() if value}


def _doubts(row: Row) -> Iterator[tuple[str, str]]:
    """Yield what is odd about a row's own numbers; nothing is repaired."""
    if row.cn and cn.number(row.cn) is None:
        better = cn.suggest(row.cn)
        hint = (f"，疑为{better}", f", perhaps {better}") if better else ("", "")
        yield f"《{row.title}》CN号“{row.cn}”形式有误{hint[0]}", f"“{row.title}”: the CN {row.cn} is malformed{hint[1]}"
    if row.issn and not _is_issn(row.issn):
        yield f"《{row.title}》ISSN“{row.issn}”校验不符，请核对", f"“{row.title}”: the ISSN {row.issn} fails its check digit"


def _is_issn(text: str) -> bool:
    try:
        issn.validate(text)
    except Invalid:
        return False
    return True


def numbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Give every row an id of its own: its CN, else its title, with a running number where several share it."""
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        stem = cn.number(row.cn) or journals.key(row.title) or row.title
        seen[stem] = seen.get(stem, 0) + 1
        name = stem if seen[stem] == 1 else f"{stem}#{seen[stem]}"
        found.append(msgspec.structs.replace(row, id=name))
    return tuple(found)
