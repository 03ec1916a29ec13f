"""The article's class number first, the journal's class may clear and never rejects, and the map only proposes."""

from __future__ import annotations

import casebook
import pytest

from verifier.judging import fields
from verifier.model import FieldFinding

NOTICE = casebook.liaoning()


def related(specialty: str, clc: list[str], cn: str | None = "21-9901/TF", **given) -> FieldFinding:
    """Relate a paper with these class numbers, in a journal of this CN, to a specialty."""
    given = {"record": {"clc": clc}, "applicant": {"specialty": specialty, **given.pop("applicant", {})}, **given}
    if cn is not None:
        given["registered"] = {"cn": cn, **given.get("registered", {})}
    given["serial"] = {"state": "found"} if cn else {"state": "unknown"}
    facts = casebook.facts(given)
    return fields.relate(NOTICE, facts.applicant, facts.citation, facts.record, facts.journal)


CORE = [
    ("建材", "TQ172.6"), ("建材", "TU528"), ("机电", "TH122"), ("机电", "TG506"), ("电子", "TN929.5"), ("电子", "TP391"),
    ("电力", "TM73"), ("电力", "TK223"), ("冶金", "TF703.5"), ("冶金", "TG142"), ("石油化工", "TE357"), ("石油化工", "TQ426"),
    ("纺织", "TS105"), ("纺织", "TS941"), ("轻工", "TS252"), ("综合", "X703"), ("综合", "TB482"),
    ("无人机科学与工程", "V279"), ("安防工程", "TU892"), ("安防工程", "D631"), ("经济", "F426"),
]  # fmt: skip
NEAR = [
    ("建材", "TB332"), ("建材", "X705"), ("机电", "TP242"), ("机电", "U463"), ("电子", "O441"), ("电力", "F426.61"),
    ("冶金", "TD952"), ("冶金", "TQ175.7"), ("石油化工", "O643"), ("纺织", "TQ342"), ("轻工", "TQ929"), ("综合", "F403.7"),
    ("无人机科学与工程", "P231"), ("安防工程", "TP309.1"), ("安防工程", "D912"), ("经济", "C931"), ("经济", "D922.29"),
]  # fmt: skip
OFF = [
    ("冶金", "R473"), ("冶金", "F275"), ("机电", "S512"), ("电力", "G642"), ("建材", "F299"), ("纺织", "TN911"), ("经济", "TF713"),
    ("石油化工", "TS207"), ("无人机科学与工程", "V11x"), ("电子", "TU758"), ("轻工", "R151"),
]  # fmt: skip


@pytest.mark.parametrize(("specialty", "clc"), CORE)
def test_the_specialtys_own_class_numbers_are_core(specialty, clc):
    assert related(specialty, [clc], cn="11-9901/R").relation == "core"


def test_a_class_beside_the_core_of_drones_is_not_core():
    assert related("无人机科学与工程", ["V19"], cn="11-9901/R").relation == "off"


@pytest.mark.parametrize(("specialty", "clc"), NEAR)
def test_the_specialtys_near_class_numbers_are_near(specialty, clc):
    assert related(specialty, [clc], cn="11-9901/R").relation == "near"


@pytest.mark.parametrize(("specialty", "clc"), OFF)
def test_a_class_number_off_the_map_in_a_journal_off_the_map_is_off(specialty, clc):
    assert related(specialty, [clc], cn="11-9901/R").relation == "off"


def test_a_class_number_that_only_begins_like_another_letter_is_not_core():
    assert related("轻工", ["TSX"], cn="11-9901/R").relation != "core"
    assert related("经济", ["TF713"], cn="11-9901/R").relation == "off"


def test_one_fitting_number_of_several_is_enough():
    assert related("冶金", ["R473; TF713"], cn="11-9901/R").relation == "core"
    assert related("冶金", ["R473", "TD95"], cn="11-9901/R").relation == "near"


