"""Ways to alter a file, each named, so that a test or a bench can say which one was not seen."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator


def altered(data: bytes, count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield (what was done, the altered bytes) `count` times: flips, cuts, insertions, swaps, doubled and appended pieces."""
    chance = random.Random(seed)
    for place in range(count):
        name, made = WAYS[place % len(WAYS)]
        found = made(data, chance)
        assert found != data
        yield f"{name} (seed {seed}, no. {place})", found


def _flip(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data))]


def _drop(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) - 1)
    return data[:place] + data[place + 1 + chance.randrange(40) :]


def _insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes(chance.randrange(256) for _ in range(1 + chance.randrange(8))) + data[place:]


def _append(data: bytes, chance: random.Random) -> bytes:
    return data + chance.choice((b"\n", b"%%EOF\n", b"\x00" * 8, data[:64]))


def _swap(data: bytes, chance: random.Random) -> bytes:
    while True:
        first, second = sorted(chance.randrange(len(data) - 16) for _ in range(2))
        made = data[:first] + data[second : second + 16] + data[first + 16 : second] + data[first : first + 16] + data[second + 16 :]
        if second - first > 16 and made != data:
            return made


def _digit(data: bytes, chance: random.Random) -> bytes:
    """Change one digit of plain text: what a forger of dates and numbers would do."""
    places = [place for place in range(len(data)) if 0x30 <= data[place] <= 0x39]
    place = chance.choice(places)
    return data[:place] + bytes([0x30 + (data[place] - 0x30 + 1 + chance.randrange(9)) % 10]) + data[place + 1 :]


def _stream(data: bytes, chance: random.Random) -> bytes:
    """Unpack a PDF's stream, change a byte of what is painted, and pack it again to the same length where it fits."""
    starts = [place for place in range(len(data)) if data.startswith(b"stream\n", place) and data[place - 3 : place] != b"end"][:400]
    chance.shuffle(starts)
    for start in starts:
        begin, end = start + 7, data.find(b"endstream", start)
        try:
            plain = bytearray(zlib.decompress(data[begin:end].rstrip(b"\n")))
        except zlib.error:
            continue
        if not plain:
            continue
        plain[chance.randrange(len(plain))] ^= 1
        packed = zlib.compress(bytes(plain), 9)
        if len(packed) <= end - begin:
            return data[:begin] + packed.ljust(end - begin, b"\n") + data[end:]
    return _flip(data, chance)


WAYS = (
    ("flip a bit", _flip),
    ("cut the end off", _cut),
    ("drop bytes", _drop),
    ("insert bytes", _insert),
    ("append bytes", _append),
    ("swap pieces", _swap),
    ("change a digit", _digit),
    ("repaint a stream", _stream),
)
