"""A foreign work, and the pieces that house styles print of it: author lists, pages, cases of titles, addresses."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

Name = tuple[str, str]
"""Family and given names; a body has the whole name as family and no given name."""


@dataclass(frozen=True)
class Work:
    """A foreign work with what a reference may show of it."""

    kind: str
    names: tuple[Name, ...]
    title: str
    year: str
    container: str = ""
    short: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    number: str = ""
    doi: str = ""
    url: str = ""
    editors: tuple[Name, ...] = ()
    month: str = ""
    marked: bool = False


Layout = Callable[[Work, random.Random], tuple[str, Work]]


def _letters(given: str, stop: str, gap: str) -> str:
    parts = [part for part in re.split(r"[\s.\-‐]+", given) if part]
    return gap.join(part[0].upper() + stop for part in parts)


def caps(family: str, given: str) -> str:
    """`KANAMORI H Y`"""
    return f"{family.upper()} {_letters(given, '', ' ')}".strip()


def plain(family: str, given: str) -> str:
    """`Kanamori H Y`"""
    return f"{family} {_letters(given, '', ' ')}".strip()


def tight(family: str, given: str) -> str:
    """`Kanamori HY`"""
    return f"{family} {_letters(given, '', '')}".strip()


def dotted(family: str, given: str) -> str:
    """`Kanamori H. Y.`"""
    return f"{family} {_letters(given, '.', ' ')}".strip()


def dotted_tight(family: str, given: str) -> str:
    """`Kanamori H.Y.`"""
    return f"{family} {_letters(given, '.', '')}".strip()


def comma(family: str, given: str) -> str:
    """`Kanamori, H. Y.`"""
    return f"{family}, {_letters(given, '.', ' ')}" if given else family


def comma_tight(family: str, given: str) -> str:
    """`Kanamori, H.Y.`"""
    return f"{family}, {_letters(given, '.', '')}" if given else family


def comma_bare(family: str, given: str) -> str:
    """`Kanamori, H Y`"""
    return f"{family}, {_letters(given, '', ' ')}" if given else family


def initials_first(family: str, given: str) -> str:
    """`H. Y. Kanamori`"""
    return f"{_letters(given, '.', ' ')} {family}".strip()


def initials_tight(family: str, given: str) -> str:
    """`H.Y. Kanamori`"""
    return f"{_letters(given, '.', '')} {family}".strip()


def full(family: str, given: str) -> str:
    """`Hiroo Y. Kanamori`"""
    return f"{given} {family}".strip()


def full_caps(family: str, given: str) -> str:
    """`HIROO Y. KANAMORI`"""
    return f"{given} {family}".strip().upper()


def family_full(family: str, given: str) -> str:
    """`KANAMORI Hiroo Y`"""
    return f"{family.upper()} {given}".strip()


def inverted(family: str, given: str) -> str:
    """`Kanamori, Hiroo Y.`"""
    return f"{family}, {given}" if given else family


def listed(work: Work, rng: random.Random, forms: tuple[Callable[[str, str], str], ...], joints: tuple[str, ...], limit: int = 99) -> tuple[str, Work]:
    """Return an author list and the work with the authors that it shows; `joints`: what stands before the last name."""
    form = rng.choice(forms)
    names = [form(*name) for name in work.names[:limit]]
    more = len(work.names) > limit
    work = replace(work, names=work.names[:limit])
    if more:
        return f"{', '.join(names)}{rng.choice((', et al', ' et al', ', et al.', ' et al.'))}", work
    return join(names, rng.choice(joints)), work


def join(names: list[str], joint: str, between: str = ", ") -> str:
    """Join names, the last one with its own joint."""
    if len(names) < 2:
        return "".join(names)
    if joint in (" and ", " & ") or len(names) > 2:
        return f"{between.join(names[:-1])}{joint}{names[-1]}"
    return f"{names[0]}{joint.removeprefix(',') if joint.startswith(', ') and joint != ', ' and len(names) == 2 else joint}{names[1]}"


def chicago_names(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, Hiroo, and John Smith`"""
    if len(work.names) > 3 and rng.random() < 0.6:
        return f"{inverted(*work.names[0])}, et al", replace(work, names=work.names[:1])
    names = [inverted(*work.names[0]), *[full(*name) for name in work.names[1:]]]
    return (f"{', '.join(names[:-1])}, and {names[-1]}" if len(names) > 1 else names[0]), work


def semicolons(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`Kanamori, H. Y.; Smith, J.`"""
    form = rng.choice((comma, comma_tight, inverted, comma_bare))
    return rng.choice(("; ", "; ", ";")).join(form(*name) for name in work.names), work


GB = (caps, plain, tight, dotted, caps, plain)
"""Name forms of GB/T 7714 and the Vancouver family."""


def gb_names(work: Work, rng: random.Random) -> tuple[str, Work]:
    """`KANAMORI H, SMITH J, et al`"""
    return listed(work, rng, GB, (", ",), rng.choice((3, 3, 6, 99)))


def dash(pages: str, rng: random.Random) -> str:
    """Print pages with one of the dashes in use, at times with a short end."""
    first, hyphen, last = pages.partition("-")
    if hyphen and len(first) == len(last) > 2 and first[:-2] == last[:-2] and rng.random() < 0.1:
        last = last[-2:]
    return f"{first}{rng.choice('--–—~～') if hyphen else ''}{last}"


def ended(text: str, rng: random.Random) -> str:
    """End a sentence unless it ends by itself, at times without a stop."""
    return text if text.endswith((".", "?", "!")) or rng.random() < 0.15 else f"{text}."


def stop(title: str) -> str:
    """A title with its full stop."""
    return title if title.endswith(("?", "!", ".")) else f"{title}."


def case(title: str, rng: random.Random) -> str:
    """Print a title as it is, in sentence case or in title case."""
    shape = rng.random()
    if shape < 0.2:
        return title.title() if title.isascii() and "'" not in title else title
    return title[:1] + title[1:].lower() if shape < 0.35 else title


def online(work: Work, rng: random.Random) -> str:
    """Print DOI or address the way that styles do, or nothing."""
    if work.doi and rng.random() < 0.35:
        return rng.choice((f" https://doi.org/{work.doi}", f" doi:{work.doi}", f" DOI: {work.doi}.", f" doi: {work.doi}."))
    return ""
