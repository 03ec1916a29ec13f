"""The sentences in both languages: filled, free of accusing words, and in English as far as the words are the program's own."""

from __future__ import annotations

import re
import string

import casebook
import pytest

from verifier.judging import english, policy, sentences
from verifier.judging.asides import NOTES
from verifier.judging.notice import Rule
from verifier.judging.phrases import FINDINGS

NOTICE = casebook.liaoning()
HAN = re.compile("[\u4e00-\u9fff]")
OWN = re.compile(r"《[^》]*》|“[^”]*”|\([草一二三四五六]\.?\d*\)")
"""What a sentence quotes: titles, marks, clause numbers."""


def said() -> set[tuple[str, str]]:
    """Return (Chinese, English) of everything that the cases of the notice say, remedies too."""
    pairs: set[tuple[str, str]] = set()
    for case in casebook.cases(casebook.LIAONING):
        given = case.get("given", {})
        findings, notes = policy.judge(NOTICE, casebook.facts(given), casebook.differences_of(given))
        pairs |= {(one.says, one.says_en) for one in (*findings, *notes)}
        pairs |= {(one.remedy, one.remedy_en) for one in findings}
    return pairs


def test_whatever_is_said_is_said_in_english_too():
    for chinese, abroad in said():
        assert abroad, chinese
        assert abroad[0] == abroad[0].upper()
        assert "{" not in abroad
        assert "None" not in abroad


def test_remedies_hold_no_chinese_but_the_clause():
    for case in casebook.cases(casebook.LIAONING):
        given = case.get("given", {})
        for one in policy.judge(NOTICE, casebook.facts(given), casebook.differences_of(given))[0]:
            assert not HAN.search(OWN.sub("", one.remedy_en)), one.remedy_en


@pytest.mark.parametrize("key", FINDINGS)
def test_chinese_and_english_of_a_finding_name_only_slots_that_the_other_may_fill(key):
    sentence = FINDINGS[key]
    for text in sentence:
        assert text
    both = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (sentence.says, sentence.english)
    ]
    words = dict.fromkeys(set().union(*both), "某")
    filled = sentences.say(key, Rule(check="x", clause="五.3", effect="某"), words)
    assert "{" not in "".join(filled)


@pytest.mark.parametrize("key", NOTES)
def test_a_note_has_both_languages(key):
    names = {name for text in NOTES[key] for _, name, _, _ in string.Formatter().parse(text) if name}
    told = sentences.note(key, dict.fromkeys(names, "某"))
    assert told.says
    assert not HAN.search(told.english.replace("某", ""))


@pytest.mark.parametrize(
    ("slot", "chinese", "abroad"),
    [
        ("source", "国家新闻出版署期刊查询", "the press registry"),
        ("when", "2019年", "2019"),
        ("time", "2021年9月10日9:05", "2021-09-10 9:05"),
        ("first", "2021年8月1日", "2021-08-01"),
        ("issue", "第5期", "no. 5"),
        ("whose", "所填", "as stated"),
        ("basis", "维普记录增刊标志为增刊", "VIP's record carries the supplement mark"),
        ("basis", "分类号R473、期刊分类R均不在对照表", "class number R473, the journal's class R are not on the map"),
        ("title", "万方数据的期刊记录", "万方数据的期刊记录"),
        ("basis", "题名含“中国知网”", "the title holds “中国知网”"),
        ("recorded", "未载", "not shown"),
        ("recorded", "记录期次的研究", "记录期次的研究"),
    ],
)
def test_the_programs_own_words_are_turned_and_what_is_quoted_is_not(slot, chinese, abroad):
    assert english.turned(slot, chinese) == abroad


def test_without_a_clause_no_empty_brackets_stay():
    filled = sentences.say("same_position", Rule(check="same_position"), {})
    assert filled.remedy == "请附论文首页，由单位核对。"
    assert filled.english_remedy == "Attach the first page of the paper; the unit checks it."
