"""The index of a catalogue: the registry and one shelf a source, each made when first asked for."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import Protocol

from verifier.stub.catalogue import Catalogue
from verifier.stub.query import Shelf
from verifier.stub.registry import Registry
from verifier.stub.shelf import SourceShelf

SOURCES = ("cnki", "wanfang", "vip", "crossref", "openalex", "doaj")


class Asked(Protocol):
    """What the pages ask of an index: a shelf a source, and the registry."""

    def shelf(self, source: str) -> Shelf:
        """The records of one source."""

    @property
    def registry(self) -> Registry:
        """The registered journals."""


class Index:
    """A catalogue ready to be asked: the registry and one shelf a source, each made when first wanted."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Keep the catalogue; nothing is indexed yet."""
        self.catalogue = catalogue
        self._shelves: dict[str, SourceShelf] = {}
        self._lock = threading.Lock()

    def shelf(self, source: str) -> Shelf:
        """The records of one source."""
        with self._lock:
            if source not in self._shelves:
                self._shelves[source] = SourceShelf(source, self.catalogue)
            return self._shelves[source]

    def warm(self) -> None:
        """Index every source now, so that no first request waits."""
        for source in SOURCES:
            shelf = self.shelf(source)
            assert isinstance(shelf, SourceShelf)
            shelf.warm()

    @cached_property
    def registry(self) -> Registry:
        """The registered journals."""
        return Registry(self.catalogue.journals)
