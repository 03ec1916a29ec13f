"""What a batch leaves beside its reports: the counts, what people decided, and what concerns several applicants."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

import msgspec

from verifier import decisions
from verifier.finished import Made
from verifier.judging import across
from verifier.model import AcrossFinding, Note, Report, canonical
from verifier.reasons import Outcome


class Tally(msgspec.Struct):
    """What a batch came to; the only record here that changes while the batch runs.

    `unfinished` are the applicants for whom a source failed; `drafts` those whose certificate says 未完成检索 of a search, and can only be
    printed as a draft: these, and whoever's records a person has to tell apart.
    """

    applicants: int = 0
    items: int = 0
    clear: int = 0
    review: int = 0
    bar: int = 0
    unfinished: int = 0
    drafts: int = 0
    raised: int = 0
    decided: int = 0
    settled_clear: int = 0
    settled_review: int = 0
    settled_bar: int = 0

    def add(self, made: Made) -> None:
        """Count what the program found in one report."""
        self.applicants += 1
        self.items += len(made.summaries)
        self.unfinished += made.is_unfinished
        self.drafts += made.is_draft
        outcomes = [item.outcome for item in made.summaries]
        self.clear += outcomes.count(Outcome.CLEAR)
        self.review += outcomes.count(Outcome.REVIEW)
        self.bar += outcomes.count(Outcome.BAR)

    def add_decided(self, outcome: Outcome | None) -> None:
        """Count an item on which people decided, apart from what was found; None = something of it is still open."""
        self.decided += 1
        if outcome is not None:
            name = f"settled_{outcome.value.lower()}"
            setattr(self, name, getattr(self, name) + 1)


class Writer:
    """Writes what a batch leaves of each report: the report itself, what people decided on it, and the counts."""

    def __init__(self, reports: IO[bytes], decided: IO[bytes], known: Mapping[str, decisions.Decisions]) -> None:
        """Take the opened files, and the decisions of the data folder."""
        self.reports, self.decided, self.known = reports, decided, known
        self.tally = Tally()

    def write(self, made: Made) -> None:
        """Write one report, and what people decided on it."""
        self.reports.write(made.report + b"\n")
        self.tally.add(made)
        for line in decided(made.read(), self.known) if self.known else ():
            self.decided.write(canonical(line) + b"\n")
            self.tally.add_decided(line.settled)


class Decided(msgspec.Struct, frozen=True):
    """One line of `decisions.jsonl`: what the program says of an item now, what people decided on it, and how they settled it."""

    applicant: str
    item: str
    found: Outcome
    decisions: decisions.Decisions
    settled: Outcome | None


def decided(report: Report, known: Mapping[str, decisions.Decisions]) -> Iterator[Decided]:
    """Yield the items of a report on which people decided, now or under an earlier report of the same text."""
    made = decisions.of(report, known)
    for item in report.items:
        if item.id in made:
            several = made[item.id]
            yield Decided(report.applicant.id, item.id, item.outcome, several, decisions.settled(item, several))


def raise_outcomes(tally: Tally, findings: Iterable[AcrossFinding], summaries: Iterable[across.Summary]) -> None:
    """Count the items that the pass over applicants concerns, and those that were clear as items to review.

    The reports themselves stay as they are.
    """
    concerned = {pair for finding in findings for pair in zip(finding.applicants, finding.items, strict=True)}
    tally.raised = len(concerned)
    lifted = sum(one.outcome is Outcome.CLEAR and (one.applicant, one.item) in concerned for one in summaries)
    tally.clear -= lifted
    tally.review += lifted


def across_lines(findings: Iterable[AcrossFinding]) -> bytes:
    """Return `across.jsonl`."""
    return b"".join(canonical(finding) + b"\n" for finding in findings)


def summary(tally: Tally, folder: Path, notes: Iterable[Note] = ()) -> bytes:
    """Return `summary.json`: the counts of a batch, what is only told of it, and where its reports lie."""
    told = [note.says for note in notes]
    counts = msgspec.to_builtins(tally)
    return json.dumps({**counts, "notes": told, "folder": str(folder)}, ensure_ascii=False, indent=1).encode()


class Summaries:
    """The small summaries of a batch's items, on disk, and which of them may be one output."""

    def __init__(self) -> None:
        """Begin an empty one."""
        self._rows = sqlite3.connect("")  # "" = a file of SQLite's own, gone when it is closed
        self._rows.execute("CREATE TABLE summary (place INTEGER PRIMARY KEY, output INTEGER, line BLOB)")
        self._rows.execute("CREATE TABLE held (key TEXT PRIMARY KEY, output INTEGER) WITHOUT ROWID")

    def add(self, summaries: Iterable[across.Summary]) -> None:
        """Keep some, each with the number of the output that it is: the number of the first item that shares a key with it."""
        for one in summaries:
            row = self._rows.execute("INSERT INTO summary (line) VALUES (?)", (msgspec.json.encode(one),)).lastrowid
            keys = across.keys(one)
            known = (self._rows.execute("SELECT output FROM held WHERE key = ?", (key,)).fetchone() for key in keys)
            output = next((found[0] for found in known if found), row)
            self._rows.execute("UPDATE summary SET output = ? WHERE place = ?", (output, row))
            self._rows.executemany("INSERT OR IGNORE INTO held VALUES (?, ?)", ((key, output) for key in keys))

    def __iter__(self) -> Iterator[across.Summary]:
        """Yield all, in their order."""
        return self._read("SELECT line FROM summary ORDER BY place")

    def outputs(self) -> Iterator[list[across.Summary]]:
        """Yield the summaries of every output that stands in more than one list, in the order in which that came to light."""
        seen, again = set[int](), dict[int, None]()
        for output, _ in self._rows.execute("SELECT output, place FROM summary ORDER BY place"):
            if output in seen:
                again[output] = None
            seen.add(output)
        self._rows.execute("CREATE INDEX IF NOT EXISTS by_output ON summary (output, place)")
        for output in again:
            yield list(self._read("SELECT line FROM summary WHERE output = ? ORDER BY place", output))

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()

    def _read(self, query: str, *values: int) -> Iterator[across.Summary]:
        decoder = msgspec.json.Decoder(across.Summary)
        return (decoder.decode(line) for (line,) in self._rows.execute(query, values))
