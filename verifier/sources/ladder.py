"""The ladder: what to ask next. Sans I/O: a generator yields an Ask, is sent the Reply, and returns what it learned.

One source and one question climb: the journal's identity -> that year's issue list -> the contents of the claimed issue ->
the exact title -> pieces of it -> author, journal and year -> a control that every living database answers. The first exact
match ends the climb. An incomplete or failed rung accuses nobody: if nothing was found, the failure is the state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable

from msgspec.structs import replace

from verifier.model import Answer, Ask, FormerName, Journal, Lookup, Question, Record, Reply, State, Step
from verifier.normalize import cn, issn, journals, names
from verifier.sources import BY_NAME, SOURCES, Source, alike, codes, trail
from verifier.sources.trail import Trail

Climb = Generator[Ask, Reply, Lookup]

MOST_DETAILS = 5
MOST_PAGES = 3
MOST_CONTENTS_PAGES = 12
DETAIL_ORDER = ("cnki", "vip", "wanfang")
CONTROLS = ("研究", "技术", "分析", "应用", "设计", "系统", "的")
_JOURNAL_TYPES = frozenset({"", "J", "Z", "A"})
_SEARCHED_TYPES = frozenset({"C", "D", "N"})
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


# ---------------------------------------------------------------- the walk


def walk(question: Question, sources: tuple[Source, ...] = SOURCES) -> Generator[Ask, Reply, tuple[Lookup, ...]]:
    """Ask every source one question: the registry first, then the others by what it said, then one detail page."""
    lookups: list[Lookup] = []
    for source in sources:
        if source.KIND == "registry":
            lookup = yield from climb(source, question)
            question = enrich(question, lookup)
            lookups.append(lookup)
    for source in sources:
        if source.KIND != "registry":
            lookups.append((yield from climb(source, question)))
    return (yield from details(question, tuple(lookups)))


def climb(source: Source, question: Question) -> Climb:
    """Ask one source one question."""
    why = refusal(source, question)
    if why:
        return trail.skipped(source.NAME, why)
    gathered = Trail(question, f"{source.NAME}/{source.VERSION}", source.NAME)
    rungs = {"registry": _registry, "database": _database, "open": _open}[source.KIND]
    return (yield from rungs(source, gathered))


def refusal(source: Source, question: Question) -> str:
    """Return why a source is not asked a question, "" if it is."""
    kind = kind_of(question)
    if source.KIND == "open":
        if not question.foreign:
            return f"中文成果，不在{source.TITLE}检索：那里没有不能说明什么"
        return "" if question.title or question.doi else "题名未读出，未检索"
    if question.foreign:
        return f"外文成果，不在{source.TITLE}检索"
    if kind not in _JOURNAL_TYPES | _SEARCHED_TYPES:
        return f"该类成果（{question.type}）不在期刊检索范围"
    if source.KIND == "registry":
        if kind in _SEARCHED_TYPES:
            return f"该类成果（{question.type}）不是期刊论文，不查期刊登记"
        return "" if question.journal or question.cn or question.issn else "刊名未读出，未查询"
    return "" if question.title else "题名未读出，未检索"


def kind_of(question: Question) -> str:
    """Return the type letter of a question without its carrier: `J/OL` is `J`."""
    return (question.type or "").split("/")[0].strip().upper()


# ---------------------------------------------------------------- one step of it


def _put(
    source: Source,
    gathered: Trail,
    step: Step,
    *,
    enough: Callable[[], bool] = lambda: False,
    most: int = MOST_PAGES,
) -> Generator[Ask, Reply, Answer | None]:
    """Ask a step and what follows from its answers, at most `most` requests; return the first answer."""
    waiting = [source.ask(step)]
    first: Answer | None = None
    asked: set[tuple[str, ...]] = set()
    while waiting and len(asked) < most and not gathered.stopped:
        ask = waiting.pop(0)
        if ask.key in asked:
            continue
        asked.add(ask.key)
        answer = gathered.take((yield ask))
        first = first or answer
        if enough():
            return first
        waiting.extend(answer.more)
    return first


# ---------------------------------------------------------------- registry


def _registry(source: Source, gathered: Trail) -> Climb:
    """Ask by CN, name and ISSN until a journal carries the claimed name; each hit's own page tells status and former names."""
    question = gathered.question
    opened = 0
    for field, text in _handles(question, source.JOURNAL_BY):
        if gathered.stopped or _is_settled(gathered):
            break
        before = set(gathered.journals)
        yield from _put(source, gathered, Step(kind="journal", field=field, text=text), most=1)
        hits = [journal for key, journal in gathered.journals.items() if key not in before]
        for journal in sorted(hits, key=lambda one: not alike.is_named(question, one)):
            if opened < MOST_DETAILS and not gathered.stopped:
                opened += 1
                hints = (("name", journal.title),)
                yield from _put(source, gathered, Step(kind="detail", record=journal.cn or "", hints=hints), most=1)
    return _registered(gathered)


