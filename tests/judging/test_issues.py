from __future__ import annotations

from typing import Any

import pytest

from tests.judging.identity_cases import cases, citation, finding, record
from verifier.judging import arithmetic, issues, kinds, windows
from verifier.judging.tables import gap, table
from verifier.model import Contents, IssueFinding, IssueList, Journal, JournalFinding, Lookup, Match, State, Step, Trace

YEAR = "2019"


def examined(case: dict[str, Any]) -> IssueFinding:
    claim = citation({"title": "某文", "container": "虚构导报", "year": YEAR, **case["claim"]})
    shown = [
        record({"year": YEAR, "title": claim.title, **fields}, fields.get("source", "cnki"))
        for fields in case.get("records", ())
    ]
    matches = tuple(Match(source=one.source, record=one, level="exact") for one in shown)
    covered = case.get("coverage", ())
    lookups = tuple(
        Lookup(
            source=source,
            state=State.FOUND,
            issues=(IssueList(source=source, key="K", year=YEAR, issues=tuple(codes), evidence=(f"{source}-years",)),),
            journals=(Journal(source=source, key="K", title="虚构导报", coverage=tuple(covered)),) if covered else (),  # type: ignore[arg-type]
        )
        for source, codes in case.get("lists", {}).items()
    )
    pages = tuple(
        Contents(
            source="cnki", key="K", year=YEAR, issue=page["issue"], complete=page["complete"],
            records=tuple(record({"id": str(n), "title": title, "pages": at}) for n, (title, at) in enumerate(page["rows"])),
        )
        for page in case.get("contents", ())
    )  # fmt: skip
    lookups += (Lookup(source="cnki", state=State.FOUND, contents=pages),) if pages else ()
    serial = Journal(source="nppa", key="K", title="虚构导报", frequency=case.get("frequency"))
    return issues.examine(
        claim, shown[0] if shown else None, matches, lookups, JournalFinding(state="found", journal=serial)
    )


@pytest.mark.parametrize("case", cases("issues"))
def test_the_issue_is_examined(case: dict[str, Any]) -> None:
    found = examined(case)
    for field in ("kind", "sure"):
        if field in case:
            assert getattr(found, field) == case[field]
    for field in ("exists", "listed"):
        if field in case:
            assert getattr(found, field) == (None if case[field] == "unknown" else case[field])
    if "collisions" in case:
        assert list(found.collisions) == case["collisions"]
    if "conflict" in case:
        assert bool(found.conflict) == case["conflict"]


def test_a_proved_supplement_names_its_witness_and_its_page() -> None:
    found = examined({"claim": {"issue": "6"}, "records": [{"issue": "S1", "witnesses": [["cnki_filename", "S1"]]}]})
    assert ("cnki", "cnki_filename", "S1") in found.witnesses
    assert ("cnki", "issue", "S1") in found.witnesses
    assert found.evidence == ("cnki-page",)


def test_a_regular_issue_has_no_witness_against_it() -> None:
    assert examined({"claim": {"issue": "6"}, "records": [{"issue": "06"}]}).witnesses == ()


ROWS = [["甲文", "1-9"], ["乙文", "10-15"], ["丙文", "16-24"]]
WHOLE = {"issue": "06", "complete": True, "rows": ROWS}


@pytest.mark.parametrize(
    ("claim", "contents", "hint"),
    [
        ({"issue": "6", "pages": "101-105"}, [WHOLE], "页码"),
        ({"issue": "6", "pages": "1-40"}, [WHOLE], "页码"),
        ({"issue": "6", "pages": "10-15"}, [WHOLE], ""),
        ({"issue": "6", "pages": "101-105"}, [{**WHOLE, "complete": False}], ""),
        ({"issue": "6", "pages": "101-105"}, [{**WHOLE, "rows": ROWS[:1]}], ""),
        ({"issue": "14"}, [], "刊期"),
        ({"issue": "12"}, [], ""),
    ],
)
def test_arithmetic_hints_at_what_does_not_add_up_and_never_decides(
    claim: dict[str, Any], contents: list[Any], hint: str
) -> None:
    found = examined({"claim": claim, "contents": contents, "frequency": "月刊"})
    assert (hint in found.basis) if hint else not found.basis
    assert found.kind == "regular"
    assert not found.sure


@pytest.mark.parametrize(
    ("volume", "constants", "hint"),
    [("34", (1985,), False), ("35", (1985,), True), ("35", (1985, 1984), False), ("35", (), False), ("2019", (1985,), False)],
)
def test_a_volume_is_measured_by_the_journals_own_issues(volume: str, constants: tuple[int, ...], hint: bool) -> None:
    claim = citation({"container": "虚构导报", "year": "2019", "volume": volume, "issue": "6"})
    rows = tuple(
        record({"id": str(one), "title": "他文", "journal": "虚构导报", "year": "2018", "volume": str(2018 - one)})
        for one in constants
    )
    other = record({"id": "o", "title": "他文", "journal": "臆造导报", "year": "2018", "volume": "3"})
    assert bool(arithmetic.volume(claim, (Lookup(source="vip", state=State.FOUND, records=(*rows, other)),))) is hint


def test_a_short_list_with_a_z_stays_open() -> None:
    one = IssueList(source="cnki", key="K", year=YEAR, issues=("03", "Z1"))
    assert gap(table(one, 12, False)) == "open"


@pytest.mark.parametrize("case", cases("kinds"))
def test_the_kind_of_output_is_named(case: dict[str, Any]) -> None:
    fields = case.get("record")
    shown = record(fields, fields.get("source", "cnki")) if fields else None
    kind, basis, evidence = kinds.kind(citation(case.get("claim", {})), shown, finding(case.get("serial")), ())
    assert kind == case["kind"]
    assert basis
    assert bool(evidence) is case.get("evidence", True)


@pytest.mark.parametrize("case", cases("windows"))
def test_the_window_of_days(case: dict[str, Any]) -> None:
    shown = record(case["record"]) if "record" in case else None
    serial = Journal(source="nppa", key="K", title="虚构导报", frequency=case.get("frequency"))
    others = [record(fields, fields["source"]) for fields in case.get("others", ())]
    matches = tuple(Match(source=one.source, record=one, level="exact") for one in others)
    later = () if case.get("open") else (IssueList(source="cnki", key="K", year="2020", issues=("01",)),)
    lists = (IssueList(source="cnki", key="K", year=YEAR, issues=tuple(case.get("list", ()))), *later)
    trail = (Trace(step=Step(kind="issues"), state=State.FOUND, at=case.get("asked", "2019-12-01T08:00:00+08:00")),)
    lookups = (Lookup(source="cnki", state=State.FOUND, issues=lists, trail=trail),)
    found = windows.window(
        citation(case.get("claim", {})), shown, matches, JournalFinding(state="found", journal=serial), lookups
    )
    if "start" not in case:
        assert found is None
        return
    assert found is not None
    assert (found.start, found.end, found.basis) == (case["start"], case["end"], case["basis"])
    assert bool(found.evidence) == (found.basis in ("published", "issue", "year"))
