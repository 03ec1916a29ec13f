"""`verifier replay`: make stored reports again from the archive alone, and say what is judged otherwise today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from verifier.cli.language import LANG, say


@click.command(
    "replay",
    help=say(
        "只凭证据库重新得出 REPORT（report.json 或 report.jsonl），不联网；逐字节相同则结论可复现，否则列出变动的结论。",
        "Make REPORT (report.json or report.jsonl) again from the archive alone; the same bytes, or the verdicts that change.",
    ),
)
@click.argument("report", type=click.Path())
@click.option("--applicant", metavar="ID", help=say("只重做该申报人（成批时）", "This applicant only, in a batch"))
@click.option("--notice", help=say("评审通知的名称或规则文件；不写则照原通知", "The notice or its file; else the report's"))
@click.option("--registry", type=click.Path(), help=say("当时所用的期刊名录快照", "The registry snapshot used then"))
@click.option("--data", type=click.Path(), help=say("数据文件夹（证据）", "The folder of the evidence"))
@click.option("--settings", type=click.Path(), help=say("设置文件", "The settings file"))
@click.option("--out", type=click.Path(), help=say("将重新得出的核验结果写入此文件", "Write the reports made again to this file"))
def command(report: str, applicant: str | None, out: str | None, **words: Any) -> int:
    """Replay every report; returns 0 when all are the same byte for byte, 1 when one is not."""
    from verifier.cli.reports import read_reports

    again = _Again(**words)
    lines, same = [], True
    for one in read_reports(Path(report), applicant):
        replayed = again.replay(one)
        lines.append(replayed.report)
        same = same and replayed.same
        _say(one, replayed)
    if out:
        _write(Path(out), lines)
    return 0 if same else 1


class _Again:
    """The archives and rules that the reports need, each opened once."""

    def __init__(self, data: str | None, settings: str | None, notice: str | None, registry: str | None) -> None:
        from verifier.settings import load

        self._settings = load(Path(settings) if settings else None, data)
        self._notice, self._registry = notice, registry
        self._archives: dict[Path, Any] = {}
        self._standards: dict[str, Any] = {}

    def replay(self, report: Any) -> Any:
        from verifier import replay
        from verifier.packaged import load_standards
        from verifier.retrieval import manual
        from verifier.retrieval.archive import Archive
        from verifier.retrieval.rederive import Refusals

        folder, name = replay.archive_of(report, self._settings), self._notice or report.notice
        if folder not in self._archives:
            archive = Archive(folder)
            brought = manual.load(msgspec.structs.replace(self._settings, realm=folder.name)).filed
            self._archives[folder] = archive, Refusals(archive.refusals()), brought
        if name not in self._standards:
            self._standards[name] = load_standards(name, self._registry)
        archive, refusals, brought = self._archives[folder]
        return replay.replay(report, archive, self._standards[name], refusals, brought)


def _write(path: Path, reports: list[Any]) -> None:
    from verifier.model import canonical

    ending = b"\n" if len(reports) > 1 else b""
    path.write_bytes(b"".join(canonical(one) + ending for one in reports))


def _say(report: Any, replayed: Any) -> None:
    who = report.applicant.name
    if not replayed.genuine:
        click.echo(say(f"{who}：核验结果与其自带的哈希值不符，该文件已被改动。", f"{who}: the report does not match its own hash."))
    if replayed.same:
        click.echo(say(f"{who}：逐字节相同（{len(report.items)} 项）", f"{who}: the same bytes ({len(report.items)} items)"))
        return
    click.echo(say(f"{who}：与原核验结果不同", f"{who}: not as it was"))
    for line in (*_reasons(replayed), *(_turned(one) for one in replayed.turned)):
        click.echo(f"  {line}")


def _reasons(replayed: Any) -> list[str]:
    said = [say(f"解析程序已变：{old} → {new}", f"parser changed: {old} → {new}") for old, new in replayed.parsers]
    if not replayed.rules:
        said.append(say("评审规则与当时不同", "the rules are not those of that time"))
    if replayed.missing:
        said.append(say(f"有 {replayed.missing} 个问题当时未曾检索", f"{replayed.missing} questions had not been asked"))
    if not replayed.turned:
        said.append(say("各项结论不变，只是记述不同", "no verdict changes, only what is told of it"))
    return said


def _turned(one: Any) -> str:
    from verifier.proof.words import OUTCOMES, REASONS, pick

    def named(findings: Any) -> str:
        return say("、", ", ").join(pick(REASONS[finding.reason], LANG) for finding in findings)

    parts = [f"{pick(OUTCOMES[one.before], LANG)} → {pick(OUTCOMES[one.after], LANG)}"]
    if one.sources:
        parts.append(say("来源 ", "sources ") + ", ".join(one.sources))
    parts += [say("不再有：", "gone: ") + named(one.gone)] if one.gone else []
    parts += [say("新增：", "new: ") + named(one.new)] if one.new else []
    return f"{one.item}\t{one.title[:40]}\t{'；'.join(parts)}"
