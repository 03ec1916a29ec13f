"""Reading a hand-in at the door: what was left out of it is said on standard error."""

from __future__ import annotations

import click

from verifier.cli.language import say
from verifier.model import Origin
from verifier.readers.document import HandIn, Piece, read_hand_in

SHOWN = 10
SHORT = 40


def hand_in(data: bytes, name: str) -> HandIn:
    """Read a document and say which of its lines were not taken for citations. Raises UnreadableFile."""
    found = read_hand_in(data, name)
    if found.left_out:
        click.echo(say(f"{name} 中以下内容未作为著录：", f"Not taken for citations in {name}:"), err=True)
    for piece in found.left_out[:SHOWN]:
        click.echo(f"  {place(piece.origin)} {_short(piece)}", err=True)
    if len(found.left_out) > SHOWN:
        more = len(found.left_out) - SHOWN
        click.echo(say(f"  另有 {more} 处", f"  and {more} more"), err=True)
    return found


def place(origin: Origin) -> str:
    """Say where something stood, as a person would look it up."""
    parts = (
        (origin.page, f"第{origin.page}页", f"page {origin.page}"),
        (origin.sheet, f"工作表“{origin.sheet}”", f"sheet “{origin.sheet}”"),
        (origin.row, f"第{origin.row}行", f"row {origin.row}"),
        (origin.line, f"第{origin.line}行", f"line {origin.line}"),
    )
    return "".join(say(zh, f"{en} ") for value, zh, en in parts if value) + "："


def _short(piece: Piece) -> str:
    text = " ".join(piece.text.split())
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
