"""Building a corpus: file after file, line after line, committed with a watermark; a killed build goes on where its last commit was.

Memory stays flat: one batch, one line (or one document of a dump). What cannot be read is named with file and line, and the rest goes on.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from verifier.errors import BadValue, StorageError, UnreadableFile
from verifier.retrieval.corpus import inputs, shapes, store
from verifier.retrieval.corpus.lines import Opened, Piece, Wrong
from verifier.retrieval.corpus.store import Batch, Manifest, Store
from verifier.retrieval.corpus.titles import ENGINES, Fts5, Tantivy
from verifier.retrieval.orphan import leave_with_parent

COMMIT = 100_000
"""Records of one commit: what a kill costs at most, and what a batch holds in memory."""
LARGEST_EXPORT = 32 << 20
WORTH_A_PROCESS = 4 << 20
GROUP = 256
AHEAD = 4
"""Pieces that the second process is handed at a time, and groups that it is ahead."""
_NAME = re.compile(r"[\w-][\w.-]{0,60}")
_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")
Told = Callable[[str, int], None]
"""Is told the file that is being read and how many records the corpus holds, at every commit."""


def begin(folder: Path, manifest: Manifest) -> None:
    """Make a corpus, or find the one that is being built. Raises BadValue where its manifest says otherwise."""
    if not _NAME.fullmatch(manifest.name):
        raise BadValue(
            f"语料库名“{manifest.name}”不能用。请只用字母、数字、- 和 .",
            f"{manifest.name!r} is no name. Use letters, digits, - and .",
        )
    if manifest.source not in shapes.SHAPES:
        known = "、".join(shapes.SHAPES)
        raise BadValue(
            f"来源“{manifest.source}”不能建语料库。可用：{known}。",
            f"No corpus of {manifest.source!r}. Known: {', '.join(shapes.SHAPES)}.",
        )
    if not _DAY.fullmatch(manifest.date):
        raise BadValue(
            "请用 --date 写明数据的日期，如 2024-04-30。", "Say by --date of which day the data is, like 2024-04-30."
        )
    if manifest.source in shapes.LICENSED and not manifest.licence.strip():
        raise BadValue(
            f"{manifest.source} 的导出数据须有授权。请用 --licence 写明授权依据（合同、单位、期限）。",
            f"Exports of {manifest.source} need a licence. State by --licence on what ground (contract, unit, term).",
        )
    if manifest.engine not in ENGINES:
        raise BadValue(
            f"没有索引方式“{manifest.engine}”。可用：{'、'.join(ENGINES)}。", f"There is no engine {manifest.engine!r}."
        )
    if not (folder / store.FILE).is_file():
        Store.create(folder, manifest)
        return
    with contextlib.closing(Store(folder)) as found:
        earlier = found.manifest()
    for field in ("source", "date", "licence", "engine"):
        if getattr(earlier, field) != getattr(manifest, field):
            raise BadValue(
                f"语料库 {earlier.name} 已有，其 {field} 为“{getattr(earlier, field)}”。请改用原值续建，或另取名字。",
                f"The corpus {earlier.name} exists with {field} {getattr(earlier, field)!r}. Go on with that, or take another name.",
            )


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a corpus for building. Raises StorageError where another build holds it."""
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise StorageError(
            f"语料库 {folder.name} 正在建立中。请待其结束后重试。",
            f"The corpus {folder.name} is being built. Try again later.",
        ) from None
    finally:
        os.close(lock)


def build(folder: Path, paths: tuple[str, ...], told: Told = lambda *_: None, commit: int = COMMIT) -> Manifest:
    """Take in every file that is not in yet, and close the corpus. Raises UnreadableFile where a known file has changed."""
    every = list(inputs.every(paths))
    with (
        alone(folder),
        contextlib.closing(Store(folder, writes=True)) as into,
        shaping(sum(one.size for one in every)) as shape,
    ):
        found = into.manifest()
        store.put(into.rows, [("state", "building")])
        titles = Tantivy(folder / store.TITLES, writes=True) if found.engine == "tantivy" else Fts5(into.rows)
        if isinstance(titles, Tantivy):
            titles.forget(into.total())
        batch = Batch(into)
        for one in every:
            known = _known(into, one)
            if not known.sha256:
                _take(one, known, partial(shape, found.source), batch, titles, commit, told)
        if into.total() == 0:
            raise UnreadableFile(
                "没有读到任何记录。请检查 --source 与文件是否相符。",
                "No record was read. Check that --source fits the files.",
            )
        titles.finish()
        titles.close()
        store.put(into.rows, [("digest", _digest(into)), ("state", "whole")])
        return into.manifest()


