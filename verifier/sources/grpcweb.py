"""gRPC-web frames and the protobuf wire format: just what Wanfang's calls need, every length checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

TRAILER = 0x80


class Cut(ValueError):
    """A frame or message ends before its own length says."""


class Reply(NamedTuple):
    """The messages of a gRPC-web body and its trailer (`None`: it has none)."""

    messages: tuple[bytes, ...]
    trailer: dict[str, str] | None
    compressed: bool


def frame(message: bytes) -> bytes:
    """Return a data frame: flag byte, length as four big-endian bytes, message.

    >>> frame(b"ab").hex()
    '00000000026162'
    """
    return b"\x00" + len(message).to_bytes(4, "big") + message


def encode(fields: Iterable[tuple[int, int | str | bytes]]) -> bytes:
    """Return tagged fields: numbers as varints, text and bytes by length.

    >>> encode([(1, 150), (2, "ab")]).hex()
    '08960112026162'
    """
    out = bytearray()
    for tag, value in fields:
        if isinstance(value, int):
            out += _varint(tag << 3) + _varint(value)
        else:
            raw = value.encode() if isinstance(value, str) else value
            out += _varint(tag << 3 | 2) + _varint(len(raw)) + raw
    return bytes(out)


def read(body: bytes) -> Reply:
    """Take a body apart into frames; raise Cut if the last one is short."""
    messages: list[bytes] = []
    trailer: dict[str, str] | None = None
    compressed = False
    at = 0
    while at < len(body):
        if at + 5 > len(body):
            raise Cut("帧头不完整")
        if trailer is not None or body[at] & ~(TRAILER | 1):
            raise Cut("尾帧之后还有内容，或帧的标志不认识")
        flag, length = body[at], int.from_bytes(body[at + 1 : at + 5], "big")
        part = body[at + 5 : at + 5 + length]
        if len(part) < length:
            raise Cut(f"帧长{length}字节，只收到{len(part)}字节")
        at += 5 + length
        if flag & TRAILER:
            trailer = _trailer(part)
        else:
            messages.append(part)
            compressed = compressed or bool(flag & 1)
    return Reply(tuple(messages), trailer, compressed)


def decode(message: bytes) -> dict[int, list[int | bytes]]:
    """Return the fields of a message by tag, in order; raise Cut if it is no whole message.

    >>> decode(bytes.fromhex("08960112026162"))
    {1: [150], 2: [b'ab']}
    """
    fields: dict[int, list[int | bytes]] = {}
    at = 0
    while at < len(message):
        key, at = _read_varint(message, at)
        tag, wire = key >> 3, key & 7
        value: int | bytes
        if wire == 0:
            value, at = _read_varint(message, at)
        else:
            length, at = _length(wire, message, at)
            value = message[at : at + length]
            if tag == 0 or len(value) < length:
                raise Cut("报文字段不完整")
            at += length
        fields.setdefault(tag, []).append(value)
    return fields


def _length(wire: int, message: bytes, at: int) -> tuple[int, int]:
    """Return the length of a field's value and where it starts."""
    if wire == 2:
        return _read_varint(message, at)
    if wire in (1, 5):
        return (8 if wire == 1 else 4), at
    raise Cut(f"报文类型{wire}不认识")


def _trailer(part: bytes) -> dict[str, str]:
    lines = part.decode("utf-8", "replace").splitlines()
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            raise Cut("报文在数字中间中断")
        byte = message[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
    raise Cut("报文中的数字过长")