def _is_settled(gathered: Trail) -> bool:
    """Say whether a hit carries the claimed name, or the claimed number where no name is claimed."""
    question = gathered.question
    fits = alike.is_named if question.journal else alike.is_numbered
    return any(fits(question, journal) for journal in gathered.journals.values())


def _registered(gathered: Trail) -> Lookup:
    """Give the registry's lookup its state: other journals than the claimed one are no answer while a query failed."""
    failed = next((state for state in trail.WORST if state in gathered.failures), None)
    told = next((trace.note for trace in gathered.traces if trace.state is failed), "")
    zero = any(trace.state is State.NOT_FOUND for trace in gathered.traces)
    if _is_settled(gathered):
        state, note = State.FOUND, ""
    elif failed is not None:
        state, note = failed, told
    elif gathered.journals:
        state, note = State.AMBIGUOUS, "登记库有结果，但都不是所填刊名"
    else:
        state, note = (State.NOT_FOUND, "") if zero else (State.SKIPPED, "未查询")
    lookup = gathered.lookup()
    return replace(lookup, state=state, note=note, records=(), reach="")


def _handles(question: Question, ways: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (field, text) for every way to name the question's journal, in order, each spelling once."""
    found: list[tuple[str, str]] = []
    for way in ways:
        if way == "cn" and question.cn:
            found.append(("cn", cn.validate(question.cn) if cn.number(question.cn) else question.cn))
        elif way == "issn" and question.issn:
            found.append(("issn", issn.compact(question.issn)))
        elif way == "name":
            found += [("name", name) for name in _distinct((question.journal, *question.names))[:3]]
    return found


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    """Return names in order, each spelling of one name once."""
    found: dict[str, str] = {}
    for name in names:
        if name and journals.key(name):
            found.setdefault(journals.key(name), name)
    return tuple(found.values())


def enrich(question: Question, registry: Lookup) -> Question:
    """Return the question with what the registry says of its journal on the paper's date: CN, ISSN and names.

    Nothing is filled in where several registered journals fit, and the claimed name is kept.
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
        names=_distinct(every),
    )


def _name_then(journal: Journal, question: Question) -> FormerName | None:
    """Return the former name that a journal carried in the question's year, None for today's name."""
    year = (question.year or "")[:4]
    wanted = journals.key(question.journal)
    fitting = [one for one in journal.former if (one.since or "")[:4] <= year <= (one.until or "0000")[:4]] if year else []
    return next((one for one in fitting if journals.key(one.title) == wanted), fitting[0] if len(fitting) == 1 else None)


# ---------------------------------------------------------------- databases


def _database(source: Source, gathered: Trail) -> Climb:
    """Climb the rungs of a database until one holds the paper."""
    question = gathered.question
    if kind_of(question) in _JOURNAL_TYPES and question.journal and "contents" in source.CAN:
        yield from _journal_rungs(source, gathered)
    for step in _searches(source, question):
        if gathered.exact or gathered.stopped:
            break
        yield from _search(source, gathered, step)
    yield from _control(source, gathered)
    return gathered.lookup()


def _control(source: Source, gathered: Trail) -> Generator[Ask, Reply, None]:
    """Ask common words until one is a hit, unless the source has shown already that it answers."""
    for word in CONTROLS:
        if gathered.live or gathered.stopped:
            return
        yield from _put(source, gathered, Step(kind="search", field="control", text=word), most=1)


def _journal_rungs(source: Source, gathered: Trail) -> Generator[Ask, Reply, None]:
    """Identity, issue list, contents."""
    question = gathered.question
    journal = yield from _identity(source, gathered)
    year = _YEAR.match(question.year or "")
    if journal is None or year is None or gathered.stopped:
        return
    gathered.serial = journal
    answer = yield from _put(source, gathered, Step(kind="issues", key=journal.key, year=year[0]))
    listed = gathered.issues.get((journal.key, year[0]))
    if answer is None or listed is None or not question.issue:
        return
    chosen = codes.choose(listed.issues, question.issue)
    if not chosen:
        gathered.notes.append(f"该刊{year[0]}年刊期表中没有第{question.issue}期" if listed.issues else f"该刊没有{year[0]}年的刊期")
    place = next((str(trace.step.page) for trace in reversed(gathered.traces) if trace.step.kind == "issues"), "1")
    for code in chosen:
        if gathered.exact or gathered.stopped:
            return
        step = Step(
            kind="contents",
            key=journal.key,
            year=year[0],
            issue=code,
            journal=_printed_name(journal, question),
            hints=(("list_page", place),),
        )
        yield from _contents(source, gathered, step)


def _printed_name(journal: Journal, question: Question) -> str:
    """Return the name under which an issue of that year appeared, "" where a former name may have been in use."""
    if question.names:
        return question.names[0]
    return "" if journal.former else journal.title


def _identity(source: Source, gathered: Trail) -> Generator[Ask, Reply, Journal | None]:
    """Find the journal by its numbers, else by its names; once it is found, a way that failed before counts no more."""
    question, failures = gathered.question, len(gathered.failures)

    def serial() -> Journal | None:
        fitting = [journal for journal in gathered.journals.values() if journal.key and alike.is_serial(question, journal)]
        named = [journal for journal in fitting if alike.is_named(question, journal)]
        numbered = [journal for journal in named if alike.is_numbered(question, journal)]
        best = numbered or named or fitting
        exact = [one for one in best if journals.key(one.title) in alike.serial_names(question)]
        return (exact or best)[0] if best else None

    for field, text in _handles(question, source.JOURNAL_BY):
        if gathered.stopped:
            return None
        step = Step(kind="journal", field=field, text=text)
        yield from _put(source, gathered, step, enough=lambda: serial() is not None, most=MOST_DETAILS)
        if serial() is not None:
            del gathered.failures[failures:]
            return serial()
    gathered.unlisted = len(gathered.failures) == failures
    return None


def _contents(source: Source, gathered: Trail, step: Step) -> Generator[Ask, Reply, None]:
    """Read an issue's contents page by page; what came in parts is whole when as many rows came as were announced."""
    failures, first = len(gathered.failures), len(gathered.traces)
    yield from _put(source, gathered, step, most=MOST_CONTENTS_PAGES)
    held = gathered.contents.get((step.key, step.year, step.issue))
    if held is not None and held.complete:
        del gathered.failures[failures:]
        for place in range(first, len(gathered.traces)):
            if gathered.traces[place].state is State.INCOMPLETE:
                gathered.traces[place] = replace(gathered.traces[place], state=State.FOUND)
    elif held is not None and len(gathered.failures) == failures and _announced_more(gathered, first):
        gathered.amend(State.INCOMPLETE, f"目次只见{len(held.records)}条，少于应有条数")


def _announced_more(gathered: Trail, first: int) -> bool:
    """Say whether a contents page that came in parts ended before its announced number."""
    return len(gathered.traces) - first > 1


def _searches(source: Source, question: Question) -> Iterable[Step]:
    """Return the searches for a paper: exact title, pieces of it, author with journal and year."""
    title = " ".join((question.title or "").split())
    yield Step(kind="search", field="title", text=title)
    for piece in pieces(title, getattr(source, "PIECE", 24)):
        if piece != title:
            yield Step(kind="search", field="pieces", text=piece)
    author = next((names.clean(one) for one in question.authors if names.clean(one) and not names.is_more(one)), "")
    journal = question.names[0] if question.names else question.journal
    year = _YEAR.match(question.year or "")
    if author and journal and kind_of(question) in _JOURNAL_TYPES:
        yield Step(kind="search", field="author_journal", author=author, journal=journal, year=year[0] if year else "")


def pieces(title: str, longest: int) -> tuple[str, ...]:
    """Return at most two pieces of a title for a search that knows no symbols and finds nothing for one wrong character.

    Symbols part a title; of its longest run the head is one piece and the tail the other, so that an error spoils one only.

    >>> pieces("基于Fe_3O_4的虚构转炉炼钢终点控制技术", 24)
    ('的虚构转炉炼钢', '终点控制技术')
    >>> pieces("虚构锅炉节能", 24), pieces("热处理", 24)
    (('虚构锅', '炉节能'), ())
    """
    runs = [run for run in re.split(r"[^\w]+|_", title) if len(run) > 1]
    run = max((re.sub(r"^[A-Za-z0-9]+(?=[^\W\dA-Za-z_]{6})", "", run) for run in runs), key=len, default="")
    if len(run) < 6:
        return ()
    middle = (len(run) + 1) // 2
    return run[: min(middle, longest)], run[max(middle, len(run) - longest) :]


def _search(source: Source, gathered: Trail, step: Step) -> Generator[Ask, Reply, None]:
    """Ask one search; rows that have nothing to do with it are filler and no answer, unread pages of a title leave it open."""
    question, first = gathered.question, len(gathered.traces)
    shown: list[Record] = []
    more = True
    for page in range(1, (MOST_PAGES if step.field != "pieces" else 1) + 1):
        answer = yield from _put(source, gathered, replace(step, page=page), most=1)
        if answer is None or answer.state is not State.FOUND:
            return
        fresh = [record for record in answer.records if record.id not in {one.id for one in shown}]
        shown += fresh
        more = bool(answer.more) and bool(fresh)
        if gathered.exact or not more:
            break
    if gathered.exact or any(alike.is_found(question, record) for record in shown):
        return
    if shown and not any(alike.is_related(step, record) for record in shown):
        gathered.traces[first:] = [replace(trace, state=State.AMBIGUOUS) for trace in gathered.traces[first:]]
        gathered.amend(State.AMBIGUOUS, "结果与检索词无关")
    elif more and step.field != "pieces":
        gathered.amend(State.AMBIGUOUS, f"结果过多，只读了前{MOST_PAGES}页")


# ---------------------------------------------------------------- open indexes


def _open(source: Source, gathered: Trail) -> Climb:
    """Ask an open index by DOI, then by title; its search is generous by nature, so other rows are no filler."""
    question = gathered.question
    if question.doi:
        yield from _put(source, gathered, Step(kind="search", field="doi", text=question.doi), most=1)
    if question.title and not gathered.exact and not gathered.stopped:
        author = next((one for one in question.authors if not names.is_more(one)), "")
        step = Step(kind="search", field="title", text=question.title, author=author, journal=question.journal or "")
        yield from _put(source, gathered, step, most=1)
    # an interface's zero is a whole envelope with its own status: no page of another kind can look like it
    gathered.plain_zero = True
    return gathered.lookup()


# ---------------------------------------------------------------- details


def details_wanted(question: Question, lookups: tuple[Lookup, ...]) -> tuple[Source, Step] | None:
    """Return the next detail page that would tell the CLC number or the publication date, None when none is wanted.

    One page of the first source in fixed order that found the paper, then of the next while either is still unknown.
    """
    held = {lookup.source: lookup for lookup in lookups}
    records = [one for one in (best(question, lookup) for lookup in lookups) if one is not None]
    asked = {lookup.source for lookup in lookups if any(trace.step.kind == "detail" for trace in lookup.trail)}
    known = any(one.clc for one in records) and any(one.published for one in records)
    if known and asked & set(DETAIL_ORDER):
        return None
    for name in DETAIL_ORDER:
        lookup = held.get(name)
        record = best(question, lookup) if lookup is not None else None
        if record is not None and name not in asked and name in BY_NAME:
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
        yield from _put(source, gathered, step, most=2)
        lookups = tuple(_joined(one, gathered, step.record) if one.source == source.NAME else one for one in lookups)
    return lookups


def _joined(lookup: Lookup, gathered: Trail, record: str) -> Lookup:
    """Return a lookup with a detail page's record merged in, its trace and evidence added; its state stays."""
    shown = gathered.records.get(record)
    more = gathered.lookup()
    known = {entry.id: entry for entry in (*lookup.evidence, *more.evidence)}
    return replace(
        lookup,
        records=tuple(trail.merge(one, shown) if shown and one.id == record else one for one in lookup.records),
        trail=(*lookup.trail, *more.trail),
        evidence=tuple(known.values()),
        demo=lookup.demo or more.demo,
    )
