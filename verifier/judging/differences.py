"""Discrepancy: what a citation says otherwise than a record, field by field, each typed, weighed, and harmless or not.

What the citation does not state is no difference, and neither is what the record does not show.
"""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.judging import authors, containers, titles
from verifier.judging.weights import Weights
from verifier.model import Citation, Difference, IssueList, JournalFinding, Record
from verifier.normalize import cn, dates, doi, issn, issues, pages
from verifier.normalize.text import fold

PROCEEDINGS = frozenset({"CPFD", "IPFD", "CIPD", "CPVD"})
ONLINE_FIRST = frozenset({"CAPJ"})

_HARMLESS = {
    "year": frozenset({"digits"}),
    "volume": frozenset[str](),
    "issue": frozenset(
        {"spelling", "combined_part", "part_unstated", "ten_day_number", "online_first", "supplement_mark"}
    ),
    "pages": frozenset({"spelling", "first_page_only", "jump_left_out", "online_first", "page_count"}),
    "doi": frozenset[str](),
    "issn": frozenset({"former_number"}),
    "cn": frozenset({"letter", "former_number"}),
    "type": frozenset({"medium", "mark"}),
}


def compare(
    citation: Citation, record: Record, serial: JournalFinding, weights: Weights, lists: tuple[IssueList, ...] = ()
) -> tuple[Difference, ...]:
    """Return every difference of a citation against one record; `lists` are the issue lists of the record's source."""
    found = [
        _title(citation, record, weights),
        _authors(citation, record, weights),
        _container(citation, record, serial, weights),
        _plain("year", citation.year, record.year, _year(citation, record), record, weights),
        _plain("volume", citation.volume, record.volume, _volume(citation, record), record, weights),
        _plain("issue", citation.issue, record.issue, _issue(citation, record, serial, lists), record, weights),
        _plain("pages", citation.pages, record.pages, _pages(citation, record), record, weights),
        _plain("doi", citation.doi, record.doi, _doi(citation, record), record, weights),
        _plain("issn", citation.issn, record.issn, _issn(citation, record, serial), record, weights),
        _plain("cn", citation.cn, record.cn, _cn(citation, record, serial), record, weights),
        _plain("type", citation.type, record.type, _type(citation, record), record, weights),
    ]
    return tuple(one for one in found if one is not None)


def _plain(
    field: str, claimed: str | None, recorded: str | None, kind: str, record: Record, weights: Weights
) -> Difference | None:
    """Wrap the kind that a field's comparison named; an empty kind is no difference."""
    if not kind:
        return None
    return Difference(
        field=field, kind=kind, claimed=claimed or "", recorded=recorded or "", harmless=kind in _HARMLESS[field],
        source=record.source, weight=weights.of(field, kind),
    )  # fmt: skip


def _title(citation: Citation, record: Record, weights: Weights) -> Difference | None:
    if not citation.title:
        return None
    found = titles.difference(citation.title, record.title, record.titles, titles.doubts_of(citation, "title"))
    if found is None:
        return None
    return Difference(
        field="title", kind=found.kind, claimed=citation.title, recorded=record.title, harmless=found.harmless,
        source=record.source, weight=weights.of("title", found.kind),
    )  # fmt: skip


def _authors(citation: Citation, record: Record, weights: Weights) -> Difference | None:
    claimed = authors.claimed_names(citation)
    found = authors.relation(claimed, authors.recorded_names(record))
    if found is None or not found.kind:
        return None
    kind, harmless = found.kind, found.kind in authors.HARMLESS
    if not harmless and _names_doubted(citation, record):
        kind, harmless = "spelling", True
    return Difference(
        field="authors", kind=kind, claimed=", ".join(claimed.names) + (", 等" if claimed.more else ""),
        recorded=authors.printed(record.authors), harmless=harmless, source=record.source, weight=weights.of("authors", kind),
    )  # fmt: skip


def _names_doubted(citation: Citation, record: Record) -> bool:
    """Tell whether the lists agree once the reader's own doubts about single characters are granted."""
    doubts = titles.doubts_of(citation, "authors")
    if not doubts:
        return False
    claimed, recorded = "".join(authors.claimed_names(citation).names), "".join(authors.recorded_names(record).names)
    return titles.looks_alike(claimed, recorded, doubts, authors.key)


def _container(citation: Citation, record: Record, serial: JournalFinding, weights: Weights) -> Difference | None:
    kind = containers.compare(citation, record, serial, titles.doubts_of(citation, "container"))
    if not kind:
        return None
    return Difference(
        field="container", kind=kind, claimed=citation.container or "", recorded=record.journal or record.book or "",
        harmless=kind in containers.HARMLESS, source=record.source, weight=weights.of("container", kind),
    )  # fmt: skip


