"""A report keeps its number, day and files; what was issued later, or withdrawn, is known; a changed register is refused."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import msgspec
import pytest

from tests.papers.small_office import AT, DAY, Office
from verifier.errors import BadValue, UnreadableFile
from verifier.model import Report
from verifier.papers.register import Register
from verifier.proof import Beside, Noted, number
from verifier.verify import content_hash


def changed(report: Report, **more: object) -> Report:
    """Return a report with other contents, sealed anew."""
    other = msgspec.structs.replace(report, **more)
    return msgspec.structs.replace(other, hash=content_hash(other))


def test_a_report_printed_again_is_the_same_file_under_the_same_number_and_day(office: Office) -> None:
    report = office.take()
    first = office.issue(report)
    office.take("ordinary")  # the archive grows meanwhile, and its head with it
    again = office.issue(report)
    assert first == again
    assert len(office.register.printed[office.register.number_of(report)]) == 1


def test_another_process_sees_the_same_number(office: Office) -> None:
    report = office.take()
    office.issue(report)
    other = Register(office.register.path.parent)
    assert other.number_of(report) == office.register.number_of(report)
    assert other.number(report, day="2030-01-01", head="x", at=AT).day == DAY


def test_two_reports_that_suggest_one_number_get_two(office: Office) -> None:
    report = office.take()
    first = office.register.number(report, day=DAY, head="", at=AT)
    twin = msgspec.structs.replace(report, hash=f"{int(report.hash, 16) + number.RUNNING:064x}"[-64:])
    assert number.running_of(twin.hash) == number.running_of(report.hash)
    second = office.register.number(twin, day=DAY, head="", at=AT)
    assert first.number != second.number
    assert number.is_valid(second.number)


def _many(folder: str, start: int) -> None:
    register, office = Register(Path(folder) / "register" / "demo"), Office(Path(folder))
    report = office.take()
    for count in range(start, start + 25):
        register.number(msgspec.structs.replace(report, hash=f"{count:064x}"), day=DAY, head="", at=AT)


def test_processes_that_number_at_once_never_give_one_number_twice(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_many, args=(str(tmp_path), start)) for start in (1, 101, 11)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(90)
        assert worker.exitcode == 0
    register = Register(tmp_path / "register" / "demo")
    assert len(register.numbered) == 60  # 1-25 and 101-125, with 11-35 overlapping the first by 15
    assert len({one.report for one in register.numbered.values()}) == 60


def test_a_later_original_for_the_same_applicant_supersedes_and_an_innocent_one_stands(office: Office) -> None:
    report, other = office.take(), office.take("ordinary")
    stranger = changed(other, applicant=msgspec.structs.replace(other.applicant, id="B", name="郜聿"))
    for one in (report, stranger):
        office.issue(one)
    office.issue(changed(report, retrieved=("2026-03-03T09:00:00+08:00", "2026-03-03T09:01:00+08:00")))
    first, third = (office.register.number_of(report), list(office.register.numbered)[-1])
    state = office.register.state(first)
    assert state is not None
    assert (state.standing, state.by) == ("superseded", third)
    assert [getattr(office.register.state(one), "standing", "") for one in (third, office.register.number_of(stranger))] == ["standing"] * 2


def test_a_draft_supersedes_nothing_and_becomes_an_original_when_a_reviewer_gives_the_cause(office: Office) -> None:
    report, unfinished = office.take(), office.take("unfinished")
    unfinished = changed(unfinished, applicant=report.applicant)
    office.issue(report)
    office.issue(unfinished)
    mine, other = office.register.number_of(report), office.register.number_of(unfinished)
    assert [getattr(office.register.state(one), "standing", "") for one in (mine, other)] == ["standing", "draft"]
    office.issue(unfinished, beside=Beside(noted=Noted(by="褚槿", why="站点维护")))
    assert [getattr(office.register.state(one), "standing", "") for one in (mine, other)] == ["superseded", "standing"]


def test_a_withdrawal_names_who_and_why_and_lets_the_earlier_one_stand_again(office: Office) -> None:
    report = office.take()
    later = changed(report, retrieved=None)
    for one in (report, later):
        office.issue(one)
    first, second = office.register.number_of(report), office.register.number_of(later)
    for by, why in (("", "误出"), ("褚槿", " ")):
        with pytest.raises(BadValue, match="写明撤销人和原因"):
            office.register.withdraw(second, why=why, by=by, at=AT)
    office.register.withdraw(second, why="误出", by="褚槿", at=AT)
    gone, standing = office.register.state(second), office.register.state(first)
    assert gone is not None
    assert (gone.standing, gone.by, gone.why) == ("withdrawn", "褚槿", "误出")
    assert standing is not None
    assert standing.standing == "standing"


def test_the_register_keeps_nobodys_name(office: Office) -> None:
    report = office.take()
    office.issue(report)
    text = office.register.path.read_text(encoding="utf-8")
    assert report.applicant.name not in text
    assert report.hash in text


def test_a_changed_line_is_refused_and_half_a_line_does_not_count(office: Office) -> None:
    office.issue(office.take())
    path = office.register.path
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"n":3,"prev":')
    assert len(Register(path.parent).numbered) == 1
    path.write_bytes(whole.replace(b'"draft":false', b'"draft":true', 1))
    with pytest.raises(UnreadableFile, match="登记簿"):
        Register(path.parent)
    lines = whole.splitlines(keepends=True)
    path.write_bytes(lines[1])
    with pytest.raises(UnreadableFile, match="登记簿"):
        Register(path.parent)


def test_a_report_that_its_digest_contradicts_is_not_printed(office: Office) -> None:
    report = office.take()
    forged = msgspec.structs.replace(report, applicant=msgspec.structs.replace(report.applicant, name="郜聿"))
    with pytest.raises(BadValue, match="与其内容摘要不符"):
        office.issue(forged)
    assert office.register.numbered == {}


def test_the_number_of_a_short_code_is_found(office: Office) -> None:
    report = office.take()
    office.issue(report)
    assert office.register.with_short(number.short(report.hash)) == office.register.number_of(report)
    assert office.register.with_short("0000-0000-000") is None


def test_every_act_is_a_line_that_other_programs_can_read(office: Office) -> None:
    office.issue(office.take())
    kinds = [json.loads(line)["entry"]["kind"] for line in office.register.path.read_text("utf-8").splitlines()]
    assert kinds == ["numbered", "printed"]
