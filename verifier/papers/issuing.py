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
from verifier.proof import NOTHING, Beside, attachments, dossier, slip
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
    papers: Mapping[str, bytes],
    held: Held,
    beside: Beside = NOTHING,
    manual: tuple[tuple[str, str], ...] = (),
    order: str = "",
    first: int = 1,
    formats: tuple[str, ...] = ("pdf",),
    by: str = "",
) -> Made:
    """Bind an issued report's volume, write its slip and bundle, and enter them in the register under the report's number.

    `papers` are the files issued before, `held` the brought files that `beside` lists; `manual`, `order` and `first` are those of
    `dossier.build`. Raises UnreadableFile naming a brought file.
    """
    entry = register.numbered[register.number_of(report)]
    annex = printed.annex(report, archive, lang)
    draft = proof.is_draft(report, beside.noted)
    listed = indexes.index(
        report,
        "certificate",
        number=entry.number,
        issued=entry.day,
        draft=draft,
        head=entry.head,
        printed=attachments.numbered(report, annex),
        brought=beside.brought,
    )
    book = dossier.build(
        report,
        lang,
        annex=annex,
        head=entry.head,
        number=entry.number,
        issued=entry.day,
        beside=beside,
        manual=manual,
        order=order,
        first=first,
    )
    back = slip.build(report, lang, brought=beside.brought, number=entry.number, issued=entry.day)
    files = {VOLUME: press.bind(book, held.files, indexes.inside(report, msgspec.structs.replace(listed, paper="dossier")))}
    carried = indexes.inside(report, msgspec.structs.replace(listed, paper="slip"))
    files.update((f"slip.{kind}", proof.in_format(back, kind, carried)) for kind in formats)
    pdfs = {name: data for name, data in papers.items() if name.endswith(".pdf")}
    contents = {name: data for name, data, _ in held.files.values()}
    files[bundle.BUNDLE_FILE] = bundle.build(report, listed, archive, pdfs, contents)
    register.note(entry.number, files, draft=draft, at=now().isoformat(timespec="seconds"), by=by)
    every = {**papers, **files}
    return Made(files=files, pages={name: _pages(data) for name, data in every.items() if name.endswith(".pdf")})


def _pages(pdf: bytes) -> int:
    """Return how many pages one of our own PDF files has."""
    import pypdfium2

    opened: Any = pypdfium2.PdfDocument  # untyped
    with opened(pdf) as document:
        return len(document)
