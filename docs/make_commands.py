"""Write docs/commands.md from the program's own help; `stale()` compares. Run from the project's root."""

from __future__ import annotations

from pathlib import Path

import click

from verifier.cli import COMMANDS, cli

FILE = Path(__file__).parent / "commands.md"
HEAD = """# Commands

Exit codes: 0 all clear, 1 findings, 2 bad input, 3 a source failed and something stays unverified. Every command takes `--lang zh|en`; the
interface is Chinese by default. The help below is the program's own (this page is written by `docs/make_commands.py`).

"""
TAIL = (Path(__file__).parent / "hand_ins.md").read_text(encoding="utf-8")


def pages(command: click.Command, name: str, parent: click.Context | None = None) -> list[tuple[str, str]]:
    """Return (command line, help text) of a command and of all below it."""
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
    found = [(context.command_path, command.get_help(context))]
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            child = command.get_command(context, below)
            assert child is not None
            found += pages(child, below, context)
    return found


def text() -> str:
    """Return the whole page."""
    assert set(cli.list_commands(click.Context(cli))) == set(COMMANDS)
    return HEAD + "".join(f"## {path}\n\n```\n{page.rstrip()}\n```\n\n" for path, page in pages(cli, "verifier")) + TAIL


def stale() -> bool:
    """Say whether the page does not fit the program."""
    return not FILE.is_file() or FILE.read_text(encoding="utf-8") != text()


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
