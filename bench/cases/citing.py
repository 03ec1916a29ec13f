"""References as applicants write them: one style or another, tidy or harmlessly messy."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.cases.world import Row, World


@dataclass(frozen=True)
class Said:
    """What a reference says, field by field; `style` is the place of its style in STYLES."""

    authors: tuple[str, ...]
    title: str
    journal: str
    year: str
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    mark: str = "[J]"
    et_al: bool = False
    style: int = 0


def said(world: World, paper: Row, journal: str | None = None) -> Said:
    """Return the true reference of a paper, in a style at random."""
    serial = world.journals.get(paper["journal"] or "")
    name = journal or (name_then(serial, paper) if serial else "")
    authors = tuple(author["name"] for author in paper["authors"])
    volume = paper["volume"] if world.rng.random() < 0.6 else None
    return Said(
        authors, paper["title"], name, str(paper["year"]), volume, paper["issue"], paper["pages"], style=world.rng.randrange(len(STYLES) - len(MORE_STYLES))
    )


def name_then(serial: Row, paper: Row) -> str:
    """Return the name that a journal bore when a paper appeared."""
    when = paper["published"] or str(paper["year"])
    for former in serial["former"]:
        until = former.get("until")
        if until and when[: len(until)] <= until[: len(when)]:
            return str(former["title"])
    return str(serial["title"])


def text(one: Said) -> str:
    """Write a reference."""
    return _book(one) if one.style == IN_BOOK else STYLES[one.style](one)


def _book(one: Said) -> str:
    return f"{_names(one, ', ')}. {one.title}{one.mark}//{one.journal}. 沈阳: 辽海教育出版社, {one.year}{_pages(one, ': ')}."


def _gb(one: Said) -> str:
    return f"{_names(one, ', ')}. {one.title}{one.mark}. {one.journal}, {_place(one, ', ')}{_pages(one, ': ')}."


def _wide(one: Said) -> str:
    return f"{_names(one, '，')}．{one.title}{_full(one.mark)}．{one.journal}，{_full(_place(one, ','))}{_full(_pages(one, ':'))}．"


def _quoted(one: Said) -> str:
    pages = f"，第{one.pages}页" if one.pages else ""
    issue = one.issue or ""
    if issue:
        issue = issue if issue.startswith("增") else f"第{issue}期"
    return f"{_names(one, '、')}：《{one.title}》，《{one.journal}》{one.year}年{issue}{pages}"


def _unmarked(one: Said) -> str:
    return f"{_names(one, ', ')}. {one.title}. {one.journal}, {_place(one, ', ')}{_pages(one, ': ')}."


def _numbered(one: Said) -> str:
    return "[1] " + _gb(one)


def _tight(one: Said) -> str:
    return f"{_names(one, ',')}.{one.title}{one.mark}.{one.journal},{_place(one, ',')}{_pages(one, ':')}."


def _exported(one: Said) -> str:
    issue = f"({one.issue.zfill(2) if one.issue.isdigit() else one.issue})" if one.issue else ""
    volume = f",{one.volume}" if one.volume else ""
    return f"[1]{_names(one, ',')}.{one.title}{one.mark}.{one.journal},{one.year}{volume}{issue}{_pages(one, ':')}."


def _in_words(one: Said) -> str:
    volume = f"第{one.volume}卷" if one.volume else ""
    issue = f"第{one.issue}期" if one.issue and one.issue[0].isdigit() else one.issue or ""
    pages = f"，{one.pages}页" if one.pages else ""
    return f"{_names(one, '，')}：{one.title}，{one.journal}，{one.year}年{volume}{issue}{pages}。"


def _year_in_brackets(one: Said) -> str:
    issue = f"({one.issue})" if one.issue else ""
    pages = f", {one.pages}" if one.pages else ""
    return f"{_names(one, ', ')}. ({one.year}). {one.title}. {one.journal}, {one.volume or ''}{issue}{pages}."


def _of_1987(one: Said) -> str:
    pages = (one.pages or "").replace("-", "～")
    issue = f" ({one.issue})" if one.issue else ""
    return f"1. {_names(one, ', ')}. {one.title}. {one.journal}, {one.year}, {one.volume or ''}{issue}" + (f": {pages}" if pages else "")


def _with_unit(one: Said) -> str:
    pages = f"：{one.pages}页" if one.pages else ""
    return f"{_names(one, ',')}.{one.title}{one.mark}.《{one.journal}》,{one.year}({one.issue or ''}){pages}."


def _month_named(one: Said) -> str:
    issue = f"第{one.issue}期" if one.issue and one.issue[0].isdigit() else one.issue or ""
    pages = f" P{one.pages}" if one.pages else ""
    return f"《{one.title}》，发表于《{one.journal}》{one.year}年{issue}{pages}，作者：{_names(one, '、')}"


MORE_STYLES: tuple[Callable[[Said], str], ...] = (_exported, _in_words, _year_in_brackets, _of_1987, _with_unit, _month_named)
"""Styles that only kinds of their own use."""
STYLES: tuple[Callable[[Said], str], ...] = (_gb, _wide, _quoted, _unmarked, _numbered, _tight, *MORE_STYLES)
IN_BOOK = -1
"""The style of a paper in a book, outside STYLES."""


def _names(one: Said, comma: str) -> str:
    more = {"、": "等", "，": "，等", ",": ",等"}.get(comma, ", 等") if one.et_al else ""
    return comma.join(one.authors) + more


def _place(one: Said, comma: str) -> str:
    issue = f"({one.issue})" if one.issue else ""
    return f"{one.year}{comma}{one.volume}{issue}" if one.volume else f"{one.year}{issue}"


def _pages(one: Said, colon: str) -> str:
    return f"{colon}{one.pages}" if one.pages else ""


def _full(latin: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in latin).replace("，", "，")


# ---------------------------------------------------------------- harmless mess


def mess(one: Said, how: str, rng: random.Random) -> Said:
    """Return a reference with one sort of harmless mess."""
    return MESSES[how](one, rng)


def _spaces(one: Said, rng: random.Random) -> Said:
    place = rng.randrange(2, len(one.title) - 1)
    names = tuple(name[0] + " " + name[1:] if len(name) == 2 else name for name in one.authors)
    return replace(one, title=one.title[:place] + " " + one.title[place:], authors=names)


def _padded(one: Said, _rng: random.Random) -> Said:
    return replace(one, issue=one.issue.zfill(2) if one.issue and one.issue.isdigit() else one.issue)


def _bare(one: Said, _rng: random.Random) -> Said:
    return replace(one, volume=None, pages=None)


def _first_page(one: Said, _rng: random.Random) -> Said:
    return replace(one, pages=(one.pages or "").split("-")[0] or None)


def _dashes(one: Said, rng: random.Random) -> Said:
    return replace(one, pages=(one.pages or "").replace("-", rng.choice(("—", "～", "–", "--", "－"))) or None)


def _three(one: Said, _rng: random.Random) -> Said:
    keep = min(3, max(1, len(one.authors) - 1))
    return replace(one, authors=one.authors[:keep], et_al=len(one.authors) > keep)


def _full_width(one: Said, _rng: random.Random) -> Said:
    return replace(one, style=1)


def _colon(one: Said, _rng: random.Random) -> Said:
    return replace(one, journal=one.journal.replace("(", "：").replace(")", ""))


def _brackets(one: Said, _rng: random.Random) -> Said:
    return replace(one, journal=one.journal.replace("(", "（").replace(")", "）"))


def _short_edition(one: Said, _rng: random.Random) -> Said:
    return replace(one, journal=one.journal.replace("自然科学版", "自科版").replace("社会科学版", "社科版"))


def _quotes(one: Said, _rng: random.Random) -> Said:
    return replace(one, title=f"{one.title[:2]}“{one.title[2:5]}”{one.title[5:]}")


def _script(one: Said, _rng: random.Random) -> Said:
    import opencc  # late: only this mess needs its tables

    convert = opencc.OpenCC("s2t").convert
    return replace(one, title=convert(one.title), authors=tuple(convert(name) for name in one.authors))


MESSES: dict[str, Callable[[Said, random.Random], Said]] = {
    "spaces": _spaces,
    "padded": _padded,
    "bare": _bare,
    "first_page": _first_page,
    "dashes": _dashes,
    "three": _three,
    "full_width": _full_width,
    "colon": _colon,
    "brackets": _brackets,
    "short_edition": _short_edition,
    "quotes": _quotes,
    "script": _script,
}
