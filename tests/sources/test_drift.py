"""While some of a site's result lists cannot be read, its "not found" is no answer; what was read stands, and so does everybody else's."""

from __future__ import annotations

import pytest

from verifier.model import Lookup, State, Step, Trace
from verifier.sources import drift


def looked(source: str, state: State, *steps: tuple[str, State]) -> Lookup:
    """Return a lookup with a trail of such steps."""
    return Lookup(source=source, state=state, trail=tuple(Trace(step=Step(kind=kind), state=seen) for kind, seen in steps))


SILENT = looked("cnki", State.NOT_FOUND, ("search", State.NOT_FOUND))
FOUND = looked("cnki", State.FOUND, ("search", State.FOUND))
CHANGED = looked("cnki", State.LAYOUT_CHANGED, ("search", State.LAYOUT_CHANGED))


def test_a_silence_beside_an_unreadable_list_is_no_absence() -> None:
    found = drift.wary([(SILENT,), (CHANGED,), (FOUND,)])
    assert [one.state for (one,) in found] == [State.LAYOUT_CHANGED, State.LAYOUT_CHANGED, State.FOUND]
    assert drift.CHANGED in found[0][0].note
    assert found[1:] == [(CHANGED,), (FOUND,)]


def test_it_is_the_list_that_counts_even_where_the_paper_was_found_after_all() -> None:
    later = looked("cnki", State.FOUND, ("search", State.LAYOUT_CHANGED), ("search", State.FOUND))
    assert drift.wary([(SILENT,), (later,)])[0][0].state is State.LAYOUT_CHANGED


@pytest.mark.parametrize(
    "beside",
    [
        FOUND,
        looked("vip", State.LAYOUT_CHANGED, ("search", State.LAYOUT_CHANGED)),  # another site
        looked("cnki", State.FOUND, ("search", State.FOUND), ("detail", State.LAYOUT_CHANGED)),  # another kind of page
        looked("cnki", State.BLOCKED, ("search", State.BLOCKED)),  # told apart elsewhere, and no change of layout
    ],
)
def test_a_silence_beside_readable_lists_stays_what_it_is(beside: Lookup) -> None:
    assert drift.wary([(SILENT,), (beside,)]) == [(SILENT,), (beside,)]


def test_one_item_is_read_again_as_its_list_was() -> None:
    assert drift.unsaid((SILENT,), {"cnki"}) == drift.wary([(SILENT,), (CHANGED,)])[0]
    assert drift.unsaid((SILENT, FOUND), {"vip"}) == (SILENT, FOUND)
    assert drift.unsaid((FOUND,), {"cnki"}) == (FOUND,)
