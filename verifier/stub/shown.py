"""What one source shows of a paper: the catalogue's record with that source's overrides and its own ids."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from verifier.stub.catalogue import Author, Journal, Override, Paper
from verifier.stub.coding import code_issue, is_combined, issue_key, issue_month, name_on

_T = TypeVar("_T")


class Shown(Struct, frozen=True, gc=False):
    """A paper as one source prints it; `code` is the journal's key there, None where the journal is not covered."""

    source: str
    id: str
    title: str
    authors: tuple[Author, ...]
    journal: str | None
    code: str | None
    year: int | None
    volume: str | None
    issue: str | None
    pages: str | None
    cn: str | None
    issn: str | None
    dbcode: str
    is_suppl: bool
    clc: tuple[str, ...]
    published: str | None
    indexed_on: str | None
    paper: Paper
    serial: Journal | None

    @property
    def place(self) -> tuple[str, int, str] | None:
        """Journal key, year and issue key: the contents page on which it stands; None = on none."""
        if self.code is None or self.year is None or self.issue is None:
            return None
        return (self.code, self.year, issue_key(self.issue))

    @property
    def container(self) -> str:
        """The name printed as its source: the journal, else the book, else the first author's unit (theses)."""
        units = self.authors[0].affiliations if self.authors else ()
        book = self.paper.book.title if self.paper.book else None
        return self.journal or book or (units[0] if units else "")


def show_all(source: str, papers: Iterable[Paper], journals: dict[str, Journal]) -> list[Shown]:
    """Every paper that a source indexes, as it shows it, in catalogue order; ids are stable for one catalogue."""
    here = [paper for paper in papers if source in paper.within]
    combined = _combined_issues(here)
    drafts = [_show(source, paper, journals.get(paper.journal or ""), combined) for paper in here]
    taken = {draft.id for draft in drafts if draft.id}
    ids = _numbered(source, drafts, taken)
    return [draft if draft.id else replace(draft, id=next(ids)) for draft in drafts]


def _combined_issues(papers: list[Paper]) -> dict[tuple[str | None, int | None], tuple[str, ...]]:
    """Journal id and year -> the distinct combined issues printed that year, in order of their numbers."""
    found: dict[tuple[str | None, int | None], set[str]] = defaultdict(set)
    for paper in papers:
        if paper.issue and is_combined(paper.issue):
            found[paper.journal, paper.year].add(paper.issue)
    return {key: tuple(sorted(issues, key=first_number)) for key, issues in found.items()}


def first_number(text: str | None) -> int:
    """The first run of digits as a number, 0 when there is none.

    >>> first_number("A01"), first_number("106-111+117"), first_number(None)
    (1, 106, 0)
    """
    digits = "".join(c if c.isdecimal() and c.isascii() else " " for c in text or "").split()
    return int(digits[0][:9]) if digits else 0


def _set(value: _T | UnsetType, default: _T) -> _T:
    """The override's value where it sets one."""
    return default if value is UNSET or isinstance(value, UnsetType) else value


def _show(
    source: str,
    paper: Paper,
    serial: Journal | None,
    combined: dict[tuple[str | None, int | None], tuple[str, ...]],
) -> Shown:
    """One paper as the source prints it, the id left "" unless the catalogue gives it."""
    over = paper.within[source]  # type: ignore[index]  # the caller chose papers that have it
    issue = paper.issue
    if issue is not None and source in ("cnki", "wanfang", "vip"):
        issue = code_issue(source, issue, combined.get((paper.journal, paper.year), ()))
    former = name_on(serial, _date(paper, serial)) if serial else None
    name = (former.title if former else serial.title) if serial else None
    cn = (former and former.cn) or (serial.cn if serial else None)
    issn = (former and former.issn) or (serial.issn if serial else None)
    doi = (paper.doi or "") if source in ("crossref", "openalex", "doaj") else ""
    return Shown(
        source=source,
        id=_set(over.id, doi),
        title=_set(over.title, paper.title),
        authors=_authors(over, paper),
        journal=_set(over.journal, name),
        code=getattr(serial.codes, source, None) if serial else None,
        year=_set(over.year, paper.year),
        volume=_set(over.volume, paper.volume),
        issue=_set(over.issue, issue),
        pages=_set(over.pages, paper.pages),
        cn=_set(over.cn, cn),
        issn=_set(over.issn, issn),
        dbcode=_set(over.dbcode, _dbcode(paper, serial)),
        is_suppl=_set(over.is_suppl, paper.kind == "supplement"),
        clc=_set(over.clc, paper.clc),
        published=_set(over.published, paper.published),
        indexed_on=_set(over.indexed_on, None),
        paper=paper,
        serial=serial,
    )


