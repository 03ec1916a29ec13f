"""What a file says of itself: its kind, its number, and the report that it carries. Read with bounds, for anybody may hand it in."""

from __future__ import annotations

import hashlib
import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Literal

import msgspec

from verifier.model import Frozen, Report
from verifier.papers.bundle import INDEX, REPORT
from verifier.proof import number as numbers
from verifier.proof.index import SCHEMA, Index
from verifier.verify import content_hash

Kind = Literal["pdf", "docx", "xlsx", "html", "json", "bundle", "unknown"]
LARGEST = 256 * 1024 * 1024
MEMBER = 64 * 1024 * 1024
STREAMS = 20_000
_NUMBER = re.compile(r"(?<![0-9A-Z])\d{4}[0-9A-Z]{6}\d{5}[0-9A-Z](?![0-9A-Z])")
_BEGIN = re.compile(rb"(?<!end)stream\r?\n")


class Claim(Frozen, frozen=True, kw_only=True):
    """A file's kind and, as far as it says them: number, content digest of the report it carries, and what contradicts itself."""

    kind: Kind
    number: str = ""
    report: str = ""
    wrong: tuple[str, ...] = ()


def read(data: bytes) -> Claim:
    """Return what a file says of itself; a file that is none of ours claims nothing."""
    kind = kind_of(data)
    if kind == "pdf":
        return _pdf(data)
    if kind == "bundle":
        members = _members(data, (REPORT, INDEX))
        return _carried(kind, members.get(REPORT), members.get(INDEX))
    if kind == "json":
        return _json(data)
    if kind in ("docx", "xlsx"):
        names = ("docProps/core.xml", "word/document.xml", "xl/sharedStrings.xml")
        return Claim(kind=kind, number=_number("".join(map(_text, _members(data, names).values()))))
    return Claim(kind=kind, number=_number(html.unescape(_text(data[:MEMBER]))) if kind == "html" else "")


def kind_of(data: bytes) -> Kind:
    """Return a file's kind by its contents."""
    start = data[:1024].lstrip()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if start.startswith(b"PK"):
        names = _names(data)
        marks: tuple[tuple[str, Kind], ...] = (
            ("datapackage.json", "bundle"),
            ("word/document.xml", "docx"),
            ("xl/workbook.xml", "xlsx"),
        )
        return next((kind for name, kind in marks if name in names), "unknown")
    if start[:1] == b"{":
        return "json"
    return "html" if start[:15].lower().startswith((b"<!doctype html", b"<html")) else "unknown"


def _pdf(data: bytes) -> Claim:
    report = index = None
    for stream in _streams(data):
        if report is None and stream.startswith(b'{"across":'):
            report = stream
        elif index is None and stream.startswith(b"{") and f'"schema":"{SCHEMA}"'.encode() in stream:
            index = stream
    return _carried("pdf", report, index)


def _streams(data: bytes) -> Iterator[bytes]:
    """Yield the unpacked Flate streams of a PDF, each at most `MEMBER` bytes, at most `STREAMS` of them."""
    for count, found in enumerate(_BEGIN.finditer(data)):
        if count >= STREAMS:
            return
        try:
            yield zlib.decompressobj().decompress(data[found.end() : found.end() + MEMBER], MEMBER)
        except zlib.error:
            continue


def _carried(kind: Kind, report: bytes | None, index: bytes | None) -> Claim:
    """Compare a carried report with its own digest and with the list that travels beside it."""
    wrong = []
    digest, number = "", ""
    if report is not None:
        digest = _digest(report)
        if not digest:
            wrong.append("所附的核验结果与其内容摘要不符")
    if index is not None:
        try:
            listed = msgspec.json.decode(index, type=Index)
        except msgspec.DecodeError:
            wrong.append("所附的证据目录无法读出")
        else:
            number = listed.number
            if listed.report != digest:
                wrong.append("所附的核验结果与证据目录不是同一份")
    if report is None or index is None:
        wrong.append("文件内没有所附的核验结果或证据目录")
    return Claim(kind=kind, number=number, report=digest, wrong=tuple(wrong))


def _digest(report: bytes) -> str:
    """Return a carried report's content digest, "" where its bytes say otherwise than its digest."""
    try:
        read = msgspec.json.decode(report, type=Report)
    except msgspec.DecodeError:
        return ""
    bare = report.replace(f'"hash":"{read.hash}"'.encode(), b'"hash":""', 1)
    whole = hashlib.sha256(bare).hexdigest() == read.hash or content_hash(read) == read.hash
    return read.hash if whole else ""


def _json(data: bytes) -> Claim:
    if data.lstrip().startswith(b'{"across":'):
        digest = _digest(data)
        return Claim(kind="json", report=digest, wrong=() if digest else ("核验结果与其内容摘要不符",))
    return Claim(kind="json", number=_number(_text(data[:MEMBER])))


def _number(text: str) -> str:
    """Return the number that a text names most often, "" for none; a run of digits without the right check is none."""
    found = [one for one in _NUMBER.findall(text) if numbers.is_valid(one)]
    return max(set(found), key=lambda one: (found.count(one), one), default="")


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _names(data: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return frozenset(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()


def _members(data: bytes, names: tuple[str, ...]) -> dict[str, bytes]:
    """Return some members of a zip, each at most `MEMBER` bytes; what is missing or damaged is left out."""
    found = {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            for name in names:
                if name in package.namelist():
                    with package.open(name) as member:
                        found[name] = member.read(MEMBER)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return found
    return found
