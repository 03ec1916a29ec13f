"""`verifier stub`: serve a catalogue as the stub sites, until interrupted."""

from __future__ import annotations

import subprocess
import sys

import click

from verifier.cli.language import say
from verifier.packaged import fixtures


@click.command("stub", help=say("以演示站点提供目录 DIR，直到按 Ctrl-C。", "Serve the catalogue DIR as stub sites until Ctrl-C."))
@click.option("--catalogue", metavar="DIR", type=click.Path(), help=say("目录（默认为自带的演示目录）", "Catalogue (default: the packaged one)"))
@click.option("--port", type=int, default=0, help=say("端口（0 为任意空闲端口）", "Port (0: any free one)"))
@click.option("--fault", "faults", multiple=True, metavar="SITE:KIND:ON", help=say("令站点出此故障", "Force a fault"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=say("语言", "Language"))
def command(catalogue: str | None, port: int, faults: tuple[str, ...]) -> int:
    """Run the stub in a process of its own: it knows nothing of the verifier."""
    words = [sys.executable, "-m", "verifier.stub", "--catalogue", catalogue or str(fixtures() / "catalogue")]
    words += ["--port", str(port), "--die-with-parent"]
    for fault in faults:
        words += ["--fault", fault]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as child:  # noqa: S603 - our own module, no shell
        try:
            return child.wait()
        except KeyboardInterrupt:
            child.terminate()
            return 0
