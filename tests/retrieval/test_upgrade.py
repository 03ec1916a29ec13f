"""What the first release wrote opens today: evidence, log, cache, report, register and snapshot."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.retrieval.test_archive import write
from verifier import replay
from verifier.model import Ask, Step, canonical
from verifier.packaged import load_standards
from verifier.papers.register import Register
from verifier.retrieval import cache_care, snapshot
from verifier.retrieval.archive import Archive
from verifier.retrieval.archive_check import check
from verifier.retrieval.cache import open_cache
from verifier.retrieval.entries import FORMAT
from verifier.retrieval.rederive import Refusals
from verifier.verify import content_hash

KEPT = ROOT / "fixtures" / "upgrade"
RELEASES = sorted(path.name for path in KEPT.iterdir() if path.is_dir())


@pytest.fixture(params=RELEASES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a copy of what a release wrote."""
    return Path(shutil.copytree(KEPT / request.param, tmp_path / request.param))


def test_its_evidence_is_whole_and_every_piece_reads(old: Path) -> None:
    verdict = check(old / "archive")
    assert (verdict.problems, verdict.notes) == ((), ())
    archive = Archive(old / "archive")
    entries = archive.entries()
    assert len(entries) == verdict.pieces > 10
    assert all(archive.read(entry.id).body for entry in entries)
    assert archive.head() == verdict.head


def test_today_s_program_goes_on_with_its_archive(old: Path) -> None:
    before = check(old / "archive")
    with Archive(old / "archive") as archive:
        (page,) = write(archive, "后来")
    after = check(old / "archive", head=before.head)
    assert (after.problems, after.pieces) == ((), before.pieces + 1)
    assert Archive(old / "archive").read(page.evidence).body == page.body


def test_its_cache_answers(old: Path) -> None:
    assert cache_care.check(old / "cache") == ()
    found = [row for row in cache_care.rows(old / "cache") if row.stored is not None and not row.is_refusal]
    assert len(found) > 10
    with open_cache(old / "cache") as cache:
        for row in found:
            assert row.stored is not None
            ask = Ask(source=row.source, role="", path="/", key=row.stored.key, step=Step(kind="detail"))
            answer = cache.get(ask, datetime.fromisoformat(row.stored.fetched))
            assert answer is not None
            assert answer[0].evidence == row.stored.evidence


def test_its_report_is_genuine_and_is_made_again_from_its_archive(old: Path) -> None:
    text = (old / "report.json").read_bytes()
    report = replay.read(text)
    assert canonical(report) == text
    assert content_hash(report) == report.hash
    archive = Archive(old / "archive")
    again = replay.replay(report, archive, load_standards(report.notice), Refusals(archive.refusals()))
    assert again.genuine
    assert again.missing == 0
    assert [item.outcome for item in again.report.items] == [item.outcome for item in report.items]


def test_its_register_and_its_snapshot_read(old: Path) -> None:
    register = Register(old)
    assert register.numbered
    assert len(snapshot.load(old / "journals.jsonl")) >= 1


def test_the_commands_take_it_as_it_is(old: Path, run: Run, tmp_path: Path) -> None:
    shutil.copytree(old / "archive", tmp_path / "data/archive/demo")
    shutil.copytree(old / "cache", tmp_path / "data/cache/demo-old")
    assert run("evidence", "check").returncode == 0
    assert run("cache", "check").returncode == 0
    assert run("cache", "look").stdout.startswith("demo-old")
    done = run("replay", str(old / "report.json"))
    assert done.returncode in (0, 1)
    assert "已被改动" not in done.stdout


def test_a_new_archive_names_today_s_format(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        write(archive, "甲")
    assert f'"entry":{{"kind":"opened","format":{FORMAT},' in (tmp_path / "chain.jsonl").read_text(encoding="utf-8")
