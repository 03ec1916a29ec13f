"""核对事项: the reviewer's check list. Findings with clause and quote, what to add, and room for an opinion.

It is never stamped and never bound; the certificate beside it holds facts only.
"""

from __future__ import annotations

from collections import Counter

from verifier.model import AcrossFinding, Decision, Finding, ItemReport, Note, Report
from verifier.proof import rows
from verifier.proof.beside import NOTHING, Beside
from verifier.proof.certificate import applied_for
from verifier.proof.sheet import Block, Fields, Prose, Sheet, Table, columns
from verifier.proof.wording import DEMO, FOOT, GLYPHS, PAGES
from verifier.proof.words import LIST, OUTCOMES, Text, pick
from verifier.reasons import Outcome

TITLE = ("核对事项", "Points to check")
SUBTITLE = ("审核用，不加盖公章，不随卷", "For the reviewer; never stamped, never filed")
HEADER: tuple[Text, ...] = (
    ("对应检索证明编号", "Of certificate"),
    ("申报人", "Applicant"),
    ("工作单位", "Unit"),
    ("申报系列、专业、级别", "Series, specialty, level"),
    ("依据", "Under"),
    ("核对结果", "Result"),
)
COUNTS = (
    "共{all}项：检索结果与申报信息一致{clear}项，需人工核对{review}项，属《通知》所列情形、请审核确认{bar}项。",
    "{all} outputs: {clear} agree with the application, {review} for a person to check, {bar} of a kind named by the "
    "Notice, to be reviewed and confirmed.",
)
CAPTION = ("表二　核对事项", "Table 2: points to check")
COLUMNS: tuple[tuple[Text, float], ...] = (
    (("序号", "No."), 2),
    (("对应成果", "Output"), 10),
    (("检索事实", "What the search showed"), 14),
    (("条款", "Clause"), 13),
    (("请补充", "Please add"), 13),
    (("审核人意见、日期", "Reviewer's opinion, date"), 9),
)
NIL = ("检索结果与申报信息一致，无核对事项。", "The search result agrees with the application; nothing to check.")
NIL_LIST = ("申报人声明无研究成果，无核对事项。", "The applicant states that there are no outputs; nothing to check.")
OUTPUT = ("成果{place}　{title}", "Output {place}: {title}")
OUTPUTS = ("成果{places}", "Outputs {places}")
CLAUSE = ("《通知》{clause}", "Notice, {clause}")
QUOTED = "「{quote}」"
"""Corner marks, because the notice's own words hold “ ” and are quoted unchanged."""
AGREEING = ("检索结果与申报信息一致", "The search result agrees with the application")
AGREEING_LINE = ("成果{places}。", "Outputs {places}.")
DECIDED = ("{word}：{why}（{by}，{at}）", "{word}: {why} ({by}, {at})")
DECISIONS = {
    Outcome.CLEAR: ("无须再核", "settled"),
    Outcome.REVIEW: ("仍须核实", "still to be checked"),
    Outcome.BAR: ("不予认定", "not recognised"),
}
"""What a person's outcome is called; the machine's own words are others."""
NOTES = ("以下只作告知，不列为问题", "For information only, not a problem")
NOTE = ("成果{place}：{says}", "Output {place}: {says}")
REMINDER = (
    "本表由系统据检索结果列出，供审核人核对；成果是否认定，由所在单位、主管部门审核和评审委员会评审确定。"
    "未检索到不说明未发表；来源暂不可用的记“未完成检索”，不作结论。",
    "The system lists these from the search for the reviewer to check; recognition is decided by the unit, the supervising "
    "department and the review committee. Not found does not mean not published; a search that was not completed allows no "
    "conclusion.",
)


def build(
    report: Report, lang: str = "zh", *, number: str = "", issued: str = "", beside: Beside = NOTHING
) -> Sheet:
    """Return the check list of one report; `number` is the certificate's, `issued` is YYYY-MM-DD.

    What people have decided so far stands in the column for their opinion; the finding beside it stays as it is.
    """
    return Sheet(
        kind="checklist",
        lang=lang,
        title=pick(TITLE, lang),
        subtitle=pick(SUBTITLE, lang),
        number=number,
        issued=issued,
        blocks=_blocks(report, lang, number, beside),
        marks=(pick(SUBTITLE, lang),) + (pick(DEMO, lang),) * report.demo,
        foot=pick(FOOT, lang).format(number=number or "—", digest=report.hash[:16]),
        pages=pick(PAGES, lang),
        glyph_note=pick(GLYPHS, lang),
    )


