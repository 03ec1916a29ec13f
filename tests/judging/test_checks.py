"""Every rule of the shipped notice against its cases in data: what it says, what it leaves alone, where it asks a person."""

from __future__ import annotations

import casebook
import pytest

from verifier.judging import policy, sentences
from verifier.judging.checks import ALL, BY_NAME, OVER_LISTS
from verifier.judging.grounds import Case, Remark
from verifier.judging.labels import LABELS
from verifier.model import ANSWERED, Facts, Finding, Note
from verifier.reasons import Outcome, Reason

CASES = casebook.cases(casebook.LIAONING)
DRAFTS = sorted(path.stem for path in casebook.NOTICES.glob("*.toml") if path.stem != casebook.LIAONING)
DRAFT_CASES = [{"notice": name, **case} for name in DRAFTS for case in casebook.cases(name)]
NOTICE = casebook.liaoning()
FORBIDDEN = (
    "造假",
    "伪造",
    "虚假",
    "非法",
    "假刊",
    "涉嫌",
    "不合格",
    "通过",
    "得分",
    "专家推荐书",
    "专家评议书",
    "五.7",
)


def ids(case: dict) -> str:
    return f"{case['check']}: {case['name']}"


def judged(case: dict) -> tuple[Facts, tuple[Finding, ...], tuple[Note, ...]]:
    given = case.get("given", {})
    facts = casebook.facts(given)
    return facts, *policy.judge(NOTICE, facts, casebook.differences_of(given))


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_a_case_gives_exactly_the_findings_that_it_names(case):
    _, findings, notes = judged(case)
    assert sorted(f"{one.reason} {one.outcome}" for one in findings) == sorted(case["expect"])
    codes = {note.code for note in notes}
    assert set(case.get("notes", [])) <= codes
    assert not set(case.get("silent", [])) & codes


@pytest.mark.parametrize("rule", [rule for rule in NOTICE.rules if rule.check in BY_NAME], ids=lambda rule: rule.check)
def test_every_rule_has_a_positive_a_negative_and_an_unsure_case(rule):
    sorts = {case["sort"] for case in CASES if case["check"] == rule.check}
    assert sorts == {"positive", "negative", "unsure"}


def test_every_rule_that_can_bar_has_an_innocent_twin_and_an_unsure_one_that_does_not():
    for rule in (rule for rule in NOTICE.rules if rule.sure is Outcome.BAR):
        mine = [case for case in CASES if case["check"] == rule.check]
        bars = [case for case in mine if any(words.endswith("BAR") for words in case["expect"])]
        assert bars
        assert all(case["sort"] == "positive" for case in bars)
        assert any(case["sort"] == "negative" for case in mine)
        assert any(case["sort"] == "unsure" and case["expect"] for case in mine)


@pytest.mark.parametrize("case", DRAFT_CASES, ids=lambda case: f"{case['notice']} {ids(case)}")
def test_a_drafts_case_gives_exactly_the_findings_that_it_names_and_bars_nothing(case):
    given = case.get("given", {})
    findings, notes = policy.judge(casebook.load(case["notice"]), casebook.facts(given), casebook.differences_of(given))
    assert sorted(f"{one.reason} {one.outcome}" for one in findings) == sorted(case["expect"])
    assert set(case.get("notes", [])) <= {note.code for note in notes}
    assert Outcome.BAR not in {one.outcome for one in findings}


def test_every_check_and_every_file_of_a_draft_has_all_three_sorts_of_cases():
    for name in DRAFTS:
        checks = {case["check"] for case in DRAFT_CASES if case["notice"] == name}
        assert checks
        assert checks <= {rule.check for rule in casebook.load(name).rules}
        for check in checks:
            sorts = {case["sort"] for case in DRAFT_CASES if (case["notice"], case["check"]) == (name, check)}
            assert sorts == {"positive", "negative", "unsure"}
    assert {case["check"] for case in (*CASES, *DRAFT_CASES)} == set(BY_NAME)


def test_the_innocent_paper_gives_neither_finding_nor_note():
    assert policy.judge(NOTICE, casebook.facts()) == ((), ())


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_what_is_said_is_filled_cites_the_notice_and_uses_no_accusing_word(case):
    _, findings, notes = judged(case)
    for text in (*(one.says + one.remedy for one in findings), *(note.says for note in notes)):
        assert "{" not in text
        assert "None" not in text
        assert not [word for word in FORBIDDEN if word in text]
    for one in findings:
        assert one.clause in NOTICE.clauses
        assert one.quote in NOTICE.clauses[one.clause].text
        assert one.remedy


