"""Write a citation as GB/T 7714 wants it, numeric style, editions 2015 and 2025.

2015: half-width signs, Western family names in capitals, at most three authors. 2025: full-width `，：（）` in Chinese entries, Western
names as printed, the number of a standard first. What the citation does not say is left out; nothing is filled in ([S.l.], [s.n.]).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from verifier.formats import western
from verifier.model import Citation

Edition = Literal["2015", "2025"]
_DATE = re.compile(r"(\d{4})\s?[-年./]\s?(\d{1,2})\s?[-月./]\s?(\d{1,2})")


class Signs(NamedTuple):
    """The signs of an edition and language."""

    comma: str
    colon: str
    opened: str
    closed: str


_HALF = Signs(", ", ": ", "(", ")")
_FULL = Signs("，", "：", "（", "）")


def render(citation: Citation, edition: Edition = "2015") -> str:
    """Return the reference as text, without a number before it.

    >>> numbers = {"year": "2019", "volume": "38", "issue": "2", "pages": "15-18"}
    >>> paper = Citation(id="1", raw="", type="J", title="题名", authors=("甲某", "乙某"), container="刊名", **numbers)
    >>> render(paper)
    '甲某, 乙某. 题名[J]. 刊名, 2019, 38(2): 15-18.'
    >>> render(paper, "2025")
    '甲某，乙某. 题名[J]. 刊名，2019，38（2）：15-18.'
    """
    signs = _FULL if edition == "2025" and western.is_han(citation.title) else _HALF
    mark = (citation.type or "Z").split("/")[0]
    parts = [_authors(citation, edition, signs), f"{_title(citation, mark, edition, signs)}[{_mark(citation)}]"]
    source = _source(citation, mark, signs)
    joined = ". ".join(part for part in parts if part)
    if citation.container and mark in ("C", "M", "A"):
        joined += f"//{source}"
    elif source:
        joined += f". {source}"
    online = [*([citation.url] if citation.url else []), *([f"DOI:{citation.doi}"] if citation.doi else [])]
    return ". ".join([joined, *online]) + "."


def _mark(citation: Citation) -> str:
    """Return the mark, with the medium where an address or DOI is given."""
    mark = citation.type or "Z"
    return f"{mark}/OL" if "/" not in mark and (citation.url or citation.doi) else mark


def _authors(citation: Citation, edition: Edition, signs: Signs) -> str:
    """Return at most three authors, then 等 or et al."""
    shown = [_name(name, edition) for name in citation.authors[:3]]
    if shown and (citation.et_al or len(citation.authors) > 3):
        shown.append("等" if western.is_han(citation.title) else "et al")
    return signs.comma.join(shown)


def _name(name: str, edition: Edition) -> str:
    parts = western.part(name)
    if not parts.given:
        return name
    return f"{parts.family.upper() if edition == '2015' else parts.family} {western.initials(parts.given)}"


def _title(citation: Citation, mark: str, edition: Edition, signs: Signs) -> str:
    title, number = citation.title or "", citation.number
    if not number:
        return title
    if mark == "S" and edition == "2025":
        return f"{number} {title}"
    return f"{title}{signs.colon}{number}" if mark in ("S", "P", "R") else title


def _source(citation: Citation, mark: str, signs: Signs) -> str:
    """Return everything behind the mark but address and DOI."""
    if mark == "N":
        page = f"{signs.opened}{citation.pages}{signs.closed}" if citation.pages else ""
        return signs.comma.join(part for part in (citation.container, _day(citation)) if part) + page
    if mark == "P":
        return _day(citation) or ""
    if mark == "EB":
        published = _day(citation)
        return ". ".join(part for part in (citation.publisher, f"({published})" if published else None) if part)
    return _journal(citation, signs) if mark == "J" else _book(citation, signs)


def _journal(citation: Citation, signs: Signs) -> str:
    issue = f"{signs.opened}{citation.issue}{signs.closed}" if citation.issue else ""
    numbers = signs.comma.join(part for part in (citation.year, citation.volume) if part) + issue
    source = signs.comma.join(part for part in (citation.container, numbers) if part)
    return f"{source}{signs.colon}{citation.pages}" if citation.pages else source


def _book(citation: Citation, signs: Signs) -> str:
    press = signs.colon.join(part for part in (citation.place, citation.publisher) if part)
    dated = signs.comma.join(part for part in (press, citation.year) if part)
    imprint = f"{dated}{signs.colon}{citation.pages}" if citation.pages else dated
    return ". ".join(part for part in (citation.container, imprint) if part)


def _day(citation: Citation) -> str | None:
    """Return the date as YYYY-MM-DD where it is a whole one, else the year."""
    found = _DATE.search(citation.date or "")
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else citation.year
