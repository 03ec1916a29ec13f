"""An archive as one WACZ file (https://specs.webrecorder.net/wacz): any replay program opens it, and the log goes with it.

A zip with its members stored, not packed again: `archive/*.warc.gz` as they lie, `indexes/index.cdx` over every counted piece,
`pages/pages.jsonl`, `log/` (chain, head), `stamps/`, and `datapackage.json` with length and SHA-256 of every member, whose own digest
stands in `datapackage-digest.json`. Files are streamed: the archive may be larger than memory.
"""

from __future__ import annotations

import hashlib
import json
import string
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, unquote, urlsplit

import msgspec

from verifier.retrieval.archive import Archive
from verifier.retrieval.chain import CHAIN, HEAD
from verifier.retrieval.record import Entry
from verifier.retrieval.stamp import FOLDER

FIXED = (1980, 1, 1, 0, 0, 0)
CDX = "indexes/index.cdx"
"""Lines of CDXJ; replay programs look for this ending."""
PAGES = "pages/pages.jsonl"
PACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"
BLOCK = 1 << 20
_PLAIN = "".join(set(string.punctuation) - set("#%"))
Member = tuple[str, Path | bytes]


def export(archive: Archive, out: IO[bytes], created: str) -> int:
    """Write a whole archive as WACZ and return how many pieces it holds; `created` is ISO 8601 and stands in the package.

    The archive must not be written to meanwhile. Raises UnreadableFile when its log was changed.
    """
    entries = archive.entries()
    members = [*_files(archive.folder), (CDX, b"".join(sorted(map(_index_line, entries)))), (PAGES, _pages(entries))]
    resources = [_resource(place, *member) for place, member in enumerate(members)]
    package = msgspec.json.encode(
        {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": "检索证据",
            "created": created,
            "software": "output-verifier",
            "resources": resources,
        },
        order="sorted",
    )
    digest = msgspec.json.encode({"path": PACKAGE, "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}, order="sorted")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as zipped:
        for name, content in ((PACKAGE, package), (DIGEST, digest), *members):
            _put(zipped, name, content)
    return len(entries)


def index_line(entry: Entry, file: str, offset: int) -> str:
    """Return one line of the index: address turned round, time, and where the piece lies (https://specs.webrecorder.net/cdxj)."""
    stamp = datetime.fromisoformat(entry.at).astimezone(UTC).strftime("%Y%m%d%H%M%S")
    facts = {
        "url": entry.url,
        "digest": f"sha256:{entry.sha256}",
        "status": str(entry.status),
        "offset": str(offset),
        "length": str(entry.size),
        "filename": file,
        "evidence": entry.id,
    }
    kind = {"mime": "warc/revisit"} if entry.same_as else {}
    return f"{turned(entry.url)} {stamp} {json.dumps({**facts, **kind}, ensure_ascii=False)}\n"


def turned(url: str) -> str:
    """Return an address as indexes of web archives sort it (SURT): host turned round, small letters, the query's parts in order.

    >>> turned("http://www.Example.com:80/A/?b=2&a=%2F"), turned("http://127.0.0.1:8800/cnki/")
    ('com,example)/a?a=/&b=2', '1,0,0,127:8800)/cnki')
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return _escaped(url)  # no address: replay programs would not find it either
    host = host if ":" in host else ",".join(reversed(host.removeprefix("www.").split(".")))
    shown = f":{port}" if port and port != {"http": 80, "https": 443}.get(parts.scheme) else ""
    query = "?" + "&".join(sorted(_escaped(parts.query).split("&"))) if parts.query else ""
    return f"{host}{shown}){_escaped(parts.path).rstrip('/') or '/'}{query}"


def _escaped(text: str) -> str:
    """Return a part of an address in small letters, escaped no more than it must be."""
    return quote(unquote(text), safe=_PLAIN).lower()


def _index_line(entry: Entry) -> bytes:
    return index_line(entry, entry.file, entry.offset).encode()


def _pages(entries: Iterable[Entry]) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "证据网页"}
    rows = ({"id": one.id, "url": one.url, "ts": one.at, "title": one.query} for one in entries)
    return b"".join(msgspec.json.encode(row) + b"\n" for row in (head, *rows))


def _files(folder: Path) -> Iterator[Member]:
    """Yield the archive's files by their names in the package."""
    yield from ((f"archive/{path.name}", path) for path in sorted((folder / "warc").glob("*.warc.gz")))
    yield from ((f"log/{name}", folder / name) for name in (CHAIN, HEAD) if (folder / name).exists())
    yield from ((f"{FOLDER}/{path.name}", path) for path in sorted((folder / FOLDER).glob("*")))


def _resource(place: int, name: str, content: Path | bytes) -> dict[str, Any]:
    if isinstance(content, bytes):
        size, digest = len(content), hashlib.sha256(content).hexdigest()
    else:
        with content.open("rb") as file:
            size, digest = content.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
    return resource(place, name, digest, size)


def resource(place: int, path: str, sha256: str, size: int) -> dict[str, Any]:
    """Return what a package says of its member.

    A name may hold small letters alone (Frictionless), which a path need not; without its type a `report.json` would be taken for
    a report of Frictionless's own.
    """
    return {"name": f"member-{place}", "path": path, "type": "file", "hash": f"sha256:{sha256}", "bytes": size}


def _put(zipped: zipfile.ZipFile, name: str, content: Path | bytes) -> None:
    member = zipfile.ZipInfo(name, FIXED)
    member.create_system = 3
    if isinstance(content, bytes):
        zipped.writestr(member, content)
        return
    member.file_size = content.stat().st_size
    with content.open("rb") as file, zipped.open(member, "w") as place:
        while block := file.read(BLOCK):
            place.write(block)
