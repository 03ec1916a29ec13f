"""Decisions: found again by person, text and notice; the last one stands; a chain that was touched is refused."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
import pytest

from verifier import audit, decisions
from verifier.errors import StorageError
from verifier.model import Applicant, Citation, Decision, Finding, ItemReport, Qualification
from verifier.reasons import Outcome, Reason

CLEAR, REVIEW, BAR = Outcome.CLEAR, Outcome.REVIEW, Outcome.BAR


def person(name: str = "冯砚田", number: str = "a1") -> Applicant:
    title = Qualification(title="工程师", obtained="2016-12-30")
    return Applicant(id=number, name=name, series="engineering", specialty="冶金", qualification=title)


def item(*reasons: Reason, text: str = "冯砚田.北陆转炉终点控制[J].北陆冶炼技术,2019(5):12-18.") -> ItemReport:
    findings = tuple(Finding(reason=reason, outcome=REVIEW) for reason in reasons)
    return ItemReport(
        id="i1", citation=Citation(id="i1", raw=text), lookups={}, identity=None, differences=(), findings=findings, outcome=REVIEW
    )  # fmt: skip


def decided(outcome: Outcome, reason: Reason | None = None, why: str = "理由") -> Decision:
    return Decision(report="r", item="i1", reason=reason, outcome=outcome, why=why, by="复核人甲", at="2021-09-20T10:00:00+08:00")


def test_an_item_is_found_again_by_person_text_and_notice_and_by_nothing_else():
    known = decisions.key("n", person(), item())
    assert decisions.key("n", person(number="7"), item(Reason.PROCEEDINGS)) == known
    assert decisions.key("n", person(), item(text="冯砚田. 北陆转炉终点控制[J]. 北陆冶炼技术, 2019(5): 12-18.")) == known
    assert decisions.key("m", person(), item()) != known
    assert decisions.key("n", person("蒲槿"), item()) != known
    assert decisions.key("n", person(), item(text="冯砚田.北陆转炉终点控制[J].北陆冶炼技术,2019(6):12-18.")) != known


@pytest.mark.parametrize(
    ("reasons", "made", "outcome"),
    [
        ((Reason.PROCEEDINGS,), [decided(CLEAR, Reason.PROCEEDINGS)], CLEAR),
        ((Reason.PROCEEDINGS,), [decided(BAR, Reason.PROCEEDINGS), decided(CLEAR, Reason.PROCEEDINGS)], CLEAR),
        ((Reason.PROCEEDINGS, Reason.OFF_FIELD), [decided(CLEAR, Reason.PROCEEDINGS)], None),
        ((Reason.PROCEEDINGS, Reason.OFF_FIELD), [decided(CLEAR, Reason.PROCEEDINGS), decided(BAR, Reason.OFF_FIELD)], BAR),
        ((Reason.PROCEEDINGS, Reason.OFF_FIELD), [decided(CLEAR)], CLEAR),
        ((), [decided(CLEAR, Reason.PROCEEDINGS)], CLEAR),
        ((Reason.PROCEEDINGS,), [], None),
    ],
)
def test_an_item_is_settled_once_every_finding_has_its_answer(reasons, made, outcome):
    assert decisions.settled(item(*reasons), made) is outcome


def test_a_decision_on_a_finding_that_no_longer_arises_settles_no_new_one():
    assert decisions.settled(item(Reason.OFF_FIELD), [decided(CLEAR, Reason.PROCEEDINGS)]) is None


def test_what_was_decided_is_read_back_oldest_first_and_demo_lies_apart(tmp_path: Path):
    register = decisions.Register(tmp_path, demo=True)
    assert register.load() == {}
    register.add("k", decided(REVIEW, why="先"))
    register.add("k", decided(CLEAR, why="后"))
    assert [one.why for one in register.load()["k"]] == ["先", "后"]
    assert decisions.Register(tmp_path, demo=False).load() == {}


def test_many_writers_at_once_make_one_whole_chain(tmp_path: Path):
    def write(number: int) -> None:
        decisions.Register(tmp_path, demo=True).add(f"k{number}", decided(CLEAR))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    register = decisions.Register(tmp_path, demo=True)
    assert len(register.load()) == 12
    assert audit.breaks(register.path.read_bytes().splitlines(keepends=True)) == ()


@pytest.mark.parametrize("damage", [lambda lines: lines[1:], lambda lines: [lines[1], lines[0]], lambda lines: [lines[0][:-20], lines[1]]])
def test_a_chain_that_was_cut_turned_or_damaged_is_refused_for_reading_and_writing(tmp_path: Path, damage):
    register = decisions.Register(tmp_path, demo=True)
    register.add("k", decided(REVIEW))
    register.add("k", decided(CLEAR))
    register.path.write_bytes(b"\n".join(damage(register.path.read_bytes().splitlines())) + b"\n")
    before = register.path.read_bytes()
    with pytest.raises(StorageError, match="第"):
        register.load()
    with pytest.raises(StorageError):
        register.add("k", decided(BAR))
    assert register.path.read_bytes() == before


def test_the_chain_holds_no_name_of_the_applicant(tmp_path: Path):
    register = decisions.Register(tmp_path, demo=True)
    register.add(decisions.key("n", person(), item()), decided(CLEAR))
    assert "冯砚田" not in register.path.read_text(encoding="utf-8")


def test_a_decision_is_a_record_of_its_own_and_edits_nothing():
    one = item(Reason.PROCEEDINGS)
    before = msgspec.json.encode(one)
    decisions.settled(one, [decided(BAR, Reason.PROCEEDINGS)])
    assert msgspec.json.encode(one) == before
