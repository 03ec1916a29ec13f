"""Outputs abroad: not held to the CN rule, searched in the open indexes, with a literature certificate or without."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bench.cases import words
from bench.cases.case import BAR, CLEAR, REVIEW, Case, Kind, Who, year_of
from bench.cases.world import Row, World

CERTIFICATE = {"author_rank": None, "cn": None, "issn": None}


@dataclass(frozen=True)
class Reference:
    """A reference in Latin letters; `names` are pairs of family and given name."""

    names: tuple[tuple[str, str], ...]
    title: str
    journal: str
    year: str
    volume: str
    issue: str
    pages: str
    doi: str


def _serial(world: World) -> Row:
    if not world.of_sort["abroad"]:
        for name in words.latin_serial_names(world.rng):
            if not name.startswith(("Liaohai", "Bohan")):
                world.serial(
                    "abroad", "Halden " + name.split(" ", 1)[1], "机电", cn=None, registered=False, codes={}, coverage={},
                    language="英文", place="Rotterdam", frequency="双月刊", volume_zero=2000,
                )  # fmt: skip
            if len(world.of_sort["abroad"]) == 12:
                break
    return world.pick("abroad")


def _latin(name: str) -> tuple[str, str]:
    import pypinyin  # late: only this part needs its tables

    cut = 2 if name[:2] in words.COMPOUND else 1
    family, given = ("".join(pypinyin.lazy_pinyin(part)).capitalize() for part in (name[:cut], name[cut:]))
    return family, given


def _paper(world: World, who: Who, **given: object) -> tuple[Row, Reference]:
    serial, year = _serial(world), int(str(given.pop("year", year_of(world, who))))
    people = [name for name in who.byline(world) if "·" not in name and len(_latin(name)[0]) > 1]
    names = tuple(dict.fromkeys(_latin(name) for name in people))
    number = str(world.rng.randint(1, 6))
    title = next(world.latin)
    paper = world.paper(
        serial, [f"{one} {two}" for one, two in names], year, number, title=title, clc=[], published=f"{year}-{int(number) * 2:02d}-10",
        doi=f"10.5555/w{len(world.papers)}.{year}", **{"in": {source: {} for source in world.rng.choice((("crossref",), ("crossref", "openalex")))}},
    )  # fmt: skip
    paper |= given
    return paper, Reference(
        names, title, serial["title"], str(year), paper["volume"], number, paper["pages"], paper["doi"]
    )


def _initials(given: str) -> str:
    return given[:1]


def _gb(one: Reference) -> str:
    people = ", ".join(f"{family.upper()} {_initials(given)}" for family, given in one.names)
    return f"{people}. {one.title}[J]. {one.journal}, {one.year}, {one.volume}({one.issue}): {one.pages}."


def _full(one: Reference) -> str:
    people = ", ".join(f"{given} {family}" for family, given in one.names)
    return (
        f"{people}. {one.title}[J]. {one.journal}, {one.year}, {one.volume}({one.issue}): {one.pages}. DOI: {one.doi}."
    )


def _apa(one: Reference) -> str:
    people = [f"{family}, {_initials(given)}." for family, given in one.names]
    whole = people[0] if len(people) == 1 else ", ".join(people[:-1]) + f", & {people[-1]}"
    return f"{whole} ({one.year}). {one.title}. {one.journal}, {one.volume}({one.issue}), {one.pages}. https://doi.org/{one.doi}"


def _plain(one: Reference) -> str:
    people = ", ".join(f"{family} {given}" for family, given in one.names)
    return f"{people}. {one.title}. {one.journal}, {one.year}, {one.volume}({one.issue}): {one.pages}."


STYLES = (_gb, _full, _apa, _plain)


def _claimed(world: World) -> Row:
    number = f"{world.rng.randint(2019, 2021)}-LH-{world.rng.randint(1, 9999):04d}"
    return {**CERTIFICATE, "certificate": {"issuer": "辽海理工大学图书馆", "number": number, "date": "2021-07-05"}}


def _applicant(who: Who) -> Row:
    family, given = _latin(who.name)
    return {"name": who.name, "name_latin": [f"{family} {given}"]}


def _case(
    world: World,
    who: Who,
    one: Reference,
    paper: Row | None,
    outcomes: tuple[str, ...],
    reasons: tuple[str, ...] = (),
    sure: bool = True,
) -> Case:
    line = world.rng.choice(STYLES)(one)
    return Case(line, outcomes, paper, reasons, claimed=_claimed(world) if sure else None, applicant=_applicant(who))


def _plain_name(kind: Kind) -> Kind:
    """Leave people with a dot in their name or a surname of one Latin letter to the other kinds."""

    def run(world: World, who: Who) -> Case:
        if "·" in who.name or len(_latin(who.name)[0]) == 1:
            who = replace(who, name="卓" + who.name[-2:].replace("·", ""))
        return kind(world, who)

    return run


def certified(world: World, who: Who) -> Case:
    """A paper abroad with its certificate."""
    paper, one = _paper(world, who)
    return _case(world, who, one, paper, (CLEAR,))


def bare(world: World, who: Who) -> Case:
    """A paper abroad without a certificate."""
    paper, one = _paper(world, who)
    return _case(world, who, one, paper, (REVIEW,), ("foreign_certificate",), sure=False)


def early(world: World, who: Who) -> Case:
    """A paper abroad of before the title."""
    paper, one = _paper(world, who, year=who.year - 2)
    return _case(world, who, one, paper, (BAR,), ("before_qualification",))


def late(world: World, who: Who) -> Case:
    """A paper abroad of after the counting date."""
    paper, one = _paper(world, who, year=2021)
    paper |= {"published": "2021-10-10", "issue": "5"}
    return _case(world, who, replace(one, issue="5"), paper, (BAR,), ("after_cutoff",))


def year_moved(world: World, who: Who) -> Case:
    """A paper abroad with another year."""
    paper, one = _paper(world, who)
    return _case(world, who, replace(one, year=str(int(one.year) - 1)), paper, (REVIEW, BAR), ("year_differs",))


def pages_moved(world: World, who: Who) -> Case:
    """A paper abroad with other pages."""
    paper, one = _paper(world, who)
    first, last = (int(page) for page in one.pages.split("-"))
    return _case(world, who, replace(one, pages=f"{first + 31}-{last + 31}"), paper, (REVIEW,), ("pages_differ",))


def journal_moved(world: World, who: Who) -> Case:
    """A paper abroad in a better journal."""
    paper, one = _paper(world, who)
    other = next(row["title"] for row in world.of_sort["abroad"] if row["title"] != one.journal)
    return _case(world, who, replace(one, journal=other), paper, (REVIEW,), ("journal_differs",))


def inserted(world: World, who: Who) -> Case:
    """A paper abroad by others, with the applicant put in front."""
    people = [
        name for name in (words.person(world.rng) for _ in range(6)) if "·" not in name and len(_latin(name)[0]) > 1
    ][:2]
    paper, one = _paper(world, replace(who, name=people[0], team=people[1:] * 4))
    return _case(
        world,
        who,
        replace(one, names=(_latin(who.name), *one.names)),
        paper,
        (REVIEW,),
        ("authors_differ", "applicant_not_author"),
    )


def retracted(world: World, who: Who) -> Case:
    """A retracted paper abroad."""
    paper, one = _paper(world, who, retracted=True)
    return _case(world, who, one, paper, (REVIEW,), ("retracted",))


KINDS: dict[str, tuple[Kind, bool]] = {
    "abroad_certified": (certified, True),
    "abroad_bare": (bare, False),
    "abroad_early": (early, False),
    "abroad_late": (late, False),
    "abroad_year": (year_moved, False),
    "abroad_pages": (pages_moved, False),
    "abroad_journal": (journal_moved, False),
    "abroad_inserted": (inserted, False),
    "abroad_retracted": (retracted, False),
}
ALL: dict[str, tuple[Kind, bool]] = {name: (_plain_name(kind), good) for name, (kind, good) in KINDS.items()}
