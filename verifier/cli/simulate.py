"""`verifier simulate`: with the current title obtained on another day, or in another series, which outputs would count?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from verifier.cli import options
from verifier.cli.language import say
from verifier.model import Report

VERDICTS = {
    "counts": ("在计算期间内", "counts"),
    "before": ("早于现资格取得时间", "before the title"),
    "after": ("晚于计算截至时间", "after the counting date"),
    "open": ("跨起止日，须附版权页", "across a bound: copyright page"),
    "excluded": ("另有条款所列情形", "excluded by another clause"),
    "undated": ("出版时间待定", "date unknown"),
}


@click.command(
    "simulate",
    help=say(
        "试算：现资格若于 --obtained 取得（--series 系列），REPORT 中哪些成果在计算期间内。只供准备，不作结论。",
        "Try it: had the title been obtained on --obtained (in --series), which outputs of REPORT would count? Decides nothing.",
    ),
)
@click.argument("report", type=click.Path())
@click.option("--obtained", required=True, metavar="DATE", help=say("现资格取得时间，如 2016-12-30、2016-12", "When obtained, e.g. 2016-12-30"))
@click.option("--series", type=click.Choice(["engineering", "economics", "other"]), help=say("系列；不写则照原申报", "Series; else as applied"))
@click.option("--basis", type=click.Choice(["certificate", "review-year", "appointment"]), help=say("取得时间的依据", "What the date is of"))
@click.option("--applicant", metavar="ID", help=say("申报人编号（成批时）", "Applicant id, in a batch"))
@click.option("--notice", help=say("评审通知；不写则照原通知", "The notice; else the report's"))
@options.language
def command(report: str, obtained: str, applicant: str | None, notice: str | None, **words: Any) -> int:
    """Print one line an item, then the counts; nothing is asked of any source."""
    from verifier.cli.reports import read_reports

    _demand_date(obtained)
    for one in read_reports(Path(report), applicant):
        _print(one, obtained, notice or one.notice, **words)
    return 0


def _print(report: Report, obtained: str, notice: str, series: Any, basis: Any) -> None:
    from verifier.judging import simulation
    from verifier.packaged import load_notice

    assumed = simulation.assumed(report.applicant, obtained, series, basis)
    found = simulation.simulate(report, load_notice(notice), assumed)
    period = found.period
    who = report.applicant.name
    click.echo(
        say(
            f"{who}：计算期间自 {period.start}（{period.start_clause}）至 {period.end or '不限'}（{period.end_clause or '未规定'}）",
            f"{who}: period from {period.start} ({period.start_clause}) to {period.end or 'open'} ({period.end_clause or 'silent'})",
        )
    )
    if period.end and period.start[:10] > period.end:
        click.echo(say("取得时间晚于截至时间：没有计算期间。", "The title is later than the counting date: no output can count."))
    for place, one in enumerate(found.items, 1):
        click.echo(f"{place}\t{say(*VERDICTS[one.verdict])}\t{_when(one.window)}\t{one.title}{_more(one)}")
    counts = [(word, found.count(word)) for word in VERDICTS]  # type: ignore[arg-type]  # the keys are the verdicts
    click.echo(say("，", ", ").join(f"{say(*VERDICTS[word])} {number}" for word, number in counts if number))


def _when(window: tuple[str, str] | None) -> str:
    if window is None:
        return "—"
    return window[0] if window[0] == window[1] else f"{window[0]}…{window[1]}"


def _more(one: Any) -> str:
    """Say what else is open, and for an output before the title by when the title would have to be obtained."""
    from verifier.cli.language import LANG
    from verifier.proof.words import REASONS, pick

    parts = []
    if one.title_by:
        parts.append(say(f"取得时间不晚于 {one.title_by} 则在期间内", f"counts with a title by {one.title_by}"))
    if one.others:
        names = say("、", ", ").join(pick(REASONS[reason], LANG) for reason in one.others)
        parts.append(say(f"另有待核：{names}", f"also open: {names}"))
    return "".join(f"（{part}）" for part in parts)


def _demand_date(obtained: str) -> None:
    from verifier.normalize import dates

    if dates.parse(obtained) is None:
        raise click.UsageError(say(f"“{obtained}”不是日期，请写作 2016-12-30、2016-12 或 2016", f"{obtained} is no date; write 2016-12-30"))
