"""The words between the sites and what they hold: a query's terms, a contents page, and what a shelf must answer."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from verifier.stub.catalogue import Journal
from verifier.stub.shown import Shown


class Term(NamedTuple):
    """One condition of a query.

    `field`: any title author first_author journal doi issn cn keyword unit clc; `mode`: exact, phrase (contained as it
    stands), fuzzy (most of it) or loose (some of it). Fields other than titles, journals and units know equality only.
    """

    field: str
    value: str
    mode: str = "phrase"


class Query(NamedTuple):
    """All terms must hold; years are inclusive, None = open."""

    terms: tuple[Term, ...]
    first_year: int | None = None
    last_year: int | None = None


class Contents(NamedTuple):
    """An issue's contents page: the papers it holds and the number it announces."""

    papers: tuple[Shown, ...]
    total: int


class Listed(NamedTuple):
    """One issue of the issue list, coded as the source codes it."""

    year: int
    issue: str


class Shelf(Protocol):
    """What the sites ask of one source; faults put other views before it."""

    def search(self, query: Query) -> tuple[Shown, ...]:
        """The papers that meet a query, best first."""

    def record(self, record_id: str) -> Shown | None:
        """The paper with this id, without regard to case."""

    def contents(self, code: str, year: int, issue: str) -> Contents:
        """The contents page of an issue; without rows when there is no such issue."""

    def issues(self, code: str) -> tuple[Listed, ...]:
        """All issues that the source lists for a journal, newest year first."""

    def online_first(self, code: str) -> tuple[Shown, ...]:
        """The papers of a journal that stand in no issue yet."""

    def journal(self, code: str) -> Journal | None:
        """The journal with this code."""

    def journals(self, field: str, value: str) -> tuple[Journal, ...]:
        """Covered journals by `title` (present or former, contained), `issn`, `cn` or `sponsor`."""

    def page(self, rows: tuple[Shown, ...], number: int, size: int) -> tuple[Shown, ...]:
        """Page `number` (from 1) of a result."""

    def count(self, rows: tuple[Shown, ...]) -> int:
        """The total that a result announces."""

    def everything(self) -> list[Shown]:
        """All records in catalogue order."""
