from __future__ import annotations

import time
import tomllib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging.identity_cases import ROOT, WEIGHTS, cases, citation, finding, load, lookup, record
from verifier.judging import defects, matching, titles
from verifier.model import Author, Contents, Match

BASE = load("matches")["base"]


def matched(case: dict[str, Any]) -> Match:
    claim = citation({**BASE["citation"], **case.get("citation", {})})
    own = {**BASE["record"], **case.get("record", {})}
    shown = (record(own), *(record({**own, **other}) for other in case.get("others", ())))
    return matching.match(claim, lookup(shown, tuple(case.get("issues", ()))), WEIGHTS, finding(case.get("serial")))


def grave(match: Match) -> list[str]:
    return [f"{one.field}/{one.kind}" for one in match.differences if not one.harmless]


@pytest.mark.parametrize("case", cases("titles"))
def test_titles_differ_by_kind(case: dict[str, Any]) -> None:
    found = titles.difference(case["claimed"], case["recorded"])
    assert ((found.kind, found.harmless) if found else ("", True)) == (case["kind"], case["harmless"])


@pytest.mark.parametrize("case", cases("matches"))
def test_a_citation_meets_its_record(case: dict[str, Any]) -> None:
    match = matched(case)
    assert match.level == case["level"]
    if "differences" in case:
        assert grave(match) == case["differences"]
        assert match.record is not None
        assert match.record.id == "A"


def test_every_accusing_case_has_an_innocent_twin() -> None:
    innocent = {case["name"] for case in load("matches")["case"] if case.get("differences") == []}
    accusing = [case for case in load("matches")["case"] if case.get("differences") and "others" not in case]
    assert accusing
    assert all(case.get("twin") in innocent for case in accusing)


def test_a_source_without_records_gives_no_match() -> None:
    assert matching.match(citation(BASE["citation"]), lookup(()), WEIGHTS).level == "none"


def test_a_contents_row_is_a_record_too() -> None:
    row = record(
        {"id": "A", "title": BASE["record"]["title"], "authors": BASE["record"]["authors"], "journal": "虚构机电工程"}
    )
    page = Contents(source="cnki", key="K", year="2019", issue="06", records=(row,), complete=True)
    assert matching.match(citation(BASE["citation"]), lookup((), contents=(page,)), WEIGHTS).level == "exact"


def test_the_waterfall_adds_up_to_the_distance() -> None:
    match = matched({"citation": {"authors": ["卓笠", "濮砚棣", "邴渡岫"], "pages": "601-605"}})
    assert [one.name for one in match.penalties] == ["authors.order", "pages.other"]
    assert match.distance == pytest.approx(sum(one.weight for one in match.penalties))


def test_a_difference_stands_only_if_no_source_agrees_with_the_claim() -> None:
    claim = citation(BASE["citation"])
    other = record({**BASE["record"], "pages": "812-814"})
    right = record({**BASE["record"], "id": "B"}, "wanfang")
    against = matching.match(claim, lookup((other,)), WEIGHTS)
    agreeing = matching.match(claim, lookup((right,), source="wanfang"), WEIGHTS)
    identity, stand, conflicts = matching.combine((against, agreeing))
    assert identity is not None
    assert [one for one in stand if not one.harmless] == []
    assert [one.field for one in conflicts] == ["pages"]
    _, alone, none = matching.combine((against,))
    assert [one.field for one in alone if not one.harmless] == ["pages"]
    assert none == ()


def test_a_volume_that_one_source_bears_out_is_the_others_slip() -> None:
    claim = citation(BASE["citation"])
    odd = matching.match(claim, lookup((record({**BASE["record"], "volume": "77"}),)), WEIGHTS)
    agreeing = matching.match(claim, lookup((record(BASE["record"], "vip"),), source="vip"), WEIGHTS)
    _, stand, conflicts = matching.combine((odd, agreeing))
    assert ([one.kind for one in stand if one.field == "volume"], conflicts) == (["source_slip"], ())
    _, alone, _ = matching.combine((odd,))
    assert [one.field for one in alone if not one.harmless] == ["volume"]


def test_one_source_against_two_that_agree_is_that_sources_slip_but_for_the_issue() -> None:
    claim = citation(BASE["citation"])
    for fields, left in (({"pages": "812-814"}, []), ({"issue": "S1"}, ["issue"])):
        odd = matching.match(claim, lookup((record({**BASE["record"], **fields}),)), WEIGHTS)
        agreeing = [
            matching.match(claim, lookup((record(BASE["record"], source),), source=source), WEIGHTS)
            for source in ("wanfang", "vip")
        ]
        _, stand, conflicts = matching.combine((odd, *agreeing))
        assert [one for one in stand if not one.harmless] == []
        assert [one.field for one in conflicts] == left
        assert [one.source for one in stand if one.kind == "source_slip"] == ([] if left else ["cnki"])