def test_without_a_class_number_a_core_journal_clears_and_any_other_is_for_a_person():
    assert related("冶金", [], cn="21-9901/TF").relation == "core"
    assert related("冶金", [], cn="21-9901/TD").relation == "undetermined"
    assert related("冶金", [], cn="21-9901/R").relation == "undetermined"
    assert related("冶金", [], cn=None).relation == "undetermined"


@pytest.mark.parametrize("letter", ["N", "T", "Z", "C", "G", "G2", "G4", "D"])
def test_letters_of_general_serials_clear_nothing(letter):
    assert related("冶金", [], cn=f"21-9901/{letter}").relation == "undetermined"
    assert related("综合", [], cn=f"21-9901/{letter}").relation == "undetermined"


def test_a_core_journal_clears_an_article_whose_number_is_off_the_map_and_says_so():
    found = related("冶金", ["F426.31"], cn="21-9901/TF")
    assert found.relation == "near"
    assert "期刊分类TF" in found.basis


def test_an_unknown_or_near_journal_leaves_an_article_off_the_map_to_a_person():
    assert related("冶金", ["R473"], cn=None).relation == "undetermined"
    assert related("冶金", ["R473"], cn="21-9901/TD").relation == "undetermined"


@pytest.mark.parametrize("clc", ["N", "T", "Z", "T-1"])
def test_a_general_class_number_of_the_article_is_as_good_as_none(clc):
    assert related("冶金", [clc], cn="21-9901/TF").relation == "core"
    assert related("冶金", [clc], cn="11-9901/R").relation == "undetermined"


def test_stated_fields_override_the_map():
    own = {"fields": {"own": ["R4"], "near": ["R1"]}}
    assert related("冶金", ["R473"], cn="21-9901/N", applicant=own).relation == "core"
    assert related("冶金", ["R151"], cn="21-9901/N", applicant=own).relation == "near"
    assert related("冶金", ["TF713"], cn="21-9901/TF", applicant=own).relation == "off"


def test_an_unknown_specialty_without_stated_fields_is_for_a_person():
    assert related("考古", ["K85"], applicant={"series": "other"}).relation == "undetermined"


def test_every_specialty_of_the_notice_is_on_the_map_and_economics_stands_for_its_series():
    for series in NOTICE.series:
        assert NOTICE.fields is not None
        assert set(series.specialties) <= set(NOTICE.fields.specialties)
    assert related("工商管理", ["F272"], applicant={"series": "economics"}).relation == "core"
    assert related("知识管理", ["F272"], applicant={"series": "economics"}).relation == "core"


@pytest.mark.parametrize(
    ("name", "as_in"), [("机械工程", "TH122"), ("电气工程", "TM73"), ("安全防范", "TU892"), ("电子专业", "TN91")]
)
def test_usual_names_of_a_specialty_are_understood(name, as_in):
    assert related(name, [as_in], cn="11-9901/R").relation == "core"


def test_the_title_explains_and_decides_nothing():
    found = related("冶金", [], cn="21-9901/N", citation={"title": "转炉炼钢终点控制"})
    assert found.relation == "undetermined"
    assert "炼钢" in found.basis


def test_the_finding_shows_number_class_subject_and_evidence():
    found = related("冶金", ["TF713"], registered={"cn": "21-9901/TF", "subject": "冶金工业"})
    assert (found.clc, found.journal_class, found.subject) == (("TF713",), "TF", "冶金工业")
    assert {"e-cnki", "e-nppa"} <= set(found.evidence)


@pytest.mark.parametrize("specialty", sorted(NOTICE.fields.specialties))
def test_every_specialty_of_the_map_has_an_english_name(specialty):
    assert fields.english(NOTICE.fields, specialty).isascii()


def test_a_specialty_that_the_map_does_not_know_keeps_its_own_name():
    assert fields.english(NOTICE.fields, "气象") == "气象"
    assert fields.english(NOTICE.fields, "钢铁") == "metallurgy"
