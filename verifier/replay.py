"""A report made again from the archive alone: the same bytes, or what differs and why. No network, no cache, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from verifier.judging import changes, policy
from verifier.model import Finding, Frozen, Item, ItemReport, Lookup, Question, Report, Submission, canonical
from verifier.reasons import Outcome
from verifier.retrieval.archive import Archive
from verifier.retrieval.lookup import look_up
from verifier.retrieval.manual import Filed
from verifier.retrieval.rederive import ArchiveDriver, OfItem, Refusals
from verifier.settings import Settings
from verifier.verify import Standards, content_hash, verify


class Turned(Frozen, frozen=True, kw_only=True):
    """One item that is judged otherwise today: its outcome then and now, the sources whose answers read otherwise, the findings."""

    item: str
    title: str
    before: Outcome
    after: Outcome
    sources: tuple[str, ...] = ()
    gone: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    moved: tuple[tuple[Finding, Finding], ...] = ()


class Replayed(Frozen, frozen=True, kw_only=True):
    """A report made again, beside what it was.

    `same` = byte for byte. `genuine` = its own hash holds, so that it is as it was written. `rules` = the rules that judged it are
    today's. `parsers` are (then, now) where a parser has changed; `missing` counts questions that nobody had asked then.
    """

    report: Report
    same: bool
    genuine: bool
    rules: bool
    parsers: tuple[tuple[str, str], ...] = ()
    missing: int = 0
    turned: tuple[Turned, ...] = ()


def archive_of(report: Report, settings: Settings) -> Path:
    """Return the archive in which a report's evidence lies."""
    return Path(settings.data) / "archive" / ("demo" if report.demo else "live")


def replay(report: Report, archive: Archive, standards: Standards, refusals: Refusals, brought: Iterable[Filed] = ()) -> Replayed:
    """Make a report again from its own hand-in, the archived pages, and what was `brought` by hand.

    Raises UnreadableFile for a piece that is gone or changed.
    """
    driver = ArchiveDriver(archive, [entry.id for entry in report.evidence], refusals, brought)
    said = {item.id: item.lookups for item in report.items}

    def answers(question: Question) -> tuple[Lookup, ...]:
        return look_up(question, OfItem(driver, said[question.id]))

    citations = {item.id: item.citation for item in report.items}
    again = verify(submission(report), look_up=answers, standards=standards, citations=citations)
    return Replayed(
        report=again,
        same=canonical(again) == canonical(report),
        genuine=content_hash(report) == report.hash,
        rules=policy.rule_set(standards.notice) == report.rules,
        parsers=driver.parsers(),
        missing=driver.missing,
        turned=tuple(_turned(report, again)),
    )


def submission(report: Report) -> Submission:
    """Return what was handed in, as the report keeps it."""
    items = tuple(Item(id=item.id, text=item.citation.raw, claimed=item.claimed or None) for item in report.items)
    return Submission(applicant=report.applicant, notice=report.notice, items=items)


def _turned(before: Report, after: Report) -> Iterator[Turned]:
    for old, new in zip(before.items, after.items, strict=True):
        change = changes.compare(old.findings, new.findings)
        sources = _moved_sources(old, new)
        if old.outcome is not new.outcome or sources or change.gone or change.new or change.moved:
            yield Turned(
                item=old.id,
                title=old.citation.title or old.citation.raw,
                before=old.outcome,
                after=new.outcome,
                sources=sources,
                gone=change.gone,
                new=change.new,
                moved=change.moved,
            )


def _moved_sources(old: ItemReport, new: ItemReport) -> tuple[str, ...]:
    def said(report: ItemReport, source: str) -> object:
        result = report.lookups.get(source)
        return None if result is None else (result.state, result.record)

    return tuple(source for source in {**old.lookups, **new.lookups} if said(old, source) != said(new, source))


def read(line: bytes) -> Report:
    """Read a stored report. Raises msgspec.ValidationError naming the key."""
    return msgspec.json.decode(line, type=Report)
