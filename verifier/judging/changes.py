"""What differs between two notices, key by key, and what a change of rules does to one item's findings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from verifier.judging.notice import Notice, Params
from verifier.model import Finding, Frozen
from verifier.reasons import Outcome

_LEFT_OUT = frozenset({"sha256", "fields"})
_UNSET: dict[str, Any] = msgspec.to_builtins(Params())
_NAMED_BY = {"series": "name", "rules": "check"}
"""Lists whose entries have a name of their own, so that an entry that moved is no difference."""


class Differs(Frozen, frozen=True, kw_only=True):
    """One key that two notices fill otherwise; None = it is not there."""

    key: str
    before: str | None = None
    after: str | None = None


class Change(Frozen, frozen=True, kw_only=True):
    """What would be judged otherwise under another notice: reasons that go, come, or change their outcome."""

    gone: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    moved: tuple[tuple[Finding, Finding], ...] = ()


def between(before: Notice, after: Notice) -> tuple[Differs, ...]:
    """Return every key in which two notices differ, in the order of the first, then what only the second has.

    A rule is named by its check (and its place among the rules of that check), a series by its name, a clause by its number; of
    the field maps every specialty counts.
    """
    old, new = dict(_flat(before)), dict(_flat(after))
    keys = dict.fromkeys((*old, *new))
    return tuple(
        Differs(key=key, before=old.get(key), after=new.get(key)) for key in keys if old.get(key) != new.get(key)
    )


def compare(before: Iterable[Finding], after: Iterable[Finding]) -> Change:
    """Compare the findings of one item under two notices, reason by reason; of several the gravest counts."""
    old, now = _gravest(before), _gravest(after)
    return Change(
        gone=tuple(finding for reason, finding in old.items() if reason not in now),
        new=tuple(finding for reason, finding in now.items() if reason not in old),
        moved=tuple((old[one], now[one]) for one in old if one in now and old[one].outcome is not now[one].outcome),
    )


def _gravest(findings: Iterable[Finding]) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    for one in findings:
        held = found.get(one.reason.value)
        if held is None or _rank(held.outcome) < _rank(one.outcome):
            found[one.reason.value] = one
    return found


def _rank(outcome: Outcome) -> int:
    return outcome.rank


def _flat(notice: Notice) -> Iterator[tuple[str, str]]:
    """Yield (dotted key, value in words) of everything that a notice sets."""
    table: dict[str, Any] = msgspec.to_builtins(notice)
    for rule in table["rules"]:
        rule["params"] = {name: value for name, value in rule["params"].items() if value != _UNSET[name]}
    for key, value in table.items():
        if key not in _LEFT_OUT:
            yield from _leaves(key, value)
    if notice.fields is not None:
        yield from _leaves("fields", msgspec.to_builtins(notice.fields))


def _leaves(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the leaves below a key; a list of tables is walked by the tables' names, any other list is one leaf."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _leaves(f"{key}.{name}", below)
    elif isinstance(value, list | tuple) and value and all(isinstance(one, dict) for one in value):
        seen: dict[str, int] = {}
        for place, one in enumerate(value, 1):
            name = str(one.get(_NAMED_BY.get(key, ""), place))
            seen[name] = seen.get(name, 0) + 1
            yield from _leaves(f"{key}.{name}" + (f"#{seen[name]}" if seen[name] > 1 else ""), one)
    elif value not in (None, "", (), False):
        yield key, _words(value)


def _words(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_words(one) for one in value)
    return str(value)
