"""The check list gives the reviewer facts, clauses, quotes, what to add and room, and is marked as never to be stamped."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tests.proof.reading import ISSUED, NUMBER, every_text
from verifier.model import Decision, Difference, Note, Report
from verifier.proof import Beside, checklist, words
from verifier.proof.sheet import Prose, Sheet, Signatures, Table
from verifier.reasons import Outcome, Reason

Read = Callable[[str], Report]
FORBIDDEN = ("造假", "伪造", "虚假", "非法", "假刊", "涉嫌", "不合格", "通过", "得分")


def built(report: Report, lang: str = "zh") -> Sheet:
    return checklist.build(report, lang, number=NUMBER, issued=ISSUED)


def points(sheet: Sheet) -> Table:
    return next(block for block in sheet.blocks if isinstance(block, Table))


def test_columns_and_marks_are_worded_as_fixed(sample: Read) -> None:
    sheet = built(sample("ordinary"))
    assert [column.title for column in points(sheet).columns] == [
        "序号",
        "对应成果",
        "检索事实",
        "条款",
        "请补充",
        "审核人意见、日期",
    ]
    assert sheet.title == "核对事项"
    assert sheet.marks == ("审核用，不加盖公章，不随卷",)
    assert not any(isinstance(block, Signatures) for block in sheet.blocks)
    assert sheet.code == ""


def test_every_finding_is_listed_with_clause_quote_remedy_and_room(sample: Read) -> None:
    report = sample("ordinary")
    findings = [finding for item in report.items for finding in item.findings]
    rows = points(built(report)).rows
    assert len(rows) == len(findings) == 5
    for row, finding in zip(rows, findings, strict=True):
        assert row[2] == finding.says
        assert finding.clause in row[3]
        assert f"「{finding.quote}」" in row[3]
        assert row[4] == finding.remedy
        assert row[5] == ""


def test_a_case_that_the_notice_names_is_worded_for_confirmation(sample: Read) -> None:
    rows = points(built(sample("ordinary"))).rows
    assert rows[1][3].startswith("属《通知》五.3所列情形，请审核确认\n")
    assert rows[2][3].startswith("属《通知》五.4所列情形，请审核确认\n")
    assert rows[0][3].startswith("需人工核对\n")


def test_findings_over_the_whole_list_name_all_their_items(sample: Read) -> None:
    rows = points(built(sample("unfinished"))).rows
    assert rows[-1][1] == "成果1、2"
    assert rows[-1][2] == "序号2与序号1为同一成果，只列一次。"


def test_notes_are_for_information_only(sample: Read) -> None:
    sheet = built(sample("ordinary"))
    notes = next(
        block for block in sheet.blocks if isinstance(block, Prose) and block.heading.startswith("以下只作告知")
    )
    assert notes.lines == (
        "成果6：该期为合刊（7—8期），属正刊。",
        "成果7：仅一库检索到；《通知》未规定须三库均收录。",
    )
    assert not any("合刊" in cell for row in points(sheet).rows for cell in row)


def test_nothing_to_check_is_said_so(sample: Read) -> None:
    assert points(built(sample("one"))).rows == ()
    assert points(built(sample("one"))).empty == "检索结果与申报信息一致，无核对事项。"
    assert points(built(sample("nil"))).empty == "申报人声明无研究成果，无核对事项。"


def test_a_finding_that_says_nothing_is_named_by_its_reason(sample: Read) -> None:
    report = sample("ordinary")
    bare = msgspec.structs.replace(report.items[1].findings[0], says="")
    items = (report.items[0], msgspec.structs.replace(report.items[1], findings=(bare,)))
    assert points(built(msgspec.structs.replace(report, items=items))).rows[0][2] == "页码不一致"


def test_every_reason_and_outcome_has_its_words() -> None:
    assert set(words.REASONS) == set(Reason)
    assert set(words.OUTCOMES) == set(Outcome)
    assert all(zh and en for zh, en in words.REASONS.values())


def test_no_word_of_blame_stands_in_any_label(sample: Read) -> None:
    said = repr((words.REASONS, words.OUTCOMES, words.FIELDS)) + every_text(built(sample("ordinary")))
    assert "增刊" in said
    assert not [word for word in FORBIDDEN if word in said]


def test_demo_data_are_marked(sample: Read) -> None:
    assert "演示数据　不得用于申报" in built(sample("demo")).marks


def test_english_keeps_the_quotes_chinese_and_names_the_reason(sample: Read) -> None:
    rows = points(built(sample("ordinary"), "en")).rows
    assert rows[1][2].startswith("Supplement: ")
    assert "「增刊或编辑出版的研究成果集不予认定为学术期刊研究成果」" in rows[1][3]


def test_what_people_decided_stands_beside_the_finding_and_changes_no_word_of_it(sample: Read) -> None:
    report = sample("ordinary")
    item, finding = report.items[1], report.items[1].findings[0]
    made = [
        Decision(report=report.hash, item=item.id, reason=finding.reason, outcome=outcome, why=why, by="郜聿", at=f"2026-03-0{day}T10:00:00+08:00")
        for day, outcome, why in ((3, Outcome.REVIEW, "待补版权页"), (5, Outcome.CLEAR, "版权页载明12—18页"))
    ]
    decided = checklist.build(report, number=NUMBER, issued=ISSUED, beside=Beside(decisions={item.id: tuple(made)}))
    with_it, without = points(decided).rows, points(built(report)).rows
    assert with_it[0][5] == "无须再核：版权页载明12—18页（郜聿，2026-03-05）"
    assert [row[:5] for row in with_it] == [row[:5] for row in without]
    assert {row[5] for row in with_it[1:]} == {""}


def test_a_decision_on_the_whole_item_answers_each_of_its_findings_and_nobody_elses(sample: Read) -> None:
    report = sample("ordinary")
    whole = Decision(report=report.hash, item="3", outcome=Outcome.BAR, why="确为增刊", by="郜聿", at="2026-03-05T10:00:00+08:00")
    rows = points(checklist.build(report, beside=Beside(decisions={"3": (whole,)}))).rows
    answered = [row[1] for row in rows if row[5]]
    assert answered
    assert all(output.startswith("成果3") for output in answered)


def test_that_a_number_is_padded_with_zeros_is_no_news_and_any_other_spelling_is(sample: Read) -> None:
    report = sample("one")
    padded = Difference(field="issue", kind="spelling", claimed="3", recorded="03", harmless=True, source="cnki")
    other = Difference(field="issue", kind="spelling", claimed="增刊1", recorded="S1", harmless=True, source="cnki")
    notes = tuple(Note(code="harmless", says=f"期仅写法不同：所填“{one.claimed}”，记录“{one.recorded}”。") for one in (padded, other))
    item = msgspec.structs.replace(report.items[0], differences=(padded, other), notes=notes)
    said = every_text(built(msgspec.structs.replace(report, items=(item,))))
    assert "所填“增刊1”" in said
    assert "记录“03”" not in said


def test_facts_under_one_clause_and_remedy_take_one_row_and_any_other_remedy_takes_its_own(sample: Read) -> None:
    report = sample("ordinary")
    item = next(one for one in report.items if one.findings)
    first = item.findings[0]
    twin = msgspec.structs.replace(first, says="万方暂不可用，本项不作结论。")
    other = msgspec.structs.replace(first, says="维普暂不可用，本项不作结论。", remedy="请补检。")
    changed = msgspec.structs.replace(item, findings=(first, twin, other))
    rows = points(built(msgspec.structs.replace(report, items=(changed,), across=()))).rows
    assert [row[2] for row in rows] == [f"{first.says}\n{twin.says}", other.says]
    assert [row[4] for row in rows] == [first.remedy, "请补检。"]
