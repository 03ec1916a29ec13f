"""What one climb gathers: traces, evidence, records, journals, lists, contents; and the state that follows from them."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from verifier.model import (
    ANSWERED,
    Answer,
    Contents,
    Evidence,
    IssueList,
    Journal,
    Lookup,
    Question,
    Record,
    Reply,
    State,
    Trace,
)
from verifier.normalize import issues
from verifier.sources import alike, codes, outcome
from verifier.sources.wording import evidence

WORST = (
    State.BLOCKED,
    State.RATE_LIMITED,
    State.LOGIN_REQUIRED,
    State.SESSION_STALE,
    State.LAYOUT_CHANGED,
    State.UNREACHABLE,
    State.INCOMPLETE,
    State.SKIPPED,
)
"""Failures, the gravest first: one of them is the state of a lookup that found nothing."""
STOPS = frozenset({State.BLOCKED, State.RATE_LIMITED})
NO_CONTROL = "对照检索也没有结果，不能据此认定未收录"
MOST_RECORDS = 60
"""So many candidates are kept; a record that answers the question is kept beyond that."""


class Trail:
    """The state of one climb: one source, one question."""

    def __init__(self, question: Question, parser: str, source: str) -> None:
        """Start with nothing gathered."""
        self.question = question
        self.source = source
        self.parser = parser
        self.stopped = False
        self.plain_zero = False
        self.until: str | None = None
        self.notes: list[str] = []
        self.traces: list[Trace] = []
        self.failures: list[State] = []
        self.short: list[str] = []
        self.journals: dict[str, Journal] = {}
        self.records: dict[str, Record] = {}
        self.issues: dict[tuple[str, str], IssueList] = {}
        self.contents: dict[tuple[str, str, str], Contents] = {}
        self.unlisted: bool | None = None
        self.beyond = False
        self.deaf = False
        self.serial: Journal | None = None
        self._evidence: dict[str, Evidence] = {}
        self._demo = False

    # ------------------------------------------------------------ gathering

    def take(self, reply: Reply) -> Answer:
        """Keep what a reply brought, stamped with its evidence, and return its answer."""
        page, answer = reply.page, reply.answer
        mark = (page.evidence,) if page.evidence else ()
        if page.evidence:
            self._evidence.setdefault(page.evidence, evidence(page, self.parser))
        self._demo = self._demo or page.demo
        self._trace(reply)
        if answer.state in STOPS or page.failure == "circuit":
            self.stopped = True
            self.until = answer.until or self.until
        for journal in answer.journals:
            self._keep_journal(replace(journal, evidence=mark))
        if answer.issues:
            key = (answer.issues.key, answer.issues.year)
            self.issues[key] = replace(answer.issues, evidence=mark)
        if answer.contents:
            self._keep_contents(answer.contents, mark, answer.total)
        for record in answer.records:
            self.keep(replace(record, evidence=mark))
        return answer

    def _trace(self, reply: Reply) -> None:
        page, answer = reply.page, reply.answer
        self.traces.append(
            Trace(
                step=page.ask.step,
                state=answer.state,
                evidence=page.evidence,
                words=answer.words,
                note="；".join(part for part in (answer.note, page.note) if part),
                at=page.fetched,
            )
        )
        if outcome.is_short_contents(reply):
            self.short.append(answer.note)
        elif answer.state not in ANSWERED:
            self.failures.append(answer.state)

    def keep(self, record: Record) -> None:
        """Keep a record that may be the paper; a second sight of it fills its gaps."""
        if not alike.is_near(self.question, record):
            return
        known = self.records.get(record.id)
        if known is not None:
            self.records[record.id] = merge(known, record)
        elif len(self.records) < MOST_RECORDS or alike.is_found(self.question, record):
            self.records[record.id] = record

    def _keep_journal(self, journal: Journal) -> None:
        # several titles may share the CN that the registry keys them by (一号多刊): they stay apart
        place = f"{journal.key} {journal.title}" if self.source == "nppa" else journal.key
        known = self.journals.get(place)
        self.journals[place] = _merged(known, journal) if known else journal

    def _keep_contents(self, page: Contents, mark: tuple[str, ...], total: int | None) -> None:
        """Join the pages of one issue's contents; whole when as many rows came as were announced."""
        key = (page.key, page.year, page.issue)
        rows = {record.id: replace(record, evidence=mark) for record in page.records}
        known = self.contents.get(key)
        joined = tuple({**{record.id: record for record in (known.records if known else ())}, **rows}.values())
        whole = page.complete or (known is not None and total is not None and len(joined) >= total)
        proof = tuple(dict.fromkeys((*(known.evidence if known else ()), *mark)))
        self.contents[key] = replace(page, records=joined, complete=whole, evidence=proof)
        for record in rows.values():
            self.keep(record)

    def amend(self, state: State, note: str = "") -> None:
        """Give the last trace another state, and forget or count its failure accordingly."""
        last = self.traces[-1]
        if last.state not in ANSWERED and self.failures:
            self.failures.pop()
        self.traces[-1] = replace(last, state=state, note="；".join(part for part in (last.note, note) if part))
        if state not in ANSWERED:
            self.failures.append(state)

    def shorten(self, note: str) -> None:
        """Note that the contents just read hold less than they announce: no failure of the source, and no word on the issue."""
        last = self.traces[-1]
        self.traces[-1] = replace(last, state=State.INCOMPLETE, note="；".join(part for part in (last.note, note) if part))
        self.short.append(note)

    # ------------------------------------------------------------ asking itself

    @property
    def exact(self) -> bool:
        """Whether a record ends the climb."""
        return any(alike.is_exact(self.question, record) for record in self.records.values())

    @property
    def hit(self) -> bool:
        """Whether a record answers the question."""
        return any(alike.is_found(self.question, record) for record in self.records.values())

    @property
    def searching(self) -> bool:
        """Whether the source's search has found anything."""
        return any(trace.state is State.FOUND and trace.step.kind == "search" for trace in self.traces)

    @property
    def live(self) -> bool:
        """Whether the source has answered anything with a hit, and its search is not known to be deaf."""
        return not self.deaf and any(trace.state is State.FOUND for trace in self.traces)

    # ------------------------------------------------------------ the end

    def lookup(self) -> Lookup:
        """Return what was gathered, with the state that follows from it."""
        state, note = self._state()
        found = state is State.FOUND
        return Lookup(
            source=self.source,
            state=state,
            records=tuple(self.records.values()),
            journals=tuple(journal for journal in self.journals.values() if journal.title),
            issues=tuple(self.issues.values()),
            contents=tuple(self.contents.values()),
            control=self.live or self.plain_zero,
            reach="" if found else self._reach(),
            trail=tuple(self.traces),
            evidence=tuple(self._evidence.values()),
            note="；".join(dict.fromkeys(part for part in (note, *self.notes) if part)),
            demo=self._demo,
        )

    def _state(self) -> tuple[State, str]:
        """Found, else the gravest failure, else ambiguous, else not found if the source is seen to be alive."""
        if self.hit:
            return State.FOUND, ""
        failed = next((state for state in WORST if state in self.failures), None)
        if failed is not None:
            told = next((trace for trace in self.traces if trace.state is failed), None)
            wait = f"，{self.until}之后可再检索" if self.until else ""
            return failed, (told.note if told else "") + wait
        if not self.traces:
            return State.SKIPPED, "未检索"
        unclear = any(trace.state is State.AMBIGUOUS for trace in self.traces)
        if unclear or any(alike.same_title(self.question, record) for record in self.records.values()):
            return State.AMBIGUOUS, "有同名文献或无关结果，须人工辨认"
        if self.short and not self._searched():
            return State.INCOMPLETE, self.short[0]
        partial = f"{self.short[0]}，目次不完整，不据以说明该期" if self.short else ""
        return (State.NOT_FOUND, partial) if self.live or self.plain_zero else (State.INCOMPLETE, NO_CONTROL)

    def _searched(self) -> bool:
        """Say whether the source's search has answered instead of a short contents page: nothing of that title, in its words."""
        titles = [trace for trace in self.traces if trace.step.kind == "search" and trace.step.field == "title"]
        return bool(titles) and all(trace.state is State.NOT_FOUND and trace.words for trace in titles)

    def _reach(self) -> Literal["covered", "outside", "unknown"]:
        """Say how far a silence goes: whether the journal-year lies inside what the source holds."""
        year = (self.question.year or "")[:4]
        if self.beyond:
            return "outside"
        if not year or not self.question.journal:
            return "unknown"
        if self.serial is None:
            return "outside" if self.unlisted else "unknown"
        span = self.journals.get(self.serial.key, self.serial).coverage
        listed = self.issues.get((self.serial.key, year))
        if listed is not None:
            inside = bool(listed.issues) and not codes.is_beyond(listed, span, self.question.issue)
            return "covered" if inside else "outside"
        if span and ((span[0] and year < span[0][:4]) or (span[1] and year > span[1][:4])):
            return "outside"
        return "unknown"


