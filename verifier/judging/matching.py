"""Identity: which of a source's records is the paper? Search, then validate; a different paper never becomes a match.

Canonical equality and typed differences decide, votes of author, year and journal settle equal titles, and citation
coordinates (journal, year, issue, first page) are a key of their own. The distance ranks candidates and explains the choice.
"""

from __future__ import annotations

from typing import NamedTuple

from verifier.judging import authors, defects, differences, misprints, people, titles
from verifier.judging.agreement import LEVELS, Level, combine
from verifier.judging.authors import rank
from verifier.judging.candidates import RELATED, candidates, fullness, one_paper
from verifier.judging.weights import Weights, parse, waterfall
from verifier.model import Citation, Difference, JournalFinding, Lookup, Match, Record
from verifier.normalize import journals, pages
from verifier.normalize.text import key

__all__ = ["Weights", "combine", "match", "parse", "rank"]

_NO_JOURNAL = JournalFinding(state="unknown")


class Votes(NamedTuple):
    """What the other fields say of a record: 1 agrees, -1 contradicts, 0 is silent. `place` is journal, year, issue, first page.

    `common` tells that the authors agree by one very common name alone, which many people bear; `byline` that both name the
    same people in the same order; `spot` that issue and first page agree, whatever the year and the journal.
    """

    author: int
    year: int
    journal: int
    place: int
    doi: int
    common: bool = False
    byline: bool = False
    spot: bool = False


class _Tried(NamedTuple):
    record: Record
    level: Level
    distance: float
    differences: tuple[Difference, ...]
    unit: int
    """Whether an author's affiliation is the applicant's unit: 1 yes, -1 no, 0 not shown."""


def match(
    citation: Citation,
    lookup: Lookup,
    weights: Weights,
    journal: JournalFinding = _NO_JOURNAL,
    known: defects.Defects = defects.NONE,
    units: tuple[str, ...] = (),
) -> Match:
    """Return which record of a lookup is the cited paper, at which level, how it differs, and which rivals stand close.

    `known` are settled defects of the sources' records; `units` are the applicant's, which help to tell namesakes apart.
    """
    shows = lookup.records or lookup.contents
    tried = _tried(citation, lookup, weights, journal, known, units) if shows else []
    if not tried or tried[0].level == "none":
        return Match(source=lookup.source, record=None, level="none", rivals=tuple(one.record.id for one in tried[:3]))
    best = _fullest(tried)
    rest = [one for one in tried if one is not best and one.level != "none"]
    rivals = tuple(one.record.id for one in rest if _close(best, one, weights))
    penalties, distance = waterfall(best.differences, weights)
    return Match(
        source=lookup.source,
        record=best.record,
        level="weak" if rivals else best.level,
        distance=round(distance, 4),
        gap=round(rest[0].distance - distance, 4) if rest else 1.0,
        penalties=penalties,
        differences=best.differences,
        rivals=rivals,
    )


def _tried(
    citation: Citation,
    lookup: Lookup,
    weights: Weights,
    journal: JournalFinding,
    known: defects.Defects,
    units: tuple[str, ...],
) -> list[_Tried]:
    """Return the candidates that were compared, best first; like titles are looked at only where no equal one is the paper."""
    found: list[_Tried] = []
    wanted = key(citation.title or "")
    pool = candidates(citation, lookup, weights)
    equal = [record for record in pool if wanted and key(record.title) == wanted]
    for group in (equal, [record for record in pool if record not in equal]):
        found += [_try(citation, record, journal, weights, lookup, known, units) for record in group]
        if any(one.level in ("exact", "strong") for one in found):
            break
    return sorted(
        found, key=lambda one: (LEVELS.index(one.level), one.distance, -one.unit, -fullness(one.record), one.record.id)
    )


def _fullest(tried: list[_Tried]) -> _Tried:
    """Return the first candidate, or the row of the same paper that shows more: a bare row must not hide a discrepancy."""
    best = tried[0]
    twins = [one for one in tried if one.level not in ("none", "weak") and one_paper(best.record, one.record)]
    return max(twins, key=lambda one: fullness(one.record), default=best)


def _close(best: _Tried, other: _Tried, weights: Weights) -> bool:
    """Tell whether a runner-up is too near for a machine to choose: as high a level, as near, and another paper."""
    if other.level != best.level or other.distance - best.distance >= weights.limits.gap:
        return False
    if best.unit > 0 > other.unit:
        return False
    return not one_paper(best.record, other.record)


# ---------------------------------------------------------------- validation


def _try(
    citation: Citation,
    record: Record,
    serial: JournalFinding,
    weights: Weights,
    lookup: Lookup,
    known: defects.Defects,
    units: tuple[str, ...],
) -> _Tried:
    wrong = defects.of(record, known) if known.defect else ()
    record = defects.settled(record, wrong)
    compared = differences.compare(citation, record, serial, weights, lookup.issues)
    found = (*misprints.excused(citation, record, compared), *map(defects.difference, wrong))
    unit = people.unit(citation, record, units)
    level = decide(citation, found, vote(citation, record, found, weights, unit), weights)
    return _Tried(record, level, waterfall(found, weights)[1], found, unit)


