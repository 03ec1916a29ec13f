"""The issue table (刊期表) of a journal-year, as one source lists it: what is there, what is missing, and whether it is closed."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from verifier.model import IssueList, Journal, Lookup
from verifier.normalize import dates, issues

NATURAL = frozenset({1, 2, 3, 4, 6, 12, 24, 26, 36, 52})
"""Numbers of issues a year that journals really have."""

_LONGEST = 4
"""A combined issue stands for at most so many numbers; more missing ones are a gap in the list."""


_TELLING = 4
"""A list of fewer regular numbers does not speak against today's frequency."""


class Table(NamedTuple):
    """One source's list of one journal-year: its regular numbers, its Z marks, its supplements, and whether the year is over.

    `yearly` is the registered number of issues a year, None if unknown; `closed` only where nothing can be added any more; `past`
    where the year was long over when the source was asked, though its list may end early for other reasons; `begun` where the
    source holds something of the journal from before the year, so that its list does not just begin in the middle of it.
    """

    source: str
    year: str
    codes: tuple[str, ...]
    numbers: frozenset[int]
    zs: int
    yearly: int | None
    closed: bool
    evidence: tuple[str, ...]
    past: bool = False
    begun: bool = False


@lru_cache(maxsize=1 << 12)
def table(one: IssueList, count: int | None, closed: bool, past: bool = False, begun: bool = False) -> Table:
    """Read a list of issue codes."""
    marks = [issues.mark(code) for code in one.issues]
    numbers = frozenset(
        number for mark in marks if mark.kind_hint in ("regular", "combined", "part") for number in mark.numbers
    )
    zs = sum(mark.kind_hint == "z" for mark in marks)
    whole = len(numbers) == count
    return Table(
        one.source, one.year, one.issues, numbers, zs, count, closed or whole, one.evidence, past, begun or whole
    )


def tables(lookups: tuple[Lookup, ...], year: str, journal: Journal | None) -> tuple[Table, ...]:
    """Return the tables of a year from every source that showed one with any issue in it."""
    return tuple(
        table(one, _count(lookup, journal), _closed(lookup, one), _past(lookup, year), _begun(lookup, one))
        for lookup in lookups
        for one in lookup.issues
        if one.year == year and one.issues
    )


def _count(lookup: Lookup, journal: Journal | None) -> int | None:
    """Return the issues a year by the registry's frequency, else by the source's own journal page."""
    frequencies = [journal.frequency if journal else None, *(one.frequency for one in lookup.journals)]
    return next((count for count in map(dates.per_year, frequencies) if count), None)


def _closed(lookup: Lookup, listed: IssueList) -> bool:
    """Tell whether the source shows anything of the journal later than the year, so that the year's list is complete."""
    later = [one.year for one in lookup.issues if one.key == listed.key] + [last for _, last in _spans(lookup, listed)]
    return any(one > listed.year for one in later if one.isdigit())


def _begun(lookup: Lookup, listed: IssueList) -> bool:
    """Tell whether the source shows anything of the journal earlier than the year."""
    earlier = [one.year for one in lookup.issues if one.key == listed.key] + [first for first, _ in _spans(lookup, listed)]
    return any(one < listed.year for one in earlier if one.isdigit())


def _spans(lookup: Lookup, listed: IssueList) -> list[tuple[str, str]]:
    """Return the years of coverage that the source's own pages of the journal state."""
    pages = [one.coverage for one in lookup.journals if one.key == listed.key and one.coverage]
    return [(first[:4], last[:4]) for first, last in pages]


def _past(lookup: Lookup, year: str) -> bool:
    """Tell whether the source was asked more than a year after the year's end."""
    return year.isdigit() and any(trace.at[:4].isdigit() and int(trace.at[:4]) > int(year) + 1 for trace in lookup.trail)


