"""A simulation asks the dates again and leaves everything else as it was found."""

from __future__ import annotations

import casebook
import pytest

from verifier.judging import policy, simulation
from verifier.model import ItemReport, Report, Window
from verifier.reasons import Outcome

NOTICE = casebook.liaoning()


def report(window: tuple[str, str] | None, given: dict | None = None) -> Report:
    """Return a report of one item with this window, judged from a case's facts."""
    facts = casebook.facts(given)
    findings, notes = policy.judge(NOTICE, facts)
    item = ItemReport(
        id="i1", citation=facts.citation, lookups={}, identity=None, differences=(), findings=findings, notes=notes,
        outcome=policy.outcome(findings), record=facts.record, window=Window(start=window[0], end=window[1]) if window else None,
    )  # fmt: skip
    who = facts.applicant
    return Report(
        schema="report/1", applicant=who, notice=NOTICE.id, rules=policy.rule_set(NOTICE), period=policy.period(NOTICE, who), items=(item,)
    )  # fmt: skip


def forecast(window: tuple[str, str] | None, obtained: str, series: str | None = None, basis: str | None = None, given: dict | None = None):
    one = report(window, given)
    return simulation.simulate(one, NOTICE, simulation.assumed(one.applicant, obtained, series, basis)).items[0]


MAY = ("2019-05-01", "2019-05-31")


@pytest.mark.parametrize(
    ("window", "obtained", "series", "verdict"),
    [
        (MAY, "2016-12-30", None, "counts"),
        (MAY, "2019-04-30", None, "counts"),
        (MAY, "2019-05-01", None, "open"),
        (MAY, "2019-05", None, "open"),
        (MAY, "2019", None, "open"),
        (MAY, "2019-06-01", None, "before"),
        (("2021-09-10", "2021-09-10"), "2016", None, "after"),
        (("2021-09-10", "2021-09-10"), "2016", "economics", "counts"),
        (("2021-08-01", "2021-08-31"), "2016", None, "open"),
        (("2021-08-30", "2021-08-30"), "2016", None, "counts"),
        (None, "2016", None, "undated"),
        (MAY, "unread", None, "undated"),
    ],
)
def test_the_window_is_held_against_the_assumed_period(window, obtained, series, verdict):
    assert forecast(window, obtained, series).verdict == verdict


def test_a_review_year_counts_as_a_whole():
    assert forecast(MAY, "2019-12-30", basis="review-year").verdict == "open"
    assert forecast(MAY, "2019-12-30").verdict == "before"


def test_the_last_day_of_a_title_is_named_only_where_it_would_help():
    assert forecast(MAY, "2019-08").title_by == "2019-04-30"
    assert forecast(MAY, "2016-12").title_by is None
    assert forecast(("2021-09-10", "2021-09-10"), "2021-10").title_by is None


def test_what_another_clause_excludes_stays_excluded_and_what_is_open_stays_open():
    supplement = {"record": {"issue": "S1"}, "issue": {"kind": "supplement", "witnesses": [["cnki", "filename", "S1"]], "evidence": ["e-cnki"]}}
    assert forecast(MAY, "2016", given=supplement).verdict == "excluded"
    found = forecast(MAY, "2016", given={"serial": {"state": "absent"}})
    assert (found.verdict, [reason.value for reason in found.others]) == ("counts", ["not_in_registry"])


def test_the_dates_that_were_found_before_do_not_count_again():
    early = {"applicant": {"qualification": {"obtained": "2019-12-30"}}}
    assert report(MAY, early).items[0].outcome is Outcome.BAR
    found = forecast(MAY, "2016-12-30", given=early)
    assert (found.verdict, found.others) == ("counts", ())


def test_the_period_that_was_assumed_is_printed():
    one = report(MAY)
    found = simulation.simulate(one, NOTICE, simulation.assumed(one.applicant, "2018-07", "economics"))
    assert (found.period.start, found.period.end) == ("2018-07", "2021-09-30")
    assert (found.count("counts"), found.count("before")) == (1, 0)
