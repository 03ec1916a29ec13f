"""No date bars because somebody did not answer: what is hidden of the sources can lessen a finding on a date and never make one."""

from __future__ import annotations

from typing import Any

import casebook
import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from test_dated_rules import governed

from verifier.judging import policy, windows
from verifier.model import ANSWERED, Facts, State, Trace
from verifier.reasons import Outcome, Reason

DATES = (Reason.BEFORE_QUALIFICATION, Reason.AFTER_CUTOFF)
NOTICES = {by: governed(by) for by in ("open", "printed", "online_first", "indexed")}
DAYS = [
    "2016-11-03",
    "2016-12-29",
    "2017-01-08",
    "2018-05-05",
    "2021-07-20",
    "2021-08-12",
    "2021-09-12",
    "2021-10-10",
    "2022-01-09",
]
HIDING = [state.value for state in State if state not in ANSWERED] + [
    "gone",
    "ambiguous",
    "detail failed",
    "detail unasked",
]


@st.composite
def told(draw: st.DrawFn) -> Facts:
    """Return a paper's facts as three databases that answered in full show its dates, alike or not."""
    year = draw(st.sampled_from(["2016", "2017", "2021", "2022"]))
    record_of = {}
    for source in casebook.DATABASES:
        day = st.sampled_from([None, *[one for one in DAYS if one[:4] == year]])
        shown = {"published": draw(day), "online_first": draw(st.sampled_from([None, None, *DAYS]))}
        shown["indexed_on"] = draw(st.sampled_from([None, *DAYS])) if source == "cnki" else None
        record_of[source] = shown
    same = {"year": year, "issue": f"{draw(st.integers(1, 12)):02d}"}
    lists = [
        {"source": source, "year": year, "issues": [f"{number:02d}" for number in range(1, 13)]}
        for source in casebook.DATABASES
    ]
    series = draw(st.sampled_from(["engineering", "economics"]))
    return seen(
        casebook.facts(
            {"citation": same, "record": same, "record_of": record_of, "registered": {"frequency": "月刊"}, "lists": lists,
             "applicant": {"series": series, "specialty": "经济" if series == "economics" else "冶金"}}
        )
    )  # fmt: skip


def seen(facts: Facts) -> Facts:
    """Return the facts with the window that their records leave."""
    record = facts.matches[0].record if facts.matches else None
    shown = windows.window(facts.citation, record, facts.matches, facts.journal, facts.lookups)
    return msgspec.structs.replace(facts, record=record, window=shown)


def hidden(facts: Facts, source: str, how: str) -> Facts:
    """Return what is left of the facts where one source does not answer, is not asked, or leaves its detail page out."""
    lookups, matches = [], [match for match in facts.matches if match.source != source]
    for lookup in facts.lookups:
        if lookup.source != source:
            lookups.append(lookup)
        elif how.startswith("detail"):
            record = next(match.record for match in facts.matches if match.source == source)
            bare = msgspec.structs.replace(record, online_first=None, indexed_on=None, published=None)
            lookups.append(msgspec.structs.replace(lookup, records=(bare,), trail=tuple(_without(lookup.trail, how))))
            matches = [
                msgspec.structs.replace(one, record=bare) if one.source == source else one for one in facts.matches
            ]
        elif how != "gone":
            trail = tuple(msgspec.structs.replace(one, state=State(how)) for one in lookup.trail[:1])
            lookups.append(msgspec.structs.replace(lookup, state=State(how), records=(), issues=(), trail=trail))
    return seen(msgspec.structs.replace(facts, lookups=tuple(lookups), matches=tuple(matches)))


def _without(trail: tuple[Trace, ...], how: str) -> list[Trace]:
    if how == "detail failed":
        return [
            msgspec.structs.replace(one, state=State.BLOCKED) if one.step.kind == "detail" else one for one in trail
        ]
    return [one for one in trail if one.step.kind != "detail"]


def barred(facts: Facts, by: str) -> set[Reason]:
    """Return the reasons on dates that bar."""
    findings, _ = policy.judge(NOTICES[by], facts)
    return {one.reason for one in findings if one.reason in DATES and one.outcome is Outcome.BAR}


def test_whatever_is_hidden_of_any_source_no_date_bars_that_did_not_bar_before():
    kept: set[tuple[str, Reason]] = set()

    @settings(
        max_examples=1200, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(told(), st.sampled_from(sorted(NOTICES)), st.data())
    def tried(facts: Facts, by: str, data: Any) -> None:
        whole, less = barred(facts, by), facts
        for source in data.draw(st.sets(st.sampled_from(casebook.DATABASES), max_size=3)):
            how = data.draw(st.sampled_from(HIDING))
            # only CNKI's releases stand on a detail page alone, and a page that is not opened hides no printed day there
            assume(
                how != "detail unasked" or (source == "cnki" and not any(one.record.published for one in facts.matches))
            )
            less = hidden(less, source, how)
        assert barred(less, by) <= whole
        kept.update((by, reason) for reason in whole)

    tried()
    assert kept >= {(by, reason) for by in ("open", "printed", "online_first") for reason in DATES}


@settings(max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    told(),
    st.sampled_from(sorted(set(NOTICES) - {"indexed"})),
    st.sampled_from(casebook.DATABASES),
    st.sampled_from(HIDING[:8]),
)
def test_no_date_bars_at_all_while_a_database_has_not_answered_unless_an_early_release_says_it(facts, by, source, how):
    less = hidden(facts, source, how)
    if by == "online_first":
        assert Reason.AFTER_CUTOFF not in barred(less, by)
    else:
        assert not barred(less, by)


LATE = {
    "citation": {"year": "2021"},
    "record": {"year": "2021"},
    "window": {"start": "2021-10-01", "end": "2021-10-31"},
}


@pytest.mark.parametrize("state", sorted(state.value for state in State if state not in ANSWERED))
def test_a_paper_released_on_line_in_time_is_not_barred_by_its_printed_date_while_cnki_is_silent(state):
    """The release of 12 August stands at CNKI alone; printed in October, the paper may yet count."""
    silent = {**LATE, "found": ["wanfang", "vip"], "states": {"cnki": state}}
    findings, _ = policy.judge(NOTICES["open"], casebook.facts(silent))
    said = next(one for one in findings if one.reason is Reason.AFTER_CUTOFF)
    assert said.outcome is Outcome.REVIEW
    assert "中国知网未完成检索" in said.says
    assert "请补检中国知网" in said.remedy
    assert "CNKI did not answer in full" in said.says_en
    answered, _ = policy.judge(
        NOTICES["open"], casebook.facts({**LATE, "record_of": {"cnki": {"online_first": "2021-08-12"}}})
    )
    assert [(one.reason, one.outcome) for one in answered] == [(Reason.DATE_STRADDLES_END, Outcome.REVIEW)]


def test_with_every_source_answered_the_printed_date_bars():
    findings, _ = policy.judge(NOTICES["open"], casebook.facts(LATE))
    assert [(one.reason, one.outcome) for one in findings] == [(Reason.AFTER_CUTOFF, Outcome.BAR)]
