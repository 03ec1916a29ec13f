"""What the page of an item shows of its report, in the words of the papers: sources, comparison, findings, notes, evidence."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from verifier.model import AcrossFinding, Difference, Evidence, Finding, ItemReport, Report
from verifier.portal import blobs
from verifier.portal.language import lang
from verifier.portal.models import Item, Version
from verifier.proof import rows
from verifier.proof.words import FIELDS, ORDER, SOURCES, moment, name

COMPARED = ("title", "authors", "container", "year", "volume", "issue", "pages", "doi", "cn", "issn")


class Source(NamedTuple):
    """One source's line: its name, the certificate's word for its answer, the record's number, when, and the pages."""

    code: str
    name: str
    word: str
    says: str
    record: str
    at: str
    note: str
    evidence: tuple[str, ...]


class Said(NamedTuple):
    """One finding in words: what was found, the clause with its quote, what would mend it, the pages it rests on."""

    reason: str
    outcome: str
    says: str
    clause: str
    quote: str
    remedy: str
    evidence: tuple[str, ...]


class Line(NamedTuple):
    """One field side by side: as handed in and as recorded; `differs` is "", `harmless` or `differs`."""

    field: str
    name: str
    claimed: str
    recorded: str
    differs: str


class Shown(NamedTuple):
    """An item's page."""

    item: ItemReport
    sources: list[Source]
    lines: list[Line]
    findings: list[Said]
    notes: list[str]
    place: str
    compared: str

    @property
    def beside(self) -> list[str]:
        """The names of the sources that are not asked such a question."""
        return [one.name for one in self.sources if one.word == "not_applicable"]


def of(version: Version, key: str) -> tuple[Report, Shown]:
    """Return a version's report and what the page of one of its items shows."""
    report = blobs.report(version.report)
    item = next(one for one in report.items if one.id == key)
    across = [one for one in report.across if key in one.items]
    return report, Shown(
        item=item,
        sources=sources(item),
        lines=lines(item),
        findings=[*map(_said, item.findings), *map(_said, across)],
        notes=[rows.told(note, lang()) for note in item.notes],
        place=rows.place(item),
        compared=rows.compared(item, lang()),
    )


def sources(item: ItemReport) -> list[Source]:
    """Return a line for every source that belongs to the item, in the order of the papers."""
    known = [code for code in ORDER if code in item.lookups] + [code for code in item.lookups if code not in ORDER]
    return [_source(item, code) for code in known]


def _source(item: ItemReport, code: str) -> Source:
    result, word = item.lookups[code], rows.word(item, code)
    record = result.record or (item.journal.cn if code == "nppa" and item.journal else None) or ""
    says = rows.WORDS[word][1 if lang() == "en" else 0]
    return Source(
        code,
        name(SOURCES, code, lang()),
        word,
        says,
        record if word == "found" else "",
        moment(result.at),
        result.note,
        result.evidence,
    )


def lines(item: ItemReport) -> list[Line]:
    """Return the fields that either side has, with what was found to differ."""
    differs = {one.field: one for one in item.differences}
    claimed, recorded = _claimed(item), _recorded(item)
    found = [_line(field, claimed.get(field, ""), recorded.get(field, ""), differs.get(field)) for field in COMPARED]
    return [line for line in found if line.claimed or line.recorded]


def _line(field: str, claimed: str, recorded: str, difference: Difference | None) -> Line:
    if difference is None:
        return Line(field, name(FIELDS, field, lang()), claimed, recorded, "")
    return Line(
        field,
        name(FIELDS, field, lang()),
        claimed or difference.claimed,
        recorded or difference.recorded,
        "harmless" if difference.harmless else "differs",
    )


def _claimed(item: ItemReport) -> dict[str, str]:
    cited = item.citation
    plain = {field: getattr(cited, field) or "" for field in COMPARED if field != "authors"}
    return {**plain, "authors": "，".join(cited.authors)}


def _recorded(item: ItemReport) -> dict[str, str]:
    record, journal = item.record, item.journal
    if record is None:
        return {"cn": (journal.cn or "") if journal else "", "container": journal.title if journal else ""}
    plain: dict[str, Any] = {
        field: getattr(record, field, None) or "" for field in COMPARED if field not in ("authors", "container")
    }
    plain["cn"], plain["issn"] = (
        plain["cn"] or (journal.cn if journal else "") or "",
        plain["issn"] or (journal.issn if journal else "") or "",
    )
    return {
        **plain,
        "authors": "，".join(author.name for author in record.authors or ()),
        "container": record.journal or "",
    }


def _said(finding: Finding | AcrossFinding) -> Said:
    return Said(
        finding.reason.value, finding.outcome.value, rows.fact(finding, lang()), finding.clause, finding.quote,
        rows.remedy(finding, lang()), finding.evidence,
    )  # fmt: skip


def conflicts(item: Item) -> list[Said]:
    """Return what lists of several applicants show of an item; whose the others are is not said here."""
    return [_said(msgspec.convert(one.finding, AcrossFinding)) for one in item.conflicts.all()]


def evidence(report: Report, shown: Shown) -> list[Evidence]:
    """Return the captured pages that an item's statements rest on, each once."""
    wanted = {one for source in shown.sources for one in source.evidence} | {
        one for said in shown.findings for one in said.evidence
    }
    return [entry for entry in report.evidence if entry.id in wanted]
