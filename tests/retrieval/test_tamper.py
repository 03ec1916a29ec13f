"""No random change, deletion, swap or truncation of an archive goes unseen; the bench runs the same a thousand times."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench.tamper import DAMAGES, build, tampered
from verifier.retrieval.archive_check import check


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive of two runs, whole."""
    folder = tmp_path_factory.mktemp("whole") / "archive"
    build(folder, 24)
    assert check(folder).problems == ()
    return folder


@pytest.mark.parametrize("kind", range(len(DAMAGES)), ids=[damage.__name__ for damage in DAMAGES])
def test_every_change_is_found(archive: Path, tmp_path: Path, kind: int) -> None:
    for seed in range(kind, kind + 20 * len(DAMAGES), len(DAMAGES)):
        name, place, verdict = tampered(archive, tmp_path / "copy", seed)
        assert name == DAMAGES[kind].__name__
        assert verdict.problems, f"seed {seed}: {name} {place}"
        shutil.rmtree(tmp_path / "copy")


def test_a_copy_is_as_whole_as_the_archive_itself(archive: Path, tmp_path: Path) -> None:
    shutil.copytree(archive, tmp_path / "copy")
    assert check(tmp_path / "copy") == check(archive)
