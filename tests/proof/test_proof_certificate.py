"""The certificate states what was searched and found in the four words it may use, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from tests.proof.reading import ISSUED, NUMBER, annex_of, every_text
from verifier.model import Difference, Identity, LiteratureCertificate, Report, SourceResult, State
from verifier.proof import Beside, Noted, certificate, number, rows, wording
from verifier.proof.brought import Brought
from verifier.proof.sheet import Fields, Prose, Sheet, Signatures, Table
from verifier.reasons import Outcome

Read = Callable[[str], Report]
FORBIDDEN = ("造假", "伪造", "虚假", "非法", "假刊", "涉嫌", "不合格", "通过", "得分")


def built(report: Report, lang: str = "zh", **more: object) -> Sheet:
    return certificate.build(report, lang, number=NUMBER, issued=ISSUED, **more)  # type: ignore[arg-type]


def table(sheet: Sheet, name: str) -> Table:
    return next(block for block in sheet.blocks if isinstance(block, Table) and block.name == name)


def prose(sheet: Sheet, heading: str) -> Prose:
    return next(block for block in sheet.blocks if isinstance(block, Prose) and block.heading == heading)


def with_state(report: Report, source: str, state: State) -> Report:
    """Return the report with one source's answer to the first item replaced."""
    first = report.items[0]
    result = SourceResult(state=state, record="R1" if state is State.FOUND else None, at="2026-03-01T09:00:00+08:00")
    changed = msgspec.structs.replace(first, lookups={**first.lookups, source: result})
    return msgspec.structs.replace(report, items=(changed, *report.items[1:]))


def test_title_and_columns_are_worded_as_fixed(sample: Read) -> None:
    sheet = built(sample("ordinary"))
    assert sheet.title == "专业技术资格申报研究成果检索证明"
    assert sheet.subtitle.endswith("的通知》（辽工信人事〔2021〕194号）五.3")
    assert sheet.subtitle.startswith("依据《辽宁省工业和信息化厅关于做好2021年")
    assert "｜".join(column.title for column in table(sheet, "results").columns) == (
        "序号｜题名｜作者（申报人位次）｜期刊名称｜CN／ISSN｜年,卷(期):页｜期刊信息查询｜中国知网｜万方｜维普｜比对结果｜附件页"
    )
    assert "｜".join(column.title for column in table(sheet, "international").columns) == (
        "序号｜题名｜刊物或会议｜DOI｜科技文献检索证明：出具机构、编号、日期｜附件页"
    )


def test_header_names_applicant_unit_title_and_period(sample: Read) -> None:
    header = next(block for block in built(sample("ordinary")).blocks if isinstance(block, Fields))
    assert dict(header.pairs) == {
        "编号": NUMBER,
        "检索时间（起止）": "2026-03-01 09:02:07 至 2026-03-01 09:16:40（北京时间，UTC+8）",
        "申报人": "蔺砚",
        "工作单位（与公章一致，大型单位填至二级单位）": "沈阳北陆重型装备有限公司铸锻分公司",
        "申报系列、专业、级别": "工程系列、机电、正高级",
        "现专业技术资格及取得时间（据证书）": "高级工程师，2016-12-30",
        "成果计算期间": "自2016-12-30（五.4）至2021-08-30（四.2）",
    }


def test_explanations_and_signatures_are_worded_as_fixed(sample: Read) -> None:
    sheet = built(sample("ordinary"))
    assert prose(sheet, "说明").lines == (
        "本证明只载明上列时间、上列来源的检索结果。",
        "未检索到不说明未发表；来源暂不可用的记“未完成检索”，不作结论。",
        "期刊信息以随附的国家新闻出版署网站查询页打印件为准；系统摘录页不代替该打印件。",
        "研究成果是否认定，由所在单位、主管部门审核和评审委员会评审确定。",
        "国际研究成果以另附的科技文献检索证明为准。",
        "加盖本单位及主管部门公章后提交（五.3）。标有“演示数据”的不得用于申报。",
    )
    places = next(block for block in sheet.blocks if isinstance(block, Signatures)).places
    assert [label for label, _ in places] == [
        "申报人确认",
        "检索人",
        "复核人",
        "单位（公章）",
        "主管部门（公章，名称按上报渠道填写）",
        "日期",
    ]


def test_another_notice_gets_no_clause_that_it_never_wrote(sample: Read) -> None:
    report = sample("ordinary")
    other = msgspec.structs.replace(report.rules, document="例字〔2030〕1号", title="例通知", certificate="")
    sheet = built(msgspec.structs.replace(report, rules=other))
    assert sheet.subtitle == "依据《例通知》（例字〔2030〕1号）"
    assert prose(sheet, "说明").lines[5].startswith("加盖本单位及主管部门公章后提交。")


