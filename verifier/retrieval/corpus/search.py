"""Asking one corpus: by DOI, by place, by title; always with the place in the dump where a record stands."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from verifier.retrieval.corpus import keys, shapes
from verifier.retrieval.corpus.store import TITLES, Kept, Store
from verifier.retrieval.corpus.titles import Fts5, Tantivy, Titles

LEAST = 6
"""Grams that are always asked, however frequent."""
BUDGETS = {"fts5": 8_000, "tantivy": 60_000}
"""Appearances that the rarest grams together may have: more finds no more, and costs time."""
CANDIDATES = 20
"""Records that are compared letter by letter."""


class Hit(NamedTuple):
    """A record that was found, and how like its title is (0 to 100; 100 for an exact key)."""

    kept: Kept
    likeness: float


class Corpus:
    """One corpus, opened for asking."""

    def __init__(self, folder: Path) -> None:
        """Open it. Raises UnreadableFile, or BadValue where its engine is not installed."""
        self.store = Store(folder)
        self.manifest = self.store.manifest()
        self.titles: Titles = (
            Tantivy(folder / TITLES, writes=False) if self.manifest.engine == "tantivy" else Fts5(self.store.rows)
        )

    def by_doi(self, doi: str) -> list[Kept]:
        """Return the records of a DOI."""
        return self.store.exact("doi", keys.doi(doi))

    def by_place(self, places: tuple[str, ...]) -> list[Kept]:
        """Return the records at one of some places (`keys.places`)."""
        found = {one.number: one for place in places for one in self.store.exact("place", place)}
        return list(found.values())

    def by_title(self, title: str, most: int = 10) -> list[Hit]:
        """Return the records with the most similar titles, the most similar first."""
        wanted = keys.words(title)
        with self.store.lock:
            near = self.titles.best(self._rarest(wanted), self.manifest.records, CANDIDATES)
        every = [self.store.get(number) for number in near]
        hits = [Hit(one, fuzz.ratio(wanted, keys.words(shapes.title(one.raw)))) for one in every]
        return sorted(hits, key=lambda hit: -hit.likeness)[:most]

    def _rarest(self, wanted: str) -> list[tuple[int, str]]:
        """Return the grams to ask, the rarest first: within the budget, and at least LEAST; one that stands nowhere is left out."""
        held = sorted((count, gram) for gram in keys.grams(wanted) if (count := self.titles.frequency(gram)))
        chosen: list[tuple[int, str]] = []
        spent = 0
        for count, gram in held:
            if len(chosen) >= LEAST and spent + count > BUDGETS[self.manifest.engine]:
                break
            chosen.append((count, gram))
            spent += count
        return chosen

    def close(self) -> None:
        """Close the files."""
        self.titles.close()
        self.store.close()
