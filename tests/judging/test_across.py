"""Over a list and over a batch: the same output twice, the same position twice, and all that is only ordinary."""

from __future__ import annotations

import random

import casebook
import msgspec
import pytest

from verifier.judging import across, earlier, policy
from verifier.model import Identity, ItemReport, Report, SourceResult, State
from verifier.reasons import Outcome, Reason

NOTICE = casebook.liaoning()
NOTICES = {NOTICE.id: NOTICE}


def item(number: str, record: str | None = None, source: str = "cnki", **citation) -> ItemReport:
    """Return an item's report with this citation, identified by a record of a source or by none."""
    facts = casebook.facts({"citation": {"id": number, **citation}})
    shown = msgspec.structs.replace(facts.record, id=record, source=source) if record else None
    lookups = {source: SourceResult(state=State.FOUND, record=record)} if record else {}
    return ItemReport(
        id=number,
        citation=facts.citation,
        lookups=lookups | {"nppa": SourceResult(state=State.FOUND, record="21-9901/TF")},
        identity=Identity(source=source, record=record, level="exact") if record else None,
        differences=(),
        findings=(),
        outcome=Outcome.CLEAR,
        record=shown,
    )


def person(number: int, name: str):
    return casebook.applicant({"id": f"a{number}", "name": name})


def batch(*claims: tuple[str, ItemReport]) -> list[across.Summary]:
    """Return the summaries of (applicant's name, item) pairs, each name one applicant."""
    names = list(dict.fromkeys(name for name, _ in claims))
    return [across.summarise(person(names.index(name), name), one, NOTICE.id) for name, one in claims]


def before(name: str, one: ItemReport) -> Report:
    """Return the report of an earlier application with one item."""
    who = person(9, name)
    return Report(
        schema="report/1", applicant=who, notice=NOTICE.id, rules=policy.rule_set(NOTICE), period=policy.period(NOTICE, who),
        items=(one,),
    )  # fmt: skip


# ---------------------------------------------------------------- one list


def test_one_title_by_the_same_people_in_two_journals_may_be_one_text_and_is_for_a_person():
    twice = [item("i1", "X1"), item("i2", "X2", container="臆造冶炼通讯", year="2020")]
    found = across.over_list(twice, NOTICE)
    assert [(one.reason, one.outcome, one.items) for one in found] == [(Reason.DUPLICATE, Outcome.REVIEW, ("i1", "i2"))]
    assert "是否同一成果" in found[0].says


@pytest.mark.parametrize(
    "other",
    [
        {"container": "臆造冶炼通讯", "authors": ["狄砚"]},
        {"container": "臆造冶炼通讯", "title": "北陆转炉终点碳温控制的工艺研究(二)"},
        {"container": "臆造冶炼通讯", "title": "卷首语"},
    ],
)
def test_other_peoples_title_another_part_and_a_short_title_are_other_outputs(other):
    first = item("i1", "X1", **({"title": "卷首语"} if other.get("title") == "卷首语" else {}))
    assert across.over_list([first, item("i2", "X2", **other)], NOTICE) == ()


def test_a_thesis_of_the_same_title_is_another_output():
    thesis = msgspec.structs.replace(item("i2", "X2", container="", year="2018"), kind="thesis")
    assert across.over_list([item("i1", "X1"), thesis], NOTICE) == ()


def test_the_same_output_listed_twice_is_not_told_a_second_time():
    assert len(across.over_list([item("i1", "X1"), item("i2", "X1", container="臆造冶炼通讯")], NOTICE)) == 1


def test_one_record_listed_twice_is_one_output():
    found = across.over_list(
        [item("i1", "X1"), item("i2", "X2"), item("i3", "X1", title="北陆转炉终点碳温控制研究")], NOTICE
    )
    assert [(one.reason, one.items) for one in found] == [(Reason.DUPLICATE, ("i1", "i3"))]
    assert found[0].says == "序号1与序号3为同一成果，只列一次。"
    assert (found[0].clause, found[0].outcome) == ("五.3", Outcome.REVIEW)


