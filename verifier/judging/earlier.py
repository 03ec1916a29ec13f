"""Outputs that an earlier application of the same person listed (五.4: obtained anew), by a small register of what was listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from verifier.judging.across import Notices, Summary, finding, records, title_key
from verifier.model import AcrossFinding, Report
from verifier.normalize import names
from verifier.reasons import Reason


class Listed(NamedTuple):
    """Where an output was listed before: the document of that notice, and the sources that showed a record of it."""

    document: str
    sources: frozenset[str]


Register = Mapping[str, Listed]
"""`person|record` or `person|title key` -> where that person listed it before."""


def listed(reports: Iterable[Report]) -> dict[str, Listed]:
    """Return the register of earlier applications; of several the first stays."""
    register: dict[str, Listed] = {}
    for report in reports:
        person = names.key(report.applicant.name)
        for item in report.items:
            shown = records(item)
            entry = Listed(report.rules.document, _sources(shown))
            for key in (*shown, title_key(item)):
                if key:
                    register.setdefault(f"{person}|{key}", entry)
    return register


def reused(
    summaries: Iterable[Summary], register: Register, notices: Notices | None = None
) -> tuple[AcrossFinding, ...]:
    """Report the outputs that the same person listed before, each for a person to look at."""
    found = []
    for summary in summaries:
        before = _before(summary, register)
        if before is not None:
            notice, people = (notices or {}).get(summary.notice), (summary.applicant,)
            slots = {"earlier": before.document}
            found.append(finding(Reason.REUSED, notice, (summary.item,), people, slots, summary.evidence))
    return tuple(found)


def _before(summary: Summary, register: Register) -> Listed | None:
    """Return where an output was listed before: by a record, else by its title where no source tells two papers apart."""
    for record in summary.records:
        if (known := register.get(f"{summary.person}|{record}")) is not None:
            return known
    known = register.get(f"{summary.person}|{summary.key}") if summary.key else None
    return None if known is None or known.sources & _sources(summary.records) else known


def _sources(shown: Iterable[str]) -> frozenset[str]:
    return frozenset(record.partition(":")[0] for record in shown)
