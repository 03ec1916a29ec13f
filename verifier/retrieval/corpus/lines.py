"""Untrusted bytes to numbered pieces in bounded memory: gzip is unpacked as it is read, a line too long is passed over, a bomb is left.

`Opened` reads one file's bytes once, counts and digests them, and yields (number, piece): the lines of JSON lines, or the works of one
document `{"items": […]}`. What cannot be read is a `Wrong` in the piece's place, and the reading goes on where it can.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import IO

import msgspec

from verifier.model import Frozen

CHUNK = 1 << 20
LONGEST_LINE = 8 << 20
LARGEST_DOCUMENT = 192 << 20
RATIO = 200
"""Bytes that a byte of gzip may become, once `FREE` bytes have come out: dumps pack 5 to 20 times, a bomb a thousand."""
FREE = 16 << 20
_DOCUMENT = re.compile(rb'\s*\{\s*"items"\s*:\s*\[')


class Wrong(Frozen, frozen=True):
    """Why a piece was not read."""

    zh: str
    en: str


Piece = tuple[int, bytes | Wrong]


class Broken(Exception):
    """The file ends here: what comes after cannot be read."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.wrong = Wrong(zh, en)


class Opened:
    """One file that is read once, from its begin to its end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._last = 0
        self.packed = 0

    def pieces(self) -> Iterator[Piece]:
        """Yield every piece with its number from 1; the last may say why the reading ended there."""
        try:
            yield from self._pieces(self._unpacked())
        except Broken as error:
            yield self._last + 1, error.wrong

    def sha256(self) -> str:
        """Return the digest of the file's bytes, the unread rest included."""
        while self._read():
            pass
        return self._digest.hexdigest()

    def _read(self) -> bytes:
        chunk = self._stream.read(CHUNK)
        self._digest.update(chunk)
        self.packed += len(chunk)
        return chunk

    def _unpacked(self) -> Iterator[bytes]:
        first = self._read()
        if first.startswith(b"\x1f\x8b"):
            yield from self._gunzipped(first)
            return
        while first:
            yield first
            first = self._read()

    def _gunzipped(self, chunk: bytes) -> Iterator[bytes]:
        """Unpack gzip, member after member. Raises Broken where it is cut, damaged or a bomb."""
        unpacking, out = zlib.decompressobj(31), 0
        while chunk:
            try:
                plain = unpacking.decompress(chunk, CHUNK)
            except zlib.error as error:
                raise Broken(
                    f"压缩数据损坏（{error}），其后未读", f"the gzip data is damaged ({error}); the rest was not read"
                ) from None
            out += len(plain)
            if out > FREE and out > RATIO * self.packed:
                raise Broken(
                    "压缩比异常，疑为压缩炸弹，其后未读", "it unpacks beyond reason, like a bomb; the rest was not read"
                )
            if plain:
                yield plain
            chunk = unpacking.unconsumed_tail
            if unpacking.eof:
                chunk = unpacking.unused_data.lstrip(b"\x00") or self._read()
                unpacking = zlib.decompressobj(31) if chunk else unpacking
            elif not chunk:
                chunk = self._read()
        if not unpacking.eof:
            raise Broken("压缩数据中断，其后未读", "the gzip data is cut off; the rest was not read")

    def _pieces(self, chunks: Iterator[bytes]) -> Iterator[Piece]:
        head = next(chunks, b"")
        if _DOCUMENT.match(head[:200]):
            yield from _items(head, chunks)
            return
        yield from self._lines(head, chunks)

    def _lines(self, rest: bytes, chunks: Iterator[bytes]) -> Iterator[Piece]:
        too_long = False
        more: bytes | None = rest
        rest = b""
        while more is not None:
            *whole, rest = (rest + more).split(b"\n")
            for line in whole:
                self._last += 1
                if line or too_long:
                    yield self._last, _TOO_LONG if too_long else line
                    too_long = False
            if len(rest) > LONGEST_LINE:
                too_long, rest = True, b""
            more = next(chunks, None)
        if rest or too_long:
            self._last += 1
            yield self._last, _TOO_LONG if too_long else rest


_TOO_LONG = Wrong(
    f"该行超过 {LONGEST_LINE >> 20} MB，未读", f"the line is longer than {LONGEST_LINE >> 20} MB and was not read"
)


class _Items(msgspec.Struct):
    items: list[msgspec.Raw]


def _items(head: bytes, chunks: Iterator[bytes]) -> Iterator[Piece]:
    """Yield the works of one document. Raises Broken where it is larger than a dump's files are, or no JSON."""
    parts, size = [head], len(head)
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > LARGEST_DOCUMENT:
            raise Broken(
                f"单个 JSON 文档超过 {LARGEST_DOCUMENT >> 20} MB，未读",
                f"one JSON document of over {LARGEST_DOCUMENT >> 20} MB; not read",
            )
    try:
        found = msgspec.json.decode(b"".join(parts), type=_Items).items
    except (msgspec.DecodeError, RecursionError) as error:
        raise Broken(f"不是完整的 JSON（{error}），未读", f"it is no whole JSON ({error}); not read") from None
    del parts
    for number, raw in enumerate(found, 1):
        yield number, bytes(raw)