def test_one_title_in_one_journal_and_year_is_one_output_where_no_record_tells():
    twice = [item("i1"), item("i2", title="北陆转炉终点碳温控制的工艺研究 ", container="《北陆冶炼技术》")]
    assert [one.items for one in across.over_list(twice)] == [("i1", "i2")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"title": "转炉终点控制研究（一）"}, {"title": "转炉终点控制研究（二）"}),
        ({"title": "220 kV变压器绕组变形分析"}, {"title": "110 kV变压器绕组变形分析"}),
        ({"title": "卷首语"}, {"title": "卷首语"}),
    ],
)
def test_near_titles_and_short_titles_are_two_outputs(first, second):
    assert across.over_list([item("i1", **first), item("i2", **second)]) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [({"year": "2018"}, {"year": "2019"}), ({"container": "北陆冶炼技术"}, {"container": "北陆冶炼技术（下半月）"})],
)
def test_one_title_in_two_years_or_editions_is_not_called_one_output_but_is_for_a_person(first, second):
    found = across.over_list([item("i1", **first), item("i2", **second)])
    assert [one.says for one in found] == ["序号1与序号2题名相同、作者相同，刊载处不同，是否同一成果待核。"]


def test_two_records_of_one_source_are_two_outputs_even_under_one_title():
    assert across.over_list([item("i1", "X1"), item("i2", "X2")]) == ()


def test_a_shared_journal_is_no_shared_output():
    assert across.over_list([item("i1", title="转炉终点控制研究"), item("i2", title="高炉喷煤优化研究")]) == ()


def test_an_item_found_in_one_database_and_its_twin_in_another_are_one_output_by_their_title():
    assert [one.items for one in across.over_list([item("i1", "X1"), item("i2", "W1", "wanfang")])] == [("i1", "i2")]


def test_a_long_hostile_list_is_grouped_in_time():
    many = [item(f"i{number}") for number in range(1500)]
    (found,) = across.over_list(many)
    assert len(found.items) == 1500


def test_without_a_notice_the_finding_carries_no_clause_and_still_asks_a_person():
    (found,) = across.over_list([item("i1", "X1"), item("i2", "X1")])
    assert (found.clause, found.outcome) == ("", Outcome.REVIEW)
    assert "（）" not in found.remedy


# ---------------------------------------------------------------- a batch


def test_co_authors_who_claim_one_paper_at_their_own_positions_are_ordinary():
    assert across.over_batch(batch(("冯砚田", item("i1", "X1")), ("蒲槿", item("i2", "X1"))), NOTICES) == ()


def test_two_applicants_at_one_position_are_for_a_person():
    other = item("i2", "X1", authors=["褚垚", "蒲槿"])
    found = across.over_batch(batch(("冯砚田", item("i1", "X1")), ("褚垚", other)), NOTICES)
    assert {one.reason for one in found} == {Reason.SAME_POSITION}
    assert (found[0].items, found[0].applicants) == (("i1", "i2"), ("a0", "a1"))
    assert found[0].outcome is Outcome.REVIEW
    assert found[0].says == "另有申报人以同一位次申报该文。"


def test_the_position_that_counts_is_the_claimed_one_not_the_records():
    claimed_first = msgspec.structs.replace(item("i2", "X1", authors=["蒲槿", "冯砚田"]), author_rank=2)
    found = across.over_batch(batch(("冯砚田", item("i1", "X1")), ("蒲槿", claimed_first)))
    assert Reason.SAME_POSITION in {one.reason for one in found}


def test_author_orders_that_contradict_each_other_are_for_a_person():
    found = across.over_batch(
        batch(("冯砚田", item("i1", "X1")), ("蒲槿", item("i2", "X1", authors=["蒲槿", "冯砚田"]))), NOTICES
    )
    assert {one.reason for one in found} == {Reason.SAME_POSITION, Reason.AUTHOR_ORDER_CONFLICT}


@pytest.mark.parametrize(
    "authors",
    [["冯砚田", "等"], ["冯砚田"], ["馮硯田", "蒲槿"], ["冯砚田", "蒲槿", "褚垚"], ["冯 砚田", "蒲　槿"]],
    ids=repr,
)
def test_a_list_cut_short_or_written_otherwise_contradicts_nothing(authors):
    claims = batch(("蒲槿", item("i1", "X1")), ("褚垚", item("i2", "X1", authors=authors)))
    assert Reason.AUTHOR_ORDER_CONFLICT not in {one.reason for one in across.over_batch(claims)}


