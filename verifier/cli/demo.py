"""`verifier demo`: the main job over the packaged catalogue and a sample applicant's list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from verifier.cli import check, options
from verifier.cli.language import say
from verifier.packaged import fixtures


@click.command("demo", help=say("核验一份样例清单，留下检索证明（演示数据）。", "Verify a sample list and leave the certificate (demo data)."))
@click.option("--out", type=click.Path(file_okay=False), default="out/demo", show_default=True, help=say("输出文件夹", "Output folder"))
@options.sources
def command(out: str, **words: Any) -> int:
    """Run the demo; findings are its point, so they are no failure."""
    story = fixtures() / "stories" / "demo"
    choice = options.choice(words)
    nobody = {f"applicant_{key}": None for key in options.FLAGS}
    applicant = options.applicant(str(story / "applicant.toml"), nobody)
    submission, citations = check.submit(str(story / "list.docx"), applicant, options.DEFAULT_NOTICE, nil=False)
    code = check.run(submission, citations, choice, Path(out))
    click.echo(
        say(
            f"\n检索证明：{Path(out) / 'certificate.pdf'}（演示数据，不得用于申报）"
            "\n核验自己的清单：verifier check 清单.docx --applicant 申报人.toml --out 结果"
            f"\n申报人文件样例：{story / 'applicant.toml'}",
            f"\nCertificate: {Path(out) / 'certificate.pdf'} (demo data, not for use)"
            "\nYour own list: verifier check list.docx --applicant me.toml --out out"
            f"\nA sample applicant file: {story / 'applicant.toml'}",
        )
    )
    return 0 if code == 1 else code
