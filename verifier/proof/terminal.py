"""The report on a terminal: for each item what was found where, what differs, under which clause, and what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model import AcrossFinding, Finding, ItemReport, Report
from verifier.proof import rows
from verifier.proof.words import ORDER, OUTCOMES, SOURCES, name, pick
from verifier.reasons import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, Group, RenderableType
    from rich.text import Text as Line

STYLES = {Outcome.CLEAR: "green", Outcome.REVIEW: "yellow", Outcome.BAR: "magenta"}
SIGNS = {Outcome.CLEAR: "○", Outcome.REVIEW: "△", Outcome.BAR: "●"}
DEMO = ("演示数据，不得用于申报。", "Demonstration data (演示数据), not for any application.")
FOUND = ("检索", "Search")
COMPARED = ("比对", "Compared")
FACT = ("事实", "Fact")
CLAUSE = ("条款", "Clause")
REMEDY = ("请补充", "Please add")
NOTE = ("告知", "Note")
ACROSS = ("全部成果", "The whole list")
ITEMS = ("成果{items}", "Outputs {items}")
EMPTY = ("申报人声明无研究成果，未进行检索。", "The applicant states that there are no outputs; no search was made.")
INDENT = 14
"""Columns that the labels take, blanks included."""


def table(report: Report, lang: str = "zh") -> Group:
    """Return the report as something that rich prints, readable from 80 columns on; no cell is ever cut."""
    from rich.console import Group  # rich costs 60 ms to import and only a terminal needs it
    from rich.text import Text as Line

    parts: list[RenderableType] = []
    if report.demo:
        parts.append(Line(pick(DEMO, lang), style="bold reverse"))
    if not report.items:
        parts.append(Line(pick(EMPTY, lang)))
    for place, item in enumerate(report.items, 1):
        parts += _item(place, item, lang)
    parts += _across(report, lang)
    return Group(*parts)


def _item(place: int, item: ItemReport, lang: str) -> list[RenderableType]:
    facts = [(pick(FOUND, lang), _searched(item, lang)), (pick(COMPARED, lang), rows.compared(item, lang))]
    for alike in rows.together(item.findings):
        facts += _findings(alike, lang)
    facts += [(pick(NOTE, lang), rows.told(note, lang)) for note in item.notes]
    return [_heading(f"{place}. {rows.title(item)}", item.outcome, _worst_clause(item), lang), _grid(facts)]


def _across(report: Report, lang: str) -> list[RenderableType]:
    if not report.across:
        return []
    places = {item.id: str(place) for place, item in enumerate(report.items, 1)}
    parts: list[RenderableType] = []
    for one in report.across:
        numbers = "、".join(places.get(item, item) for item in one.items)
        title = f"{pick(ACROSS, lang)}　{pick(ITEMS, lang).format(items=numbers)}"
        parts += [_heading(title, one.outcome, one.clause, lang), _grid(_findings((one,), lang))]
    return parts


def _heading(title: str, outcome: Outcome, clause: str, lang: str) -> Line:
    from rich.text import Text as Line

    line = Line(f"\n{SIGNS[outcome]} ", style=STYLES[outcome], overflow="fold")
    line.append(title, style="bold")
    return line.append(f"\n  {pick(OUTCOMES[outcome], lang).format(clause=clause)}", style=STYLES[outcome])


def _grid(facts: list[tuple[str, str]]) -> RenderableType:
    return _Facts(tuple(facts))


class _Facts:
    """Labels at the left, texts beside them, wrapped to whatever width the terminal has when it is printed."""

    def __init__(self, facts: tuple[tuple[str, str], ...]) -> None:
        self.facts = facts

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Line]:
        from rich.cells import set_cell_size
        from rich.text import Text as Line

        from verifier.proof.wrapping import wrap

        for label, text in self.facts:
            for place, part in enumerate(wrap(text, options.max_width - INDENT)):
                line = Line(set_cell_size(f"  {label}" if not place else "", INDENT), style="dim", no_wrap=True)
                yield line.append(part, style="not dim")


def _searched(item: ItemReport, lang: str) -> str:
    """Return what each source answered, a line for each: name, word, record number."""
    known = [source for source in ORDER if source in item.lookups] + [one for one in item.lookups if one not in ORDER]
    known = [one for one in known if rows.word(item, one) != "not_applicable"] or known[:1]
    said = [f"{name(SOURCES, one, lang)} {rows.brief(item, one, lang)}" for one in known]
    return "\n".join(said)


def _findings(alike: tuple[Finding | AcrossFinding, ...], lang: str) -> list[tuple[str, str]]:
    """Return a line for each fact, then the clause and the remedy that they share."""
    first = alike[0]
    clause = f"{first.clause} 「{first.quote}」" if first.quote else first.clause
    facts = [(FACT, rows.fact(one, lang)) for one in alike]
    pairs = (*facts, (CLAUSE, clause), (REMEDY, rows.remedy(first, lang)))
    return [(pick(label, lang), text) for label, text in pairs if text]


def _worst_clause(item: ItemReport) -> str:
    return next((one.clause for one in item.findings if one.outcome is item.outcome), "")
