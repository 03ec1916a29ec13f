"""Several sources side by side: one identity, the differences that stand against all of them, and their own conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from verifier.model import Difference, Identity, Match
from verifier.normalize import issues
from verifier.normalize.text import key

Level = Literal["exact", "strong", "coordinates", "weak", "none"]

LEVELS: tuple[Level, ...] = ("exact", "strong", "coordinates", "weak", "none")
SOURCES = ("cnki", "wanfang", "vip", "crossref", "openalex", "doaj", "nstl")
"""The order in which sources are preferred where their levels are equal."""
LESSER = frozenset({"volume"})
"""Fields on which nothing hangs: where one source bears the claim out, another's is its own slip, whoever is in the majority."""
SLIP = "source_slip"
"""The kind of a difference that one source alone shows against a majority that agrees with the claim."""


def combine(matches: Iterable[Match]) -> tuple[Identity | None, tuple[Difference, ...], tuple[Difference, ...]]:
    """Return the identity, the differences that stand against every source that shows the field, and the sources' conflicts.

    The identity comes from the best level, then from the sources in their fixed order. A conflict is a difference that
    another source's record contradicts by agreeing with the claim: it is between the sources, not against the applicant. A single
    source against a majority that agrees is its own slip, told and harmless, but for the issue, where a supplement is at stake.
    """
    found = sorted(
        (one for one in matches if one.record is not None and one.level != "none"),
        key=lambda one: (LEVELS.index(one.level), _source_order(one.source), one.source),
    )
    if not found or found[0].record is None:
        return None, (), ()
    first = found[0]
    identity = Identity(source=first.source, record=found[0].record.id, level=first.level)  # type: ignore[arg-type]
    sure = [one for one in found if one.level != "weak"] or found[:1]
    stand: list[Difference] = []
    conflicts: list[Difference] = []
    for match in sure:
        for one in match.differences:
            agreeing = 0 if one.harmless else sum(_agrees_with(other, one.field) for other in sure)
            if _same_combined(one, sure):
                stand.append(_excused(one, "combined_part"))
            elif _other_language(one, match, sure):
                stand.append(_excused(one, "language"))
            elif not agreeing:
                stand.append(one)
            elif one.field == "issue" or (one.field not in LESSER and agreeing <= _differing(sure, one.field)):
                conflicts.append(one)
            else:
                stand.append(_excused(one, SLIP))
    return identity, _once(stand), tuple(conflicts)


def _excused(one: Difference, kind: str) -> Difference:
    """Return a source's own difference as a harmless one, so that it stays visible and accuses nobody."""
    return msgspec.structs.replace(one, kind=kind, harmless=True, weight=0.0)


_NEAR = 3
"""A combined issue stands for numbers at most so far apart."""


def _same_combined(one: Difference, sure: list[Match]) -> bool:
    """Tell whether sources that code one combined issue in their own ways differ only in that.

    Wanfang numbers it by its first part where CNKI says Z1: it may say 7 where 8 is claimed and CNKI's Z1 stands for 7 and 8; and a Z1
    whose year's list decides nothing is no other issue where another source shows the paper under a claimed number, or under the one
    before it, since a combined issue holds two numbers at least. A claim in CNKI's own words (Z1) is no other issue than the number
    that Wanfang gives it; whether it is a supplement after all is judged apart.
    """
    if one.field != "issue" or one.harmless:
        return False
    claimed, recorded = issues.mark(one.claimed), issues.mark(one.recorded)
    if claimed.kind_hint == "z" and claimed.letters == "Z":
        return recorded.kind_hint == "regular" and any(_bears(one.claimed, match) for match in sure)
    if claimed.kind_hint not in ("regular", "combined") or not claimed.numbers:
        return False
    if recorded.kind_hint == "z":
        follows = one.kind == "combined_open"
        return recorded.letters == "Z" and any(_under(claimed, match, follows) for match in sure)
    if recorded.kind_hint != "regular" or min(abs(left - recorded.numbers[0]) for left in claimed.numbers) > _NEAR:
        return False
    if any(each.kind == "combined_open" for match in sure for each in match.differences):
        return recorded.numbers[0] + 1 in claimed.numbers
    wholes = [issues.mark(each.recorded) for match in sure for each in match.differences if each.kind == "combined_part"]
    return any(whole.kind_hint == "z" or set(recorded.numbers) <= set(whole.numbers) for whole in wholes)


def _other_language(one: Difference, match: Match, sure: list[Match]) -> bool:
    """Tell whether a claimed title is this record's in its other language, which another source prints beside the same title."""
    if one.field != "title" or one.harmless or match.record is None:
        return False
    shown = key(match.record.title)
    return any(
        each.record is not None
        and key(each.record.title) == shown
        and any(other.field == "title" and other.kind == "language" for other in each.differences)
        for each in sure
    )


def _bears(claimed: str, match: Match) -> bool:
    """Tell whether a source shows the paper under just the claimed mark."""
    return bool(match.record and match.record.issue and issues.same(claimed, match.record.issue))


def _under(claimed: issues.Mark, match: Match, follows: bool) -> bool:
    """Tell whether a source shows the paper under one of the claimed numbers, or, if it `follows`, under the one before."""
    shown = issues.mark(match.record.issue if match.record else None)
    wanted = set(claimed.numbers) | ({number - 1 for number in claimed.numbers} if follows else set())
    return shown.kind_hint in ("regular", "combined") and bool(set(shown.numbers) & wanted)


def _differing(sure: list[Match], field: str) -> int:
    """Count the sources that show a field otherwise than claimed."""
    return sum(any(one.field == field and not one.harmless for one in match.differences) for match in sure)


def _source_order(source: str) -> int:
    return SOURCES.index(source) if source in SOURCES else len(SOURCES)


def _agrees_with(match: Match, field: str) -> bool:
    """Tell whether a source shows a field and the claim agrees with what it shows."""
    record = match.record
    shown = record is not None and {
        "title": record.title,
        "container": record.journal or record.book,
        "authors": record.authors,
    }.get(field, getattr(record, field, None))
    return bool(shown) and not any(one.field == field and not one.harmless for one in match.differences)


def _once(stand: list[Difference]) -> tuple[Difference, ...]:
    """Return one difference a field and kind, the first source's; a harmless one goes where the field also differs gravely."""
    grave = {one.field for one in stand if not one.harmless}
    kept: dict[tuple[str, str], Difference] = {}
    for one in stand:
        if one.harmless and one.field in grave:
            continue
        kept.setdefault((one.field, one.kind if one.harmless else ""), one)
    return tuple(kept.values())
