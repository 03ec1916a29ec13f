"""The claimed issue against the sources' issue tables: its kind, whether it exists, and whether the paper stands in it.

A letter never decides: words and `S` numbers at CNKI and VIP say supplement, a `Z` only together with that year's list of the
same source (期刊出版形式规范; measured journal-years). Existence is by the year's own list, never by today's frequency alone.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from verifier.judging import arithmetic, contents, tables
from verifier.judging.differences import year_of
from verifier.judging.tables import Table
from verifier.model import Citation, Contents, Difference, IssueFinding, Journal, JournalFinding, Lookup, Match, Record
from verifier.normalize import issues

Kind = Literal["regular", "combined", "supplement", "special", "unknown"]

_SOURCES = {"cnki": "中国知网", "wanfang": "万方", "vip": "维普", "crossref": "Crossref"}
_FIELDS = {
    "title": "题名", "authors": "作者", "container": "刊名", "year": "年", "volume": "卷", "issue": "期", "pages": "页码", "doi": "DOI",
    "issn": "ISSN", "cn": "CN", "type": "类型",
}  # fmt: skip
_SURE_LEVELS = ("exact", "strong", "coordinates")


class Reading(NamedTuple):
    """What one source's record says of the kind of its issue; `spoke` are the places with a telling mark."""

    source: str
    kind: Kind
    sure: bool
    basis: str
    spoke: tuple[tuple[str, str, str], ...]
    evidence: tuple[str, ...]


def examine(
    citation: Citation,
    record: Record | None,
    matches: tuple[Match, ...],
    lookups: tuple[Lookup, ...],
    journal: JournalFinding,
    conflicts: tuple[Difference, ...] = (),
) -> IssueFinding:
    """Return what records, issue lists and contents pages say of the claimed journal, year, issue and pages.

    `record` is the identified record, `conflicts` are differences on which the sources contradict each other.
    """
    year = str(year_of(citation.year) or "")
    serial = journal.journal
    shown_records = _records(record, matches)
    readings = [
        _reading(one, _tables(lookups, one, serial)) for one in shown_records if one.issue or one.supplement is not None
    ]
    kind, sure, basis, spoke, clash = _settle(readings, citation)
    mark = issues.mark(citation.issue)
    found = tables.tables(lookups, year, serial)
    shown = contents.of_issue(lookups, year, mark) if citation.issue and citation.title else ()
    return IssueFinding(
        kind=kind,
        basis=basis or ("" if shown_records else "；".join(arithmetic.hints(citation, serial, lookups, shown))),
        sure=sure,
        witnesses=spoke,
        exists=True if shown and any(page.records for page in shown) else _exists(found, mark),
        listed=contents.listed(citation, shown),
        collisions=contents.collisions(citation, shown),
        conflict="；".join(
            dict.fromkeys(one for one in (clash, *(_conflict(each, matches) for each in conflicts)) if one)
        ),
        evidence=_evidence(readings, found, shown),
    )


def _records(record: Record | None, matches: tuple[Match, ...]) -> tuple[Record, ...]:
    """Return the identified record and those of other sources that are surely the same paper."""
    others = [one.record for one in matches if one.record is not None and one.level in _SURE_LEVELS]
    return tuple(dict.fromkeys([record, *others])) if record is not None else tuple(others)


def _tables(lookups: tuple[Lookup, ...], record: Record, serial: Journal | None) -> tuple[Table, ...]:
    return tables.tables(tuple(one for one in lookups if one.source == record.source), record.year or "", serial)


# ---------------------------------------------------------------- the kind of issue


def _reading(record: Record, lists: tuple[Table, ...]) -> Reading:
    """Read one source's record by the decision list: words, `S`, then `Z` by the gap in the same source's year."""
    mark = issues.mark(record.issue)
    spoke = tuple((record.source, where, said) for where, said in record.witnesses)
    name = _SOURCES.get(record.source, record.source)
    own = (record.source, "issue", record.issue or "")
    if mark.kind_hint == "supplement" or record.supplement is True:
        said = f"期次“{record.issue}”" if mark.kind_hint == "supplement" else "增刊标志"
        basis = f"{name}记录{said}为增刊"
        return Reading(record.source, "supplement", True, basis, _add(spoke, own), record.evidence)
    if mark.kind_hint == "z":
        return _z(record, name, lists, _add(spoke, own))
    if mark.kind_hint == "special":
        kind: Kind = "regular" if mark.numbers else "special"
        basis = f"{name}记录期次为“{record.issue}”" + ("，在正常期号之内" if mark.numbers else "，未见期号")
        return Reading(record.source, kind, bool(mark.numbers), basis, _add(spoke, own), record.evidence)
    if mark.kind_hint == "combined":
        return Reading(
            record.source, "combined", True, f"{name}记录期次“{record.issue}”为合刊，属正刊", spoke, record.evidence
        )
    return _plain(record, mark, name, lists, spoke)


