"""PDF by typst in-process: PDF/A-3b, fonts embedded, A4, the same bytes for the same sheet."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from verifier.model import Frozen
from verifier.proof import code, glyphs
from verifier.proof.sheet import Column, Sheet, Table, encoded

if TYPE_CHECKING:
    from typst import Fonts

STANDARD = "a-3b"
TEMPLATE = "sheet.typ"
PROBE = b"""#set document(date: datetime(year: 1970, month: 1, day: 1))
#set text(font: "Noto Serif SC")
#for one in json("probe.json") { par(one) }
"""
ROUNDS = 3
LINE_CAPACITY = 97.0
"""How many Chinese characters of the table's size stand side by side over the whole width of a landscape page."""
ROW_LINES = 30
"""A row estimated longer than this many lines may break over pages; a shorter one never does."""


class Printed(Frozen, frozen=True, kw_only=True):
    """A printed sheet and the characters that the fonts lack, which stand in it as code points."""

    pdf: bytes
    missing: tuple[str, ...] = ()


def render(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF/A-3b file."""
    return printed(sheet).pdf


def printed(sheet: Sheet) -> Printed:
    """Print a sheet; a character that no embedded font holds is printed as its code point, named in a note, and returned.

    The printer itself says which characters it cannot show, all of them at once; the next round prints their marks.
    """
    from typst import TypstError  # typst costs 30 ms to import and only printing needs it

    missing = glyphs.unfit_in(sheet)
    for _ in range(ROUNDS):
        try:
            return Printed(pdf=_compiled(glyphs.replaced(sheet, missing), missing), missing=missing)
        except TypstError as error:
            lacking = set(_lacking(glyphs.named(error.diagnostic))) - set(missing)
            if not lacking:
                raise
            missing = tuple(sorted({*missing, *lacking}))
    return Printed(pdf=_compiled(glyphs.replaced(sheet, missing), missing), missing=missing)


def _lacking(suspects: tuple[str, ...]) -> tuple[str, ...]:
    """Return the suspects that cannot be printed by themselves, else their combining marks.

    For a letter under a mark that no font holds the printer blames both; the letter alone is innocent, and stays a letter
    everywhere else on the paper.
    """
    import typst

    sources = {"main.typ": PROBE, "probe.json": json.dumps(suspects).encode()}
    try:
        _typeset(sources, 0)
    except typst.TypstError as error:
        return glyphs.named(error.diagnostic)
    return tuple(one for one in suspects if unicodedata.category(one)[0] in "MC")


def _data(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as the template reads it: with the QR code drawn and the rows marked that may break."""
    data: dict[str, Any] = json.loads(encoded(sheet))
    data["code_svg"] = code.svg(sheet.code) if sheet.code else ""
    for block, shown in zip(sheet.blocks, data["blocks"], strict=True):
        if isinstance(block, Table):
            shown["breaks"] = [_lines(row, block.columns) > ROW_LINES for row in block.rows]
    return data


def _lines(row: tuple[str, ...], columns: tuple[Column, ...]) -> float:
    """Estimate how many lines a row takes: its longest cell, with narrow letters counted as 0.55 of a Chinese one."""
    whole = sum(column.width for column in columns)
    return max(
        sum(1 + _width(line) // (LINE_CAPACITY * column.width / whole - 1) for line in cell.split("\n"))
        for cell, column in zip(row, columns, strict=True)
    )


def _width(line: str) -> float:
    return sum(0.55 if ord(character) < 0x2E80 else 1.0 for character in line)


def _compiled(sheet: Sheet, missing: tuple[str, ...]) -> bytes:
    data = {**_data(sheet), "glyph_note": glyphs.note(sheet, missing)}
    sources = {"main.typ": _template(), "sheet.json": json.dumps(data, ensure_ascii=False).encode()}
    return _typeset(sources, _stamp(sheet.issued))


def _typeset(sources: dict[str, bytes], stamp: int) -> bytes:
    import typst

    pdf: bytes = typst.compile(  # type: ignore[call-overload]  # the stub does not know the in-memory files
        sources, font_paths=_fonts(), pdf_standards=[STANDARD], timestamp=stamp, pdf_tags=False
    )
    return pdf


def _stamp(issued: str) -> int:
    """Return the seconds since 1970 of the day of issue, 0 for none: the file's date is the paper's, not the clock's."""
    return int(datetime.combine(date.fromisoformat(issued), datetime.min.time(), UTC).timestamp()) if issued else 0


@lru_cache(maxsize=1)
def _template() -> bytes:
    return files("verifier.proof").joinpath("templates", TEMPLATE).read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    """Load the two Chinese fonts and typst's own; the machine's fonts never count, or pages would differ by machine."""
    import typst
    from pylopdf_fonts_zh_cn import serif_path

    return typst.Fonts(include_system_fonts=False, font_paths=[serif_path().parent])
