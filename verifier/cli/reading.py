"""Reading a hand-in at the door: under bounds, and whatever was not taken for a citation is said on standard error."""

from __future__ import annotations

from collections import Counter

import click

from verifier import sandbox
from verifier.cli.language import say
from verifier.model import Origin
from verifier.readers import sorting
from verifier.readers.document import HandIn, Piece, citation, of_person

SHOWN = 10
SHORT = 40


def hand_in(data: bytes, name: str, person: str | None = None) -> HandIn:
    """Read a document, keep what belongs to `person` if it lists several, and say what is in it and what is not.

    Raises UnreadableFile, or BadValue where it lists several people and not this one.
    """
    found = sandbox.read_hand_in(data, name)
    if person:
        found = of_person(found, person)
    _say_left_out(found, name)
    for one in found.failed:
        click.echo(say(one.zh, one.en), err=True)
    if found.pieces:
        _say_kinds(found, name)
    else:
        click.echo(say(f"{name} 中没有读到著录。", f"No citation was read from {name}."), err=True)
    return found


def _say_left_out(found: HandIn, name: str) -> None:
    if not found.left_out:
        return
    click.echo(say(f"{name} 中以下内容未作为著录：", f"Not taken for citations in {name}:"), err=True)
    for piece in found.left_out[:SHOWN]:
        click.echo(f"  {place(piece.origin)}{_short(piece)}（{piece.note}）", err=True)
    if len(found.left_out) > SHOWN:
        more = len(found.left_out) - SHOWN
        click.echo(say(f"  另有 {more} 处", f"  and {more} more"), err=True)


def _say_kinds(found: HandIn, name: str) -> None:
    """Say how many items of each kind a mixed list holds, and which kinds are not looked up."""
    kinds = Counter(_kind(piece) for piece in found.pieces)
    if not set(kinds) - sorting.SEARCHED - {"other"}:
        return
    told = [say(f"{sorting.NAMES[kind][0]} {count}", f"{count} {sorting.NAMES[kind][1]}") for kind, count in kinds.most_common()]
    skipped = [say(*sorting.NAMES[kind]) for kind in kinds if kind not in sorting.SEARCHED and kind != "other"]
    click.echo(
        say(
            f"{name} 共 {len(found.pieces)} 项：{'、'.join(told)}。{'、'.join(skipped)}不在检索范围，只列出，不核验，请核对原件。",
            f"{name} holds {len(found.pieces)} items: {', '.join(told)}. Not looked up, only listed: {', '.join(skipped)}; check the originals.",
        ),
        err=True,
    )


def _kind(piece: Piece) -> sorting.Kind:
    """Return the kind of a piece; a record's own type is enough, so that a big table is not composed twice."""
    if piece.entry and piece.entry.type:
        return sorting.of_mark(piece.entry.type)
    return sorting.kind(citation(piece, ""), piece.section)


def place(origin: Origin) -> str:
    """Say where something stood, as a person would look it up."""
    parts = (
        (origin.page, f"第{origin.page}页", f"page {origin.page} "),
        (origin.sheet, f"工作表“{origin.sheet}”", f"sheet “{origin.sheet}” "),
        (origin.row, f"第{origin.row}行", f"row {origin.row} "),
        (origin.line, f"第{origin.line}行", f"line {origin.line} "),
    )
    return "".join(say(zh, en) for value, zh, en in parts if value).rstrip() + say("：", ": ")


def _short(piece: Piece) -> str:
    text = " ".join(piece.text.split())
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
