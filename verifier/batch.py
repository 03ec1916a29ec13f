"""Many submissions: one polite crawl fills the cache, then `verify()` runs over it in parallel, without any network.

The reports come out in the order of the submissions and are the same bytes however many workers there are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from verifier import decisions
from verifier.judging import across
from verifier.model import AcrossFinding, Note, Question, Report, canonical
from verifier.reasons import Outcome, worst
from verifier.settings import Settings
from verifier.submissions import Handed
from verifier.verify import Standards, read_items, verify
from verifier.verify import questions as asked_by

Rules = dict[str, Standards]
"""What every notice that the submissions name judges by, under the name that they use."""
CHUNK = 8
TRIES = 3


class Tally(msgspec.Struct):
    """What a batch came to; the only record here that changes while the batch runs."""

    applicants: int = 0
    items: int = 0
    clear: int = 0
    review: int = 0
    bar: int = 0
    unfinished: int = 0
    raised: int = 0
    decided: int = 0
    settled_clear: int = 0
    settled_review: int = 0
    settled_bar: int = 0

    def add(self, report: Report, open_ends: bool) -> None:
        """Count what the program found in one report."""
        self.applicants += 1
        self.items += len(report.items)
        self.unfinished += open_ends
        outcomes = [item.outcome for item in report.items]
        self.clear += outcomes.count(Outcome.CLEAR)
        self.review += outcomes.count(Outcome.REVIEW)
        self.bar += outcomes.count(Outcome.BAR)

    def add_decided(self, outcome: Outcome | None) -> None:
        """Count an item on which people decided, apart from what was found; None = something of it is still open."""
        self.decided += 1
        if outcome is not None:
            name = f"settled_{outcome.value.lower()}"
            setattr(self, name, getattr(self, name) + 1)


class Worker:
    """Verifies submissions over the cache alone; one lives in every process of the pool."""

    def __init__(self, settings: Settings, rules: Rules, at: datetime) -> None:
        """Open the cache for reading, as of one moment: what was true then answers, on whatever day it is judged."""
        from verifier.retrieval.cache import cache_folder, open_cache
        from verifier.retrieval.lookup import OfflineDriver, look_up

        self.driver = OfflineDriver(open_cache(cache_folder(settings)), settings, clock=lambda: at)
        self.look_up = look_up
        self.rules = rules

    def verify(self, handed: Handed) -> Report:
        """Return the report of one submission."""
        return verify(
            handed.submission,
            look_up=lambda asked: self.look_up(asked, self.driver),
            standards=self.rules[handed.submission.notice],
            citations=handed.citations,
        )


_worker: Worker | None = None


def _start(settings: Settings, rules: Rules, at: datetime) -> None:
    global _worker  # one worker a process, made by the pool's initializer
    _worker = Worker(settings, rules, at)


def _work(chunk: bytes) -> list[bytes]:
    assert _worker is not None
    return [canonical(_worker.verify(handed)) for handed in msgspec.json.decode(chunk, type=list[Handed])]


def questions(handed: Iterable[Handed]) -> Iterator[Question]:
    """Yield every question that the sources must be asked, each with an id of its own."""
    for number, one in enumerate(handed):
        citations = {**read_items(one.submission), **one.citations}
        for asked in asked_by(one.submission, citations):
            yield msgspec.structs.replace(asked, id=f"{number}:{asked.id}")


def reports(handed: list[Handed], settings: Settings, rules: Rules, jobs: int, at: datetime) -> Iterator[Report]:
    """Yield one report per submission, in order, from the cache as it stood `at` a moment."""
    if jobs <= 1 or len(handed) <= CHUNK:
        worker = Worker(settings, rules, at)
        yield from (worker.verify(one) for one in handed)
        return
    chunks = [msgspec.json.encode(handed[i : i + CHUNK]) for i in range(0, len(handed), CHUNK)]
    for part in in_order(chunks, lambda: ProcessPoolExecutor(jobs, initializer=_start, initargs=(settings, rules, at))):
        yield from (msgspec.json.decode(report, type=Report) for report in part)


def in_order(chunks: list[bytes], pool: Callable[[], Executor]) -> Iterator[list[bytes]]:
    """Run the chunks through a pool and yield the results in order; a pool that breaks is built again.

    When a worker is killed the whole pool breaks: what was not yielded is submitted again, at most TRIES times in a row.
    """
    done, broken = 0, 0
    while done < len(chunks):
        try:
            with pool() as executor:
                waiting: list[Future[list[bytes]]] = [executor.submit(_work, chunk) for chunk in chunks[done:]]
                for future in waiting:
                    result = future.result()
                    done, broken = done + 1, 0
                    yield result
        except BrokenProcessPool:
            broken += 1
            if broken >= TRIES:
                raise


class Writer:
    """Writes what a batch leaves of each report: the report itself, what people decided on it, and the counts."""

    def __init__(self, reports: IO[bytes], decided: IO[bytes], known: Mapping[str, decisions.Decisions]) -> None:
        """Take the opened files, and the decisions of the data folder."""
        self.reports, self.decided, self.known = reports, decided, known
        self.tally = Tally()

    def write(self, report: Report, open_ends: bool) -> tuple[across.Summary, ...]:
        """Write one report and return the small summaries that the pass over applicants needs."""
        self.reports.write(canonical(report) + b"\n")
        self.tally.add(report, open_ends)
        for line in decided(report, self.known):
            self.decided.write(canonical(line) + b"\n")
            self.tally.add_decided(line.settled)
        return tuple(across.summarise(report.applicant, item, report.notice) for item in report.items)


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


def gravest(findings: Iterable[AcrossFinding]) -> Outcome:
    """Return the gravest outcome of findings over a list or batch."""
    return worst([finding.outcome for finding in findings])


def summary(tally: Tally, folder: Path, notes: Iterable[Note] = ()) -> bytes:
    """Return `summary.json`: the counts of a batch, what is only told of it, and where its reports lie."""
    told = [note.says for note in notes]
    counts = msgspec.to_builtins(tally)
    return json.dumps({**counts, "notes": told, "folder": str(folder)}, ensure_ascii=False, indent=1).encode()
