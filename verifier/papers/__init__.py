"""From a report to the files that leave the house: the two papers with their annex, and the report itself."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from verifier import proof
from verifier.errors import BadValue
from verifier.model import Evidence, Report, canonical
from verifier.papers.register import Register
from verifier.proof import NOTHING, Beside
from verifier.retrieval.archive import Archive
from verifier.verify import content_hash

REPORT_FILE = "report.json"
FORMATS = ("pdf", "docx", "html", "xlsx", "json")


def files(
    report: Report,
    archive: Archive,
    lang: str,
    *,
    number: str,
    issued: str,
    formats: tuple[str, ...] = ("pdf",),
    head: str | None = None,
    beside: Beside = NOTHING,
) -> dict[str, bytes]:
    """Return file name -> bytes of everything that one report leaves: report.json, certificate and check list.

    `head` is the chain head to print, the archive's where none is given; the others are those of `certificate.build`.
    """
    papers = proof.render(
        report,
        lang,
        annex=annex(report, archive, lang),
        head=archive.head() if head is None else head,
        number=number,
        issued=issued,
        beside=beside,
        formats=formats,
    )
    return {REPORT_FILE: canonical(report), **papers}


def issue(
    report: Report,
    archive: Archive,
    register: Register,
    lang: str,
    *,
    day: str,
    at: str,
    formats: tuple[str, ...] = ("pdf",),
    beside: Beside = NOTHING,
    unit_code: str = proof.number.NO_UNIT,
    by: str = "",
) -> dict[str, bytes]:
    """Number a report, print its files and enter them in the register; a report printed again gets its first number and day.

    `day` is YYYY-MM-DD and `at` the moment, both of Shanghai; `by` is who issues. Raises BadValue for a report that is not what its
    digest says: nothing is printed of it.
    """
    if content_hash(report) != report.hash:
        raise BadValue(
            "核验结果与其内容摘要不符：文件被改动过，或由另一版本的程序生成。请重新核验（verifier check、batch）后再出具。",
            "The report is not what its digest says: it was changed, or made by another version. Verify again, then print.",
        )
    entry = register.number(report, day=day, head=archive.head(), at=at, unit=unit_code)
    contents = files(
        report,
        archive,
        lang,
        number=entry.number,
        issued=entry.day,
        head=entry.head,
        formats=formats,
        beside=beside,
    )
    register.note(entry.number, contents, draft=proof.is_draft(report, beside.noted), at=at, by=by)
    return contents


def annex(report: Report, archive: Archive, lang: str) -> tuple[proof.AnnexPage, ...]:
    """Return the annex pages of a report: every piece that one of its statements rests on."""
    return tuple(annex_page(entry, archive, report, lang) for entry in cited(report))


def cited(report: Report) -> tuple[Evidence, ...]:
    """Return the evidence that a statement of the report rests on, in the report's order; the rest stays in the archive."""
    wanted = {
        evidence
        for item in report.items
        for evidence in (
            *(one for result in item.lookups.values() for one in result.evidence),
            *(one for finding in item.findings for one in finding.evidence),
        )
    }
    return tuple(entry for entry in report.evidence if entry.id in wanted)


def annex_page(entry: Evidence, archive: Archive, report: Report, lang: str) -> proof.AnnexPage:
    """Lay out one archived answer as an annex page, from the archived bytes alone.

    What was asked, and where, is the archive's word: a page may have answered a second question later.
    """
    stored = archive.read(entry.id)
    text = proof.visible_text(stored.body, stored.content_type)
    readable = stored.content_type.startswith(("text/", "application/json", "application/xml")) or not stored.content_type
    whole = text or (stored.body[: proof.shown.LOOKED_AT].decode("utf-8", errors="replace") if readable else "")
    pairs = proof.shown.fields(report.items, entry.id, entry.source, whole, lang)
    return proof.AnnexPage(
        evidence=archive.evidence(entry.id),
        text=text,
        fields=proof.shown.joined(pairs, lang),
        sought=proof.shown.sought(report.items, entry.id),
    )


def write(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files so that each is there whole or not at all; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_one(folder / name, data) for name, data in contents.items()]


def write_one(path: Path, data: bytes) -> Path:
    """Write one file beside its place and move it there, so that an old one is never left half overwritten."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return path


def read_report(data: bytes) -> Report:
    """Read a stored report. Raises msgspec.ValidationError with the path of what does not fit."""
    return msgspec.json.decode(data, type=Report)
