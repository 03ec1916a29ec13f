"""The evidence archive: every answer as it came off the wire, in WARC files, each counted in one hash chain.

A folder holds `warc/*.warc.gz` (one file per writing process and opening), `chain.jsonl` (audit.Link lines: where each
piece lies, its length and digests; also the index and, by its `sealed` entries, the manifest of finished files) and `head`
(number and hash of the last link). A piece counts once its link is written, and is never touched again. What brought no page
is in the chain too (`refused`), so that a report can be made again from the archive alone. The first link names the format.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from verifier.errors import StorageError, UnreadableFile
from verifier.model import Evidence, Page, Reply
from verifier.retrieval import redact
from verifier.retrieval.chain import ChainFile
from verifier.retrieval.entries import FORMAT, Opened, Refused
from verifier.retrieval.record import Archived, Entry, Piece, compose, parse
from verifier.retrieval.stored import stored_bytes, unreadable
from verifier.retrieval.warc import WarcFile
from verifier.retrieval.wire import Outgoing
from verifier.settings import Settings

LARGEST_FILE = 512 * 1024 * 1024
"""A WARC file that has grown beyond this is sealed and a new one begun."""
SMALLEST_REVISIT = 512
"""A shorter body is stored again rather than referred to."""


def archive_folder(settings: Settings) -> Path:
    """Return where a run's evidence is kept: demo evidence apart from real evidence."""
    return Path(settings.data) / "archive" / settings.realm.split("-")[0]


def evidence_id(source: str, key: tuple[str, ...], sha256: str, at: str) -> str:
    """Return the id of a piece of evidence: `E` and 12 hex digits over source, key, body digest and time."""
    digest = hashlib.sha256(msgspec.json.encode([source, key, sha256, at]))
    return "E" + digest.hexdigest()[:12]


