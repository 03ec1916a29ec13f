from __future__ import annotations

from typing import Any

import pytest

from tests.judging.identity_cases import cases, citation, journal, record
from verifier.judging import registry
from verifier.model import Claimed, JournalFinding, Lookup, State, Trace
from verifier.model import Step as Wish


def asked(case: dict[str, Any]) -> Lookup | None:
    answer = case.get("answer", "found" if case.get("shown") else "not_found")
    if not answer:
        return None
    shown = tuple(journal(fields) for fields in case.get("shown", ()))
    trail = (Trace(step=Wish(kind="journal"), state=State(answer), evidence="nppa-page"),)
    return Lookup(source="nppa", state=State(answer), journals=shown, trail=trail)


def decided(case: dict[str, Any]) -> JournalFinding:
    pages = tuple(journal(fields, "cnki") for fields in case.get("pages", ()))
    rows = tuple(record(fields) for fields in case.get("records", ()))
    databases = (Lookup(source="cnki", state=State.FOUND, journals=pages, records=rows),) if pages or rows else ()
    snapshot = tuple(journal(fields, "snapshot") for fields in case.get("snapshot", ()))
    return registry.decide(citation(case["claim"]), asked(case), snapshot, databases=databases)


@pytest.mark.parametrize("case", cases("registry"))
def test_the_registry_decides(case: dict[str, Any]) -> None:
    found = decided(case)
    assert found.state == case["state"]
    for field in ("name_then", "cn_then", "renamed"):
        if field in case:
            assert getattr(found, field) == case[field]
    if "title" in case:
        assert found.journal is not None
        assert found.journal.title == case["title"]
    if "shared" in case:
        assert list(found.shared_cn) == case["shared"]


def test_an_absence_carries_the_page_that_says_so() -> None:
    assert decided({"claim": {"container": "臆造导刊"}}).evidence == ("nppa-page",)


def test_a_number_that_the_applicant_gives_beside_the_citation_counts() -> None:
    case = {"claim": {"container": "虚构大学学报"}, "shown": [{"title": "虚构大学学报(工学版)", "cn": "21-1908/T"}]}
    found = registry.decide(citation(case["claim"]), asked(case), claimed=Claimed(cn="CN 21-1908/T"))
    assert found.state == "found"


def test_the_registry_stands_before_the_snapshot() -> None:
    case = {
        "claim": {"container": "虚构导报"},
        "shown": [{"title": "虚构导报", "cn": "21-1909/F", "authority": "虚构厅"}],
    }
    snapshot = (journal({"title": "虚构导报", "cn": "21-1909/F"}, "snapshot"),)
    found = registry.decide(citation(case["claim"]), asked(case), snapshot)
    assert found.journal is not None
    assert found.journal.authority == "虚构厅"
