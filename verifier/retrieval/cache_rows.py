"""One row of the page cache: what is said of a page, its body compressed, and a checksum over both."""

from __future__ import annotations

import zlib

import msgspec

from verifier.model import Answer, Frozen

LARGEST = 1 << 28
"""Bytes of a body, at most: no page is that large, and a planted row must not fill the memory."""


class Stored(Frozen, frozen=True, kw_only=True):
    """What is kept beside a body: when it came, how long it stays true, and what its source read from it.

    `query` and `address` are the words under which the archive holds the page; empty in the rows of earlier versions.
    """

    key: tuple[str, ...]
    status: int
    url: str
    headers: tuple[tuple[str, str], ...]
    fetched: str
    evidence: str
    demo: bool
    failure: str | None
    note: str
    expires: float
    parser: str
    answer: Answer
    query: str = ""
    address: str = ""


_DECODER = msgspec.json.Decoder(Stored)


def encode_row(record: Stored, body: bytes) -> bytes:
    """Return a row."""
    head = msgspec.json.encode(record)
    return zlib.crc32(head + body).to_bytes(4, "big") + len(head).to_bytes(4, "big") + head + zlib.compress(body, 1)


def read_row(row: bytes) -> Stored | None:
    """Return what a stored row says, None unless every byte of it, its body included, is sound."""
    stored = said_in(row)
    return stored if stored is not None and body_of(row) is not None else None


def said_in(row: bytes) -> Stored | None:
    """Return what a row says of its page, None for another version's row or a damaged one: it is asked again."""
    length = int.from_bytes(row[4:8], "big")
    try:
        return _DECODER.decode(row[8 : 8 + length])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def body_of(row: bytes) -> bytes | None:
    """Return the body that a row holds, None when a byte of the row is not as it was written."""
    length = int.from_bytes(row[4:8], "big")
    unpacking = zlib.decompressobj()
    try:
        body = unpacking.decompress(row[8 + length :], LARGEST)
    except zlib.error:
        return None
    if not unpacking.eof:
        return None
    whole = zlib.crc32(row[8 : 8 + length] + body) == int.from_bytes(row[:4], "big")
    return body if whole else None
