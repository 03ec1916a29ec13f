"""A backup of a real portal with real evidence, restored into an empty place: the chains hold, and a report is made again byte for byte."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from tests.conftest import ROOT
from verifier.portal import blobs, events, files, walk
from verifier.portal.models import Account, Application, Event, Item

from .cluster import postgres

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def verifier(*words: str, url: str = "", cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the program as an administrator does."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name in ("VERIFIER_PORTAL_RUN", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        env.pop(name, None)
    env.update({"DATABASE_URL": url} if url else {})
    return subprocess.run(
        [sys.executable, "-m", "verifier", *words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture
def application(checked: Callable[..., Application]) -> Application:
    """Return a list that was really verified, with a file that its applicant added."""
    made = checked()
    files.add(made, made.owner, PICTURE, "扫描.png", "other", "")
    return made


def backed_up(folder: Path) -> str:
    """Make a backup of what the tests' portal holds and return the digest that it prints."""
    done = verifier(
        "backup", "all.zip", "--data", walk.run().data, url=os.environ.get("DATABASE_URL", ""), cwd=folder
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split("清单摘要 ")[1][:64]


def test_everything_comes_back_and_the_chains_hold(application: Application, tmp_path: Path) -> None:
    digest = backed_up(tmp_path)
    kept = blobs.get(application.current.report)
    done = verifier("restore", "all.zip", "--into", "back", "--sha256", digest, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"门户：{Event.objects.count()} 条，环环相接" in done.stdout
    assert "archive/demo" in done.stdout

    back = tmp_path / "back"
    assert (back / "portal/secret").read_text() == django_settings.SECRET_KEY
    assert {path.stat().st_mode & 0o077 for path in back.rglob("*")} == {0}
    stored = application.attachments.get().stored
    assert [path.read_bytes() for path in (back / "portal/files").rglob(stored)] == [PICTURE]
    with sqlite3.connect(back / "portal/portal.sqlite3") as rows:
        counts = [
            rows.execute(f"SELECT count(*) FROM portal_{name}").fetchone()[0] for name in ("account", "item", "event")
        ]
        assert rows.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
    assert counts == [Account.objects.count(), Item.objects.count(), Event.objects.count()]
    blob = back / "portal/blobs" / application.current.report[:2] / application.current.report
    assert blob.read_bytes() == kept

    (tmp_path / "report.json").write_bytes(kept)
    again = verifier("replay", "report.json", "--data", "back", "--out", "again.json", cwd=tmp_path)
    assert again.returncode == 0, again.stdout + again.stderr
    assert (tmp_path / "again.json").read_bytes() == kept
    for words in (("audit", "check"), ("evidence", "check")):
        assert verifier(*words, "--data", "back", cwd=tmp_path).returncode == 0


def test_a_chain_that_was_broken_before_the_backup_is_told_at_its_restoration(
    application: Application, tmp_path: Path
) -> None:
    event = Event.objects.order_by("n").first()
    assert event
    Event.objects.filter(pk=event.pk).update(line=event.line.replace(event.what, "another"))
    assert events.breaks()
    backed_up(tmp_path)
    done = verifier("restore", "all.zip", "--into", "back", cwd=tmp_path)
    assert done.returncode == 1
    assert "门户：有" in done.stderr
    assert (tmp_path / "back/portal/portal.sqlite3").is_file()


@pytest.mark.postgres
def test_rows_of_postgresql_come_back_into_an_empty_postgresql_and_into_no_other(
    application: Application, tmp_path: Path
) -> None:
    """Fill one database from a backup of this one, whichever it is, by way of a restoration into PostgreSQL and a backup of that."""
    from verifier.operations import rows

    with (tmp_path / "rows.jsonl").open("wb") as out:
        head, migrations = rows.dump(Path(walk.run().data), out)
    assert head
    assert head[0] == Event.objects.count()
    with postgres() as url:
        packed(tmp_path, (tmp_path / "rows.jsonl").read_bytes(), head, migrations)
        done = verifier("restore", "rows.zip", "--into", "back", url=url, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert f"门户：{head[0]} 条，环环相接。链头 {head[1]}" in done.stdout
        twice = verifier("restore", "rows.zip", "--into", "other", url=url, cwd=tmp_path)
        assert (twice.returncode, "不是空的" in twice.stderr) == (2, True)
        assert not (tmp_path / "other").exists()
        assert verifier("backup", "second.zip", "--data", "back", url=url, cwd=tmp_path).returncode == 0
    third = verifier("restore", "second.zip", "--into", "third", cwd=tmp_path)
    assert third.returncode == 0, third.stderr
    assert f"门户：{head[0]} 条" in third.stdout


def packed(folder: Path, data: bytes, head: tuple[int, str], migrations: tuple[str, ...]) -> None:
    """Pack rows as a backup does that was made over a server's database."""
    import hashlib
    import zipfile

    from verifier.model import canonical
    from verifier.operations.manifest import NAME, ROWS, Head, Manifest, Member

    manifest = Manifest(
        format=1, version="0.1.0", at="2026-03-02T09:00:00+08:00", migrations=migrations, heads={"portal": Head(n=head[0], hash=head[1])},
        members=(Member(path=ROWS, size=len(data), sha256=hashlib.sha256(data).hexdigest()),),
    )  # fmt: skip
    with zipfile.ZipFile(folder / "rows.zip", "w") as package:
        package.writestr(ROWS, data)
        package.writestr(NAME, canonical(manifest))


def test_a_backup_of_sqlite_is_not_spilled_beside_a_server_s_database(application: Application, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        return
    backed_up(tmp_path)
    done = verifier("restore", "all.zip", "--into", "back", url="postgresql://a:b@127.0.0.1/c", cwd=tmp_path)
    assert (done.returncode, "取消 DATABASE_URL" in done.stderr) == (2, True)
    assert not (tmp_path / "back").exists()
