"""A report is made again from the archive alone, byte for byte; and when a parser changed, it is said which verdicts do."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import msgspec
import pytest

from tests.conftest import ROOT, Run
from verifier import replay
from verifier.desk import opened_desk
from verifier.errors import UnreadableFile
from verifier.model import Answer, Page, Report, State, canonical
from verifier.packaged import load_standards
from verifier.reasons import Outcome
from verifier.retrieval.archive import Archive
from verifier.retrieval.rederive import Refusals
from verifier.serving import Choice
from verifier.settings import Settings
from verifier.sources import vip
from verifier.submissions import Handed, read_submissions

STORY = ROOT / "fixtures" / "stories" / "unit" / "submissions.jsonl"
NOTICE = "liaoning-gxt-2021-194"
FAULTS = ("cnki:slider:any", "vip:server_error:any", "wanfang:rate_limit:any", "vip:reset:any", "cnki:login_wall:any", "nppa:stale:any")


def checked(folder: Path, count: int, *faults: str) -> list[Report]:
    """Return the reports of single checks, with sources that fail as told."""
    handed = [one for one in read_submissions(STORY, NOTICE) if isinstance(one, Handed)][:count]
    with opened_desk(Choice(data=str(folder), faults=faults), NOTICE) as desk:
        return [desk.verify(one.submission, one.citations, lambda _: None) for one in handed]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Report]]:
    """Return a data folder and the reports that were made over it; the cache is gone."""
    folder = tmp_path_factory.mktemp("kept")
    reports = checked(folder, 5)
    shutil.rmtree(folder / "cache")
    return folder, reports


@pytest.fixture
def _no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every connection fail, to loopback too."""

    def refused(*_: object) -> None:
        raise AssertionError("a replay tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    return


def replayed(folder: Path, report: Report) -> replay.Replayed:
    """Make a report again."""
    archive = Archive(replay.archive_of(report, Settings(data=str(folder))))
    return replay.replay(report, archive, load_standards(NOTICE), Refusals(archive.refusals()))


@pytest.mark.usefixtures("_no_socket")
def test_a_report_comes_out_of_the_archive_alone_byte_for_byte(kept: tuple[Path, list[Report]]) -> None:
    folder, reports = kept
    for report in reports:
        again = replayed(folder, report)
        assert canonical(again.report) == canonical(report)
        assert (again.same, again.genuine, again.rules, again.parsers, again.missing, again.turned) == (True, True, True, (), 0, ())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_source_that_failed_fails_again_in_the_same_words(tmp_path: Path, fault: str) -> None:
    reports = checked(tmp_path, 2, fault)
    states = {result.state for report in reports for item in report.items for result in item.lookups.values()}
    assert states - {State.FOUND, State.NOT_FOUND, State.SKIPPED}
    assert [replayed(tmp_path, report).same for report in reports] == [True] * len(reports)


def test_a_later_run_over_the_same_archive_does_not_change_what_an_earlier_report_was(tmp_path: Path) -> None:
    (failed,) = checked(tmp_path, 1, "vip:server_error:any")
    (whole,) = checked(tmp_path, 1)
    assert canonical(failed) != canonical(whole)
    assert replayed(tmp_path, failed).same
    assert replayed(tmp_path, whole).same


def test_after_a_parser_was_mended_it_is_said_which_verdicts_change(kept: tuple[Path, list[Report]], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, reports = kept
    read = vip.read

    def mended(page: Page) -> Answer:
        answer = read(page)
        is_hit = page.ask.step.kind in ("contents", "search") and answer.state is State.FOUND
        return Answer(state=State.LAYOUT_CHANGED, note="改过") if is_hit else answer

    monkeypatch.setattr(vip, "read", mended)
    monkeypatch.setattr(vip, "VERSION", "99")
    found = [replayed(folder, report) for report in reports]
    assert {one.parsers for one in found if one.report.evidence} == {(("vip/1", "vip/99"),)}
    turned = [(one, report) for again, report in zip(found, reports, strict=True) for report in (again.report,) for one in again.turned]
    assert turned
    assert {source for one, _ in turned for source in one.sources} == {"vip"}
    assert all(one.before is not Outcome.BAR or one.after is not Outcome.CLEAR for one, _ in turned)
    assert any(one.after is Outcome.REVIEW for one, _ in turned)


def test_a_report_that_somebody_edited_is_not_as_it_was(kept: tuple[Path, list[Report]]) -> None:
    folder, (report, *_) = kept
    item = msgspec.structs.replace(report.items[0], outcome=Outcome.BAR)
    edited = msgspec.structs.replace(report, items=(item, *report.items[1:]))
    again = replayed(folder, edited)
    assert (again.same, again.genuine) == (False, False)
    assert [(one.item, one.before, one.after) for one in again.turned] == [(item.id, Outcome.BAR, report.items[0].outcome)]


def test_a_piece_that_is_gone_or_changed_stops_the_replay(kept: tuple[Path, list[Report]], tmp_path: Path) -> None:
    folder, (report, *_) = kept
    shutil.copytree(folder, tmp_path / "copy")
    (warc,) = (tmp_path / "copy/archive/demo/warc").iterdir()
    data = bytearray(warc.read_bytes())
    for place in range(50, len(data), 400):
        data[place] ^= 1
    warc.write_bytes(data)
    with pytest.raises(UnreadableFile, match="改动"):
        [replayed(tmp_path / "copy", one) for one in kept[1]]
    with pytest.raises(UnreadableFile, match="没有该编号"):
        replayed(tmp_path / "elsewhere", report)


def test_the_command_compares_byte_for_byte_and_writes_what_it_made(kept: tuple[Path, list[Report]], run: Run, tmp_path: Path) -> None:
    folder, reports = kept
    (tmp_path / "report.jsonl").write_bytes(b"".join(canonical(one) + b"\n" for one in reports))
    done = run("replay", "report.jsonl", "--data", str(folder), "--out", "again.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("逐字节相同") == len(reports)
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "report.jsonl").read_bytes()
    (tmp_path / "one.json").write_bytes(canonical(reports[0]).replace(b'"outcome":"CLEAR"', b'"outcome":"BAR"', 1))
    done = run("replay", "one.json", "--data", str(folder))
    assert done.returncode == 1
    assert "已被改动" in done.stdout
    assert "不予认定" in done.stdout or "→" in done.stdout
    done = run("replay", "one.json", "--data", "nowhere")
    assert done.returncode == 2
    assert "没有该编号" in done.stderr
