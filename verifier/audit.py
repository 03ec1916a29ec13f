"""Hash chains: every entry's hash covers the one before it, so that nothing can be taken out or changed unseen.

Pure: it computes and checks links; the archive and the portal write them, one JSON object a line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from verifier.model import Frozen

GENESIS = "0" * 64
"""What the first link points back to."""


class Link(Frozen, frozen=True, kw_only=True):
    """One link: its number (from 1), the hash before it, the entry, and the SHA-256 over these three."""

    n: int
    prev: str
    entry: dict[str, Any]
    hash: str


class Break(Frozen, frozen=True, kw_only=True):
    """Where a chain does not hold: the line (from 1) and what is wrong with it, in Chinese."""

    line: int
    says: str


_DECODER = msgspec.json.Decoder(Link)


def seal(n: int, prev: str, entry: dict[str, Any]) -> str:
    """Return the hash of a link: SHA-256 in hex over the canonical JSON of number, previous hash and entry."""
    return hashlib.sha256(msgspec.json.encode([n, prev, entry], order="sorted")).hexdigest()


def follow(last: Link | None, entry: dict[str, Any]) -> Link:
    """Return the link that comes after `last` (None = the first of its chain).

    >>> first = follow(None, {"event": "opened"})
    >>> follow(first, {"event": "closed"}).prev == first.hash
    True
    """
    n, prev = (1, GENESIS) if last is None else (last.n + 1, last.hash)
    return Link(n=n, prev=prev, entry=entry, hash=seal(n, prev, entry))


def to_line(link: Link) -> bytes:
    """Return a link as one line of a chain file."""
    return msgspec.json.encode(link) + b"\n"


def from_line(line: bytes) -> Link:
    """Return the link of one line. Raises msgspec.DecodeError when it is none."""
    try:
        return _DECODER.decode(line)
    except UnicodeDecodeError as error:  # msgspec lets it through
        raise msgspec.DecodeError(str(error)) from None


def breaks(lines: Iterable[bytes], head: str | None = None) -> tuple[Break, ...]:
    """Return every place where a chain does not hold, none for a whole one.

    `head` is a hash that the chain must contain (as printed on a certificate): a dropped tail shows only there.

    >>> one = follow(None, {"a": 1})
    >>> breaks([to_line(one)], head=one.hash)
    ()
    >>> [found.line for found in breaks([to_line(one).replace(b'"a":1', b'"a":2')])]
    [1]
    """
    found: list[Break] = []
    last: Link | None = None
    seen = head is None or head == GENESIS
    for number, line in enumerate(lines, start=1):
        link, wrong = examine(line, last)
        if wrong:
            found.append(Break(line=number, says=wrong))
        last = link or last
        seen = seen or (link is not None and link.hash == head)
    if not seen:
        found.append(Break(line=last.n if last else 0, says=f"链中没有已公布的链头 {head}：末尾的记录被删去"))
    return tuple(found)


def examine(line: bytes, last: Link | None) -> tuple[Link | None, str]:
    """Return the link of a line that should come after `last`, None when it holds none, and what is wrong with it, "" for nothing.

    A line must be written exactly as `to_line` writes it: else a byte could change without changing what the line says.
    """
    try:
        link = from_line(line)
    except msgspec.DecodeError:
        return None, "该行不是一条完整的记录"
    n, prev = (1, GENESIS) if last is None else (last.n + 1, last.hash)
    if link.hash != seal(link.n, link.prev, link.entry):
        return link, f"第 {link.n} 条的内容与其哈希值不符"
    if (link.n, link.prev) != (n, prev):
        return link, f"第 {link.n} 条与前一条不相接：其间的记录被删去、插入或调换"
    return link, "" if to_line(link) == line else f"第 {link.n} 条的写法有变动"
