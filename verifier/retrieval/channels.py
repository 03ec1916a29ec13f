"""The sentinel: what the archive's log says of every channel, a host role of a source: when it last answered, and whether it has changed.

A page that no longer fits its contract (the saved pages and readings of `fixtures/sites`) is logged as `layout_changed`; a kind of page
whose last answers all read so marks its channel as changed until one reads well again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from verifier.model import ANSWERED, Frozen, State
from verifier.retrieval.entries import Refused
from verifier.retrieval.record import Entry

Word = Literal["good", "changed", "refused", "failing", "never"]
Logged = Entry | Refused
REFUSED = frozenset({State.BLOCKED, State.RATE_LIMITED, State.LOGIN_REQUIRED})


class Channel(Frozen, frozen=True, kw_only=True):
    """One channel: `good` is when it last answered, `since` when it first went wrong after that, `evidence` the page that shows it."""

    source: str
    role: str
    word: Word = "never"
    good: str = ""
    since: str = ""
    kinds: tuple[str, ...] = ()
    evidence: str = ""


class _Kind:
    """One kind of page of one channel, as the log tells it in the order of time."""

    def __init__(self) -> None:
        self.good = ""
        self.wrong: Logged | None = None

    def note(self, entry: Logged) -> None:
        if State(entry.state) in ANSWERED:
            self.good, self.wrong = entry.at, None
        elif _word(entry) and (self.wrong is None or (_word(self.wrong) != "changed" and _word(entry) == "changed")):
            self.wrong = entry


def channels(logged: Iterable[Logged], roles: Iterable[str]) -> tuple[Channel, ...]:
    """Return every role's channel, in the order of `roles`, from the log's pieces and refusals; brought files are nobody's answer."""
    kinds: dict[str, dict[str, _Kind]] = {role: {} for role in roles}
    for entry in sorted(logged, key=lambda one: one.at):
        if entry.role in kinds:
            kinds[entry.role].setdefault(entry.key[1] if len(entry.key) > 1 else "", _Kind()).note(entry)
    return tuple(_channel(role, several) for role, several in kinds.items())


def _channel(role: str, kinds: dict[str, _Kind]) -> Channel:
    source, good = role.split(".")[0], max((kind.good for kind in kinds.values()), default="")
    wrong = [(kind.wrong, name) for name, kind in kinds.items() if kind.wrong is not None]
    for word in ("changed", "refused", "failing"):
        mine = sorted(((entry.at, getattr(entry, "id", ""), name) for entry, name in wrong if _word(entry) == word))
        # a refusal or a failure is over once the channel has answered anything since; a change only when that kind of page reads again
        if mine and (word == "changed" or mine[-1][0] >= good):
            names = tuple(sorted({name for _, _, name in mine}))
            return Channel(source=source, role=role, word=word, good=good, since=mine[0][0], evidence=mine[0][1], kinds=names)
    return Channel(source=source, role=role, word="good" if good else "never", good=good)


def _word(entry: Logged) -> Word | None:
    """Return how an answer went wrong, None where it says nothing of the channel: a page cut, a session renewed, a thing not asked."""
    state = State(entry.state)
    if state in REFUSED:
        return "refused" if getattr(entry, "failure", "") != "circuit" else None
    return "changed" if state is State.LAYOUT_CHANGED else "failing" if state is State.UNREACHABLE else None
