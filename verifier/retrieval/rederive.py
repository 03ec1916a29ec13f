"""The driver of a replay: it answers from the archived pieces that one report names, and from what the log says was refused.

No network, no cache, no clock: every page is read again, by today's parsers, from the bytes that came then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from verifier.model import ANSWERED, Answer, Ask, Page, Reply, SourceResult, State
from verifier.retrieval import reading
from verifier.retrieval.archive import Archive
from verifier.retrieval.entries import Refused
from verifier.retrieval.lookup import known_sources
from verifier.retrieval.manual import Filed, Manual
from verifier.retrieval.reading import Source
from verifier.retrieval.record import Entry
from verifier.sources import corpus

Place = tuple[str, tuple[str, ...]]
"""Source and key of an ask."""


class Refusals:
    """What the log says was refused, by ask; read once for any number of replays."""

    def __init__(self, noted: Iterable[Refused]) -> None:
        """Sort them by their asks."""
        self._by_place: defaultdict[Place, list[Refused]] = defaultdict(list)
        for one in noted:
            self._by_place[one.source, one.key].append(one)

    def latest(self, ask: Ask, until: str) -> Refused | None:
        """Return the last refusal of an ask up to a moment, None when there is none."""
        fitting = [one for one in self._by_place.get((ask.source, ask.key), ()) if one.at <= until]
        return max(fitting, key=lambda one: one.at, default=None)


class ArchiveDriver:
    """Answers the asks of one report. `missing` counts what the report never asked: its parsers have changed since."""

    def __init__(
        self,
        archive: Archive,
        evidence: Iterable[str],
        refusals: Refusals,
        brought: Iterable[Filed] = (),
        sources: Mapping[str, Source] | None = None,
    ) -> None:
        """Find the report's pieces in the log; of what was `brought` by hand, what the report names. Raises UnreadableFile."""
        evidence = frozenset(evidence)
        self.manual = Manual(one for one in brought if one.evidence in evidence)
        by_hand = {one.evidence for one in self.manual.filed}
        self._archive = archive
        self._refusals = refusals
        self._sources = sources or known_sources()
        self._memory = reading.Memory()
        self._pieces: defaultdict[Place, list[Entry]] = defaultdict(list)
        for entry in map(archive.entry, sorted(evidence - by_hand)):
            self._pieces[entry.source, entry.key].append(entry)
        self.held = {source: key[3] for source, key in self._pieces if key[1:2] == (corpus.ROLE,)}
        self.missing = 0

    def parsers(self) -> tuple[tuple[str, str], ...]:
        """Return (then, now) for every parser that has changed since the report's pages were read."""
        then = {entry.parser: self._sources[entry.source] for pieces in self._pieces.values() for entry in pieces}
        pairs = ((old, reading.parser_of(source)) for old, source in sorted(then.items()))
        return tuple((old, new) for old, new in pairs if old != new)

    def fetch(self, ask: Ask, said: SourceResult | None = None) -> Reply:
        """Return the reply that the report had for an ask; `said` is what it states of the item and source asked for."""
        said = said or SourceResult(state=State.SKIPPED)
        piece = self._piece(ask, said)
        refused = self._refusals.latest(ask, said.at)
        if piece is not None and (refused is None or piece.at >= refused.at):
            return Reply(page=self._page(ask, piece), answer=self._answer(ask, piece))
        if refused is not None:
            return _refusal(ask, refused)
        if ask.role == corpus.ROLE:
            return Reply(page=Page(ask=ask, failure="not_held", fetched=said.at), answer=reading.failed("not_held"))
        stopped = self._stopped_on_the_way(ask, said)
        if stopped is not None:
            return Reply(page=msgspec.structs.replace(stopped.page, ask=ask), answer=stopped.answer)
        self.missing += 1
        demo = any(entry.demo for entries in self._pieces.values() for entry in entries)
        page = Page(ask=ask, failure="missing", fetched=said.at, demo=demo)
        return Reply(page=page, answer=reading.failed("missing"))

    def _stopped_on_the_way(self, ask: Ask, said: SourceResult) -> Reply | None:
        """Return the page that stopped an ask before it was sent: a step of its prelude that was not answered."""
        for step in ask.prelude:
            piece = self._piece(step, said)
            if piece is not None and self._answer(step, piece).state not in ANSWERED:
                return Reply(page=self._page(step, piece), answer=self._answer(step, piece))
            deeper = self._stopped_on_the_way(step, said)
            if deeper is not None:
                return deeper
        return None

    def _piece(self, ask: Ask, said: SourceResult) -> Entry | None:
        """Return the piece that answered an ask: one that the item names, else the last before the item was done."""
        pieces = self._pieces.get((ask.source, ask.key), ())
        fitting = [entry for entry in pieces if entry.id in said.evidence] or [entry for entry in pieces if entry.at <= said.at]
        return max(fitting, key=lambda entry: entry.at, default=None)

    def _answer(self, ask: Ask, entry: Entry) -> Answer:
        source = self._sources[ask.source]
        name = (entry.id, reading.parser_of(source))
        answer = self._memory.get(name)
        if answer is None:
            answer = msgspec.structs.replace(reading.read(source, self._page(ask, entry)), tokens=())
            self._memory.put(name, answer)
        return answer

    def _page(self, ask: Ask, entry: Entry) -> Page:
        stored = self._archive.read(entry.id)
        return Page(
            ask=ask,
            status=stored.status,
            url=stored.url,
            headers=stored.headers,
            body=stored.body,
            fetched=stored.at,
            evidence=stored.id,
            demo=stored.demo,
        )


class OfItem:
    """The fetcher of one item of a report: a page may have come twice, and each item tells which one it rests on."""

    def __init__(self, driver: ArchiveDriver, said: Mapping[str, SourceResult]) -> None:
        """Take the report's driver and what the report states of each source for this item."""
        self.manual, self.held = driver.manual, driver.held
        self.asks = tuple(said)
        self._driver = driver
        self._said = said

    def fetch(self, ask: Ask) -> Reply:
        """Return the reply that the report had for an ask of this item."""
        return self._driver.fetch(ask, self._said.get(ask.source))


def _refusal(ask: Ask, noted: Refused) -> Reply:
    page = Page(ask=ask, failure=noted.failure or None, fetched=noted.at, demo=noted.demo)
    answer = Answer(state=noted.state, words=noted.words, note=noted.note, until=noted.until)
    return Reply(page=page, answer=answer)
