"""`verifier template`: the workbook that a unit fills in and `verifier batch` reads."""

from __future__ import annotations

from pathlib import Path

import click

from verifier.cli import options
from verifier.cli.language import say


@click.command(
    "template",
    help=say(
        "写出 FILE（.xlsx）供单位填写：申报人、成果两张表和填写说明，下拉列表取自评审通知；填好后交 verifier batch。",
        "Write FILE (.xlsx) for a unit to fill in: applicants, items, instructions; lists from the notice. Then run verifier batch.",
    ),
)
@click.argument("file", type=click.Path(dir_okay=False), default="申报成果.xlsx")
@click.option("--notice", default=options.DEFAULT_NOTICE, show_default=True, help=say("评审通知", "The notice"))
@click.option("--rows", type=click.IntRange(1, 20_000), default=1000, show_default=True, help=say("预备的行数", "Rows prepared"))
@click.option("--example", is_flag=True, help=say("填入一行样例", "Fill in one row as an example"))
@click.option("--force", is_flag=True, help=say("覆盖已有文件", "Overwrite the file if it exists"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=say("界面语言", "Language"))
def command(file: str, notice: str, rows: int, example: bool, force: bool) -> int:
    """Write the workbook; an existing file is not overwritten unasked."""
    from verifier.errors import BadValue
    from verifier.packaged import load_notice
    from verifier.submissions import template

    path = Path(file)
    if path.exists() and not force:
        raise BadValue(
            f"{file} 已存在，未覆盖。请换一个文件名，或加 --force。", f"{file} exists and was not overwritten. Take another name, or add --force."
        )
    loaded = load_notice(notice)
    path.write_bytes(template.write(template.lists(loaded), rows, example))
    click.echo(f"{say('已写入', 'Written')}: {file}")
    return 0
