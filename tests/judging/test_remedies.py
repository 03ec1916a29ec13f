"""Every remedy names evidence that can be had, and where."""

from __future__ import annotations

import pytest

from verifier.judging import remedies
from verifier.judging.phrases import FINDINGS

ACTS = frozenset({"not_in_registry", "duplicate", "collection", "not_read", "reused"})
"""Remedies that ask for a correction or a statement and for no paper: look it up again, keep one, name the journal."""


@pytest.mark.parametrize("key", sorted(set(FINDINGS) - ACTS))
def test_the_evidence_that_a_remedy_asks_for_is_to_be_had_somewhere(key):
    assert remedies.places([FINDINGS[key].remedy])


def test_a_remedy_names_no_place_that_it_does_not_need():
    assert [one.word for one in remedies.places(["请提供科技文献检索证明，并填写出具机构、编号、日期（五.3）。"])] == ["科技文献检索证明"]
    assert remedies.places([]) == ()


def test_several_remedies_name_a_place_once():
    found = remedies.places([FINDINGS["date_unknown"].remedy, FINDINGS["not_in_issue"].remedy])
    assert [one.word for one in found] == ["版权页", "编辑部"]


def test_every_place_is_named_in_both_languages_and_no_opinion_form_is_among_them():
    for place in remedies.PLACES:
        assert place.says
        assert place.english
        assert not [word for word in ("推荐书", "评议书") if word in place.says]
