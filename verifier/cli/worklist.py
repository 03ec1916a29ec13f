"""`verifier worklist`: what a person must look up at the registry's site, by journal, since one print serves all its papers."""

from __future__ import annotations

from pathlib import Path

import click

from verifier.cli.language import say
from verifier.cli.printing import written

NAME = "worklist"


@click.command(
    NAME,
    help=say(
        "从 LIST（submissions.jsonl、工作簿、文件夹、清单，或成批核验的 report.jsonl）列出须到国家新闻出版署网站人工查询的期刊，"
        "写出 worklist.html 和 worklist.csv。给出 report.jsonl 时只列登记查询未完成的。",
        "List the journals of LIST (submissions, a single list, or a batch's report.jsonl) that a person must look up at the press "
        "registry, as worklist.html and worklist.csv; of report.jsonl only those whose look-up is unfinished.",
    ),
)
@click.argument("file", metavar="LIST", type=click.Path())
@click.option(
    "--out", type=click.Path(file_okay=False), default="out", show_default=True, help=say("输出文件夹", "Output folder")
)
@click.option(
    "--data", type=click.Path(), help=say("数据文件夹（已导入的打印件）", "The data folder (prints taken in)")
)
@click.option(
    "--realm",
    type=click.Choice(["live", "demo"]),
    default="live",
    show_default=True,
    help=say("真实或演示", "Live or demo"),
)
def command(file: str, out: str, data: str | None, realm: str) -> int:
    """Write the list; exit code 0 also where nothing is left to look up."""
    from verifier.cli.lists import citations
    from verifier.papers.worklist import as_csv, as_html, gather
    from verifier.retrieval import manual
    from verifier.settings import Settings, data_folder

    held = manual.load(Settings(data=str(data_folder(data)), realm=realm))
    rows = gather(citations(Path(file)), held)
    left = sum(not row.done for row in rows)
    click.echo(
        say(
            f"须人工查询 {left} 种期刊，已有打印件 {len(rows) - left} 种。",
            f"{left} journals to look up, {len(rows) - left} printed.",
        )
    )
    for path in written(Path(out), {f"{NAME}.csv": as_csv(rows), f"{NAME}.html": as_html(rows)}):
        click.echo(f"{say('已写入', 'Written')}: {path}")
    return 0
