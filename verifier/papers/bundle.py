"""The bundle (WACZ): everything that one certificate rests on in one file, to be checked without this program.

A zip that has one form only (stored, dated 1980-01-01, members in a fixed order), so that every byte of it is accounted for:

    datapackage.json, datapackage-digest.json   every member with length and SHA-256 (Frictionless, as WACZ asks)
    report/report.json  report/evidence.json    the canonical report and the list of evidence, as inside the certificate
    report/chain.jsonl                          the links from the first piece to the printed head; a link that is not ours is
                                                left without its entry, so that nobody else's searches leave the house
    archive/data.warc.gz  indexes/index.cdx  pages/pages.jsonl      the pieces as they lie in the archive, and where
    papers/…  brought/…                         the printed papers, and the files that people brought
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import msgspec

from verifier import audit
from verifier.model import Report, canonical
from verifier.proof.index import INDEX_FILE, REPORT_FILE, Index
from verifier.retrieval.archive import Archive
from verifier.retrieval.chain import ChainFile
from verifier.retrieval.record import Entry
from verifier.retrieval.stored import stored_bytes
from verifier.retrieval.wacz import CDX, index_line, resource

BUNDLE_FILE = "bundle.wacz"
WARC = "archive/data.warc.gz"
REPORT = f"report/{REPORT_FILE}"
INDEX = f"report/{INDEX_FILE}"
PAGES = "pages/pages.jsonl"
CHAIN = "report/chain.jsonl"
PACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"
FIXED = (1980, 1, 1, 0, 0, 0)


class Placed(msgspec.Struct, frozen=True):
    """A piece with its bytes and the place where the bundle's WARC holds them."""

    entry: Entry
    packed: bytes
    offset: int


def build(
    report: Report,
    index: Index,
    archive: Archive,
    papers: Mapping[str, bytes] | None = None,
    brought: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the bundle of one report; `index` is the one that its certificate holds.

    Raises UnreadableFile when a piece of evidence is missing from the archive or was changed there.
    """
    entries = _entries(report, archive)
    pieces = _placed(entries, archive)
    members: dict[str, bytes] = {
        REPORT: canonical(report),
        INDEX: canonical(index),
        CHAIN: _chain({entry.id for entry in entries}, index.head, archive),
        WARC: b"".join(piece.packed for piece in pieces),
        CDX: "".join(sorted(map(_index_line, pieces))).encode(),
        PAGES: _pages(pieces),
        **{f"papers/{name}": data for name, data in sorted((papers or {}).items())},
        **{f"brought/{name}": data for name, data in sorted((brought or {}).items())},
    }
    package = _package(members, index)
    whole = {PACKAGE: package, DIGEST: _digest(package), **members}
    return zipped(whole.items())


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip in its one form: members in their order, stored, each dated 1980-01-01."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, data in members:
            member = zipfile.ZipInfo(name, FIXED)
            member.create_system = 3
            package.writestr(member, data)
    return out.getvalue()


def _entries(report: Report, archive: Archive) -> list[Entry]:
    """Return the log's entries of a report's evidence, and of the earlier pieces whose bodies they refer to."""
    entries = {one.id: archive.entry(one.id) for one in report.evidence}
    for entry in tuple(entries.values()):
        if entry.same_as:
            entries.setdefault(entry.same_as, archive.entry(entry.same_as))
    return list(entries.values())


def _placed(entries: list[Entry], archive: Archive) -> list[Placed]:
    placed, offset = [], 0
    for entry in entries:
        packed = stored_bytes(archive.folder, entry)
        placed.append(Placed(entry, packed, offset))
        offset += len(packed)
    return placed


def _chain(ours: set[str], head: str, archive: Archive) -> bytes:
    """Return the chain from our first piece to the link whose hash was printed; links of others without their entries."""
    lines: list[bytes] = []
    for link in ChainFile(archive.folder).links():
        mine = link.entry.get("kind") == "evidence" and link.entry.get("id") in ours
        if mine or lines:
            lines.append(audit.to_line(link) if mine else _bare(link))
        if link.hash == head:
            break
    return b"".join(lines)


def _bare(link: audit.Link) -> bytes:
    return msgspec.json.encode({"n": link.n, "prev": link.prev, "hash": link.hash}) + b"\n"


def _index_line(piece: Placed) -> str:
    return index_line(piece.entry, WARC.rpartition("/")[2], piece.offset)


def _pages(pieces: list[Placed]) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "证据网页"}
    rows = ({"id": one.entry.id, "url": one.entry.url, "ts": one.entry.at, "title": one.entry.query} for one in pieces)
    return b"".join(msgspec.json.encode(row) + b"\n" for row in (head, *rows))


def _package(members: Mapping[str, bytes], index: Index) -> bytes:
    package: dict[str, Any] = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": f"检索证明 {index.number}",
        "created": f"{index.issued}T00:00:00+08:00",
        "software": "output-verifier",
        "resources": [
            resource(place, name, _sha(data), len(data)) for place, (name, data) in enumerate(members.items())
        ],
    }
    return msgspec.json.encode(package, order="sorted")


def _digest(package: bytes) -> bytes:
    return msgspec.json.encode({"path": PACKAGE, "hash": f"sha256:{_sha(package)}"}, order="sorted")


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
