"""What people brought answers where a source did not, and never instead of what it said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sources.small_catalogue import question
from verifier.errors import BadValue
from verifier.model import Author, Evidence, Journal, Lookup, Record, State, Step, Trace
from verifier.retrieval import manual
from verifier.retrieval.manual import Filed, Manual
from verifier.settings import Settings
from verifier.sources import ladder

UNANSWERED = [State.BLOCKED, State.RATE_LIMITED, State.LOGIN_REQUIRED, State.SESSION_STALE, State.LAYOUT_CHANGED, State.INCOMPLETE,
              State.UNREACHABLE, State.SKIPPED, State.AMBIGUOUS]  # fmt: skip


def record(**more: Any) -> Record:
    """Return a record of the paper that is asked for."""
    known: dict[str, Any] = {
        "source": "cnki", "id": "JIXX202103002", "title": question().title, "authors": (Author(name="郗子衿"), Author(name="明知远")),
        "journal": "虚构机械学报", "year": "2021", "issue": "03", "pages": "12-18",
    }  # fmt: skip
    return Record(**{**known, **more})


def filed(**more: Any) -> Filed:
    """Return a CNKI export whose twelfth record is the paper."""
    known: dict[str, Any] = {
        "evidence": "E1", "source": "cnki", "road": "export", "file": "题录.txt", "sha256": "ab" * 32, "length": 9,
        "at": "2021-08-20T09:10:00+08:00", "by": "经办人甲", "parser": "RefWorks/1", "records": ((12, record()),),
    }  # fmt: skip
    return Filed(**{**known, **more})


def said(state: State, source: str = "cnki", **more: Any) -> Lookup:
    """Return a lookup in which the source was asked and said so."""
    live = Evidence(id="Elive", source=source, role="x", url="", query="", at="", status=200, sha256="", length=0, demo=False, parser="x/1")
    step = Trace(step=Step(kind="search", field="title"), state=state, evidence="Elive", note="站点所言")
    return Lookup(source=source, state=state, note="站点所言", trail=(step,), evidence=(live,), **more)


@pytest.mark.parametrize("state", UNANSWERED)
def test_an_export_answers_where_the_source_did_not_and_says_whose_it_is(state: State) -> None:
    found = Manual([filed()]).amend(question(), said(state))
    assert found.state is State.FOUND
    assert found.records[0].evidence == ("E1",)
    assert [entry.id for entry in found.evidence] == ["Elive", "E1"]
    assert "站点所言" in found.note
    for part in ("手工证据", "题录.txt第12条", "abababababababab", "经办人甲", "2021-08-20 09:10"):
        assert part in found.note
    piece = found.evidence[1]
    assert (piece.demo, piece.role, piece.status, piece.sha256) == (False, "export", 0, "ab" * 32)


def test_a_sources_not_found_stands_and_the_file_is_shown_beside_it() -> None:
    found = Manual([filed()]).amend(question(), said(State.NOT_FOUND, reach="covered"))
    assert (found.state, found.records, found.reach) == (State.NOT_FOUND, (), "covered")
    assert "须人工核对" in found.note
    assert [trace.evidence for trace in found.trail] == ["Elive", "E1"]


def test_a_sources_found_needs_no_file() -> None:
    lookup = said(State.FOUND, records=(record(),))
    assert Manual([filed()]).amend(question(), lookup) == lookup


def test_a_source_that_is_not_asked_by_rule_is_not_answered_by_a_file() -> None:
    skipped = Lookup(source="cnki", state=State.SKIPPED, note="外文成果，不在中国知网检索")
    assert Manual([filed()]).amend(question(), skipped) == skipped


@pytest.mark.parametrize("more", [
    {"title": "虚构夹具刚度对加工精度的影响分析", "authors": (Author(name="仇远"),), "pages": "19-24"},
    {"authors": (Author(name="查无人"),), "pages": "90-95"},
    {"source": "vip"},
])  # fmt: skip
def test_another_paper_in_the_file_answers_nothing(more: dict[str, Any]) -> None:
    other = record(**more)
    found = Manual([filed(source=other.source, records=((1, other),))]).amend(question(), said(State.BLOCKED))
    assert found.state is State.BLOCKED


def test_a_misquoted_title_is_found_in_the_file_by_its_place() -> None:
    found = Manual([filed()]).amend(question(title="虚构主轴热变形补偿之研究"), said(State.UNREACHABLE))
    assert found.state is State.FOUND


# ---------------------------------------------------------------- the registry


def printed(**more: Any) -> Filed:
    """Return a print of the registry's page of the journal, with what the person states of it."""
    journal = Journal(source="nppa", key="21-4321/TH", title="虚构机械学报", cn="21-4321/TH", issn="2999-1001")
    known = {"source": "nppa", "road": "print", "file": "虚构机械学报.pdf", "asked": "虚构机械学报", "records": (), "journals": (journal,)}
    return filed(**{**known, **more})


