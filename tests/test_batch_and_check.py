"""The single check and the batch are two doors to one walk: over one cache they give the same report, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from verifier import batch
from verifier.desk import Desk, opened_desk
from verifier.model import canonical
from verifier.retrieval.crawl import crawl
from verifier.retrieval.wire import now
from verifier.serving import Choice
from verifier.submissions import Handed, read_submissions

STORY = ROOT / "fixtures" / "stories" / "unit" / "submissions.jsonl"
NOTICE = "liaoning-gxt-2021-194"
CHOSEN = 6
"""The first submissions of the unit's story; among them are issues whose contents announce more than they hold."""


@pytest.fixture(scope="module")
def handed() -> list[Handed]:
    """Return a part of the unit's hand-in."""
    return [one for one in read_submissions(STORY, NOTICE) if isinstance(one, Handed)][:CHOSEN]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Open a desk over an empty data folder."""
    with opened_desk(Choice(data=str(tmp_path)), NOTICE) as opened:
        yield opened


def checked(desk: Desk, handed: list[Handed]) -> list[bytes]:
    """Return the reports of single checks."""
    return [canonical(desk.verify(one.submission, one.citations, lambda _: None)) for one in handed]


def batched(desk: Desk, handed: list[Handed], jobs: int = 1) -> list[bytes]:
    """Return the reports of a batch that has crawled already."""
    return [canonical(report) for report in batch.reports(handed, desk.settings, {NOTICE: desk.standards}, jobs, now())]


def counted(desk: Desk) -> int:
    """Return how many answers the archive holds."""
    return len(desk.archive.entries())


def test_a_check_after_the_batch_says_the_same_and_asks_nothing(desk: Desk, handed: list[Handed]) -> None:
    crawl(batch.questions(handed), desk.settings)
    asked = counted(desk)
    assert batched(desk, handed) == checked(desk, handed)
    assert counted(desk) == asked


def test_a_batch_after_the_checks_says_the_same_and_asks_nothing(desk: Desk, handed: list[Handed]) -> None:
    first = checked(desk, handed)
    asked = counted(desk)
    crawl(batch.questions(handed), desk.settings)
    assert batched(desk, handed) == first
    assert checked(desk, handed) == first
    assert counted(desk) == asked
    assert {"found", "not_found", "incomplete"} <= {entry.state for entry in desk.archive.entries()}


def test_however_many_workers_the_reports_are_the_same(desk: Desk, handed: list[Handed], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CHUNK", 2)  # a small batch is not worth a pool
    crawl(batch.questions(handed), desk.settings)
    assert batched(desk, handed, jobs=2) == batched(desk, handed, jobs=1)