def _authors(over: Override, paper: Paper) -> tuple[Author, ...]:
    """The byline; names that an override gives keep the affiliations of the author of that name."""
    if isinstance(over.authors, UnsetType):
        return paper.authors
    known = {author.name: author for author in paper.authors}
    return tuple(known.get(name) or Author(name=name) for name in over.authors if name)


def _date(paper: Paper, serial: Journal | None) -> str | None:
    """The paper's date as far as known: its date, else year and the month of a regular issue, else the year."""
    if paper.published:
        return paper.published
    if paper.year is None:
        return None
    month = issue_month(paper.issue, serial.frequency if serial else None)
    return f"{paper.year:04}-{month:02}" if month else f"{paper.year:04}"


def _dbcode(paper: Paper, serial: Journal | None) -> str:
    """The CNKI database in which such a paper stands."""
    if paper.kind == "online_first":
        return "CAPJ"
    if paper.kind == "thesis":
        return "CMFD"
    if paper.kind == "newspaper":
        return "CCND"
    if paper.kind == "proceedings" or (paper.kind == "collection" and paper.book):
        return "CPFD"
    if paper.kind == "collection" or (serial is not None and serial.cn is None):
        return "CCJD"
    return "CJFD"


def _numbered(source: str, drafts: list[Shown], taken: set[str]) -> Iterator[str]:
    """An id for each draft without one: stem of journal, year and issue, then a sequence by first page."""
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for position, draft in enumerate(drafts):
        if not draft.id:
            groups[_stem(source, draft)].append((first_number(draft.pages), position))
    ids: dict[int, str] = {}
    for stem, members in groups.items():
        number = 0
        for _, position in sorted(members):
            number += 1
            while (record_id := f"{stem}{number:03}") in taken:
                number += 1
            ids[position] = record_id
            taken.add(record_id)
    return (ids[position] for position in sorted(ids))


def _stem(source: str, draft: Shown) -> str:
    """What a source's generated ids begin with."""
    year = f"{draft.year or 0:04}"
    if source == "vip":
        # VIP numbers say nothing; a checksum keeps them apart and stable
        return f"71{zlib.crc32(draft.paper.id.encode()) % 10**7:07}"
    date = (draft.published or year).replace("-", "").ljust(8, "0")
    code = draft.code or _invented(draft)
    if draft.dbcode in ("CDFD", "CMFD") and source == "cnki":
        return f"1{zlib.crc32(draft.container.encode()) % 10**4:04}{year[2:]}"
    if draft.issue is None or draft.dbcode in ("CAPJ", "CPFD", "CCND"):
        return f"{code}{date}" if source == "cnki" else f"{code}{year}00".lower()
    issue = issue_key(draft.issue)[-2:]
    return f"{code}{year}{issue}" if source == "cnki" else f"{code}{year}{issue}".lower()


def _invented(draft: Shown) -> str:
    """Four letters for what has no code: stable for one container name."""
    number = zlib.crc32(draft.container.encode())
    return "".join(chr(65 + number // 26**place % 26) for place in range(4))
