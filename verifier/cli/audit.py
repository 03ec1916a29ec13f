"""`verifier audit`: check the chains of everything that people did: the portal's events, the terminal's decisions, the registers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.cli.language import say

if TYPE_CHECKING:
    from verifier.audit import Break

Checked = tuple[str, int, str, "tuple[Break, ...]"]
"""What a chain is called, how many links it has, the hash of the last, and where it does not hold."""


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
    from verifier.settings import data_folder

    folder, broken = data_folder(data), False
    chains = [*_files(folder), *_portal(folder, head)]
    if not chains:
        click.echo(say(f"{folder} 中还没有留痕。", f"There is no chain in {folder} yet."))
    for name, count, last, breaks in chains:
        if not breaks:
            click.echo(
                say(f"{name}：{count} 条，环环相接。链头 {last}", f"{name}: {count} links, unbroken. Head {last}")
            )
            continue
        broken = True
        click.echo(
            say(
                f"{name}：有 {len(breaks)} 处不符。请停止使用并从备份恢复。",
                f"{name}: broken in {len(breaks)} places. Stop and restore a backup.",
            ),
            err=True,
        )
        for one in breaks[:50]:
            click.echo(f"  {one.line}: {one.says}", err=True)
    return 1 if broken else 0


def _files(folder: Path) -> Iterator[Checked]:
    """Yield the chains that are files."""
    from verifier import audit

    for path in sorted([*folder.glob("decisions/*.jsonl"), *folder.glob("register/*/*.jsonl")]):
        lines = path.read_bytes().splitlines(keepends=True)
        breaks = audit.breaks(lines)
        last = audit.from_line(lines[-1]).hash if lines and not breaks else ""
        yield str(path.relative_to(folder)), len(lines), last, breaks


def _portal(folder: Path, head: str | None) -> Iterator[Checked]:
    """Yield the chain of the portal, where there is a database of one."""
    if not (folder / "portal" / "portal.sqlite3").is_file() and not os.environ.get("DATABASE_URL"):
        return
    import django  # late: only a data folder of a portal needs it

    from verifier.portal.run import Run, environment

    os.environ.update(environment(Run(data=str(folder))))
    django.setup()
    from verifier.portal import events

    yield say("门户", "Portal"), *events.state(head)