def test_totals_are_worded_and_counted(sample: Read) -> None:
    assert prose(built(sample("ordinary")), "合计").lines == (
        "检索到6项，未检索到1项，未完成检索0项，国际研究成果1项。",
    )


def test_pages_that_differ_are_stated_as_a_fact(sample: Read) -> None:
    cells = table(built(sample("ordinary")), "results").rows[1]
    assert cells[10] == "页码：所填12—18，记录12—17"
    assert table(built(sample("ordinary")), "results").rows[0][10] == "一致"


def test_a_harmless_difference_reads_as_agreement(sample: Read) -> None:
    report = sample("one")
    width = Difference(field="issue", kind="width", claimed="３", recorded="3", harmless=True, source="cnki")
    item = msgspec.structs.replace(report.items[0], differences=(width,))
    assert rows.compared(item, "zh") == "一致"


def test_a_record_that_may_be_another_work_never_reads_as_agreement(sample: Read) -> None:
    item = msgspec.structs.replace(sample("one").items[0], identity=None)
    assert rows.compared(item, "zh") == "记录与所填成果的对应关系未确定"


def test_a_difference_seen_by_another_source_names_it(sample: Read) -> None:
    other = Difference(field="pages", kind="pages", claimed="1-2", recorded="1-3", harmless=False, source="vip")
    item = msgspec.structs.replace(
        sample("one").items[0], differences=(other,), identity=Identity(source="cnki", record="R", level="exact")
    )
    assert rows.compared(item, "zh") == "页码：所填1—2，记录1—3（维普）"


def test_the_rank_is_the_stated_one_and_the_records_only_where_none_is_stated(sample: Read) -> None:
    report = sample("one")
    item = msgspec.structs.replace(report.items[0], author_rank=2)
    assert rows.authors(item, report.applicant, "zh") == "蔺砚，褚槿，郜聿\n（第1位）"
    other = msgspec.structs.replace(
        item, citation=msgspec.structs.replace(item.citation, authors=("褚槿",), et_al=True)
    )
    assert rows.authors(other, report.applicant, "zh") == "褚槿，等\n（记录第2位）"
    nobody = msgspec.structs.replace(other, author_rank=None)
    assert rows.authors(nobody, report.applicant, "zh") == "褚槿，等\n（位次未填）"
    latin = msgspec.structs.replace(item, citation=msgspec.structs.replace(item.citation, authors=("Chu J", "LIN YAN")))
    assert rows.authors(latin, report.applicant, "en") == "Chu J, LIN YAN\n(no. 2)"


@pytest.mark.parametrize("source", ["nppa", "cnki", "wanfang", "vip"])
@pytest.mark.parametrize("state", list(State))
def test_only_an_answer_becomes_a_statement(sample: Read, source: str, state: State) -> None:
    expected = {State.FOUND: "检索到", State.NOT_FOUND: "未检索到"}.get(state, "未完成检索")
    report = with_state(sample("one"), source, state)
    cell = rows.answer(report.items[0], source, "zh").split("\n")[0]
    assert cell == expected
    assert built(report).title.endswith("（草稿 DRAFT）") is (expected == "未完成检索")


def test_a_source_that_was_never_asked_is_unfinished(sample: Read) -> None:
    report = sample("one")
    item = msgspec.structs.replace(
        report.items[0], lookups={key: value for key, value in report.items[0].lookups.items() if key != "vip"}
    )
    sheet = built(msgspec.structs.replace(report, items=(item,)))
    assert table(sheet, "results").rows[0][9] == "未完成检索"
    assert "草稿 DRAFT" in sheet.marks


def test_a_registry_answer_without_this_journal_settles_nothing(sample: Read) -> None:
    report = with_state(sample("one"), "nppa", State.FOUND)
    item = report.items[0]
    unsettled = {**item.lookups, "nppa": msgspec.structs.replace(item.lookups["nppa"], record=None)}
    other = msgspec.structs.replace(item, lookups=unsettled, journal=None)
    assert rows.answer(other, "nppa", "zh") == "未完成检索"
    assert "期刊信息查询：相近记录有多条，未能确定" in rows.compared(other, "zh")


