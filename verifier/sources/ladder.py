"""The ladder: what to ask next. Sans I/O: a generator yields an Ask, is sent the Reply, and returns what it learned.

One source and one question climb its `rungs`; the walk of a question asks the registry first, then every other source by what
the registry said, then a detail page. A crowd of questions runs the same `climb`, `enrich` and `details` phase by phase.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from msgspec.structs import replace

from verifier.model import ANSWERED, Ask, FormerName, Journal, Lookup, Question, Record, Reply, State, Step
from verifier.normalize import journals
from verifier.sources import BY_NAME, SOURCES, Source, alike, corpus, rungs, trail
from verifier.sources.rungs import JOURNAL_TYPES, SEARCHED_TYPES, Climb, distinct, kind_of
from verifier.sources.trail import Trail

NOTHING_HELD: Mapping[str, str] = {}
DETAIL_ORDER = ("cnki", "vip", "wanfang")
Amend = Callable[[Question, Lookup], Lookup]
"""Puts beside a source's lookup what people brought of it."""


# ---------------------------------------------------------------- the walk


def walk(
    question: Question,
    sources: tuple[Source, ...] = SOURCES,
    amend: Amend = lambda _, lookup: lookup,
    held: Mapping[str, str] = NOTHING_HELD,
) -> Generator[Ask, Reply, tuple[Lookup, ...]]:
    """Ask every source one question: the registry first, then the others by what it said, then one detail page.

    `held` names by source the corpora that are asked before the network.
    """
    lookups: list[Lookup] = []
    for source in sources:
        if source.KIND == "registry":
            lookup = amend(question, (yield from climb(source, question)))
            question = enrich(question, lookup)
            lookups.append(lookup)
    for source in sources:
        if source.KIND != "registry":
            lookups.append(amend(question, (yield from climb(source, question, held.get(source.NAME, "")))))
    return (yield from details(question, tuple(lookups)))


def climb(source: Source, question: Question, held: str = "") -> Climb:
    """Ask one source one question, its corpora first where any are `held`."""
    why = refusal(source, question)
    if why:
        return trail.skipped(source.NAME, why)
    said = (yield from corpus.consult(source, question, held)) if held and source.KIND in corpus.KINDS else None
    if said is not None and said.confirmed:
        return said.lookup
    gathered = Trail(question, f"{source.NAME}/{source.VERSION}", source.NAME)
    lookup = yield from rungs.BY_KIND[source.KIND](source, gathered)
    if said is not None:
        lookup = corpus.beside(question, lookup, said)
    if question.foreign and source.KIND == "registry" and lookup.state is not State.FOUND:
        # the registry is asked only whether a Latin title is a domestic serial; its silence says nothing of a foreign one
        answered = lookup.state in ANSWERED
        told = "期刊登记未见该刊名" if answered else f"期刊登记未能查询：{lookup.note}"
        return replace(lookup, state=State.SKIPPED, note=f"外文成果，{told}")
    return lookup


def refusal(source: Source, question: Question) -> str:
    """Return why a source is not asked a question, "" if it is."""
    kind = kind_of(question)
    if source.KIND == "open":
        if not question.foreign:
            return f"中文成果，不在{source.TITLE}检索：那里没有不能说明什么"
        return "" if question.title or question.doi else "题名未读出，未检索"
    if source.KIND == "serials":
        if not question.foreign:
            return f"国内刊物以期刊登记为准，不在{source.TITLE}查询"
        return "" if question.issn else "未填ISSN，未查询"
    if question.foreign and source.KIND != "registry":
        return f"外文成果，不在{source.TITLE}检索"
    if kind == "Z" and not question.journal:
        return "该项未载刊名（奖励、项目、资料等），不在期刊检索范围"
    if kind not in JOURNAL_TYPES | SEARCHED_TYPES:
        return f"该类成果（{question.type}）不在期刊检索范围"
    if source.KIND == "registry":
        if kind in SEARCHED_TYPES:
            return f"该类成果（{question.type}）不是期刊论文，不查期刊登记"
        return "" if question.journal or question.cn or question.issn else "刊名未读出，未查询"
    return "" if question.title else "题名未读出，未检索"


# ---------------------------------------------------------------- what the registry says