ABSENT: dict[str, Any] = {"journals": (), "state": State.NOT_FOUND, "words": "（据经办人填写）无结果", "asked": "虚构晚报", "evidence": "E2",
                          "sha256": "cd" * 32}  # fmt: skip


@pytest.mark.parametrize("state", [State.BLOCKED, State.RATE_LIMITED, State.SKIPPED])
def test_one_print_of_the_registry_serves_every_paper_of_its_journal(state: State) -> None:
    held = Manual([printed()])
    for asked in (question(), question(title="另一篇", issue="5"), question(journal="《虚构机械学报》")):
        found = held.amend(asked, said(state, "nppa"))
        assert found.state is State.FOUND
        assert found.journals[0].evidence == ("E1",)
        assert ladder.enrich(asked, found).cn == "21-4321/TH"
    other = held.amend(question(journal="虚构晚报"), said(state, "nppa"))
    assert (other.state, other.journals) == (state, ())


def test_a_print_without_a_word_on_what_it_shows_settles_nothing_and_is_shown() -> None:
    found = Manual([printed(journals=(), state=State.SKIPPED)]).amend(question(), said(State.BLOCKED, "nppa"))
    assert found.state is State.BLOCKED
    assert found.evidence[-1].id == "E1"


def test_an_absence_by_hand_needs_a_hit_by_hand_beside_it() -> None:
    asked = question(journal="虚构晚报")
    alone = Manual([printed(**ABSENT)]).amend(asked, said(State.BLOCKED, "nppa"))
    assert alone.state is State.BLOCKED
    beside = Manual([printed(), printed(**ABSENT)]).amend(asked, said(State.BLOCKED, "nppa"))
    assert (beside.state, beside.control) == (State.NOT_FOUND, True)
    assert Manual([printed(), printed(**ABSENT)]).amend(question(), said(State.BLOCKED, "nppa")).state is State.FOUND


def test_a_registrys_own_silence_stands_against_a_print() -> None:
    found = Manual([printed()]).amend(question(), said(State.NOT_FOUND, "nppa"))
    assert (found.state, found.journals) == (State.NOT_FOUND, ())
    assert "须人工核对" in found.note


# ---------------------------------------------------------------- on disk


def test_what_was_filed_is_read_back_once_and_a_damaged_list_names_its_line(tmp_path: Path) -> None:
    settings = Settings(data=str(tmp_path), realm="demo-1234")
    manual.add(settings, [filed(), printed()])
    manual.add(settings, [filed(evidence="E9", at="2022-01-01T00:00:00+08:00")])
    assert manual.load(settings).filed == (filed(), printed())
    assert manual.load(Settings(data=str(tmp_path))).filed == ()
    with manual.file(settings).open("ab") as out:
        out.write(b"{broken\n")
    with pytest.raises(BadValue, match="第 3 行"):
        manual.load(settings)
