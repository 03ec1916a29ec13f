"""`verifier decide`: a person's decision on an item, with reason, name and time, kept apart from what the machine found."""

from __future__ import annotations

from pathlib import Path

import click

from verifier.cli import options
from verifier.cli.language import LANG, say
from verifier.model import Decision, ItemReport, Report
from verifier.reasons import Outcome, Reason

WORDS = {
    Outcome.CLEAR: ("无须再核", "settled"),
    Outcome.REVIEW: ("仍须核实", "still to be checked"),
    Outcome.BAR: ("不予认定", "not recognised"),
}
"""A person's outcome in words; the machine's own words are other ones."""


@click.command(
    "decide",
    help=say(
        "登记对 REPORT（report.json 或 report.jsonl）中 ITEM 的人工结论；不写 ITEM 则列出已有结论。",
        "Record a person's decision on ITEM of REPORT (report.json or report.jsonl); without ITEM list what was decided.",
    ),
)
@click.argument("report", type=click.Path())
@click.argument("item", required=False)
@click.option("--applicant", metavar="ID", help=say("申报人编号（成批时）", "Applicant id, in a batch"))
@click.option("--reason", metavar="REASON", help=say("所答复的意见；不写则就该项整体", "The finding that it answers; else the whole item"))
@click.option("--outcome", type=click.Choice([one.value for one in Outcome]), help=say("结论", "The decision"))
@click.option("--why", help=say("理由", "Why"))
@click.option("--by", help=say("作出结论的人", "Who decides"))
@click.option("--data", type=click.Path(), help=say("数据文件夹", "The data folder"))
@options.language
def command(
    report: str, item: str | None, applicant: str | None, reason: str | None,
    outcome: str | None, why: str | None, by: str | None, data: str | None,
) -> int:  # fmt: skip
    """Append one decision to the chain, or list those that stand."""
    from verifier.cli.reports import read_reports

    reports = read_reports(Path(report), applicant)
    if item is None:
        return _list(reports, data)
    found, one = _item(reports, item)
    _demand(outcome=outcome, why=why, by=by)
    decision = Decision(
        report=found.hash,
        item=one.id,
        reason=_reason(one, reason),
        outcome=Outcome(outcome or ""),
        why=(why or "").strip(),
        by=(by or "").strip(),
        at=_now(),
    )
    _record(found, one, decision, data)
    return 0


def _record(report: Report, item: ItemReport, decision: Decision, data: str | None) -> None:
    from verifier import decisions
    from verifier.settings import data_folder

    register = decisions.Register(data_folder(data), report.demo)
    link = register.add(decisions.key(report.notice, report.applicant, item), decision)
    click.echo(say(f"已登记第 {link.n} 号人工结论：{line(decision)}", f"Decision {link.n} recorded: {line(decision)}"))


def line(decision: Decision) -> str:
    """Print one decision in a line: outcome, what it answers, why, by whom, when."""
    from verifier.proof.words import REASONS, pick

    about = pick(REASONS[decision.reason], LANG) if decision.reason else say("整项", "the item")
    return f"{about} → {say(*WORDS[decision.outcome])}：{decision.why}（{decision.by}，{decision.at}）"


def _list(reports: list[Report], data: str | None) -> int:
    from verifier import decisions
    from verifier.settings import data_folder

    for report in reports:
        known = decisions.Register(data_folder(data), report.demo).load()
        for item, made in decisions.of(report, known).items():
            for one in made:
                click.echo(f"{report.applicant.id}\t{item}\t{line(one)}")
    return 0


def _item(reports: list[Report], item: str) -> tuple[Report, ItemReport]:
    """Return the one item of that id. Raises UsageError naming what there is."""
    found = [(report, one) for report in reports for one in report.items if one.id == item]
    if len(found) == 1:
        return found[0]
    if found:
        zh, en = f"有 {len(found)} 名申报人都有成果 {item}，请加 --applicant", f"{len(found)} applicants have {item}; add --applicant"
        raise click.UsageError(say(zh, en))
    known = say("、", ", ").join(one.id for report in reports[:1] for one in report.items)
    raise click.UsageError(say(f"没有成果 {item}；有：{known}", f"there is no item {item}; there are: {known}"))


def _reason(item: ItemReport, reason: str | None) -> Reason | None:
    """Return the reason that a decision answers; it must be one that the item was given."""
    if reason is None:
        return None
    given = [finding.reason.value for finding in item.findings]
    if reason not in given:
        known = say("、", ", ").join(dict.fromkeys(given)) or say("没有意见", "none")
        raise click.UsageError(say(f"该项没有意见 {reason}；有：{known}", f"the item has no finding {reason}; it has: {known}"))
    return Reason(reason)


def _demand(**given: str | None) -> None:
    missing = [f"--{name}" for name, value in given.items() if not (value or "").strip()]
    if missing:
        raise click.UsageError(say(f"登记人工结论须写明 {'、'.join(missing)}", f"a decision needs {', '.join(missing)}"))


def _now() -> str:
    from verifier.retrieval.wire import now

    return now().isoformat(timespec="seconds")
