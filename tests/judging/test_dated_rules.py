"""Dated values: which date governs, and rules that hold for a time only."""

from __future__ import annotations

import casebook
import pytest

from verifier.errors import BadValue
from verifier.judging import policy, span
from verifier.judging.notice import Rule
from verifier.model import Window
from verifier.reasons import Outcome, Reason

FILE = f"{casebook.LIAONING}.toml"
TEXT = (casebook.NOTICES / FILE).read_text("utf-8")
MAP = casebook.FIELDS.read_bytes()
AUTUMN = {
    "citation": {"year": "2021"},
    "record": {"year": "2021", "online_first": "2021-08-12", "indexed_on": "2021-08-20"},
    "window": {"start": "2021-10-01", "end": "2021-10-31"},
}
"""Printed after the cut-off of 30 August, shown on-line and indexed before it."""


def governed(by: str, clause: str = "") -> policy.Notice:
    """Return the notice with a date that governs."""
    table = f'\n[dates]\ngoverns = "{by}"\n' + (f'clause = "{clause}"\n' if clause else "")
    return policy.load((TEXT + table).encode(), FILE, MAP)


def judged(notice: policy.Notice, given: dict) -> tuple[list[str], list[str]]:
    findings, notes = policy.judge(notice, casebook.facts(given))
    return [f"{one.reason} {one.outcome}" for one in findings], [note.code for note in notes]


def test_where_the_notice_is_silent_two_dates_across_the_cutoff_are_for_a_person():
    assert judged(casebook.liaoning(), AUTUMN) == (["date_straddles_end REVIEW"], [])


def test_where_the_printed_date_governs_the_early_release_does_not_count():
    assert judged(governed("printed", "五.4"), AUTUMN) == (["after_cutoff BAR"], [])


def test_where_the_first_release_governs_the_paper_counts_and_the_sheet_says_by_which_date():
    assert judged(governed("online_first"), AUTUMN) == ([], ["date_governs"])


def test_where_the_day_of_indexing_governs_the_paper_counts():
    assert judged(governed("indexed"), AUTUMN) == ([], ["date_governs"])


def test_where_the_day_of_indexing_governs_and_nobody_shows_it_the_date_is_unknown():
    silent = {**AUTUMN, "record": {"year": "2021"}}
    assert judged(governed("indexed"), silent)[0] == ["date_unknown REVIEW"]


def test_a_release_or_indexing_after_the_cutoff_bars_where_it_governs():
    late = {**AUTUMN, "record": {"year": "2021", "online_first": "2021-09-12", "indexed_on": "2021-11-02"}}
    assert judged(governed("online_first"), late)[0] == ["after_cutoff BAR"]
    assert judged(governed("indexed"), late)[0] == ["after_cutoff BAR"]


def test_a_governing_date_of_a_record_that_is_not_certain_bars_nothing():
    late = {**AUTUMN, "level": "coordinates", "record": {"year": "2021", "indexed_on": "2021-11-02"}}
    assert judged(governed("indexed"), late)[0] == ["after_cutoff REVIEW"]


def test_a_release_before_the_title_of_a_paper_printed_after_it_is_for_a_person_where_the_notice_is_silent():
    early = {"applicant": {"qualification": {"obtained": "2019-04-10"}}, "record": {"online_first": "2019-03-02"}}
    assert judged(casebook.liaoning(), early) == (["date_straddles_start REVIEW"], [])
    assert judged(casebook.liaoning(), {"record": {"online_first": "2019-03-02"}}) == ([], [])
    assert judged(governed("printed"), early) == ([], [])
    assert judged(governed("online_first"), early)[0] == ["before_qualification BAR"]


@pytest.mark.parametrize(("by", "key"), [("cover", "governs"), ('printed"\nclause = "五.9', "dates")])
def test_a_governing_date_that_is_none_or_a_clause_that_is_not_there_stops_the_load(by, key):
    with pytest.raises(BadValue, match=key):
        governed(by)


# ---------------------------------------------------------------- rules for a time

CASE = next(case for case in casebook.cases(casebook.LIAONING) if case["expect"] == ["supplement BAR"])


def dated(words: str) -> policy.Notice:
    """Return the notice whose supplement rule holds for a time only."""
    return policy.load(TEXT.replace('check = "supplement"', f'check = "supplement"\n{words}', 1).encode(), FILE, MAP)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("since = 2019-05-01", ["supplement BAR"]),
        ("until = 2019-05-31", ["supplement BAR"]),
        ("since = 2019-06-01", []),
        ("until = 2019-04-30", []),
        ("since = 2019-05-02", ["supplement REVIEW"]),
        ("until = 2019-05-30", ["supplement REVIEW"]),
    ],
)
def test_a_rule_holds_for_its_time_and_a_window_across_its_end_is_for_a_person(words, expected):
    assert judged(dated(words), CASE["given"])[0] == expected


def test_a_paper_without_a_date_is_only_asked_about_by_a_dated_rule():
    given = {**CASE["given"], "window": False}
    said = [
        one
        for one in policy.judge(dated("since = 2019-05-02"), casebook.facts(given))[0]
        if one.reason is Reason.SUPPLEMENT
    ]
    assert [one.outcome for one in said] == [Outcome.REVIEW]
    assert "2019年5月2日以后" in said[0].says
    assert "2019-05-02 or later" in said[0].says_en


def test_a_time_that_ends_before_it_begins_stops_the_load():
    with pytest.raises(BadValue, match="until"):
        dated("since = 2019-05-02\nuntil = 2019-05-01")


def test_a_rule_without_a_time_always_holds():
    assert span.holds(Rule(check="supplement"), None) is True
    assert span.holds(Rule(check="supplement"), Window(start="2019-01-01", end="2019-12-31")) is True