@pytest.mark.parametrize(
    ("kind", "expected"), [("book", "不适用"), ("journal", "未完成检索"), ("unknown", "未完成检索")]
)
def test_not_applicable_is_only_what_a_source_does_not_hold(sample: Read, kind: str, expected: str) -> None:
    report = with_state(sample("one"), "cnki", State.SKIPPED)
    item = msgspec.structs.replace(report.items[0], kind=kind)
    assert rows.answer(item, "cnki", "zh") == expected


def test_an_unfinished_search_makes_a_draft_until_the_reviewer_states_the_cause(sample: Read) -> None:
    draft = built(sample("unfinished"))
    assert draft.title == "专业技术资格申报研究成果检索证明（草稿 DRAFT）"
    assert draft.marks == ("草稿 DRAFT",)
    assert "＿" in prose(draft, "合计").lines[1]
    original = built(sample("unfinished"), beside=Beside(noted=Noted(by="褚槿", why="维普站点维护至3月5日", at="2026-03-03")))
    assert original.title == "专业技术资格申报研究成果检索证明"
    assert original.marks == ()
    assert (
        prose(original, "合计").lines[1] == "未完成检索的原因（复核人注明）：维普站点维护至3月5日（复核人：褚槿，2026-03-03）"
    )


@pytest.mark.parametrize(("by", "why"), [("", "维普站点维护"), ("褚槿", ""), (" ", "　"), ("褚槿", " ")])
def test_a_cause_without_a_name_or_a_name_without_a_cause_leaves_it_a_draft(sample: Read, by: str, why: str) -> None:
    sheet = built(sample("unfinished"), beside=Beside(noted=Noted(by=by, why=why)))
    assert sheet.marks == ("草稿 DRAFT",)
    assert "＿" in prose(sheet, "合计").lines[1]


def test_a_finished_search_needs_nobodys_reason(sample: Read) -> None:
    assert built(sample("ordinary"), beside=Beside(noted=Noted(by="褚槿", why="无"))).marks == ()
    assert len(prose(built(sample("ordinary"), beside=Beside(noted=Noted(by="褚槿", why="无"))), "合计").lines) == 1


def test_what_was_found_while_another_source_failed_counts_once_and_says_so(sample: Read) -> None:
    assert prose(built(sample("unfinished")), "合计").lines[0] == (
        "检索到1项，未检索到0项，未完成检索2项，国际研究成果0项。其中1项已检索到，另有来源未完成检索（见表一）。"
    )


def test_the_certificate_is_the_same_whatever_was_found_against_anybody(sample: Read) -> None:
    report = sample("ordinary")
    innocent = tuple(
        msgspec.structs.replace(item, findings=(), notes=(), outcome=Outcome.CLEAR) for item in report.items
    )
    assert any(item.findings for item in report.items)
    assert built(report) == built(msgspec.structs.replace(report, items=innocent, across=()))


def test_no_finding_no_outcome_and_no_remedy_is_printed(sample: Read) -> None:
    for name in ("ordinary", "unfinished", "forty"):
        report = sample(name)
        said = every_text(built(report))
        for item in report.items:
            for finding in item.findings:
                assert finding.says not in said
                assert finding.quote not in said
                assert finding.remedy not in said
        assert "需人工核对" not in said
        assert "所列情形" not in said


def test_no_word_of_blame_stands_in_the_wording() -> None:
    every = "".join(repr(value) for name, value in vars(wording).items() if name.isupper())
    assert "检索到" in every
    assert not [word for word in FORBIDDEN if word in every]


def test_an_empty_list_is_certified_neutrally(sample: Read) -> None:
    sheet = built(sample("nil"))
    assert table(sheet, "results").rows == ()
    assert table(sheet, "results").empty == "申报人声明无研究成果，未进行检索。"
    assert prose(sheet, "合计").lines == ("检索到0项，未检索到0项，未完成检索0项，国际研究成果0项。",)
    assert sheet.marks == ()


def test_demo_data_are_marked(sample: Read) -> None:
    assert built(sample("demo")).marks == ("演示数据　不得用于申报",)
    assert built(sample("ordinary")).marks == ()


def test_annex_pages_are_numbered_in_the_order_of_the_items(sample: Read) -> None:
    report = sample("ordinary")
    annex = annex_of(report)
    sheet = built(report, annex=tuple(reversed(annex)))
    cells = table(sheet, "results").rows
    assert [row[11] for row in cells[:3]] == ["附1—4", "附5—8", "附9—12"]
    assert [extract.heading for extract in sheet.annex[:2]] == ["附1　期刊信息查询（系统摘录页）", "附2　中国知网（系统摘录页）"]
    listed = table(sheet, "annexes").rows
    assert len(listed) == len(report.evidence)
    assert [row[5] for row in listed] == [dict(extract.facts)["证据编号"] for extract in sheet.annex]


