"""`verifier sources`: how each source stands: its channels, the last good answer, what politeness leaves of today."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verifier.cli import options
from verifier.cli.language import say
from verifier.serving import Choice

if TYPE_CHECKING:
    from verifier.retrieval.channels import Channel
    from verifier.settings import Settings

WORDS = {
    "good": ("正常", "good"),
    "changed": ("版面已变", "changed"),
    "refused": ("被拒", "refused"),
    "failing": ("未能应答", "failing"),
    "never": ("尚未使用", "not used yet"),
}


@click.command(
    "sources",
    help=say(
        "列出各来源的通道：状态、最近一次正常应答、当日余量、手工证据。版面已变的通道，其结果一律作未完成检索，直到解析程序更新。"
        "--probe 先向每个来源问一个对照问题。",
        "List each source's channels: state, last good answer, budget left today, manual evidence. What a changed channel answers stays "
        "unverified until its parser is mended. --probe asks every source one control question first.",
    ),
)
@click.option("--probe", is_flag=True, help=say("先问一个对照问题", "Ask one control question first"))
@options.sources
def command(probe: bool, **words: Any) -> int:
    """Print the table; exit code 3 where a channel has changed or refuses, so that a nightly run can tell."""
    from verifier.serving import opened_settings

    choice = options.choice(words)
    if not probe and not (choice.settings or choice.catalogue or choice.stub):
        return show(_at_rest(choice))
    with opened_settings(choice) as settings:
        if probe:
            probed(settings)
        return show(settings)


def _at_rest(choice: Choice) -> Settings:
    """Return the settings without starting any stub: what the log says of the demonstration, since no real host is known."""
    import msgspec

    from verifier import settings as settings_module

    base = settings_module.load(Path(choice.settings) if choice.settings else None, choice.data)
    return base if base.hosts or base.offline else msgspec.structs.replace(base, hosts=settings_module.stub_hosts("http://127.0.0.1:0"), realm="demo")


def probed(settings: Settings) -> None:
    """Ask every source one question that a living one answers, past the cache: what counts is today's page."""
    import tempfile

    from verifier.retrieval.archive import Archive, archive_folder
    from verifier.retrieval.cache import open_cache
    from verifier.retrieval.lookup import Driver, drive
    from verifier.sources import asked, named, rungs

    with (
        tempfile.TemporaryDirectory() as folder, open_cache(Path(folder)) as cache,
        Archive(archive_folder(settings)) as archive, Driver(settings, cache, archive) as driver,
    ):  # fmt: skip
        for source in named(asked(settings.hosts)):
            if any(role.split(".")[0] == source.NAME for role in settings.hosts):
                drive(rungs.probe(source), driver)


def show(settings: Settings) -> int:
    """Print one line a channel, then the source's budget and manual evidence."""
    from verifier.retrieval import manual
    from verifier.retrieval.archive import Archive, archive_folder
    from verifier.retrieval.channels import channels
    from verifier.retrieval.lookup import pace_file
    from verifier.retrieval.pace import Pacing
    from verifier.sources import asked, named

    with Archive(archive_folder(settings)) as archive:
        found = channels((*archive.entries(), *archive.refusals()), settings.hosts)
    pacing, held = Pacing(settings, pace_file(settings)), manual.load(settings).filed
    for source in named(asked(settings.hosts)):
        mine = [one for one in found if one.source == source.NAME]
        brought = sum(one.source == source.NAME for one in held)
        click.echo(f"{source.NAME}\t{source.TITLE}\t{_budget(settings, pacing, source.NAME)}" + (f"\t{_brought(brought)}" if brought else ""))
        for one in mine:
            click.echo("  " + _line(one))
        if not mine:
            click.echo("  " + say("未配置地址：只用导入和手工证据", "no address configured: imports and manual evidence only"))
    return 3 if any(one.word in ("changed", "refused") for one in found) else 0


def _line(one: Channel) -> str:
    from verifier.sources import UNASKED

    if one.role in UNASKED and one.word == "never":
        return f"{one.role:16}  " + say("本程序不访问", "not asked by this program")
    parts = [f"{one.role:16}", say(*WORDS[one.word])]
    if one.word not in ("good", "never"):
        parts.append(say(f"自 {_minute(one.since)}（{'、'.join(one.kinds)}）{one.evidence}", f"since {_minute(one.since)}: {one.evidence}"))
    parts.append(say(f"最近正常 {_minute(one.good) or '—'}", f"last good {_minute(one.good) or '-'}"))
    return "  ".join(parts)


def _budget(settings: Settings, pacing: Any, source: str) -> str:
    pace, circuit = settings.pace(source), pacing.circuit(source)
    if circuit is not None:
        return say(f"停止至 {_minute(circuit.until or '')}（{circuit.words}）", f"stopped until {_minute(circuit.until or '')} ({circuit.words})")
    if settings.is_stub(source):
        return say("演示站点，不限", "stub, no limit")
    if not any(role.split(".")[0] == source for role in settings.hosts):
        return "—"
    left = pacing.left(source)
    every = say(f"间隔 {pace.interval:g} 秒", f"every {pace.interval:g} s")
    return every if left is None else say(f"{every}，今日余 {left}/{pace.daily}", f"{every}, {left}/{pace.daily} left today")


def _brought(count: int) -> str:
    return say(f"手工证据 {count} 件", f"{count} pieces of manual evidence")


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")
