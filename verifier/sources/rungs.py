"""The rungs of the ladder: how one question climbs one source.

A registry is asked by CN, name and ISSN. A database: the journal's identity -> that year's issue list -> the contents of the
claimed issue -> the exact title -> pieces of it -> author, journal and year -> a control that every living database answers.
An open index: by DOI, then by title. The first exact match ends the climb. An incomplete or failed rung accuses nobody: if
nothing was found, the failure is the state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable

from msgspec.structs import replace

from verifier.model import Answer, Ask, Journal, Lookup, Question, Record, Reply, State, Step
from verifier.normalize import cn, issn, journals, names
from verifier.sources import Source, alike, codes, trail
from verifier.sources.trail import Trail

Climb = Generator[Ask, Reply, Lookup]

MOST_DETAILS = 5
MOST_PAGES = 3
MOST_CONTENTS_PAGES = 12
CONTROLS = ("研究", "技术", "分析", "应用", "设计", "系统", "的")
JOURNAL_TYPES = frozenset({"", "J", "Z", "A"})
SEARCHED_TYPES = frozenset({"C", "D", "N"})
MOST_NAMES = 5
_EDITION = re.compile(r"([^:：.．·()（）-]{2,60})\s*[:：.．·(（-]\s*([^:：.．·()（）-]{1,20}(?:版|刊|辑|卷|编|分册|中英文))\s*[)）]?")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def kind_of(question: Question) -> str:
    """Return the type letter of a question without its carrier: `J/OL` is `J`."""
    return (question.type or "").split("/")[0].strip().upper()


# ---------------------------------------------------------------- one step of it


def put(
    source: Source,
    gathered: Trail,
    step: Step,
    *,
    enough: Callable[[], bool] = lambda: False,
    first: Callable[[Ask], bool] = lambda _: False,
    most: int = MOST_PAGES,
) -> Generator[Ask, Reply, Answer | None]:
    """Ask a step and what follows from its answers, at most `most` requests; return the first answer.

    `enough` ends it early; of the asks that follow, those that `first` picks go before the others.
    """
    waiting = [source.ask(step)]
    opening: Answer | None = None
    asked: set[tuple[str, ...]] = set()
    while waiting and len(asked) < most and not gathered.stopped:
        ask = waiting.pop(0)
        if ask.key in asked:
            continue
        asked.add(ask.key)
        answer = gathered.take((yield ask))
        opening = opening or answer
        if enough():
            return opening
        waiting = sorted([*waiting, *answer.more], key=lambda ask: not first(ask))
    return opening


# ---------------------------------------------------------------- registry


def registry(source: Source, gathered: Trail) -> Climb:
    """Ask by CN, name and ISSN until a journal carries the claimed name; each hit's own page tells status and former names."""
    question = gathered.question

    def likeliest(ask: Ask) -> bool:
        return journals.key(dict(ask.step.hints).get("name")) in alike.serial_names(question)

    for field, text in _handles(question, source.JOURNAL_BY):
        if gathered.stopped or _is_settled(gathered):
            break
        yield from put(source, gathered, Step(kind="journal", field=field, text=text), most=1 + MOST_DETAILS, first=likeliest)
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
    elif _points_elsewhere(gathered):
        state, note = State.AMBIGUOUS, "登记库有结果，但都不是所填刊名"
    else:
        state, note = (State.NOT_FOUND, "") if zero else (State.SKIPPED, "未查询")
    lookup = gathered.lookup()
    return replace(lookup, state=state, note=note, records=(), reach="")


def _points_elsewhere(gathered: Trail) -> bool:
    """Say whether the claimed name or number itself brought other journals; the neighbours of a stem are no answer to it."""
    question = gathered.question
    if any(alike.is_numbered(question, journal) for journal in gathered.journals.values()):
        return True
    return any(
        trace.state is State.FOUND
        and trace.step.kind == "journal"
        and (trace.step.field != "name" or journals.key(trace.step.text) == journals.key(question.journal))
        for trace in gathered.traces
    )