# ---------------------------------------------------------------- one short function a field: the kind, or an empty string


@lru_cache(maxsize=1 << 12)
def year_of(text: str | None) -> int | None:
    """Return the year at the head of a printed date, None if there is none.

    >>> year_of("2019"), year_of("2019年"), year_of("２０１９a"), year_of("n.d.")
    (2019, 2019, 2019, None)
    """
    found = re.match(r"\D{0,3}((?:1[89]|20|21)\d\d)(?!\d)", fold(text or ""))
    return int(found.group(1)) if found else None


def _same_writing(one: str, other: str) -> bool:
    return one == other or fold(one) == fold(other)


def _year(citation: Citation, record: Record) -> str:
    claimed, recorded = year_of(citation.year), year_of(record.year)
    if claimed is None or recorded is None or claimed == recorded:
        return ""
    if any(doubt.field == "year" and doubt.repaired == record.year for doubt in citation.doubts):
        return "digits"
    if claimed == year_of(record.online_first):
        return "online_year"
    return "one_off" if abs(claimed - recorded) == 1 else "other"


def _volume(citation: Citation, record: Record) -> str:
    if not citation.volume or not record.volume:
        return ""
    claimed, recorded = _volume_key(citation.volume), _volume_key(record.volume)
    return "" if claimed == recorded or claimed == str(year_of(record.year)) else "other"


def _volume_key(text: str) -> str:
    return re.sub(r"^0+(?=\d)|第|卷|vol(?:ume)?\.?|[\s.]", "", fold(text).lower()).lstrip("0")


def _issue(citation: Citation, record: Record, serial: JournalFinding, lists: tuple[IssueList, ...]) -> str:
    if not citation.issue or not record.issue:
        return ""
    claimed, recorded = issues.mark(citation.issue), issues.mark(record.issue)
    if issues.same(citation.issue, record.issue):
        return "" if _same_writing(citation.issue, record.issue) else "spelling"
    if record.dbcode in ONLINE_FIRST:
        return "online_first"
    if {claimed.kind_hint, recorded.kind_hint} == {"supplement", "z"} and claimed.numbers == recorded.numbers:
        return "supplement_mark"
    if _combined_part(claimed, recorded, record, lists):
        return "combined_part"
    if claimed.numbers == recorded.numbers and "part" in (claimed.kind_hint, recorded.kind_hint):
        return (
            "part_unstated"
            if not (claimed.letters and recorded.letters) and not _supplements(claimed, recorded)
            else "other"
        )
    if _ten_day_number(claimed, recorded, serial):
        return "ten_day_number"
    if _combined_open(claimed, recorded, record, lists):
        return "combined_open"
    if _supplements(claimed, recorded):
        return "supplement_as_regular" if recorded.kind_hint in ("supplement", "z") else "regular_as_supplement"
    return "other"


def _supplements(claimed: issues.Mark, recorded: issues.Mark) -> bool:
    """Tell whether exactly one of two marks may be a supplement."""
    return (claimed.kind_hint in ("supplement", "z")) != (recorded.kind_hint in ("supplement", "z"))


def _combined_part(claimed: issues.Mark, recorded: issues.Mark, record: Record, lists: tuple[IssueList, ...]) -> bool:
    """Tell whether a number and a combined issue that holds it meet, a CNKI `Z1` standing for the numbers its year lacks."""
    if claimed.kind_hint == "z" and claimed.letters == "Z":
        return recorded.kind_hint == "combined"
    if not claimed.numbers or claimed.letters:
        return False
    if recorded.kind_hint in ("regular", "combined"):
        one, other = set(claimed.numbers), set(recorded.numbers)
        return (
            len(one) != len(other)
            and "combined" in (claimed.kind_hint, recorded.kind_hint)
            and (one <= other or other <= one)
        )
    if recorded.kind_hint != "z":
        return False
    codes = _codes(record, lists)
    listed = {number for code in codes for number in _regular(code)}
    several = sum(issues.mark(code).kind_hint == "z" for code in codes) > 1
    return (
        bool(listed or several) and claimed.kind_hint in ("regular", "combined") and not listed & set(claimed.numbers)
    )


def _combined_open(
    claimed: issues.Mark, recorded: issues.Mark, record: Record, lists: tuple[IssueList, ...]
) -> bool:
    """Tell whether a `Z1` may stand for the claimed number: its year's list decides nothing and does not hold that number."""
    if recorded.kind_hint != "z" or recorded.letters != "Z" or claimed.kind_hint not in ("regular", "combined"):
        return False
    listed = {number for code in _codes(record, lists) for number in _regular(code)}
    return bool(claimed.numbers) and not listed & set(claimed.numbers)