def vote(
    citation: Citation, record: Record, found: tuple[Difference, ...], weights: Weights, unit: int = 0
) -> Votes:
    """Let author, year, journal, place and DOI say whether a record is the paper; a book's publisher stands in for a journal."""
    kinds = {one.field: one for one in found if one.kind != defects.KIND}
    relation = authors.relation(authors.claimed_names(citation), authors.recorded_names(record))
    misread = "authors" in kinds and kinds["authors"].kind == misprints.KIND
    year = _agrees(citation.year, record.year, "year" not in kinds or kinds["year"].kind == "digits")
    container = kinds.get("container")
    journal = _agrees(citation.container, record.journal or record.book, container is None or container.kind in RELATED)
    if not citation.container and not record.journal and citation.publisher and record.publisher:
        journal = int(journals.key(citation.publisher) == journals.key(record.publisher))
    issue = "issue" not in kinds or kinds["issue"].harmless
    page = bool(pages.first(citation.pages)) and pages.first(citation.pages) == pages.first(record.pages)
    numbered = bool(citation.issue and record.issue) or bool(
        citation.volume and record.volume and "volume" not in kinds
    )
    return Votes(
        author=0 if relation is None else 1 if misread or _same_people(relation, citation, record) else -1,
        year=year,
        journal=journal,
        place=1 if year == journal == 1 and issue and page and numbered else 0,
        doi=_agrees(citation.doi, record.doi, "doi" not in kinds),
        common=relation is not None
        and relation.shared == 1
        and unit <= 0
        and people.only_common(citation, record, weights.names),
        byline=misread or (relation is not None and relation.kind in authors.HARMLESS),
        spot=issue and page and numbered,
    )


def _agrees(claimed: str | None, recorded: str | None, equal: bool) -> int:
    return 0 if not claimed or not recorded else 1 if equal else -1


def _same_people(relation: authors.AuthorsRelation, citation: Citation, record: Record) -> bool:
    """Tell whether enough people are shared: the first author, or half of the shorter list."""
    fewest = min(len(authors.claimed_names(citation).names), len(record.authors or ()))
    return relation.first or 2 * relation.shared >= max(1, fewest)


def decide(citation: Citation, found: tuple[Difference, ...], votes: Votes, weights: Weights) -> Level:
    """Return the level that the title's relation and the votes allow."""
    if not citation.title:
        return "weak" if votes.place == 1 and votes.author >= 0 else "none"
    title = next((one for one in found if one.field == "title" and one.kind != defects.KIND), None)
    if title is None or title.kind in titles.HARMLESS:
        return _same_title(citation, votes, weights)
    whole = votes.author == votes.year == votes.journal == 1
    if title.kind == "subtitle" and title.harmless and whole:
        return "strong"
    if votes.place == 1:
        return _same_place(title.kind, votes)
    if title.kind == "subtitle" and whole:
        return "weak"
    silent = votes.journal >= 0 and votes.year >= 0 and not votes.common
    if title.kind in titles.NEAR and votes.author == 1 and (votes.journal == 1 or votes.year == 1 or silent):
        return "weak"
    return "weak" if votes.doi == 1 else "none"


def _same_title(citation: Citation, votes: Votes, weights: Weights) -> Level:
    """Judge an equal title: titles alone do not identify, so author, year and journal must vote."""
    long = len(key(citation.title or "")) >= weights.limits.short_title
    agree = (votes.year, votes.journal).count(1)
    against = (votes.year, votes.journal).count(-1)
    if votes.author == 1:
        return _of_own_authors(citation, votes, against, long)
    if votes.author == 0:
        if against:
            return "weak" if agree else "none"
        return "exact" if agree == 2 and (long or votes.place) else "strong" if votes.doi == 1 and long else "weak"
    return "strong" if votes.place == 1 else "weak" if agree == 2 and long else "none"


def _of_own_authors(citation: Citation, votes: Votes, against: int, long: bool) -> Level:
    """Judge an equal title by the same people; another year or another journal is a discrepancy, both are another paper."""
    agree = (votes.year, votes.journal).count(1)
    if against == 0:
        whole = agree == 2 or (agree == 1 and votes.journal == 0 and not citation.container)
        return "exact" if whole or (agree and long) else "strong" if long else "weak"
    if against == 1 and votes.common and votes.doi != 1:
        return "strong" if long and votes.journal == 1 and votes.spot else "weak"
    if against == 1:
        return "strong" if agree or (long and votes.doi == 1) else "weak"
    return "weak"


def _same_place(kind: str, votes: Votes) -> Level:
    """Judge another title in the same journal, year, issue and first page: the same people make it the paper, misquoted.

    Where the title is wholly another one, one shared name among others is not enough.
    """
    if votes.author == 1:
        return "coordinates" if votes.byline or kind in titles.NEAR else "weak"
    return "weak" if votes.author == 0 and kind in titles.NEAR else "none"
