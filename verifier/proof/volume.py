"""The dossier as a PDF: one volume with contents, completeness, certificate, outputs; bookmarks and page numbers all through.

Typst places the brought PDF pages and pictures as they are. It reads them from a folder of its own, in a child process with
bounds (`verifier.papers.press`), for anybody may hand them in; here is only what is laid out.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from verifier.model import Frozen
from verifier.proof import dossier as dossiers
from verifier.proof import glyphs, loose, pdf
from verifier.proof.brought import Brought
from verifier.proof.dossier import Check, Dossier, Part, Section
from verifier.proof.words import pick

MAIN = "main.typ"
OUT = "volume.pdf"
TOTAL = ("本部分合计", "Pages in all")
FILE_NOTE = ("{label}　{file}（{page}／{pages}）", "{label}, {file} ({page}/{pages})")


class Picture(Frozen, frozen=True, kw_only=True):
    """One page of a brought file: where it lies in the press's folder, which page of it, and whether it is wider than high."""

    path: str
    page: int
    flipped: bool


def sources(
    book: Dossier, pictures: dict[str, tuple[Picture, ...]], attached: tuple[pdf.Attached, ...] = ()
) -> dict[str, bytes]:
    """Return the press's files but for the brought ones; `pictures` maps a brought file's digest to its pages."""
    missing = tuple({*glyphs.unfit_in(book), *_lacking(glyphs.text_of(book))})
    shown = glyphs.replaced(book, tuple(sorted(missing)))
    lang = shown.sheet.lang
    sheet = {**pdf.laid_out(shown.sheet), "glyph_note": glyphs.note(shown.sheet, missing)}
    data = {
        "title": shown.title,
        "subtitle": shown.subtitle,
        "first": shown.first,
        "pages": pick(dossiers.PAGES, lang),
        "contents": pick(dossiers.CONTENTS, lang) + (f"（{shown.order}）" if shown.order else ""),
        "contents-heads": [pick(text, lang) for text, _ in dossiers.CONTENTS_COLUMNS],
        "total": pick(TOTAL, lang),
        "checks-title": pick(dossiers.CHECKS, lang),
        "check-heads": [{"title": one.title, "width": one.width} for one in shown.check_heads],
        "checks": [_check(one) for one in shown.checks],
        "check-note": pick(dossiers.CHECK_NOTE, lang),
        "manual": [[pick(dossiers.MANUAL, lang).format(clause=clause), says] for clause, says in shown.manual],
        "certificate-title": pick(dossiers.CERTIFICATE, lang),
        "groups": _groups(shown, pictures, lang),
        "sheet": sheet,
    }
    listed, carried = pdf.attachments(attached)
    text = json.dumps({**data, "attached": listed}, ensure_ascii=False)
    return {**pdf.templates("volume.typ", text), "volume.json": text.encode(), **carried}


def _lacking(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no font holds; without PDF/A the printer would not say so."""
    return pdf.lacking(tuple(sorted({one for one in text if ord(one) > 0x7F and one not in glyphs.unfit(one)})))


def _check(check: Check) -> dict[str, Any]:
    cells = [{"text": cell.text, "keys": list(cell.keys)} for cell in check.cells]
    return {"place": check.place, "title": loose.marked(check.title, 120.0, 8.0), "cells": cells, "section": check.section}


def _groups(book: Dossier, pictures: dict[str, tuple[Picture, ...]], lang: str) -> list[dict[str, Any]]:
    groups = []
    for key, title in dossiers.GROUPS:
        mine = [one for one in book.sections if one.group == key]
        if mine:
            name = pick(title, lang)
            sections = [
                _section(one, name if one is mine[0] else "", pictures, lang) for one in mine
            ]
            groups.append({"title": name, "sections": sections})
    return groups


def _section(section: Section, group: str, pictures: dict[str, tuple[Picture, ...]], lang: str) -> dict[str, Any]:
    runs: list[list[dict[str, Any]]] = []
    for is_file, group_of_parts in groupby(section.parts, key=lambda part: part.file is not None):
        parts = tuple(group_of_parts)
        runs.append(_placed(parts, pictures, lang) if is_file else [_part(part) for part in parts])
    return {
        "key": section.key,
        "no": section.key.removeprefix("s"),
        "group": group,
        "title": section.heading.partition("　")[2] or section.heading,
        "heading": section.heading,
        "short": section.heading[:34] + ("…" if len(section.heading) > 34 else ""),
        "citation": loose.marked(section.citation, 158 * loose.POINT, 8.5),
        "opens": section.parts[0].key,
        "ends": section.parts[-1].key,
        "parts": [{"key": part.key, "label": part.label} for part in section.parts],
        "runs": runs,
    }


def _part(part: Part) -> dict[str, Any]:
    made = {"key": part.key, "label": part.label, "line": part.line, "boxes": list(part.boxes)}
    return {**made, "box": part.box} if part.box else made


def _placed(parts: tuple[Part, ...], pictures: dict[str, tuple[Picture, ...]], lang: str) -> list[dict[str, Any]]:
    """Return one entry a page of the files, in their order."""
    placed = []
    for part in parts:
        assert part.file is not None
        pages = pictures[part.file.sha256]
        placed += [_page(part, part.file, one, count, len(pages), lang) for count, one in enumerate(pages, 1)]
    return placed


def _page(part: Part, file: Brought, picture: Picture, count: int, pages: int, lang: str) -> dict[str, Any]:
    note = pick(FILE_NOTE, lang).format(label=part.label, file=_short(file.file), page=count, pages=pages)
    shown = {"path": picture.path, "page": picture.page, "flipped": picture.flipped, "note": note}
    return {"key": part.key, "label": part.label, "picture": {**shown, "first": count == 1, "last": count == pages}}


def _short(file: str) -> str:
    return file if len(file) <= 28 else f"{file[:14]}…{file[-12:]}"
