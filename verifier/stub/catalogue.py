"""The catalogue: journals, papers and issue tables that the stub sites serve, loaded strictly.

A catalogue is a folder with `journals.jsonl`, `papers.jsonl` and, if wanted, `issues.jsonl` and `faults.toml`.
Nothing is repaired: an unknown key, a wrong type, a duplicate or dangling id or a key written twice stops the
load with a `CatalogueError` that names the file, the line and the key. A missing optional key means "unknown".
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType, ValidationError, convert, field

Text = Annotated[str, Meta(min_length=1)]
PartialDate = Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Year = Annotated[int, Meta(ge=1500, le=2200)]
Source = Literal["cnki", "wanfang", "vip", "crossref", "openalex", "doaj"]
Medium = Literal["print", "network", "electronic"]
Status = Literal["active", "stopped", "merged", "renamed"]
Kind = Literal[
    "journal", "supplement", "combined", "special", "collection", "proceedings", "thesis", "newspaper", "online_first"
]


class CatalogueError(Exception):
    """A catalogue that cannot be served: the message is Chinese first and names file, line and key."""

    def __init__(self, file: Path, line: int, key: str, chinese: str, english: str) -> None:
        """Keep the place apart from the words, so that a caller can show either."""
        self.file, self.line, self.key = file, line, key
        where = f"{file.name} 第 {line} 行，键 {key}" if line else f"{file.name}，键 {key}"
        super().__init__(f"{where}：{chinese}（{file}:{line}: {key}: {english}）")


class _Record(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """What all catalogue records share: frozen, no key that the schema does not know, no cycles (hence no gc)."""


class Former(_Record, frozen=True, gc=False, rename={"since": "from"}):
    """An earlier name of a journal, with the time it was valid and its numbers of that time when known."""

    title: Text
    since: PartialDate | None = None
    until: PartialDate | None = None
    cn: str | None = None
    issn: str | None = None


class Codes(_Record, frozen=True, gc=False):
    """The key of a journal inside each database; none = not covered there."""

    cnki: Text | None = None
    wanfang: Text | None = None
    vip: Text | None = None


class Journal(_Record, frozen=True, gc=False):
    """One serial, as the press registry and the databases know it today."""

    id: Text
    title: Text
    registered: bool
    former: tuple[Former, ...] = ()
    cn: str | None = None
    issn: str | None = None
    sponsors: tuple[str, ...] = ()
    authority: str | None = None
    frequency: str | None = None
    place: str | None = None
    language: str | None = None
    medium: Medium | None = None
    status: Status | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    subject: str | None = None
    codes: Codes = Codes()
    coverage: dict[Source, tuple[PartialDate | None, PartialDate | None]] = {}
    marks: tuple[str, ...] = ()


class Author(_Record, frozen=True, gc=False):
    """One author of a paper, in the order of the byline."""

    name: Text
    name_en: str | None = None
    affiliations: tuple[str, ...] = ()
    corresponding: bool = False


class Book(_Record, frozen=True, gc=False):
    """The book that a collection or proceedings paper stands in."""

    title: Text
    isbn: str | None = None
    publisher: str | None = None
    cip: str | None = None


class Override(_Record, frozen=True, gc=False, rename={"is_suppl": "isSuppl"}):
    """What one source shows otherwise than the paper says; null = the source leaves it blank."""

    id: Text | UnsetType = UNSET
    title: Text | UnsetType = UNSET
    authors: tuple[str, ...] | UnsetType = UNSET
    journal: str | UnsetType | None = UNSET
    year: Year | UnsetType | None = UNSET
    volume: str | UnsetType | None = UNSET
    issue: str | UnsetType | None = UNSET
    pages: str | UnsetType | None = UNSET
    cn: str | UnsetType | None = UNSET
    issn: str | UnsetType | None = UNSET
    dbcode: str | UnsetType = UNSET
    is_suppl: bool | UnsetType = UNSET
    clc: tuple[str, ...] | UnsetType = UNSET
    published: PartialDate | UnsetType | None = UNSET
    indexed_on: PartialDate | UnsetType | None = UNSET


class Paper(_Record, frozen=True, gc=False, rename={"within": "in"}):
    """One paper, and in `within` (the key `in`) the sources that index it."""

    id: Text
    kind: Kind
    title: Text
    journal: str | None = None
    title_en: str | None = None
    authors: tuple[Author, ...] = ()
    year: Year | None = None
    volume: str | None = None
    issue: str | None = None
    section: str | None = None
    pages: str | None = None
    published: PartialDate | None = None
    online_first: PartialDate | None = None
    doi: str | None = None
    clc: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    abstract: str | None = None
    retracted: bool = False
    book: Book | None = None
    within: dict[Source, Override] = field(default_factory=dict)


class IssueList(_Record, frozen=True, gc=False):
    """The issue numbers that a source lists for one journal-year, and those whose contents are complete here."""

    journal: Text
    year: Year
    source: Source
    issues: tuple[Text, ...]
    full: tuple[Text, ...] = ()


class Catalogue(Struct, frozen=True):
    """All records of one catalogue, in file order."""

    journals: tuple[Journal, ...] = ()
    papers: tuple[Paper, ...] = ()
    issues: tuple[IssueList, ...] = ()


_R = TypeVar("_R", bound=_Record)


def load(folder: Path) -> Catalogue:
    """Read and check a catalogue folder; raise `CatalogueError` at the first thing that is wrong."""
    journals_file, papers_file, issues_file = (folder / f"{n}.jsonl" for n in ("journals", "papers", "issues"))
    journals = list(_rows(journals_file, Journal))
    papers = list(_rows(papers_file, Paper))
    issues = list(_rows(issues_file, IssueList)) if issues_file.exists() else []
    known = _unique(journals_file, [(line, "id", row.id) for line, row in journals])
    _unique(papers_file, [(line, "id", row.id) for line, row in papers])
    _unique(papers_file, list(_shown_ids(papers)))
    _unique(issues_file, [(line, "journal", f"{r.journal}/{r.year}/{r.source}") for line, r in issues])
    _linked(papers_file, [(line, row.journal) for line, row in papers if row.journal is not None], known)
    _linked(issues_file, [(line, row.journal) for line, row in issues], known)
    return Catalogue(tuple(r for _, r in journals), tuple(r for _, r in papers), tuple(r for _, r in issues))


def _rows(file: Path, kind: type[_R]) -> Iterator[tuple[int, _R]]:
    """Yield each line of a JSONL file as a checked record, with its line number (from 1)."""
    try:
        lines = file.read_text("utf-8-sig").split("\n")
    except OSError as error:
        raise CatalogueError(file, 0, "-", "文件无法读取", f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(file, 0, "-", "文件不是 UTF-8 编码", "not UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, _record(file, number, line, kind)


def _record(file: Path, number: int, line: str, kind: type[_R]) -> _R:
    """One line as one record."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
            raise CatalogueError(file, number, twice, "同一对象中键重复", "key written twice in one object")
        return found

    def constant(word: str) -> NoReturn:
        raise ValueError(f"{word} is not JSON")

    row: Any = None
    try:
        row = json.loads(line, object_pairs_hook=once, parse_constant=constant)
        return convert(row, kind)
    except ValidationError as error:
        key, chinese = explain(str(error))
        raise CatalogueError(file, number, _named(key, row, kind), chinese, str(error)) from error
    except (ValueError, RecursionError) as error:
        raise CatalogueError(file, number, "-", "不是有效的 JSON", f"not valid JSON: {error}") from error


