"""PDF by typst in-process: PDF/A-3b, fonts embedded, A4, the same bytes for the same sheet."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.model import Frozen
from verifier.proof import balance, code, glyphs, loose
from verifier.proof.sheet import Column, Extract, Fields, Prose, Sheet, Table, encoded

if TYPE_CHECKING:
    from typst import Fonts

STANDARD = "a-3b"
PROBE = b"""#set document(date: datetime(year: 1970, month: 1, day: 1))
#set text(font: "Noto Serif SC")
#for one in json("probe.json") { par(one) }
"""
ROUNDS = 3
_ACCENTED = re.compile("[\u0100-\u024f\u0370-\u03ff\u1e00-\u1fff]")
LINE_CAPACITY = 97.0
"""How many Chinese characters of the table's size stand side by side over the whole width of a landscape page."""
ROW_LINES = 30
"""A row estimated longer than this many lines may break over pages; a shorter one never does."""
INNER = 261 * loose.POINT
"""Points between the margins of a landscape page."""
FIELD_ROOM = 70 * loose.POINT
BOX_LINES = 78
"""An annex box estimated longer than this many lines of its text may break over pages; a shorter one never does."""


class Printed(Frozen, frozen=True, kw_only=True):
    """A printed sheet and the characters that the fonts lack, which stand in it as code points."""

    pdf: bytes
    missing: tuple[str, ...] = ()


class Attached(Frozen, frozen=True, kw_only=True):
    """A file inside a PDF: its name, bytes, media type, and one sentence that says what it is."""

    name: str
    data: bytes
    media: str = "application/json"
    says: str = ""


def render(sheet: Sheet, attached: tuple[Attached, ...] = ()) -> bytes:
    """Return the sheet as a PDF/A-3b file with the given files attached."""
    return printed(sheet, attached).pdf


def printed(sheet: Sheet, attached: tuple[Attached, ...] = ()) -> Printed:
    """Print a sheet; a character that no embedded font holds is printed as its code point, named in a note, and returned.

    The printer itself says which characters it cannot show, all of them at once; the next round prints their marks.
    """
    from typst import TypstError  # typst costs 30 ms to import and only printing needs it

    missing = glyphs.unfit_in(sheet)
    for _ in range(ROUNDS):
        try:
            return Printed(pdf=_compiled(glyphs.replaced(sheet, missing), missing, attached), missing=missing)
        except TypstError as error:
            more = set(lacking(glyphs.named(error.diagnostic))) - set(missing)
            if not more:
                raise
            missing = tuple(sorted({*missing, *more}))
    return Printed(pdf=_compiled(glyphs.replaced(sheet, missing), missing, attached), missing=missing)


def lacking(suspects: tuple[str, ...]) -> tuple[str, ...]:
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


def laid_out(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as the template reads it: the QR code drawn, rows that may break and texts that may not fit marked."""
    data: dict[str, Any] = json.loads(encoded(sheet))
    data["code_svg"] = code.svg(sheet.code) if sheet.code else ""
    for block, shown in zip(sheet.blocks, data["blocks"], strict=True):
        if isinstance(block, Table):
            shown["breaks"] = [_lines(row, block.columns) > ROW_LINES for row in block.rows]
            shown["rows"] = [_loosened(row, block) for row in block.rows]
            shown["heads"] = _loosened(tuple(column.title for column in block.columns), block)
        elif isinstance(block, Fields):
            shown["pairs"] = loose.pairs(shown["pairs"], FIELD_ROOM, 9.0)
        elif isinstance(block, Prose):
            shown["lines"] = [loose.marked(line, INNER, 9.0) for line in block.lines]
    for extract, shown in zip(sheet.annex, data["annex"], strict=True):
        parts = balance.parts(extract.text)
        shown["breaks"] = _box_lines(extract, parts) > BOX_LINES
        shown["parts"] = [loose.marked(part, 158 * loose.POINT / len(parts) - 4 * loose.POINT, 7.0) for part in parts]
        shown["facts"] = loose.pairs(shown["facts"], 160 * loose.POINT / 3 - 19 * loose.POINT, 7.0)
        shown["fields"] = loose.pairs(shown["fields"], 160 * loose.POINT / 2 - 19 * loose.POINT, 7.0)
    return data


def _loosened(row: tuple[str, ...], table: Table) -> list[str | dict[str, str]]:
    whole = sum(column.width for column in table.columns)
    size = 6.8 if table.small else 8.0
    return [
        loose.marked(cell, INNER * column.width / whole - 6.5, size)
        for cell, column in zip(row, table.columns, strict=True)
    ]


def _box_lines(extract: Extract, parts: list[str]) -> float:
    """Estimate the height of an annex box in lines of its text."""
    facts = sum(1.6 * (1 + balance.width(value) // 55) for _, value in (*extract.facts, *extract.fields))
    return balance.height(parts) + facts + 6


def _lines(row: tuple[str, ...], columns: tuple[Column, ...]) -> float:
    """Estimate how many lines a row takes: its longest cell, with narrow letters counted as 0.55 of a Chinese one."""
    whole = sum(column.width for column in columns)
    return max(
        sum(1 + balance.width(line) // (LINE_CAPACITY * column.width / whole - 1) for line in cell.split("\n"))
        for cell, column in zip(row, columns, strict=True)
    )


def _compiled(sheet: Sheet, missing: tuple[str, ...], attached: tuple[Attached, ...]) -> bytes:
    listed, carried = attachments(attached)
    data = {**laid_out(sheet), "glyph_note": glyphs.note(sheet, missing), "attached": listed}
    text = json.dumps(data, ensure_ascii=False)
    sources = {**templates("sheet.typ", text), "sheet.json": text.encode()}
    return _typeset({**sources, **carried}, stamp(sheet.issued))


def attachments(attached: tuple[Attached, ...]) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    """Return attached files as a template lists them, and their bytes by the names under which it reads them."""
    listed = [{"name": one.name, "media": one.media, "says": one.says} for one in attached]
    return listed, {f"attached/{place}": one.data for place, one in enumerate(attached)}


def _typeset(sources: dict[str, bytes], at: int) -> bytes:
    import typst

    pdf: bytes = typst.compile(  # type: ignore[call-overload]  # the stub does not know the in-memory files
        sources, font_paths=fonts(), pdf_standards=[STANDARD], timestamp=at, pdf_tags=False
    )
    return pdf


def stamp(issued: str) -> int:
    """Return the seconds since 1970 of the day of issue, 0 for none: the file's date is the paper's, not the clock's."""
    return int(datetime.combine(date.fromisoformat(issued), datetime.min.time(), UTC).timestamp()) if issued else 0


@lru_cache(maxsize=4)
def _template(name: str) -> bytes:
    return files("verifier.proof").joinpath("templates", name).read_bytes()


def templates(main: str, text: str) -> dict[str, bytes]:
    """Return the sources of one kind of document: the template itself, what all share, and whether `text` holds accented letters."""
    accents = b"true" if _ACCENTED.search(text) else b"false"
    return {"main.typ": _template(main), "paper.typ": _template("paper.typ"), "accents.json": accents}


@lru_cache(maxsize=1)
def fonts() -> Fonts:
    """Load the two Chinese fonts, what they lack (`fonts/`, cut by docs/make_rare_fonts.py), and typst's own.

    The machine's fonts never count, or pages would differ by machine.
    """
    import typst
    from pylopdf_fonts_zh_cn import serif_path

    rare = Path(__file__).parent / "fonts"
    return typst.Fonts(include_system_fonts=False, font_paths=[serif_path().parent, rare])