@pytest.mark.parametrize("case", [case for case in CASES if case["sort"] == "positive"], ids=ids)
def test_a_finding_that_bars_carries_the_clauses_own_effect_words(case):
    for one in judged(case)[1]:
        if one.outcome is Outcome.BAR:
            rule = next(
                rule for rule in NOTICE.rules if rule.clause == one.clause and rule.effect and rule.effect in one.says
            )
            assert rule.quote == one.quote


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_a_finding_that_bars_rests_on_evidence_of_answered_sources_only(case):
    facts, findings, _ = judged(case)
    answered = {entry for one in facts.lookups if one.state in ANSWERED for entry in all_evidence(one)}
    for one in findings:
        if one.outcome is Outcome.BAR:
            assert one.evidence
            assert set(one.evidence) <= answered


def all_evidence(lookup):
    yield from (entry.id for entry in lookup.evidence)
    yield from (entry for journal in lookup.journals for entry in journal.evidence)


@pytest.mark.parametrize("case", DRAFT_CASES, ids=lambda case: f"{case['notice']} {ids(case)}")
def test_a_drafts_sentences_are_filled_and_use_no_accusing_word(case):
    given = case.get("given", {})
    findings, notes = policy.judge(casebook.load(case["notice"]), casebook.facts(given))
    for text in (*(one.says + one.remedy for one in findings), *(note.says for note in notes)):
        assert not [word for word in (*FORBIDDEN, "{", "None") if word in text]


def test_no_sentence_of_the_table_accuses():
    texts = [text for one in sentences.FINDINGS.values() for text in one] + [
        t for pair in sentences.NOTES.values() for t in pair
    ]
    for text in texts:
        assert not [word for word in FORBIDDEN if word in text]
        assert not [word for word in ("fake", "forged", "fraud", "illegal", "failed the") if word in text.lower()]


def test_a_check_gives_the_reasons_that_it_declares_and_no_other():
    given: dict[str, set[str]] = {}
    for case in (*CASES, *DRAFT_CASES):
        notice = casebook.load(case.get("notice", casebook.LIAONING))
        changes = case.get("given", {})
        facts = casebook.facts(changes)
        world = Case(notice, facts, casebook.differences_of(changes))
        for rule in notice.rules:
            check = BY_NAME.get(rule.check)
            if check is not None and check.fits(facts):
                claims = [claim for claim in check.say(world, rule) if not isinstance(claim, Remark)]
                given.setdefault(check.name, set()).update(claim.reason for claim in claims)
    rare = {"differences": {Reason.SOURCES_CONFLICT, Reason.AUTHOR_RANK_DIFFERS}}
    for check in ALL:
        assert given.get(check.name, set()) | rare.get(check.name, set()) == set(check.gives)


def test_every_check_says_in_one_sentence_what_it_does():
    for check in ALL:
        first = (check.run.__doc__ or "").splitlines()[0]
        assert first.endswith((".", ":")), check.name
        assert len(check.name) <= 24


WORDING = {
    "not_retrieved": "截至2021年9月10日9:00，在中国知网、万方、维普未检索到该文。请附封面、版权页、目录、正文，由单位核对（五.3）。",
    "not_in_registry": "期刊查询未见刊名“北陆冶炼技术”。请按版权页刊名、CN号复查；曾更名的附说明（五.3）。",
    "source_unavailable": "中国知网暂不可用，本项不作结论。请补检，或提交该库导出记录、网页打印件（五.3）。",
    "supplement": "中国知网记录载明该文刊于2019年增刊1，不予认定为学术期刊研究成果（五.3）。如版权页载明为正刊，请附版权页、目录复核。",
    "collection": "中国知网记录载明该文收于《北陆冶炼技术论文集》，不予认定为学术期刊研究成果（五.3）。另在期刊发表的，请补该刊信息。",
    "before_qualification": "记录出版时间2016年11月，早于现资格取得时间2016-12-30，不能作为申报材料（五.4）。取得时间填写有误的，请附证书更正。",
    "after_cutoff": "记录出版时间2021年9月，晚于工程系列计算截至时间2021年8月30日，不在本次计算范围（四.2）。"
    "版权页日期在截至时间以内的，请附版权页。",
    "cn_differs": "所填CN21-9902/TF，查询结果为CN21-9901/TF。请核对版权页；属更名、变更刊号或同一刊号多个版别的，附说明（五.3）。",
    "field_undetermined": "该文分类号未载、期刊学科未载，与申报专业冶金的关系待定。请单位就是否属本专业或相近专业签署意见（五.3）。",
}


@pytest.mark.parametrize("reason", WORDING)
def test_the_agreed_wording_is_said_to_the_letter(reason):
    said = {one.says + one.remedy for case in CASES for one in judged(case)[1] if one.reason == reason}
    assert WORDING[reason] in said


def test_every_check_has_a_name_that_a_clerk_can_read():
    assert set(LABELS) == set(BY_NAME) | set(OVER_LISTS)
    assert not [word for label, _ in LABELS.values() for word in FORBIDDEN if word in label]
