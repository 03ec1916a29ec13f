"""The corpora of a data folder, ready to answer the ladder: which sources they stand for, and what they hold of one question.

`corpus/<live or demo>/<name>/` is one corpus. Only whole ones answer. What they show becomes a page of its own, archived like any other.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from verifier.model import Ask, Page, Reply, State
from verifier.retrieval import reading
from verifier.retrieval.archive import Archive, evidence_id
from verifier.retrieval.record import Piece
from verifier.retrieval.wire import Outgoing
from verifier.settings import Settings
from verifier.sources import corpus as adapter
from verifier.sources import wording

if TYPE_CHECKING:
    from verifier.retrieval.corpus.search import Corpus
    from verifier.retrieval.corpus.store import Kept, Manifest

MOST = 6
"""Records that one question is shown."""
LIKE = 75.0
"""Least likeness of a title (rapidfuzz ratio) that is shown at all."""


def folder(settings: Settings) -> Path:
    """Return where a run's corpora lie: those of the demonstration apart from real ones."""
    return Path(settings.data) / "corpus" / settings.realm.split("-")[0]


def manifests(root: Path) -> Mapping[Path, Manifest]:
    """Return the corpora in a folder, whole or not. Raises UnreadableFile naming one of another format."""
    if not root.is_dir():
        return {}
    from verifier.retrieval.corpus import store  # late: most runs have no corpus

    found: dict[Path, Manifest] = {}
    for path in sorted(one for one in root.iterdir() if (one / store.FILE).is_file()):
        opened = store.Store(path)
        found[path] = opened.manifest()
        opened.close()
    return found


class Shelf:
    """The whole corpora of a run's data folder, opened when they are first asked. Threads may share it."""

    def __init__(self, settings: Settings | None) -> None:
        """Name the folder; a run without one costs nothing."""
        self._root = folder(settings) if settings else Path()
        self._demo = bool(settings and settings.realm.startswith("demo"))
        self._opened: dict[Path, Corpus] = {}
        self._lock = threading.Lock()

    @cached_property
    def _whole(self) -> Mapping[Path, Manifest]:
        """Return the whole corpora. Raises UnreadableFile, or BadValue where one needs an engine that is not installed."""
        if self._root == Path():
            return {}
        whole = {path: one for path, one in manifests(self._root).items() if one.state == "whole"}
        for one in whole.values():
            from verifier.retrieval.corpus.titles import demand  # late: most runs have no corpus

            demand(one.engine)
        return whole

    @cached_property
    def held(self) -> Mapping[str, str]:
        """Return for each source its corpora, with day and digest: what an answer of theirs depends on."""
        found: dict[str, str] = {}
        for one in self._whole.values():
            name = f"{one.name}@{one.date}.{one.digest[:12]}"
            found[one.source] = f"{found[one.source]}+{name}" if one.source in found else name
        return found

    def answer(self, ask: Ask, archive: Archive, at: str, parser: str) -> Reply:
        """Return what the corpora of the ask's source hold, archived; a reply without a page where that is nothing."""
        rows = self._rows(ask) if adapter.is_asked(ask) else []
        if not rows:
            return Reply(
                page=Page(ask=ask, failure="not_held", fetched=at, demo=self._demo), answer=reading.failed("not_held")
            )
        body = msgspec.json.encode({"held": rows})
        url = adapter.PLACE + ask.path
        page = Page(
            ask=ask, status=200, url=url, headers=(("Content-Type", "application/json; charset=utf-8"),), body=body, fetched=at,
            evidence=evidence_id(ask.source, ask.key, hashlib.sha256(body).hexdigest(), at), demo=self._demo,
        )  # fmt: skip
        answer = adapter.read(page)
        if answer.state is State.FOUND:
            piece = Piece(
                parser=parser, state=answer.state.value, query=wording.sentence(ask.step), address=wording.address(page)
            )
            archive.write(page, Outgoing(method="GET", url=url, headers=()), piece)
        return Reply(page=page, answer=answer)

    def close(self) -> None:
        """Close what was opened."""
        for one in self._opened.values():
            one.close()
        self._opened.clear()

    def _rows(self, ask: Ask) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        for path, manifest in self._whole.items():
            if manifest.source == ask.source:
                found += [_row(manifest, kept) for kept in _near(self._open(path), ask)]
        return found[:MOST]

    def _open(self, path: Path) -> Corpus:
        from verifier.retrieval.corpus.search import Corpus  # late: a run that nothing asks opens nothing

        with self._lock:
            if path not in self._opened:
                self._opened[path] = Corpus(path)
            return self._opened[path]


def _near(corpus: Corpus, ask: Ask) -> Iterable[Kept]:
    """Return the records of a corpus that an ask may mean: of its DOI, at its place, with a title like its own."""
    from verifier.retrieval.corpus import keys

    step, hints = ask.step, dict(ask.step.hints)
    names = (step.journal, *(value for name, value in step.hints if name == "name"))
    serials = (hints["issn"],) if "issn" in hints else ()
    places = keys.places(names, serials, (step.year,), step.issue or None, hints.get("volume"), hints.get("pages"))
    found = {one.number: one for one in (*corpus.by_doi(hints.get("doi", "")), *corpus.by_place(places))}
    if step.text:
        found |= {hit.kept.number: hit.kept for hit in corpus.by_title(step.text, MOST) if hit.likeness >= LIKE}
    return list(found.values())[:MOST]


def _row(manifest: Manifest, kept: Kept) -> dict[str, object]:
    return {
        "corpus": manifest.name, "source": manifest.source, "date": manifest.date, "licence": manifest.licence,
        "file": kept.file, "sha256": kept.sha256, "line": kept.line, "record": msgspec.Raw(kept.raw),
    }  # fmt: skip
