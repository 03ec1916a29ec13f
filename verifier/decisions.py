"""人工结论: what people decided on items, kept apart from every finding, in a hash chain of the data folder.

A decision is found again by who listed which text under which notice, so that a later check of the same item shows both: what the
machine says now, and what a person decided then. It never changes a report. Demo decisions lie apart from real ones.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from verifier import audit
from verifier.errors import StorageError
from verifier.model import Applicant, Decision, Frozen, ItemReport, Report, plain
from verifier.reasons import Outcome, worst

Decisions = tuple[Decision, ...]


class Made(Frozen, frozen=True, kw_only=True):
    """One entry of the chain: the decision, and the key of the item that it speaks of."""

    event: str = "decided"
    key: str
    decision: Decision


class Register:
    """The decisions of one data folder; every process opens its own and appends under a lock."""

    def __init__(self, data: Path, demo: bool) -> None:
        """Name the file; nothing is made before the first decision."""
        self.path = data / "decisions" / ("demo.jsonl" if demo else "live.jsonl")

    def add(self, key: str, decision: Decision) -> audit.Link:
        """Append a decision to the chain. Raises StorageError, also where the chain does not hold any more."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self.path.open("ab+") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX)
                stream.seek(0)
                links = self._links(stream.read().splitlines(keepends=True))
                entry: dict[str, Any] = plain(Made(key=key, decision=decision))
                link = audit.follow(links[-1] if links else None, entry)
                stream.write(audit.to_line(link))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise StorageError(
                f"人工结论无法写入 {self.path}（{error.strerror}）。请检查磁盘和权限后重试。",
                f"The decision cannot be written to {self.path} ({error.strerror}). Check disk and permissions, then retry.",
            ) from None
        return link

    def load(self) -> dict[str, Decisions]:
        """Return the decisions by key, oldest first. Raises StorageError if the chain does not hold."""
        try:
            lines = self.path.read_bytes().splitlines(keepends=True)
        except FileNotFoundError:
            return {}
        found: dict[str, Decisions] = {}
        for link in self._links(lines):
            made = msgspec.convert(link.entry, Made)
            found[made.key] = (*found.get(made.key, ()), made.decision)
        return found

    def _links(self, lines: list[bytes]) -> list[audit.Link]:
        broken = audit.breaks(lines)
        if broken:
            raise StorageError(
                f"人工结论的留痕 {self.path} 第 {broken[0].line} 行不符：{broken[0].says}。请从备份恢复后重试。",
                f"The chain of decisions {self.path} does not hold at line {broken[0].line}. Restore it from a backup.",
            )
        return [audit.from_line(line) for line in lines]


def key(notice: str, applicant: Applicant, item: ItemReport) -> str:
    """Return what an item is found again by: SHA-256 over notice, applicant's name and the text without its blanks."""
    text = "".join(item.citation.raw.split())
    return hashlib.sha256(msgspec.json.encode([notice, applicant.name, text])).hexdigest()


def of(report: Report, known: Mapping[str, Decisions]) -> dict[str, Decisions]:
    """Return what was decided on the items of a report, by item id; items without a decision are left out."""
    found = {item.id: known.get(key(report.notice, report.applicant, item), ()) for item in report.items}
    return {item: decisions for item, decisions in found.items() if decisions}


def standing(decisions: Iterable[Decision]) -> Decisions:
    """Return the decisions that stand: of several on one finding (or on the item as a whole) the last."""
    last = {decision.reason: decision for decision in decisions}
    return tuple(last.values())


def settled(item: ItemReport, decisions: Iterable[Decision]) -> Outcome | None:
    """Return the outcome at which people have settled an item, None while a finding is still without an answer.

    A decision on the item as a whole settles it; else every finding needs one of its own.
    """
    by_reason = {decision.reason: decision.outcome for decision in standing(decisions)}
    if None in by_reason:
        return by_reason[None]
    open_still = [finding for finding in item.findings if finding.reason not in by_reason]
    if open_still or not by_reason:
        return None
    return worst([by_reason[finding.reason] for finding in item.findings])