def _handles(question: Question, ways: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (field, text) for every way to name the question's journal, in order, each spelling once."""
    found: list[tuple[str, str]] = []
    for way in ways:
        if way == "cn" and question.cn:
            found.append(("cn", cn.validate(question.cn) if cn.number(question.cn) else question.cn))
        elif way == "issn" and question.issn:
            found.append(("issn", issn.compact(question.issn)))
        elif way == "name":
            known = [spelling for name in (question.journal, *question.names) if name for spelling in spellings(name)]
            found += [("name", name) for name in dict.fromkeys(known)][:MOST_NAMES]
    return found


def spellings(name: str) -> tuple[str, ...]:
    """Return a journal's name as a query may need it: as printed, with its edition in brackets, and the stem alone.

    >>> spellings("《虚构学报·自然科学版》"), spellings("虚构学报（医学版）"), spellings("虚构机械")
    (('虚构学报·自然科学版', '虚构学报（自然科学版）', '虚构学报'), ('虚构学报（医学版）', '虚构学报'), ('虚构机械',))
    """
    bare = " ".join(re.sub("[《》]", "", name).split())
    split = _EDITION.fullmatch(bare[:120])
    forms = (bare, f"{split[1]}（{split[2]}）", split[1]) if split else (bare,)
    return tuple(dict.fromkeys(form for form in forms if form))


def distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    """Return names in order, each spelling of one name once."""
    found: dict[str, str] = {}
    for name in names:
        if name and journals.key(name):
            found.setdefault(journals.key(name), name)
    return tuple(found.values())


# ---------------------------------------------------------------- databases


def database(source: Source, gathered: Trail) -> Climb:
    """Climb the rungs of a database until one holds the paper."""
    question = gathered.question
    if kind_of(question) in JOURNAL_TYPES and question.journal and "contents" in source.CAN:
        yield from _journal_rungs(source, gathered)
    for step in _searches(source, question):
        if gathered.exact or gathered.stopped:
            break
        yield from _search(source, gathered, step)
    if not gathered.hit:
        yield from _control(source, gathered)
    return gathered.lookup()


def _control(source: Source, gathered: Trail) -> Generator[Ask, Reply, None]:
    """See that the search finds anything at all, where it has shown nothing but zeros: common words, then a title known to be there.

    A search that does not find what the source's own contents page shows proves nothing by its zeros.
    """
    for word in CONTROLS:
        if gathered.searching or gathered.stopped:
            return
        yield from put(source, gathered, Step(kind="search", field="control", text=word), most=1)
    known = next((record.title for page in gathered.contents.values() for record in page.records), "")
    if known and not (gathered.searching or gathered.stopped):
        word = next(iter(pieces(known, 12)), known)
        answer = yield from put(source, gathered, Step(kind="search", field="control", text=word), most=1)
        gathered.deaf = answer is not None and answer.state is State.NOT_FOUND


def _journal_rungs(source: Source, gathered: Trail) -> Generator[Ask, Reply, None]:
    """Identity, issue list, contents."""
    question = gathered.question
    journal = yield from _identity(source, gathered)
    year = _YEAR.match(question.year or "")
    if journal is None or year is None or gathered.stopped:
        return
    gathered.serial = journal
    answer = yield from put(source, gathered, Step(kind="issues", key=journal.key, year=year[0]))
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
        yield from put(source, gathered, step, enough=lambda: serial() is not None, most=MOST_DETAILS)
        if serial() is not None:
            del gathered.failures[failures:]
            return serial()
    gathered.unlisted = len(gathered.failures) == failures
    return None


def _contents(source: Source, gathered: Trail, step: Step) -> Generator[Ask, Reply, None]:
    """Read an issue's contents page by page; what came in parts is whole when as many rows came as were announced."""
    failures, short, first = len(gathered.failures), len(gathered.short), len(gathered.traces)
    yield from put(source, gathered, step, most=MOST_CONTENTS_PAGES)
    held = gathered.contents.get((step.key, step.year, step.issue))
    if held is not None and held.complete:
        del gathered.failures[failures:], gathered.short[short:]
        for place in range(first, len(gathered.traces)):
            if gathered.traces[place].state is State.INCOMPLETE:
                gathered.traces[place] = replace(gathered.traces[place], state=State.FOUND)
    elif held is not None and len(gathered.failures) == failures and _announced_more(gathered, first):
        del gathered.short[short:]
        gathered.shorten(f"目次只见{len(held.records)}条，少于应有条数")


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
    if author and journal and kind_of(question) in JOURNAL_TYPES and getattr(source, "BY_AUTHOR", True):
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
    shown: dict[str, Record] = {}
    totals: set[int] = set()
    open_end = ""
    for page in range(1, (MOST_PAGES if step.field != "pieces" else 1) + 1):
        answer = yield from put(source, gathered, replace(step, page=page), most=1)
        if answer is None or answer.state is not State.FOUND:
            return
        fresh = {record.id: record for record in answer.records if record.id not in shown}
        shown |= fresh
        totals |= {answer.total} if answer.total is not None else set()
        open_end = "翻页后仍是前页内容" if not fresh else f"结果过多，只读了前{page}页" if answer.more else ""
        if gathered.exact or not answer.more or not fresh:
            break
    if len(totals) > 1:
        gathered.notes.append("翻页时结果总数有变化")
    if gathered.exact or any(alike.is_found(question, record) for record in shown.values()):
        return
    if shown and not any(alike.is_related(step, record) for record in shown.values()):
        gathered.traces[first:] = [replace(trace, state=State.AMBIGUOUS) for trace in gathered.traces[first:]]
        gathered.amend(State.AMBIGUOUS, "结果与检索词无关")
    elif open_end and step.field != "pieces":
        gathered.amend(State.AMBIGUOUS, open_end)


# ---------------------------------------------------------------- open indexes


def open_index(source: Source, gathered: Trail) -> Climb:
    """Ask an open index by DOI, then by title; its search is generous by nature, so other rows are no filler."""
    question = gathered.question
    if question.doi:
        yield from put(source, gathered, Step(kind="search", field="doi", text=question.doi), most=1)
        yield from _agency(source, gathered)
    if question.title and not gathered.exact and not gathered.stopped:
        author = next((one for one in question.authors if not names.is_more(one)), "")
        step = Step(kind="search", field="title", text=question.title, author=author, journal=question.journal or "")
        answer = yield from put(source, gathered, step, most=1)
        if answer is not None and _is_overfull(source, gathered, answer):
            gathered.amend(State.AMBIGUOUS, f"结果{answer.total}条，只读了前{len(answer.records)}条")
    # an interface's zero is a whole envelope with its own status: no page of another kind can look like it
    gathered.plain_zero = True
    return gathered.lookup()


def _is_overfull(source: Source, gathered: Trail, answer: Answer) -> bool:
    """Say whether a title brought more matches than were read, and the paper not among them."""
    shown = any(alike.is_found(gathered.question, record) for record in gathered.records.values())
    return not shown and not getattr(source, "RANKED", False) and (answer.total or 0) > len(answer.records) > 0


def _agency(source: Source, gathered: Trail) -> Generator[Ask, Reply, None]:
    """Ask who registered a DOI that an index does not hold, where it can tell; whether that is answered decides nothing."""
    failures = len(gathered.failures)
    missing = bool(gathered.traces) and gathered.traces[-1].state is State.NOT_FOUND
    if not missing or "agency" not in source.CAN or gathered.stopped:
        return
    answer = yield from put(source, gathered, Step(kind="search", field="agency", text=gathered.question.doi or ""), most=1)
    if not gathered.stopped:
        del gathered.failures[failures:]
    if answer is None or answer.state not in (State.FOUND, State.NOT_FOUND):
        gathered.notes.append("未能查明该DOI的登记机构")
    elif answer.state is State.NOT_FOUND:
        gathered.notes.append(f"doi.org称：{answer.words}")
    elif answer.words.lower() != source.NAME:
        gathered.beyond = True
        gathered.notes.append(f"该DOI由{answer.words}登记，不归{source.TITLE}：那里没有不能说明什么")


def serials(source: Source, gathered: Trail) -> Climb:
    """Ask a register of serial numbers for the stated ISSN; another title than the claimed one is for a person to settle."""
    question = gathered.question
    yield from put(source, gathered, Step(kind="journal", field="issn", text=question.issn or ""), most=1)
    gathered.plain_zero = True
    lookup = replace(gathered.lookup(), reach="")
    given = next((journal.title for journal in lookup.journals), "")
    if not gathered.live or not given:
        return lookup
    if not question.journal or any(alike.is_named(question, one) for one in lookup.journals) or alike.shortens(question.journal, given):
        return replace(lookup, state=State.FOUND)
    return replace(lookup, state=State.AMBIGUOUS, note=f"该ISSN登记的刊名为“{given}”，与所填刊名不同")


PROBES = {
    "registry": (Step(kind="journal", field="name", text="机械工程学报"),),
    "open": (Step(kind="search", field="title", text="steel"),),
    "serials": (Step(kind="journal", field="issn", text="0028-0836"),),
    "database": tuple(Step(kind="search", field="control", text=word) for word in CONTROLS),
}
"""Questions that a living source of each kind answers, with a hit or in the words of a zero; a database by a hit."""


def probe(source: Source) -> Climb:
    """Ask a source what any living one answers, and a database for the journal and contents behind its first hit."""
    gathered = Trail(Question(id="probe", type="J", title=None), f"{source.NAME}/{source.VERSION}", source.NAME)
    for step in PROBES[source.KIND]:
        answer = yield from put(source, gathered, step, most=1)
        if gathered.stopped or (answer is not None and answer.state is State.FOUND):
            break
    hit = next((record for record in answer.records if record.journal), None) if answer is not None else None
    if source.KIND == "database" and hit is not None:
        asked = Question(id="probe", type="J", title=hit.title, journal=hit.journal, year=hit.year, issue=hit.issue or "1")
        return (yield from database(source, Trail(asked, gathered.parser, source.NAME)))
    return gathered.lookup()


BY_KIND = {"registry": registry, "database": database, "open": open_index, "serials": serials}
"""How a source of each kind is climbed."""
