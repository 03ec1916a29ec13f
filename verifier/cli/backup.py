"""`verifier backup`: one file with everything of a data folder, made while portal and batches run."""

from __future__ import annotations

import os
from pathlib import Path

import click

from verifier.cli import options
from verifier.cli.language import say


@click.command(
    "backup",
    help=say(
        "将数据文件夹中的全部内容写入一个备份文件 FILE：证据和留痕、手工证据、名录快照、检索节奏、门户数据库（SQLite 或 DATABASE_URL 所指的 "
        "PostgreSQL）和上传的材料。门户和成批核验运行时也可以做。语料库和缓存可以重建，不在其中。备份含个人信息和门户密钥，请按数据文件夹同样保管。",
        "Write everything of the data folder into one FILE: evidence and chains, manual evidence, registers, pace, the portal's database (SQLite, or "
        "PostgreSQL by DATABASE_URL) and uploads. Portal and batches may run meanwhile. Corpora and cache are made again and left out. The backup "
        "holds people's data and the portal's key: keep it as you keep the data folder.",
    ),
)
@click.argument("file", type=click.Path())
@click.option("--with-cache", is_flag=True, help=say("连同网页缓存", "The page cache too"))
@click.option("--data", type=click.Path(), help=say("数据文件夹", "The data folder"))
@options.language
def command(file: str, with_cache: bool, data: str | None) -> None:
    """Write the backup and print the digest of its manifest, to be noted elsewhere."""
    from verifier.operations import backup
    from verifier.settings import data_folder

    made = backup.make(data_folder(data), Path(file), os.environ.get("DATABASE_URL", ""), with_cache)
    click.echo(
        say(
            f"已备份 {made.members} 个文件，{made.size} 字节：{file}\n清单摘要 {made.sha256}（请另行记下，恢复时用 --sha256 核对）",
            f"{made.members} files, {made.size} bytes: {file}\nManifest {made.sha256} (note it elsewhere; restore checks it by --sha256)",
        )
    )
