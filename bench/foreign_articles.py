"""Layouts of foreign journal papers as house styles print them: each is one function of a work and a random source.

A layout returns the text and the work as shown in it: what the style leaves out is taken away, so that only what is printed is asked for.
Names, years, numbers and pages vary within a layout; the families are ISO 690 and GB/T 7714, APA, MLA, Chicago, Vancouver, IEEE, ACS,
Harvard, Elsevier, Springer, Nature, and what Chinese journals make of them.
"""

from __future__ import annotations

import random
from dataclasses import replace

from bench.foreign_pieces import (
    Layout,
    Work,
    case,
    chicago_names,
    comma,
    comma_tight,
    dash,
    dotted,
    dotted_tight,
    ended,
    full,
    gb_names,
    initials_first,
    initials_tight,
    inverted,
    listed,
    online,
    plain,
    semicolons,
    stop,
    tight,
)  # fmt: skip


def journal(work: Work, rng: random.Random) -> str:
    """Print a journal's full name, or its short one where one is known."""
    return work.short if work.short and rng.random() < 0.35 else work.container


def gb_tail(work: Work, rng: random.Random, dated: bool) -> str:
    """Year, volume, issue and pages of GB/T 7714 and its neighbours; `dated`: the year stands before the title already."""
    issue = rng.choice((f"({work.issue})", f" ({work.issue})")) if work.issue else ""
    pages = dash(work.pages, rng)
    colon = rng.choice((": ", ":")) if pages else ""
    year = "" if dated else f" {work.year},"
    return f",{year} {work.volume}{issue}{colon}{pages}"


