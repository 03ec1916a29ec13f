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


def test_a_short_code_survives_reading_out_and_no_slip_of_one_or_two_characters() -> None:
    code = number.short("d5f32474e27b48b99e7bc76f580895181bae93e94af262d1214195f11660da7a")
    assert number.read_short(code.replace("-", "").lower()) == code
    assert number.read_short(code.replace("0", "O").replace("1", "I")) == code
    plain = code.replace("-", "")
    for place, right in enumerate(plain):
        for wrong in number.READABLE:
            if wrong != right:
                assert number.read_short(plain[:place] + wrong + plain[place + 1 :]) is None
    for first in range(len(plain)):
        for second in range(first + 1, len(plain)):
            letters = list(plain)
            letters[first], letters[second] = letters[second], letters[first]
            assert "".join(letters) == plain or number.read_short("".join(letters)) is None


@pytest.mark.parametrize("text", ["", "42K8-MHEN-S7", "42K8-MHEN-S755", "certificate.pdf", "42K8 MHEN S75", "四十二"])
def test_what_is_no_short_code_is_none(text: str) -> None:
    assert number.read_short(text) is None
