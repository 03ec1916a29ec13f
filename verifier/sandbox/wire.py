"""What the door and its child say to each other: a wish with a file, and what was read or why not, each behind its length."""

from __future__ import annotations

import msgspec

from verifier.readers.content import Grid
from verifier.readers.document import HandIn

SIZE = 8
"""Bytes of the length before a message, big-endian."""


class Refusal(msgspec.Struct, frozen=True, tag=True):
    """A file that the child could not read, in its own words."""

    zh: str
    en: str


class Given(msgspec.Struct, frozen=True, tag=True):
    """What the child read: a hand-in, the sheets of a workbook, or the names of an archive's documents (none for an office file)."""

    hand_in: HandIn | None = None
    grids: tuple[Grid, ...] = ()
    members: tuple[str, ...] = ()


_ENCODER = msgspec.msgpack.Encoder()
_ANSWERS: msgspec.msgpack.Decoder[Refusal | Given] = msgspec.msgpack.Decoder(Refusal | Given)
_WISHES: msgspec.msgpack.Decoder[tuple[str, str, bytes]] = msgspec.msgpack.Decoder(tuple[str, str, bytes])


def pack(message: Refusal | Given | tuple[str, str, bytes]) -> bytes:
    """Return a message with its length before it."""
    body = _ENCODER.encode(message)
    return len(body).to_bytes(SIZE, "big") + body


def wish(body: bytes) -> tuple[str, str, bytes]:
    """Return (wish, file name, data)."""
    return _WISHES.decode(body)


def answer(body: bytes) -> Refusal | Given:
    """Return what the child said. Raises msgspec.DecodeError."""
    return _ANSWERS.decode(body)
