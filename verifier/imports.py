"""Taking in what people bring of a source: bytes to a `Filed`, its bytes to the archive. Nothing is believed that a file does not show.

An export is read record by record like a hand-in, a saved page by the source's own `read`; a PDF or a picture shows what the person who
made it says it shows, and where a PDF's text does not hold that, it is said.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from verifier import sandbox
from verifier.errors import BadValue, UnreadableFile
from verifier.formats import encoding
from verifier.model import Ask, Journal, Page, State, Step
from verifier.readers import sniff
from verifier.retrieval.archive import Archive, evidence_id
from verifier.retrieval.manual import REGISTRY, Filed, Road
from verifier.retrieval.reading import parser_of, read
from verifier.retrieval.record import Piece
from verifier.retrieval.wire import Outgoing
from verifier.sources import BY_NAME, exported

LARGEST = 32 * 1024 * 1024
LARGEST_PAGE = 8 * 1024 * 1024
TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "html": "text/html", "text": "text/plain"}
PRINTS = ("pdf", "png", "jpg")
PLACE = "http://brought.invalid/"
"""The archive keeps answers of the web: a brought file gets an address in it that no host can have."""
_HOSTS: tuple[tuple[str, str, bytes], ...] = (
    ("nppa", r"nppa\.gov\.cn", "新闻出版署".encode()),
    ("cnki", r"\bcnki\b", "中国知网".encode()),
    ("wanfang", r"wanfangdata|\bwanfang\b", "万方".encode()),
    ("vip", r"\bcqvip\b", "维普".encode()),
)
"""Source -> the words by which its files name it."""
_ID_IN_PAGE = {
    "cnki": re.compile(r"""id=["']?param-?filename["']?[^>]{0,200}?value=["']?([A-Za-z0-9.]{4,60})"""),
    "wanfang": re.compile(r"/periodical/(?:periodical_)?([A-Za-z0-9_-]{6,80})"),
    "vip": re.compile(r"(?i)/Qikan/Article/Detail\?id=(\w{4,40})"),
}


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says that a print of the registry shows: the journal with its numbers, or that there was none (`absent`)."""

    title: str
    cn: str | None = None
    issn: str | None = None
    authority: str | None = None
    sponsors: tuple[str, ...] = ()
    absent: bool = False


def take(
    data: bytes, name: str, *, by: str, at: str, source: str = "", asked: str = "", shown: Shown | None = None
) -> tuple[Filed, tuple[str, ...]]:
    """Read one brought file; return it without its place in the archive, and a line for every record that was not read.

    Of a PDF with a text layer it is also said what a person states of it and its text does not hold.

    Raises UnreadableFile or BadValue saying what the file is and what to bring instead.
    """
    kind = _kind(data, name)
    where = source or _source(data, kind, name)
    if where not in BY_NAME:
        raise BadValue(f"没有来源“{where}”。可用：{'、'.join(BY_NAME)}。", f"There is no source {where!r}. Known: {', '.join(BY_NAME)}.")
    if kind in PRINTS:
        unseen = _unseen(data, name, shown) if kind == "pdf" and shown and not shown.absent else ()
        return _filed(data, name, where, "print", by, at, asked, **_stated(where, shown, name)), unseen
    if kind == "html" and (where == REGISTRY or not _is_table(data)):
        return _page(data, name, where, by, at, asked)
    return _export(data, name, where, by, at)


def archived(archive: Archive, filed: Filed, data: bytes) -> Filed:
    """Store a file's bytes as a piece of evidence and return it with the evidence's id."""
    key = (filed.source, filed.road, filed.asked, filed.sha256)
    evidence = evidence_id(filed.source, key, filed.sha256, filed.at)
    ask = Ask(source=filed.source, role=filed.road, path="/", key=key, step=Step(kind="search", field="brought", text=filed.file))
    url = PLACE + quote(filed.file)
    page = Page(
        ask=ask, status=200, url=url, headers=(("Content-Type", _type(data, filed)),), body=data, fetched=filed.at, evidence=evidence
    )
    piece = Piece(parser=filed.parser, state=filed.state.value, query=filed.query, address=f"file:{filed.file}")
    archive.write(page, Outgoing(method="GET", url=url, headers=()), piece)
    return replace(filed, evidence=evidence)


