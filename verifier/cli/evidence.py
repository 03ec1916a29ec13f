"""`verifier evidence`: list, show and check the archived evidence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from verifier.cli.language import say
from verifier.settings import data_folder

REALMS = ("demo", "live")


def _archive(data: str | None, realm: str) -> Path:
    return data_folder(data) / "archive" / realm


def _common(function: Callable[..., Any]) -> Callable[..., Any]:
    function = click.option("--data", type=click.Path(), help=say("数据文件夹", "The data folder"))(function)
    return click.option("--realm", type=click.Choice(REALMS), default="demo", show_default=True, help=say("演示或真实证据", "Demo or live"))(function)


@click.group("evidence", help=say("查看、校验留存的证据。", "List, show and check the archived evidence."))
def command() -> None:
    """Hold the subcommands together."""


@command.command("list", help=say("逐条列出证据。", "List the evidence, a line each."))
@_common
def listing(data: str | None, realm: str) -> None:
    """Print id, time, source, question and digest of every piece."""
    from verifier.retrieval.archive import Archive

    with Archive(_archive(data, realm)) as archive:
        for entry in archive.entries():
            click.echo(f"{entry.id}\t{entry.at}\t{entry.source}\t{entry.query}\t{entry.sha256[:16]}\t{entry.length}")


@command.command("show", help=say("输出一条证据的原始字节。", "Write one piece's bytes to standard output."))
@click.argument("evidence")
@_common
def show(evidence: str, data: str | None, realm: str) -> None:
    """Write the archived bytes as they came."""
    from verifier.retrieval.archive import Archive

    with Archive(_archive(data, realm)) as archive:
        sys.stdout.buffer.write(archive.read(evidence).body)


@command.command("check", help=say("校验全部证据和留痕。", "Check all evidence and the log."))
@click.option("--head", help=say("检索证明上印的链头，须仍在链中", "A chain head printed on a certificate"))
@_common
def check(head: str | None, data: str | None, realm: str) -> int:
    """Say apart whether the evidence changed and whether the log did (exit code 1 if either did)."""
    from verifier.retrieval.archive_check import check as check_archive

    verdict = check_archive(_archive(data, realm), head)
    for problem in verdict.problems:
        click.echo(f"{problem.where}: {problem.says}", err=True)
    for note in verdict.notes:
        click.echo(note, err=True)
    whole, broken = say("完好", "whole"), say("有变动", "changed")
    click.echo(
        say(
            f"证据 {verdict.pieces} 件：{whole if verdict.evidence else broken}；留痕：{whole if verdict.log else broken}；链头 {verdict.head}",
            f"{verdict.pieces} pieces of evidence: {whole if verdict.evidence else broken}; "
            f"log: {whole if verdict.log else broken}; head {verdict.head}",
        )
    )
    return 0 if verdict.evidence and verdict.log else 1