@pytest.mark.parametrize(
    ("claimed", "wanfang", "differs"),
    [("8", "7", False), ("7", "7", False), ("7/8", "7", False), ("8", "12", True), ("6", "7", True)],
)
def test_a_source_that_numbers_a_combined_issue_by_its_first_part_does_not_contradict_the_second(
    claimed: str, wanfang: str, differs: bool
) -> None:
    claim = citation({**BASE["citation"], "issue": claimed})
    codes = ("01", "02", "03", "04", "05", "06", "09", "10", "11", "12", "Z1")
    whole = lookup((record({**BASE["record"], "issue": "Z1"}),), codes=codes)
    part = lookup((record({**BASE["record"], "issue": wanfang}, "wanfang"),), source="wanfang")
    found = [matching.match(claim, one, WEIGHTS) for one in (whole, part)]
    _, stand, conflicts = matching.combine(found)
    assert any(not one.harmless for one in (*stand, *conflicts)) is differs


@pytest.mark.parametrize(
    ("claimed", "wanfang", "differs"),
    [
        ("7/8", "7", False), ("7", "7", False), ("8", "7", False), ("7/8", "z1", True), ("7/8", "12", True), ("增刊1", "7", True),
        ("8", "6", True), ("6", "7", True),
    ],
)
def test_an_undecided_z_is_no_other_issue_where_another_source_has_the_claimed_number(
    claimed: str, wanfang: str, differs: bool
) -> None:
    claim = citation({**BASE["citation"], "issue": claimed})
    undecided = lookup((record({**BASE["record"], "issue": "Z1"}),), codes=("Z1",))
    number = lookup((record({**BASE["record"], "issue": wanfang}, "wanfang"),), source="wanfang")
    _, stand, conflicts = matching.combine([matching.match(claim, one, WEIGHTS) for one in (undecided, number)])
    assert any(not one.harmless for one in (*stand, *conflicts)) is differs


@pytest.mark.parametrize(
    ("claimed", "cnki", "wanfang", "differs"),
    [
        ("Z1", "Z1", "7", False), ("Z1", "Z1", "7-8", False), ("Z1", "7", "7", True), ("z1", "Z1", "7", True), ("Z2", "Z1", "7", True),
    ],
)  # fmt: skip
def test_a_combined_issue_cited_by_its_mark_is_no_other_issue_than_its_number(
    claimed: str, cnki: str, wanfang: str, differs: bool
) -> None:
    claim = citation({**BASE["citation"], "issue": claimed})
    codes = ("01", "02", "03", "04", "05", "06", "09", "10", "11", "12", "Z1")
    marked = lookup((record({**BASE["record"], "issue": cnki}),), codes=codes)
    number = lookup((record({**BASE["record"], "issue": wanfang}, "wanfang"),), source="wanfang")
    _, stand, conflicts = matching.combine([matching.match(claim, one, WEIGHTS) for one in (marked, number)])
    assert any(not one.harmless for one in (*stand, *conflicts)) is differs


def test_a_title_in_the_other_language_that_one_source_alone_prints_is_no_conflict_of_the_sources() -> None:
    abroad = "Sizing of backstops for long belt conveyors"
    claim = citation({**BASE["citation"], "title": abroad})
    bare = record(BASE["record"])
    both = msgspec.structs.replace(record({**BASE["record"], "id": "B"}, "wanfang"), titles=(abroad,))
    other = msgspec.structs.replace(both, title="另一篇虚构论文的题名及其方法")
    for beside, agrees in ((both, True), (other, False)):
        found = [matching.match(claim, lookup((bare,)), WEIGHTS), matching.match(claim, lookup((beside,), source="wanfang"), WEIGHTS)]
        _, stand, conflicts = matching.combine(found)
        assert any(not one.harmless for one in (*stand, *conflicts)) is not agrees


def test_a_source_that_does_not_show_the_field_cannot_excuse_it() -> None:
    claim = citation({**BASE["citation"], "pages": "601-605"})
    bare = record({**BASE["record"], "pages": ""}, "wanfang")
    shown = matching.match(claim, lookup((record(BASE["record"]),)), WEIGHTS)
    silent = matching.match(claim, lookup((bare,), source="wanfang"), WEIGHTS)
    _, stand, conflicts = matching.combine((shown, silent))
    assert [one.field for one in stand if not one.harmless] == ["pages"]
    assert conflicts == ()


