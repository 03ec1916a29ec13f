"""Which journal it was on the paper's date, by the press registry's answer and a stored snapshot of it.

An exact normalised name valid at that date decides, narrowed by CN and ISSN; a number decides where the name is only damaged.
Fuzzy names never decide, editions are never dropped, a shared CN is information, and an unanswered registry is `unknown`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

import msgspec
from rapidfuzz import fuzz

from verifier.judging import ties
from verifier.judging.differences import year_of
from verifier.judging.register import Index, distinct, index_of, numbers_of
from verifier.model import ANSWERED, Citation, Claimed, FormerName, Journal, JournalFinding, Lookup
from verifier.normalize import cn, dates, issn, journals

Span = tuple[date, date]

_DAMAGED = 70.0
"""Least rapidfuzz ratio of two names that a common CN may tie together as one damaged in typing or by OCR."""


class Named(NamedTuple):
    """One name of a serial that the claim equals: today's (`former` is None) or an earlier one."""

    journal: Journal
    former: FormerName | None
    fits: bool
    """Whether the name was in use at the paper's date, as far as the dates are known."""


def decide(
    citation: Citation,
    lookup: Lookup | None,
    snapshot: tuple[Journal, ...] = (),
    *,
    claimed: Claimed | None = None,
    databases: tuple[Lookup, ...] = (),
) -> JournalFinding:
    """Return which registered journal the citation names, with the name and numbers that it carried at the paper's date.

    `lookup` is the registry's answer, `snapshot` a stored register (its entries stand behind the registry's own), and
    `databases` the databases' answers, whose journal pages may tie an earlier name to the registered one by its numbers.
    """
    answered = lookup is not None and lookup.state in ANSWERED
    shown = lookup.journals if lookup is not None else ()
    index = index_of(snapshot)
    numbers = _numbers(citation, claimed)
    when = _when(citation)
    name = journals.key(citation.container)
    pool = distinct(
        (*shown, *index.by_name.get(name, ()), *(one for number in numbers for one in index.by_number.get(number, ())))
    )
    seen = _evidence(lookup)
    named = [one for journal in pool for one in _named(journal, name, when)] if name else []
    finding = _by_name(named, numbers, when)
    if finding is not None and finding.state == "ambiguous":
        finding = _by_records(named, finding, citation, databases, when)
    finding = finding or _by_number(pool, name, numbers, when)
    finding = finding or _by_page(pool, name, when, databases)
    if finding is not None:
        return _with_shared(finding, pool, index, seen)
    stem = distinct((*pool, *index.by_base.get(journals.base(name), ()))) if name else ()
    part = [one for one in stem if _is_part(name, one)]
    if len(part) == 1:
        note = "所填为按登记刊期出版的上、中、下旬刊（半月刊）"
        return _with_shared(
            msgspec.structs.replace(_then(Named(part[0], None, True), when), note=note), pool, index, seen
        )
    near = tuple(one for one in stem if name and journals.base(one.title) == name)
    if near:
        return JournalFinding(state="ambiguous", candidates=near, note="登记刊名带有版别，所填未写明", evidence=seen)
    candidates = tuple(one for one in stem if journals.base(one.title) == journals.base(name))
    state: Literal["absent", "unknown"] = "absent" if answered and name else "unknown"
    return JournalFinding(state=state, candidates=candidates, evidence=seen)


# ---------------------------------------------------------------- the ways to a decision


def _by_name(named: list[Named], numbers: frozenset[str], when: Span | None) -> JournalFinding | None:
    """Decide by an exact name: those in use at the date go first, then those whose numbers agree."""
    fitting = _without_heirs([one for one in named if one.fits] or named)
    agreeing = [one for one in fitting if numbers & numbers_of(one.journal)]
    return _finding(agreeing or fitting, when)


def _without_heirs(named: list[Named]) -> list[Named]:
    """Leave one entry of each serial that a register holds twice, under the name and under a later one.

    A serial that took up another bears its very name and number among its earlier ones and goes; an entry that still has the
    earlier name as its own, under the number that the serial kept, is a stale one and goes as well.
    """
    own = {cn.number(one.journal.cn) for one in named if one.former is None} - {None}
    named = [one for one in named if one.former is None or cn.number(one.former.cn) not in own]
    kept = {cn.number(one.journal.cn) for one in named if one.former is not None} - {None}
    return [one for one in named if one.former is not None or cn.number(one.journal.cn) not in kept]


