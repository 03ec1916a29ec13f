"""`verifier registry`: import full lists of journals as dated snapshots, find a journal in them, and show its history."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Any

import click

from verifier.cli.language import say
from verifier.errors import BadValue
from verifier.normalize import issn
from verifier.settings import data_folder

FOLDER = "registry"
SHOWN = 10
"""Lines of one kind that the screen shows; `--all` shows every one."""
NEAR = 5


@click.group("registry", help=say("导入期刊名录快照，查刊、查沿革。", "Import registers of journals, find a journal, show its history."))
def command() -> None:
    """Hold the subcommands together."""


_DATA = click.option("--data", type=click.Path(), help=say("数据文件夹", "The data folder"))


@command.command("import", help=say("导入一份或几份全量名录（CSV、Excel、JSON Lines）为一个快照。", "Import full lists as one dated snapshot."))
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE…")
@click.option("--as-of", "day", metavar="YYYY-MM-DD", help=say("名录的日期，默认今天", "The list's day, today by default"))
@click.option("--replace", is_flag=True, help=say("替换同一日期的快照", "Replace the snapshot of that day"))
@click.option("--all", "every", is_flag=True, help=say("列出全部冲突与变化", "Show every conflict and change"))
@_DATA
def import_(files: tuple[str, ...], day: str | None, replace: bool, every: bool, data: str | None) -> int:
    """Read the lists, store the snapshot, and show what is odd: left-out lines, conflicts, changes since the snapshot before."""
    from verifier.retrieval import register_conflicts, register_files, register_rows, snapshot

    folder, day = data_folder(data) / FOLDER, _day(day)
    if not replace and day in snapshot.dated(folder):
        raise BadValue(f"已有 {day} 的快照。替换请加 --replace。", f"There is a snapshot of {day}. Add --replace to replace it.")
    listed: list[Any] = []
    left_out = 0
    for file in files:
        found = register_files.read(Path(file))
        listed += found.listed
        left_out += sum(remark.refused for remark in found.remarks)
        _say_lines([f"{file}:{one.line}: {say(one.zh, one.en)}" for one in found.remarks], every)
    if not listed:
        raise BadValue("名录中没有可用的行。请检查列名（须有刊名，及CN或ISSN等）。", "No usable row. Check the heads (a title, CN or ISSN).")
    clashes = register_conflicts.conflicts(listed)
    rows = register_rows.numbered(register_conflicts.merged(listed))
    earlier = [path for when, path in snapshot.dated(folder).items() if when < day]
    path = snapshot.store(folder, day, rows)
    click.echo(say(f"{day} 名录：{len(rows)} 种，未收入 {left_out} 行。", f"Register of {day}: {len(rows)} titles, {left_out} lines left out."))
    _say_conflicts(clashes, every)
    if earlier:
        _say_changes(earlier[-1].stem, register_conflicts.changes(snapshot.rows(earlier[-1]), rows), every)
    click.echo(f"{say('已写入', 'Written')}: {path}")
    return 0


@command.command("find", help=say("按刊名、CN号或ISSN查刊；不凭相似刊名认定。", "Find a journal by name, CN or ISSN; likeness never decides."))
@click.argument("text")
@click.option("--on", "when", metavar="YYYY[-MM]", help=say("论文刊出的时间", "When the paper appeared"))
@click.option("--as-of", "day", metavar="YYYY-MM-DD", help=say("用哪一日的快照，默认最新", "Which snapshot, the newest by default"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
@_DATA
def find(text: str, when: str | None, day: str | None, as_json: bool, data: str | None) -> int:
    """Print which registered journal it was; exit code 1 where it is none or several."""
    from verifier.judging import registry
    from verifier.model import Citation, Lookup, State, canonical
    from verifier.normalize import cn
    from verifier.retrieval import snapshot

    path = _snapshot(data_folder(data) / FOLDER, day)
    journals = tuple(snapshot.journal(row) for row in snapshot.rows(path))
    number, serial = cn.number(text), _issn(text)
    claim = Citation(id="", raw=text, container=None if number or serial else text, cn=text if number else None, issn=serial, date=when)
    found = registry.decide(claim, Lookup(source="snapshot", state=State.NOT_FOUND), journals)
    if as_json:
        click.echo(canonical({"as_of": path.stem, "finding": found}).decode())
    else:
        _say_found(found, path.stem, text, journals)
    return 0 if found.state == "found" else 1


@command.command("history", help=say("列出一种刊物的更名、刊号和各快照中的变化。", "Show a journal's names, numbers and what each snapshot says."))
@click.argument("text")
@_DATA
def history(text: str, data: str | None) -> int:
    """Print the former names of every journal of that name or number, then what each snapshot says of it."""
    from verifier.judging.register import numbers_of
    from verifier.normalize import cn, journals
    from verifier.retrieval import snapshot

    folder = data_folder(data) / FOLDER
    wanted = {cn.number(text) or _issn(text)} - {None}
    keys = {journals.key(text)}
    seen: dict[tuple[str, str], list[str]] = {}
    snapshot.newest(folder)
    for day, path in snapshot.dated(folder).items():
        for one in map(snapshot.journal, snapshot.rows(path)):
            names = {journals.key(one.title), *(journals.key(former.title) for former in one.former)}
            if names & keys or wanted & numbers_of(one):
                parts = (day, f"CN {one.cn or '—'}", f"ISSN {one.issn or '—'}", one.frequency, one.status, one.until)
                lines = seen.setdefault((one.title, one.cn or ""), [_names(one)])
                lines.append("  " + "  ".join(part for part in parts if part))
    for lines in seen.values():
        click.echo("\n".join(lines))
    if not seen:
        click.echo(say("各快照未见此刊名或刊号；未见不说明未登记。", "No snapshot shows it; that is no proof that it is not registered."))
    return 0 if seen else 1


def _day(text: str | None) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat() if text else dt.date.today().isoformat()
    except ValueError:
        raise BadValue(f"日期“{text}”无法读出。请写作 2021-08-30。", f"“{text}” is no date. Write 2021-08-30.") from None


def _snapshot(folder: Path, day: str | None) -> Path:
    from verifier.retrieval import snapshot

    newest = snapshot.newest(folder)
    if day is None:
        return newest
    found = snapshot.dated(folder)
    if day not in found:
        raise BadValue(f"没有 {day} 的快照。现有：{'、'.join(found)}。", f"There is no snapshot of {day}. There are: {', '.join(found)}.")
    return found[day]


def _issn(text: str) -> str | None:
    """Return a text in the form of an ISSN, None where it is none."""
    bare = issn.compact(text)
    return bare if re.fullmatch(r"\d{4}-\d{3}[\dX]", bare) else None


# ---------------------------------------------------------------- saying


def _say_lines(lines: list[str], every: bool) -> None:
    for line in lines if every else lines[:SHOWN]:
        click.echo(line, err=True)
    if not every and len(lines) > SHOWN:
        click.echo(say(f"…… 另有 {len(lines) - SHOWN} 条（--all 全列）", f"… and {len(lines) - SHOWN} more (--all)"), err=True)


def _say_conflicts(clashes: Any, every: bool) -> None:
    from verifier.retrieval.register_conflicts import WORDS

    counts = Counter(one.kind for one in clashes)
    for kind, words in WORDS.items():
        if counts[kind]:
            click.echo(f"{say(*words)}: {counts[kind]}")
            _say_lines([f"  {one.about}: {'；'.join(one.titles)}" for one in clashes if one.kind == kind], every)


CHANGES = {
    "new": ("新增", "new"),
    "gone": ("不再列出", "gone"),
    "title": ("刊名变更", "title changed"),
    "issn": ("ISSN 变更", "ISSN changed"),
    "frequency": ("刊期变更", "frequency changed"),
    "status": ("状态变更", "status changed"),
    "sponsors": ("主办单位变更", "sponsors changed"),
}


def _say_changes(day: str, changes: Any, every: bool) -> None:
    names = {what: say(*words) for what, words in CHANGES.items()}
    counts = Counter(one.what for one in changes)
    told = "，".join(f"{names.get(what, what)} {count}" for what, count in counts.items())
    click.echo(say(f"与 {day} 快照相比：{told or '没有变化'}", f"Since the snapshot of {day}: {told or 'no change'}"))
    _say_lines([f"  {names.get(one.what, one.what)} 《{one.title}》 {one.before} → {one.after}" for one in changes], every)


def _say_found(found: Any, day: str, text: str, journals: Any) -> None:
    if found.state == "found":
        click.echo(f"{day}  {_names(found.journal)}")
        if found.renamed:
            click.echo(say(f"  该时刊名《{found.name_then}》 CN {found.cn_then or '未载'}", f"  then “{found.name_then}”, CN {found.cn_then or '?'}"))
        if found.shared_cn:
            click.echo(say(f"  同一CN号下另见：{'；'.join(found.shared_cn)}", f"  the CN is shared with {'; '.join(found.shared_cn)}"))
    elif found.state == "ambiguous":
        click.echo(say(f"{day}  有多种可能，请按版权页确定：{found.note}", f"{day}  several are possible; see the copyright page"))
    else:
        click.echo(say(f"{day}  未见“{text}”；未见不说明未登记。", f"{day}  no “{text}”; that is no proof that it is not registered."))
    if found.state != "found":
        for one in found.candidates or _near(text, journals):
            click.echo(f"  {_names(one)}")
    if found.note and found.state == "found":
        click.echo(f"  {found.note}")


def _near(text: str, journals: Any) -> list[Any]:
    """Return the likest names, for a person to look at only."""
    from rapidfuzz import fuzz, process

    from verifier.normalize.journals import key

    names = {place: key(one.title) for place, one in enumerate(journals)}
    likest = process.extract(key(text), names, scorer=fuzz.ratio, limit=NEAR, score_cutoff=70)
    if likest:
        click.echo(say("  刊名相近的（只供人工参照，不作认定）：", "  names that look alike (for a person only):"))
    return [journals[place] for _, _, place in likest]


def _names(journal: Any) -> str:
    """Print a journal in one line: names with their dates, numbers, sponsor."""
    former = "；".join(
        one.title + (f"（{one.since or ''}—{one.until or ''}{'，CN ' + one.cn if one.cn else ''}）" if one.since or one.until or one.cn else "")
        for one in journal.former
    )
    parts = [f"《{journal.title}》", f"CN {journal.cn or '—'}", f"ISSN {journal.issn or '—'}", journal.frequency or "", "；".join(journal.sponsors)]
    return "  ".join(part for part in parts if part) + (say(f"  曾用名：{former}", f"  formerly: {former}") if former else "")
