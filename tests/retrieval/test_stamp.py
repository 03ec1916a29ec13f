"""A time stamp on the head shows a dropped tail or a log written anew, and proves nothing once a byte of it has changed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.proof.authority import STAMPED, Office, serving
from tests.retrieval.test_archive import write
from verifier.errors import BadValue
from verifier.retrieval.archive import Archive
from verifier.retrieval.archive_check import Verdict, check
from verifier.retrieval.stamp import Witness, stamp, witness, witnesses


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an authority's office."""
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def authority(office: Office) -> Iterator[str]:
    """Serve a time stamp authority."""
    with serving(office.stamper()) as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path, authority: str) -> Path:
    """Return an archive of three pieces whose head was stamped, and a fourth piece after it."""
    with Archive(tmp_path / "archive") as archive:
        write(archive, "甲", "乙", "丙")
    stamp(tmp_path / "archive", authority)
    with Archive(tmp_path / "archive") as archive:
        write(archive, "丁")
    return tmp_path / "archive"


def examined(folder: Path, copies: Path | None = None) -> Verdict:
    """Check an archive against its own stamps, or copies of them."""
    return check(folder, known=[(one.number, one.head) for one in witnesses(copies or folder) if not one.wrong])


def test_a_stamp_proves_which_head_stood_when_and_whose_word_it_is(folder: Path, office: Office, tmp_path: Path) -> None:
    (found,) = witnesses(folder, office.root)
    assert (found.number, found.trusted, found.wrong) == (5, True, "")
    assert datetime.fromisoformat(found.at) == STAMPED
    assert examined(folder).problems == ()
    (unknown,) = witnesses(folder, Office(tmp_path, "别的根证书").root)
    assert (unknown.trusted, unknown.wrong) == (False, "")


def test_a_dropped_tail_and_a_log_written_anew_show_against_the_stamp(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "stamps", tmp_path / "kept")
    shutil.rmtree(folder)
    with Archive(folder) as archive:
        write(archive, "甲", "乙")
    assert check(folder).problems == (), "by itself it is whole"
    dropped = examined(folder, tmp_path / "kept")
    assert (dropped.evidence, dropped.log) == (True, False)
    with Archive(folder) as archive:
        write(archive, "丙", "丁")
    rebuilt = examined(folder, tmp_path / "kept")
    assert (rebuilt.evidence, rebuilt.log) == (True, False)
    assert any("重写" in problem.says for problem in rebuilt.problems)


@pytest.mark.parametrize("name", ["000000000005.tst", "000000000005.head"])
def test_a_changed_stamp_proves_nothing_and_shows_in_the_log(folder: Path, name: str) -> None:
    path = folder / "stamps" / name
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        (found,) = witnesses(folder)
        if name.endswith(".tst"):
            assert check(folder).log is False, place
        else:
            assert found.wrong, place
    path.unlink()
    if name.endswith(".tst"):
        assert check(folder).log is False
    else:
        (found,) = witnesses(folder)
        assert found.wrong


def test_a_stamp_for_another_head_is_none(folder: Path) -> None:
    other = folder / "stamps" / "000000000005.head"
    other.write_bytes(b"000000000005 " + b"a" * 64 + b"\n")
    found = witness(folder / "stamps" / "000000000005.tst")
    assert found == Witness(file="000000000005.tst", number=5, head="a" * 64, wrong=found.wrong)
    assert "不符" in found.wrong


def test_an_empty_archive_and_a_silent_authority_say_what_to_do(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="还没有证据"):
        stamp(tmp_path / "nothing", "http://127.0.0.1:9/")
    before = (folder / "chain.jsonl").read_bytes()
    with pytest.raises(BadValue, match="没有给出时间戳"):
        stamp(folder, "http://127.0.0.1:9/")
    assert (folder / "chain.jsonl").read_bytes() == before


def test_a_stranger_needs_no_program_of_ours(folder: Path, office: Office) -> None:
    stamps = folder / "stamps"
    words = ["openssl", "ts", "-verify", "-data", "000000000005.head", "-in", "000000000005.tst", "-token_in", "-CAfile", str(office.root)]
    done = subprocess.run(words, cwd=stamps, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr, done.stderr
    (stamps / "000000000005.head").write_bytes(b"000000000006 " + b"a" * 64 + b"\n")
    done = subprocess.run(words, cwd=stamps, capture_output=True, text=True, check=False)
    assert "Verification: OK" not in done.stdout + done.stderr
