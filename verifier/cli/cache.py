"""`verifier cache`: look at the page cache, check, prune, warm and clear it; evidence is never touched by this."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from verifier.cli import options
from verifier.cli.language import say
from verifier.settings import data_folder


def _common(function: Callable[..., Any]) -> Callable[..., Any]:
    function = click.option("--realm", help=say("只看这一个缓存", "This cache only"))(function)
    return click.option("--data", type=click.Path(), help=say("数据文件夹", "The data folder"))(function)


@click.group("cache", help=say("查看、检查、整理、预热网页缓存（不影响证据）。", "Look at, check, prune and warm the page cache (evidence stays)."))
def command() -> None:
    """Hold the subcommands together."""


@command.command("look", help=say("列出各缓存：来源、应答种类、条数、大小、时间。", "List the caches: source, kind of answer, rows, size, times."))
@_common
def looking(data: str | None, realm: str | None) -> None:
    """Print what every cache holds."""
    from verifier.retrieval import cache_care
    from verifier.retrieval.wire import now

    for folder in _folders(data, realm):
        found = cache_care.look(folder, now())
        click.echo(
            say(
                f"{folder.name}：网页 {found.pages}，未果记录 {found.refusals}，已过期 {found.stale}，{found.size} 字节，{found.first or '—'} 至 {found.last or '—'}",
                f"{folder.name}: {found.pages} pages, {found.refusals} refusals, {found.stale} stale, {found.size} bytes, {found.first or '-'} to {found.last or '-'}",
            )
        )
        for source, state, count in found.by_source:
            click.echo(f"  {source}\t{state}\t{count}")


@command.command("check", help=say("逐行检查缓存是否完好。", "Check every row of the cache."))
@_common
def checking(data: str | None, realm: str | None) -> int:
    """Print every row that is not sound (exit code 1 if there is one); a run never uses such a row."""
    from verifier.retrieval import cache_care

    wrong = 0
    for folder in _folders(data, realm):
        for row in cache_care.check(folder):
            wrong += 1
            click.echo(f"{folder.name} {row.place}: {row.wrong} {row.name[:120]}", err=True)
    hint = say("；可用 verifier cache prune 清除，检索时不会采用", "; prune takes them out, no run uses them") if wrong else ""
    click.echo(say(f"有问题的行：{wrong}{hint}", f"unsound rows: {wrong}{hint}"))
    return 1 if wrong else 0


@command.command("prune", help=say("清除久已过期、损坏或他种格式的行。", "Take out long stale, damaged and foreign rows."))
@_common
def pruning(data: str | None, realm: str | None) -> None:
    """Prune every cache that nobody uses at the moment."""
    from verifier.retrieval import cache_care
    from verifier.retrieval.wire import now

    for folder in _folders(data, realm):
        gone = cache_care.prune(folder, now())
        click.echo(say(f"{folder.name}：已清除 {gone} 行", f"{folder.name}: {gone} rows taken out"))


@command.command("warm", help=say("只检索、不核验：为 SUBMISSIONS 预先取得网页。", "Crawl only: fetch the pages for SUBMISSIONS ahead of time."))
@click.argument("submissions", type=click.Path())
@options.sources
def warming(submissions: str, **words: Any) -> None:
    """Crawl for a unit's submissions, so that a later batch or check asks nothing."""
    from verifier import batch
    from verifier.cli.progress import counted
    from verifier.retrieval.crawl import crawl
    from verifier.serving import opened_settings
    from verifier.submissions import Handed, read_submissions

    handed: Iterator[Any] = read_submissions(Path(submissions), options.DEFAULT_NOTICE)
    with opened_settings(options.choice(words)) as settings, counted(say("检索", "Searching")) as step:
        crawl(batch.questions(one for one in handed if isinstance(one, Handed)), settings, progress=step)


@command.command("clear", help=say("清除缓存；下次检索将重新访问来源。", "Clear the cache; the next run asks the sources again."))
@_common
def clearing(data: str | None, realm: str | None) -> None:
    """Remove whole caches that nobody uses at the moment."""
    from verifier.retrieval.cache import hold

    for folder in _folders(data, realm):
        lock = hold(folder, alone=True)
        try:
            shutil.rmtree(folder)
        finally:
            os.close(lock)
        click.echo(say(f"已清除 {folder.name}", f"cleared {folder.name}"))


def _folders(data: str | None, realm: str | None) -> list[Path]:
    folder = data_folder(data) / "cache"
    every = sorted(path for path in folder.iterdir() if (path / "cache.db").is_file()) if folder.is_dir() else []
    return [path for path in every if realm in (None, path.name)]