def test_evidence_that_is_not_printed_is_named_as_archived(sample: Read) -> None:
    report = sample("one")
    sheet = built(report, annex=annex_of(report)[:1])
    assert table(sheet, "results").rows[0][11] == "附1"
    assert [row[0] for row in table(sheet, "annexes").rows] == ["附1", "存档", "存档", "存档"]
    assert table(built(report), "results").rows[0][11] == "存档"


def test_an_international_output_stands_in_table_three_with_its_certificate(sample: Read) -> None:
    report = sample("ordinary")
    stated = LiteratureCertificate(issuer="例图书馆", number="L-7", date="2026-02-01")
    items = (*report.items[:-1], msgspec.structs.replace(report.items[-1], certificate=stated))
    rows_three = table(built(msgspec.structs.replace(report, items=items)), "international").rows
    assert rows_three[0][0] == "8"
    assert rows_three[0][4] == "例图书馆\nL-7\n2026-02-01"
    assert table(built(report), "international").rows[0][4] == "未填"


def test_english_says_the_same_with_clauses_and_quotes_left_chinese(sample: Read) -> None:
    sheet = built(sample("unfinished"), "en")
    assert sheet.title == "Certificate of Retrieval of Research Outputs for a Professional Title（DRAFT 草稿）"
    assert "五.3" in sheet.subtitle
    assert table(sheet, "results").rows[0][9] == "Search not completed"
    assert prose(sheet, "Totals").lines[0].startswith("Found 1, not found 0, search not completed 2")


def test_the_code_carries_number_and_digest_and_nobodys_name(sample: Read) -> None:
    report = sample("one")
    assert built(report).code == f"{NUMBER} {number.short(report.hash)} SHA256:{report.hash.upper()}"
    assert built(report).short == number.short(report.hash)


def test_every_source_that_left_a_search_open_is_named_with_what_it_did(sample: Read) -> None:
    lines = prose(built(sample("unfinished")), "合计").lines
    assert lines[2] == (
        "未完成检索的来源：维普拒绝访问（成果1）；中国知网相近记录有多条，未能确定（成果2）；维普未检索（成果2）；"
        "期刊信息查询没有应答（成果3）；中国知网要求登录（成果3）；万方要求登录（成果3）；维普要求登录（成果3）。"
    )
    assert len(prose(built(sample("ordinary")), "合计").lines) == 1


def test_every_state_that_is_no_answer_has_words_for_what_the_source_did() -> None:
    assert set(wording.DEFECTS) == set(State) - {State.FOUND, State.NOT_FOUND}


def test_the_department_of_the_channel_stands_at_its_seal_and_nothing_is_drawn_there(sample: Read) -> None:
    sheet = built(sample("one"), beside=Beside(department="辽宁省教育厅"))
    places = next(block for block in sheet.blocks if isinstance(block, Signatures)).places
    assert [label for label, _ in places][4] == "主管部门（公章）\n辽宁省教育厅"
    assert "辽宁省教育厅" not in every_text(built(sample("one")))


def test_the_pages_that_each_result_rests_on_are_named_by_kind(sample: Read) -> None:
    report = sample("one")
    queries = {"cnki": "详细页：X", "wanfang": "刊期目次：2019年第3期", "nppa": "期刊刊名：甲", "vip": "题名：甲"}
    evidence = tuple(msgspec.structs.replace(one, query=queries[one.source]) for one in report.evidence)
    brought = Brought(place=1, kind="nppa", file="1 期刊查询.pdf", sha256="", length=1, pages=2)
    sheet = built(msgspec.structs.replace(report, evidence=evidence), beside=Beside(brought=(brought,)))
    assert table(sheet, "strength").rows == (("1", "期刊页、网页打印件", "详细页", "目次页", "检索结果页", "3库"),)
    assert table(built(sample("unfinished")), "strength").rows[2] == ("3", "—", "—", "—", "—", "—")


def test_a_page_of_the_search_that_no_output_rests_on_is_counted_and_not_listed(sample: Read) -> None:
    report = sample("one")
    stray = msgspec.structs.replace(report.evidence[0], id="E0123456789ab")
    listed = table(built(msgspec.structs.replace(report, evidence=(*report.evidence, stray))), "annexes")
    assert "E0123456789ab" not in {row[5] for row in listed.rows}
    assert len(listed.rows) == len(report.evidence)
    assert listed.note.startswith("另有1件检索过程中的网页存档备查")
    assert table(built(report), "annexes").note == ""