def counts_of(lookups: tuple[Lookup, ...], year: str, journal: Journal | None) -> tuple[int, ...]:
    """Return how many issues a journal may have had in a year: by that year's own lists, else by today's frequency.

    A list with higher numbers than today's frequency reaches, or a whole and closed one that ends before it, goes first, since
    a journal's frequency changes over the years. Where a whole list may also just end early, both counts are possible.
    """
    today = dates.per_year(journal.frequency) if journal else None
    found = tables(lookups, year, journal)
    today = today or next((one.yearly for one in found if one.yearly), None)
    told = {count for one in found if (count := _told(one, today)) is not None and count != today}
    if len(told) != 1:
        return (today,) if today else ()
    sure = today is None or max(told) > today or any(one.closed and _told(one, today) for one in found)
    return tuple(told) if sure or today is None else (*told, today)


def _told(found: Table, today: int | None) -> int | None:
    """Return the number of issues that one list bears out against today's frequency, None if it says nothing of it."""
    last = max(found.numbers, default=0)
    if last < _TELLING:
        return None
    if today is None or last > today:
        natural = _natural(last)
        return natural if 4 * len(found.numbers) >= 3 * natural else None
    whole = found.numbers == frozenset(range(1, last + 1))
    return last if whole and (found.closed or found.past) and last in NATURAL else None


def holds(found: Table, mark: issues.Mark) -> bool | None:
    """Tell whether a table lists an issue: True, False, or None where the table does not suffice to say.

    Supplements are often left out of such lists, so their absence says nothing. A number is absent only if a later number is
    listed, or the year is over, or both list and registered frequency end before it; and never where a `Z` may stand for it.
    """
    if any(issues.same(mark.raw, code) for code in found.codes):
        return True
    if mark.kind_hint == "z":
        return None
    if mark.kind_hint not in ("regular", "combined", "part") or not mark.numbers:
        return None
    inside = [number in found.numbers for number in mark.numbers]
    if all(inside):
        return True
    last = max(found.numbers, default=0)
    if found.zs and gap(found) != "extra":
        return None if max(mark.numbers) <= max(last, found.yearly or 0) else _beyond(found, mark, last)
    if any(inside) or (found.numbers and not found.begun and max(mark.numbers) < min(found.numbers)):
        return None
    return False if max(mark.numbers) < last else _beyond(found, mark, last)


def _beyond(found: Table, mark: issues.Mark, last: int) -> bool | None:
    """Judge a number behind the last one listed."""
    if not last or mark.letters:
        return None
    if found.closed or (found.yearly is not None and min(mark.numbers) > found.yearly >= last):
        return False
    return None


def gap(found: Table) -> Literal["extra", "combined", "open"]:
    """Say what the `Z` issues of a table are, by the numbers that the year lacks.

    All regular numbers there: they are extra, supplements. As many runs of two to four missing numbers as there are `Z`
    issues: they are combined, regular. Anything else, or an unknown frequency: open, a person looks.
    """
    if _all_combined(found):
        return "combined"
    if not found.zs or not found.numbers:
        return "open"
    last = max(found.numbers)
    if found.yearly is not None and found.numbers == frozenset(range(1, found.yearly + 1)):
        return "extra"
    whole = found.yearly or _natural(last)
    runs = _runs(set(range(1, whole + 1)) - found.numbers)
    if runs and len(runs) <= found.zs and all(2 <= run <= _LONGEST * found.zs for run in runs) and last <= whole:
        return "combined"
    return "open"


def _all_combined(found: Table) -> bool:
    """Tell whether a year has nothing but `Z` issues, as many as take two to four of its numbers each."""
    return not found.numbers and found.zs > 1 and found.yearly is not None and 2 <= found.yearly / found.zs <= _LONGEST


def _natural(last: int) -> int:
    """Return the least natural number of issues a year that reaches the last one listed."""
    return min((count for count in NATURAL if count >= last), default=last)


def _runs(missing: set[int]) -> list[int]:
    """Return the lengths of runs of consecutive numbers.

    >>> _runs({1, 2, 7, 8, 9})
    [2, 3]
    """
    runs: list[int] = []
    for number in sorted(missing):
        if number - 1 in missing and runs:
            runs[-1] += 1
        else:
            runs.append(1)
    return runs
