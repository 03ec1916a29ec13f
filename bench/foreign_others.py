"""Layouts of foreign theses, news, web pages, reports, patents, preprints and data sets; books and parts have a module of their own."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from bench.foreign_books import BOOKS, PARTS, bare_meeting, gb_press
from bench.foreign_pieces import (
    Layout,
    Work,
    comma,
    comma_tight,
    ended,
    full,
    gb_names,
    initials_first,
    inverted,
    join,
    listed,
    plain,
    stop,
    tight,
)

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def gb_thesis(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`KANAMORI H. Title[D]. London: University of X, 2019.`"""
    names, work = gb_names(work, rng)
    work = replace(work, marked=True)
    press = rng.choice((f"{work.place}: {work.publisher}", work.publisher)) if work.place else work.publisher
    work = work if work.place and press.startswith(work.place) else replace(work, place="")
    if rng.random() < 0.25:
        return ended(f"{names.rstrip('.')}, {work.year}. {work.title}[D]. {press}", rng), work
    return ended(f"{stop(names)} {work.title}[D]. {press}, {work.year}", rng), work


def thesis(work: Work, rng: random.Random) -> tuple[str, Work]:
    """The forms of APA, MLA, Chicago, IEEE, Harvard and Vancouver, with the degree in words."""
    inverted_name, first, abbreviated = inverted(*work.names[0]), initials_first(*work.names[0]), comma(*work.names[0])
    school, year, title = work.publisher, work.year, work.title
    work = replace(work, names=work.names[:1])
    degree = rng.choice(("Doctoral dissertation", "Unpublished doctoral dissertation", "Master's thesis", "Doctoral thesis", "PhD thesis"))
    short = rng.choice(("Ph.D. dissertation", "Ph.D. thesis", "M.S. thesis", "PhD diss.", "PhD thesis", "Master’s thesis"))
    placed = f", {work.place}" if work.place else ""
    shapes = [
        (f"{abbreviated} ({year}). {title} [{degree}, {school}]", ""),
        (f"{abbreviated} ({year}). {title} ({degree}). {school}{placed}", work.place),
        (f"{stop(inverted_name)} {stop(title)} {year}. {school}, {short}", ""),
        (f"{stop(inverted_name)} “{stop(title)}” {short}, {school}, {year}", ""),
        (f"{stop(inverted_name)} {year}. “{stop(title)}” {short}, {school}", ""),
        (f"{first}, “{title},” {short}, {school}{placed}, {year}", work.place),
        (f"{comma_tight(*work.names[0])} ({year}) {title}. {short}. {school}", ""),
        (f"{tight(*work.names[0])}. {title} [{rng.choice(('dissertation', 'thesis', short))}]. {work.place or 'London'}: {school}; {year}", work.place or "London"),
        (f"{first}, {title}, {short}, {school}, {year}", ""),
        (f"{tight(*work.names[0])} ({year}) {title}. {short}, {school}{placed}", work.place),
        (f"{abbreviated}, {year}. {title}. {short}, {school}{placed}", work.place),
        (f"{plain(*work.names[0])}. {title}. {short}. {school}, {year}", ""),
    ]
    text, place = rng.choice(shapes)
    return ended(text, rng), replace(work, place=place)


