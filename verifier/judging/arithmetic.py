"""What does not add up in a claim: number against frequency, volume against year, pages against the issue's own extent.

Arithmetic only ever hints, for a person to look: frequencies change, volumes restart, and contents pages leave things out. It is
done where no database shows the paper; a record that does speaks for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.judging import containers
from verifier.judging.candidates import RELATED
from verifier.judging.differences import year_of
from verifier.model import Citation, Contents, Journal, Lookup, Record
from verifier.normalize import dates, issues, pages


def hints(
    citation: Citation, serial: Journal | None, lookups: tuple[Lookup, ...], shown: tuple[Contents, ...]
) -> tuple[str, ...]:
    """Return in words what does not add up; `shown` are the contents pages of the claimed issue."""
    mark = issues.mark(citation.issue)
    if mark.kind_hint not in ("regular", "combined", "part"):
        return ()
    found = (number(citation, mark, serial), volume(citation, lookups), extent(citation, shown))
    return tuple(one for one in found if one)


def number(citation: Citation, mark: issues.Mark, serial: Journal | None) -> str:
    """Hint at a number that today's frequency cannot hold; today's alone never accuses, since frequencies change."""
    count = dates.per_year(serial.frequency) if serial else None
    if serial is None or count is None or not mark.numbers or max(mark.numbers) <= count:
        return ""
    return f"所填第{citation.issue}期超出登记刊期（{serial.frequency}）一年的期数"


def volume(citation: Citation, lookups: Iterable[Lookup]) -> str:
    """Hint at a volume that is not its year less the constant of that journal's indexed issues, where all of them agree on one."""
    year, claimed = year_of(citation.year), _whole(citation.volume)
    known = set(_constants(citation, lookups))
    if year is None or claimed is None or len(known) != 1 or claimed in (year - min(known), year):
        return ""
    return f"所填{year}年第{claimed}卷与该刊所见各期的卷次不合（应为第{year - min(known)}卷）"


def _constants(citation: Citation, lookups: Iterable[Lookup]) -> Iterator[int]:
    """Yield year less volume of every record of the claimed journal that shows both."""
    for lookup in lookups:
        for record in (*lookup.records, *(row for page in lookup.contents for row in page.records)):
            year, shown = year_of(record.year), _whole(record.volume)
            if year is not None and shown is not None and year != shown and _of_journal(citation, record):
                yield year - shown


def _of_journal(citation: Citation, record: Record) -> bool:
    return bool(
        citation.container and record.journal and containers.relation(citation.container, record.journal) in RELATED
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 4 else None


def extent(citation: Citation, shown: Iterable[Contents]) -> str:
    """Hint at pages outside of those that a complete contents page of the issue covers, or more than all of them."""
    claimed = pages.ranges(citation.pages)
    held = [span for page in shown if page.complete for row in page.records for span in pages.ranges(row.pages)]
    if not claimed or len(held) < _FEWEST:
        return ""
    first, last = min(start for start, _ in held), max(end for _, end in held)
    longest = max(end - start for start, end in claimed)
    if claimed[0][0] > last or claimed[0][1] < first or longest > last - first:
        return f"所填第{citation.pages}页在该期目次所见页码（{first}—{last}）以外"
    return ""


_FEWEST = 3
"""Fewer papers than this do not tell how far an issue reaches."""
