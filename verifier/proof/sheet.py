"""One paper as frozen, format-neutral data: every renderer prints the same blocks, so all formats say the same."""

from __future__ import annotations

from typing import Literal

import msgspec

from verifier.model import Frozen
from verifier.proof.words import Text, pick


class Column(Frozen, frozen=True, kw_only=True):
    """A table's column: heading, share of the width, alignment."""

    title: str
    width: float
    align: Literal["left", "center"] = "left"


class Fields(Frozen, frozen=True, kw_only=True, tag="fields"):
    """Labelled facts; `wide` labels take a whole row, the others half of one; `small` asks for small print."""

    pairs: tuple[tuple[str, str], ...]
    wide: tuple[str, ...] = ()
    small: bool = False


class Table(Frozen, frozen=True, kw_only=True, tag="table"):
    """A captioned table; a cell is text whose line breaks are kept.

    Without rows, `empty` stands in one wide row below the headings, or, if `brief`, behind the caption without a table.
    `small` asks for small print: a register that nobody reads line by line. `note` stands below the caption, before the rows: below
    the last row it would be left alone on the next page.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""
    brief: bool = False
    note: str = ""
    small: bool = False


class Prose(Frozen, frozen=True, kw_only=True, tag="prose"):
    """A heading (may be empty) and paragraphs; `numbered` counts them from 1."""

    heading: str
    lines: tuple[str, ...]
    numbered: bool = False


class Signatures(Frozen, frozen=True, kw_only=True, tag="signatures"):
    """Places to sign and stamp, left to right, as (label, share of the width); nothing is ever drawn in them.

    `room` is their height in millimetres: a round seal measures 42.
    """

    places: tuple[tuple[str, float], ...]
    note: str = ""
    room: float = 46.0


Block = Fields | Table | Prose | Signatures


class Extract(Frozen, frozen=True, kw_only=True):
    """One annex page: facts about a piece of evidence, then the text that its page showed."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...] = ()
    fields_heading: str = ""
    text: str = ""
    text_heading: str = ""
    note: str = ""


class Sheet(Frozen, frozen=True, kw_only=True):
    """A paper: title lines, blocks, annex, and what stands on every page (`marks`, `foot`, `seam`).

    `pages` is the page counter with `{page}` and `{pages}`; `code` the QR code's text, `short` what a person may type instead;
    `issued` is YYYY-MM-DD; `annex_note` says what the annex's boxes are; `glyph_note` the sentence that names characters which
    a renderer's fonts lack, with `{marks}`.
    """

    kind: Literal["certificate", "checklist", "slip", "display", "order"]
    lang: str
    title: str
    subtitle: str
    number: str
    issued: str
    blocks: tuple[Block, ...]
    annex: tuple[Extract, ...] = ()
    annex_note: str = ""
    marks: tuple[str, ...] = ()
    foot: str = ""
    pages: str = "{page}/{pages}"
    seam: str = ""
    code: str = ""
    short: str = ""
    glyph_note: str = "{marks}"


def columns(texts: tuple[tuple[Text, float], ...], lang: str, centred: tuple[int, ...] = (0,)) -> tuple[Column, ...]:
    """Return a table's columns in one language from (heading, width) pairs; `centred` counts from 0."""
    return tuple(
        Column(title=pick(text, lang), width=width, align="center" if place in centred else "left")
        for place, (text, width) in enumerate(texts)
    )


def encoded(sheet: Sheet) -> bytes:
    """Return a sheet as JSON, in the order of its fields."""
    return msgspec.json.encode(sheet)
