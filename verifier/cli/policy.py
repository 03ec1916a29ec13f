"""`verifier policy`: list, show and check the notices' rules."""

from __future__ import annotations

import click

from verifier.cli.language import say
from verifier.errors import VerifierError
from verifier.packaged import load_notice, notice_names


@click.group("policy", help=say("查看、检查评审通知的规则。", "List, show and check the notices' rules."))
def command() -> None:
    """Hold the subcommands together."""


@command.command("list", help=say("列出自带的通知。", "List the notices that come with the program."))
def listing() -> None:
    """Print one line a notice; a draft is marked."""
    for name in notice_names():
        notice = load_notice(name)
        draft = say("（草案）", " (draft)") if notice.draft else ""
        click.echo(f"{name}\t{notice.document}\t{notice.title}{draft}")


@command.command("show", help=say("显示一个通知的条款与规则。", "Show a notice's clauses and rules."))
@click.argument("notice")
def show(notice: str) -> None:
    """Print each clause with its text, then each rule with its check, clause, effect and outcomes."""
    loaded = load_notice(notice)
    click.echo(f"{loaded.title}（{loaded.document}）")
    for key, clause in loaded.clauses.items():
        click.echo(f"\n{key}  {clause.text}")
    click.echo("")
    for rule in loaded.rules:
        click.echo(f"{rule.check}\t{rule.clause or say('通知未规定', 'silent')}\t{rule.effect or '—'}\t{rule.sure}/{rule.unsure}")


@command.command("check", help=say("检查规则文件，指出文件、键和原因。", "Check rules files, naming file, key and reason."))
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def check(files: tuple[str, ...]) -> int:
    """Load every file; one bad file does not stop the others (exit code 2)."""
    failed = False
    for file in files:
        try:
            loaded = load_notice(file)
        except VerifierError as error:
            failed = True
            click.echo(error.say(say("zh", "en")), err=True)
        else:
            click.echo(say(f"{file}：{len(loaded.rules)} 条规则，可以使用。", f"{file}: {len(loaded.rules)} rules, usable."))
    return 2 if failed else 0
