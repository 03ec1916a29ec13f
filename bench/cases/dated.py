"""Every precision of a paper's date against every precision and basis of the title's: what the windows alone must give."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from bench.cases.case import BAR, CLEAR, REVIEW, Case, Kind, Who
from bench.cases.citing import said, text
from bench.cases.world import A_YEAR, Row, World

Span = tuple[date, date]
CUTOFFS = {"engineering": date(2021, 8, 30), "economics": date(2021, 9, 30), "other": date(2021, 8, 30)}
BASES = ("certificate", "certificate", "review-year", "appointment")


class Drawn(NamedTuple):
    """One draw: the paper's serial, year, issue, printed date and window, and the title's."""

    serial: Row
    year: int
    issue: str
    published: str | None
    window: Span
    obtained: str
    title: Span
    basis: str
    series: str

    @property
    def side(self) -> str:
        """Return where the paper's window lies: before, start, inside, end, after."""
        end = CUTOFFS[self.series]
        if self.window[1] < self.title[0]:
            return "before"
        if self.window[0] <= self.title[1]:
            return "start"
        if self.window[0] > end:
            return "after"
        return "inside" if self.window[1] <= end else "end"


def issue_days(year: int, number: int, count: int) -> Span:
    """Return the days of an issue, by the number of issues a year."""
    if count in (24, 36):
        each = count // 12
        month, part = (number - 1) // each + 1, (number - 1) % each
        cuts = {2: (1, 16), 3: (1, 11, 21)}[each]
        last = cuts[part + 1] - 1 if part + 1 < each else calendar.monthrange(year, month)[1]
        return date(year, month, cuts[part]), date(year, month, last)
    first, last = (number - 1) * 12 // count + 1, -(-number * 12 // count)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def draw(world: World) -> Drawn:
    """Draw a paper and a title anywhere around the bounds."""
    rng, serial = world.rng, world.pick()
    count = A_YEAR[serial["then"]]
    year = rng.choice((2021, 2021, rng.randint(2010, 2020)))
    number = rng.randint(1, count)
    days = issue_days(year, number, count)
    shown, window = rng.choice(("none", "month", "day")), days
    published = None
    if shown != "none":
        day = days[0] + timedelta(days=rng.randint(0, (days[1] - days[0]).days))
        published, window = day.isoformat(), (day, day)
        if shown == "month":
            published = published[:7]
            window = day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    base = (
        window[0] + timedelta(days=rng.randint(-200, 200)) if year < 2021 or rng.random() < 0.3 else date(2017, 11, 20)
    )
    base = min(base, date(2020, 6, 1))
    obtained = base.isoformat()[: rng.choice((4, 7, 10, 10))]
    basis = rng.choice(BASES)
    return Drawn(
        serial,
        year,
        str(number),
        published,
        window,
        obtained,
        _title(obtained, basis),
        basis,
        rng.choice(tuple(CUTOFFS)),
    )


def _title(obtained: str, basis: str) -> Span:
    year = int(obtained[:4])
    if len(obtained) == 4 or basis == "review-year":
        return date(year, 1, 1), date(year, 12, 31)
    if len(obtained) == 7:
        month = int(obtained[5:7])
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(obtained), date.fromisoformat(obtained)


def on(side: str) -> Kind:
    """A paper whose window lies on one side of the bounds."""

    def run(world: World, who: Who) -> Case:
        one = draw(world)
        while one.side != side:
            one = draw(world)
        paper = world.paper(one.serial, who.byline(world), one.year, one.issue, published=one.published)
        outcomes, reasons = _right(one)
        qualification = {"title": "工程师", "obtained": one.obtained, "basis": one.basis, "source": "证书"}
        applicant = {
            "series": one.series,
            "specialty": "经济" if one.series == "economics" else "综合",
            "qualification": qualification,
        }
        case = Case(text(said(world, paper)), outcomes, paper, reasons, applicant=applicant)
        if side == "inside":
            case.never = (
                "date_straddles_start",
                "date_straddles_end",
                "before_qualification",
                "after_cutoff",
                "date_unknown",
            )
        return case

    return run


def _right(one: Drawn) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the outcomes that are right and the reason; by an issue's number alone a person may look as well."""
    barred = (BAR,) if one.published else (BAR, REVIEW)
    match one.side:
        case "before":
            return ((REVIEW,) if one.basis == "appointment" else barred), ("before_qualification",)
        case "after":
            return barred, ("after_cutoff",)
        case "start":
            return (REVIEW,), ("date_straddles_start",)
        case "end":
            return (REVIEW,), ("date_straddles_end",)
    return (CLEAR,), ()


ALL: dict[str, tuple[Kind, bool]] = {
    "dated_inside": (on("inside"), True),
    **{f"dated_{side}": (on(side), False) for side in ("before", "start", "end", "after")},
}
