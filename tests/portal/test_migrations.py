"""A database of the first release, with rows in every table, becomes one of today: nothing is lost, and the chain still holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import ROOT
from verifier.portal.run import Run, environment

from .cluster import postgres
from .old_database import ROWS

UPGRADE = "import sys; from verifier.portal import run, server; server.prepare(run.Run(data=sys.argv[1]), print)"
SAME = "from django.core.management import call_command; import django; django.setup(); call_command('makemigrations', check=True, dry_run=True)"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the environment of a portal over a database of its own."""
    env = {**os.environ, **environment(Run(data=str(tmp_path / "data"))), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    env.pop("DATABASE_URL", None)
    with ExitStack() as stack:
        if request.param == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(postgres())
        yield env


def python(env: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, *words], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_database_of_the_first_release_is_brought_to_this_one_whole(world: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "rows"
    python(world, "-m", "tests.portal.old_database", "make", str(file))
    before = json.loads(file.read_text("utf-8"))
    assert len(before) > 15
    assert all(len(rows) >= ROWS for table, rows in before.items() if table != "portal_chainhead"), {
        table: len(rows) for table, rows in before.items()
    }
    said = python(world, "-c", UPGRADE, str(tmp_path / "data"))
    assert "首个管理员" in said  # nobody of the old rows may administer
    python(world, "-m", "tests.portal.old_database", "look", str(file))
    after = json.loads(file.with_suffix(".look").read_text("utf-8"))
    grown = {"portal_account": 1, "portal_event": 1}
    for table, rows in before.items():
        if table == "portal_chainhead":
            continue
        names = set(rows[0]) & set(after[table][0])
        now = [{name: row[name] for name in names} for row in after[table]]
        for row in rows:
            assert {name: row[name] for name in names} in now, table
        assert len(now) <= len(rows) + grown.get(table, 0), table
    checked = python(world, "-m", "verifier", "audit", "check", "--data", str(tmp_path / "data"))
    assert f"门户：{ROWS + 1} 条，环环相接" in checked
    assert "首个管理员" not in python(world, "-c", UPGRADE, str(tmp_path / "data"))  # a second start changes nothing


def test_the_migrations_are_all_that_the_models_say(world: dict[str, str]) -> None:
    assert "No changes detected" in python(world, "-c", SAME)
