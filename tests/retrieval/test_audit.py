"""Hash chains: what was linked cannot be taken out, changed or reordered unseen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verifier import audit


def chain(*entries: dict[str, object]) -> list[bytes]:
    """Return the lines of a chain over these entries."""
    last, lines = None, []
    for entry in entries:
        last = audit.follow(last, entry)
        lines.append(audit.to_line(last))
    return lines


ENTRIES = tuple({"event": f"第{number}步", "n": number} for number in range(6))


def test_a_whole_chain_has_no_break_and_knows_its_head() -> None:
    lines = chain(*ENTRIES)
    assert audit.breaks(lines) == ()
    assert audit.breaks(lines, head=audit.from_line(lines[2]).hash) == ()


def test_an_empty_chain_is_whole() -> None:
    assert audit.breaks([]) == ()
    assert audit.breaks([], head=audit.GENESIS) == ()


@given(st.integers(0, 5))
def test_a_removed_link_shows_at_its_place_unless_it_was_the_last(place: int) -> None:
    lines = chain(*ENTRIES)
    del lines[place]
    found = audit.breaks(lines)
    assert [one.line for one in found] == ([] if place == 5 else [place + 1])


def test_a_dropped_tail_shows_against_the_printed_head() -> None:
    lines = chain(*ENTRIES)
    head = audit.from_line(lines[-1]).hash
    assert audit.breaks(lines[:-1]) == ()
    assert len(audit.breaks(lines[:-1], head=head)) == 1


@given(st.integers(0, 5), st.data())
def test_any_changed_byte_is_seen(place: int, data: st.DataObject) -> None:
    lines = chain(*ENTRIES)
    where = data.draw(st.integers(0, len(lines[place]) - 2))
    changed = bytearray(lines[place])
    changed[where] ^= data.draw(st.sampled_from([0x01, 0x20]))
    lines[place] = bytes(changed)
    assert audit.breaks(lines) != ()


def test_two_links_in_the_wrong_order_are_seen() -> None:
    lines = chain(*ENTRIES)
    lines[1], lines[2] = lines[2], lines[1]
    assert audit.breaks(lines) != ()


def test_a_link_sealed_anew_after_a_change_breaks_at_its_follower() -> None:
    lines = chain(*ENTRIES)
    second = audit.from_line(lines[1])
    forged = audit.Link(n=2, prev=second.prev, entry={"event": "别的"}, hash=audit.seal(2, second.prev, {"event": "别的"}))
    lines[1] = audit.to_line(forged)
    assert [one.line for one in audit.breaks(lines)] == [3]
