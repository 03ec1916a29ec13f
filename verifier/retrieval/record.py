"""One piece of evidence as WARC records: the answer (or a reference to an identical one), the request, the circumstances."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from verifier.errors import UnreadableFile
from verifier.model import Frozen, Page
from verifier.retrieval import redact
from verifier.retrieval.wire import Outgoing

_DROPPED = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})
"""Headers of the transfer: the body is kept as it is after decoding, so they would lie about it."""
_BLANK_LINE = b"\r\n\r\n"
_LENGTH = re.compile(rb"^Content-Length: (\d{1,10})\r?$", re.MULTILINE)


class Piece(Frozen, frozen=True, kw_only=True):
    """What is kept beside page and request: which parser read what, question and address for people, earlier attempts."""

    parser: str
    state: str
    query: str
    address: str = ""
    attempts: tuple[str, ...] = ()


class Archived(Frozen, frozen=True, kw_only=True):
    """A piece of evidence read back: the answer's bytes, headers and address, and when it came."""

    id: str
    source: str
    status: int
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: str
    sha256: str
    parser: str
    demo: bool

    @property
    def content_type(self) -> str:
        """Return the Content-Type that the answer named, "" when it named none."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")


class Entry(Frozen, frozen=True, kw_only=True):
    """A counted piece of evidence: what was asked and answered, and where its bytes lie.

    `url` is what was fetched, tokens blacked out; `address` is the one to print, stable where the source has one. `stored` is
    the SHA-256 of the bytes in the file, `sha256` and `length` are of the answer's body.
    """

    kind: str = "evidence"
    id: str
    source: str
    role: str
    parser: str
    key: tuple[str, ...]
    query: str
    url: str
    address: str
    at: str
    status: int
    state: str
    demo: bool
    sha256: str
    length: int
    file: str
    offset: int
    size: int
    stored: str
    same_as: str = ""


def compose(page: Page, request: Outgoing, piece: Piece, sha256: str, same_as: str) -> bytes:
    """Return the gzipped WARC records of one answer: response or revisit, request, metadata.

    `request` is already redacted; `same_as` is the id of an earlier piece with the same body in the same file, or "".
    """
    plain = BytesIO()
    writer, heads = _warcio(plain)
    answer = _answer(writer, heads, page, sha256, same_as)
    asked = _asked(writer, heads, page, request)
    asked.rec_headers.add_header("WARC-Concurrent-To", answer.rec_headers.get_header("WARC-Record-ID"))
    packed = []
    for record in (answer, asked, _circumstances(writer, page, piece, same_as)):
        writer.write_record(record)
        packed.append(gzip.compress(plain.getvalue(), 5, mtime=0))
        plain.seek(0)
        plain.truncate()
    return b"".join(packed)


def parse(entry: Entry, packed: bytes) -> Archived:
    """Return the answer of one stored piece, without its body when it refers to an identical one (`same_as`).

    Raises UnreadableFile unless the record's own digests hold: warcio reads a record that was cut off without a word.
    """
    record = _first(packed)
    if record is None or record.http_headers is None:
        raise _wrong(entry, "其中没有应答记录", "it holds no response record")
    body = record.raw_stream.read()
    if not entry.same_as and record.digest_checker.passed is not True:
        raise _wrong(entry, "应答记录与其摘要不符或不完整", "the response record does not match its digests")
    if not entry.same_as and hashlib.sha256(body).hexdigest() != entry.sha256:
        raise _wrong(entry, "应答正文与留痕记录中的摘要不符", "the body does not match the digest in the log")
    return Archived(
        id=entry.id,
        source=entry.source,
        status=entry.status,
        url=entry.url,
        headers=tuple((str(name), str(value)) for name, value in record.http_headers.headers),
        body=body,
        at=entry.at,
        sha256=entry.sha256,
        parser=entry.parser,
        demo=entry.demo,
    )


def holds(entry: Entry, packed: bytes) -> bool:
    """Say whether a stored piece holds the very answer that its entry speaks of, every byte of it.

    Reads the first record by itself: warcio takes four times as long, and a whole archive has many.
    """
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpacking.decompress(packed)
    except zlib.error:
        return False
    head, _, rest = plain.partition(_BLANK_LINE)
    length = _LENGTH.search(head)
    if not unpacking.eof or length is None or len(rest) != int(length[1]) + len(_BLANK_LINE) or not rest.endswith(_BLANK_LINE):
        return False
    http, _, body = rest[: int(length[1])].partition(_BLANK_LINE)
    if not head.startswith(b"WARC/1.") or not http.startswith(b"HTTP/1."):
        return False
    return not body if entry.same_as else hashlib.sha256(body).hexdigest() == entry.sha256


def _warcio(out: BytesIO) -> tuple[Any, Any]:
    """Return a WARC writer and the type of its HTTP headers."""
    from warcio.statusandheaders import StatusAndHeaders  # late: only a run that stores evidence needs them
    from warcio.warcwriter import WARCWriter

    make: Any = WARCWriter  # warcio is untyped
    return make(out, gzip=False, warc_version="1.1"), StatusAndHeaders


def _first(packed: bytes) -> Any:
    from warcio.archiveiterator import ArchiveIterator  # late, as above
    from warcio.exceptions import ArchiveLoadFailed

    read: Any = ArchiveIterator
    try:
        return next(iter(read(BytesIO(packed), check_digests=True)), None)
    except ArchiveLoadFailed:
        return None


def _answer(writer: Any, heads: Any, page: Page, sha256: str, same_as: str) -> Any:
    kept = [(name, value) for name, value in redact.headers(page.headers) if name.lower() not in _DROPPED]
    length = ("Content-Length", str(len(page.body)))
    http = heads(f"{page.status} ", [*kept, length], protocol="HTTP/1.1")
    digest = f"sha256:{sha256}"
    if same_as:
        record = writer.create_revisit_record(page.url, digest, page.url, _utc(page), http, _dated(page))
        record.rec_headers.add_header("WARC-Refers-To", f"<urn:evidence:{same_as}>")
        return record
    dated = {**_dated(page), "WARC-Payload-Digest": digest}
    return writer.create_warc_record(page.url, "response", BytesIO(page.body), len(page.body), "", dated, None, http)


def _asked(writer: Any, heads: Any, page: Page, request: Outgoing) -> Any:
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [("Host", parts.netloc), *request.headers]
    http = heads(f"{target} HTTP/1.1", headers, protocol=request.method, is_http_request=True)
    body = BytesIO(request.body)
    return writer.create_warc_record(page.url, "request", body, len(request.body), "", _dated(page), None, http)


def _circumstances(writer: Any, page: Page, piece: Piece, same_as: str) -> Any:
    fields = [
        ("evidence", page.evidence),
        ("source", page.ask.source),
        ("role", page.ask.role),
        ("key", " ".join(page.ask.key)),
        ("query", piece.query),
        ("parser", piece.parser),
        ("read-as", piece.state),
        ("fetched", page.fetched),
        ("demo", "yes" if page.demo else ""),
        ("stable-address", page.ask.stable),
        ("same-body-as", same_as),
        *(("attempt", attempt) for attempt in piece.attempts),
    ]
    text = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields if value).encode()
    return writer.create_warc_record(
        page.url,
        "metadata",
        payload=BytesIO(text),
        length=len(text),
        warc_content_type="application/warc-fields",
        warc_headers_dict=_dated(page),
    )


def _dated(page: Page) -> dict[str, str]:
    return {"WARC-Date": _utc(page)}


def _utc(page: Page) -> str:
    return datetime.fromisoformat(page.fetched).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _wrong(entry: Entry, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(
        f"证据 {entry.id}（文件 {entry.file}）不可用：{zh}。请从备份恢复该文件。",
        f"Evidence {entry.id} (file {entry.file}) cannot be used: {en}. Restore the file from a backup.",
    )
