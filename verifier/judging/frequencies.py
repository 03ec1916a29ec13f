"""Whether an issue number proves a month: the registered frequency (刊期) is today's, the paper's year may have had another.

The window itself follows the year's own lists where they tell, and spans every frequency that they leave open
(`tables.counts_of`). To bar somebody by it more is asked: one frequency only, a list that shows the issue, and none that
contradicts that frequency; a list that holds a few issues only does not. Within a month of a bound a journal of six issues a year
and fewer needs a whole list, since today's frequency alone accuses nobody.
"""

from __future__ import annotations

from datetime import date, timedelta

from verifier.judging import tables
from verifier.judging.grounds import Case
from verifier.judging.span import Span
from verifier.judging.tables import Table
from verifier.model import Window
from verifier.normalize import issues

COUNTS = (1, 2, 3, 4, 6, 12, 24, 26, 36, 52, 104)
"""Issues a year of the frequencies in use."""
RARE = 6
"""At so many issues a year and fewer, a list of a few numbers fits other frequencies as well."""
MARGIN = timedelta(days=31)
"""So near to a bound a rare issue needs a year's whole list behind its frequency."""
DENSE = (2, 3)
"""A list is whole rather than sparse if it holds at least two thirds of the numbers up to its last."""

_NUMBERED = ("regular", "combined", "part")


def hold(case: Case, window: Window, years: set[str], limit: Span) -> bool:
    """Say whether months by issue number prove a side of `limit`: some list shows the issue, none contradicts the frequency.

    Without the registry's journal nothing is proved: a database's page may be of another serial.
    """
    journal, lookups = case.facts.journal.journal, case.facts.lookups
    counts = {count for year in years for count in tables.counts_of(lookups, year, journal)}
    marks = [issues.mark(record.issue) for record in case.records]
    numbers = {number for mark in marks if mark.kind_hint in _NUMBERED for number in mark.numbers}
    if journal is None or len(counts) != 1 or not numbers:
        return False
    count = counts.pop()
    lists = [one for year in years for one in tables.tables(lookups, year, journal) if one.numbers]
    if count <= RARE and _near(window, limit) and not any(_whole(one, count) for one in lists):
        return False
    listed = any(numbers <= one.numbers for one in lists)
    return listed and not any(contradicts(one, count) for one in lists)


def _whole(found: Table, count: int) -> bool:
    """Say whether a year that is over has just so many issues in a list, all of them: then its frequency is no guess."""
    return (found.closed or found.past) and found.numbers == frozenset(range(1, count + 1))


def contradicts(found: Table, count: int) -> bool:
    """Say whether a year's list speaks against `count` issues a year: a number beyond it, or a whole year of fewer issues.

    A list whose numbers up to the last are nearly all there is whole, and if the next lower frequency reaches its last number,
    it was the lower one. A year that is not over yet may look so too; then a person looks, which harms nobody.

    >>> months = Table("cnki", "2016", (), frozenset(range(1, 7)), 0, 12, True, ())
    >>> contradicts(months, 12), contradicts(months, 6), contradicts(months, 4)
    (True, False, True)
    >>> contradicts(months._replace(numbers=frozenset({3, 6})), 12)
    False
    """
    last = max(found.numbers, default=0)
    if last > count + (count == 52):
        return True
    lower = max((one for one in COUNTS if one < count), default=0)
    least = 2 if count <= RARE else 3
    dense = len(found.numbers) * DENSE[1] >= last * DENSE[0]
    return last <= lower and len(found.numbers) >= least and dense


def _near(window: Window, limit: Span) -> bool:
    """Say whether a window lies within the margin of a bound, on either side."""
    start, end = date.fromisoformat(window.start), date.fromisoformat(window.end)
    first, last = date.fromisoformat(limit[0]), date.fromisoformat(limit[1])
    return end + MARGIN >= first and start - MARGIN <= last