def gb_news(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`KANAMORI H. Title[N]. The Daily, 2019-03-05(A1).`"""
    names, work = gb_names(work, rng)
    day = rng.choice((f"{work.year}-03-05", f"{work.year}-11-12"))
    return ended(f"{stop(names)} {work.title}[N]. {work.container}, {day}{rng.choice(('', '(A1)', '(7)', '(B12)'))}", rng), replace(work, marked=True, pages="?")


def news(work: Work, rng: random.Random) -> tuple[str, Work]:
    """APA, MLA, Chicago and Vancouver forms of a newspaper's article."""
    month, day, year, title = rng.choice(_MONTHS), rng.randint(1, 28), work.year, work.title
    work = replace(work, names=work.names[:2], pages="?")
    apa_names = join([comma(*name) for name in work.names], " & " if len(work.names) < 3 else ", & ")
    both = join([inverted(*work.names[0]), *[full(*name) for name in work.names[1:]]], ", and ").replace(",,", ",")
    if len(work.names) > 1:
        both = f"{inverted(*work.names[0])}, and {full(*work.names[1])}"
    shapes = (
        f"{apa_names} ({year}, {month} {day}). {stop(title)} {work.container}{rng.choice(('', ', p. A1', ', B12'))}",
        f"{stop(both)} “{stop(title)}” {work.container}, {day} {month[:3]}. {year}{rng.choice(('', ', p. A1'))}",
        f"{stop(both)} “{stop(title)}” {work.container}, {month} {day}, {year}",
        f"{stop(both)} {year}. “{stop(title)}” {work.container}, {month} {day}",
        f"{', '.join(tight(*name) for name in work.names)}. {stop(title)} {work.container}. {year} {month[:3]} {day}{rng.choice(('', ';Sect. A:12'))}",
        f"{' and '.join(full(*name) for name in work.names)}, “{title},” {work.container}, {month} {day}, {year}{rng.choice(('', ', p. A1'))}",
    )
    return ended(rng.choice(shapes), rng), work


def web(work: Work, rng: random.Random) -> tuple[str, Work]:
    """Web pages with the day of access, in GB/T 7714, APA, MLA, Chicago, IEEE, Harvard and Vancouver."""
    url = work.url or f"https://www.example.org/{work.year}/{rng.randint(10, 9999)}"
    month, year, title = rng.choice(_MONTHS), work.year, work.title
    gb, gb_work = gb_names(work, rng)
    one = replace(work, names=work.names[:1], url=url, container="?", publisher="?")
    abbreviated, first, inverted_name = comma(*one.names[0]), initials_first(*one.names[0]), inverted(*one.names[0])
    shapes = [
        (f"{stop(gb)} {title}[EB/OL]. ({year}-03-05)[2023-11-02]. {url}", replace(gb_work, marked=True, container="", publisher="", url=url)),
        (f"{stop(gb)} {title}[EB/OL]. {year}[2023-11-02]. {url}", replace(gb_work, marked=True, container="", publisher="", url=url)),
        (f"{gb.rstrip('.')}, {year}. {title}[EB/OL]. [2023-11-02]. {url}", replace(gb_work, marked=True, container="", publisher="", url=url)),
        (f"{stop(gb)} {title}[EB/OL]. [{year}-11-02]. {url}", replace(gb_work, marked=True, year="?", container="", publisher="", url=url)),
        (f"{abbreviated} ({year}, {month} 5). {stop(title)} {url}", one),
        (f"{abbreviated} ({year}). {stop(title)} Retrieved {month} 5, 2023, from {url}", one),
        (f"{stop(inverted_name)} “{stop(title)}” {year}, {url.removeprefix('https://')}. Accessed 5 Mar. 2023", one),
        (f"{stop(inverted_name)} {year}. “{stop(title)}” Accessed {month} 5, 2023. {url}", one),
        (f"{abbreviated} ({year}) {title}. Available at: {url} (Accessed: 5 {month} 2023)", one),
        (f"{first}. “{title}.” {url} (accessed Mar. 5, 2023)", replace(one, year="")),
        (f"{tight(*one.names[0])}. {title} [Internet]. {year} [cited 2023 Mar 5]. Available from: {url}", one),
    ]
    return rng.choice(shapes)


def report(work: Work, rng: random.Random) -> tuple[str, Work]:
    """Reports with their number."""
    number, year, title = f"{rng.choice('ABT')}R-{rng.randint(10, 99)}-{rng.randint(100, 999)}", work.year, work.title
    gb, gb_work = gb_names(work, rng)
    names, apa_work = listed(work, rng, (comma,), (", & ", " & "))
    first, ieee_work = listed(work, rng, (initials_first,), (" and ", ", and "))
    press = gb_press(work, rng)
    bare: dict[str, Any] = {"number": number, "pages": ""}
    shapes = [
        (f"{stop(gb)} {title}[R]. {press}, {year}", replace(gb_work, marked=True, pages="")),
        (f"{stop(gb)} {title}: {number}[R]. {press}, {year}", replace(gb_work, marked=True, pages="", number=number)),
        (f"{names} ({year}). {title} (Report No. {number}). {work.publisher}", replace(apa_work, place="", **bare)),
        (f"{names} ({year}). {title} (Technical Report {number}). {press}", replace(apa_work, **bare)),
        (f"{first}, “{title},” {work.publisher}, Tech. Rep. {number}, {year}", replace(ieee_work, place="", container="?", **bare)),
        (f"{stop(gb)} {title}. {press}; {year}. Report No.: {number}", replace(gb_work, **bare)),
    ]
    text, shown = rng.choice(shapes)
    return ended(text, rng), shown


def patent(work: Work, rng: random.Random) -> tuple[str, Work]:
    """Patents in GB/T 7714, APA and IEEE forms."""
    number, year, title = f"{rng.randint(5, 11)}{rng.randint(100000, 999999)}", work.year, work.title
    gb, gb_work = gb_names(work, rng)
    names, apa_work = listed(work, rng, (comma,), (", & ", " & "))
    first, ieee_work = listed(work, rng, (initials_first,), (" and ", ", and "))
    shapes = [
        (f"{stop(gb)} {title}: US{number}[P]. {year}-03-05", replace(gb_work, marked=True)),
        (f"{stop(gb)} {title}: US, {number}[P]. {year}-03-05", replace(gb_work, marked=True, place="?")),
        (f"{stop(gb)} {title}[P]. US{number}B2, {year}-03-05", replace(gb_work, marked=True)),
        (f"{names} ({year}). {title} (U.S. Patent No. {number}). U.S. Patent and Trademark Office", replace(apa_work, publisher="?")),
        (f"{first}, “{title},” U.S. Patent {number}, Mar. 5, {year}", replace(ieee_work, container="?")),
    ]
    text, shown = rng.choice(shapes)
    return ended(text, rng), replace(shown, number="?")


def preprint(work: Work, rng: random.Random) -> tuple[str, Work]:
    """arXiv preprints as they are cited."""
    number, year, title = f"{work.year[2:]}{rng.randint(1, 12):02}.{rng.randint(10000, 20000)}", work.year, work.title
    gb, gb_work = gb_names(work, rng)
    names, apa_work = listed(work, rng, (comma,), (", & ", " & "))
    first, ieee_work = listed(work, rng, (initials_first,), (" and ", ", and "))
    loose: dict[str, Any] = {"container": "?", "publisher": "?", "url": "?"}
    shapes = [
        (f"{stop(gb)} {title}[PP/OL]. arXiv ({year}-03-05)[2023-11-02]. https://arxiv.org/abs/{number}", replace(gb_work, marked=True, **loose)),
        (f"{stop(gb)} {title}[J/OL]. arXiv preprint arXiv:{number}, {year}", replace(gb_work, marked=True, kind="J", **loose)),
        (f"{stop(gb)} {title}. arXiv preprint arXiv:{number}, {year}", replace(gb_work, **loose)),
        (f"{names} ({year}). {title}. arXiv preprint arXiv:{number}", replace(apa_work, **loose)),
        (f"{names} ({year}). {title}. arXiv. https://arxiv.org/abs/{number}", replace(apa_work, **loose)),
        (f"{first}, “{title},” arXiv preprint arXiv:{number}, {year}", replace(ieee_work, **loose)),
        (f"{first}, {title}, arXiv:{number} ({year})", replace(ieee_work, **loose)),
    ]
    text, shown = rng.choice(shapes)
    return ended(text, rng), shown


def dataset(work: Work, rng: random.Random) -> tuple[str, Work]:
    """Data sets of GB/T 7714, APA and DataCite."""
    gb, gb_work = gb_names(work, rng)
    names, apa_work = listed(work, rng, (comma,), (", & ", " & "))
    at = f"10.5072/zenodo.{rng.randint(100000, 9999999)}"
    shapes = [
        (f"{stop(gb)} {work.title}[DS/OL]. {work.publisher}, {work.year}[2023-11-02]. https://doi.org/{at}", replace(gb_work, marked=True)),
        (f"{names} ({work.year}). {work.title} [Data set]. {work.publisher}. https://doi.org/{at}", replace(apa_work)),
        (f"{names} ({work.year}): {work.title}. {work.publisher}. Dataset. https://doi.org/{at}", replace(apa_work)),
    ]
    text, shown = rng.choice(shapes)
    return text, replace(shown, doi=at, place="", publisher="?", container="?")


OTHERS: dict[str, tuple[Layout, ...]] = {
    "M": BOOKS, "C": (*PARTS, bare_meeting), "D": (gb_thesis, thesis, thesis), "N": (gb_news, news, news), "EB": (web,), "R": (report,), "P": (patent,),
    "PP": (preprint,), "DS": (dataset,),
}  # fmt: skip
"""Layouts by kind; journal papers have a module of their own."""