def gb_article(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`KANAMORI H. Title[J]. Journal, 2019, 3(4): 5-6.`"""
    names, work = gb_names(work, rng)
    work = replace(work, marked=True)
    mark = rng.choice(("[J]", " [J]", "[J/OL]" if work.doi else "[J]"))
    name = journal(work, rng)
    text = f"{stop(names)} {case(work.title, rng)}{mark}{rng.choice(('. ', '. ', '.'))}{name}{gb_tail(work, rng, False)}"
    return ended(text, rng) + online(work, rng), replace(work, container=name)


def gb_dated(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`KANAMORI H, 2019. Title[J]. Journal, 3(4): 5-6.`"""
    names, work = gb_names(work, rng)
    work = replace(work, marked=rng.random() < 0.6)
    name = journal(work, rng)
    year = rng.choice((f", {work.year}. ", f". {work.year}. ", f" ({work.year}). ", f", {work.year}a. ", f" {work.year}. ", f". ({work.year}). "))
    title = case(work.title, rng)
    title = f"{title}[J]. " if work.marked else f"{stop(title)} "
    return ended(f"{names.rstrip('.') if year[0] in '.,' else names}{year}{title}{name}{gb_tail(work, rng, True)}", rng) + online(work, rng), replace(work, container=name)


def unmarked(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori H. Title. Journal, 2019, 3(4): 5-6.`"""
    names, work = gb_names(work, rng)
    name = journal(work, rng)
    return ended(f"{stop(names)} {stop(case(work.title, rng))} {name}{gb_tail(work, rng, False)}", rng) + online(work, rng), replace(work, container=name)


def vancouver(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori HY, Smith J. Title. Journal. 2019 Mar;3(4):5-6.`"""
    names, work = listed(work, rng, (tight, tight, tight, plain), (", ",), rng.choice((3, 6, 99)))
    name = journal(work, rng)
    issue = f"({work.issue})" if work.issue else ""
    month = rng.choice((" Mar", " Nov 12", "", "", ""))
    pages = f":{rng.choice(('', ' '))}{dash(work.pages, rng)}" if work.pages else ""
    text = f"{stop(names)} {stop(case(work.title, rng))} {name}{rng.choice(('. ', ' ', ', '))}{work.year}{month};{rng.choice(('', ' '))}{work.volume}{issue}{pages}"
    return ended(text, rng) + online(work, rng), replace(work, container=name)


def apa(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H. Y., & Smith, J. (2019). Title. Journal, 3(4), 5–6.`"""
    names, work = listed(work, rng, (comma, comma, comma_tight, dotted), (", & ", " & ", ", and ", " and ", ", "))
    name = journal(work, rng)
    issue = f"{rng.choice(('', '', ' '))}({work.issue})" if work.issue else ""
    year = rng.choice((f"({work.year}).", f"({work.year}).", f"({work.year})", f"({work.year}):", f"({work.year}),"))
    pages = f", {rng.choice(('', '', 'pp. '))}{dash(work.pages, rng)}" if work.pages else ""
    text = f"{names} {year} {stop(case(work.title, rng))} {name}, {work.volume}{issue}{pages}"
    return ended(text, rng) + online(work, rng), replace(work, container=name)


def harvard(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H.Y. and Smith, J. (2019) ‘Title’, Journal, 3(4), pp. 5–6.`"""
    names, work = listed(work, rng, (comma_tight, comma, comma_tight), (" and ", ", and ", " & "))
    quotes = rng.choice(("‘’", "‘’", "''", "“”"))
    issue = rng.choice((f"({work.issue})", f" ({work.issue})", f", no. {work.issue}")) if work.issue else ""
    volume = rng.choice(("", "", "vol. ")) + work.volume
    year = rng.choice((f"({work.year})", f"({work.year})", f"{work.year},"))
    pages = f", pp. {dash(work.pages, rng)}" if work.pages else ""
    return ended(f"{names} {year} {quotes[0]}{case(work.title, rng)}{quotes[1]}, {work.container}, {volume}{issue}{pages}", rng) + online(work, rng), work


def ieee(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`H. Y. Kanamori and J. Smith, “Title,” Journal, vol. 3, no. 4, pp. 5–6, Mar. 2019.`"""
    names, work = listed(work, rng, (initials_first, initials_first, initials_tight, full), (", and ", " and ", ", "), rng.choice((3, 99)))
    name = journal(work, rng)
    quotes = rng.choice(("“”", '""', "“”"))
    issue = f" no. {work.issue}," if work.issue else ""
    pages = f" pp. {dash(work.pages, rng)}," if work.pages else ""
    inside = rng.choice((f"{work.title},{quotes[1]}", f"{work.title}{quotes[1]},"))
    month = rng.choice(("", "", "Mar. ", "Sept. "))
    return ended(f"{names}, {quotes[0]}{inside} {name}, vol. {work.volume},{issue}{pages} {month}{work.year}", rng) + online(work, rng), replace(work, container=name)


def mla(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, Hiroo, and John Smith. “Title.” Journal, vol. 3, no. 4, 2019, pp. 5-6.`"""
    names, work = chicago_names(work, rng)
    quotes = rng.choice(("“”", '""'))
    issue = f" no. {work.issue}," if work.issue else ""
    title = f"{quotes[0]}{stop(work.title)}{quotes[1]}"
    if rng.random() < 0.4:
        number = f"{work.volume}.{work.issue}" if work.issue else work.volume
        return ended(f"{stop(names)} {title} {work.container} {number} ({work.year}){f': {dash(work.pages, rng)}' if work.pages else ''}", rng), work
    pages = f", pp. {dash(work.pages, rng)}" if work.pages else ""
    return ended(f"{stop(names)} {title} {work.container}, vol. {work.volume},{issue} {rng.choice(('', 'Mar. '))}{work.year}{pages}", rng) + online(work, rng), work


def chicago(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, Hiroo, and John Smith. “Title.” Journal 3, no. 4 (2019): 5–6.`"""
    names, work = chicago_names(work, rng)
    pages = f": {dash(work.pages, rng)}" if work.pages else ""
    if rng.random() < 0.5:
        issue = rng.choice((f", no. {work.issue}", f" ({work.issue})")) if work.issue else ""
        return ended(f"{stop(names)} {work.year}. “{stop(work.title)}” {work.container} {work.volume}{issue}{pages}", rng) + online(work, rng), work
    issue = f", no. {work.issue}" if work.issue else ""
    return ended(f"{stop(names)} “{stop(work.title)}” {work.container} {work.volume}{issue} ({rng.choice(('', 'March '))}{work.year}){pages}", rng) + online(work, rng), work


def note(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Hiroo Kanamori and John Smith, “Title,” Journal 3, no. 4 (2019): 5–6.`"""
    names, work = listed(work, rng, (full, full, initials_first), (", and ", " and ", " & "))
    issue = rng.choice((f", no. {work.issue}", f", No. {work.issue}")) if work.issue else ""
    volume = rng.choice((f" {work.volume}", f", Vol. {work.volume}", f", vol. {work.volume}"))
    title = rng.choice((f"“{work.title},”", f"“{work.title}”,", f'"{work.title}",'))
    tail = f" ({work.year}), pp. {dash(work.pages, rng)}" if rng.random() < 0.5 else f", {work.year}, pp. {dash(work.pages, rng)}"
    return ended(f"{names}, {title} {work.container}{volume}{issue}{tail if work.pages else f' ({work.year})'}", rng), work


def acs(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H. Y.; Smith, J. Title. Journal 2019, 3 (4), 5–6.`"""
    names, work = semicolons(work, rng)
    name = journal(work, rng)
    issue = f" ({work.issue})" if work.issue else ""
    text = f"{stop(names)} {stop(case(work.title, rng))} {name} {work.year}, {work.volume}{issue}{f', {dash(work.pages, rng)}' if work.pages else ''}"
    return ended(text, rng) + online(work, rng), replace(work, container=name)


def elsevier(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`H.Y. Kanamori, J. Smith, Title, Journal 3 (2019) 5–6.`"""
    names, work = listed(work, rng, (initials_tight, initials_first), (", ", ", and "))
    name = journal(work, rng)
    work = replace(work, issue="") if rng.random() < 0.7 else work
    issue = f" ({work.issue})" if work.issue else ""
    return ended(f"{names}, {work.title}, {name} {work.volume}{issue} ({work.year}) {dash(work.pages, rng)}", rng), replace(work, container=name)


def elsevier_dated(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H.Y., Smith, J., 2019. Title. Journal 3 (4), 5–6.`"""
    names, work = listed(work, rng, (comma_tight, comma, dotted_tight), (", ", ", and ", " and "))
    name = journal(work, rng)
    issue = rng.choice((f" ({work.issue})", f"({work.issue})")) if work.issue else ""
    pages = rng.choice((f", {dash(work.pages, rng)}", f": {dash(work.pages, rng)}")) if work.pages else ""
    return ended(f"{names}, {work.year}. {stop(case(work.title, rng))} {name}{rng.choice((' ', ', '))}{work.volume}{issue}{pages}", rng) + online(work, rng), replace(work, container=name)


def nature(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H. Y. & Smith, J. Title. Journal 3, 5–6 (2019).`"""
    names, work = listed(work, rng, (comma, comma_tight, dotted_tight), (" & ", " and ", ", "))
    name = journal(work, rng)
    work = replace(work, issue="")
    return ended(f"{stop(names)} {stop(case(work.title, rng))} {name} {work.volume}, {dash(work.pages, rng)} ({work.year})", rng), replace(work, container=name)


def springer(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori HY, Smith J (2019) Title. Journal 3(4):5–6.`"""
    names, work = listed(work, rng, (tight, dotted_tight, comma_tight), (", ", " and ", ", & "))
    name = journal(work, rng)
    issue = f"({work.issue})" if work.issue else ""
    pages = f":{rng.choice(('', ' '))}{dash(work.pages, rng)}" if work.pages else ""
    return ended(f"{names} ({work.year}) {stop(case(work.title, rng))} {name} {work.volume}{issue}{pages}", rng) + online(work, rng), replace(work, container=name)


def worded(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H., Smith, J.: Title. Journal, Vol. 3, No. 4, 2019, pp. 5-6.`"""
    names, work = listed(work, rng, (comma, initials_first, dotted, plain, comma_tight), (", ", " and "))
    head = f"{names}{'.' if names[-1] != '.' else ''} {stop(case(work.title, rng))}" if rng.random() < 0.6 else f"{names}: {stop(work.title)}"
    volume = rng.choice((f"Vol. {work.volume}", f"vol.{work.volume}", f"Vol.{work.volume}", f"Volume {work.volume}", f"V.{work.volume}"))
    issue = rng.choice((f", No. {work.issue}", f", no.{work.issue}", f", Issue {work.issue}", f" No. {work.issue}", f" (No. {work.issue})")) if work.issue else ""
    pages = rng.choice((f", pp. {dash(work.pages, rng)}", f", pp.{dash(work.pages, rng)}", f": {dash(work.pages, rng)}", f", p. {dash(work.pages, rng)}")) if work.pages else ""
    tail = rng.choice((f"{volume}{issue}{pages}, {work.year}", f"{volume}{issue}, {work.year}{pages}", f"{volume}{issue} ({work.year}){pages}", f"{work.year}, {volume}{issue}{pages}"))
    return ended(f"{head} {work.container}, {tail}", rng) + online(work, rng), work


def last_year(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori H, Smith J. Title. Journal 3(4):5-6, 2019.`"""
    names, work = listed(work, rng, (tight, comma, initials_tight, dotted), (", ", " and "))
    name = journal(work, rng)
    issue = f"({work.issue})" if work.issue else ""
    return ended(f"{stop(names)} {stop(case(work.title, rng))} {name}{rng.choice((' ', ', '))}{work.volume}{issue}: {dash(work.pages, rng)}{rng.choice((f', {work.year}', f' ({work.year})'))}", rng), replace(work, container=name)


def slashed(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Hiroo Kanamori: Title. Journal, 3/4, 2019, 5–6.`"""
    names, work = listed(work, rng, (full, inverted), (" and ",)) if len(work.names) < 2 else listed(work, rng, (full,), (" and ", ", "))
    number = rng.choice((f"{work.volume}/{work.issue}", f"{work.volume}:{work.issue}")) if work.issue else work.volume
    return ended(f"{names}: {stop(work.title)} {work.container} {number} ({work.year}), {rng.choice(('', 'pp. ', 'S. '))}{dash(work.pages, rng)}", rng), work


ARTICLES: tuple[Layout, ...] = (
    gb_article, gb_dated, unmarked, vancouver, apa, harvard, ieee, mla, chicago, note, acs, elsevier, elsevier_dated, nature, springer, worded,
    last_year, slashed,
)  # fmt: skip