def _add(spoke: tuple[tuple[str, str, str], ...], own: tuple[str, str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple(dict.fromkeys((*spoke, own))) if own[2] else spoke


def _z(record: Record, name: str, lists: tuple[Table, ...], spoke: tuple[tuple[str, str, str], ...]) -> Reading:
    """Judge a `Z` mark: extra beside a full year is a supplement, in place of missing numbers it is a combined issue."""
    verdicts = {tables.gap(one) for one in lists if any(issues.same(record.issue, code) for code in one.codes)}
    evidence = (*record.evidence, *(entry for one in lists for entry in one.evidence))
    if verdicts == {"combined"} and issues.mark(record.issue).letters == "Z":
        basis = f"{name}记录期次“{record.issue}”：该年刊期表缺相应期号，为合刊，属正刊"
        return Reading(record.source, "combined", True, basis, spoke, evidence)
    if verdicts == {"combined"}:
        basis = f"{name}记录期次“{record.issue}”：该年刊期表缺相应期号，似为合刊；该库小写z多为增刊，待核"
        return Reading(record.source, "unknown", False, basis, spoke, evidence)
    if verdicts == {"extra"}:
        basis = f"{name}记录期次“{record.issue}”：该年正刊期号齐全，此期在外，为增刊"
        return Reading(record.source, "supplement", True, basis, spoke, evidence)
    basis = f"{name}记录期次“{record.issue}”，该年刊期表不足以判明是增刊还是合刊"
    return Reading(record.source, "unknown", False, basis, spoke, evidence)


def _plain(
    record: Record, mark: issues.Mark, name: str, lists: tuple[Table, ...], spoke: tuple[tuple[str, str, str], ...]
) -> Reading:
    """Judge a numbered issue: regular, but for a part of a month that the registered frequency does not know."""
    if mark.kind_hint == "unknown":
        return Reading(record.source, "unknown", False, "", spoke, record.evidence)
    if mark.kind_hint == "part" and issues.ten_day(mark):
        counts = {one.yearly for one in lists if one.yearly}
        if counts and not counts & {24, 26, 36, 52}:
            basis = f"{name}记录期次“{record.issue}”为旬刊或半月刊期次，与登记刊期不一致"
            return Reading(
                record.source,
                "unknown",
                False,
                basis,
                (*spoke, (record.source, "issue", record.issue or "")),
                record.evidence,
            )
    if any(issues.mark(said).kind_hint == "supplement" and where != "doi" for _, where, said in spoke):
        return Reading(record.source, "unknown", False, f"{name}记录各处对期次的写法不一致", spoke, record.evidence)
    return Reading(record.source, "regular", True, "", spoke, record.evidence)


def _settle(
    readings: list[Reading], citation: Citation
) -> tuple[Kind, bool, str, tuple[tuple[str, str, str], ...], str]:
    """Let the sources' readings meet: one kind, all the places that spoke, and a sentence where they contradict."""
    spoke = tuple(dict.fromkeys(place for one in readings for place in one.spoke))
    telling = [one for one in readings if one.kind != "unknown"]
    if not readings:
        return _claimed_kind(citation)
    if not telling:
        return "unknown", False, readings[0].basis, spoke, ""
    extra = [one for one in telling if one.kind == "supplement"]
    regular = [one for one in telling if one.kind in ("regular", "combined")]
    if extra and regular:
        clash = f"期次：{extra[0].basis}；{_SOURCES.get(regular[0].source, regular[0].source)}记录为正刊"
        return "supplement", False, extra[0].basis, spoke, clash
    best = min(telling, key=lambda one: (not one.sure, _KINDS.index(one.kind)))
    if best.kind == "combined" and issues.mark(citation.issue).kind_hint == "supplement":
        return "unknown", False, f"所填期次为“{citation.issue}”，{best.basis}", spoke, ""
    return best.kind, best.sure, best.basis, spoke, ""


_KINDS: tuple[Kind, ...] = ("supplement", "combined", "special", "regular", "unknown")


def _claimed_kind(citation: Citation) -> tuple[Kind, bool, str, tuple[tuple[str, str, str], ...], str]:
    """Say what the claim itself names where no record shows an issue; it proves nothing."""
    mark = issues.mark(citation.issue)
    named: dict[str, Kind] = {
        "supplement": "supplement",
        "combined": "combined",
        "regular": "regular",
        "part": "regular",
    }
    kind: Kind = named.get(mark.kind_hint, "regular" if mark.kind_hint == "special" and mark.numbers else "unknown")
    if mark.kind_hint == "special" and not mark.numbers:
        kind = "special"
    telling = mark.kind_hint in ("supplement", "z", "special")
    return kind, False, f"所填期次为“{citation.issue}”" if telling else "", (), ""


# ---------------------------------------------------------------- existence


def _exists(found: tuple[Table, ...], mark: issues.Mark) -> bool | None:
    """Tell whether any source lists the claimed issue; absent only if every source that can say so says so."""
    if not found or mark.kind_hint == "unknown":
        return None
    said = {one.source: tables.holds(one, mark) for one in found}
    if True in said.values():
        return True
    return False if said and None not in said.values() else None


def _conflict(one: Difference, matches: tuple[Match, ...]) -> str:
    """Word one contradiction between sources: what each of them shows."""
    attribute = {"container": "journal"}.get(one.field, one.field)
    shown = []
    for match in matches:
        if match.record is None or match.level not in _SURE_LEVELS:
            continue
        value = getattr(match.record, attribute, None)
        text = ", ".join(author.name for author in value) if attribute == "authors" and value else value
        if text:
            shown.append(f"{_SOURCES.get(match.source, match.source)}为“{text}”")
    return f"{_FIELDS.get(one.field, one.field)}：{'，'.join(shown)}"


def _evidence(readings: list[Reading], found: tuple[Table, ...], shown: tuple[Contents, ...]) -> tuple[str, ...]:
    entries = [entry for reading in readings for entry in reading.evidence]
    entries += [entry for table in found for entry in table.evidence]
    entries += [entry for page in shown for entry in page.evidence]
    return tuple(dict.fromkeys(entries))
