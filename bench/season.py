"""How long is a province's season, and a year of the nation, at the sources' polite pace? A discrete-event simulation of what was measured.

    python -m bench.season [--raw bench/measured/scale.json] [--out docs/scale]

Applicants hand in on the working days of four weeks (a year for the nation), each 3.5 papers of journals drawn by Zipf's law. What they
cause to be asked is the measured fit of `bench/scale.py`: the first citation of an issue asks for its contents, the first of a journal and
year for the list of issues, the first of a journal for the registry and its pages, and each citation for a share of searches and
details. Every source is one server: one request at a time, its interval between two starts, its daily budget (`verifier.settings`).
Answers are kept for the season. The middle road and the last are simulated for provinces of a hundred to a hundred thousand applicants, all six for ten thousand.

Printed, and written with their plots to DIR.md and DIR-*.svg: requests a citation and source, the days until the last answer, and which
source is the last, for each of six roads. The same seed gives the same bytes. Needs simpy and matplotlib (`requirements-bench.lock`).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import simpy

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from bench import scale_page as page  # noqa: E402
from bench import scale_plots as plots  # noqa: E402
from verifier.settings import LIVE_PACES  # noqa: E402

SEED = 2021
DAY = 86_400.0
PAPERS = 3.5
"""Papers of one applicant (a planning assumption: two to five)."""
JOURNALS, YEARS, ISSUES = 3_000, 6, 12
"""Journals that a province's engineers and economists publish in, years within a counting period, issues of a year."""
UNIT = 100
"""Citations of one unit."""
IMPORTED, LICENSED = 0.5, 0.8
"""Shares of citations that bring an export or a saved page, and of issues that an institution's licensed export holds."""
DATABASES = ("cnki", "wanfang", "vip")
WEEKS = 4
PROVINCE = (100, 1_000, 10_000, 100_000)
UNIT_APPLICANTS = round(UNIT / PAPERS)
NATION = 1_000_000
"""Applicants of a year of the nation: no figure is published; this is one in eighty of its professionals."""


@dataclass
class Road:
    """One way of doing the work."""

    name: str
    english: str
    issue_first: bool = True
    shared: bool = True
    imports: bool = False
    corpora: bool = False


ROADS = (
    Road("逐篇检索（不用目次，不共享）", "title by title, nothing shared", issue_first=False, shared=False),
    Road("目次优先，各单位自存", "issue first, each unit its own cache", shared=False),
    Road("目次优先，全省共享缓存", "issue first, one cache"),
    Road("再加：半数成果附题录或打印件", "and half bring exports or prints", imports=True),
    Road("再加：八成刊期有授权题录", "and four fifths of issues from licensed exports", corpora=True),
    Road("再加：两者都用", "and both", imports=True, corpora=True),
)
HOME = ROADS[2]


@dataclass
class Costs:
    """Requests for each citation, issue, journal-year and journal, by source, as measured."""

    each: dict[str, dict[str, float]]

    @classmethod
    def of(cls, fit: dict[str, dict[str, Any]]) -> Costs:
        """Sum the fit over the kinds of a source."""
        each: defaultdict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for name, one in fit.items():
            each[name.split(" ")[0]][one["by"]] += one["each"]
        return cls({source: dict(by) for source, by in each.items() if source in LIVE_PACES})