def _by_records(
    named: list[Named], open_: JournalFinding, citation: Citation, databases: tuple[Lookup, ...], when: Span | None
) -> JournalFinding:
    """Decide between serials of one name by the paper's own records; what they leave open stays ambiguous."""
    chosen = ties.settle(open_.candidates, citation, databases)
    if chosen is None:
        return open_
    place = (chosen.title, chosen.cn)
    found = _finding([one for one in named if (one.journal.title, one.journal.cn) == place], when)
    return open_ if found is None else found


def _by_number(
    pool: tuple[Journal, ...], name: str, numbers: frozenset[str], when: Span | None
) -> JournalFinding | None:
    """Decide by CN or ISSN where the name is silent or merely damaged; another edition or another name is for a person."""
    holders = [one for one in pool if numbers & numbers_of(one)]
    if not holders:
        return None
    close = [one for one in holders if not name or _damaged(name, one)]
    if close:
        return _finding([Named(one, None, True) for one in close], when)
    return JournalFinding(state="ambiguous", candidates=tuple(holders), note="刊号对应的登记刊名与所填刊名不同")


def _by_page(
    pool: tuple[Journal, ...], name: str, when: Span | None, databases: tuple[Lookup, ...]
) -> JournalFinding | None:
    """Decide by a database's journal page that says 曾用名 of the claimed name and carries a number of a registry entry.

    A page *of* that name proves nothing of the kind: an edition that the registry does not know has a page of its own, under the
    number of the registered journal.
    """
    known = [one for lookup in databases for page in lookup.journals for one in _named(page, name, when)] if name else []
    pages = [one.journal for one in known if one.former is not None or _ended(one.journal)]
    numbers = frozenset(number for page in pages for number in numbers_of(page))
    holders = [one for one in pool if numbers & numbers_of(one) and not _other_edition(name, one)]
    found = _finding([Named(one, FormerName(title=_title_of(pages, name)), True) for one in holders], when)
    return found if found is not None and found.state == "found" else None


def _other_edition(name: str, journal: Journal) -> bool:
    """Tell whether a name is a serial's name with another edition, or with one where it has none."""
    title = journals.key(journal.title)
    return journals.base(name) == journals.base(title) and journals.editions(name) != journals.editions(title)


def _finding(named: list[Named], when: Span | None) -> JournalFinding | None:
    """Return `found` for one serial, `ambiguous` for several, None for none.

    A name that is one serial's today and was another's once stays open unless dates or numbers tell.
    """
    entries = distinct(one.journal for one in named)
    if not entries:
        return None
    if len(entries) > 1:
        return JournalFinding(state="ambiguous", candidates=entries, note="同一刊名或刊号对应多种登记期刊")
    return _then(next((one for one in named if one.former is None), named[0]), when)


def _then(one: Named, when: Span | None) -> JournalFinding:
    """Return the finding with the name and numbers of the paper's date."""
    former = one.former or _name_at(one.journal, when)
    if former is None:
        return JournalFinding(
            state="found", journal=one.journal, candidates=(one.journal,), name_then=one.journal.title,
            cn_then=one.journal.cn, issn_then=one.journal.issn,
        )  # fmt: skip
    return JournalFinding(
        state="found", journal=one.journal, candidates=(one.journal,), name_then=former.title, cn_then=former.cn,
        issn_then=former.issn, renamed=True, note="" if one.fits else "所填刊名在该文出版时的使用期间以外",
    )  # fmt: skip