def test_the_identity_source_is_fixed_by_level_and_then_by_order() -> None:
    claim = citation(BASE["citation"])
    vip = matching.match(claim, lookup((record(BASE["record"], "vip"),), source="vip"), WEIGHTS)
    cnki = matching.match(claim, lookup((record(BASE["record"]),)), WEIGHTS)
    late = record({**BASE["record"], "year": "2012"})
    moved = matching.match(claim, lookup((late,)), WEIGHTS)
    assert [matching.combine(pair)[0].source for pair in ((vip, cnki), (cnki, vip), (moved, vip))] == [
        "cnki",
        "cnki",
        "vip",
    ]  # type: ignore[union-attr]
    assert matching.combine(()) == (None, (), ())


def test_a_weak_match_beside_a_sure_one_says_nothing() -> None:
    claim = citation(BASE["citation"])
    sure = matching.match(claim, lookup((record(BASE["record"]),)), WEIGHTS)
    near = record({**BASE["record"], "title": "长距离带式输送机逆变器的选型计算", "issue": "09", "pages": "7-9"}, "vip")
    weak = matching.match(claim, lookup((near,), source="vip"), WEIGHTS)
    _, stand, conflicts = matching.combine((sure, weak))
    assert weak.level == "weak"
    assert [one for one in stand if not one.harmless] == []
    assert conflicts == ()


SHORT = st.text(alphabet="张三李四废水气一二AB12().-S增刊等, ", max_size=12)


@given(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT)
def test_whatever_is_claimed_and_shown_a_match_is_made_or_none(a: str, b: str, c: str, d: str, e: str, f: str) -> None:
    claim = citation({"title": a, "authors": [b, c], "container": d, "year": e, "issue": f, "pages": e})
    shown = record({"title": a, "authors": [c], "journal": b, "year": f, "issue": e, "pages": d})
    match = matching.match(claim, lookup((shown,)), WEIGHTS)
    assert match.distance <= 1
    assert (match.record is None) == (match.level == "none")


def test_a_hostile_length_stays_quick() -> None:
    begin = time.process_time()
    claim = citation({**BASE["citation"], "title": "废水" * 200_000, "authors": [f"张{n}" for n in range(2_000)]})
    shown = record({**BASE["record"], "title": "废气" * 200_000, "authors": [f"李{n}" for n in range(2_000)]})
    assert matching.match(claim, lookup((shown,)), WEIGHTS).level in ("weak", "none")
    assert time.process_time() - begin < 5


def test_unknown_keys_in_the_weights_stop_the_load() -> None:
    import msgspec

    with pytest.raises(msgspec.ValidationError, match="colour"):
        matching.parse({**msgspec.to_builtins(WEIGHTS), "colour": {}})


# ---------------------------------------------------------------- settled defects and namesakes

SETTLED = {
    "source": "cnki", "record": "A", "field": "pages", "shown": "912-915", "right": "812-815", "basis": "与原刊首页核对",
    "by": "某办公室", "settled": "2021-09-01",
}  # fmt: skip
WRONG = {**BASE["record"], "pages": "912-915"}


def test_a_settled_defect_is_no_difference_for_anybody_and_stays_visible() -> None:
    known = defects.parse({"defect": [SETTLED]})
    found = matching.match(citation(BASE["citation"]), lookup((record(WRONG),)), WEIGHTS, known=known)
    assert [(one.kind, one.recorded) for one in found.differences if one.field == "pages"] == [("source_defect", "912-915")]
    assert all(one.harmless for one in found.differences)
    assert found.record is not None
    assert (found.level, found.record.pages) == ("exact", "812-815")
    assert defects.tally(found.differences) == {"cnki.pages": 1}


@pytest.mark.parametrize(
    ("entry", "shown", "claimed"),
    [
        ({"record": "B"}, "912-915", "812-815"),
        ({"source": "vip"}, "912-915", "812-815"),
        ({}, "913-915", "812-815"),
        ({}, "912-915", "702-705"),
    ],
    ids=["another record", "another source", "mended since", "neither shown nor right is claimed"],
)
def test_a_settled_defect_excuses_nothing_else(entry: dict[str, str], shown: str, claimed: str) -> None:
    known = defects.parse({"defect": [{**SETTLED, **entry}]})
    claim = citation({**BASE["citation"], "pages": claimed})
    found = matching.match(claim, lookup((record({**WRONG, "pages": shown}),)), WEIGHTS, known=known)
    assert any(one.field == "pages" and not one.harmless for one in found.differences)


def test_a_settled_supplement_mark_bars_nobody_any_more() -> None:
    known = defects.parse({"defect": [{**SETTLED, "field": "issue", "shown": "S1", "right": "06"}]})
    found = matching.match(citation(BASE["citation"]), lookup((record({**BASE["record"], "issue": "S1"}),)), WEIGHTS, known=known)
    assert found.record is not None
    assert found.record.issue == "06"