@dataclass
class Season:
    """A season under way: what was asked already, and how long each source's queue is."""

    costs: Costs
    road: Road
    rng: random.Random
    known: set[tuple[Any, ...]] = field(default_factory=set)
    owed: Counter[str] = field(default_factory=Counter)

    def asks(self, unit: int) -> dict[str, int]:
        """Return the requests that one more citation of a unit causes, by source."""
        journal, year, issue = self._drawn()
        place = () if self.road.shared else (unit,)
        brought = self.road.imports and self.rng.random() < IMPORTED
        licensed = self.road.corpora and _share(journal, year, issue) < LICENSED
        found = {}
        for source, by in self.costs.each.items():
            if source in DATABASES and (brought or licensed):
                continue  # the paper's own pages, or the issue's, are there already
            found[source] = self._whole(source, sum(self._of(source, by, place, journal, year, issue)))
        return found

    def _of(self, source: str, by: dict[str, float], place: tuple[int, ...], journal: int, year: int, issue: int) -> Iterator[float]:
        yield by.get("citations", 0.0)
        if not self.road.issue_first and source in DATABASES:
            yield 2.0 - by.get("citations", 0.0)  # a search and a detail page for every paper
            return
        drivers = (("issues", (journal, year, issue)), ("years", (journal, year)), ("journals", (journal,)))
        for name, key in drivers:
            if name in by and (new := (source, name, *place, *key)) not in self.known:
                self.known.add(new)
                yield by[name]

    def _whole(self, source: str, requests: float) -> int:
        """Turn a mean into whole requests, keeping what is over for the next citation."""
        self.owed[source] += requests  # type: ignore[assignment]  # a Counter adds fractions as well
        whole = int(self.owed[source])
        self.owed[source] -= whole
        return whole

    def _drawn(self) -> tuple[int, int, int]:
        """Draw a journal by Zipf's law, a year and an issue."""
        journal = int(JOURNALS ** self.rng.random())  # the inverse of the log-uniform law, Zipf's with exponent 1
        return journal, self.rng.randrange(YEARS), self.rng.randrange(ISSUES)


def _share(*key: int) -> float:
    """Return a number in [0, 1) that is always the same for a key."""
    return random.Random(str(key)).random()


def simulate(costs: Costs, road: Road, applicants: int, days: int) -> dict[str, Any]:
    """Let applicants hand in over so many days and serve every request at its source's pace; return requests and days by source."""
    world = simpy.Environment()
    season = Season(costs, road, random.Random(SEED))
    queues = {source: simpy.Container(world) for source in costs.each}
    served, finished = Counter[str](), dict[str, float]()
    citations = round(applicants * PAPERS)

    def hand_in() -> Iterator[Any]:
        gap = days * DAY / max(1, citations)
        for number in range(citations):
            for source, count in season.asks(number // UNIT).items():
                if count:
                    yield queues[source].put(count)
            yield world.timeout(gap)

    def serve(source: str) -> Iterator[Any]:
        pace, day, used = LIVE_PACES[source], 0, 0
        while True:
            yield queues[source].get(1)
            if (today := int(world.now // DAY)) != day:
                day, used = today, 0
            if pace.daily and used >= pace.daily:
                yield world.timeout((day + 1) * DAY - world.now)
                day, used = day + 1, 0
            used += 1
            served[source] += 1
            yield world.timeout(pace.interval)
            finished[source] = world.now

    for source in costs.each:
        world.process(serve(source))
    world.process(hand_in())
    world.run()
    over = {source: when / DAY for source, when in finished.items()}
    last = max(over, key=lambda one: over[one])
    return {"citations": citations, "requests": dict(served), "days": over, "last": last, "over": over[last]}


def seasons(costs: Costs) -> list[dict[str, Any]]:
    """Simulate every road for a province, the middle one for smaller ones and for a single unit, and the last for a nation's year."""
    found = []
    for applicants in PROVINCE:
        for road in ROADS if applicants == PROVINCE[-2] else (HOME, ROADS[-1]):
            found.append(_told("province", road, applicants, simulate(costs, road, applicants, WEEKS * 7)))
    found.append(_told("unit", HOME, UNIT_APPLICANTS, simulate(costs, HOME, UNIT_APPLICANTS, 1)))
    found += [_told("nation", road, NATION, simulate(costs, road, NATION, 365)) for road in (HOME, ROADS[-1])]
    return found


def _told(what: str, road: Road, applicants: int, result: dict[str, Any]) -> dict[str, Any]:
    print(f"{what:9} {applicants:>9,} applicants, {road.english:48} {result['over']:>9.1f} days, last {result['last']}", flush=True)
    return {"what": what, "road": road.english, "applicants": applicants, **result}


def main() -> None:
    """Simulate, print, and write page and plots."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=ROOT / "bench" / "measured" / "scale.json")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "scale")
    given = parser.parse_args()
    measured = json.loads(given.raw.read_text(encoding="utf-8"))
    found = seasons(Costs.of(measured["fit"]))
    (given.raw.parent / "season.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    plots.requests(measured, given.out.with_name(f"{given.out.name}-requests.svg"))
    plots.days(found, given.out.with_name(f"{given.out.name}-days.svg"))
    given.out.with_suffix(".md").write_text(page.page(measured, found, given.out.name), encoding="utf-8")


if __name__ == "__main__":
    main()
