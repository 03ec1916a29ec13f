"""The units of docs/systemd name commands and options that the program has, and every one of them is closed in the same way."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT
from verifier.cli import cli

UNITS = sorted((ROOT / "docs/systemd").glob("*.service"))
CLOSED = ("NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "UMask=0077", "User=verifier")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_calls_what_the_program_has_and_gives_it_no_more_rights_than_it_needs(unit: Path) -> None:
    text = unit.read_text("utf-8")
    assert [word for word in CLOSED if word not in text] == []
    for line in re.findall(r"bin/verifier (.*?)'?$", text, re.MULTILINE):
        context, words = click.Context(cli), shlex.split(line.replace("$$(", "").replace("%%", ""))
        words = words[1:] if words[0] == "--log-json" else words
        command: click.Command | None = cli.get_command(context, words[0])
        while isinstance(command, click.Group):
            words = words[1:]
            command = command.get_command(context, words[0])
        assert command is not None, line
        known = {option for param in command.params for option in param.opts}
        assert {word for word in words if word.startswith("--")} <= known, line
