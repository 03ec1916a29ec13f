"""gRPC-web frames and the protobuf wire format: just what Wanfang's search call needs."""

from __future__ import annotations

from collections.abc import Iterable

CONTENT_TYPE = "application/grpc-web+proto"
TRAILER_FLAG = 0x80
OK_TRAILER = b"grpc-status:0\r\n"

Field = tuple[int, "int | str | bytes"]


def frame(message: bytes, flag: int = 0) -> bytes:
    """Flag byte, length as four big-endian bytes, message."""
    return bytes([flag]) + len(message).to_bytes(4, "big") + message


def reply(message: bytes, trailer: bytes = OK_TRAILER) -> bytes:
    """A data frame and the trailer frame; an empty message makes 25 bytes.

    >>> len(reply(b""))
    25
    """
    return frame(message) + frame(trailer, TRAILER_FLAG)


def varint(number: int) -> bytes:
    """A whole number in groups of seven bits, lowest first.

    >>> varint(300).hex()
    'ac02'
    """
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def encode(fields: Iterable[tuple[int, int | str | bytes | None]]) -> bytes:
    """Tagged fields: numbers as varints, text and bytes by length; empty ones are left out, as proto3 does."""
    out = bytearray()
    for tag, value in fields:
        if value in (None, 0, "", b""):
            continue
        if isinstance(value, int):
            out += varint(tag << 3) + varint(value)
        else:
            raw = value.encode() if isinstance(value, str) else bytes(value or b"")
            out += varint(tag << 3 | 2) + varint(len(raw)) + raw
    return bytes(out)


def unframe(body: bytes) -> bytes:
    """The message of the first data frame; raise ValueError when the frame is short."""
    length = int.from_bytes(body[1:5], "big")
    if len(body) < 5 or len(body) < 5 + length:
        raise ValueError("short frame")
    return body[5 : 5 + length]


def decode(message: bytes) -> list[tuple[int, int | bytes]]:
    """Tag and value of each field, numbers and byte strings only; raise ValueError for anything else."""
    fields: list[tuple[int, int | bytes]] = []
    at = 0
    while at < len(message):
        key, at = _read_varint(message, at)
        number, at = _read_varint(message, at)
        if key & 7 == 0:
            fields.append((key >> 3, number))
        elif key & 7 == 2 and at + number <= len(message):
            fields.append((key >> 3, message[at : at + number]))
            at += number
        else:
            raise ValueError(f"wire type {key & 7} or length {number} not expected")
    return fields


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 64, 7):
        if at >= len(message):
            raise ValueError("number cut short")
        byte = message[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
    raise ValueError("number too long")
