"""`verifier audit`: check the chains of everything that people did: the portal's events, the terminal's decisions, the registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from verifier.cli.language import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verifier.operations.chains import Checked


@click.group("audit", help=say("校验留痕：谁在何时做了什么。", "Check the chains of who did what and when."))
def command() -> None:
    """Hold the subcommands together."""


@command.command(
    "check",
    help=say(
        "校验数据文件夹中各条留痕链：门户的每一步操作、终端登记的人工结论、证明登记簿。打印各链的条数和链头；证据库的链由 verifier evidence check 校验。",
        "Check every chain of the data folder: each act in the portal, decisions made in the terminal, the registers. Prints the number of "
        "links and the head of each; the archive's chain is checked by verifier evidence check.",
    ),
)
@click.option(
    "--head",
    help=say("此前记下的门户链头，须仍在链中", "A head of the portal's chain noted earlier; it must still be there"),
)
@click.option("--data", type=click.Path(), help=say("数据文件夹", "The data folder"))
def check(head: str | None, data: str | None) -> int:
    """Exit code 1 where a chain does not hold."""
    from verifier.operations import chains
    from verifier.settings import data_folder

    folder = data_folder(data)
    found = [*chains.logs(folder), *chains.portal(folder, head)]
    if not found:
        click.echo(say(f"{folder} 中还没有留痕。", f"There is no chain in {folder} yet."))
    return 0 if tell(found) else 1


def tell(found: Iterable[Checked]) -> bool:
    """Print what every chain says; return whether all hold."""
    whole = True
    for one in found:
        name = say("门户", "Portal") if one.name == "portal" else one.name
        if not one.wrong:
            zh = f"{name}：{one.count} 条，环环相接。链头 {one.head}"
            click.echo(say(zh, f"{name}: {one.count} links, unbroken. Head {one.head}"))
            continue
        whole = False
        zh = f"{name}：有 {len(one.wrong)} 处不符。请停止使用并从备份恢复。"
        click.echo(say(zh, f"{name}: broken in {len(one.wrong)} places. Stop and restore a backup."), err=True)
        for where, says in one.wrong[:50]:
            click.echo(f"  {where}: {says}", err=True)
    return whole
