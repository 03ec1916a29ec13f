"""What stands behind an item: every source's record, the weighed differences and the issue tables, made again from the archive.

A report names one record and its evidence; the committee sees the rest. Nothing is asked of any source and nothing is judged anew:
the archived pages are read again, and whether they still lead to the report is said.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from verifier.errors import VerifierError
from verifier.judging import matching, registry, tables
from verifier.judging.tables import Table
from verifier.model import Contents, Evidence, Item, ItemReport, Journal, Lookup, Match, Record, Report, State
from verifier.normalize import issues
from verifier.portal import blobs, walk
from verifier.portal.language import told
from verifier.replay import archive_of, submission
from verifier.retrieval import manual
from verifier.retrieval.archive import Archive
from verifier.retrieval.chain import CHAIN
from verifier.retrieval.lookup import look_up
from verifier.retrieval.rederive import ArchiveDriver, OfItem, Refusals
from verifier.retrieval.stored import Shelf
from verifier.sources import drift
from verifier.verify import NAMED, Standards, judge_item, question

LARGEST_LOG = 64 * 1024 * 1024
"""Bytes of an archive's log up to which its refusals are read for one page; beyond, whether the report is the same is not said."""


class Behind(NamedTuple):
    """Behind one item: matches (one a database), the tables of the claimed year, the contents of the claimed issue.

    `same`: the archived pages lead to the report's own item again; None where that cannot be said. `wrong` is why nothing is shown.
    """

    matches: tuple[Match, ...] = ()
    tables: tuple[Table, ...] = ()
    contents: tuple[Contents, ...] = ()
    same: bool | None = None
    wrong: str = ""

    def records(self) -> dict[str, Record]:
        """Return each source's record of the paper, where it has one."""
        return {one.source: one.record for one in self.matches if one.record is not None and one.level in NAMED}


class Proof(NamedTuple):
    """One piece of evidence, and whether its bytes are what the log and the report say; `wrong` says what is not."""

    piece: Evidence
    wrong: str


def behind(digest: str, key: str) -> Behind:
    """Return what stands behind an item of a kept report."""
    try:
        return _again(digest, key)
    except VerifierError as error:
        return Behind(wrong=told(error))


@lru_cache(maxsize=256)
def _again(digest: str, key: str) -> Behind:
    report = blobs.report(digest)
    item = next(one for one in report.items if one.id == key)
    standards = walk.standards(report.notice)
    archive = opened(report)
    refusals = _refusals(archive)
    brought = manual.load(walk.settings()).filed
    driver = ArchiveDriver(archive, [one.id for one in report.evidence], refusals or Refusals(()), brought)
    lookups = look_up(question(item.citation, item.claimed or None), OfItem(driver, item.lookups))
    # one item alone does not show what the whole list did: that the source's result lists could not all be read
    lookups = drift.unsaid(lookups, {source for source, one in item.lookups.items() if one.state is State.LAYOUT_CHANGED})
    serial, matches = _matched(report, item, lookups, standards)
    year = item.citation.year or (item.record.year if item.record else "") or ""
    shown = tuple(page for one in lookups for page in one.contents if page.year == year and issues.same(item.citation.issue, page.issue))
    return Behind(
        matches=matches,
        tables=tables.tables(lookups, year, serial),
        contents=shown,
        same=_is_same(report, item, lookups, standards) if refusals is not None else None,
    )


def _matched(
    report: Report, item: ItemReport, lookups: tuple[Lookup, ...], standards: Standards
) -> tuple[Journal | None, tuple[Match, ...]]:
    by_source = {one.source: one for one in lookups}
    databases = tuple(one for one in lookups if one.source != "nppa")
    serial = registry.decide(
        item.citation, by_source.get("nppa"), standards.snapshot, claimed=item.claimed or None, databases=databases
    )
    units = report.applicant.units
    matches = tuple(
        matching.match(item.citation, one, standards.weights, serial, standards.defects, units) for one in databases
    )
    return serial.journal, matches


def _is_same(report: Report, item: ItemReport, lookups: tuple[Lookup, ...], standards: Standards) -> bool:
    handed = Item(id=item.id, text=item.citation.raw, claimed=item.claimed or None)
    again = judge_item(submission(report), handed, item.citation, lookups, standards)
    return _judged(again) == _judged(item)


def _judged(item: ItemReport) -> tuple[object, ...]:
    """Return what an item came to, without the wording of its sentences."""
    return item.outcome, item.identity, tuple((one.reason, one.outcome, one.clause, one.evidence) for one in item.findings)


@lru_cache(maxsize=4)
def _archive(folder: Path) -> Archive:
    return Archive(folder)


def opened(report: Report) -> Archive:
    """Return the archive in which a report's evidence lies."""
    return _archive(archive_of(report, walk.settings()))


_kept: dict[Path, tuple[int, Refusals]] = {}


def _refusals(archive: Archive) -> Refusals | None:
    log = archive.folder / CHAIN
    size = log.stat().st_size if log.exists() else 0
    if size > LARGEST_LOG:
        return None
    before = _kept.get(archive.folder)
    if before is None or before[0] != size:
        before = _kept[archive.folder] = (size, Refusals(archive.refusals()))
    return before[1]


def proofs(report: Report, pieces: list[Evidence]) -> list[Proof]:
    """Look at the bytes of some evidence as they lie now, each against the archive's log and the report."""
    archive = opened(report)
    with Shelf(archive.folder) as shelf:
        return [Proof(piece, _wrong(archive, shelf, piece)) for piece in pieces]


def _wrong(archive: Archive, shelf: Shelf, piece: Evidence) -> str:
    try:
        entry = archive.entry(piece.id)
        shelf.examine(entry)
    except VerifierError as error:
        return told(error)
    return "" if entry.sha256 == piece.sha256 else "SHA-256"
