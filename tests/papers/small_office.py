"""A small office: an archive with the pages of one invented report, its register, and the papers issued from both."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import msgspec

from tests.proof.reading import ROOT, SAMPLES
from verifier import papers
from verifier.model import Ask, Evidence, ItemReport, Page, Record, Report, Step
from verifier.papers.register import Register
from verifier.proof import attachments
from verifier.proof import index as indexes
from verifier.proof.index import Index
from verifier.retrieval.archive import Archive, evidence_id
from verifier.retrieval.record import Piece
from verifier.retrieval.wire import Outgoing
from verifier.verify import content_hash

AT = "2026-03-02T10:00:00+08:00"
DAY = "2026-03-02"


@dataclass
class Office:
    """One archive and one register; every report that is `taken` has its pages there."""

    folder: Path
    archive: Archive = field(init=False)
    register: Register = field(init=False)

    def __post_init__(self) -> None:
        self.archive = Archive(self.folder / "archive" / "demo")
        self.register = Register(self.folder / "register" / "demo")

    def take(self, name: str = "one") -> Report:
        """Return a sample report whose evidence lies in the archive, its record numbers on archived pages."""
        sample = msgspec.json.decode((SAMPLES / f"{name}.json").read_bytes(), type=Report)
        renamed: dict[str, Evidence] = {}
        for item in sample.items:
            for result in item.lookups.values():
                for one in result.evidence:
                    entry = next(entry for entry in sample.evidence if entry.id == one)
                    renamed[one] = self.store(entry, f"{item.citation.title} {result.record or ''} {item.citation.pages or ''}")
        return _resealed(sample, renamed)

    def store(self, entry: Evidence, shown: str) -> Evidence:
        """Archive a page that shows some text and return the evidence that it is."""
        body = f"<html><body><h1>检索结果</h1><p>{shown}</p></body></html>".encode()
        key = (entry.source, "detail", entry.id)
        at = entry.at
        name = evidence_id(entry.source, key, hashlib.sha256(body).hexdigest(), at)
        ask = Ask(source=entry.source, role=entry.role, path="/x", key=key, step=Step(kind="detail", record=entry.id))
        page = Page(
            ask=ask,
            status=200,
            url=entry.url,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=body,
            fetched=at,
            evidence=name,
        )
        request = Outgoing(method="GET", url=entry.url, headers=())
        self.archive.write(page, request, Piece(parser=entry.parser, state="found", query=entry.query))
        return self.archive.evidence(name)

    def issue(self, report: Report, **more: object) -> dict[str, bytes]:
        """Issue a report's papers."""
        return papers.issue(report, self.archive, self.register, "zh", day=DAY, at=AT, **more)  # type: ignore[arg-type]

    def index(self, report: Report) -> Index:
        """Return the list of evidence of an issued report's certificate."""
        entry = self.register.numbered[self.register.number_of(report)]
        return indexes.index(
            report,
            "certificate",
            number=entry.number,
            issued=entry.day,
            draft=False,
            head=entry.head,
            printed=attachments.numbered(report, papers.annex(report, self.archive, "zh")),
        )


def _resealed(report: Report, renamed: dict[str, Evidence]) -> Report:
    items = tuple(_renamed(item, renamed) for item in report.items)
    changed = msgspec.structs.replace(report, items=items, evidence=tuple(renamed.values()))
    return msgspec.structs.replace(changed, hash=content_hash(changed))


def _renamed(item: ItemReport, renamed: dict[str, Evidence]) -> ItemReport:
    """Return an item whose results rest on the archived pages, with the record that it was compared with."""
    lookups = {
        source: msgspec.structs.replace(result, evidence=tuple(renamed[one].id for one in result.evidence))
        for source, result in item.lookups.items()
    }
    record = None
    if item.identity is not None:
        source = item.identity.source
        record = Record(
            source=source,
            id=item.identity.record,
            title=item.citation.title or "",
            pages=item.citation.pages,
            evidence=lookups[source].evidence,
        )
    return msgspec.structs.replace(item, lookups=lookups, record=record)


def script() -> ModuleType:
    """Return the stand-alone script that checks a bundle."""
    spec = importlib.util.spec_from_file_location("verify_bundle", ROOT / "docs" / "verify_bundle.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
