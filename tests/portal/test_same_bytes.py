"""One walk, many doors: what the portal keeps of a list is what `verifier batch` makes of it over the same cache, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import msgspec

from tests.conftest import ROOT
from verifier.model import canonical
from verifier.packaged import fixtures
from verifier.portal import blobs, filing, worker
from verifier.portal.run import Run

from .conftest import hand_in


def test_portal_and_batch_give_the_same_report(cast: SimpleNamespace, sources: Run, tmp_path: Path) -> None:
    handed = hand_in()
    bare = msgspec.structs.replace(handed, citations={})  # as submissions.jsonl brings it: the texts alone
    application = filing.opened(bare, cast.unit, owner=cast.applicant)
    filing.check(application, cast.applicant)
    worker.drain()
    application.refresh_from_db()
    kept = blobs.get(application.current.report)

    (tmp_path / "submissions.jsonl").write_bytes(canonical(handed.submission) + b"\n")
    assert sources.settings
    done = subprocess.run(
        [sys.executable, "-m", "verifier", "batch", "submissions.jsonl", "--out", "batch", "--data", sources.settings.data,
         "--catalogue", str(Path(fixtures()) / "catalogue")],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert (tmp_path / "batch/report.jsonl").read_bytes() == kept + b"\n"
    again = filing.opened(bare, cast.unit, owner=cast.colleague)
    filing.check(again, cast.colleague)
    worker.drain()
    again.refresh_from_db()
    assert again.current.report == application.current.report  # the same bytes are one blob