def _type(data: bytes, filed: Filed) -> str:
    kind = TYPES[_kind(data, filed.file)]
    return f"{kind}; charset={encoding.decode(data).encoding}" if kind == "text/html" else kind


def _kind(data: bytes, name: str) -> str:
    """Return pdf, png, jpg, html or text. Raises UnreadableFile."""
    if not data or len(data) > LARGEST:
        raise UnreadableFile(f"{name} 是空文件，或超过 32 MB。请检查后重试。", f"{name} is empty or larger than 32 MB. Check it and retry.")
    if data.startswith(b"\x89PNG"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    found = sniff.kind(data)
    return found if found in ("pdf", "html") else "text"


def _source(data: bytes, kind: str, name: str) -> str:
    """Tell whose file it is by the names in it. Raises BadValue where none or several are named."""
    head = data[:262_144]
    try:
        text = encoding.decode(head if len(data) > len(head) else data).text
    except encoding.NotText:
        text = ""
    named = [source for source, host, words in _HOSTS if re.search(host, text, re.I) or words.decode() in text]
    if kind in PRINTS or len(named) != 1:
        raise BadValue(
            f"看不出 {name} 出自哪个来源。请加 --source（nppa、cnki、wanfang、vip …）。",
            f"{name} does not say from which source it is. Add --source (nppa, cnki, wanfang, vip …).",
        )
    return named[0]


def _filed(
    data: bytes, name: str, source: str, road: Road, by: str, at: str, asked: str, *, parser: str = "", **more: Any
) -> Filed:
    return Filed(
        evidence="", source=source, road=road, file=name, sha256=hashlib.sha256(data).hexdigest(), length=len(data),
        at=at, by=by, parser=parser or f"{road}/1", asked=asked, **more,
    )  # fmt: skip


# ---------------------------------------------------------------- prints


def _stated(source: str, shown: Shown | None, name: str) -> dict[str, Any]:
    """Return what a person states of a print; a print of which nothing is stated is only shown beside the search."""
    if source != REGISTRY or shown is None:
        return {"state": State.SKIPPED}
    if shown.absent:
        return {"state": State.NOT_FOUND, "words": f"（据经办人填写）查询《{shown.title}》无结果"}
    if not shown.cn:
        return {"state": State.SKIPPED}
    journal = Journal(
        source=source, key=shown.cn, title=shown.title, cn=shown.cn, issn=shown.issn, authority=shown.authority, sponsors=shown.sponsors
    )
    return {"state": State.FOUND, "journals": (journal,), "words": f"（据经办人填写）{name}"}


def _unseen(data: bytes, name: str, shown: Shown) -> tuple[str, ...]:
    """Say which stated numbers and name the text of a print does not hold; a scan holds no text, and nothing is said of it."""
    try:
        found = sandbox.read_hand_in(data, name)
    except UnreadableFile:
        return ()
    text = _squeezed(" ".join(piece.text for piece in (*found.pieces, *found.left_out)))
    stated = (("刊名", shown.title), ("CN号", shown.cn), ("ISSN", shown.issn))
    missing = [f"{label}“{value}”" for label, value in stated if value and _squeezed(value).removeprefix("cn").split("/")[0] not in text]
    return (f"{name} 的文字中没有所填的{'、'.join(missing)}，请核对是否填错或交错了文件",) if missing else ()


def _squeezed(text: str) -> str:
    """Return a text without blanks, in half width and small letters, its dashes alike."""
    return re.sub(r"[‐–—－]", "-", "".join(unicodedata.normalize("NFKC", text).split())).casefold()


# ---------------------------------------------------------------- saved pages


def _page(data: bytes, name: str, source: str, by: str, at: str, asked: str) -> tuple[Filed, tuple[str, ...]]:
    if len(data) > LARGEST_PAGE:
        raise UnreadableFile(f"{name} 超过 8 MB，不像保存的网页。请另存为“仅 HTML”后重试。", f"{name} is larger than 8 MB. Save it as HTML only.")
    module = BY_NAME[source]
    answers = [read(module, page) for page in _pages(data, source, asked, at)]
    best = next((one for one in answers if one.state is State.FOUND and (one.records or one.journals)), None)
    if best is None and source == REGISTRY and asked:
        best = next((one for one in answers if one.state is State.NOT_FOUND), None)
    if best is None:
        said = next((one.note for one in answers if one.note), "")
        raise BadValue(
            f"{name} 不是可用的{module.TITLE}网页：{said or '没有读到记录'}。请打开文献或期刊的详细页，另存为“仅 HTML”后重试。",
            f"{name} is no page of {source} that can be used. Open the detail page, save it as HTML only, and retry.",
        )
    more: dict[str, Any] = {
        "state": best.state, "words": best.words, "journals": tuple(one for one in best.journals if one.title),
        "records": tuple(enumerate(best.records, 1)),
    }  # fmt: skip
    return _filed(data, name, source, "page", by, at, asked, parser=parser_of(module), **more), ()


def _pages(data: bytes, source: str, asked: str, at: str) -> Iterator[Page]:
    """Yield the page as the answer to each question that a person may have saved: a detail, a journal, a list."""
    found = _ID_IN_PAGE[source].search(data[:2_000_000].decode("utf-8", "replace")) if source in _ID_IN_PAGE else None
    record = found[1] if found else ""
    shapes: dict[str, tuple[tuple[str, Step], ...]] = {
        "nppa": (("search", Step(kind="journal", field="name", text=asked)), ("detail", Step(kind="detail", record=asked))),
        "cnki": (
            ("detail", Step(kind="detail", record=record)),
            ("identity", Step(kind="journal", field="name", text=asked)),
            ("search", Step(kind="search", field="title", text=asked)),
        ),
        "wanfang": (("article", Step(kind="detail", record=record)),),
        "vip": (("article", Step(kind="detail", record=record)), ("search", Step(kind="search", field="title", text=asked))),
    }
    for shape, step in shapes.get(source, ()):
        ask = replace(BY_NAME[source].ask(step), key=(source, shape, "brought"), prelude=())
        yield Page(ask=ask, status=200, url="file:page", body=data, fetched=at)


def _is_table(data: bytes) -> bool:
    """Say whether HTML is what the databases give out as `.xls`: a bare table, or Excel's own dialect."""
    head = data[:4096].lower()
    return b"urn:schemas-microsoft-com:office" in head or (b"<table" in head and b"<div" not in head and b"<link" not in head)


# ---------------------------------------------------------------- exports


def _export(data: bytes, name: str, source: str, by: str, at: str) -> tuple[Filed, tuple[str, ...]]:
    found = sandbox.read_hand_in(data, name)
    entries = [piece.entry for piece in found.pieces if piece.entry is not None]
    if not entries:
        raise BadValue(
            f"{name} 中没有题录。请在该库勾选文献后“导出题录”（RefWorks、EndNote、NoteExpress、自定义、Excel 等），原样交来。",
            f"{name} holds no exported record. Tick the papers in the database, export them, and hand the file in as it is.",
        )
    digest = hashlib.sha256(data).hexdigest()
    records = tuple((number, exported.record(entry, source, digest, number)) for number, entry in enumerate(entries, 1))
    unread = tuple(f"{piece.origin.line or '?'}: {piece.text[:60]}（{piece.note}）" for piece in found.left_out)
    return _filed(data, name, source, "export", by, at, "", parser=f"{found.form or entries[0].format}/1", records=records), unread
