"""Notices compared key by key, and one item's findings under two of them."""

from __future__ import annotations

import casebook
import pytest

from verifier.judging import changes, policy
from verifier.model import Finding
from verifier.reasons import Outcome, Reason

FILE = f"{casebook.LIAONING}.toml"
TEXT = (casebook.NOTICES / FILE).read_text("utf-8")
MAP = casebook.FIELDS.read_bytes()
NOTICE = casebook.liaoning()


def other(old: str, new: str, fields: bytes = MAP) -> policy.Notice:
    assert old in TEXT
    return policy.load(TEXT.replace(old, new, 1).encode(), FILE, fields)


@pytest.mark.parametrize(
    ("old", "new", "key", "before", "after"),
    [
        ("cutoff = 2021-08-30", "cutoff = 2021-08-31", "series.engineering.cutoff", "2021-08-30", "2021-08-31"),
        ("grace_days = 92", "grace_days = 60", "rules.retrieved.params.grace_days", "92", "60"),
        ('need = "any"', 'need = "all"', "rules.retrieved.params.need", None, "all"),
        ("whole_year = true", "whole_year = false", "start.bases.review-year.whole_year", "True", None),
        ('kinds = ["patent", "other"]', 'kinds = ["patent"]', "rules.unchecked_kind#2.params.kinds", "patent、other", "patent"),
        ('version = "1"', 'version = "2"', "version", "1", "2"),
    ],
)
def test_one_changed_value_is_one_difference_with_both_values(old, new, key, before, after):
    found = changes.between(NOTICE, other(old, new))
    assert [(one.key, one.before, one.after) for one in found] == [(key, before, after)]


def test_the_same_rules_in_another_file_differ_in_nothing():
    assert changes.between(NOTICE, other("# ----", "# ---- moved")) == ()


def test_a_rule_that_is_gone_shows_every_key_that_it_had():
    rule = '[[rules]]\ncheck = "stopped"\nclause = "五.3"\n'
    found = changes.between(NOTICE, policy.load(_without(TEXT, rule).encode(), FILE, MAP))
    assert {one.key.rpartition(".")[0] for one in found} == {"rules.stopped"}
    assert all(one.after is None for one in found)


def _without(text: str, start: str) -> str:
    first = text.index(start)
    return text[:first] + text[text.index("[[rules]]", first + 5) :]


def test_an_edited_map_of_specialties_shows_by_specialty():
    edited = MAP.decode().replace('core = ["TF", "TG"]', 'core = ["TF"]').encode()
    (found,) = changes.between(NOTICE, policy.load(TEXT.encode(), FILE, edited))
    assert (found.key, found.before, found.after) == ("fields.specialties.冶金.core", "TF、TG", "TF")


def test_of_several_findings_of_one_reason_the_gravest_counts():
    weak = Finding(reason=Reason.SUPPLEMENT, outcome=Outcome.REVIEW, says="a")
    strong = Finding(reason=Reason.SUPPLEMENT, outcome=Outcome.BAR, says="b")
    assert changes.compare([weak, strong], [strong, weak]) == changes.Change()
    (pair,) = changes.compare([weak, strong], [weak]).moved
    assert pair == (strong, weak)
    assert changes.compare([weak], []).gone == (weak,)
    assert changes.compare([], [weak]).new == (weak,)
