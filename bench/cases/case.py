"""What a case is: an applicant's item with the outcome that a careful reader of the notice would give it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bench.cases import words
from bench.cases.citing import Said, text
from bench.cases.world import Row, World

CLEAR, REVIEW, BAR = "CLEAR", "REVIEW", "BAR"


@dataclass
class Who:
    """The applicant of one list and the colleagues who sign with them; `year` is when the current title was obtained."""

    name: str
    team: list[str]
    year: int
    obtained: str

    def byline(self, world: World, least: int = 1, most: int = 4) -> list[str]:
        """Return authors in an order at random, the applicant among them."""
        people = [self.name, *world.rng.sample(self.team, world.rng.randint(least, most) - 1)]
        world.rng.shuffle(people)
        return people


@dataclass
class Case:
    """One item: its text, and what must come of it. `reasons`: one of them must be given; empty where none need be.

    `paper` is the paper that it truly is (None where there is none), `never` are reasons that would accuse it wrongly. `applicant`
    states what the applicant says otherwise than the rest of the list (title, series, specialty); the item then stands in a list alone.
    """

    text: str
    outcomes: tuple[str, ...]
    paper: Row | None = None
    reasons: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    claimed: Row | None = None
    papers: list[Row] = field(default_factory=list)
    applicant: Row | None = None


Kind = Callable[[World, Who], Case]


def clear(one: Said, paper: Row, claimed: Row | None = None) -> Case:
    """An innocent item: nothing but CLEAR is right."""
    return Case(text(one), (CLEAR,), paper, claimed=claimed)


def asks(one: Said, paper: Row | None, *reasons: str, never: tuple[str, ...] = ()) -> Case:
    """An item that a person must look at, for one of these reasons."""
    return Case(text(one), (REVIEW,), paper, reasons, never)


def bars(one: Said, paper: Row, *reasons: str) -> Case:
    """An item that the notice excludes by its own words, and a record shows it."""
    return Case(text(one), (BAR,), paper, reasons)


def year_of(world: World, who: Who) -> int:
    """Return a year that lies wholly inside the applicant's period."""
    return world.rng.randint(who.year + 1, 2020)


def strangers(world: World, count: int = 2) -> list[str]:
    """Return people of no list."""
    return [words.person(world.rng) for _ in range(count)]
