"""What crosses the wire, in the words of no library: both drivers send an `Outgoing` and bring back an `Incoming`."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta, timezone
from typing import Literal

from verifier.model import Frozen

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

Failure = Literal["timeout", "reset", "dns", "refused", "too_large", "truncated", "robots"]


class Outgoing(Frozen, frozen=True, kw_only=True):
    """One request, ready to be sent: full URL, all headers, the body's bytes."""

    method: Literal["GET", "POST"]
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


class Incoming(Frozen, frozen=True, kw_only=True):
    """What came back, the body not yet decompressed; or the word for why nothing came (`failure`)."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    failure: Failure | None = None
    detail: str = ""

    def header(self, name: str) -> str:
        """Return the first header of that name, "" when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class Send(Frozen, frozen=True, kw_only=True):
    """Asks the driver to send a request and to hand back what came."""

    request: Outgoing
    timeout: float


class Wait(Frozen, frozen=True, kw_only=True):
    """Asks the driver to let so many seconds pass."""

    seconds: float


def now() -> datetime:
    """Return the present time in Asia/Shanghai."""
    return datetime.now(SHANGHAI)


def unpack(body: bytes, encoding: str, limit: int) -> tuple[bytes, Failure | None]:
    """Return a body with its Content-Encoding undone, and `truncated` or `too_large` when that is not possible.

    Neither requests nor Scrapy notices a gzip stream that was cut off, so both hand over the raw bytes.
    """
    coding = encoding.strip().lower()
    if coding in ("", "identity"):
        return (body, None) if len(body) <= limit else (b"", "too_large")
    if coding not in ("gzip", "x-gzip", "deflate"):
        return b"", "truncated"
    return _inflate(body, raw=coding == "deflate" and not _zlib_wrapped(body), limit=limit)


def _zlib_wrapped(body: bytes) -> bool:
    return len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0


def _inflate(body: bytes, *, raw: bool, limit: int) -> tuple[bytes, Failure | None]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)
    try:
        plain = stream.decompress(body, limit + 1)
    except zlib.error:
        return b"", "truncated"
    if len(plain) > limit:
        return b"", "too_large"
    return (plain, None) if stream.eof else (b"", "truncated")