def _named(key: str, row: dict[str, Any], kind: type[_Record]) -> str:
    """The key with the name where the validation says `[...]` of an object whose keys are free (`in`, `coverage`)."""
    parent, free, rest = key.partition("[...]")
    if not free or not isinstance(row.get(parent), dict):
        return key
    for name, value in row[parent].items():
        try:
            convert({**row, parent: {name: value}}, kind)
        except ValidationError:
            return f"{parent}.{name}{rest}"
    return key


def explain(message: str) -> tuple[str, str]:
    """The key and a Chinese reason out of a validation message of msgspec.

    >>> explain("Object contains unknown field `colour` - at `$.authors[0]`")
    ('authors[0].colour', '不认识的键')
    """
    place = re.search(r"`\$\.?([^`]*)`$", message)
    path = place[1] if place else ""
    source = re.search(r"enum value '([^']*)' - at `key`", message)
    if source:
        return f"{path}.{source[1]}", "不认识的键"
    named = re.search(r"(unknown|missing required) field `([^`]+)`", message)
    if named:
        key = f"{path}.{named[2]}" if path else named[2]
        return key, "不认识的键" if named[1] == "unknown" else "缺少必填的键"
    return path or "-", "值的类型或格式不符"


def _unique(file: Path, keys: list[tuple[int, str, str]]) -> set[str]:
    """The set of values; raise at the second line that uses one again."""
    seen: dict[str, int] = {}
    for line, key, value in keys:
        if value in seen:
            first = seen[value]
            raise CatalogueError(file, line, key, f"编号 {value} 与第 {first} 行重复", f"duplicate of line {first}")
        seen[value] = line
    return set(seen)


def _shown_ids(papers: list[tuple[int, Paper]]) -> Iterator[tuple[int, str, str]]:
    """Each record id that an override sets, with its source before it: unique within that source."""
    for line, paper in papers:
        for source, override in paper.within.items():
            if override.id is not UNSET:
                yield line, f"in.{source}.id", f"{source}:{override.id}"


def _linked(file: Path, links: list[tuple[int, str]], known: set[str]) -> None:
    """Raise at the first link to a journal that is not there."""
    for line, journal in links:
        if journal not in known:
            raise CatalogueError(file, line, "journal", f"没有编号为 {journal} 的期刊", "no journal with this id")
