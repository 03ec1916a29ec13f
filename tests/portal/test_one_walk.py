"""The portal is one more door to the same walk: over one cache it says what the single check and the batch say, byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from tests.conftest import ROOT
from verifier import batch
from verifier.desk import opened_desk
from verifier.model import canonical
from verifier.portal import blobs, filing, walk, worker
from verifier.portal.run import Run
from verifier.retrieval.crawl import crawl
from verifier.retrieval.wire import now
from verifier.serving import Choice
from verifier.submissions import Handed, read_submissions

from .conftest import NOTICE

STORY = ROOT / "fixtures" / "stories" / "unit" / "submissions.jsonl"
CHOSEN = 3


def test_portal_check_and_batch_give_the_same_report_byte_for_byte(
    cast: SimpleNamespace, sources: Run, tmp_path: Path
) -> None:
    handed = [one for one in read_submissions(STORY, NOTICE) if isinstance(one, Handed)][:CHOSEN]
    assert sources.settings
    crawl(
        batch.questions(handed), sources.settings
    )  # one cache for all doors, and with it one clock: nothing is asked any more
    asked = _asked(sources)

    applications = [filing.opened(one, cast.unit, owner=cast.applicant) for one in handed]
    for application in applications:
        filing.check(application, cast.applicant)
    worker.drain()
    for application in applications:
        application.refresh_from_db()
    portal = [blobs.get(application.current.report) for application in applications]

    rules = {NOTICE: walk.standards(NOTICE)}
    assert [canonical(one) for one in batch.reports(handed, sources.settings, rules, 1, now())] == portal
    with opened_desk(Choice(data=sources.data), NOTICE) as desk:
        assert [canonical(desk.verify(one.submission, one.citations, lambda _: None)) for one in handed] == portal
    assert _program(sources, tmp_path) == portal
    assert _asked(sources) == asked


def _asked(run: Run) -> int:
    """Return how many answers the archive holds."""
    with opened_desk(Choice(data=run.data), NOTICE) as desk:
        return len(desk.archive.entries())


def _program(run: Run, folder: Path) -> list[bytes]:
    """Return the lines of `verifier batch` over the same data folder, as a person runs it."""
    lines = STORY.read_text("utf-8").splitlines()[:CHOSEN]
    (folder / "submissions.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    words = ["batch", "submissions.jsonl", "--out", "out", "--notice", NOTICE, "--data", run.data]
    done = subprocess.run(
        [sys.executable, "-m", "verifier", *words], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1, 3), done.stderr
    found = (folder / "out" / "report.jsonl").read_bytes().splitlines()
    assert all(json.loads(line)["hash"] for line in found)
    return found