def _known(into: Store, one: inputs.Input) -> store.Known:
    """Return what the corpus knows of a file, entering it if it is new. Raises UnreadableFile where it has changed since."""
    known = into.files().get(one.name)
    if known is None:
        into.rows.execute(
            "INSERT INTO file (name, size, modified) VALUES (?, ?, ?)", (one.name, one.size, one.modified)
        )
        return into.files()[one.name]
    if (known.size, known.modified) != (one.size, one.modified):
        raise UnreadableFile(
            f"{one.name} 在收入后有变动。新的数据请另建语料库（另取 --name）。",
            f"{one.name} has changed since it was taken in. Build new data under another --name.",
        )
    return known


def _take(
    one: inputs.Input, known: store.Known, shape: Shape, batch: Batch, titles: Fts5 | Tantivy, commit: int, told: Told
) -> None:
    """Take one file in from its watermark on."""
    with contextlib.closing(one.open()) as stream:
        opened = Opened(stream) if shape.args[0] in shapes.DUMPS else _Export(one)
        last = known.line
        for number, record in shape(piece for piece in opened.pieces() if piece[0] > known.line):
            last = number
            if isinstance(record, Wrong):
                batch.miss(known.id, number, record.zh, record.en)
                continue
            batch.add(number, record)
            if batch.is_block():
                batch.pack(known.id)
            if len(batch) >= commit:
                batch.commit(titles, known.id, number)
                told(one.name, batch.next)
        batch.commit(titles, known.id, last, opened.sha256())
        told(one.name, batch.next)


Shape = partial[Iterator[tuple[int, "shapes.Filed | Wrong"]]]


@contextlib.contextmanager
def shaping(size: int) -> Iterator[Callable[[str, Iterator[Piece]], Iterator[tuple[int, shapes.Filed | Wrong]]]]:
    """Yield what turns pieces into records, in order: in a process of its own where so many bytes are to be read that it pays.

    Raises StorageError where that process is killed.
    """
    if size < WORTH_A_PROCESS or (os.cpu_count() or 1) < 2:
        yield _in_place
        return
    from concurrent.futures import ProcessPoolExecutor  # late: only large builds need a second process
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(1, initializer=leave_with_parent) as pool:
        pool.submit(int).result()  # the process is begun before the title engine begins its threads

        def beside(source: str, pieces: Iterator[Piece]) -> Iterator[tuple[int, shapes.Filed | Wrong]]:
            running: deque[Any] = deque()
            while group := list(islice(pieces, GROUP)):
                running.append(pool.submit(_group, source, group))
                if len(running) > AHEAD:
                    yield from running.popleft().result()
            while running:
                yield from running.popleft().result()

        try:
            yield beside
        except BrokenProcessPool:
            raise StorageError(
                "建立语料库的子进程中途退出。请用同一命令续建，已收入的不会重复。",
                "The process that reads records ended halfway. Run the same command; nothing is taken in twice.",
            ) from None


def _in_place(source: str, pieces: Iterator[Piece]) -> Iterator[tuple[int, shapes.Filed | Wrong]]:
    return (
        (number, piece if isinstance(piece, Wrong) else shapes.filed(source, piece))
        for number, piece in pieces
        if isinstance(piece, Wrong) or piece.strip()
    )


def _group(source: str, pieces: list[Piece]) -> list[tuple[int, shapes.Filed | Wrong]]:
    return list(_in_place(source, iter(pieces)))


class _Export:
    """A database's export, read record by record by the readers of hand-ins, in a child with bounds."""

    def __init__(self, one: inputs.Input) -> None:
        with contextlib.closing(one.open()) as stream:
            self._data = stream.read(LARGEST_EXPORT + 1)
        self._name = one.name

    def pieces(self) -> Iterator[tuple[int, bytes | Wrong]]:
        """Yield every record as JSON under the number of the line or row at which it begins, what was not read in its place."""
        from verifier import sandbox  # late: only exports need the readers

        try:
            found = sandbox.read_hand_in(self._data, self._name.rsplit("/", 1)[-1])
        except UnreadableFile as error:
            yield 1, Wrong(error.zh, error.en)
            return
        last = 0
        for piece in found.pieces:
            last = max(last + 1, piece.origin.line or piece.origin.row or 0)
            yield last, msgspec.json.encode(piece.entry) if piece.entry else Wrong("不是题录", "no exported record")
        for piece in found.left_out:
            last = max(last + 1, piece.origin.line or piece.origin.row or 0)
            yield last, Wrong(piece.note, "not read")

    def sha256(self) -> str:
        """Return the digest of the file's bytes."""
        return hashlib.sha256(self._data).hexdigest()


def _digest(into: Store) -> str:
    """Return what names a corpus's content: whose it is, of which day, and the digests of its files."""
    found = into.manifest()
    told = [
        found.name,
        found.source,
        found.date,
        found.licence,
        found.records,
        sorted((name, one.sha256) for name, one in into.files().items()),
    ]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()
