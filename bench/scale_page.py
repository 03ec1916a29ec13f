"""docs/scale.md, written from what was measured and simulated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

HEAD = """# What a list, a province and a nation cost

Measured by `python -m bench.scale`, simulated by `python -m bench.season`, which writes this page and its plots; raw figures of every run
are in `bench/measured/scale.json` and `season.json`.

## Measured

Innocent citations of generated catalogues ({journals} journals), stub sites on loopback without pace, two cores at load {load:.1f}.
The warm run is the same batch from the full cache into an empty folder, papers apart.

"""
FIT = """
![requests a citation]({name}-requests.svg)

A citation costs fewer requests the more of its issue's neighbours are in the same cache. What each kind of request grows with is known,
so the model is a coefficient for each, the sum over all sizes; the sizes' own values stand beside it and show how well it holds.

"""
SEASON = """
## Simulated

Every source answers one request at a time, at its polite pace and daily budget (the defaults of the settings: {paces}).
Papers are drawn from 3,000 journals by Zipf's law, six years, twelve issues; 3.5 papers an applicant; hand-in over four weeks. One
address for the whole province, except where it says unit.

![days until the last answer]({name}-days.svg)

"""
END = """
## What follows

- **One address cannot search for a province.** The daily budget of the slowest source decides, and no cluster changes it: the crawl is one
  polite process a source however many workers judge. A unit at its own address, with its own access, is done in about a day.
- **One cache for all saves most of what can be saved by asking differently**: each issue, journal-year and journal once instead of once a
  unit. It takes the registry from the slowest source to one that keeps pace.
- **Asking issue by issue pays where a batch is dense.** Spread thinly over journals and years, as 10,000 applicants are, contents pages cost
  CNKI more than a search a paper would; at ten times as many it is the other way round. It is done all the same, since a contents page
  shows what no search shows: that the issue exists, and who else stands on those pages.
- **What is not asked saves most**: exports and prints that applicants bring, and an institution's licensed exports, each take away between two
  fifths and three quarters of the days, and both together more than either.
- **Detail pages are the rest**: one a paper at CNKI, for the day of release that the counting period may turn on. They are what a licensed
  feed would have to hold for the last row to become short.
- **Processor time is no bottleneck** at any pace that a source would allow.

The simulation leaves out refusals, retries and the limit of a session; it assumes that what was asked once is never asked again in a season.
A batch of 100,000 citations was not crawled: sizes above the measured ones rest on the fit, and so do the parts that no case of the generated lists asks for (open indexes).
"""


def page(measured: dict[str, Any], found: list[dict[str, Any]], name: str) -> str:
    """Return the page."""
    from verifier.settings import LIVE_PACES

    paces = ", ".join(f"{source} {pace.interval:g} s, {pace.daily or 'no limit'} a day" for source, pace in LIVE_PACES.items())
    return "".join(
        (
            HEAD.format(journals=measured["journals"], load=measured["load"]),
            _lines(_measured(measured)),
            FIT.format(name=name),
            _lines(_fit(measured)),
            SEASON.format(name=name, paces=paces),
            _lines(_seasons(found)),
            END,
        )
    )


def _lines(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _measured(measured: dict[str, Any]) -> Iterator[str]:
    yield "| citations | applicants | issues | requests a citation | cold | processor | warm | kB archived a citation |"
    yield "|--:|--:|--:|--:|--:|--:|--:|--:|"
    for one in measured["runs"]:
        n = one["citations"]
        yield (
            f"| {n:,} | {one['applicants']:,} | {one['issues']:,} | {sum(one['requests'].values()) / n:.2f} | {one['cold']['wall']:.0f} s "
            f"| {one['cold']['processor']:.0f} s | {one['warm']['wall']:.1f} s ({n / one['warm']['wall']:,.0f}/s) | {one['bytes']['archive'] / n / 1024:.1f} |"
        )


def _fit(measured: dict[str, Any]) -> Iterator[str]:
    yield "| source | request | once for each | requests | at each size |"
    yield "|---|---|---|--:|---|"
    for name, one in measured["fit"].items():
        source, kind = name.split(" ")
        yield f"| {source} | {kind} | {one['by'].rstrip('s')} | {one['each']:.3f} | {', '.join(f'{value:.3f}' for value in one['runs'])} |"


def _seasons(found: list[dict[str, Any]]) -> Iterator[str]:
    yield "| who | applicants | road | requests a citation | days | last source | days of the others |"
    yield "|---|--:|---|--:|--:|---|---|"
    for one in found:
        others = ", ".join(f"{source} {days:,.0f}" for source, days in sorted(one["days"].items(), key=lambda pair: -pair[1]) if source != one["last"])
        each = sum(one["requests"].values()) / one["citations"]
        yield f"| {one['what']} | {one['applicants']:,} | {one['road']} | {each:.2f} | {one['over']:,.1f} | {one['last']} | {others} |"
