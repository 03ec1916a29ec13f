"""What a dossier leaves beside the two papers: the bound volume, the slip for the applicant, and the bundle; all registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from verifier import papers as printed
from verifier import proof
from verifier.model import Report
from verifier.papers import bundle, press
from verifier.papers.brought import Held
from verifier.papers.register import Register
from verifier.proof import Noted, attachments, dossier, slip
from verifier.proof import index as indexes
from verifier.retrieval.archive import Archive
from verifier.retrieval.wire import now

VOLUME = "dossier.pdf"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """The files by name, and how many pages each PDF has."""

    files: dict[str, bytes]
    pages: dict[str, int]


def volume(
    report: Report,
    archive: Archive,
    register: Register,
    lang: str,
    *,
    number: str,
    held: Held,
    papers: Mapping[str, bytes],
    noted: Noted | None = None,
    department: str = "",
    manual: tuple[tuple[str, str], ...] = (),
    order: str = "",
    first: int = 1,
    formats: tuple[str, ...] = ("pdf",),
    by: str = "",
) -> Made:
    """Bind one report's volume, write its slip and bundle, and enter them in the register under the report's number.

    `papers` are the files issued before; they go into the bundle. Raises UnreadableFile naming a brought file.
    """
    entry = register.numbered[number]
    annex = printed.annex(report, archive, lang)
    stated = {"number": number, "issued": entry.day}
    book = dossier.build(
        report, lang, annex=annex, brought=held.brought, head=entry.head, noted=noted, department=department,
        manual=manual, order=order, first=first, **stated,
    )  # fmt: skip
    back = slip.build(report, lang, brought=held.brought, **stated)
    draft = proof.is_draft(report, noted)
    files = {VOLUME: press.bind(book, held.files)}
    files.update((f"slip.{kind}", proof.in_format(back, kind)) for kind in formats)
    listed = indexes.index(
        report, "certificate", draft=draft, head=entry.head, printed=attachments.numbered(report, annex),
        brought=held.brought, **stated,
    )  # fmt: skip
    pdfs = {name: data for name, data in papers.items() if name.endswith(".pdf")}
    files[bundle.BUNDLE_FILE] = bundle.build(
        report, listed, archive, pdfs, {name: data for name, data, _ in held.files.values()}
    )
    register.note(number, files, draft=draft, at=now().isoformat(timespec="seconds"), by=by)
    every = {**papers, **files}
    return Made(files=files, pages={name: _pages(data) for name, data in every.items() if name.endswith(".pdf")})


def _pages(pdf: bytes) -> int:
    """Return how many pages one of our own PDF files has."""
    import pypdfium2

    opened: Any = pypdfium2.PdfDocument  # untyped
    with opened(pdf) as document:
        return len(document)
