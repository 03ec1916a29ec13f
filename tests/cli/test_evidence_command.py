"""`verifier evidence` as an auditor runs it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.proof.authority import Office, serving
from tests.retrieval.test_archive import page, write
from verifier.retrieval.archive import Archive


@pytest.fixture
def pieces(tmp_path: Path) -> list[str]:
    """Fill the data folder's archive and return the ids."""
    with Archive(tmp_path / "data/archive/demo") as archive:
        return [one.evidence for one in write(archive, "甲", "乙", "丙")]


def test_it_lists_and_shows_what_is_kept(run: Run, pieces: list[str]) -> None:
    listed = run("evidence", "list").stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == pieces
    assert run("evidence", "show", pieces[1]).stdout == page("乙").body.decode()
    unknown = run("evidence", "show", "E000000000000")
    assert (unknown.returncode, "没有该编号" in unknown.stderr) == (2, True)


def test_check_says_which_question_failed(run: Run, pieces: list[str], tmp_path: Path) -> None:
    whole = run("evidence", "check")
    assert (whole.returncode, whole.stdout.count("完好")) == (0, 2)
    (warc,) = (tmp_path / "data/archive/demo/warc").iterdir()
    kept = warc.read_bytes()
    warc.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    evidence = run("evidence", "check")
    assert (evidence.returncode, "证据 3 件：有变动；留痕：完好" in evidence.stdout) == (1, True)
    warc.write_bytes(kept)
    chain = tmp_path / "data/archive/demo/chain.jsonl"
    chain.write_bytes(chain.read_bytes().replace(b'"status":200', b'"status":404', 1))
    log = run("evidence", "check")
    assert (log.returncode, "证据 3 件：完好；留痕：有变动" in log.stdout) == (1, True)


def test_a_printed_head_must_still_be_there(run: Run, pieces: list[str], tmp_path: Path) -> None:
    head = Archive(tmp_path / "data/archive/demo").head()
    assert run("evidence", "check", "--head", head).returncode == 0
    assert run("evidence", "check", "--head", "0" * 63 + "1").returncode == 1


def test_stamp_and_check_against_the_authority_s_root(run: Run, pieces: list[str], tmp_path: Path) -> None:
    office = Office(tmp_path)
    with serving(office.stamper()) as url:
        done = run("evidence", "stamp", "--authority", url)
    assert (done.returncode, "另存一份" in done.stdout) == (0, True), done.stderr
    checked = run("evidence", "check", "--trust", str(office.root))
    assert (checked.returncode, "服务已受信任" in checked.stdout) == (0, True), checked.stderr
    stranger = run("evidence", "check", "--trust", str(Office(tmp_path, "别的根证书").root))
    assert (stranger.returncode, "未核对服务的证书" in stranger.stdout) == (1, True)


def test_export_writes_one_file_whole_or_not_at_all(run: Run, pieces: list[str], tmp_path: Path) -> None:
    done = run("evidence", "export", "all.wacz")
    assert (done.returncode, "已导出证据 3 件" in done.stdout) == (0, True), done.stderr
    assert zipfile.ZipFile(tmp_path / "all.wacz").testzip() is None
    (tmp_path / "data/archive/demo/chain.jsonl").write_bytes(b'{"n":1}\n')
    failed = run("evidence", "export", "again.wacz")
    assert failed.returncode == 2
    assert not list(tmp_path.glob("*again*"))
