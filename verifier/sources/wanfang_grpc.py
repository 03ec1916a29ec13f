"""Wanfang's search reply: protobuf records of journal and conference papers, theses, patents, standards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.model import Answer, Author, Page, Record, State
from verifier.sources import grpcweb, outcome, plain
from verifier.sources.decoding import decode
from verifier.sources.filename import doi_witness, lettered, wanfang_witness
from verifier.sources.markup import plain_title, squeeze, visible

NAME = "wanfang"
SIZE = 50
Fields = Mapping[int, list[int | bytes]]

_KINDS = {101: "J", 102: "D", 104: "C", 119: "P", 120: "S"}
_KNOWN = frozenset({1, 2, 3, 4})


def bare(record: str) -> str:
    """Return a record's id without the kind before it.

    >>> bare("periodical_abcd202106012"), bare("PeriodicalPaper_abcd202106012"), bare("abcd_1")
    ('abcd202106012', 'abcd202106012', 'abcd_1')
    """
    kind, _, rest = record.partition("_")
    return rest if rest and kind.lower() in ("periodical", "periodicalpaper", "conference", "thesis", "patent", "standard") else record


def search(page: Page) -> Answer:
    """Read one page of hits."""
    refused = _refused(page)
    if refused:
        return refused
    try:
        reply = grpcweb.read(page.body)
        whole = b"".join(reply.messages)
        fields = grpcweb.decode(whole)
    except grpcweb.Cut as error:
        return outcome.answer(State.INCOMPLETE, f"应答不完整：{error}")
    failure = _failure(reply, fields)
    if failure:
        return failure
    total = next((number for number in fields.get(3, []) if isinstance(number, int)), 0)
    resources = [part for part in fields.get(4, []) if isinstance(part, bytes)]
    if not resources:
        return _none(whole, fields, total)
    return _listed(page, resources, total)


def by_title(page: Page) -> Answer:
    """Read a search by title of which only the record that was asked for counts."""
    answer = search(page)
    if answer.state is not State.FOUND:
        return answer
    mine = tuple(record for record in answer.records if record.id == bare(page.ask.step.record))
    if not mine:
        return outcome.answer(State.AMBIGUOUS, f"结果{answer.total}条中没有所问记录")
    return Answer(state=State.FOUND, records=mine, total=1, note=answer.note)


def _refused(page: Page) -> Answer | None:
    """Recognise a refusal; HTML in place of frames is the application's shell, which is no zero."""
    html = page.body.lstrip()[:1] in (b"<", b"{") or page.status in (401, 404)
    text = decode(page).text if html else ""
    refused = outcome.refused(page, text)
    if refused or not html:
        return refused or (None if page.status == 200 else outcome.changed(f"HTTP {page.status}"))
    if page.status == 401:
        return outcome.answer(State.SESSION_STALE, "会话已失效（HTTP 401）", words=visible(text, 60))
    return outcome.changed("只有网页外壳，没有数据（须执行脚本）")


def _failure(reply: grpcweb.Reply, fields: Fields) -> Answer | None:
    if reply.compressed:
        return outcome.changed("应答帧经过压缩")
    if reply.trailer is None:
        return outcome.answer(State.INCOMPLETE, "应答没有尾帧")
    status = reply.trailer.get("grpc-status", "")
    if status != "0":
        words = f"grpc-status:{status} {reply.trailer.get('grpc-message', '')}".strip()
        return outcome.answer(State.INCOMPLETE, "应答状态不为0", words=words)
    if not reply.messages:
        return outcome.answer(State.INCOMPLETE, "应答只有尾帧")
    told = fields.get(1, [0])[0]
    if told not in (0, 200) and not fields.get(4):
        return outcome.answer(State.INCOMPLETE, f"应答状态为{told if isinstance(told, int) else '?'}", words=_text(fields, 2) or "")
    return None


def _none(whole: bytes, fields: Fields, total: int) -> Answer:
    """Judge a reply without records: the empty message, or a count of nought, is the site's own zero."""
    if total:
        return outcome.answer(State.INCOMPLETE, f"应有{total}条，没有记录")
    numbers = [*fields.get(1, ()), *fields.get(3, ())]
    if not set(fields) <= _KNOWN or not all(isinstance(one, int) for one in numbers):
        return outcome.changed("应答中没有认识的字段")
    return outcome.zero("count=0（grpc-status:0）" if whole else "应答为空（grpc-status:0）")


