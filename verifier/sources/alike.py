"""Whether a record looks like the paper that is asked for: enough to stop climbing, to keep as a candidate, or neither.

The ladder only gathers; identity and discrepancy are judged later, from everything that was gathered.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from verifier.model import Journal, Question, Record, Step
from verifier.normalize import cn, doi, issn, issues, journals, names, pages, text

_LIKE = 70.0
"""Least rapidfuzz ratio of two title keys of one first author that makes a candidate."""
_VERY_LIKE = 80.0
_FILLER = 40.0
BROUGHT = "brought-"
"""How the id of a record begins that stands in a brought file and names no id of its source: its page cannot be asked for."""


def same_title(question: Question, record: Record) -> bool:
    """Tell whether one of the record's titles equals the asked one in its canonical form."""
    wanted = text.key(question.title or "")
    return bool(wanted) and any(wanted == text.key(shown) for shown in (record.title, *record.titles))


def shares_author(question: Question, record: Record) -> bool | None:
    """Tell whether a claimed author stands in the record's byline; None where either side names nobody."""
    if not question.authors or not record.authors:
        return None
    claimed = [one for one in question.authors if not names.is_more(one)]
    shown = [author.name for author in record.authors]
    return any(names.same(one, other) or _within(one, other) for one in claimed for other in shown) if claimed else None


def _within(name: str, byline: str) -> bool:
    """Find a name in a byline that a page shows unseparated."""
    key = names.key(name)
    return len(byline) > 8 and len(key) > 1 and text.has_han(key) and key in names.key(byline)


def same_year(question: Question, record: Record) -> bool | None:
    """Tell whether the years agree; None where either is unknown."""
    if not question.year or not record.year:
        return None
    return question.year[:4] == record.year[:4]


def same_place(question: Question, record: Record) -> bool:
    """Tell whether journal, year, issue and first page are the claimed ones."""
    page = pages.first(question.pages)
    return (
        bool(page)
        and page == pages.first(record.pages)
        and same_year(question, record) is True
        and bool(question.issue and record.issue)
        and issues.same(question.issue, record.issue)
        and journals.key(record.journal) in serial_names(question)
    )


def is_exact(question: Question, record: Record) -> bool:
    """Tell whether a record ends the climb: equal title, and neither authors nor year contradict."""
    return (
        same_title(question, record)
        and shares_author(question, record) is not False
        and same_year(question, record) is not False
    )


def is_found(question: Question, record: Record) -> bool:
    """Tell whether a record answers the question.

    An equal title with a shared author, no byline, or in the same place (a rare character may spoil a name); or the same
    place by the same people, misquoted. Another paper by others on the claimed pages is what stands there instead.
    """
    if question.doi and record.doi and doi.same(question.doi, record.doi):
        return True
    if same_title(question, record):
        return shares_author(question, record) is not False or same_place(question, record)
    if not same_place(question, record):  # bylines come last: comparing them costs most, and rows come by the thousand
        return False
    shared = shares_author(question, record)
    return shared or (shared is None and _likeness(question, record) >= _LIKE)


def is_near(question: Question, record: Record) -> bool:
    """Tell whether a record is worth keeping for the judges."""
    if is_found(question, record) or same_title(question, record):
        return True
    likeness = _likeness(question, record)
    if likeness >= _VERY_LIKE or (likeness >= _LIKE and shares_author(question, record)):
        return True
    page = pages.first(question.pages)
    return bool(page) and page == pages.first(record.pages) and same_year(question, record) is True


def _likeness(question: Question, record: Record) -> float:
    wanted = text.key(question.title or "")
    return max(_ratio(wanted, text.key(shown)) for shown in (record.title, *record.titles))


def _ratio(wanted: str, shown: str) -> float:
    if not wanted or not shown:
        return 0.0
    shorter, longer = sorted((wanted, shown), key=len)
    # a title with or without its subtitle is the usual case of a part of a title
    return 100.0 if len(shorter) > 4 and shorter in longer else fuzz.ratio(wanted, shown)


def is_related(step: Step, record: Record) -> bool:
    """Tell whether a result row has to do with the search that gave it; rows that have not are filler.

    >>> row = Record(source="vip", id="1", title="锅炉节能改造", journal="虚构动力")
    >>> is_related(Step(kind="search", field="title", text="锅炉节能"), row), is_related(Step(kind="search", field="title", text="诗歌"), row)
    (True, False)
    """
    if step.field == "author_journal":
        shown = [author.name for author in record.authors or ()]
        return not shown or any(names.same(step.author, name) or _within(step.author, name) for name in shown)
    if step.field == "doi":
        return not record.doi or doi.same(record.doi, step.text)
    title = text.key(" ".join((record.title, *record.titles)))
    wanted = [text.key(word) for word in step.text.split()] if step.field == "pieces" else [text.key(step.text)]
    return any(word and (word in title or fuzz.partial_ratio(word, title) >= _FILLER + 20) for word in wanted)


# ---------------------------------------------------------------- serials


def serial_names(question: Question) -> frozenset[str]:
    """Return the keys of every name that the serial of a question is known by."""
    return frozenset(journals.key(name) for name in (question.journal, *question.names) if name) - {""}


def is_named(question: Question, journal: Journal) -> bool:
    """Tell whether a journal carries, or once carried, a name of the question's serial."""
    shown = {journals.key(journal.title), *(journals.key(former.title) for former in journal.former)}
    return not shown.isdisjoint(serial_names(question))


def shortens(short: str, whole: str) -> bool:
    """Tell whether a serial's name in Latin letters is a whole name, or shortens one word by word.

    >>> shortens("Inv. Mach. Lett.", "Invented Machinery Letters"), shortens("Invented Letters", "Invented letters (London)")
    (True, True)
    >>> shortens("Inv. Letters", "Letters of Invention"), shortens("虚构", "虚构学报")
    (False, False)
    """
    wanted, given = (re.findall(r"[a-z0-9]+", text.fold(name).casefold()) for name in (short, whole))
    place = 0
    for word in wanted:
        while place < len(given) and not given[place].startswith(word):
            place += 1
        place += 1
    return bool(wanted) and place <= len(given)


def is_numbered(question: Question, journal: Journal) -> bool:
    """Tell whether CN or ISSN of a journal, present or former, are the question's."""
    marks = [(journal.cn, journal.issn), *((former.cn, former.issn) for former in journal.former)]
    return any(
        bool(question.cn and number and cn.same(question.cn, number))
        or bool(question.issn and serial and issn.same(question.issn, serial))
        for number, serial in marks
    )


def is_serial(question: Question, journal: Journal) -> bool:
    """Tell whether a database's journal is the question's serial.

    A name decides; a number alone decides only after the registry tied the number to the name (`names` are filled then).
    """
    return is_named(question, journal) or (bool(question.names) and is_numbered(question, journal))
