"""The sentinel reads the log: a channel whose pages no longer fit is changed until that kind of page reads well again."""

from __future__ import annotations

from verifier.model import State
from verifier.retrieval.channels import Channel, channels
from verifier.retrieval.entries import Refused
from verifier.retrieval.record import Entry


def entry(state: State, minute: int, kind: str = "search", role: str = "cnki.kns") -> Entry:
    """Return a piece of evidence of one minute."""
    return Entry(
        id=f"E{minute}", source="cnki", role=role, parser="cnki/1", key=("cnki", kind, "x"), query="", url="", address="",
        at=f"2021-08-01T10:{minute:02}:00+08:00", status=200, state=state.value, demo=False, sha256="", length=0, file="", offset=0,
        size=0, stored="",
    )  # fmt: skip


def refused(state: State, minute: int, failure: str) -> Refused:
    """Return an ask that brought no page."""
    at = f"2021-08-01T10:{minute:02}:00+08:00"
    return Refused(source="cnki", role="cnki.kns", key=("cnki", "search", "x"), at=at, failure=failure, state=state, words="", note="",
                   until=None, demo=False)  # fmt: skip


def kns(*logged: Entry | Refused) -> Channel:
    """Return the state of one channel."""
    return channels(logged, ["cnki.kns", "cnki.navi"])[0]


def test_a_channel_that_nobody_asked_is_neither_good_nor_bad() -> None:
    assert [one.word for one in channels([], ["cnki.kns"])] == ["never"]


def test_a_channel_is_changed_from_the_first_page_that_no_longer_fits() -> None:
    found = kns(entry(State.FOUND, 1), entry(State.LAYOUT_CHANGED, 2), entry(State.LAYOUT_CHANGED, 3))
    assert (found.word, found.since[14:16], found.good[14:16], found.evidence) == ("changed", "02", "01", "E2")


def test_another_kind_of_page_does_not_make_a_changed_one_good() -> None:
    found = kns(entry(State.LAYOUT_CHANGED, 2), entry(State.FOUND, 3, kind="detail"))
    assert (found.word, found.kinds) == ("changed", ("search",))
    assert kns(entry(State.LAYOUT_CHANGED, 2), entry(State.NOT_FOUND, 3)).word == "good"


def test_a_refusal_is_over_once_the_channel_answers_anything() -> None:
    assert kns(entry(State.BLOCKED, 2)).word == "refused"
    assert kns(entry(State.BLOCKED, 2), entry(State.FOUND, 3, kind="detail")).word == "good"
    assert kns(entry(State.FOUND, 1), refused(State.UNREACHABLE, 2, "timeout")).word == "failing"


def test_what_says_nothing_of_the_channel_leaves_it_as_it_was() -> None:
    quiet: list[Entry | Refused] = [
        entry(State.INCOMPLETE, 2), entry(State.SESSION_STALE, 3), refused(State.BLOCKED, 4, "circuit"), refused(State.SKIPPED, 5, "spent"),
    ]  # fmt: skip
    assert kns(entry(State.FOUND, 1), *quiet).word == "good"
    assert kns(entry(State.FOUND, 1), entry(State.LAYOUT_CHANGED, 2), refused(State.UNREACHABLE, 3, "reset")).word == "changed"


def test_channels_are_told_apart_by_their_role() -> None:
    found = channels([entry(State.LAYOUT_CHANGED, 1), entry(State.FOUND, 1, role="cnki.navi")], ["cnki.kns", "cnki.navi"])
    assert [one.word for one in found] == ["changed", "good"]
