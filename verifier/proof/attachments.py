"""Which evidence an item rests on, in which order it is printed, and the list that names every piece."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.model import Evidence, ItemReport, Report
from verifier.proof import wording
from verifier.proof.annex import AnnexPage
from verifier.proof.brought import KINDS, Brought
from verifier.proof.sheet import Table, columns
from verifier.proof.words import ORDER, SOURCES, moment, name, pick


def evidence_of(item: ItemReport) -> tuple[str, ...]:
    """Return the evidence ids of an item in the order of the sources, each once."""
    sources = sorted(item.lookups, key=lambda source: ORDER.index(source) if source in ORDER else len(ORDER))
    every = [one for source in sources for one in item.lookups[source].evidence]
    every += (item.record.evidence if item.record else ()) + (item.journal.evidence if item.journal else ())
    every += [one for finding in item.findings for one in finding.evidence]
    every += [one for note in item.notes for one in note.evidence]
    return tuple(dict.fromkeys(every))


def used_by(report: Report) -> dict[str, list[int]]:
    """Return for every evidence id the numbers of the items that rest on it."""
    used: dict[str, list[int]] = {}
    for place, item in enumerate(report.items, 1):
        for one in evidence_of(item):
            used.setdefault(one, []).append(place)
    return used


def numbered(report: Report, annex: tuple[AnnexPage, ...]) -> dict[str, int]:
    """Number the annex pages from 1: in the order of the items and their sources, then whatever else was handed in."""
    given = {page.evidence.id for page in annex}
    wanted = [one for item in report.items for one in evidence_of(item)] + [page.evidence.id for page in annex]
    return {one: place for place, one in enumerate(dict.fromkeys(one for one in wanted if one in given), 1)}


def ordered(annex: tuple[AnnexPage, ...], printed: dict[str, int]) -> list[AnnexPage]:
    """Return the annex pages in the order of their numbers."""
    by_id = {page.evidence.id: page for page in annex}
    return [by_id[one] for one in printed]


def pages(
    item: ItemReport, place: int, printed: dict[str, int], brought: tuple[Brought, ...], lang: str
) -> str:
    """Return an item's 附件页 cell: the numbers of its boxes, or that its evidence is only archived, and what was brought."""
    held = evidence_of(item)
    lines = [_label(sorted(printed[one] for one in held if one in printed), lang)] if held else []
    count = sum(1 for one in brought if one.place == place)
    if count:
        lines.append(pick(wording.BROUGHT, lang).format(count=count))
    return "\n".join(lines) or "—"


def joined(numbers: Iterable[int]) -> str:
    """Return numbers with runs drawn together.

    >>> joined([1, 2, 3, 5])
    '1—3、5'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}—{last}" for first, last in runs)


def listing(
    report: Report,
    annex: tuple[AnnexPage, ...],
    lang: str,
    printed: dict[str, int],
    brought: tuple[Brought, ...] = (),
) -> Table:
    """Return the list of annexes: printed pieces in their order, what people brought, then evidence only archived.

    Pages that no output rests on are counted in a note; evidence.json lists them.
    """
    used = used_by(report)
    every: dict[str, Evidence] = {page.evidence.id: page.evidence for page in annex}
    every = {**{one.id: one for one in report.evidence}, **every}
    named = [one for one in every.values() if one.id in printed or one.id in used]
    in_order = sorted(named, key=lambda one: printed.get(one.id, len(printed) + 1))
    rest = len(every) - len(named)
    lines: list[tuple[str, ...]] = [
        (
            _label([printed[one.id]] if one.id in printed else [], lang),
            joined(used.get(one.id, [])) or "—",
            name(SOURCES, one.source, lang),
            one.query or "—",
            moment(one.at),
            one.id,
            one.sha256,
            str(one.length),
        )
        for one in in_order
    ]
    lines[len(printed) : len(printed)] = [_brought(one, lang) for one in brought]
    return Table(
        name="annexes",
        caption=pick(wording.LIST_HEADING, lang),
        columns=columns(wording.COLUMNS_LIST, lang, centred=(0, 1, 7)),
        rows=tuple(lines),
        empty=pick(wording.NONE, lang),
        brief=True,
        note=pick(wording.REST, lang).format(count=rest) if rest else "",
        small=True,
    )


def _brought(one: Brought, lang: str) -> tuple[str, ...]:
    asked = pick(wording.PRINTED_BY, lang).format(pages=one.pages, file=one.file)
    kind = pick(KINDS[one.kind], lang)
    return (pick(wording.BESIDE, lang), str(one.place), kind, asked, "—", "—", one.sha256, str(one.length))


def _label(numbers: list[int], lang: str) -> str:
    return pick(wording.ANNEX, lang).format(number=joined(numbers)) if numbers else pick(wording.ARCHIVED, lang)