def skipped(source: str, why: str) -> Lookup:
    """Return the lookup of a source that is not asked, with the reason."""
    return Lookup(source=source, state=State.SKIPPED, note=why)


def merge(record: Record, detail: Record) -> Record:
    """Fill what a record leaves open from another sight of it in the same source.

    Where both speak of the issue and differ, the second is kept as a witness; a byline with units replaces one without.
    """
    gaps = {
        field: getattr(detail, field)
        for field in Record.__struct_fields__
        if getattr(record, field) in (None, (), "") and getattr(detail, field) not in (None, (), "")
    }
    said = (((f"{record.source}_issue", detail.issue),) if detail.issue and record.issue and detail.issue != record.issue else ())
    gaps["witnesses"] = tuple(dict.fromkeys((*record.witnesses, *detail.witnesses, *_telling(said))))
    gaps["evidence"] = tuple(dict.fromkeys((*record.evidence, *detail.evidence)))
    if _units(detail) > _units(record) and len(detail.authors or ()) == len(record.authors or ()):
        gaps["authors"] = detail.authors
    return replace(record, **gaps)


def _telling(said: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in said if issues.mark(pair[1]).kind_hint not in ("regular", "unknown"))


def _units(record: Record) -> int:
    return sum(bool(author.affiliations) for author in record.authors or ())


def _merged(known: Journal, more: Journal) -> Journal:
    """Fill what a journal's first page left open from a later one."""
    gaps = {
        field: getattr(more, field)
        for field in Journal.__struct_fields__
        if getattr(known, field) in (None, (), "") and getattr(more, field) not in (None, (), "")
    }
    gaps["evidence"] = tuple(dict.fromkeys((*known.evidence, *more.evidence)))
    return replace(known, **gaps)