def _with_shared(
    finding: JournalFinding, pool: tuple[Journal, ...], index: Index, seen: tuple[str, ...]
) -> JournalFinding:
    """Add the other titles that carry the same CN, and the evidence of the registry's answer."""
    journal = finding.journal
    shared: tuple[str, ...] = ()
    number = cn.number(journal.cn) if journal else None
    if journal is not None and number:
        holders = distinct((*pool, *index.by_number.get(number, ())))
        shared = tuple(one.title for one in holders if cn.number(one.cn) == number and one.title != journal.title)
    evidence = tuple(dict.fromkeys((*(journal.evidence if journal else ()), *seen)))
    return JournalFinding(
        state=finding.state, journal=journal, candidates=finding.candidates, name_then=finding.name_then,
        cn_then=finding.cn_then, issn_then=finding.issn_then, renamed=finding.renamed,
        shared_cn=tuple(dict.fromkeys(shared)), note=finding.note, evidence=evidence,
    )  # fmt: skip


# ---------------------------------------------------------------- names and numbers


def _named(journal: Journal, name: str, when: Span | None) -> list[Named]:
    """Return the names of a serial that equal `name`, and whether each was in use at the date."""
    found = []
    if journals.key(journal.title) == name:
        since = _began(journal) or journal.since
        found.append(Named(journal, None, _in_use(since, journal.until if _ended(journal) else None, when)))
    for former in journal.former:
        if journals.key(former.title) == name:
            found.append(Named(journal, former, _in_use(former.since, former.until, when)))
    return found


def _ended(journal: Journal) -> bool:
    return journal.status not in (None, "active", "正常", "在刊")


def _began(journal: Journal) -> str | None:
    """Return when today's title began: after the last former name, as far as that is known."""
    ends = [former.until for former in journal.former if former.until]
    return max(ends) if ends and len(ends) == len(journal.former) else None


def _in_use(since: str | None, until: str | None, when: Span | None) -> bool:
    """Tell whether a name with these dates may have stood on a paper of that time; unknown dates allow everything."""
    if when is None:
        return True
    first, last = dates.parse(since), dates.parse(until)
    return not (first and when[1] < first[0]) and not (last and when[0] > last[1])


def _name_at(journal: Journal, when: Span | None) -> FormerName | None:
    """Return the former name in use at the date, None if it was today's or nothing is known."""
    began = dates.parse(_began(journal))
    if when is None or began is None or when[1] >= began[0]:
        return None
    return next(
        (one for one in journal.former if (one.since or one.until) and _in_use(one.since, one.until, when)), None
    )


_PARTS = {36: re.compile(r"\([上中下]旬刊?\)"), 24: re.compile(r"\([上下]半月刊?\)")}


def _is_part(name: str, journal: Journal) -> bool:
    """Tell whether a name is the ten-day or half-month issue of a serial that is registered with that frequency."""
    shape = _PARTS.get(dates.per_year(journal.frequency) or 0)
    return shape is not None and shape.sub("", name) == journals.key(journal.title) != name


def _damaged(name: str, journal: Journal) -> bool:
    """Tell whether a name may be a serial's name badly typed: its edition left out, or equal editions and the rest much alike."""
    names = [journals.key(one) for one in (journal.title, *(former.title for former in journal.former))]
    if any(journals.base(one) == name for one in names):
        return True
    return any(journals.editions(name) == journals.editions(one) and fuzz.ratio(name, one) >= _DAMAGED for one in names)


def _numbers(citation: Citation, claimed: Claimed | None) -> frozenset[str]:
    """Return the CN (region and serial) and ISSN that citation and applicant state."""
    stated = [cn.number(citation.cn), cn.number(claimed.cn) if claimed else None]
    serials = [citation.issn, claimed.issn if claimed else None]
    return frozenset([one for one in stated if one] + [issn.compact(one) for one in serials if one])


def _title_of(pages: list[Journal], name: str) -> str:
    names = [one for page in pages for one in (page.title, *(former.title for former in page.former))]
    return next((one for one in names if journals.key(one) == name), "")


def _when(citation: Citation) -> Span | None:
    """Return the days within which the citation says the paper appeared."""
    exact, year = dates.parse(citation.date), year_of(citation.year)
    if exact is not None:
        return exact
    return (date(year, 1, 1), date(year, 12, 31)) if year else None


def _evidence(lookup: Lookup | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(trace.evidence for trace in lookup.trail if trace.evidence)) if lookup else ()