def _listed(page: Page, resources: list[bytes], total: int) -> Answer:
    try:
        records = tuple(_record(grpcweb.decode(part)) for part in resources)
    except grpcweb.Cut as error:
        return outcome.answer(State.INCOMPLETE, f"记录不完整：{error}")
    found = tuple(record for record in records if record)
    if len(found) < len(records):
        return outcome.changed(f"{len(records)}条中{len(records) - len(found)}条没有题名或编号")
    unique = tuple({record.id: record for record in found}.values())
    if outcome.page_size(len(found), total or None, page.ask.step.page, SIZE) is None:
        return Answer(state=State.INCOMPLETE, records=unique, total=total, note="本页条数少于应有条数")
    note = "有重复条目，已去重" if len(unique) < len(found) else ""
    return Answer(state=State.FOUND, records=unique, total=total or len(found), note=note)


def _record(resource: Fields) -> Record | None:
    """Read one resource; a kind without a message of its own that we know gives nothing."""
    tag = next((tag for tag in _KINDS if isinstance(resource.get(tag, [0])[0], bytes)), 0)
    if not tag:
        return None
    body = grpcweb.decode(bytes(resource[tag][0]))
    record = bare(_text(body, 1) or _text(resource, 3) or "")
    periodical = tag == 101
    titles = tuple(plain_title(text) for text in _texts(body, 2 if periodical else 3))
    if not titles and not periodical:
        titles = tuple(plain_title(text) for text in _texts(body, 2))
    if not record or not titles or not titles[0]:
        return None
    return _paper(body, record, titles) if periodical else _other(body, record, titles, _KINDS[tag])


def _paper(body: Fields, record: str, titles: tuple[str, ...]) -> Record:
    issue, doi, issn = _text(body, 34), _text(body, 41), _text(body, 45)
    published = plain.date(_text(body, 28))
    first = (_text(body, 51) or "").lower() in ("1", "true")
    units = tuple(_texts(body, 10)) or tuple(_texts(body, 8))
    witnesses = (
        *wanfang_witness(record),
        *((("wanfang_issue", issue),) if issue and lettered(issue) else ()),
        *doi_witness(doi),
    )
    return Record(
        source=NAME,
        id=record,
        title=titles[0],
        titles=titles[1:],
        type="J",
        authors=_authors(body, 3, units),
        journal=plain_title(next(iter(_texts(body, 24)), "")) or None,
        year=_text(body, 33) or (published[:4] if published else None),
        volume=_text(body, 35),
        issue=issue,
        pages=_text(body, 36),
        issn=issn,
        doi=doi,
        published=None if first else published,
        online_first=published if first else None,
        clc=tuple(part for text in _texts(body, 12) for part in text.replace(";", " ").split()),
        witnesses=witnesses,
        url=stable(record),
    )


def _other(body: Fields, record: str, titles: tuple[str, ...], kind: str) -> Record:
    """Read a conference paper by its tags; of theses, patents and standards only the common ones are known."""
    date = plain.date(_text(body, 39))
    conference = kind == "C"
    return Record(
        source=NAME,
        id=record,
        title=titles[0],
        titles=titles[1:],
        type=kind,
        authors=_authors(body, 4, ()) or None,
        journal=_text(body, 37) if conference else None,
        year=_text(body, 33) or (date[:4] if date else None),
        published=date,
        book=_text(body, 42) if conference else None,
        publisher=_text(body, 41) if conference else None,
        url=f"https://d.wanfangdata.com.cn/{'conference' if conference else 'thesis' if kind == 'D' else 'periodical'}/{record}",
    )


def stable(record: str) -> str:
    """Return the stable link of a journal paper."""
    return f"https://d.wanfangdata.com.cn/periodical/{record}"


def _authors(body: Fields, tag: int, units: tuple[str, ...]) -> tuple[Author, ...]:
    """Return the byline; a single unit is everybody's, several cannot be told apart here."""
    shared = units if len(units) == 1 else ()
    return tuple(Author(name=name, affiliations=shared) for name in _texts(body, tag))


def _texts(fields: Fields, tag: int) -> Iterator[str]:
    for value in fields.get(tag, ()):
        text = squeeze(value.decode("utf-8", "replace")) if isinstance(value, bytes) else str(value)
        if text:
            yield text


def _text(fields: Fields, tag: int) -> str | None:
    return next(_texts(fields, tag), None)