def _codes(record: Record, lists: tuple[IssueList, ...]) -> list[str]:
    """Return the issues that the record's source lists for its year."""
    return [code for one in lists if one.year == record.year for code in one.issues]


def _regular(code: str) -> tuple[int, ...]:
    found = issues.mark(code)
    return found.numbers if found.kind_hint in ("regular", "combined") else ()


def _ten_day_number(claimed: issues.Mark, recorded: issues.Mark, serial: JournalFinding) -> bool:
    """Tell whether 5月下 and number 10 of a half-monthly (15 of a ten-day journal) are one issue."""
    count = dates.per_year(serial.journal.frequency) if serial.journal else None
    place = {24: ("上半", "下半"), 36: ("上", "中", "下")}.get(count or 0)
    for one, other in ((claimed, recorded), (recorded, claimed)):
        part = issues.ten_day(one)
        if count == 24 and part in ("上", "下"):
            part += "半"
        if place and part in place and len(one.numbers) == 1 and not other.letters:
            return other.numbers == ((one.numbers[0] - 1) * len(place) + place.index(part) + 1,)
    return False


def _pages(citation: Citation, record: Record) -> str:
    if not citation.pages or not record.pages:
        return ""
    claimed, recorded = pages.key(citation.pages), pages.key(record.pages)
    if claimed == recorded:
        return "" if _same_writing(citation.pages, record.pages) else "spelling"
    if record.dbcode in ONLINE_FIRST:
        return "online_first"
    if (record.dbcode in PROCEEDINGS or record.type in ("C", "D", "M")) and recorded == str(_extent(claimed)):
        return "page_count"
    return _ranges(claimed, recorded)


def _extent(claimed: str) -> int:
    """Return how many pages a key covers, since the databases print a page count for proceedings and theses."""
    return sum(last - first + 1 for first, last in pages.ranges(claimed))


def _ranges(claimed: str, recorded: str) -> str:
    """Name how two unequal page keys differ."""
    parts = claimed.split(","), recorded.split(",")
    if "-" not in claimed and pages.first(claimed) == pages.first(recorded):
        return "first_page_only"
    if len(parts[1]) > 1 and parts[0] == parts[1][: len(parts[0])]:
        return "jump_left_out"
    if parts[1] == parts[0][: len(parts[1])] and all("-" not in page for page in parts[0][len(parts[1]) :]):
        return "jump_left_out"  # databases often leave the page out on which a paper ends
    if len(parts[1]) > 1 and sorted(parts[0]) == sorted(parts[1]):
        return "spelling"
    return "range" if pages.first(claimed) == pages.first(recorded) else "other"


def _doi(citation: Citation, record: Record) -> str:
    if not citation.doi or not record.doi or doi.same(citation.doi, record.doi):
        return ""
    return "other"


def _issn(citation: Citation, record: Record, serial: JournalFinding) -> str:
    if not citation.issn or not record.issn or issn.same(citation.issn, record.issn):
        return ""
    known = [serial.issn_then, serial.journal.issn if serial.journal else None]
    known += [former.issn for former in serial.journal.former] if serial.journal else []
    return "former_number" if serial.renamed or any(one and issn.same(citation.issn, one) for one in known) else "other"


def _cn(citation: Citation, record: Record, serial: JournalFinding) -> str:
    if not citation.cn or not record.cn:
        return ""
    if cn.same(citation.cn, record.cn):
        return "" if cn.compact(citation.cn) == cn.compact(record.cn) else "letter"
    known = [serial.cn_then, serial.journal.cn if serial.journal else None]
    known += [former.cn for former in serial.journal.former] if serial.journal else []
    return "former_number" if serial.renamed or any(one and cn.same(citation.cn, one) for one in known) else "other"


def _type(citation: Citation, record: Record) -> str:
    """Compare the marks [J] [C] …; a mark that the reader inferred states nothing, and a wrong mark on a journal paper gains nothing."""
    if not citation.type or not record.type or any(doubt.field == "type" for doubt in citation.doubts):
        return ""
    claimed, recorded = citation.type.upper(), record.type.upper()
    if claimed == recorded:
        return ""
    if claimed.partition("/")[0] == recorded.partition("/")[0]:
        return "medium"
    one, other = claimed.partition("/")[0], recorded.partition("/")[0]
    return "mark" if other == "J" or one in ("EB", "Z", "A") or {one, other} <= {"A", "C", "G"} else "other"
