"""`verifier policy`: list, show, check and compare the notices' rules, and try another notice on a stored batch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from verifier.cli import options
from verifier.cli.language import say
from verifier.errors import VerifierError
from verifier.judging.labels import LABELS
from verifier.packaged import load_notice, notice_names


@click.group("policy", help=say("查看、检查、比较评审通知的规则，并可在已核验的一批上试用。", "List, show, check and compare the notices' rules."))
def command() -> None:
    """Hold the subcommands together."""


@command.command("list", help=say("列出自带的通知。", "List the notices that come with the program."))
@options.language
def listing() -> None:
    """Print one line a notice; a draft is marked."""
    for name in notice_names():
        notice = load_notice(name)
        draft = say("（草案）", " (draft)") if notice.draft else ""
        click.echo(f"{name}\t{notice.document}\t{notice.title}{draft}")


@command.command("show", help=say("显示一个通知的条款、日期与规则。", "Show a notice's clauses, dates and rules."))
@click.argument("notice")
@options.language
def show(notice: str) -> None:
    """Print each clause with its text and how sure it is, the dates by series, then each rule with what it does."""
    loaded = load_notice(notice)
    draft = say("　草案，只作提示，不得据以作出结论", "  draft: it may ask and never bar") if loaded.draft else ""
    click.echo(f"{loaded.title}（{loaded.document}）{draft}")
    for key, clause in loaded.clauses.items():
        click.echo(f"\n{key}（{say(*CERTAINTY[clause.certainty])}）  {clause.text}")
    click.echo("")
    for series in loaded.series:
        end = series.cutoff.isoformat() if series.cutoff else say("未规定截至时间", "no counting date")
        click.echo(f"{series.label}\t{end} {series.clause}\t{say('、', ', ').join(series.specialties)}")
    bases = say("、", ", ").join(name + ("" if basis.proves else say("（只提示）", " (asks only)")) for name, basis in loaded.start.bases.items())
    click.echo(f"{say('起算', 'Start')}\t{loaded.start.clause}\t{bases}")
    click.echo(f"{say('以何日期计', 'Date that counts')}\t{loaded.dates.clause or say('通知未规定', 'silent')}\t{say(*GOVERNS[loaded.dates.governs])}\n")
    used = {outcome for rule in loaded.rules for outcome in (rule.sure, rule.unsure)}
    told = say("，", ", ").join(f"{one} {say(*OUTCOMES[one.value])}" for one in sorted(used, key=lambda one: one.rank))
    click.echo(
        say(
            f"规则名　核对内容　条款　效力用语　记录能证明时/不能证明时（{told}）　参数",
            f"rule, what it looks at, clause, effect words, outcome when proven/unproven ({told}), parameters",
        )
    )
    for rule in loaded.rules:
        click.echo("\t".join(_columns(rule)))


OUTCOMES = {"CLEAR": ("只告知", "tells"), "REVIEW": ("须人工核实", "asks a person"), "BAR": ("依条款不予认定", "not counted by the clause")}
GOVERNS = {
    "open": ("刊出日期；网络首发在起止日另一侧的，由人工核对", "the printed date; a release on-line on the other side of a bound is for a person"),
    "printed": ("刊出日期", "the printed date"),
    "online_first": ("网络首发日期，未见的按刊出日期", "the first release on-line, else the printed date"),
    "indexed": ("数据库收录日期", "the day of indexing"),
}
CERTAINTY = {"original": ("原文", "original"), "copy": ("转载件", "copy"), "summary": ("仅见摘述", "summary only")}


def _columns(rule: Any) -> tuple[str, ...]:
    days = "…".join(day.isoformat() if day else "" for day in (rule.since, rule.until)) if rule.since or rule.until else ""
    clause = rule.clause or say("通知未规定", "silent")
    shown = (rule.check, say(*LABELS[rule.check]), clause, rule.effect or "—", f"{rule.sure}/{rule.unsure}", days, _parameters(rule.params))
    return tuple(part for part in shown if part)


def _parameters(params: Any) -> str:
    """Print the parameters that differ from a rule without any, as its file writes them."""
    given = {name: getattr(params, name) for name in params.__struct_fields__}
    plain = type(params)()
    return "; ".join(f"{name} = {_value(value)}" for name, value in given.items() if value != getattr(plain, name))


def _value(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


@command.command("check", help=say("检查规则文件，指出文件、键和原因。", "Check rules files, naming file, key and reason."))
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@options.language
def check(files: tuple[str, ...]) -> int:
    """Load every file; one bad file does not stop the others (exit code 2). A counting day that its clause does not say is pointed out."""
    from verifier.judging import loading

    failed = False
    for file in files:
        try:
            loaded = load_notice(file)
        except VerifierError as error:
            failed = True
            click.echo(error.say(say("zh", "en")), err=True)
        else:
            click.echo(say(f"{file}：{len(loaded.rules)} 条规则，可以使用。", f"{file}: {len(loaded.rules)} rules, usable."))
            for series in loading.unquoted_cutoffs(loaded):
                end = str(series.cutoff)
                click.echo(
                    say(
                        f"  请核对：{series.label}截至日 {end} 未见于所引{series.clause}的文字。",
                        f"  Please check: the counting date {end} of {series.label} does not stand in the text of {series.clause}.",
                    )
                )
    return 2 if failed else 0


@command.command("diff", help=say("逐键比较两个通知的规则。", "Compare two notices key by key."))
@click.argument("before")
@click.argument("after")
@options.language
def diff(before: str, after: str) -> int:
    """Print every key that differs with both values; exit code 1 if any does."""
    from verifier.judging import changes

    found = changes.between(load_notice(before), load_notice(after))
    for one in found:
        click.echo(one.key)
        click.echo(f"  - {one.before if one.before is not None else say('（无）', '(none)')}")
        click.echo(f"  + {one.after if one.after is not None else say('（无）', '(none)')}")
    if not found:
        click.echo(say("两个通知的规则相同。", "The two notices' rules are the same."))
    return 1 if found else 0


@command.command(
    "whatif",
    help=say(
        "用 NOTICE（通知名或规则文件）重判已核验的一批 FOLDER，列出结论有变的成果和原因；不作任何检索。",
        "Judge the stored batch FOLDER again under NOTICE and say which outcomes change and why; nothing is asked.",
    ),
)
@click.argument("folder", type=click.Path(file_okay=False))
@click.argument("notice")
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help=say("并行进程数", "Processes"))
@click.option("--data", type=click.Path(), help=say("数据文件夹（如已移动）", "The data folder, if it was moved"))
@click.option("--json", "as_json", is_flag=True, help=say("逐行输出 JSON", "Print JSON lines"))
@options.language
def whatif(folder: str, notice: str, jobs: int, data: str | None, as_json: bool) -> int:
    """Print the items whose findings change; exit code 0 none, 1 some outcomes change, 3 the cache no longer holds the batch."""
    from verifier import rejudge
    from verifier.model import canonical

    found = rejudge.whatif(rejudge.read(Path(folder)), load_notice(notice), jobs, data)
    for one in found.moved:
        if as_json:
            click.echo(canonical(one).decode())
        elif one.before is not one.after:
            _say_moved(one)
    if not as_json:
        _say_whatif(found)
    return 3 if found.stale else 1 if found.turned else 0


def _say_moved(one: Any) -> None:
    click.echo(f"{one.applicant}\t{one.item}\t{one.before.value} → {one.after.value}\t{one.title}")
    for finding in one.gone:
        click.echo(say("  - 不再提出：", "  - no longer said: ") + _finding(finding))
    for old, new in one.moved:
        click.echo(say("  ~ 改为 ", "  ~ now ") + f"{new.outcome.value}: {_finding(new)} ← {old.outcome.value} {old.clause}")
    for finding in one.new:
        click.echo(say("  + 新提出：", "  + newly said: ") + _finding(finding))


def _finding(finding: Any) -> str:
    return f"{finding.outcome.value} {finding.clause} {say(finding.says, finding.says_en)}"


def _say_whatif(found: Any) -> None:
    other = len(found.moved) - len(found.turned)
    click.echo(
        say(
            f"共 {found.items} 项：结论改变 {len(found.turned)} 项，仅意见改变 {other} 项，不变 {found.items - len(found.moved)} 项。",
            f"{found.items} items: {len(found.turned)} outcomes change, {other} change in findings only, "
            f"{found.items - len(found.moved)} stay.",
        )
    )
    if found.stale:
        click.echo(
            say(
                f"有 {found.stale} 份按原规则重判已与当时不同（缓存已清理，或程序已更新）；以上比较以现存内容为准。",
                f"{found.stale} reports come out otherwise even under their own rules (the cache was pruned, or the program "
                "changed); the comparison rests on what is there now.",
            ),
            err=True,
        )