def _blocks(report: Report, lang: str, number: str, beside: Beside) -> tuple[Block, ...]:
    blocks: list[Block] = [_header(report, lang, number), _table(report, lang, beside)]
    agreeing = [str(place) for place, item in enumerate(report.items, 1) if item.outcome is Outcome.CLEAR]
    if agreeing and len(agreeing) < len(report.items):
        line = pick(AGREEING_LINE, lang).format(places=pick(LIST, lang).join(agreeing))
        blocks.append(Prose(heading=pick(AGREEING, lang), lines=(line,)))
    notes = tuple(
        pick(NOTE, lang).format(place=place, says=rows.told(note, lang))
        for place, item in enumerate(report.items, 1)
        for note in item.notes
        if not _is_padding(item, note)
    )
    if notes:
        blocks.append(Prose(heading=pick(NOTES, lang), lines=notes))
    return tuple(blocks)


def _is_padding(item: ItemReport, note: Note) -> bool:
    """Say whether a note tells only that a number was padded with zeros (`4` and `04`): nothing that a reviewer would check."""
    padded = (
        one
        for one in item.differences
        if one.harmless and one.claimed.isdecimal() and one.claimed.lstrip("0") == one.recorded.lstrip("0")
    )
    return any(f"“{one.claimed}”" in note.says and f"“{one.recorded}”" in note.says for one in padded)


def _header(report: Report, lang: str, number: str) -> Fields:
    who = report.applicant
    counts = Counter(item.outcome for item in report.items)
    values = (
        number or "—",
        who.name,
        "；".join(who.units) or "—",
        applied_for(report, lang),
        f"{report.rules.title}（{report.rules.document}）",
        pick(COUNTS, lang).format(
            all=len(report.items),
            clear=counts[Outcome.CLEAR],
            review=counts[Outcome.REVIEW],
            bar=counts[Outcome.BAR],
        ),
    )
    pairs = tuple((pick(label, lang), value) for label, value in zip(HEADER, values, strict=True))
    return Fields(pairs=pairs, wide=(pick(HEADER[4], lang), pick(HEADER[5], lang)))


def _table(report: Report, lang: str, beside: Beside) -> Table:
    places = {item.id: place for place, item in enumerate(report.items, 1)}
    found: list[tuple[str, tuple[Finding | AcrossFinding, ...], str]] = [
        (
            pick(OUTPUT, lang).format(place=places[item.id], title=rows.title(item)),
            alike,
            _opinion(alike[0], beside.decisions.get(item.id, ()), lang),
        )
        for item in report.items
        for alike in rows.together(one for one in item.findings if one.outcome is not Outcome.CLEAR)
    ]
    found += [(_outputs(one, places, lang), (one,), "") for one in report.across if one.outcome is not Outcome.CLEAR]
    lines = tuple(
        (str(count), output, _facts(alike, lang), _clause(alike[0], lang), rows.remedy(alike[0], lang) or "—", opinion)
        for count, (output, alike, opinion) in enumerate(found, 1)
    )
    return Table(
        name="points",
        caption=pick(CAPTION, lang),
        columns=columns(COLUMNS, lang),
        rows=lines,
        empty=pick(NIL if report.items else NIL_LIST, lang),
        note=pick(REMINDER, lang),
    )


def _facts(alike: tuple[Finding | AcrossFinding, ...], lang: str) -> str:
    return "\n".join(rows.fact(one, lang) for one in alike)


def _opinion(finding: Finding, decisions: tuple[Decision, ...], lang: str) -> str:
    """Return what people decided on a finding, or on its item as a whole: of several on one matter the last."""
    last = {one.reason: one for one in decisions if one.reason in (finding.reason, None)}
    return "\n".join(
        pick(DECIDED, lang).format(word=pick(DECISIONS[one.outcome], lang), why=one.why, by=one.by, at=one.at[:10])
        for one in last.values()
    )


def _outputs(one: AcrossFinding, places: dict[str, int], lang: str) -> str:
    numbers = pick(LIST, lang).join(str(places[item]) if item in places else item for item in one.items)
    return pick(OUTPUTS, lang).format(places=numbers)


def _clause(finding: Finding | AcrossFinding, lang: str) -> str:
    """Return the outcome in the certificate's wording, the clause, and its words as quoted from the notice."""
    lines = [pick(OUTCOMES[finding.outcome], lang).format(clause=finding.clause)]
    if finding.clause and finding.outcome is not Outcome.BAR:
        lines.append(pick(CLAUSE, lang).format(clause=finding.clause))
    if finding.quote:
        lines.append(QUOTED.format(quote=finding.quote))
    return "\n".join(lines)
