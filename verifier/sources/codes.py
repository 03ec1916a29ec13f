"""From an issue as claimed to the codes in a source's own list: `6` is `06` at CNKI; what `增刊1` or `7/8` is, the list says."""

from __future__ import annotations

from verifier.model import IssueList
from verifier.normalize import issues

MOST = 3
_TAKEN_IN = 2
"""A combined issue at the end of a year takes in at most so many numbers behind the last one listed."""


def choose(listed: tuple[str, ...], claimed: str | None) -> tuple[str, ...]:
    """Return the codes of a list that may be the claimed issue, likeliest first, at most three; () if none fits.

    A combined issue may be listed under a number of its own or under `Z`; a lone number may have gone into a combined issue.

    >>> choose(("05", "06", "S1"), "6"), choose(("05", "06", "S1"), "增刊1"), choose(("1", "z1"), "增刊")
    (('06',), ('S1',), ('z1',))
    >>> choose(("05", "06", "Z1", "09"), "7/8"), choose(("1", "2", "7"), "7-8"), choose(("01", "02"), "13")
    (('Z1',), ('7',), ())
    >>> choose(("01", "02", "Z1", "05"), "3"), choose(("01", "02", "Z1", "05"), "13")
    (('Z1',), ())
    """
    mark = issues.mark(claimed)
    same = [code for code in listed if issues.same(code, claimed)]
    if not same and mark.kind_hint in ("supplement", "special", "z"):
        same = [code for code in listed if _letters(code) and (not mark.numbers or _numbers(code) == mark.numbers)]
        same = same or [code for code in listed if _letters(code)]
    if not same and mark.kind_hint == "combined":
        same = [code for code in listed if set(_numbers(code)) & set(mark.numbers) and not _letters(code)]
        same = same or [code for code in listed if issues.mark(code).kind_hint == "z"]
    if not same and mark.kind_hint in ("regular", "part", "unknown") and mark.numbers:
        same = [code for code in listed if set(mark.numbers) & set(_numbers(code)) and not _letters(code)]
        last = max((number for code in listed if not _letters(code) for number in _numbers(code)), default=0)
        if not same and max(mark.numbers) <= last + _TAKEN_IN:
            same = [code for code in listed if issues.mark(code).kind_hint == "z"]
    return tuple(dict.fromkeys(same))[:MOST]


def _letters(code: str) -> bool:
    return issues.mark(code).kind_hint in ("supplement", "special", "z")


def _numbers(code: str) -> tuple[int, ...]:
    return issues.mark(code).numbers


def is_beyond(listed: IssueList, span: tuple[str, str] | None, claimed: str | None) -> bool:
    """Tell whether a claimed number lies before the first or after the last issue that the source holds at all.

    >>> held = IssueList(source="vip", key="k", year="2021", issues=("7", "8", "9"))
    >>> is_beyond(held, ("2021-7", "2023"), "3"), is_beyond(held, ("2019", "2023"), "3"), is_beyond(held, ("2019", "2021"), "11")
    (True, False, True)
    """
    numbers = issues.mark(claimed).numbers
    held = [number for code in listed.issues for number in issues.mark(code).numbers if not _letters(code)]
    if not span or not numbers or not held:
        return False
    before = span[0][:4] == listed.year and min(numbers) < min(held)
    return before or (span[1][:4] == listed.year and max(numbers) > max(held))
