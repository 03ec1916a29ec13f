"""What all stories together must have been, once everybody has been everywhere."""

from __future__ import annotations

from .cast import Meet
from .person import Person


def test_all_this_took_many_steps(at_committee: str, batch: str, crowd: dict[str, Person]) -> None:
    steps = sum(person.steps for person in crowd.values())
    assert steps >= 60, steps
    assert {"admin", "pu", "shen", "guan"} <= {who for who, person in crowd.items() if person.seen}


def test_a_page_with_faults_is_not_passed_over(arrive: Meet) -> None:
    person = arrive("zhong").open("/")
    person.page.set_content(
        "<html><body style='color:red'><input><img width=900 height=9><div class='top'>x</div></body></html>"
    )
    person.looks()
    found = " ".join(person.faults)
    person.faults.clear()
    for fault in ("console", "no heading", "axe image-alt", "axe label", "pixels wide", ".top is printed"):
        assert fault in found, found
    person.open("/")

