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


@command.command("check", help=say("校验全部证据和留痕：两者分别答复。", "Check all evidence and the log, each answered apart."))
@click.option("--head", help=say("检索证明上印的链头，须仍在链中", "A chain head printed on a certificate"))
@click.option("--stamps", type=click.Path(), metavar="DIR", help=say("另存的时间戳副本", "Copies of time stamps kept elsewhere"))
@click.option("--trust", type=click.Path(), metavar="PEM", help=say("时间戳服务的根证书", "The root certificate of the authority"))
@_common
def check(head: str | None, stamps: str | None, trust: str | None, data: str | None, realm: str) -> int:
    """Say apart whether the evidence changed and whether the log did (exit code 1 if either did)."""
    from verifier.retrieval.archive_check import check as check_archive

    folder = _archive(data, realm)
    found = _witnesses(folder, stamps, trust)
    verdict = check_archive(folder, head, known=[(one.number, one.head) for one in found if not one.wrong])
    for problem in verdict.problems:
        click.echo(f"{problem.where}: {problem.says}", err=True)
    for note in verdict.notes:
        click.echo(note, err=True)
    wrong = _say_witnesses(found, trust)
    whole, broken = say("完好", "whole"), say("有变动", "changed")
    log = verdict.log and not wrong
    click.echo(
        say(
            f"证据 {verdict.pieces} 件：{whole if verdict.evidence else broken}；留痕：{whole if log else broken}；链头 {verdict.head}",
            f"{verdict.pieces} pieces of evidence: {whole if verdict.evidence else broken}; "
            f"log: {whole if log else broken}; head {verdict.head}",
        )
    )
    return 0 if verdict.evidence and log else 1


def _witnesses(folder: Path, copies: str | None, trust: str | None) -> list[Any]:
    from verifier.retrieval import stamp

    root = Path(trust) if trust else None
    folders = [place for place in (folder / stamp.FOLDER, Path(copies) if copies else None) if place is not None and place.is_dir()]
    return [one for place in folders for one in stamp.witnesses(place, root)]


def _say_witnesses(found: list[Any], trust: str | None) -> bool:
    """Tell what every time stamp proves; say whether one of them proves nothing, or not by whom it should."""
    for one in found:
        if one.wrong:
            click.echo(f"{one.file}: {one.wrong}", err=True)
            continue
        whose = say("（服务已受信任）", " (trusted)") if one.trusted else say("（未核对服务的证书）", " (authority not checked)")
        click.echo(say(f"时间戳：第 {one.number} 条，{one.at}{whose}", f"stamp: link {one.number}, {one.at}{whose}"))
    return any(one.wrong or (trust and not one.trusted) for one in found)


@command.command("stamp", help=say("为留痕链头加盖时间戳（RFC 3161）。", "Have the head of the log time-stamped (RFC 3161)."))
@click.option("--authority", required=True, metavar="URL", help=say("时间戳服务的地址", "The authority's address"))
@_common
def stamping(authority: str, data: str | None, realm: str) -> None:
    """Have the head stamped and tell where the token is, so that a copy can be kept elsewhere."""
    from verifier.retrieval import stamp

    folder = _archive(data, realm)
    done = stamp.stamp(folder, authority)
    place = folder / stamp.FOLDER / done.token
    click.echo(
        say(
            f"已为第 {done.number} 条（链头 {done.head}）加盖时间戳 {done.at}：{place}。请将该文件夹另存一份。",
            f"Link {done.number} (head {done.head}) is stamped at {done.at}: {place}. Keep a copy of that folder elsewhere.",
        )
    )


@command.command("export", help=say("将全部证据和留痕导出为一个 WACZ 文件。", "Export all evidence and the log as one WACZ file."))
@click.argument("out", type=click.Path())
@_common
def export(out: str, data: str | None, realm: str) -> None:
    """Write the archive beside its place and move it there, so that no half file stays."""
    from verifier.retrieval import wacz
    from verifier.retrieval.archive import Archive
    from verifier.retrieval.wire import now

    target = Path(out)
    draft = target.with_name(f".{target.name}.part")
    try:
        with Archive(_archive(data, realm)) as archive, draft.open("wb") as stream:
            count = wacz.export(archive, stream, now().isoformat(timespec="seconds"))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    click.echo(say(f"已导出证据 {count} 件：{target}", f"{count} pieces exported: {target}"))
