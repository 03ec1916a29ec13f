"""Render English journal papers in the styles that hand-ins carry: APA, IEEE, Vancouver, MLA, Chicago, Harvard, ACS-like."""

from __future__ import annotations

from collections.abc import Callable

from bench.damage import Paper

Name = tuple[str, str]
"""Family and given name."""


def _split(author: str) -> Name:
    family, _, given = author.partition(",")
    return family.strip(), given.strip()


def _initials(given: str, dot: str = ".", gap: str = " ") -> str:
    parts = [part for part in given.replace("-", " ").replace(".", " ").split() if part]
    return gap.join(part[0].upper() + dot for part in parts)


def _join(names: list[str], last: str) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + last + names[-1]


def apa(paper: Paper) -> str:
    """APA 7: `Li, S. M., & Wu, W. (2019). Title. Journal, 3(4), 5–6.`"""
    names = [f"{family}, {_initials(given)}" if given else family for family, given in map(_split, paper.authors)]
    issue = f"({paper.issue})" if paper.issue else ""
    return f"{_join(names, ', & ')} ({paper.year}). {paper.title}. {paper.journal}, {paper.volume}{issue}, {paper.pages.replace('-', '–')}."


def ieee(paper: Paper) -> str:
    """IEEE: `S. M. Li and W. Wu, “Title,” Journal, vol. 3, no. 4, pp. 5–6, 2019.`"""
    names = [f"{_initials(given)} {family}" if given else family for family, given in map(_split, paper.authors)]
    joined = " and ".join(names) if len(names) < 3 else _join(names, ", and ")
    issue = f" no. {paper.issue}," if paper.issue else ""
    return f"{joined}, “{paper.title},” {paper.journal}, vol. {paper.volume},{issue} pp. {paper.pages.replace('-', '–')}, {paper.year}."


def vancouver(paper: Paper) -> str:
    """Vancouver: `Li SM, Wu W. Title. Journal. 2019;3(4):5-6.`"""
    names = [f"{family} {_initials(given, '', '')}" if given else family for family, given in map(_split, paper.authors)]
    listed = ", ".join(names[:6]) + (", et al" if len(names) > 6 else "")
    issue = f"({paper.issue})" if paper.issue else ""
    return f"{listed}. {paper.title}. {paper.journal}. {paper.year};{paper.volume}{issue}:{paper.pages}."


def mla(paper: Paper) -> str:
    """MLA 9: `Li, Shu M., and Wei Wu. “Title.” Journal, vol. 3, no. 4, 2019, pp. 5-6.`"""
    names = [_split(author) for author in paper.authors]
    first = f"{names[0][0]}, {names[0][1]}" if names[0][1] else names[0][0]
    if len(names) > 2:
        listed = f"{first}, et al"
    elif len(names) == 2:
        listed = f"{first}, and {names[1][1]} {names[1][0]}".strip()
    else:
        listed = first
    issue = f" no. {paper.issue}," if paper.issue else ""
    return f"{listed.rstrip('.')}. “{paper.title}.” {paper.journal}, vol. {paper.volume},{issue} {paper.year}, pp. {paper.pages}."


def chicago(paper: Paper) -> str:
    """Chicago, author-date: `Li, Shu M., and Wei Wu. 2019. “Title.” Journal 3 (4): 5–6.`"""
    names = [_split(author) for author in paper.authors]
    shown = [f"{names[0][0]}, {names[0][1]}" if names[0][1] else names[0][0], *[f"{given} {family}".strip() for family, given in names[1:]]]
    issue = f" ({paper.issue})" if paper.issue else ""
    pages = paper.pages.replace("-", "–")
    return f"{_join(shown, ', and ').rstrip('.')}. {paper.year}. “{paper.title}.” {paper.journal} {paper.volume}{issue}: {pages}."


def harvard(paper: Paper) -> str:
    """Harvard: `Li, S.M. and Wu, W. (2019) ‘Title’, Journal, 3(4), pp. 5–6.`"""
    names = [f"{family}, {_initials(given, '.', '')}" if given else family for family, given in map(_split, paper.authors)]
    issue = f"({paper.issue})" if paper.issue else ""
    return f"{_join(names, ' and ')} ({paper.year}) ‘{paper.title}’, {paper.journal}, {paper.volume}{issue}, pp. {paper.pages.replace('-', '–')}."


STYLES: dict[str, Callable[[Paper], str]] = {style.__name__: style for style in (apa, ieee, vancouver, mla, chicago, harvard)}
"""All styles by name; the first four are the ones with a promise."""
