"""`verifier restore`: a backup into an empty place, with its chains checked."""

from __future__ import annotations

import os
from pathlib import Path

import click

from verifier.cli import options
from verifier.cli.language import say


@click.command(
    "restore",
    help=say(
        "将备份 FILE 恢复到空文件夹 DIR：逐个文件核对摘要，校验证据库、人工结论、登记簿和门户的留痕。已有内容的文件夹和损坏的备份不予恢复。"
        "PostgreSQL 的内容写入 DATABASE_URL 所指的空库；不设则写入 DIR 中的 SQLite。",
        "Put the backup FILE into the empty folder DIR: every file's digest is checked, then the chains of archives, decisions, registers and "
        "portal. A folder with content and a damaged backup are refused. PostgreSQL's rows go to the empty database of DATABASE_URL, without it "
        "into SQLite in DIR.",
    ),
)
@click.argument("file", type=click.Path())
@click.option("--into", required=True, type=click.Path(), metavar="DIR", help=say("空文件夹", "An empty folder"))
@click.option("--sha256", default="", metavar="HEX", help=say("备份时记下的清单摘要", "The manifest's digest as noted"))
@options.language
def command(file: str, into: str, sha256: str) -> int:
    """Exit code 0 where every chain holds, 1 where one does not (as it was in the backup), 2 where nothing was restored."""
    from verifier.cli.audit import tell
    from verifier.operations import restore

    done = restore.restore(Path(file), Path(into), sha256, os.environ.get("DATABASE_URL", ""))
    count, at = len(done.manifest.members), done.manifest.at
    click.echo(
        say(
            f"已恢复 {count} 个文件到 {into}（备份于 {at}）。",
            f"{count} files restored to {into} (backed up at {at}).",
        )
    )
    return 0 if tell(done.checked) else 1
