"""A corpus that an institution keeps (the source's own dump, licensed exports) as a rung before the network. Pure.

It may only find. A record that agrees with the citation in everything that it says ends the climb; one that differs in anything sends the
walk to the live source, whose word stands, and is shown beside it only where that did not answer. That a corpus lacks a paper is no
answer at all and leaves no trace.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from verifier.formats.entry import Entry
from verifier.model import Answer, Ask, Evidence, Lookup, Page, Question, Record, Reply, State, Step
from verifier.normalize import doi as dois
from verifier.normalize import issues, journals, names, pages
from verifier.sources import alike, crossref, exported, openalex, outcome, plain
from verifier.sources.decoding import decode
from verifier.sources.trail import Trail

ROLE = "corpus"
"""The role of what is answered from what is at hand (the cache, the corpora) and never from the network."""
FIELD = "brought"
"""The field of its step, as of everything that people bring: alone it proves nothing that bars."""
VERSION = "1"
PLACE = "http://corpus.invalid"
"""The archive keeps answers of the web: a corpus gets an address in it that no host can have."""
KINDS = frozenset({"database", "open"})
SETTLED = frozenset({State.FOUND, State.NOT_FOUND})
_DUMPS = {"crossref": crossref, "openalex": openalex}


def ask(source: str, held: str, question: Question) -> Ask:
    """Return the ask of a question to the corpora of a source; `held` names them with their days and digests."""
    author = next((one for one in question.authors if not names.is_more(one)), "")
    hints = tuple((field, value) for field in ("doi", "issn", "volume", "pages") if (value := getattr(question, field)))
    step = Step(
        kind="search",
        field=FIELD,
        text=question.title or "",
        author=author,
        journal=question.journal or "",
        year=(question.year or "")[:4],
        issue=question.issue or "",
        hints=(*hints, *(("name", name) for name in question.names)),
    )
    told = (step.text, author, step.journal, step.year, step.issue, *(f"{name}={value}" for name, value in step.hints))
    return Ask(source=source, role=ROLE, path="/" + quote(held), key=(source, ROLE, VERSION, held, *told), step=step)


def is_asked(ask: Ask) -> bool:
    """Tell whether an ask is one to the corpora themselves."""
    return ask.key[1:2] == (ROLE,)


def read(page: Page) -> Answer:
    """Read the records that a corpus gave; each by the reader of its source's own answers, or as an exported record."""
    shown = tuple(record for record, _ in _shown(page))
    return Answer(state=State.FOUND, records=shown, total=len(shown)) if shown else outcome.changed("语料库的数据")


def _shown(page: Page) -> tuple[tuple[Record, str], ...]:
    """Return every record of a page with its place in the dump, as a sentence names it."""
    rows = plain.items(plain.load(decode(page).text), "held")
    every = ((_record(page.ask.source, row), _told(row)) for row in rows)
    return tuple((record, told) for record, told in every if record is not None)


def _record(source: str, row: dict[str, Any]) -> Record | None:
    item = row.get("record")
    if source in _DUMPS:
        listed = (
            {"message": {"items": [item], "total-results": 1}}
            if source == "crossref"
            else {"meta": {"count": 1}, "results": [item]}
        )
        module = _DUMPS[source]
        asked = module.ask(Step(kind="search", field="title", text="corpus"))
        answer = module.read(Page(ask=asked, status=200, body=msgspec.json.encode(listed)))
        return answer.records[0] if answer.records else None
    try:
        entry = msgspec.convert(item, Entry)
    except msgspec.ValidationError:
        return None
    return exported.record(entry, source, str(row.get("sha256")), _line(row))


def _line(row: dict[str, Any]) -> int:
    line = row.get("line")
    return line if isinstance(line, int) else 0


def _told(row: dict[str, Any]) -> str:
    words = {key: plain.text(row, key) or "" for key in ("corpus", "date", "file", "sha256", "licence")}
    licence = f"，授权：{words['licence']}" if words["licence"] else ""
    return (
        f"本地语料库 {words['corpus']}（数据日期 {words['date']}{licence}）{words['file']} 第{_line(row)}条"
        f"（SHA-256 {words['sha256'][:16]}…）"
    )


# ---------------------------------------------------------------- the rung


class Said(NamedTuple):
    """What the corpora of a source said to a question: a lookup, the sentence of each record's place, whether it ends the climb."""

    lookup: Lookup
    places: dict[str, str]
    confirmed: bool


