"""`verifier cache`: look at the page cache and clear it; evidence is never touched by this."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from verifier.cli.language import say
from verifier.settings import data_folder


@click.group("cache", help=say("查看、清理网页缓存（不影响证据）。", "Look at and clear the page cache (evidence stays)."))
def command() -> None:
    """Hold the subcommands together."""


@command.command("list", help=say("列出各缓存及其大小。", "List the caches and their sizes."))
@click.option("--data", type=click.Path(), help=say("数据文件夹", "The data folder"))
def listing(data: str | None) -> None:
    """Print one line a realm: name, pages, bytes."""
    from verifier.retrieval.cache import open_cache  # late: only this command needs it

    for folder in _realms(data):
        with open_cache(folder) as pages:
            click.echo(f"{folder.name}\t{len(pages)}\t{pages.volume()}")


@command.command("clear", help=say("清除缓存；下次检索将重新访问来源。", "Clear the cache; the next run asks the sources again."))
@click.option("--data", type=click.Path(), help=say("数据文件夹", "The data folder"))
@click.option("--realm", help=say("只清除此缓存", "Clear this one only"))
def clear(data: str | None, realm: str | None) -> None:
    """Remove cached pages."""
    for folder in _realms(data):
        if realm in (None, folder.name):
            shutil.rmtree(folder)
            click.echo(say(f"已清除 {folder.name}", f"cleared {folder.name}"))


def _realms(data: str | None) -> list[Path]:
    folder = data_folder(data) / "cache"
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
