"""What people brought of a source: their own exports, saved pages, prints. It answers where the source did not, and is always named.

One line of `manual/<realm>.jsonl` in the data folder is one file: who brought it when, and what it shows. Its bytes lie in the
archive. Where the source itself said found or not found, that stands, and what was brought is shown beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from verifier.errors import BadValue
from verifier.model import Evidence, Frozen, Journal, Lookup, Question, Record, State, Step, Trace
from verifier.normalize import journals, text
from verifier.settings import Settings
from verifier.sources import alike

Road = Literal["export", "page", "print"]
ROADS: dict[Road, str] = {"export": "自行导出的题录", "page": "自行保存的网页", "print": "网页打印件"}
REGISTRY = "nppa"
SETTLED = frozenset({State.FOUND, State.NOT_FOUND})
"""What a source itself has said and nobody's file changes."""


class Filed(Frozen, frozen=True, kw_only=True):
    """One file that was brought. `asked` is what was typed into the site, "" for an export; `at` is ISO 8601.

    `records` are (number in the file, record); `state` says what a page of the registry showed: found, or not_found in its `words`;
    anything else is a print that nobody has read yet.
    """

    evidence: str
    source: str
    road: Road
    file: str
    sha256: str
    length: int
    at: str
    by: str
    parser: str
    asked: str = ""
    state: State = State.FOUND
    words: str = ""
    records: tuple[tuple[int, Record], ...] = ()
    journals: tuple[Journal, ...] = ()

    @property
    def says(self) -> tuple[object, ...]:
        """Return what makes it the same file brought again: its bytes, and what it was said to show."""
        return self.sha256, self.source, self.asked, self.state, tuple(replace(one, evidence=()) for one in self.journals)

    @property
    def query(self) -> str:
        """Return how the piece of evidence names itself: the road, what was asked, who brought it."""
        asked = f"，查询：{self.asked}" if self.asked else ""
        return f"手工证据（{ROADS[self.road]}）{self.file}{asked}，经办人 {self.by}"

    def piece(self) -> Evidence:
        """Return the piece of evidence that the file is."""
        return Evidence(
            id=self.evidence, source=self.source, role=self.road, url=f"file:{self.file}", query=self.query, at=self.at,
            status=0, sha256=self.sha256, length=self.length, demo=False, parser=self.parser,
        )  # fmt: skip

    def told(self, number: int | None = None) -> str:
        """Return the provenance in one clause: file, record, digest, person, time."""
        place = f"第{number}条" if number is not None else ""
        return f"手工证据：{ROADS[self.road]}{self.file}{place}（SHA-256 {self.sha256[:16]}…，{self.by}，{self.at[:16].replace('T', ' ')}）"


