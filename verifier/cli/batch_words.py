"""What `verifier batch` tells the person at the desk: rows left out, what was taken over, and the counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from verifier.cli.language import say
from verifier.submissions.handed import Handed, Rejected

SHOWN = 20
"""Rejected rows that are printed too; all of them are in the file."""


class Rejects:
    """The rows that cannot be used: every one in `rejected.jsonl`, the first ones on the screen."""

    def __init__(self, folder: Path) -> None:
        """Begin anew; without a rejected row there is no file."""
        self.file = folder / "rejected.jsonl"
        self.file.unlink(missing_ok=True)
        self.count = 0
        self.first: list[Rejected] = []

    def add(self, one: Rejected) -> None:
        """Keep one row."""
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"where": one.where, "why": one.zh}, ensure_ascii=False) + "\n")
        self.count += 1
        self.first += [one] if self.count <= SHOWN else []

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return self.count > 0


def say_rejected(rejected: Rejects) -> None:
    """Tell which rows could not be used and where they are listed."""
    if not rejected:
        return
    for one in rejected.first:
        click.echo(f"{one.where}: {say(one.zh, one.en)}", err=True)
    click.echo(
        say(
            f"有 {rejected.count} 行未能使用，已列入 {rejected.file}；请改正后重新运行，其余各行已核验。",
            f"{rejected.count} rows could not be used and are listed in {rejected.file}; the others are done.",
        ),
        err=True,
    )


def say_left_out(folder: Path) -> None:
    """List what the applicants' documents held beside citations, so that nothing is left out in silence."""
    import msgspec  # late: only a batch needs it here

    file, count = folder / "left_out.jsonl", 0
    file.unlink(missing_ok=True)
    with (folder / "handed.jsonl").open("rb") as lines:
        for one in (msgspec.json.decode(line, type=Handed) for line in lines):
            if one.left_out:
                row = {"applicant": one.submission.applicant.id, "left_out": list(one.left_out)}
                with file.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
    if count:
        click.echo(
            say(
                f"{count} 位申报人的清单中有未作为著录的内容（标题、签名、缺少题名的记录等），已列入 {file}。",
                f"The lists of {count} applicants hold more than citations (headings, signatures, records without a title); see {file}.",
            ),
            err=True,
        )


def say_taken(taken: int, total: int) -> None:
    """Tell how many reports were finished before and are kept as they were."""
    if taken:
        click.echo(
            say(
                f"{total} 人中 {taken} 人的申报和规则没有变动，沿用已有的核验结果。",
                f"Of {total} applicants {taken} are unchanged and keep the reports they had.",
            ),
            err=True,
        )


def say_tally(tally: Any, folder: Path) -> None:
    """Print the counts of the batch."""
    click.echo(
        say(
            f"申报人 {tally.applicants}，成果 {tally.items}：未见问题 {tally.clear}，须人工核实 {tally.review}，"
            f"属条款所列情形 {tally.bar}；有未完成检索、只能出草稿的 {tally.drafts} 人，跨申报人事项涉及 {tally.raised} 项。",
            f"{tally.applicants} applicants, {tally.items} items: {tally.clear} clear, {tally.review} to review, "
            f"{tally.bar} under a clause; {tally.drafts} with a search not completed (drafts only), {tally.raised} concerned across applicants.",
        )
    )
    if tally.decided:
        settled = (tally.settled_clear, tally.settled_review, tally.settled_bar)
        click.echo(
            say(
                f"另计：{tally.decided} 项已有人工结论（无须再核 {settled[0]}，仍须核实 {settled[1]}，不予认定 {settled[2]}），见 decisions.jsonl。",
                f"Apart: people decided on {tally.decided} items ({settled[0]} settled, {settled[1]} still to check, "
                f"{settled[2]} not recognised); see decisions.jsonl.",
            )
        )
    click.echo(f"{say('已写入', 'Written')}: {folder / 'report.jsonl'}")
