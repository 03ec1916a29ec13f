"""Faults in what a source knows: views put before its shelf, so that its own pages tell the wrong story."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from verifier.stub.catalogue import Catalogue, Journal
from verifier.stub.index import Asked, Index
from verifier.stub.query import Contents, Listed, Query, Shelf
from verifier.stub.registry import Registry
from verifier.stub.shown import Shown

EMPTY = Index(Catalogue())
"""A source that has nothing: the true zero (F5), told by the page's own words."""


class View:
    """A shelf that says what the one behind it says."""

    def __init__(self, inner: Shelf) -> None:
        """Stand before a shelf."""
        self.inner = inner

    def search(self, query: Query) -> tuple[Shown, ...]:
        """As the shelf."""
        return self.inner.search(query)

    def record(self, record_id: str) -> Shown | None:
        """As the shelf."""
        return self.inner.record(record_id)

    def contents(self, code: str, year: int, issue: str) -> Contents:
        """As the shelf."""
        return self.inner.contents(code, year, issue)

    def issues(self, code: str) -> tuple[Listed, ...]:
        """As the shelf."""
        return self.inner.issues(code)

    def online_first(self, code: str) -> tuple[Shown, ...]:
        """As the shelf."""
        return self.inner.online_first(code)

    def journal(self, code: str) -> Journal | None:
        """As the shelf."""
        return self.inner.journal(code)

    def journals(self, field: str, value: str) -> tuple[Journal, ...]:
        """As the shelf."""
        return self.inner.journals(field, value)

    def page(self, rows: tuple[Shown, ...], number: int, size: int) -> tuple[Shown, ...]:
        """As the shelf."""
        return self.inner.page(rows, number, size)

    def count(self, rows: tuple[Shown, ...]) -> int:
        """As the shelf."""
        return self.inner.count(rows)

    def everything(self) -> list[Shown]:
        """As the shelf."""
        return self.inner.everything()


class Half(View):
    """F12: a contents page that announces more rows than it holds."""

    def contents(self, code: str, year: int, issue: str) -> Contents:
        """The first half of the rows and the whole number."""
        whole = self.inner.contents(code, year, issue)
        return Contents(whole.papers[: len(whole.papers) // 2], whole.total)


class Twice(View):
    """F15: rows twice, every page repeats the first, and the total grows with each page."""

    def contents(self, code: str, year: int, issue: str) -> Contents:
        """Every row twice, the true total."""
        whole = self.inner.contents(code, year, issue)
        return Contents(tuple(shown for shown in whole.papers for _ in range(2)), whole.total)

    def page(self, rows: tuple[Shown, ...], number: int, size: int) -> tuple[Shown, ...]:  # noqa: ARG002
        """The first page whatever was asked, its first row repeated at the end."""
        first = self.inner.page(rows, 1, size)
        return first + first[:1]

    def count(self, rows: tuple[Shown, ...]) -> int:
        """A total that counts the repeated row."""
        return self.inner.count(rows) + 1


class Filler(View):
    """F17: rows that have nothing to do with the query."""

    def search(self, query: Query) -> tuple[Shown, ...]:
        """The first records that do not meet it."""
        hits = {shown.id for shown in self.inner.search(query)}
        others = (shown for shown in self.inner.everything() if shown.id not in hits)
        return tuple(shown for shown, _ in zip(others, range(5), strict=False))


class Conflict(View):
    """F18: this source tells the issue otherwise than its sisters: S1 as 增刊1, z1 as S1, 3 as 4."""

    def search(self, query: Query) -> tuple[Shown, ...]:
        """The hits with other issues."""
        return tuple(_otherwise(shown) for shown in self.inner.search(query))

    def record(self, record_id: str) -> Shown | None:
        """The record with another issue."""
        shown = self.inner.record(record_id)
        return _otherwise(shown) if shown else None


def _otherwise(shown: Shown) -> Shown:
    issue = shown.issue or ""
    if issue.isdecimal():
        return replace(shown, issue=str(int(issue) + 1).zfill(len(issue)))
    return replace(shown, issue={"S": "增刊", "z": "S", "Z": "增刊"}.get(issue[:1], "增刊") + (issue[1:] or "1"))


class ViewedIndex:
    """An index whose shelves all stand behind a view."""

    def __init__(self, inner: Asked, view: Callable[[Shelf], Shelf]) -> None:
        """Put the view before every shelf."""
        self._inner = inner
        self._view = view

    def shelf(self, source: str) -> Shelf:
        """The viewed shelf."""
        return self._view(self._inner.shelf(source))

    @property
    def registry(self) -> Registry:
        """The registry, as it is."""
        return self._inner.registry
