"""Layouts of foreign books and of parts of books and proceedings."""

from __future__ import annotations

import random
from dataclasses import replace

from bench.foreign_pieces import (
    Layout,
    Work,
    caps,
    chicago_names,
    comma,
    comma_tight,
    dash,
    dotted,
    ended,
    full,
    gb_names,
    initials_first,
    initials_tight,
    join,
    listed,
    plain,
    semicolons,
    stop,
    tight,
)


def _edition(rng: random.Random) -> str:
    return rng.choice(("", "", "", "2nd ed. ", "3rd edition. ", "Rev. ed. ", "4th edn. "))


def gb_press(work: Work, rng: random.Random) -> str:
    """`London: Press`"""
    colon = rng.choice((": ", ":", ": "))
    return f"{work.place}{colon}{work.publisher}" if work.place else work.publisher


def gb_book(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`KANAMORI H. Title[M]. 2nd ed. London: Press, 2019: 5-6.`"""
    names, work = gb_names(work, rng)
    work = replace(work, marked=rng.random() < 0.7, pages="")
    title = f"{work.title}[M]." if work.marked else stop(work.title)
    if rng.random() < 0.3:
        head = f"{names.rstrip('.')}{rng.choice((f', {work.year}. ', f'. {work.year}. ', f' ({work.year}). '))}"
        return ended(f"{head}{title} {_edition(rng)}{gb_press(work, rng)}", rng), work
    return ended(f"{stop(names)} {title} {_edition(rng)}{gb_press(work, rng)}, {work.year}{rng.choice(('', '', ': 5-16', ': 105', ':12–19'))}", rng), replace(work, pages="?")


def apa_book(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H. Y. (2019). Title (2nd ed.). Press.`"""
    names, work = listed(work, rng, (comma, comma, comma_tight), (", & ", " & ", " and "))
    edition = rng.choice(("", "", " (2nd ed.)", " (Rev. ed.)", " (4th ed., Vol. 2)"))
    if rng.random() < 0.5:
        press, work = work.publisher, replace(work, place="")
    else:
        press = gb_press(work, rng)
    return ended(f"{names} ({work.year}). {stop(work.title + edition)} {press}", rng), replace(work, pages="", volume="?")


def mla_book(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, Hiroo. Title. Press, 2019.` or `… London: Press, 2019.`"""
    names, work = chicago_names(work, rng)
    if rng.random() < 0.5:
        press, work = work.publisher, replace(work, place="")
    else:
        press = gb_press(work, rng)
    return ended(f"{stop(names)} {stop(work.title)} {_edition(rng)}{press}, {work.year}", rng), work


def harvard_book(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H. (2019) Title. 2nd edn. London: Press.`"""
    names, work = listed(work, rng, (comma_tight, comma), (" and ", ", and "))
    press = rng.choice((gb_press(work, rng), f"{work.publisher}, {work.place}" if work.place else work.publisher))
    return ended(f"{names}{rng.choice((f' ({work.year}) ', f' {work.year}, ', f', {work.year}. '))}{stop(work.title)} {_edition(rng)}{press}", rng), work


def vancouver_book(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori HY. Title. 2nd ed. London: Press; 2019.`"""
    names, work = listed(work, rng, (tight, plain, dotted), (", ",))
    return ended(f"{stop(names)} {stop(work.title)} {_edition(rng)}{gb_press(work, rng)}{rng.choice(('; ', ', '))}{work.year}{rng.choice(('', '. p. 12-19', ''))}", rng), replace(work, pages="?")


def note_book(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Hiroo Kanamori, Title (London: Press, 2019), 5-6.` or `…, Title, London: Press, 2019, p. 5.`"""
    names, work = listed(work, rng, (full, full, initials_first), (" and ", ", and "))
    press = gb_press(work, rng)
    if rng.random() < 0.6:
        return ended(f"{names}, {work.title} ({press}, {work.year}){rng.choice(('', ', 15', ', p. 15', ', pp. 15-19'))}", rng), replace(work, pages="?")
    return ended(f"{names}, {work.title}, {press}, {work.year}{rng.choice(('', ', p. 15', ', pp. 15-19'))}", rng), replace(work, pages="?")


def ieee_book(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`H. Y. Kanamori, Title, 2nd ed. London: Press, 2019.`"""
    names, work = listed(work, rng, (initials_first, initials_tight), (" and ", ", and "))
    return ended(f"{names}, {work.title}{rng.choice(('', ', 2nd ed', ', 3rd ed'))}. {gb_press(work, rng)}, {work.year}{rng.choice(('', ', pp. 12–19'))}", rng), replace(work, pages="?")


def acs_book(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H. Y.; Smith, J. Title, 2nd ed.; Press: London, 2019.`"""
    names, work = semicolons(work, rng)
    press = f"{work.publisher}: {work.place}" if work.place else work.publisher
    return ended(f"{stop(names)} {work.title}{rng.choice(('', ', 2nd ed.'))}; {press}, {work.year}", rng), work


def elsevier_book(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`H.Y. Kanamori, Title, Press, London, 2019.`"""
    names, work = listed(work, rng, (initials_tight,), (", ",))
    place = f", {work.place}" if work.place else ""
    return ended(f"{names}, {work.title}{rng.choice(('', ', second ed.', ', 2nd ed.'))}, {work.publisher}{place}, {work.year}{rng.choice(('', ', pp. 12-19'))}", rng), replace(work, pages="?")


BOOKS: tuple[Layout, ...] = (
    gb_book, gb_book, apa_book, mla_book, harvard_book, vancouver_book, note_book, ieee_book, acs_book, elsevier_book,
)  # fmt: skip


def _editors(work: Work, form: str, rng: random.Random) -> str:
    names = work.editors[:2]
    if form == "gb":
        return ", ".join(caps(*name) for name in names)
    shape = comma if form == "inverted" else initials_first
    return join([shape(*name) for name in names], rng.choice((" & ", " and ")))


def _eds(work: Work, rng: random.Random) -> str:
    return rng.choice(("(Eds.)", "(eds.)", "(Eds)")) if len(work.editors) > 1 else rng.choice(("(Ed.)", "(ed.)"))


def gb_part(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`KANAMORI H. Title[C]//SMITH J. Book. London: Press, 2019: 5-6.`"""
    names, work = gb_names(work, rng)
    work = replace(work, marked=True)
    editors = f"{_editors(work, 'gb', rng)}. " if work.editors and rng.random() < 0.7 else ""
    slashes = rng.choice(("//", "// ", " //", "//"))
    mark = f"[{work.kind}]"
    pages = f": {dash(work.pages, rng)}" if work.pages else ""
    return ended(f"{stop(names)} {work.title}{mark}{slashes}{editors}{stop(work.container)} {gb_press(work, rng)}, {work.year}{pages}", rng), work


def apa_part(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H. (2019). Title. In J. Smith (Ed.), Book (pp. 5–6). Press.`"""
    names, work = listed(work, rng, (comma, comma, comma_tight), (", & ", " & ", " and "))
    editors = f"{_editors(work, 'first', rng)} {_eds(work, rng)}, " if work.editors else ""
    pages = f" (pp. {dash(work.pages, rng)})" if work.pages else ""
    if rng.random() < 0.6:
        press, work = work.publisher, replace(work, place="")
    else:
        press = gb_press(work, rng)
    return ended(f"{names} ({work.year}). {stop(work.title)} In {editors}{work.container}{pages}. {press}", rng), work


def vancouver_part(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori HY. Title. In: Smith J, editor. Book. London: Press; 2019. p. 5-6.`"""
    names, work = listed(work, rng, (tight, tight, dotted), (", ",))
    editors = ""
    if work.editors:
        editors = f"{', '.join(tight(*name) for name in work.editors[:2])}, {'editors' if len(work.editors) > 1 else 'editor'}. "
    pages = f"{rng.choice(('. p. ', ': ', '. pp. '))}{dash(work.pages, rng)}" if work.pages else ""
    return ended(f"{stop(names)} {stop(work.title)} In: {editors}{stop(work.container)} {gb_press(work, rng)}{rng.choice(('; ', ', '))}{work.year}{pages}", rng), work


def harvard_part(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H.Y. (2019) ‘Title’, in Smith, J. (ed.) Book. London: Press, pp. 5–6.`"""
    names, work = listed(work, rng, (comma_tight,), (" and ",))
    editors = f"{_editors(work, 'inverted', rng)} {_eds(work, rng)} " if work.editors else ""
    pages = f", pp. {dash(work.pages, rng)}" if work.pages else ""
    return ended(f"{names} ({work.year}) ‘{work.title}’, {rng.choice(('in', 'in:'))} {editors}{stop(work.container)} {gb_press(work, rng)}{pages}", rng), work


def mla_part(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, Hiroo. “Title.” Book, edited by John Smith, Press, 2019, pp. 5-6.`"""
    names, work = chicago_names(work, rng)
    editors = f", edited by {join([full(*name) for name in work.editors[:2]], ' and ')}" if work.editors else ""
    pages = f", pp. {dash(work.pages, rng)}" if work.pages else ""
    if rng.random() < 0.5:
        return ended(f"{stop(names)} “{stop(work.title)}” {work.container}{editors}, {work.publisher}, {work.year}{pages}", rng), replace(work, place="")
    pages = f", {dash(work.pages, rng)}" if work.pages else ""
    return ended(f"{stop(names)} “{stop(work.title)}” In {work.container}{editors}{pages}. {gb_press(work, rng)}, {work.year}", rng), work


def ieee_part(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`H. Y. Kanamori, “Title,” in Book, J. Smith, Ed. London: Press, 2019, pp. 5–6.`"""
    names, work = listed(work, rng, (initials_first, initials_first, initials_tight), (" and ", ", and "))
    editors = f", {_editors(work, 'first', rng)}, {'Eds' if len(work.editors) > 1 else 'Ed'}" if work.editors and rng.random() < 0.5 else ""
    pages = f", pp. {dash(work.pages, rng)}" if work.pages else ""
    if work.kind == "C" and rng.random() < 0.6:
        place = f", {work.place}" if work.place else ""
        return ended(f"{names}, “{work.title},” in {work.container}{place}, {rng.choice(('', 'Jun. '))}{work.year}{pages}", rng), replace(work, publisher="")
    return ended(f"{names}, “{work.title},” in {work.container}{editors}. {gb_press(work, rng)}, {work.year}{pages}", rng), work


def springer_part(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori HY (2019) Title. In: Smith J (ed) Book. Press, London, pp 5–6.`"""
    names, work = listed(work, rng, (tight, comma_tight), (", ",))
    editors = f"{', '.join(tight(*name) for name in work.editors[:2])} {rng.choice(('(eds)', '(eds.)')) if len(work.editors) > 1 else '(ed)'} " if work.editors else ""
    press = f"{work.publisher}, {work.place}" if work.place else work.publisher
    pages = f", pp {dash(work.pages, rng)}" if work.pages else ""
    return ended(f"{names} ({work.year}) {stop(work.title)} In: {editors}{stop(work.container)} {press}{pages}", rng), work


def bare_meeting(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori H, Smith J. Title. Proceedings of …, 2019: 5-6.`"""
    names, work = listed(work, rng, (tight, comma, initials_first, dotted), (", ", " and "))
    pages = rng.choice((f", pp. {dash(work.pages, rng)}", f": {dash(work.pages, rng)}")) if work.pages else ""
    lead = rng.choice(("In: ", "In ", "In Proc. of the ", ""))
    shown = lead.removeprefix("In ").removeprefix("In: ") + work.container
    tail = f"{work.year}{pages}"
    return ended(f"{stop(names)} {stop(work.title)} {lead}{work.container}, {tail}", rng), replace(work, publisher="?", place="", container=shown)


PARTS: tuple[Layout, ...] = (gb_part, gb_part, apa_part, vancouver_part, harvard_part, mla_part, ieee_part, springer_part)