def enrich(question: Question, registry: Lookup) -> Question:
    """Return the question with what the registry says of its journal on the paper's date: CN, ISSN and names.

    Nothing is filled in where several registered journals fit, and the claimed name is kept. A registered serial is domestic,
    whatever its language.
    """
    fitting = [journal for journal in registry.journals if alike.is_named(question, journal)]
    agreeing = [journal for journal in fitting if alike.is_numbered(question, journal)]
    chosen = agreeing if len(fitting) > 1 else fitting
    if not fitting and not question.journal:
        chosen = [journal for journal in registry.journals if alike.is_numbered(question, journal)]
    if len(chosen) != 1:
        return question
    journal = chosen[0]
    then = _name_then(journal, question)
    every = (then.title if then else journal.title, journal.title, *(former.title for former in journal.former))
    return replace(
        question,
        cn=(then.cn if then and then.cn else journal.cn) or question.cn,
        issn=(then.issn if then and then.issn else journal.issn) or question.issn,
        names=distinct(every),
        foreign=False,
    )


def _name_then(journal: Journal, question: Question) -> FormerName | None:
    """Return the former name that a journal carried in the question's year, None for today's name."""
    year = (question.year or "")[:4]
    wanted = journals.key(question.journal)
    fitting = [one for one in journal.former if (one.since or "")[:4] <= year <= (one.until or "0000")[:4]] if year else []
    return next((one for one in fitting if journals.key(one.title) == wanted), fitting[0] if len(fitting) == 1 else None)


# ---------------------------------------------------------------- details


def details_wanted(question: Question, lookups: tuple[Lookup, ...]) -> tuple[Source, Step] | None:
    """Return the next detail page that would tell the CLC number or the publication date, None when none is wanted.

    One page of the first source in fixed order that found the paper, then of the next while either is still unknown.
    """
    mine = {lookup.source: record for lookup in lookups if (record := best(question, lookup)) is not None}
    if any(alike.is_exact(question, record) for record in mine.values()):
        mine = {source: record for source, record in mine.items() if alike.is_exact(question, record)}
    asked = {lookup.source for lookup in lookups if any(trace.step.kind == "detail" for trace in lookup.trail)}
    known = any(one.clc for one in mine.values()) and any(one.published for one in mine.values())
    if known and asked & set(DETAIL_ORDER):
        return None
    for name in DETAIL_ORDER:
        record = mine.get(name)
        if record is not None and name not in asked and name in BY_NAME and not record.id.startswith(alike.BROUGHT):
            hints = (("title", record.title), ("dbcode", record.dbcode or ""), ("url", record.url))
            return BY_NAME[name], Step(kind="detail", record=record.id, hints=hints)
    return None


def best(question: Question, lookup: Lookup) -> Record | None:
    """Return the record of a lookup that is likeliest the paper, None if it found none."""
    if lookup.state is not State.FOUND or lookup.source not in DETAIL_ORDER:
        return None
    exact = next((record for record in lookup.records if alike.is_exact(question, record)), None)
    return exact or next((record for record in lookup.records if alike.is_found(question, record)), None)


def details(question: Question, lookups: tuple[Lookup, ...]) -> Generator[Ask, Reply, tuple[Lookup, ...]]:
    """Open the detail pages that are wanted and merge what they show into their sources' records."""
    while (wanted := details_wanted(question, lookups)) is not None:
        source, step = wanted
        gathered = Trail(question, f"{source.NAME}/{source.VERSION}", source.NAME)
        yield from rungs.put(source, gathered, step, most=2)
        lookups = tuple(_joined(one, gathered, step.record) if one.source == source.NAME else one for one in lookups)
    return lookups


def _joined(lookup: Lookup, gathered: Trail, record: str) -> Lookup:
    """Return a lookup with a detail page's record merged in, its trace and evidence added; its state stays."""
    shown = gathered.records.get(record)
    more = gathered.lookup()
    known = {entry.id: entry for entry in (*lookup.evidence, *more.evidence)}
    return replace(
        lookup,
        records=tuple(_merged(lookup, one, shown) if shown and one.id == record else one for one in lookup.records),
        trail=(*lookup.trail, *more.trail),
        evidence=tuple(known.values()),
        demo=lookup.demo or more.demo,
    )


def _merged(lookup: Lookup, record: Record, shown: Record) -> Record:
    """Merge a detail page's record into a list's; where that is only a brought one, the page's word comes first."""
    return trail.merge(shown, record) if corpus.is_brought(lookup, record) else trail.merge(record, shown)