class Manual:
    """Everything that was brought, ready to be asked."""

    def __init__(self, filed: Iterable[Filed] = ()) -> None:
        """Index the records by title and by journal and year."""
        self.filed = tuple(filed)
        self._places: dict[tuple[str, ...], list[tuple[Filed, int, Record]]] = defaultdict(list)
        for one in self.filed:
            for number, record in one.records:
                for name in {text.key(title) for title in (record.title, *record.titles)}:
                    self._places[one.source, name].append((one, number, record))
                self._places[one.source, journals.key(record.journal), (record.year or "")[:4]].append((one, number, record))

    def amend(self, question: Question, lookup: Lookup) -> Lookup:
        """Return a source's lookup with what was brought of it: as the answer where there was none, beside it where there was."""
        if lookup.state is State.SKIPPED and not lookup.trail:
            return lookup  # by rule this source is not asked such a question
        return self._registry(question, lookup) if lookup.source == REGISTRY else self._papers(question, lookup)

    def _papers(self, question: Question, lookup: Lookup) -> Lookup:
        keys = ((lookup.source, text.key(question.title or "")),
                (lookup.source, journals.key(question.journal), (question.year or "")[:4]))  # fmt: skip
        every = {id(record): (one, number, record) for key in keys for one, number, record in self._places.get(key, ())}
        near = [found for found in every.values() if alike.is_near(question, found[2])]
        hits = [found for found in near if alike.is_found(question, found[2])]
        if lookup.state in SETTLED:
            return lookup if lookup.state is State.FOUND else _beside(lookup, hits)
        if not near:
            return lookup
        shown = tuple(replace(record, evidence=(one.evidence,)) for one, _, record in near)
        state = State.FOUND if hits else lookup.state
        return replace(_beside(lookup, hits or near), state=state, records=(*lookup.records, *shown), reach="" if hits else lookup.reach)

    def _registry(self, question: Question, lookup: Lookup) -> Lookup:
        mine = [one for one in self.filed if one.source == REGISTRY and _is_about(question, one)]
        if not mine or (lookup.state is State.FOUND):
            return lookup
        found = {journal.key: replace(journal, evidence=(one.evidence,)) for one in mine for journal in one.journals}
        beside = _beside(lookup, [(one, None, None) for one in mine])
        if lookup.state in SETTLED:
            return beside
        if any(_fits(question, journal) for journal in found.values()):
            return replace(beside, state=State.FOUND, journals=(*lookup.journals, *found.values()))
        control = any(one.source == REGISTRY and one.journals for one in self.filed)
        if control and any(one.state is State.NOT_FOUND for one in mine):
            return replace(beside, state=State.NOT_FOUND, control=True)
        return beside


def _is_about(question: Question, one: Filed) -> bool:
    """Say whether a file of the registry was made for the question's journal, or shows it."""
    asked = bool(one.asked) and journals.key(one.asked) in alike.serial_names(question)
    return asked or any(_fits(question, journal) for journal in one.journals)


def _fits(question: Question, journal: Journal) -> bool:
    return alike.is_named(question, journal) if question.journal else alike.is_numbered(question, journal)


def _beside(lookup: Lookup, brought: Iterable[tuple[Filed, int | None, Record | None]]) -> Lookup:
    """Return a lookup with files named beside its own answer: in the note, the trail and the evidence."""
    several = list({(one.evidence, number): (one, number) for one, number, _ in brought}.values())
    if not several:
        return lookup
    stands = "，与检索结果不一致，须人工核对" if lookup.state is State.NOT_FOUND else ""
    notes = [lookup.note, *(one.told(number) + stands for one, number in several)]
    steps = tuple(
        Trace(step=_step(one), state=one.state, evidence=one.evidence, words=one.words, note=one.told(number), at=one.at)
        for one, number in several
    )
    known = {piece.id: piece for piece in (*lookup.evidence, *(one.piece() for one, _ in several))}
    return replace(
        lookup,
        note="；".join(note for note in notes if note),
        trail=(*lookup.trail, *steps),
        evidence=tuple(known.values()),
    )


def _step(one: Filed) -> Step:
    registry = one.source == REGISTRY
    return Step(kind="journal" if registry else "search", field="name" if registry else "brought", text=one.asked or one.file)


# ---------------------------------------------------------------- on disk


def file(settings: Settings) -> Path:
    """Return where a run's files are listed: those of the demonstration apart from real ones."""
    return Path(settings.data) / "manual" / f"{settings.realm.split('-')[0]}.jsonl"


def load(settings: Settings) -> Manual:
    """Return everything that was brought. Raises BadValue naming file and line."""
    path = file(settings)
    if not path.is_file():
        return Manual()
    decoder = msgspec.json.Decoder(Filed)
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            found.append(decoder.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadValue(
                f"手工证据清单 {path} 第 {number} 行有误：{error}。请从备份恢复该文件，或删去该行后重新导入。",
                f"Line {number} of {path} is wrong: {error}. Restore the file, or delete the line and import again.",
            ) from None
    return Manual(found)


def add(settings: Settings, filed: Iterable[Filed]) -> None:
    """List files that were archived; a file that is listed already in the same way stays one."""
    path = file(settings)
    known = {one.says for one in load(settings).filed}
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("ab") as out:
        for one in filed:
            if one.says not in known:
                out.write(msgspec.json.encode(one) + b"\n")