def test_the_same_applicants_list_twice_is_no_matter_of_the_batch():
    assert across.over_batch(batch(("冯砚田", item("i1", "X1")), ("冯砚田", item("i2", "X1")))) == ()


def test_a_record_ties_what_titles_do_not():
    other = item("i2", "X1", title="另一种写法的题名研究", authors=["褚垚"])
    assert len(across.over_batch(batch(("冯砚田", item("i1", "X1")), ("褚垚", other)))) == 1


def test_many_applicants_in_one_issue_are_a_note_and_no_finding():
    claims = batch(*((f"申{number}某", item(f"i{number}", f"X{number}")) for number in range(5)))
    assert across.over_batch(claims) == ()
    (note,) = across.crowded(claims)
    assert note.code == "crowded_issue"
    assert "5名" in note.says
    assert across.crowded(claims[:3]) == ()


def test_an_output_of_an_earlier_application_of_the_same_person_is_for_a_person():
    (claim,) = batch(("冯砚田", item("i1", "X1")))
    found = earlier.reused([claim], earlier.listed([before("冯砚田", item("old", "X1"))]), NOTICES)
    assert [(one.reason, one.outcome, one.clause, one.quote) for one in found] == [
        (Reason.REUSED, Outcome.REVIEW, "五.4", "必须是在取得现级别专业技术资格后重新获得的")
    ]
    assert "辽工信人事〔2021〕194号" in found[0].says


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("蒲槿", item("old", "X1")),
        ("冯砚田", item("old", "X2")),
        ("冯砚田", item("old", year="2015")),
        ("冯砚田", item("old", "W1", "wanfang", year="2015")),
    ],
    ids=["another person", "another record", "another year", "another year elsewhere"],
)
def test_what_somebody_else_or_another_output_listed_before_says_nothing(name, old):
    (claim,) = batch(("冯砚田", item("i1", "X1")))
    assert earlier.reused([claim], earlier.listed([before(name, old)]), NOTICES) == ()


def test_an_output_shown_by_another_database_before_is_known_by_its_title():
    (claim,) = batch(("冯砚田", item("i1", "X1")))
    assert earlier.reused([claim], earlier.listed([before("冯砚田", item("old", "W1", "wanfang"))]), NOTICES)


def test_an_output_listed_before_without_a_record_is_known_by_its_title():
    (claim,) = batch(("冯砚田", item("i1")))
    assert earlier.reused([claim], earlier.listed([before("冯 砚田", item("old"))]), NOTICES)
    assert earlier.listed([before("冯砚田", item("old", title="卷首语"))]) == {}


def test_each_finding_of_a_batch_carries_the_clause_and_quote_of_its_own_notice():
    claims = batch(("冯砚田", item("i1", "X1")), ("褚垚", item("i2", "X1", authors=["褚垚", "蒲槿"])))
    draft = casebook.load("guangdong-2022-30")
    both = {**NOTICES, draft.id: draft}
    (ours,) = across.over_batch(claims, both)
    assert (ours.clause, ours.quote) == ("五.3", "进行本人研究成果信息的检索")
    theirs = [msgspec.structs.replace(one, notice=draft.id) for one in claims]
    assert [one.clause for one in across.over_batch(theirs, both)] != ["五.3"]
    (mixed,) = across.over_batch([claims[0], theirs[1]], both)
    assert (mixed.clause, mixed.applicants) == ("五.3", ("a0", "a1"))


def test_the_order_of_the_batch_decides_nothing():
    claims = batch(
        ("冯砚田", item("i1", "X1")), ("褚垚", item("i2", "X1", authors=["褚垚"])), ("蒲槿", item("i3", "X3")), ("骆埂", item("i4", "X3"))
    )  # fmt: skip
    expected = {(one.reason, frozenset(one.items)) for one in across.over_batch(claims)}
    for seed in range(8):
        mixed = random.Random(seed).sample(claims, len(claims))
        assert {(one.reason, frozenset(one.items)) for one in across.over_batch(mixed)} == expected