class Archive:
    """One process's hold on the archive folder. Threads may share it; other processes open their own."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is made before the first piece is written."""
        self.folder = folder
        self._lock = threading.RLock()
        self._file: WarcFile | None = None
        self._whole: dict[str, str] = {}
        self._chain = ChainFile(folder, msgspec.to_builtins(Opened()))
        self._is_known = False

    def write(self, page: Page, request: Outgoing, piece: Piece, known: tuple[str, ...] = ()) -> str:
        """Store a page with the request that brought it; return its evidence id.

        `known` are the session's secrets, blacked out of addresses, headers and the request's body. Raises StorageError;
        then nothing of the piece counts.
        """
        sha256 = hashlib.sha256(page.body).hexdigest()
        with self._lock, _storing():
            warc = self._open_warc()
            same_as = self._whole.get(sha256, "") if len(page.body) >= SMALLEST_REVISIT else ""
            clean = _clean(request, known)
            packed = compose(page, clean, piece, sha256, same_as)
            offset = warc.append(packed)
            entry = _entry(page, piece, sha256, same_as, warc.name, offset, packed)
            self._count(warc, offset, entry)
            self._whole.setdefault(sha256, page.evidence)
        return page.evidence

    def note(self, reply: Reply) -> None:
        """Note an ask that brought no page. Raises StorageError."""
        page, answer = reply.page, reply.answer
        entry = Refused(
            source=page.ask.source,
            role=page.ask.role,
            key=page.ask.key,
            at=page.fetched,
            failure=page.failure or "",
            state=answer.state,
            words=answer.words,
            note=answer.note,
            until=answer.until,
            demo=page.demo,
        )
        with self._lock, _storing():
            self._make_folder()
            self._chain.add(msgspec.to_builtins(entry))

    def refusals(self) -> tuple[Refused, ...]:
        """Return every ask that brought no page, in the order of the chain."""
        with self._lock:
            self._demand_known()
            links = self._chain.links(only=b'"entry":{"kind":"refused"')
            return tuple(msgspec.convert(link.entry, Refused) for link in links if link.entry.get("kind") == "refused")

    def read(self, evidence: str) -> Archived:
        """Return a piece of evidence as it came. Raises UnreadableFile when it is unknown, cut off or changed."""
        return self._whole_piece(self.entry(evidence))

    def entry(self, evidence: str) -> Entry:
        """Return where and what a piece of evidence is. Raises UnreadableFile when the log does not know it."""
        with self._lock:
            self._demand_known()
            link = self._chain.find(evidence)
        if link is None:
            raise unreadable(evidence, "留痕记录中没有该编号", "the log does not know this id")
        return _as_entry(link.entry)

    def evidence(self, evidence: str) -> Evidence:
        """Return a piece of evidence as the certificate's annex names it."""
        entry = self.entry(evidence)
        fields = {name: getattr(entry, name) for name in Evidence.__struct_fields__}
        return Evidence(**{**fields, "url": entry.address or entry.url})

    def entries(self) -> tuple[Entry, ...]:
        """Return every counted piece, in the order of the chain."""
        with self._lock:
            self._demand_known()
            return tuple(_as_entry(link.entry) for link in self._chain.links() if link.entry.get("kind") == "evidence")

    def head(self) -> str:
        """Return the hash of the last link, as a certificate prints it; 64 zeros for an empty archive."""
        with self._lock:
            return self._chain.head()

    def close(self) -> None:
        """Seal the file that this process wrote: its whole digest goes into the chain."""
        with self._lock:
            warc, self._file = self._file, None
            self._whole.clear()
            if warc is not None:
                with _storing():
                    self._chain.add(msgspec.to_builtins(warc.seal()))
                    self._chain.sync()

    def __enter__(self) -> Archive:
        """Return the archive itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Seal the file."""
        self.close()

    def _whole_piece(self, entry: Entry) -> Archived:
        found = parse(entry, stored_bytes(self.folder, entry))
        if not entry.same_as:
            return found
        first = self.entry(entry.same_as)
        if first.same_as or first.sha256 != entry.sha256:
            raise unreadable(entry.id, f"其正文所在的 {first.id} 不是同一内容", f"{first.id}, which holds its body, differs")
        return msgspec.structs.replace(found, body=parse(first, stored_bytes(self.folder, first)).body)

    def _open_warc(self) -> WarcFile:
        if self._file is not None and self._file.size > LARGEST_FILE:
            self.close()
        if self._file is None:
            self._make_folder()
            self._file = WarcFile(self.folder / "warc")
        return self._file

    def _make_folder(self) -> None:
        (self.folder / "warc").mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        self._demand_known()

    def _demand_known(self) -> None:
        """Raise UnreadableFile when a later version of the program has begun this archive in a form of its own."""
        if self._is_known:
            return
        first = self._chain.first()
        found = first.entry.get("format") if first is not None and first.entry.get("kind") == "opened" else None
        if isinstance(found, int) and found > FORMAT:
            raise UnreadableFile(
                f"证据库 {self.folder} 的格式为 {found}，本程序只识别到 {FORMAT}。请改用较新的版本。",
                f"The archive {self.folder} is of format {found}; this program knows up to {FORMAT}. Use a newer version.",
            )
        self._is_known = first is not None

    def _count(self, warc: WarcFile, offset: int, entry: Entry) -> None:
        try:
            self._chain.add(msgspec.to_builtins(entry))
        except OSError:
            warc.take_back(offset)
            raise


def _entry(page: Page, piece: Piece, sha256: str, same_as: str, file: str, offset: int, packed: bytes) -> Entry:
    return Entry(
        id=page.evidence,
        source=page.ask.source,
        role=page.ask.role,
        parser=piece.parser,
        key=page.ask.key,
        query=piece.query,
        url=page.url,
        address=piece.address,
        at=page.fetched,
        status=page.status,
        state=piece.state,
        demo=page.demo,
        sha256=sha256,
        length=len(page.body),
        file=file,
        offset=offset,
        size=len(packed),
        stored=hashlib.sha256(packed).hexdigest(),
        same_as=same_as,
    )


def _clean(request: Outgoing, known: tuple[str, ...]) -> Outgoing:
    return Outgoing(
        method=request.method,
        url=redact.url(request.url, known),
        headers=redact.headers(request.headers, known),
        body=redact.body(request.body, known),
    )


def _as_entry(entry: dict[str, Any]) -> Entry:
    try:
        return msgspec.convert(entry, Entry)
    except msgspec.ValidationError as error:
        raise unreadable(str(entry.get("id")), f"留痕记录有误：{error}", f"its log entry is wrong: {error}") from None


@contextmanager
def _storing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"证据无法写入磁盘：{error}。本次检索未计入；请清理磁盘空间或检查数据文件夹权限后重试。",
            f"Evidence cannot be written: {error}. This answer was not counted; free disk space or check the data "
            "folder's permissions, then try again.",
        ) from None