def consult(source: Any, question: Question, held: str) -> Generator[Ask, Reply, Said | None]:
    """Ask the corpora of a source; None where they show nothing like the paper."""
    reply = yield ask(source.NAME, held, question)
    if reply.answer.state is not State.FOUND:
        return None
    gathered = Trail(question, f"{source.NAME}/{source.VERSION}", source.NAME)
    gathered.take(reply)
    if not gathered.records:
        return None
    told = {record.id: place for record, place in _shown(reply.page)}
    agreeing = tuple(record for record in gathered.records.values() if confirms(question, record))
    confirmed = bool(agreeing) and not (yield from _live_has_spoken(source, question))
    lookup = gathered.lookup()
    if confirmed:
        gathered.notes += [f"据{told[record.id]}，其后的撤稿、更正未见" for record in agreeing]
        lookup = replace(gathered.lookup(), state=State.FOUND, records=agreeing, reach="")
    return Said(lookup, told, confirmed)


def _live_has_spoken(source: Any, question: Question) -> Generator[Ask, Reply, bool]:
    """Say whether the cache holds what the live source says of the paper: a corpus never comes before that."""
    author = next((one for one in question.authors if not names.is_more(one)), "")
    title = Step(kind="search", field="title", text=" ".join((question.title or "").split()))
    if source.KIND == "open":
        title = replace(title, text=question.title or "", author=author, journal=question.journal or "")
    steps = [Step(kind="search", field="doi", text=question.doi)] if question.doi and source.KIND == "open" else []
    for step in (*steps, title):
        reply = yield replace(source.ask(step), role=ROLE, prelude=())
        if reply.page.evidence and reply.answer.state in SETTLED:
            return True
    return False


def confirms(question: Question, record: Record) -> bool:
    """Tell whether a record is the cited paper and differs from the citation in nothing that both state; a retracted one never is.

    Its title and an author (or its place) must be the cited ones, and a second thing must agree: the DOI, or year and journal.
    """
    if record.retracted or not alike.is_exact(question, record):
        return False
    same_doi = dois.same(question.doi, record.doi) if question.doi and record.doi else None
    same_journal = _same_journal(question, record)
    agreements = (
        same_doi,
        same_journal,
        alike.same_year(question, record),
        issues.same(question.issue, record.issue) if question.issue and record.issue else None,
        _same(question.volume, record.volume),
        pages.first(question.pages) == pages.first(record.pages) if question.pages and record.pages else None,
    )
    if any(agreement is False for agreement in agreements):
        return False
    known = alike.shares_author(question, record) or alike.same_place(question, record)
    return bool(known) and bool(same_doi or (same_journal and alike.same_year(question, record)))


def _same_journal(question: Question, record: Record) -> bool | None:
    if not question.journal or not record.journal:
        return None
    named = journals.key(record.journal) in alike.serial_names(question)
    return named or alike.shortens(question.journal, record.journal) or alike.shortens(record.journal, question.journal)


def _same(one: str | None, other: str | None) -> bool | None:
    return one.strip().lstrip("0") == other.strip().lstrip("0") if one and other else None


def beside(question: Question, lookup: Lookup, said: Said) -> Lookup:
    """Return a live source's lookup with what its corpora hold: as candidates where it did not answer, named where it saw nothing."""
    if lookup.state is State.FOUND:
        return lookup
    known = {record.id for record in lookup.records}
    found = [record for record in said.lookup.records if alike.is_found(question, record)]
    shown = (
        found
        if lookup.state is State.NOT_FOUND
        else [record for record in said.lookup.records if record.id not in known]
    )
    if not shown:
        return lookup
    stands = "，与检索结果不一致，须人工核对" if lookup.state is State.NOT_FOUND else ""
    notes = (lookup.note, *(said.places[record.id] + stands for record in shown))
    pieces: dict[str, Evidence] = {piece.id: piece for piece in (*lookup.evidence, *said.lookup.evidence)}
    noted = replace(
        lookup,
        note="；".join(note for note in notes if note),
        trail=(*lookup.trail, *said.lookup.trail),
        evidence=tuple(pieces.values()),
    )
    if lookup.state is State.NOT_FOUND:
        return noted
    state = State.FOUND if any(record in found for record in shown) else lookup.state
    return replace(
        noted, state=state, records=(*lookup.records, *shown), reach="" if state is State.FOUND else lookup.reach
    )


def is_brought(lookup: Lookup, record: Record) -> bool:
    """Tell whether a record rests on nothing but what was brought, so that a live page's word comes before it."""
    brought = {step.evidence for step in lookup.trail if step.step.field == FIELD}
    return bool(record.evidence) and set(record.evidence) <= brought