def test_the_catalogue_refuses_unknown_keys_and_a_place_settled_twice() -> None:
    with pytest.raises(msgspec.ValidationError, match="colour"):
        defects.parse({"defect": [{**SETTLED, "colour": "red"}]})
    with pytest.raises(msgspec.ValidationError, match="settled twice"):
        defects.parse({"defect": [SETTLED, SETTLED]})


def test_the_packaged_catalogue_is_read() -> None:
    text = (ROOT / "verifier" / "data" / "defects.toml").read_text("utf-8")
    assert defects.parse(tomllib.loads(text)) == defects.Defects()
    sample = "\n".join(line.removeprefix("# ") for line in text.splitlines()[4:])
    assert len(defects.parse(tomllib.loads(sample)).defect) == 1


def _moved(name: str, unit: str = "", units: tuple[str, ...] = ()) -> str:
    """Return the level at which an equal title by one author in another journal is taken for the paper."""
    claim = citation({**BASE["citation"], "authors": [name], "container": "臆造学报"})
    shown = record({**BASE["record"], "authors": [name]})
    shown = msgspec.structs.replace(shown, authors=(Author(name=name, affiliations=(unit,) if unit else ()),))
    return matching.match(claim, lookup((shown,)), WEIGHTS, units=units).level


def test_a_very_common_name_alone_does_not_make_another_journals_paper_his() -> None:
    assert _moved("王伟") == "weak"
    assert _moved("濮砚棣") == "strong"
    assert _moved("王伟", "虚构重机有限公司, 辽宁 沈阳 110000", ("虚构重机有限公司 传动院",)) == "strong"
    assert _moved("王伟", "臆造纺织学院, 辽宁 丹东 118000", ("虚构重机有限公司 传动院",)) == "weak"


def test_another_year_does_not_hide_the_paper_of_a_common_name_that_stands_in_that_very_place() -> None:
    theirs = record({**BASE["record"], "authors": ["王伟"]})
    claim = citation({**BASE["citation"], "authors": ["王伟"], "year": "2017"})
    assert matching.match(claim, lookup((theirs,)), WEIGHTS).level == "strong"
    elsewhere = citation({**BASE["citation"], "authors": ["王伟"], "year": "2017", "pages": "601-605"})
    assert matching.match(elsewhere, lookup((theirs,)), WEIGHTS).level == "weak"


def test_a_common_name_takes_nothing_from_a_citation_that_agrees() -> None:
    claim = citation({**BASE["citation"], "authors": ["王伟"]})
    assert matching.match(claim, lookup((record({**BASE["record"], "authors": ["王伟"]}),)), WEIGHTS).level == "exact"


def test_the_applicants_unit_tells_two_namesakes_apart() -> None:
    claim = citation({**BASE["citation"], "container": "", "authors": ["王伟"], "volume": "", "issue": "", "pages": ""})
    homes = ("虚构重机有限公司, 沈阳", "臆造纺织学院, 丹东")
    rows = tuple(
        msgspec.structs.replace(
            record({**BASE["record"], "id": one, "journal": f"虚构{one}刊", "authors": ["王伟"]}),
            authors=(Author(name="王伟", affiliations=(home,)),),
        )
        for one, home in zip("甲乙", homes, strict=True)
    )
    alone = matching.match(claim, lookup(rows), WEIGHTS)
    assert (alone.level, bool(alone.rivals)) == ("weak", True)
    own = matching.match(claim, lookup(rows), WEIGHTS, units=("臆造纺织学院",))
    assert own.record is not None
    assert (own.record.id, own.rivals) == ("乙", ())


def test_two_romanised_names_read_as_one_are_parted_where_the_record_knows_both() -> None:
    theirs = record({**BASE["record"], "authors": ["翟垚", "臧桉苇", "臧芮棣"]})
    claim = citation({**BASE["citation"], "authors": ["DI Yao, ZANG Anwei", "ZANG Ruidi"]})
    found = matching.match(claim, lookup((theirs,)), WEIGHTS)
    assert found.level == "exact"
    assert not [one for one in found.differences if one.field == "authors" and not one.harmless]


@pytest.mark.parametrize(
    "claimed",
    [
        ["ZANG Anwei, DI Yao", "ZANG Ruidi"],  # another order
        ["DI Yao, WANG Anwei", "ZANG Ruidi"],  # a stranger within
        ["DI Yao, DI Yao", "ZANG Ruidi"],  # one person twice
    ],
)
def test_parting_a_name_hides_no_change_of_the_authors(claimed: list[str]) -> None:
    theirs = record({**BASE["record"], "authors": ["翟垚", "臧桉苇", "臧芮棣"]})
    found = matching.match(citation({**BASE["citation"], "authors": claimed}), lookup((theirs,)), WEIGHTS)
    assert [one for one in found.differences if one.field == "authors" and not one.harmless]
