"""One source's records over plain dictionaries: by id, title, author, journal and issue. Nothing scans all papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from verifier.stub.catalogue import Catalogue, IssueList, Journal
from verifier.stub.coding import issue_key
from verifier.stub.query import Contents, Listed, Query, Term
from verifier.stub.shown import Shown, first_number, show_all
from verifier.stub.titles import Titles, fold

MORE = 12
"""How many rows a contents page announces beyond those it holds, when issues.jsonl does not call it full."""


class SourceShelf:
    """One source's records over plain dictionaries; nothing scans all papers."""

    def __init__(self, source: str, catalogue: Catalogue) -> None:
        """Show every paper once; the search tables follow when first needed."""
        self._source = source
        self._by_journal_id = {journal.id: journal for journal in catalogue.journals}
        self._shown = show_all(source, catalogue.papers, self._by_journal_id)
        self._by_id = {shown.id.casefold(): shown for shown in self._shown}
        self._by_code = {c.casefold(): j for j in catalogue.journals if (c := getattr(j.codes, source, None))}
        self._lists: dict[str, list[IssueList]] = defaultdict(list)
        for row in catalogue.issues:
            if row.source == source:
                self._lists[self._code_of(row)].append(row)

    def search(self, query: Query) -> tuple[Shown, ...]:
        """The papers that meet every term, exact titles first, else in catalogue order."""
        if not query.terms:
            return ()
        found: dict[int, float] | None = None
        for term in query.terms:
            scores = self._find(term)
            found = scores if found is None else {p: s + scores[p] for p, s in found.items() if p in scores}
        ranked = sorted((found or {}).items(), key=lambda pair: (-pair[1], pair[0]))
        first, last = query.first_year or 0, query.last_year or 9999
        return tuple(s for p, _ in ranked if first <= ((s := self._shown[p]).year or 0) <= last)

    def record(self, record_id: str) -> Shown | None:
        """The paper with this id."""
        return self._by_id.get(record_id.strip().casefold())

    def contents(self, code: str, year: int, issue: str) -> Contents:
        """Rows by page; the total is larger where issues.jsonl lists the journal-year but does not call the issue full."""
        key = (code.casefold(), year, issue_key(issue))
        rows = self._by_place.get(key, ())
        listed = self._listed.get(key[:2])
        if listed is None or key[2] in {issue_key(i) for i in listed.full}:
            return Contents(rows, len(rows))
        known = rows or key[2] in {issue_key(i) for i in listed.issues}
        return Contents(rows, len(rows) + MORE if known else 0)

    def issues(self, code: str) -> tuple[Listed, ...]:
        """The listed issues and those that have papers, years falling, issues rising."""
        found: dict[tuple[int, str], str] = {}
        for row in self._lists.get(code.casefold(), ()):
            found.update({(row.year, issue_key(i)): self._style(i) for i in row.issues})
        for year, key, shown in self._issues_by_code.get(code.casefold(), {}).values():
            found.setdefault((year, key), shown)
        return tuple(Listed(year, found[year, key]) for year, key in sorted(found, key=lambda k: (-k[0], k[1])))

    def online_first(self, code: str) -> tuple[Shown, ...]:
        """Papers of the pre-publication database."""
        return self._ahead.get(code.casefold(), ())

    def journal(self, code: str) -> Journal | None:
        """The journal with this code."""
        return self._by_code.get(code.casefold())

    def journals(self, field: str, value: str) -> tuple[Journal, ...]:
        """Covered journals; a title matches when it contains the words asked for, exact ones first."""
        wanted = fold(value)
        if not wanted:
            return ()
        hits = [(wanted not in names, j) for names, j in self._journal_names(field) if any(wanted in n for n in names)]
        return tuple(journal for _, journal in sorted(hits, key=lambda hit: hit[0]))

    def page(self, rows: tuple[Shown, ...], number: int, size: int) -> tuple[Shown, ...]:
        """A plain slice."""
        start = max(number - 1, 0) * size
        return rows[start : start + size]

    def count(self, rows: tuple[Shown, ...]) -> int:
        """The true number."""
        return len(rows)

    def everything(self) -> list[Shown]:
        """All records in catalogue order."""
        return self._shown

    def warm(self) -> None:
        """Make the search tables now."""
        self.search(Query((Term("title", "不存在"), Term("author", "不存在"))))
        self.issues("")

    def _code_of(self, row: IssueList) -> str:
        return (getattr(self._by_journal_id[row.journal].codes, self._source, None) or "").casefold()

    def _style(self, issue: str) -> str:
        """A listed issue number in the source's own way: two places at CNKI, no leading nought elsewhere."""
        return issue.zfill(2) if self._source == "cnki" else issue.lstrip("0") or issue

    def _journal_names(self, field: str) -> Iterable[tuple[set[str], Journal]]:
        """The folded values of each covered journal for one field."""
        for journal in self._by_code.values():
            if field == "title":
                yield {fold(journal.title), *(fold(f.title) for f in journal.former)}, journal
            elif field == "sponsor":
                yield {fold(s) for s in journal.sponsors}, journal
            else:
                numbers = (getattr(journal, field), *(getattr(f, field) for f in journal.former))
                yield {fold(n) for n in numbers if n}, journal

    def _find(self, term: Term) -> dict[int, float]:
        """Positions of the papers that meet one term, with a score."""
        if term.field == "title":
            return self._titles.find(term.value, term.mode)
        if term.field == "any":
            found = self._titles.find(term.value, "phrase")
            for field in ("keyword", "author", "doi"):
                for position in self._by_field[field].get(fold(term.value), ()):
                    found.setdefault(position, 1.0)
            return found
        table = self._by_field.get(term.field, {})
        if term.field in ("journal", "unit") and term.mode != "exact":
            wanted = fold(term.value)
            return {p: 1.0 for name, ps in table.items() if wanted and wanted in name for p in ps}
        return dict.fromkeys(table.get(fold(term.value), ()), 1.0)

    @cached_property
    def _titles(self) -> Titles:
        foreign = self._source in ("crossref", "openalex", "doaj")
        return Titles([(s.title, s.paper.title_en or "") for s in self._shown], both=foreign)

    @cached_property
    def _by_field(self) -> dict[str, dict[str, list[int]]]:
        tables: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        folded: dict[str, str] = {}
        for position, shown in enumerate(self._shown):
            for field, value in _values(shown):
                key = folded.get(value) or folded.setdefault(value, fold(value))
                tables[field][key].append(position)
        return tables

    @cached_property
    def _by_place(self) -> dict[tuple[str, int, str], tuple[Shown, ...]]:
        places: dict[tuple[str, int, str], list[Shown]] = defaultdict(list)
        for shown in self._shown:
            if shown.place and shown.dbcode != "CAPJ":
                code, year, key = shown.place
                places[code.casefold(), year, key].append(shown)
        return {
            place: tuple(sorted(rows, key=lambda s: (first_number(s.pages), s.id))) for place, rows in places.items()
        }

    @cached_property
    def _issues_by_code(self) -> dict[str, dict[tuple[int, str], tuple[int, str, str]]]:
        found: dict[str, dict[tuple[int, str], tuple[int, str, str]]] = defaultdict(dict)
        for (code, year, key), rows in self._by_place.items():
            found[code][year, key] = (year, key, rows[0].issue or key)
        return found

    @cached_property
    def _listed(self) -> dict[tuple[str, int], IssueList]:
        return {(code, row.year): row for code, rows in self._lists.items() for row in rows}

    @cached_property
    def _ahead(self) -> dict[str, tuple[Shown, ...]]:
        found: dict[str, list[Shown]] = defaultdict(list)
        for shown in self._shown:
            if shown.code and shown.dbcode == "CAPJ":
                found[shown.code.casefold()].append(shown)
        return {code: tuple(rows) for code, rows in found.items()}


def _values(shown: Shown) -> Iterable[tuple[str, str]]:
    """The searchable values of a record besides its titles."""
    names = [(n for n in (a.name, a.name_en) if n) for a in shown.authors]
    yield from (("author", name) for pair in names for name in pair)
    if shown.authors:
        yield "first_author", shown.authors[0].name
    yield from (("unit", unit) for author in shown.authors for unit in author.affiliations)
    yield from (("keyword", word) for word in shown.paper.keywords)
    yield from (("clc", word) for word in shown.clc)
    for field, value in (
        ("journal", shown.container),
        ("doi", shown.paper.doi),
        ("issn", shown.issn),
        ("cn", shown.cn),
    ):
        if value:
            yield field, value
