"""The certificate's number: its form, its check character, and what a slip of the pen does to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifier.errors import BadValue
from verifier.model import Report
from verifier.proof import number


def test_the_published_example_of_the_standard_holds() -> None:
    assert number.check_character("A12425GABC1234002") == "M"  # GRid A1-2425G-ABC1234002-M


def test_a_number_is_year_unit_running_and_check() -> None:
    made = number.compose(2026, "21a100", 42)
    assert made[:-1] == "202621A10000042"
    assert len(made) == number.LENGTH
    assert number.is_valid(made)


def test_every_single_wrong_character_is_found() -> None:
    made = number.compose(2026, "210100", 1)
    for place, right in enumerate(made):
        for wrong in number.ALPHABET:
            if wrong != right:
                assert not number.is_valid(made[:place] + wrong + made[place + 1 :])


def test_swapped_neighbours_are_found() -> None:
    made = number.compose(2026, "213456", 78901)
    for place in range(len(made) - 1):
        swapped = made[:place] + made[place + 1] + made[place] + made[place + 2 :]
        assert swapped == made or not number.is_valid(swapped)


@pytest.mark.parametrize(
    ("unit", "running"), [("2101", 1), ("21010?", 1), ("210100", 0), ("210100", 100_000), ("沈阳0100", 1)]
)
def test_a_number_that_cannot_be_is_refused_with_what_to_do(unit: str, running: int) -> None:
    with pytest.raises(BadValue, match="单位代码须为6位"):
        number.compose(2026, unit, running)


def test_the_same_report_is_numbered_the_same_again_and_another_otherwise(sample: Callable[[str], Report]) -> None:
    first, other = sample("ordinary"), sample("one")
    made = number.issue(first, "2026-03-02")
    assert made == number.issue(first, "2026-03-02")
    assert made != number.issue(other, "2026-03-02")
    assert made.startswith("2026000000")
    assert number.is_valid(made)
